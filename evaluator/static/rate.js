// 请您评价 on the pad: five faces, then the tags of that level; nothing is chosen before the visitor chooses.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, both, say } from "languages";
import { Avatar, Dialog, Face, Faces, Icon, LanguageSwitch, levelText, QR, TimeOut, useKeys } from "page";
import { isLow, isWhole, Tags, useLeft, useRating } from "rating";
import { ASK_S } from "./steps.js";

/** @import { ComponentChildren } from "preact" */
/** @import { ToRate } from "../../web/static/pictures" */
/** @import { Phase } from "rating" */
/** @import { Parting } from "./steps.js" */

const HEADLINE = _("为您服务，请您评价");
const HOW = _("您对这次服务满意吗？");
const VOLUNTARY = _("评价自愿，轻触一个表情即可。");
const BY = _("{name}　工号 {number}　{no} 号窗口");
const WHAT_WAS_WRONG = _("请告诉我们哪里没做好（可多选）");
const WHAT_WAS_GOOD = _("哪些方面让您满意？（可多选，也可直接提交）");
const WHAT_WAS_FAIR = _("您的印象是？（可多选，也可直接提交）");
const SUBMIT = _("提交评价");
const BACK = _("重选");
const PICK_ONE = _("请选一项，再提交");
const SENDING = _("正在保存您的评价…");
const UNSTORED = _("暂时连不上服务器，您的评价还没有保存。您的选择已保留，正在重试。");
const REFUSED = _("没有保存：{why}");
const BY_PHONE = _("用手机写几句");
const BY_PHONE_HOW = _("用手机扫一扫，在手机上评价，可以写 150 字以内。在手机上提交后，这里不必再提交。");
const BACK_TO_PAD = _("返回");

/** Where an answer goes from this pad, and what goes with it. @typedef {{rate: string, left: string, also: Record<string, string>}} Ways */
/** @type {Ways} */
const OF_WINDOW = { rate: "/evaluator/ratings", left: "/evaluator/unsubmitted", also: {} };

/**
 * @param {{subject: ToRate, windowNo: number, quietFor: number, timeout: number, phase: (phase: Phase) => void, part: (how: Parting["how"], qr?: string | null) => void, scanned?: () => void, ways?: Ways}} props
 *   quietFor: seconds nobody has touched it, at this drawing · scanned: the code for phones was looked at; without it there is none
 */
export function RatePage({ subject, windowNo, quietFor, timeout, phase, part, scanned, ways = OF_WINDOW }) {
  const rating = useRating(ways.rate, subject.handling, ways.also);
  const { answer } = rating;
  const qr = useLink(subject.handling, scanned !== undefined && answer.level > 0);
  useLeft(ways.left, rating.phase === "choosing" && answer.level > 0 ? { handling: subject.handling, level: answer.level, ...codeOf(ways) } : null);
  const busy = rating.phase === "sending" || rating.phase === "unstored";
  useEffect(() => {
    phase(rating.phase);
    if (rating.phase === "stored") part(isLow(answer.level) ? "thanked-low" : "thanked", qr);
    if (rating.phase !== "refused") return;
    if (rating.refusal?.code === "already-rated" || rating.refusal?.code === "already-added") part("rated-elsewhere");
    if (rating.refusal?.code === "rating-closed") part("closed");
  }, [rating.phase]);
  // Loaded anew long after the visitor had gone: nobody is there to be asked.
  useEffect(() => { if (quietFor > timeout && !busy) part("timed-out"); }, []);
  useKeys(Object.fromEntries([1, 2, 3, 4, 5].map((level) => [String(level), () => !busy && rating.choose(level)])));

  const send = () => {
    // At once, not after the next drawing: the picture that says “rated” may be faster than that.
    phase("sending");
    rating.send();
  };
  const ask = Math.min(ASK_S, timeout / 2);
  return html`<div class="rate">
    ${answer.level === 0
      ? html`<${FacesPage} subject=${subject} windowNo=${windowNo} choose=${rating.choose} />`
      : html`<${TagsPage} rating=${rating} busy=${busy} send=${send}>${scanned && qr && html`<${ByPhone} qr=${qr} busy=${busy} scanned=${scanned} />`}<//>`}
    <${TimeOut} after=${timeout - ask} ask=${ask} active=${!busy} end=${() => part("timed-out")} />
  </div>`;
}

/** @param {{subject: ToRate, windowNo: number, choose: (level: number) => void}} props */
function FacesPage({ subject, windowNo, choose }) {
  const { clerk } = subject;
  return html`<div class="rate-faces">
    <header class="rate-head">
      <${Avatar} who=${both(clerk.shown)} photo=${clerk.photo} />
      <div class="grow">
        <h1 class="title rate-headline">${say(HEADLINE)}</h1>
        <p class="rate-by">${say(BY, { name: clerk.shown, number: clerk.number, no: windowNo })}</p>
      </div>
      <${LanguageSwitch} />
    </header>
    <p class="rate-question"><span class="number rate-number">${subject.number}</span>
      <span class="rate-service">${both(subject.service_name)}</span><span class="rate-how strong">${say(HOW)}</span></p>
    <${Faces} choose=${choose} />
    <p class="rate-foot soft">${say(VOLUNTARY)}</p>
  </div>`;
}

/** What says whose handling it is, at the help desk. @param {Ways} ways */
function codeOf(ways) {
  return ways.also.code ? { code: ways.also.code } : {};
}

/**
 * The visitor's own page as a code to scan; null where there is none to be had.
 * @param {string} handling
 * @param {boolean} wanted
 */
function useLink(handling, wanted) {
  const [qr, setQr] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    if (!wanted) return;
    get(`/evaluator/handlings/${handling}/link`).then((told) => setQr(told?.qr ?? null)).catch((error) => { if (!(error instanceof Refusal)) throw error; });
  }, [handling, wanted]);
  return qr;
}

/**
 * A pad has no keyboard to speak of: who has more to say takes the question along on a phone.
 * @param {{qr: string, busy: boolean, scanned: () => void}} props
 */
function ByPhone({ qr, busy, scanned }) {
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="button" disabled=${busy} onClick=${() => { setOpen(true); scanned(); }}>${say(BY_PHONE)}</button>
    ${open && html`<${Dialog} title=${say(BY_PHONE)} close=${() => setOpen(false)} actions=${html`
      <button type="button" class="button primary" onClick=${() => setOpen(false)}>${say(BACK_TO_PAD)}</button>`}>
      <div class="by-phone"><${QR} src=${qr} label=${say(BY_PHONE)} /><p>${say(BY_PHONE_HOW)}</p></div><//>`}`;
}

/** @param {{rating: ReturnType<typeof useRating>, busy: boolean, send: () => void, children?: ComponentChildren}} props */
function TagsPage({ rating, busy, send, children }) {
  const { answer } = rating;
  const low = isLow(answer.level);
  const ready = isWhole(answer);
  const question = say(low ? WHAT_WAS_WRONG : answer.level === 3 ? WHAT_WAS_FAIR : WHAT_WAS_GOOD);
  /** @type {{current: HTMLButtonElement | null}} */
  const submit = useRef(null);
  // One key chooses the face, Enter sends it: the pad may be a row of keys.
  useLayoutEffect(() => submit.current?.focus({ preventScroll: true }), [answer.level]);
  return html`<div class="rate-tags arrive">
    <div class="rate-chosen">
      <${LanguageSwitch} />
      <div class="rate-face"><${Face} level=${answer.level} /><span class="face-word">${levelText(answer.level)}</span></div>
      <button type="button" class="button" disabled=${busy} onClick=${() => rating.choose(0)}><${Icon} of="back" />${say(BACK)}</button>
      ${children}
      <button ref=${submit} type="button" class="button primary large" aria-disabled=${ready && !busy ? undefined : "true"}
        aria-busy=${busy ? "true" : "false"} onClick=${() => ready && !busy && send()}>${say(SUBMIT)}</button>
    </div>
    <section class="rate-why">
      <p class="title rate-small-headline">${say(HEADLINE)}</p>
      <h1 class="rate-ask">${question}</h1>
      <${Tags} level=${answer.level} chosen=${answer.tags} choose=${rating.mark} locked=${busy} label=${question} />
      <${Said} rating=${rating} ready=${ready} />
    </section>
  </div>`;
}

/** What became of it, where it is not yet thanks. @param {{rating: ReturnType<typeof useRating>, ready: boolean}} props */
function Said({ rating, ready }) {
  if (rating.phase === "unstored") {
    return html`<p class="notice rate-said" data-mood="warn" role="alert"><${Icon} of="unlinked" /><span>${say(UNSTORED)}</span></p>`;
  }
  if (rating.phase === "refused") {
    return html`<p class="notice rate-said" data-mood="bad" role="alert"><${Icon} of="warning" />
      <span>${say(REFUSED, { why: rating.refusal?.said ?? "" })}</span></p>`;
  }
  if (rating.phase === "sending") return html`<p class="rate-said soft" role="status">${say(SENDING)}</p>`;
  return ready ? null : html`<p class="rate-said soft">${say(PICK_ONE)}</p>`;
}
