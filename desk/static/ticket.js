// One number with everything the desk may put right.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "ask";
import { duration, secondsSince, timeOfDay, useNow } from "clock";
import { _, both, say } from "languages";
import { Dialog, Icon, Plate, toast, useDeed } from "page";
import { NeedsChoice, PriorityChoice } from "./choices.js";
import { Where } from "./line.js";
import { ServicePicker } from "./services.js";

/** @import { InLine, Picture } from "./words.js" */

const TICKET = _("{number} 号");
const CLOSE = _("关闭");
const TAKEN = _("取号时间");
const WAITED = _("已等候");
const AHEAD = _("前面");
const PEOPLE = _("{n} 人");
const SPEAKS = _("小票语言");
const PRIORITY = _("优先");
const HELP = _("帮助需求");
const SERVICE = _("业务");
const THEN = _("还要办");
const CHANGE = _("改业务");
const ADD = _("再加一项");
const REPRINT = _("补打小票");
const LATER = _("我晚点到");
const LATER_NOTE = _("后移 {by} 位，还可用 {n} 次");
const RESTORE = _("恢复排队");
const RESTORE_NOTE = _("{n} 位之后轮到");
const CANCEL = _("取消号码");
const CANCEL_WHY = _("取消后不能恢复，需要重新取号。");
const KEEP = _("不取消");
const CHANGE_TITLE = _("{number} 号改办哪一项？");
const CHANGE_NOTE = _("号码和先后位置都不变。");
const ADD_TITLE = _("{number} 号再加哪一项？");
const ADD_NOTE = _("办完前一项，凭同一个号接着办。");
const PRINTED = _("{number} 号已送去打印，标“补打”");
const CHANGED = _("{number} 号已改为“{service}”，位置不变");
const ADDED = _("{number} 号已加上“{service}”");
const RESTORED = _("{number} 号已恢复排队，前面还有 {n} 人");
const MOVED = _("{number} 号已后移，前面还有 {n} 人");
const CANCELLED = _("{number} 号已取消");
const OVER = _("这个号已经结束，不能再改。");
const LANGUAGES = { zh: "中文", en: "English" };

const FINAL = ["done", "cancelled", "left"];

/**
 * @param {{picture: Picture, one: InLine, link: Link, close: () => void, later: (one: InLine) => void}} props  later: what is now known of it
 */
export function TicketSheet({ picture, one, link, close, later }) {
  useNow();
  const [asking, setAsking] = useState(/** @type {"service" | "add" | "cancel" | null} */ (null));
  const head = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { head.current?.focus(); }, [one.ticket]);

  /** @param {string} what @param {unknown} [body] */
  const ask = (what, body = {}) => post(`/desk/tickets/${one.ticket}/${what}`, body);
  const deed = useDeed(async (/** @type {() => Promise<void>} */ doing) => { await doing(); });
  /** @param {() => Promise<void>} doing */
  const run = (doing) => void deed.run(doing);
  const over = FINAL.includes(one.status);
  const still = link !== "live" || deed.busy;

  /** @param {string | null} priority */
  const prioritise = (priority) => run(async () => { await ask("priority", { priority }); later({ ...one, priority }); });
  /** @param {string[]} help */
  const help = (help) => run(async () => { await ask("help", { help }); later({ ...one, help_needs: help }); });
  /** @param {string} code */
  const choose = (code) => run(async () => {
    const name = picture.services.find((each) => each.code === code)?.name;
    await ask(asking === "add" ? "add-service" : "service", { service: code });
    toast(say(asking === "add" ? ADDED : CHANGED, { number: one.number, service: both(name) }), "good");
    setAsking(null);
  });
  const reprint = () => run(async () => { await ask("reprint"); toast(say(PRINTED, { number: one.number }), "good"); });
  const moveBack = () => run(async () => { const { ahead } = await ask("later"); toast(say(MOVED, { number: one.number, n: ahead }), "good"); });
  const restore = () => run(async () => { const { ahead } = await ask("restore"); toast(say(RESTORED, { number: one.number, n: ahead }), "good"); });
  const cancel = () => run(async () => {
    setAsking(null);
    await ask("cancel");
    later({ ...one, status: "cancelled" });
    toast(say(CANCELLED, { number: one.number }), "good");
  });
  const laterLeft = picture.later_times - one.later_used;

  return html`<aside class="panel ticket" aria-label=${say(TICKET, { number: one.number })}
    onKeyDown=${(/** @type {KeyboardEvent} */ pressed) => { if (pressed.key === "Escape" && !asking) { pressed.stopPropagation(); close(); } }}>
    <header class="ticket-head" tabindex="-1" ref=${head}>
      <${Plate} number=${one.number} size="large" />
      <div class="ticket-state"><${Where} one=${one} /></div>
      <button type="button" class="button quiet" aria-label=${say(CLOSE)} onClick=${close}><${Icon} of="cross" /></button>
    </header>
    <div class="ticket-body scroll">
      <dl class="facts">
        <dt>${say(SERVICE)}</dt><dd class="strong">${both(one.service_name)}</dd>
        ${one.then.length > 0 && html`<dt>${say(THEN)}</dt><dd>${one.then.map(both).join("、")}</dd>`}
        <dt>${say(TAKEN)}</dt><dd><time>${timeOfDay(one.taken_at)}</time>${one.language === "en" && html` <span class="small soft">${say(SPEAKS)} ${LANGUAGES.en}</span>`}</dd>
        ${one.status === "waiting" && html`<dt>${say(WAITED)}</dt><dd>${duration(secondsSince(one.waiting_since))} · ${say(AHEAD)} ${say(PEOPLE, { n: one.ahead })}</dd>`}
      </dl>
      ${over ? html`<p class="soft">${say(OVER)}</p>` : html`
        <div class="ticket-services">
          ${one.status === "waiting" && html`<button type="button" class="button" disabled=${still} onClick=${() => setAsking("service")}><${Icon} of="again" />${say(CHANGE)}</button>`}
          ${one.then.length + 1 < picture.most_services && html`<button type="button" class="button" disabled=${still} onClick=${() => setAsking("add")}><${Icon} of="plus" />${say(ADD)}</button>`}
        </div>
        <h3 class="panel-label">${say(PRIORITY)}</h3>
        <${PriorityChoice} reasons=${picture.priorities} chosen=${one.priority} choose=${prioritise} disabled=${still} />
        <h3 class="panel-label">${say(HELP)}</h3>
        <${NeedsChoice} needs=${picture.help_needs} chosen=${one.help_needs} choose=${help} disabled=${still} />`}
    </div>
    <footer class="ticket-foot">
      ${one.status === "missed" && html`<button type="button" class="button primary wide" disabled=${still} onClick=${restore}>
        <${Icon} of="undo" /><span>${say(RESTORE)}<span class="button-note">${say(RESTORE_NOTE, { n: picture.restore_after })}</span></span></button>`}
      ${one.status === "waiting" && picture.later_times > 0 && html`<button type="button" class="button wide" disabled=${still || laterLeft <= 0} onClick=${moveBack}>
        <${Icon} of="clock" /><span>${say(LATER)}<span class="button-note">${say(LATER_NOTE, { by: picture.later_by, n: Math.max(0, laterLeft) })}</span></span></button>`}
      <div class="ticket-last">
        ${picture.prints && html`<button type="button" class="button grow" disabled=${still} onClick=${reprint}><${Icon} of="printer" />${say(REPRINT)}</button>`}
        ${(one.status === "waiting" || one.status === "called") && html`<button type="button" class="button danger grow" disabled=${still} onClick=${() => setAsking("cancel")}><${Icon} of="cross" />${say(CANCEL)}</button>`}
      </div>
    </footer>
    ${(asking === "service" || asking === "add") && html`<${Dialog} size="wide" close=${() => setAsking(null)}
      title=${say(asking === "add" ? ADD_TITLE : CHANGE_TITLE, { number: one.number })}>
      <p class="soft">${say(asking === "add" ? ADD_NOTE : CHANGE_NOTE)}</p>
      <div class="dialog-picker"><${ServicePicker} picture=${picture} choose=${choose} without=${[one.service]} id="other-services" eager /></div>
    <//>`}
    ${asking === "cancel" && html`<${Dialog} close=${() => setAsking(null)} title=${`${say(CANCEL)} · ${one.number}`} actions=${html`
      <button type="button" class="button" onClick=${() => setAsking(null)}>${say(KEEP)}</button>
      <button type="button" class="button danger primary" onClick=${cancel}>${say(CANCEL)}</button>`}>
      <p>${say(CANCEL_WHY)}</p>
    <//>`}
  </aside>`;
}
