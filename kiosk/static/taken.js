// The number, large; then the kiosk is the next visitor's.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Icon, PriorityChip, QR, toast, useDeed } from "page";
import { get, post } from "ask";
import { timeOfDay } from "clock";
import { _, both, language, say } from "languages";
import { wait } from "./pieces.js";
import { SlipState, stateOf } from "./slip.js";

/** @typedef {import("./pieces.js").Picture} Picture */
/** @typedef {import("./pieces.js").Estimate} Estimate */
/** @typedef {import("./slip.js").Print} Print */
/** @typedef {{id: string, number: string, service: string, ahead: number, estimate: Estimate | null, taken_at: string, link: string, print: Print | null}} Ticket */

const YOURS = _("您的号码");
const AHEAD = _("排在您前面");
const PEOPLE = _("人");
const EXPECTED = _("预计等候");
const TAKEN_AT = _("{time} 取号");
const THEN = _("办完接着办：{service}");
const SCAN = _("扫码看排队进度，办完可评价");
const TAKE_SLIP = _("请取走小票，留意叫号。");
const REMEMBER = _("请记住或拍下号码");
const REMEMBER_NOTE = _("号码已经排上，没有小票也会叫到您。");
const MISSED_RULE = _("三次叫号未到即过号；过号不作废，当日可到导办台恢复排队");
const REPRINT = _("再打一张");
const CAME_OUT = _("小票已经出来了");
const LATER = _("我晚点到（让后面 {n} 位先办）");
const LATER_DONE = _("已为您后移，前面还有 {n} 人。");
const DONE = _("好了，返回首页");
const LEFT = _("{n} 秒");

/** Long enough to read and to photograph, short enough for whoever stands behind. */
const STAYS_S = 30;
const STAYS_WITHOUT_PAPER_S = 75;

/**
 * @param {{picture: Picture, ticket: Ticket, also: string[], priority: boolean, scans: boolean, done: () => void}} props
 */
export function Taken({ picture, ticket, also, priority, scans, done }) {
  const [place, setPlace] = useState({ ahead: ticket.ahead, estimate: ticket.estimate });
  const [laterLeft, setLaterLeft] = useState(picture.later_by ? 1 : 0);
  const [print, setPrint] = useState(ticket.print);
  const [code, setCode] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    if (scans) get(`/kiosk/tickets/${ticket.id}/qr`).then((answer) => setCode(answer.qr), () => {});
  }, [ticket.id]);
  const reprint = useDeed(async () => { setPrint(await post(`/kiosk/tickets/${ticket.id}/reprint`)); });
  const cameOut = useDeed(async () => { setPrint(await post(`/kiosk/tickets/${ticket.id}/came-out`)); });
  const later = useDeed(async () => {
    const moved = await post(`/kiosk/tickets/${ticket.id}/later`);
    setPlace({ ahead: moved.ahead, estimate: moved.estimate });
    setLaterLeft(moved.later_left);
    toast(() => say(LATER_DONE, { n: moved.ahead }), "good");
  });
  const state = print ? stateOf(picture, print) : "none";
  const noPaper = ["none", "failed", "uncertain"].includes(state);
  const left = useStay(noPaper ? STAYS_WITHOUT_PAPER_S : STAYS_S, done);
  /** @param {string} wanted */
  const name = (wanted) => both(picture.services.find((one) => one.code === wanted)?.name);
  return html`<div class="taken">
    <section class="taken-slip" aria-live="assertive">
      <p class="taken-label">${say(YOURS)} ${priority && html`<${PriorityChip} />`}</p>
      <p class="taken-number number" data-long=${ticket.number.length > 4 ? "" : undefined}>${ticket.number}</p>
      <h1 class="taken-service">${name(ticket.service)}</h1>
      ${also.map((one) => html`<p key=${one} class="soft">${say(THEN, { service: name(one) })}</p>`)}
      <p class="soft">${say(TAKEN_AT, { time: timeOfDay(ticket.taken_at) })}</p>
    </section>
    <section class="taken-side">
      <div class="taken-facts">
        <div class="figure"><span class="figure-label">${say(AHEAD)}</span><span class="figure-value">${place.ahead}${language() === "zh" && html`<small>${say(PEOPLE)}</small>`}</span></div>
        <div class="figure"><span class="figure-label">${say(EXPECTED)}</span><span class="taken-wait">${wait(place.estimate)}</span></div>
        ${code && html`<div class="taken-code"><${QR} src=${code} label=${say(SCAN)} /><p>${say(SCAN)}</p></div>`}
      </div>
      ${print && html`<${SlipState} picture=${picture} print=${print} printed=${say(TAKE_SLIP)} failed=${say(REMEMBER)} />`}
      ${noPaper && html`<p class="notice"><${Icon} of="phone" /><span>${!print && html`<strong>${say(REMEMBER)}</strong> `}${say(REMEMBER_NOTE)}</span></p>`}
      <p class="soft taken-rule">${say(MISSED_RULE)}</p>
      <div class="taken-deeds">
        ${print && state === "uncertain" && html`<button type="button" class="button" disabled=${cameOut.busy} onClick=${() => cameOut.run()}>
          <${Icon} of="check" />${say(CAME_OUT)}</button>`}
        ${print && state !== "queued" && state !== "sent" && html`<button type="button" class="button" disabled=${reprint.busy} onClick=${() => reprint.run()}>
          <${Icon} of="printer" />${say(REPRINT)}</button>`}
        ${laterLeft > 0 && html`<button type="button" class="button" disabled=${later.busy} onClick=${() => later.run()}>
          <${Icon} of="clock" />${say(LATER, { n: picture.later_by })}</button>`}
      </div>
      <button type="button" class="button primary large wide" onClick=${done}><${Icon} of="check" />${say(DONE)}<span class="taken-left number">${say(LEFT, { n: left })}</span></button>
    </section>
  </div>`;
}

/**
 * Counts down while nobody touches the screen, and ends at nought; any touch begins anew.
 * @param {number} seconds
 * @param {() => void} end
 */
function useStay(seconds, end) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    let touched = performance.now();
    const stay = () => { touched = performance.now(); setLeft(seconds); };
    const beat = setInterval(() => {
      const rest = Math.ceil(seconds - (performance.now() - touched) / 1000);
      setLeft(Math.max(0, rest));
      if (rest <= 0) { clearInterval(beat); end(); }
    }, 250);
    addEventListener("pointerdown", stay, true);
    addEventListener("keydown", stay, true);
    return () => {
      clearInterval(beat);
      removeEventListener("pointerdown", stay, true);
      removeEventListener("keydown", stay, true);
    };
  }, [seconds]);
  return left;
}
