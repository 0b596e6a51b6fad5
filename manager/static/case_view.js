// One case: what was said, what happened to the ticket, how far it is, and what can be done next.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { dateOf, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { Chip, Empty, Icon, levelText, Plate } from "page";
import { CaseMoves } from "./case_moves.js";
import { may } from "./shell.js";
import { CAUSES, DueShown, Found, StateChip, STEPS, VERDICTS } from "./case_words.js";

/** @typedef {{id: string, shown: Words, number: string}} Person */
/** @typedef {{at: string, kind: string, by: Words | null, text: string, facts: Record<string, any>}} Entry */
/** @typedef {{rated: boolean, window_no: string, clerk: Person, service: Words, called_at: string, times_called: number, waited_s: number, walked_s: number | null, served_s: number | null, ended_at: string | null, ending: string | null, lacking: string}} Handled */
/** @typedef {{id: string, level: number, kind: string, tags: Words[], text: string, channel: Words, at: string, excluded: boolean}} Said */
/** @typedef {{id: string, no: number, sight: string, state: string, opened_at: string, seen: string, possible: string[], said: Said[], number: string, taken_at: string, handlings: Handled[], clerk: Person, handler: Person | null, handlers: Person[], due: any, call_back_due: string | null, rectify_due: string | null, reopened: boolean, again_due: string | null, contact: boolean, erase_at: string | null, verdict: string | null, cause: string | null, released: boolean, measure: string, reply: string, reply_again: string, satisfied: boolean | null, story: Entry[]}} Case */

const READING = _("正在读取…");
const SAID = _("群众评价");
const NOT_RELEASED = _("核实并公开后，您才能看到评价内容。");
const ADDITION = _("后来追评");
const EXCLUDED = _("不计入统计");
const LEAVE_OUT = _("误评、恶意的可提请不计入统计，由另一人决定");
const NOT_MEANT = ["mistaken", "malicious"];
const TICKET = _("办理经过");
const TAKEN = _("{day} {time} 取号");
const RATED_HERE = _("被评价的这次");
const WINDOW = _("{no} 号窗口");
const WAITED = _("等候 {time}");
const CALLED = _("叫号 {n} 次，走到窗口 {time}");
const CALLED_ONLY = _("叫号 {n} 次");
const SERVED = _("办理 {time}");
const SPAN = _("{minutes} 分 {seconds} 秒");
const STORY = _("办理记录");
const FACTS = _("基本情况");
const STATE = _("进展");
const DUE = _("当前期限");
const CLERK = _("被评价人");
const HANDLER = _("承办人");
const NOBODY = _("未指定");
const FOUND = _("结论");
const CONTACT = _("联系方式");
const LEFT = _("已留，{day} 删除");
const ERASED = _("已留，已到期删除");
const NOT_LEFT = _("未留");
const REPLY = _("给群众的答复");
const REPLY_AGAIN = _("再次答复");
const ANSWER = _("群众回应");
const YES = _("满意");
const NO = _("不满意");
const CITIZEN = _("群众");
const HOUSE = _("系统");
const REACHED = _("已接通");
const NOT_REACHED = _("未接通");

/** @type {Record<string, string>} */
const ENDINGS = {
  done_on_spot: _("当场办结"), accepted: _("已受理"), deficient: _("材料不齐"), refused: _("不予办理"), consulted: _("咨询答复"),
  referred: _("引导到别处"), missed: _("过号"), transferred: _("转到别的窗口"), cancelled: _("取消"),
};

/** Reads a case, and reads it anew after every deed. @param {string} id @returns {[Case | null, Refusal | null, () => Promise<void>]} */
export function useCase(id) {
  const [known, setKnown] = useState(/** @type {Case | null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const read = async () => {
    try {
      setKnown(await get(`/cases/${id}`));
      setRefusal(null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    }
  };
  useEffect(() => { void read(); }, []);
  return [known, refusal, read];
}

/** @param {{known: Case | null, refusal: Refusal | null, read: () => Promise<void>}} props */
export function CaseView({ known, refusal, read }) {
  if (refusal) return html`<${Empty} icon="unlinked" title=${refusal.message} />`;
  if (!known) return html`<p class="soft" role="status">${say(READING)}</p>`;
  return html`<div class="case">
    <div class="case-main">
      <${CaseMoves} known=${known} read=${read} />
      <section class="card panel" aria-labelledby="said"><h2 id="said" class="panel-title">${say(SAID)}</h2><${SaidList} known=${known} /></section>
      <section class="card panel" aria-labelledby="story"><h2 id="story" class="panel-title">${say(STORY)}</h2><${Story} story=${known.story} /></section>
    </div>
    <div class="case-side">
      <${Facts} known=${known} />
      <section class="card panel" aria-labelledby="ticket"><h2 id="ticket" class="panel-title">${say(TICKET)}<${Plate} number=${known.number} size="small" /></h2>
        <p class="soft small">${say(TAKEN, { day: dateOf(known.taken_at), time: timeOfDay(known.taken_at) })}</p>
        <ol class="case-handlings">${known.handlings.map((one) => html`<${HandlingShown} one=${one} />`)}</ol></section>
    </div>
  </div>`;
}

/** @param {{known: Case}} props */
function SaidList({ known }) {
  if (!known.said.length) return html`<p class="notice"><${Icon} of="info" />${say(NOT_RELEASED)}</p>`;
  return html`${known.said.map((one) => html`<div class="case-said">
    <p class="cluster"><strong>${levelText(one.level)}</strong>${one.kind === "addition" && html`<${Chip} mood="accent">${say(ADDITION)}<//>`}
      ${one.excluded && html`<${Chip} mood="warn">${say(EXCLUDED)}<//>`}<span class="soft small">${both(one.channel)} · ${dateOf(one.at)} ${timeOfDay(one.at)}</span></p>
    ${one.tags.length > 0 && html`<ul class="case-tags">${one.tags.map((tag) => html`<li><${Chip}>${both(tag)}<//></li>`)}</ul>`}
    ${one.text && html`<blockquote class="case-text as-typed">${one.text}</blockquote>`}
    ${may("exclude") && NOT_MEANT.includes(known.verdict ?? "") && !one.excluded && html`<p class="small"><a href=${`/manager/integrity?rating=${one.id}`}>${say(LEAVE_OUT)}</a></p>`}
  </div>`)}`;
}

/** @param {{one: Handled}} props */
function HandlingShown({ one }) {
  const walked = one.walked_s === null ? say(CALLED_ONLY, { n: one.times_called }) : say(CALLED, { n: one.times_called, time: exact(one.walked_s) });
  return html`<li data-rated=${one.rated ? "" : undefined}>
    <p><strong>${say(WINDOW, { no: one.window_no })}</strong> ${both(one.clerk.shown)} ${one.rated && html`<${Chip} mood="accent">${say(RATED_HERE)}<//>`}</p>
    <p>${both(one.service)}${one.ending && html` · ${say(ENDINGS[one.ending])}`}</p>
    <p class="soft small">${timeOfDay(one.called_at)} · ${say(WAITED, { time: exact(one.waited_s) })} · ${walked}${one.served_s !== null && html` · ${say(SERVED, { time: exact(one.served_s) })}`}</p>
    ${one.lacking && html`<p class="small as-typed">${one.lacking}</p>`}
  </li>`;
}

/** To the second: how short a service was may be what it is about. @param {number} seconds */
function exact(seconds) {
  return say(SPAN, { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** @param {{known: Case}} props */
function Facts({ known }) {
  const facts = [
    { label: STATE, value: html`<${StateChip} of=${known.state} />` },
    ...(known.due ? [{ label: DUE, value: html`<${DueShown} due=${known.due} />` }] : []),
    { label: CLERK, value: `${both(known.clerk.shown)} ${known.clerk.number}` },
    { label: HANDLER, value: known.handler ? `${both(known.handler.shown)} ${known.handler.number}` : html`<span class="soft">${say(NOBODY)}</span>` },
    ...(known.verdict ? [{ label: FOUND, value: html`<${Found} verdict=${known.verdict} cause=${known.cause} />` }] : []),
    ...(known.sight === "whole" ? [{ label: CONTACT, value: contactText(known) }] : []),
    ...(known.reply ? [{ label: REPLY, value: html`<span class="as-typed">${known.reply}</span>` }] : []),
    ...(known.reply_again ? [{ label: REPLY_AGAIN, value: html`<span class="as-typed">${known.reply_again}</span>` }] : []),
    ...(known.satisfied !== null ? [{ label: ANSWER, value: say(known.satisfied ? YES : NO) }] : []),
  ];
  return html`<section class="card panel" aria-labelledby="facts"><h2 id="facts" class="panel-title">${say(FACTS)}</h2>
    <dl class="case-facts">${facts.map((one) => html`<div><dt>${say(one.label)}</dt><dd>${one.value}</dd></div>`)}</dl></section>`;
}

/** @param {Case} known */
function contactText(known) {
  if (!known.contact) return say(NOT_LEFT);
  return known.erase_at ? say(LEFT, { day: dateOf(known.erase_at) }) : say(ERASED);
}

/** @param {{story: Entry[]}} props */
function Story({ story }) {
  return html`<ol class="case-story">${story.map((one) => html`<li>
    <p><strong>${say(STEPS[one.kind] ?? one.kind)}</strong>${aside(one) && html` · ${aside(one)}`}</p>
    ${one.text && html`<p class="as-typed">${one.text}</p>`}
    <p class="soft small">${one.by ? both(one.by) : say(BY_CITIZEN.has(one.kind) ? CITIZEN : HOUSE)} · ${dateOf(one.at)} ${timeOfDay(one.at)}</p>
  </li>`)}</ol>`;
}

const BY_CITIZEN = new Set(["opened", "contact_left", "answered"]);

/** What an entry says beside its words. @param {Entry} one */
function aside(one) {
  if (one.kind === "assigned") return both(one.facts.handler);
  if (one.kind === "called_back") return say(one.facts.reached ? REACHED : NOT_REACHED);
  if (one.kind === "answered") return say(one.facts.satisfied ? YES : NO);
  if (one.facts.verdict) return `${say(VERDICTS[one.facts.verdict])}${one.facts.cause ? ` · ${say(CAUSES[one.facts.cause])}` : ""}`;
  return "";
}

