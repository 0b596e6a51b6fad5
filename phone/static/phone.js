// The visitor's own page: how long still, where to go, what to bring, and a word about the service afterwards.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "ask";
import { range, timeOfDay } from "clock";
import { _, both, language, say } from "languages";
import { Chip, Dialog, Icon, LanguageSwitch, mount, Plate, toast, useDeed } from "page";
import { token } from "told";
import { SETTLED, useNewest } from "./picture.js";
import { Rateables } from "./rate.js";

/** @import { Phone } from "../../web/static/pictures" */

const TITLE = _("我的号");
const YOURS = _("您的号码");
const TAKEN_AT = _("{time} 取号");
const AHEAD = _("前面还有");
const PEOPLE = _("位");
const AHEAD_NONE = _("下一位就是您");
const ESTIMATE = _("预计还要等{range}");
const NO_ESTIMATE = _("暂时无法预计等候时间");
const WINDOWS_OPEN = _("{n} 个窗口正在办理");
const NO_WINDOW = _("现在没有窗口办理这项业务，请问导办台");
const GET_READY = _("快到您了，请回到大厅，备好材料");
const OF_THEM_PRIORITY = _("其中 {n} 位依规定优先办理");
const OF_THEM_BACK = _("其中 {n} 位是恢复排队或由其他窗口转来");
const GREW_LATER = _("您选择了“我晚点到”，已请后面的人先办，所以前面的人多了。");
const GREW_PRIORITY = _("有人依规定优先办理，所以前面的人多了。");
const GREW_BACK = _("有人恢复排队或由其他窗口转来，他们先到大厅，所以前面的人多了。");
const GREW_WINDOWS = _("开放的窗口有变化，所以前面的人多了。");
const RESTORED = _("已为您恢复排队");
const PLEASE_COME = _("请到");
const WINDOW = _("{no} 号窗口");
const CALLED_TIMES = _("第 {n} 次叫号");
const CALLED_TITLE = _("{number} 请到 {no} 号窗口");
const AHEAD_TITLE = _("{number} 前面还有 {n} 位");
const SERVING = _("正在 {no} 号窗口办理");
const PARKED = _("请在附近稍候");
const PARKED_MORE = _("{no} 号窗口会再叫您，不必重新取号。");
const MISSED = _("已过号");
const MISSED_RULE = _("三次叫号未到即过号；过号不作废，当日可到导办台恢复排队");
const MISSED_DO = _("请到导办台，说出号码即可恢复排队。");
const MISSED_OLD = _("这个号是以前的。如需办理，请重新取号。");
const DONE = _("已办结，谢谢您");
const DONE_MORE = _("请慢走，再见。");
const CANCELLED = _("这个号已取消");
const LEFT = _("这个号没有办理");
const AGAIN = _("如需办理，请重新取号。");
const THEN = _("之后还有：{what}");
const LATER = _("我晚点到");
const LATER_NOTE = _("请后面 {by} 位先办，还可用 {left} 次");
const LATER_ASK = _("您会往后移 {by} 位，号码不变，不必重新取号。轮到时照样叫您。");
const LATER_YES = _("往后移 {by} 位");
const LATER_DONE = _("好的，已请后面 {by} 位先办");
const CANCEL = _("不办了，取消这个号");
const CANCEL_ASK = _("要取消 {number} 号吗？");
const CANCEL_MORE = _("取消后不能恢复；如需再办，要重新取号。");
const CANCEL_YES = _("取消这个号");
const KEEP = _("不取消");
const KEEP_PLACE = _("不用了");
const BRING = _("请备好材料");
const COPIES = _("复印件 {n} 份");
const IF_ANY = _("如有");
const HALL = _("大厅");
const CALL_HALL = _("办公电话");
const PRIVATE = _("这个网页只属于您的号，请勿转发。");
const STALE = _("网络不通畅，正在重试");

/** @param {{picture: Phone, link: Link}} props */
function PhoneScreen({ picture: pushed, link }) {
  const { picture, stale } = useNewest(pushed, link);
  const grew = useWhyMoreAhead(picture);
  useCalls(picture);
  const first = picture.status === "done" || picture.status === "missed";
  const cards = html`<${Rateables} all=${picture.rateable} />`;
  return html`<div class="phone" data-status=${picture.status}>
    ${stale && html`<p class="stale" role="status"><${Icon} of="unlinked" />${say(STALE)}</p>`}
    <header class="bar"><h1 class="bar-title">${both(picture.about.name)}</h1><${LanguageSwitch} /></header>
    <div class="phone-body">
      <${Place} picture=${picture} grew=${grew} />
      ${first && cards}
      <${Deeds} picture=${picture} />
      ${!first && cards}
      ${!SETTLED.has(picture.status) && html`<${Materials} picture=${picture} />`}
      <${HallCard} picture=${picture} />
    </div>
  </div>`;
}

// --- What changes ---

/**
 * Why there are more ahead than before; null while there are not.
 * @param {Phone} picture
 */
function useWhyMoreAhead(picture) {
  const before = useRef(picture);
  const [why, setWhy] = useState(/** @type {string | null} */ (null));
  useEffect(() => {
    const last = before.current;
    before.current = picture;
    if (picture.status !== "waiting") return setWhy(null);
    if (last.status === "missed") return setWhy(RESTORED);
    if (last.status !== "waiting" || picture.ahead === last.ahead) return undefined;
    if (picture.ahead < last.ahead) return setWhy(null);
    if (picture.later_left < last.later_left) return setWhy(GREW_LATER);
    if (picture.ahead_of.priority > last.ahead_of.priority) return setWhy(GREW_PRIORITY);
    if (picture.ahead_of.came_back > last.ahead_of.came_back) return setWhy(GREW_BACK);
    return setWhy(GREW_WINDOWS);
  }, [picture.seq, picture.status, picture.ahead]);
  return why;
}

/**
 * A call is felt, and stands in the title while the page is behind others.
 * @param {Phone} picture
 */
function useCalls(picture) {
  const felt = useRef(picture.times_called);
  useEffect(() => {
    if (picture.status === "called" && picture.times_called > felt.current) navigator.vibrate?.([300, 150, 300, 150, 600]);
    felt.current = picture.times_called;
  }, [picture.status, picture.times_called]);
  const { number, window_no: no, ahead: n } = picture;
  const titled = picture.status === "called" ? say(CALLED_TITLE, { number, no }) : picture.status === "waiting" ? say(AHEAD_TITLE, { number, n }) : say(TITLE);
  useEffect(() => { document.title = titled; }, [titled, language()]);
}

// --- Where the ticket stands ---

/** @param {{picture: Phone, grew: string | null}} props */
function Place({ picture, grew }) {
  const { status } = picture;
  const near = status === "waiting" && picture.ahead <= picture.notify_ahead;
  return html`<section class="place" data-status=${status} data-near=${near ? "" : undefined} aria-live="polite">
    <div class="place-head">
      <div class="place-number"><span class="small">${say(YOURS)}</span><${Plate} key=${picture.times_called} number=${picture.number} size="large" fresh=${status === "called"} /></div>
      <div class="place-what"><span class="strong">${both(picture.service_name)}</span><span class="small place-taken">${say(TAKEN_AT, { time: timeOfDay(picture.taken_at) })}</span></div>
    </div>
    ${status === "waiting" ? html`<${Waiting} picture=${picture} near=${near} grew=${grew} />` : html`<${Standing} picture=${picture} />`}
    ${picture.then.length > 0 && html`<p class="small place-then">${say(THEN, { what: picture.then.map(both).join(language() === "zh" ? "、" : ", ") })}</p>`}
  </section>`;
}

/** @param {{picture: Phone, near: boolean, grew: string | null}} props */
function Waiting({ picture, near, grew }) {
  const { ahead, ahead_of: of, estimate } = picture;
  return html`
    <div class="ahead">
      ${ahead > 0
        ? html`<p class="ahead-count">${say(AHEAD)} <span class="number">${ahead}</span> ${say(PEOPLE)}</p>`
        : html`<p class="ahead-none title">${say(AHEAD_NONE)}</p>`}
      ${ahead > 0 && html`<p class="ahead-wait">${estimate ? say(ESTIMATE, { range: range(estimate.low, estimate.high) }) : say(NO_ESTIMATE)}</p>`}
      ${picture.windows_open > 0
        ? html`<p class="small soft">${say(WINDOWS_OPEN, { n: picture.windows_open })}</p>`
        : html`<p class="notice" data-mood="warn"><${Icon} of="info" /><span>${say(NO_WINDOW)}</span></p>`}
    </div>
    ${near && html`<p class="ready"><${Icon} of="bell" /><span>${say(GET_READY)}</span></p>`}
    ${grew && html`<p class="notice" role="status"><${Icon} of="info" /><span>${say(grew)}</span></p>`}
    ${of.priority > 0 && html`<p class="small soft">${say(OF_THEM_PRIORITY, { n: of.priority })}</p>`}
    ${of.came_back > 0 && html`<p class="small soft">${say(OF_THEM_BACK, { n: of.came_back })}</p>`}`;
}

/** @param {{picture: Phone}} props */
function Standing({ picture }) {
  const { status, window_no: no } = picture;
  if (status === "called") {
    return html`<div class="called">
      <p class="called-come">${say(PLEASE_COME)}</p>
      <p class="called-window title">${say(WINDOW, { no })}</p>
      <p class="called-where">${picture.area ? `${picture.area} · ` : ""}${both(picture.window_name)}</p>
      <p class="called-times"><${Icon} of="bell" />${say(CALLED_TIMES, { n: picture.times_called })} · <time>${timeOfDay(picture.called_at ?? picture.now)}</time></p>
    </div>`;
  }
  if (status === "serving") return html`<p class="state title">${say(SERVING, { no })}</p>`;
  if (status === "parked") return html`<p class="state title">${say(PARKED)}</p><p>${say(PARKED_MORE, { no })}</p>`;
  if (status === "missed") {
    return html`<p class="state title"><${Icon} of="warning" />${say(MISSED)}</p>
      ${picture.restorable ? html`<p class="strong">${say(MISSED_DO)}</p><p>${say(MISSED_RULE)}</p>` : html`<p>${say(MISSED_OLD)}</p>`}`;
  }
  if (status === "done") return html`<p class="state title">${say(DONE)}</p><p>${say(DONE_MORE)}</p>`;
  return html`<p class="state title">${say(status === "cancelled" ? CANCELLED : LEFT)}</p><p>${say(AGAIN)}</p>`;
}

// --- What one may do ---

/** @param {{picture: Phone}} props */
function Deeds({ picture }) {
  const [asks, setAsks] = useState(/** @type {"later" | "cancel" | null} */ (null));
  const close = () => setAsks(null);
  const { later_by: by, later_left: left, number } = picture;
  const later = useDeed(async () => {
    close();
    await post(`/t/${token}/later`);
    toast(() => say(LATER_DONE, { by }), "good");
  });
  const cancel = useDeed(async () => {
    close();
    await post(`/t/${token}/cancel`);
  });
  const mayLater = picture.status === "waiting" && left > 0;
  // What was asked may have become pointless meanwhile: called, for instance.
  useEffect(() => { if (!picture.may_cancel || (asks === "later" && !mayLater)) close(); }, [picture.may_cancel, mayLater]);
  if (!picture.may_cancel) return null;
  return html`<section class="deeds">
    ${mayLater && html`<button type="button" class="button wide later" disabled=${later.busy} aria-busy=${later.busy} onClick=${() => setAsks("later")}>
      <${Icon} of="clock" /><span>${say(LATER)}<span class="button-note">${say(LATER_NOTE, { by, left })}</span></span></button>`}
    <button type="button" class="button quiet danger wide" disabled=${cancel.busy} aria-busy=${cancel.busy} onClick=${() => setAsks("cancel")}>${say(CANCEL)}</button>
    ${asks === "later" && html`<${Dialog} title=${say(LATER)} close=${close} actions=${html`
      <button type="button" class="button" onClick=${close}>${say(KEEP_PLACE)}</button>
      <button type="button" class="button primary" onClick=${() => later.run()}>${say(LATER_YES, { by })}</button>`}>
      <p>${say(LATER_ASK, { by })}</p><p class="soft">${say(LATER_NOTE, { by, left })}</p><//>`}
    ${asks === "cancel" && html`<${Dialog} title=${say(CANCEL_ASK, { number })} close=${close} actions=${html`
      <button type="button" class="button" autofocus onClick=${close}>${say(KEEP)}</button>
      <button type="button" class="button danger primary" onClick=${() => cancel.run()}>${say(CANCEL_YES)}</button>`}>
      <p>${say(CANCEL_MORE)}</p><//>`}
  </section>`;
}

// --- What to know ---

/** @param {{picture: Phone}} props */
function Materials({ picture }) {
  if (picture.materials.length === 0) return null;
  return html`<section class="card">
    <h2 class="card-title">${say(BRING)}</h2>
    <ul class="list">${picture.materials.map((one) => html`<li key=${one.name.zh} class="material">
      <${Icon} of="document" /><span class="grow">${both(one.name)}${one.note && html`<span class="small soft material-note">${both(one.note)}</span>`}
        ${(one.copies > 0 || !one.required) && html`<span class="material-chips">
          ${one.copies > 0 && html`<${Chip}>${say(COPIES, { n: one.copies })}<//>`}${!one.required && html`<${Chip}>${say(IF_ANY)}<//>`}</span>`}</span>
    </li>`)}</ul>
  </section>`;
}

/** @param {{picture: Phone}} props */
function HallCard({ picture }) {
  const { about, opening } = picture;
  return html`<footer class="hall-card small">
    ${picture.status === "waiting" && html`<p class="soft">${both(about.ticket_note) || say(MISSED_RULE)}</p>`}
    ${opening.closure && html`<p class="notice" data-mood="warn"><${Icon} of="info" /><span>${both(opening.closure)}</span></p>`}
    <dl class="facts">
      <dt>${say(HALL)}</dt><dd>${both(about.address)}</dd>
      ${about.phone && html`<dt>${say(CALL_HALL)}</dt><dd><a href=${`tel:${about.phone.replace(/[^+\d]/g, "")}`}>${about.phone}</a></dd>`}
    </dl>
    <p class="soft">${say(PRIVATE)}</p>
  </footer>`;
}

mount("/phone", PhoneScreen, { banner: false });
