// Who waits, who was missed, who was looked for: one table with its box to look in.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { secondsSince, timeOfDay, timer, useNow } from "clock";
import { _, both, say } from "languages";
import { TimeInput } from "moments";
import { Chip, Empty, Icon, Plate, toast } from "page";
import { NEED_ICONS, needText, PRIORITY_ICONS, priorityText } from "visitors";
import { moodOf, plain, servicesFor, soughtIn, STATUS_ICONS, statusText } from "./words.js";

/** @import { InLine, Picture, Sought } from "./words.js" */

const FIND = _("查找：输入号码、时间或业务，如 A008、14:05、医保");
const LOOK = _("查找号码");
const MORE = _("按时间和业务查找");
const FROM = _("从");
const UNTIL = _("到");
const ANY_SERVICE = _("全部业务");
const CLEAR = _("清除");
const WAITING = _("等候");
const AT_WINDOWS = _("在窗口");
const MISSED = _("过号");
const FOUND = _("查找结果");
const NUMBER = _("号码");
const SERVICE = _("业务");
const CARE = _("优先和帮助");
const TAKEN = _("取号时间");
const WAITED = _("已等候");
const AHEAD = _("前面");
const WHERE = _("状态");
const AT = _("{n} 号窗口");
const SENT_TO = _("指定 {n} 号窗口");
const THEN = _("还要办：{service}");
const LONG = _("等得久了");
const NOBODY = _("现在没有人等候");
const NOBODY_MISSED = _("没有过号的");
const NOBODY_SERVED = _("窗口现在没有在办的号");
const NOTHING_FOUND = _("没有找到这样的号");
const SEARCHING = _("正在查找…");
const LINES = _("看哪些号");

/** How long to wait for the next letter before the server is asked, in milliseconds. */
const PAUSE = 250;
/** Taken around the time somebody remembers, in minutes. */
const AROUND = 10;

/**
 * @param {{picture: Picture, chosen: string | null, open: (one: InLine) => void, box: {current: HTMLInputElement | null}}} props
 */
export function LinePanel({ picture, chosen, open, box }) {
  useNow();
  const [list, setList] = useState("waiting");
  const [typed, setTyped] = useState("");
  const [span, setSpan] = useState(/** @type {{from: string, to: string, service: string} | null} */ (null));
  const asked = span ? spanAddress(span) : address(soughtIn(typed));
  const answer = useFound(asked, picture.seq);
  const looking = span !== null || typed.trim() !== "";

  const waiting = picture.people.filter((one) => one.status === "waiting");
  const served = picture.people.filter((one) => one.status !== "waiting");
  const lists = { waiting, served, missed: picture.missed };
  const shown = looking ? (span ? answer.tickets : together(here(picture, typed), answer.tickets))
    : lists[/** @type {keyof typeof lists} */ (list)];

  /** @param {KeyboardEvent} pressed */
  const press = (pressed) => {
    if (pressed.isComposing) return;
    if (pressed.key === "Escape") { setTyped(""); setSpan(null); }
    else if (pressed.key === "Enter" && shown.length > 0) open(shown[0]);
    else if (pressed.key === "ArrowDown") /** @type {HTMLElement | null} */ (document.querySelector(".line-number"))?.focus();
    else return;
    pressed.preventDefault();
  };

  return html`<section class="panel line" aria-label=${say(LOOK)}>
    <div class="line-find">
      <label class="find"><${Icon} of="search" />
        <input ref=${box} class="input" type="search" value=${typed} placeholder=${say(FIND)} aria-label=${say(FIND)} autocomplete="off"
          spellcheck=${false} onKeyDown=${press}
          onInput=${(/** @type {InputEvent} */ put) => { setTyped(/** @type {HTMLInputElement} */ (put.target).value); setSpan(null); }} />
      </label>
      <button type="button" class="button" aria-expanded=${span !== null} aria-label=${say(MORE)} title=${say(MORE)}
        onClick=${() => { setSpan(span ? null : { from: "", to: "", service: "" }); setTyped(""); }}><${Icon} of="clock" /></button>
    </div>
    ${span && html`<${SpanForm} picture=${picture} span=${span} set=${setSpan} />`}
    ${looking
      ? html`<div class="line-found"><h2 class="panel-title">${say(FOUND)} <span class="number">${shown.length}</span></h2>
          <button type="button" class="button quiet" onClick=${() => { setTyped(""); setSpan(null); }}>${say(CLEAR)}</button></div>`
      : html`<div class="tabs" role="tablist" aria-label=${say(LINES)} onKeyDown=${turnTab}>
          <${Tab} of="waiting" now=${list} set=${setList} text=${say(WAITING)} n=${waiting.length} />
          <${Tab} of="served" now=${list} set=${setList} text=${say(AT_WINDOWS)} n=${served.length} />
          <${Tab} of="missed" now=${list} set=${setList} text=${say(MISSED)} n=${picture.missed.length} />
        </div>`}
    ${shown.length > 0
      ? html`<${Table} picture=${picture} people=${shown} chosen=${chosen} open=${open} plain=${!looking && list === "waiting"} />`
      : html`<div class="line-empty" id="line-list" role="status"><${Empty} icon=${looking ? "search" : "check"}
          title=${say(looking ? (answer.busy ? SEARCHING : NOTHING_FOUND) : list === "waiting" ? NOBODY : list === "missed" ? NOBODY_MISSED : NOBODY_SERVED)} /></div>`}
  </section>`;
}

/** @param {KeyboardEvent} pressed */
function turnTab(pressed) {
  const step = pressed.key === "ArrowRight" ? 1 : pressed.key === "ArrowLeft" ? -1 : 0;
  if (!step) return;
  const tabs = [.../** @type {HTMLElement} */ (pressed.currentTarget).querySelectorAll("button")];
  const next = tabs[(tabs.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
}

/** @param {{of: string, now: string, set: (list: string) => void, text: string, n: number}} props */
function Tab({ of, now, set, text, n }) {
  return html`<button type="button" role="tab" id=${`tab-${of}`} aria-controls="line-list" aria-selected=${now === of} tabindex=${now === of ? 0 : -1}
    onClick=${() => set(of)}>${text} <span class="number tab-count">${n}</span></button>`;
}

/**
 * @param {{picture: Picture, span: {from: string, to: string, service: string},
 *   set: (span: {from: string, to: string, service: string}) => void}} props
 */
function SpanForm({ picture, span, set }) {
  const time = (/** @type {"from" | "to"} */ part) => (/** @type {string} */ text) => set({ ...span, [part]: text });
  return html`<form class="line-span" aria-label=${say(MORE)} onSubmit=${(/** @type {Event} */ sent) => sent.preventDefault()}>
    <label>${say(TAKEN)} ${say(FROM)} <${TimeInput} value=${span.from} put=${time("from")} /></label>
    <label>${say(UNTIL)} <${TimeInput} value=${span.to} put=${time("to")} /></label>
    <select class="input grow" aria-label=${say(SERVICE)} value=${span.service} onChange=${(/** @type {Event} */ chosen) => set({ ...span, service: /** @type {HTMLSelectElement} */ (chosen.target).value })}>
      <option value="">${say(ANY_SERVICE)}</option>
      ${picture.services.map((one) => html`<option key=${one.code} value=${one.code}>${both(one.name)}</option>`)}
    </select>
  </form>`;
}

/** @param {{picture: Picture, people: readonly InLine[], chosen: string | null, open: (one: InLine) => void, plain: boolean}} props */
function Table({ picture, people, chosen, open, plain: waitingOnly }) {
  /** @param {KeyboardEvent} pressed */
  const move = (pressed) => {
    const step = pressed.key === "ArrowDown" ? 1 : pressed.key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    const all = [.../** @type {HTMLElement} */ (pressed.currentTarget).querySelectorAll(".line-number")];
    const next = all[all.indexOf(/** @type {Element} */ (document.activeElement)) + step];
    if (next instanceof HTMLElement) { next.focus(); pressed.preventDefault(); }
  };
  return html`<div class="line-table scroll" id="line-list" tabindex="0" role="region" aria-label=${say(LINES)} onKeyDown=${move}>
    <table class="table">
      <thead><tr>
        <th scope="col">${say(NUMBER)}</th><th scope="col">${say(SERVICE)}</th><th scope="col">${say(CARE)}</th>
        <th scope="col" class="num">${say(waitingOnly ? WAITED : TAKEN)}</th><th scope="col" class=${waitingOnly ? "num" : undefined}>${say(waitingOnly ? AHEAD : WHERE)}</th>
      </tr></thead>
      <tbody>${people.map((one) => html`
        <tr key=${one.ticket} data-ticket=${one.ticket} aria-selected=${one.ticket === chosen} onClick=${() => open(one)}>
          <th scope="row"><button type="button" class="line-number" aria-current=${one.ticket === chosen ? "true" : undefined}
            onClick=${(/** @type {Event} */ click) => { click.stopPropagation(); open(one); }}><${Plate} number=${one.number} size="small" /></button></th>
          <td><span class="line-service">${both(one.service_name)}</span>
            ${one.then.length > 0 && html`<span class="small soft line-then">${say(THEN, { service: one.then.map(both).join("、") })}</span>`}</td>
          <td><${Care} one=${one} /></td>
          <td class="num">${waitingOnly ? html`<${Waited} one=${one} long=${picture.long_wait_s} />` : html`<time>${timeOfDay(one.taken_at)}</time>`}</td>
          <td class=${waitingOnly ? "num" : undefined}>${waitingOnly ? one.ahead : html`<${Where} one=${one} />`}</td>
        </tr>`)}</tbody>
    </table>
  </div>`;
}

/** Who needs what, in signs with their words for those who point or listen. @param {{one: InLine}} props */
function Care({ one }) {
  return html`<span class="care">
    ${one.priority && html`<${Chip} mood="accent" icon=${PRIORITY_ICONS[one.priority]}>${priorityText(one.priority)}<//>`}
    ${one.help_needs.map((need) => html`<span key=${need} class="care-need" role="img" aria-label=${needText(need)} title=${needText(need)}><${Icon} of=${NEED_ICONS[need]} /></span>`)}
  </span>`;
}

/** @param {{one: InLine, long: number}} props */
function Waited({ one, long }) {
  const seconds = secondsSince(one.waiting_since);
  return seconds < long ? html`<span class="timer">${timer(seconds)}</span>`
    : html`<span class="line-long" title=${say(LONG)}><${Icon} of="warning" /><span class="visually-hidden">${say(LONG)}</span><span class="timer">${timer(seconds)}</span></span>`;
}

/** @param {{one: InLine}} props */
export function Where({ one }) {
  return html`<span class="care"><${Chip} mood=${moodOf(one.status)} icon=${STATUS_ICONS[one.status]}>${statusText(one.status)}<//>
    ${one.window_no !== null && one.status !== "missed" && html`<span class="small nowrap">${say(one.status === "waiting" ? SENT_TO : AT, { n: one.window_no })}</span>`}</span>`;
}

// --- Looking for somebody ---

/** Those on the screen who fit. @param {Picture} picture @param {string} typed */
function here(picture, typed) {
  const sought = soughtIn(typed);
  const all = [...picture.people, ...picture.missed];
  if (sought.kind === "number") {
    return all.filter((one) => Number(one.number.slice(1)) === sought.number && (sought.prefix === null || one.number[0] === sought.prefix));
  }
  if (sought.kind === "time") return [];
  const codes = new Set(servicesFor(picture.services, typed).map((one) => one.code));
  return all.filter((one) => codes.has(one.service) || plain(one.service_name.zh).includes(plain(typed)));
}

/** What the whole day knows of it; null where the screen knows all. @param {Sought} sought */
function address(sought) {
  if (sought.kind === "number") return `/desk/tickets?number=${sought.prefix ?? ""}${sought.number}`;
  if (sought.kind !== "time") return null;
  const at = sought.hour * 60 + sought.minute;
  return `/desk/tickets?from=${clock(Math.max(0, at - AROUND))}&to=${clock(Math.min(24 * 60 - 1, at + AROUND))}`;
}

/** @param {number} minutes */
function clock(minutes) {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** @param {{from: string, to: string, service: string}} span */
function spanAddress({ from, to, service }) {
  return `/desk/tickets?${new URLSearchParams({ from, to, service })}`;
}

/** Those of the screen first: it is newer. @param {InLine[]} first @param {readonly InLine[]} others */
function together(first, others) {
  const known = new Set(first.map((one) => one.ticket));
  return [...first, ...others.filter((one) => !known.has(one.ticket))];
}

/**
 * What the server finds at `asked`, again whenever the hall has changed.
 * @param {string | null} asked
 * @param {number} seq
 */
function useFound(asked, seq) {
  const [found, setFound] = useState({ asked: /** @type {string | null} */ (null), tickets: /** @type {InLine[]} */ ([]) });
  useEffect(() => {
    if (asked === null) return undefined;
    let late = false;
    const soon = setTimeout(async () => {
      try {
        const { tickets } = await get(asked);
        if (!late) setFound({ asked, tickets });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (!late) setFound({ asked, tickets: [] });
        if (error.status !== 0) toast(error.message, "bad");
      }
    }, PAUSE);
    return () => { late = true; clearTimeout(soon); };
  }, [asked, seq]);
  return { tickets: found.asked === asked ? found.tickets : [], busy: asked !== null && found.asked !== asked };
}
