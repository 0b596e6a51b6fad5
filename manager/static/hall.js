// The live hall: what a manager sees at a glance, and may do about it.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { duration, secondsSince, timeOfDay, timer, useNow } from "clock";
import { _, both, say } from "languages";
import { Chip, Empty, Icon, mount } from "page";
import { CloseDay } from "./day.js";
import { Attention } from "./attention.js";
import { may, Shell } from "./shell.js";
import { Windows } from "./stands.js";

/** @import { Manager, Queue } from "pictures" */

const TITLE = _("大厅实况");
const OPEN_UNTIL = _("取号中，{time} 停止取号");
const OPEN_ALWAYS = _("取号中");
const SHUT = _("未取号");
const OPENS = _("未取号，{time} 开始取号");
const WAITING = _("正在等候");
const PEOPLE = _("人");
const LONGEST = _("最长等候");
const NOBODY = _("无人等候");
const IN_HAND = _("正在办理");
const PARKED = _("另有 {n} 人暂存");
const SERVED = _("今日办结");
const TAKEN = _("今日取号 {n}");
const LOST = _("过号 {missed} · 取消 {cancelled} · 离开 {left}");
const SAID = _("今日好评率");
const OF_RATED = _("{rated} 份评价，参评率 {share}");
const NO_RATING = _("今日还没有评价");
const WINDOWS_AT_WORK = _("开放窗口");
const OF_ALL = _("共 {n} 个");
const QUEUES = _("等候队伍");
const SERVICE = _("业务");
const HOW_MANY = _("等候");
const ABLE = _("可办窗口");
const LONGEST_HERE = _("最长等候");
const NO_LINE = _("现在没有人等候");
const HOURS_OF_DAY = _("今日客流");
const TAKEN_SHORT = _("取号数");
const SERVED_SHORT = _("办结数");
const HOUR = _("{hour} 时：取号 {taken}，办结 {served}");
const NO_FLOW = _("今日还没有人取号");
const CASES = _("差评整改");
const SEE_CASES = _("查看");
const CASES_OPEN = _("{n} 件未办结");
const CASES_OVERDUE = _("{n} 件逾期");
const NO_CASES = _("没有未办结的差评");
const CLOSE_DAY = _("结束今日");

/** @param {{picture: Manager}} props */
function Hall({ picture }) {
  const [closing, setClosing] = useState(false);
  const { opening } = picture;
  const state = opening.open
    ? (opening.closes_at ? say(OPEN_UNTIL, { time: timeOfDay(opening.closes_at) }) : say(OPEN_ALWAYS))
    : (opening.opens_at ? say(OPENS, { time: timeOfDay(opening.opens_at) }) : say(SHUT));
  const actions = html`<${Chip} mood=${opening.open ? "good" : "quiet"} icon=${opening.open ? "check" : "pause"}>${state}<//>
    ${may("steer") && html`<button type="button" class="button" onClick=${() => setClosing(true)}><${Icon} of="leave" />${say(CLOSE_DAY)}</button>`}`;
  return html`<${Shell} title=${say(TITLE)} actions=${actions} hall=${picture}>
    <${Figures} picture=${picture} />
    <div class="live">
      <${Windows} picture=${picture} />
      <div class="live-side">
        <${Attention} picture=${picture} />
        <${CasesNow} cases=${picture.cases} />
        <${Queues} queues=${picture.queues} longWait=${picture.long_wait_s} longQueue=${picture.long_queue} />
        <${Flow} hours=${picture.hours} />
      </div>
    </div>
    ${closing && html`<${CloseDay} close=${() => setClosing(false)} />`}
  <//>`;
}

/** What low ratings wait for, to those who may read them. @param {{cases: Manager["cases"]}} props */
function CasesNow({ cases }) {
  if (!may("ratings")) return null;
  return html`<section class="card panel" aria-labelledby="cases"><div class="between"><h2 id="cases" class="panel-title">${say(CASES)}</h2>
      <a class="button quiet" href="/manager/cases">${say(SEE_CASES)}<${Icon} of="right" /></a></div>
    ${cases.open ? html`<p class="cases-now"><span>${say(CASES_OPEN, { n: cases.open })}</span>
      ${cases.overdue > 0 && html`<span class="alarm"><${Icon} of="warning" />${say(CASES_OVERDUE, { n: cases.overdue })}</span>`}</p>`
    : html`<p class="well"><${Icon} of="check" />${say(NO_CASES)}</p>`}
  </section>`;
}

/** @param {{picture: Manager}} props */
function Figures({ picture }) {
  const present = useNow();
  const { tally, said } = picture;
  const wait = picture.longest_since ? secondsSince(picture.longest_since, present) : 0;
  return html`<section class="figures" aria-label=${say(TITLE)}>
    <${Figure} label=${say(WAITING)} value=${tally.waiting} unit=${say(PEOPLE)} mood=${tally.waiting ? "" : "quiet"} />
    <${Figure} label=${say(LONGEST)} value=${picture.longest_since ? duration(wait) : say(NOBODY)} words
      mood=${wait > picture.long_wait_s ? "warn" : picture.longest_since ? "" : "quiet"} />
    <${Figure} label=${say(WINDOWS_AT_WORK)} value=${picture.windows_open} note=${say(OF_ALL, { n: picture.stands.length })} />
    <${Figure} label=${say(IN_HAND)} value=${tally.in_hand} unit=${say(PEOPLE)} note=${tally.parked ? say(PARKED, { n: tally.parked }) : ""} />
    <${Figure} label=${say(SERVED)} value=${tally.done} note=${`${say(TAKEN, { n: tally.taken })} · ${say(LOST, { ...tally })}`} />
    <${Figure} label=${say(SAID)} value=${said.rated ? percent(said.good / said.rated) : "–"} mood=${said.rated ? "" : "quiet"}
      note=${said.rated ? say(OF_RATED, { rated: said.rated, share: percent(said.rated / said.ended) }) : say(NO_RATING)} />
  </section>`;
}

/** @param {{label: string, value: string | number, unit?: string, note?: string, mood?: string, words?: boolean}} props */
function Figure({ label, value, unit, note, mood, words }) {
  return html`<div class="figure" data-mood=${mood || undefined}>
    <span class="figure-label">${mood === "warn" && html`<${Icon} of="warning" />`}${label}</span>
    <span class="figure-value" data-words=${words ? "" : undefined}>${value}${unit && html`<small>${unit}</small>`}</span>
    ${note && html`<span class="figure-note">${note}</span>`}
  </div>`;
}

/** @param {{queues: Queue[], longWait: number, longQueue: number}} props */
function Queues({ queues, longWait, longQueue }) {
  const present = useNow();
  const most = Math.max(1, ...queues.map((one) => one.waiting));
  const listed = [...queues].sort((a, b) => b.waiting - a.waiting);
  return html`<section class="card panel" aria-labelledby="queues">
    <h2 id="queues" class="panel-title">${say(QUEUES)}</h2>
    ${queues.length ? html`<div class="panel-scroll" tabindex="0" role="group" aria-labelledby="queues"><table class="table table-tight plain">
      <thead><tr><th>${say(SERVICE)}</th><th class="num">${say(HOW_MANY)}</th><th class="num">${say(ABLE)}</th><th class="num">${say(LONGEST_HERE)}</th></tr></thead>
      <tbody>${listed.map((one) => {
        const wait = one.longest_since ? secondsSince(one.longest_since, present) : 0;
        return html`<tr key=${one.service}>
          <th scope="row"><span class="queue-name">${both(one.name)}</span><meter class="bar-of" min="0" max=${most} value=${one.waiting} aria-hidden="true"></meter></th>
          <td class="num">${one.waiting > longQueue && html`<${Icon} of="warning" />`}${one.waiting}</td>
          <td class="num">${one.windows_open || html`<span class="alarm"><${Icon} of="warning" />0</span>`}</td>
          <td class="num"><span class=${wait > longWait ? "alarm" : ""}>${wait > longWait && html`<${Icon} of="warning" />`}${timer(wait)}</span></td>
        </tr>`;
      })}</tbody>
    </table></div>` : html`<${Empty} icon="check" title=${say(NO_LINE)} />`}
  </section>`;
}

/** Bars hour by hour: how many came, how many went served. @param {{hours: Manager["hours"]}} props */
function Flow({ hours }) {
  const most = Math.max(1, ...hours.flatMap((one) => [one.taken, one.served]));
  return html`<section class="card panel" aria-labelledby="flow">
    <div class="between"><h2 id="flow" class="panel-title">${say(HOURS_OF_DAY)}</h2>
      <span class="legend"><i class="swatch swatch-taken"></i>${say(TAKEN_SHORT)}<i class="swatch swatch-served"></i>${say(SERVED_SHORT)}</span></div>
    ${hours.length ? html`<ol class="flow">${hours.map((one) => html`<li key=${one.hour} title=${say(HOUR, { ...one })}>
      <span class="visually-hidden">${say(HOUR, { ...one })}</span>
      <span class="flow-bars" aria-hidden="true"><i class="flow-taken" style=${{ height: `${(100 * one.taken) / most}%` }}></i><i class="flow-served" style=${{ height: `${(100 * one.served) / most}%` }}></i></span>
      <span class="flow-hour number" aria-hidden="true">${one.hour}:00</span></li>`)}</ol>` : html`<p class="soft">${say(NO_FLOW)}</p>`}
  </section>`;
}

/** @param {number} share */
function percent(share) {
  return `${Math.round(share * 100)}%`;
}

mount("/manager", Hall);
