// The strip above one window: who is called or served here, or why nobody is.

import { html } from "htm/preact";
import { timeOfDay } from "clock";
import { _, both, language, say } from "languages";
import { Avatar, Icon, mount } from "page";
import { fact, isNew, WindowNo } from "./parts.js";

/** @import { Board, Stand } from "../../web/static/pictures" */

const COME = _("请");
const COME_HERE = _("号到本窗口");
const SERVING = _("正在办理");
const READY = _("等候叫号");
const PAUSED = _("暂停办理");
const CLOSED = _("本窗口未开放");
const ELSEWHERE = _("请看大屏，到其他窗口办理");
const LOST = _("暂时连不上服务器，正在重新连接");
const UPDATED = _("最后更新 {time}");
const STAFF_NO = _("工号 {number}");

/** The ground for a pause, as those who wait may know it. @type {Record<string, string>} */
const REASONS = {
  break: _("工作人员短暂休息"),
  errand: _("工作人员外出办事"),
  meeting: _("工作人员开会"),
  training: _("工作人员培训"),
  system: _("系统维护"),
  help: _("工作人员在协助其他窗口"),
};

const windowNo = Number(fact("window"));

/** @param {{picture: Board, link: Link}} props */
function Strip({ picture, link }) {
  const stand = picture.stands.find((one) => one.window_no === windowNo);
  const clerk = stand?.state === "closed" ? null : stand?.clerk;
  return html`<div class="strip" data-state=${moodOf(stand)}>
    <h1 class="strip-window"><${WindowNo} no=${windowNo} /><span class="strip-name">${both(stand?.name)}</span></h1>
    <div class="strip-now"><${Now} stand=${stand} picture=${picture} /></div>
    ${clerk && html`<div class="strip-clerk"><${Avatar} who=${both(clerk.shown)} photo=${clerk.photo} />
      <p><strong>${both(clerk.shown)}</strong><span>${say(STAFF_NO, { number: clerk.number })}</span></p></div>`}
    ${link === "lost" && html`<p class="strip-lost" role="status"><${Icon} of="unlinked" />${say(LOST)} · ${say(UPDATED, { time: timeOfDay(picture.now) })}</p>`}
  </div>`;
}

/** @param {Stand | undefined} stand */
function moodOf(stand) {
  return stand?.number ? stand.stage ?? "called" : stand?.state ?? "closed";
}

/** @param {{stand: Stand | undefined, picture: Board}} props */
function Now({ stand, picture }) {
  if (stand?.number && stand.stage === "called") {
    const call = picture.calls.find((one) => one.window_no === windowNo);
    return html`<p key=${`${call?.handling}:${call?.times_called}`} class="strip-call" data-fresh=${call && isNew(call) ? "" : undefined}>
      ${language() === "zh" && html`<span>${say(COME)}</span>`}<span class="plate">${stand.number}</span><span>${say(COME_HERE)}</span></p>`;
  }
  if (stand?.number) return html`<p class="strip-call"><span>${say(SERVING)}</span><span class="plate soft">${stand.number}</span></p>`;
  if (stand?.state === "open") return html`<p class="strip-words"><${Icon} of="check" />${say(READY)}</p>`;
  if (stand?.state === "paused") {
    const reason = REASONS[stand.pause_reason ?? ""];
    return html`<p class="strip-words"><${Icon} of="pause" /><span>${say(PAUSED)}${reason && html`<small>${say(reason)}</small>`}</span></p>`;
  }
  return html`<p class="strip-words"><${Icon} of="minus" /><span>${say(CLOSED)}<small>${say(ELSEWHERE)}</small></span></p>`;
}

mount("/display", Strip, { banner: false });
