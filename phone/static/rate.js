// 请您评价 on the phone: each handling by itself, with the same faces and tags as the pad, and a few words if one likes.

import { html } from "htm/preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { dateOf, instant, timeOfDay, useNow } from "clock";
import { _, both, say } from "languages";
import { Avatar, Chip, Faces, Icon } from "page";
import { isLow, isWhole, LONGEST_TEXT, Tags, useLeft, useRating } from "rating";
import { token } from "told";
import { Followed } from "./followed.js";

/** @import { Rateable } from "../../web/static/pictures" */

const HEADLINE = _("请您评价");
const BY = _("{name}　{no} 号窗口");
const WHEN = _("{day} {time} 办完");
const HOW = _("您对这次服务满意吗？");
const UNTIL = _("{day}前可以评价，自愿参加");
const WHAT_WAS_WRONG = _("请告诉我们哪里没做好（可多选）");
const WHAT_WAS_GOOD = _("哪些方面让您满意？（可多选，也可直接提交）");
const WHAT_WAS_FAIR = _("您的印象是？（可多选，也可直接提交）");
const SAY_MORE = _("还想说几句（可不填）");
const COUNT = _("{n}/{most} 字");
const SUBMIT = _("提交评价");
const PICK_ONE = _("请选一项，或写几句，再提交");
const SENDING = _("正在保存您的评价…");
const UNSTORED = _("网络不通，您的评价还没有保存。内容已保留，正在重试。");
const REFUSED = _("没有保存：{why}");
const THANKS = _("谢谢您的评价！");
const THANKS_LOW = _("谢谢您的意见，我们会核实并改进。");
const ALREADY = _("这次办理已经评价过了，谢谢您！");
const OPEN = _("待评价");
const RATED = _("已评价");
const ADDED = _("已追评");
const OVER = _("评价时间已过");
const RATE_THIS = _("评价这次办理");
const ADD = _("再补充一次评价（追评）");
const ADD_TITLE = _("追评");
const ADD_MORE = _("追评只有一次，提交后以追评为准。");
const LATER = _("以后再说");
/** @type {Record<string, string>} */
const LACKING = { deficient: _("还需补齐"), refused: _("不予办理的理由") };

const ASKED = new URLSearchParams(location.search);
/** How this page was come by, if by a code that says so; told with the rating. */
const VIA = ["paper", "pad"].find((way) => way === ASKED.get("via"));
/** @type {Record<string, string>} */
const ALSO = VIA ? { via: VIA } : {};

/**
 * What may be rated of the ticket. The handling that was asked for in the address stands open, else the first to rate.
 * @param {{all: readonly Rateable[]}} props
 */
export function Rateables({ all }) {
  const now = useNow();
  const wanted = all.find((one) => one.handling === ASKED.get("handling"));
  const first = all.find((one) => !one.rated && now < instant(one.closes_at));
  const next = wanted && !wanted.rated ? wanted : first;
  return all.map((one) => html`<${RateCard} key=${one.handling} one=${one} opened=${one === next} sought=${one === wanted} />`);
}

/** @param {{one: Rateable, opened: boolean, sought: boolean}} props */
function RateCard({ one, opened, sought }) {
  const now = useNow();
  const over = now >= instant(one.closes_at);
  const [adding, setAdding] = useState(false);
  /** @type {{current: HTMLElement | null}} */
  const card = useRef(null);
  useEffect(() => { if (sought) card.current?.scrollIntoView({ block: "start" }); }, []);
  return html`<section class="card rate-card" ref=${card}>
    <header class="rate-who">
      <${Avatar} who=${both(one.clerk.shown)} photo=${one.clerk.photo} />
      <div class="grow"><h2>${both(one.service_name)}</h2><p class="small soft">${say(BY, { name: one.clerk.shown, no: one.window_no })}</p>
        <p class="small soft">${say(WHEN, { day: dateOf(one.ended_at), time: timeOfDay(one.ended_at) })}</p>
        <p class="rate-state">${one.added ? html`<${Chip} mood="good" icon="check">${say(ADDED)}<//>` : one.rated ? html`<${Chip} mood="good" icon="check">${say(RATED)}<//>`
        : over ? html`<${Chip}>${say(OVER)}<//>` : html`<${Chip} mood="accent" icon="star">${say(OPEN)}<//>`}</p></div>
    </header>
    ${one.lacking && html`<div class="lacking"><h3>${say(LACKING[one.outcome] ?? LACKING.deficient)}</h3><p class="typed">${one.lacking}</p></div>`}
    <${Rating} one=${one} over=${over} opened=${opened} />
    ${one.followed && html`<${Followed} one=${one.followed} />`}
    ${adding ? html`<${Adding} one=${one} close=${() => setAdding(false)} />`
      : one.rated && !one.added && !over && html`<button type="button" class="button quiet wide" onClick=${() => setAdding(true)}>${say(ADD)}</button>`}
  </section>`;
}

/** The first rating, or what became of it. @param {{one: Rateable, over: boolean, opened: boolean}} props */
function Rating({ one, over, opened }) {
  const rating = useRating(`/t/${token}/ratings`, one.handling, ALSO);
  const [open, setOpen] = useState(opened);
  // What stands open stays so, whatever else comes to be rated.
  useEffect(() => { if (opened) setOpen(true); }, [opened]);
  const { answer, phase } = rating;
  const busy = phase === "sending" || phase === "unstored";
  useLeft(`/t/${token}/unsubmitted`, phase === "choosing" && answer.level > 0 && !one.rated ? { handling: one.handling, level: answer.level, ...ALSO } : null);
  if (phase === "stored") return html`<${Said} mood="good" text=${say(isLow(answer.level) ? THANKS_LOW : THANKS)} />`;
  if ((one.rated || over) && !busy) {
    if (phase === "refused") return html`<${Said} mood="bad" text=${say(REFUSED, { why: rating.refusal?.said ?? "" })} />`;
    // Chosen here, sent elsewhere: on the pad, or on another phone.
    return one.rated && answer.level > 0 ? html`<${Said} mood="good" text=${say(ALREADY)} />` : null;
  }
  if (!open && !opened) return html`<button type="button" class="button wide" onClick=${() => setOpen(true)}>${say(RATE_THIS)}</button>`;
  return html`<div class="rate-form">
    <h3 class="title rate-title">${say(HEADLINE)}</h3>
    <p class="soft">${say(HOW)}${answer.level === 0 && html`<br /><span class="small">${say(UNTIL, { day: dateOf(one.closes_at) })}</span>`}</p>
    <${Levels} rating=${rating} busy=${busy} />
  </div>`;
}

/** 追评: a second thought, once. @param {{one: Rateable, close: () => void}} props */
function Adding({ one, close }) {
  const rating = useRating(`/t/${token}/ratings`, one.handling, { ...ALSO, kind: "addition" });
  const { answer, phase } = rating;
  if (phase === "stored") return html`<${Said} mood="good" text=${say(isLow(answer.level) ? THANKS_LOW : THANKS)} />`;
  const busy = phase === "sending" || phase === "unstored";
  return html`<div class="rate-form">
    <h3 class="title rate-title">${say(ADD_TITLE)}</h3><p class="soft">${say(ADD_MORE)}</p>
    <${Levels} rating=${rating} busy=${busy} />
    ${answer.level === 0 && html`<button type="button" class="button wide" onClick=${close}>${say(LATER)}</button>`}
  </div>`;
}

/** @param {{rating: ReturnType<typeof useRating>, busy: boolean}} props */
function Levels({ rating, busy }) {
  return html`<${Faces} choose=${rating.choose} chosen=${rating.answer.level || null} locked=${busy} />
    ${rating.answer.level > 0 && html`<${Why} rating=${rating} busy=${busy} />`}`;
}

/** @param {{rating: ReturnType<typeof useRating>, busy: boolean}} props */
function Why({ rating, busy }) {
  const { answer, phase } = rating;
  const id = useId();
  const written = [...answer.text].length;
  const ready = isWhole(answer);
  const question = say(isLow(answer.level) ? WHAT_WAS_WRONG : answer.level === 3 ? WHAT_WAS_FAIR : WHAT_WAS_GOOD);
  return html`<div class="rate-more arrive">
    <p class="strong">${question}</p>
    <${Tags} level=${answer.level} chosen=${answer.tags} choose=${rating.mark} locked=${busy} label=${question} />
    <div class="field">
      <label for=${id}>${say(SAY_MORE)}</label>
      <textarea id=${id} class="input" rows="3" disabled=${busy} value=${answer.text} aria-invalid=${written > LONGEST_TEXT ? "true" : undefined}
        onInput=${(/** @type {InputEvent & {currentTarget: HTMLTextAreaElement}} */ typed) => rating.write(typed.currentTarget.value)}></textarea>
      <span class=${written > LONGEST_TEXT ? "field-error" : "field-hint"} role=${written > LONGEST_TEXT ? "alert" : undefined}>${say(COUNT, { n: written, most: LONGEST_TEXT })}</span>
    </div>
    ${phase === "unstored" && html`<${Said} mood="warn" text=${say(UNSTORED)} />`}
    ${phase === "refused" && html`<${Said} mood="bad" text=${say(REFUSED, { why: rating.refusal?.said ?? "" })} />`}
    ${!ready && written <= LONGEST_TEXT && html`<p class="small soft">${say(PICK_ONE)}</p>`}
    <button type="button" class="button primary large wide" aria-disabled=${ready && !busy ? undefined : "true"} aria-busy=${busy ? "true" : "false"}
      onClick=${() => ready && !busy && rating.send()}>${say(busy ? SENDING : SUBMIT)}</button>
  </div>`;
}

/** @param {{mood: "good" | "warn" | "bad", text: string}} props */
function Said({ mood, text }) {
  return html`<p class="notice" data-mood=${mood} role=${mood === "good" ? "status" : "alert"}>
    <${Icon} of=${mood === "good" ? "check" : "warning"} /><span>${text}</span></p>`;
}
