// The windows of the live hall, each with whom it serves; a window left open can be closed or handed on.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { duration, secondsSince, timeOfDay, timer, useNow } from "clock";
import { _, both, say } from "languages";
import { Avatar, Chip, Dialog, Empty, Icon, Plate, toast, useDeed } from "page";
import { may } from "./shell.js";

/** @import { AtWork, Manager, Stand } from "pictures" */

const WINDOWS = _("各窗口");
const ALL = _("全部");
const AT_WORK = _("开放中");
const SERVING = _("办理中");
const CALLED = _("已叫号");
const FREE = _("空闲");
const CLOSED = _("未开放");
const PAUSED = _("暂停");
const SINCE = _("{time} 起");
const SERVED = _("今日办结 {n}");
const PARKED = _("暂存 {numbers}");
const WAITED = _("等候 {time}");
const NOBODY = _("没有工作人员");
const MANAGE = _("处理 {no} 号窗口");
const TITLE = _("{no} 号窗口");
const CLOSE = _("关闭窗口");
const CLOSE_HINT = _("工作人员离开而没有关闭时使用。正在办理的群众须先办完。");
const HAND_ON = _("换人接手");
const HAND_ON_HINT = _("由另一位工作人员接手这个窗口和正在办理的群众。");
const WHO = _("由谁接手");
const CHOOSE = _("请选择");
const BACK = _("返回");
const CLOSED_NOW = _("{no} 号窗口已关闭");
const HANDED_ON = _("{no} 号窗口已由{who}接手");
const STILL = _("正在办理 {number}，不能关闭；可以换人接手。");
const NONE = _("没有窗口");

/** @type {Record<string, string>} */
const REASONS = {
  break: _("休息"), errand: _("外出办事"), meeting: _("开会"), training: _("培训"), system: _("系统故障"), help: _("协助他人"),
};

/** @param {{picture: Manager}} props */
export function Windows({ picture }) {
  const [all, setAll] = useState(true);
  const [chosen, setChosen] = useState(/** @type {number | null} */ (null));
  const listed = picture.stands.map((stand, at) => ({ stand, work: picture.at_work[at] })).filter(({ stand }) => all || stand.state !== "closed");
  const shown = listed.find(({ stand }) => stand.window_no === chosen);
  return html`<section class="live-windows" aria-labelledby="windows">
    <div class="between">
      <h2 id="windows" class="panel-title">${say(WINDOWS)}</h2>
      <div class="segments">
        <button type="button" class="button" aria-pressed=${all} onClick=${() => setAll(true)}>${say(ALL)}</button>
        <button type="button" class="button" aria-pressed=${!all} onClick=${() => setAll(false)}>${say(AT_WORK)}</button>
      </div>
    </div>
    ${listed.length ? html`<ul class="stands">${listed.map(({ stand, work }) => html`
      <${Window} key=${stand.window_no} stand=${stand} work=${work} choose=${() => setChosen(stand.window_no)} />`)}</ul>`
      : html`<${Empty} icon="counter" title=${say(NONE)} />`}
    ${shown && html`<${Manage} stand=${shown.stand} work=${shown.work} clerks=${picture.free_clerks} close=${() => setChosen(null)} />`}
  </section>`;
}

/** @param {{stand: Stand, work: AtWork, choose: () => void}} props */
function Window({ stand, work, choose }) {
  const present = useNow();
  const manages = may("steer") && stand.state !== "closed";
  return html`<li class="stand" data-state=${stand.state} data-busy=${work.number ? "" : undefined}>
    <div class="stand-head">
      <span class="stand-no number">${stand.window_no}</span>
      <span class="stand-name">${both(stand.name)}</span>
      <${State} stand=${stand} work=${work} />
    </div>
    ${stand.state !== "closed" && html`<div class="stand-body">
      ${work.number ? html`<${Plate} number=${work.number} size="small" /><span class="stand-service">${both(work.service_name)}</span>
          <span class="timer">${timer(secondsSince(work.since ?? present, present))}</span>`
        : html`<span class="soft small">${work.since && say(SINCE, { time: timeOfDay(work.since) })}</span>`}
    </div>`}
    ${stand.state !== "closed" && html`<div class="stand-foot">
      <span class="stand-clerk"><${Icon} of="person" />${stand.clerk ? both(stand.clerk.shown) : say(NOBODY)}</span>
      <span class="soft">${work.parked.length ? say(PARKED, { numbers: work.parked.join(" ") }) : say(SERVED, { n: work.served })}</span>
      ${manages && html`<button type="button" class="button quiet stand-manage" aria-label=${say(MANAGE, { no: stand.window_no })} title=${say(MANAGE, { no: stand.window_no })} onClick=${choose}><${Icon} of="settings" /></button>`}
    </div>`}
  </li>`;
}

/** @param {{stand: Stand, work: AtWork}} props */
function State({ stand, work }) {
  if (stand.state === "closed") return html`<${Chip}>${say(CLOSED)}<//>`;
  if (work.stage === "serving") return html`<${Chip} mood="accent" icon="person">${say(SERVING)}<//>`;
  if (work.stage === "called") return html`<${Chip} mood="accent" icon="speaker">${say(CALLED)}<//>`;
  if (stand.state === "paused") return html`<${Chip} mood="warn" icon="pause">${say(REASONS[stand.pause_reason ?? ""] ?? PAUSED)}<//>`;
  return html`<${Chip} mood="good" icon="check">${say(FREE)}<//>`;
}

/** @param {{stand: Stand, work: AtWork, clerks: Manager["free_clerks"], close: () => void}} props */
function Manage({ stand, work, clerks, close }) {
  const no = stand.window_no;
  const [who, setWho] = useState("");
  const shut = useDeed(async () => { await post(`/manager/windows/${no}/close`); toast(say(CLOSED_NOW, { no }), "good"); close(); });
  const hand = useDeed(async () => {
    await post(`/manager/windows/${no}/take-over`, { staff: who });
    toast(say(HANDED_ON, { no, who: clerks.find((one) => one.id === who)?.shown ?? "" }), "good");
    close();
  });
  return html`<${Dialog} title=${say(TITLE, { no })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(BACK)}</button>`}>
    <div class="cluster">
      ${stand.clerk && html`<${Avatar} who=${both(stand.clerk.shown)} photo=${stand.clerk.photo} />`}
      <div class="stack-tight grow">
        <p class="strong">${stand.clerk ? both(stand.clerk.shown) : say(NOBODY)} <span class="soft">${stand.clerk?.number}</span></p>
        <div class="cluster"><${State} stand=${stand} work=${work} />${work.since && html`<span class="soft">${say(SINCE, { time: timeOfDay(work.since) })}</span>`}</div>
        <p class="soft">${say(SERVED, { n: work.served })}${work.parked.length > 0 && ` · ${say(PARKED, { numbers: work.parked.join(" ") })}`}</p>
      </div>
    </div>
    ${work.number && html`<p class="notice"><${Icon} of="person" /><span><${Plate} number=${work.number} size="small" /> ${both(work.service_name)}${work.waited_s !== null && html` · ${say(WAITED, { time: duration(work.waited_s) })}`}</span></p>`}
    <div class="card card-sunk stack-tight">
      <label class="strong" for="who">${say(HAND_ON)}</label>
      <p class="small soft">${say(HAND_ON_HINT)}</p>
      <div class="cluster">
        <select id="who" class="input grow" aria-label=${say(WHO)} value=${who} onChange=${(/** @type {any} */ chosen) => setWho(chosen.target.value)}>
          <option value="">${say(CHOOSE)}</option>
          ${clerks.map((one) => html`<option value=${one.id}>${both(one.shown)} · ${one.number}</option>`)}
        </select>
        <button type="button" class="button" disabled=${!who || hand.busy} onClick=${() => hand.run()}><${Icon} of="forward" />${say(HAND_ON)}</button>
      </div>
    </div>
    <div class="card card-sunk stack-tight">
      <p class="strong">${say(CLOSE)}</p>
      <p class="small soft">${work.number ? say(STILL, { number: work.number }) : say(CLOSE_HINT)}</p>
      <div><button type="button" class="button danger" disabled=${!!work.number || shut.busy} onClick=${() => shut.run()}><${Icon} of="stop" />${say(CLOSE)}</button></div>
    </div>
  <//>`;
}
