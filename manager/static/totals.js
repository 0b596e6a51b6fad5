// The whole hall in a few figures, with what stands beside them and is not in them.

import { html } from "htm/preact";
import { duration, timer } from "clock";
import { _, say } from "languages";
import { Icon } from "page";
import { Behind, percent, ratingsOf, Trend } from "./figures.js";
import { LevelStrip } from "./levels.js";
import { may } from "./shell.js";

/** @import { ComponentChildren } from "preact" */
/** @import { Satisfaction } from "./figures.js" */

const TOTAL = _("全大厅");
const GOOD_RATE = _("好评率");
const RATED = _("评价数");
const SHARE = _("参评率");
const ABSTENTION = _("未评率 {rate}");
const LOW_RATE = _("差评率");
const SCORE = _("综合得分");
const OF_ENDED = _("办结 {ended}");
const OUT_OF = _("{part} / {all}");
const INTERVAL_OF = _("95% 区间 {low}–{high}");
const BEFORE = _("比前 {n} 天：");
const THEN = _("对比期 {rate}，{n} 份");
const BESIDE = _("不计入以上数字：");
const UNSUBMITTED = _("选了等级但没有提交 {n} 次");
const EXCLUDED = _("经两人同意排除的评价 {n} 份");
const LEVELS = _("等级分布");
const TIMES = _("时间");
const WAITING = _("平均等候");
const WALKING = _("平均到窗");
const SERVING = _("平均办理");
const OPEN = _("窗口开放合计");
const IDLE = _("其中空闲");
const PAUSED = _("暂停合计");
const MINUTES = _("分:秒");
const CASES = _("差评整改");
const OPENED = _("受理");
const REPLIED = _("差评回复率");
const CALLED_BACK = _("实名差评回访率");
const ON_TIME = _("按时整改率");
const SATISFIED = _("回访整改满意率");

/** @param {{known: Satisfaction}} props */
export function Totals({ known }) {
  const { total, against } = known;
  const low = total.n1 + total.n2;
  return html`<section class="stack-tight" aria-label=${say(TOTAL)}>
    <div class="figures totals">
      <${Tile} label=${say(GOOD_RATE)} value=${percent(total.good_rate)} note=${intervalOf(total.interval)}><span class="figure-note">${known.trend && say(BEFORE, { n: daysOf(known) })}<${Trend} of=${known.trend} /></span><//>
      <${Tile} label=${say(RATED)} value=${html`<${Behind} n=${total.rated} href=${ratingsOf(known)} />`} note=${say(OF_ENDED, { ended: total.ended })} />
      <${Tile} label=${say(SHARE)} value=${percent(total.participation)} note=${say(OUT_OF, { part: total.rated, all: total.ended })}><span class="figure-note">${say(ABSTENTION, { rate: percent(total.abstention) })}</span><//>
      <${Tile} label=${say(LOW_RATE)} value=${percent(total.low_rate)} note=${html`<${Behind} n=${low} href=${ratingsOf(known, { low: 1 })} /> / ${total.rated}`} />
      <${Tile} label=${say(SCORE)} value=${total.score === null ? "–" : total.score.toFixed(2)} note=${`n = ${total.rated}`} />
    </div>
    ${against && html`<p class="notice"><${Icon} of="chart" /><span>${say(THEN, { rate: percent(against.good_rate), n: against.rated })} <${Trend} of=${known.against_trend} /></span></p>`}
    <p class="small soft beside">${say(BESIDE)} <span>${say(UNSUBMITTED, { n: known.unsubmitted })}</span> · <${Behind} n=${known.excluded} href=${ratingsOf(known, { excluded: 1 })}>${say(EXCLUDED, { n: known.excluded })}<//></p>
  </section>`;
}

/** @param {{known: Satisfaction}} props */
export function Levels({ known }) {
  return html`<section class="card panel" aria-labelledby="levels"><h2 id="levels" class="panel-title">${say(LEVELS)}</h2>
    <${LevelStrip} of=${known.total} href=${(/** @type {number} */ level) => ratingsOf(known, { level })} /></section>`;
}

/** @param {{known: Satisfaction}} props */
export function Times({ known }) {
  const { total } = known;
  const mean = (/** @type {number | null} */ seconds) => (seconds === null ? "–" : timer(Math.round(seconds)));
  const sum = (/** @type {number | null} */ seconds) => (seconds === null ? "–" : seconds ? duration(seconds) : "0");
  return html`<section class="card panel" aria-labelledby="times"><h2 id="times" class="panel-title">${say(TIMES)}</h2><dl class="report-facts">
    <${Fact} label=${say(WAITING)} value=${mean(total.waiting_s)} note=${say(MINUTES)} /><${Fact} label=${say(WALKING)} value=${mean(total.walking_s)} note=${say(MINUTES)} />
    <${Fact} label=${say(SERVING)} value=${mean(total.serving_s)} note=${say(MINUTES)} /><${Fact} label=${say(OPEN)} value=${sum(total.open_s)} />
    <${Fact} label=${say(IDLE)} value=${sum(total.idle_s)} /><${Fact} label=${say(PAUSED)} value=${sum(total.paused_s)} /></dl></section>`;
}

/** @param {{known: Satisfaction}} props */
export function CaseStrip({ known }) {
  const cases = known.case_figures;
  const to = (/** @type {number} */ n, /** @type {string} */ counted) => (n && may("ratings") ? html`<a class="behind" href=${`/manager/cases?${new URLSearchParams({ counted, from: known.from, to: known.to })}`}>${n}</a>` : n);
  const share = (/** @type {number | null} */ rate, /** @type {ComponentChildren} */ part, /** @type {ComponentChildren} */ all) => ({ value: percent(rate), note: html`${part} / ${all}` });
  return html`<section class="card panel" aria-labelledby="cases"><h2 id="cases" class="panel-title">${say(CASES)}</h2><dl class="report-facts">
    <${Fact} label=${say(OPENED)} value=${to(cases.opened, "opened")} /><${Fact} label=${say(REPLIED)} ...${share(cases.reply_rate, to(cases.replied, "replied"), to(cases.opened, "opened"))} />
    <${Fact} label=${say(CALLED_BACK)} ...${share(cases.call_back_rate, to(cases.called_back, "called_back"), to(cases.with_contact, "with_contact"))} />
    <${Fact} label=${say(ON_TIME)} ...${share(cases.on_time_rate, to(cases.rectified_on_time, "rectified_on_time"), to(cases.justified, "justified"))} />
    <${Fact} label=${say(SATISFIED)} ...${share(cases.satisfied_rate, to(cases.satisfied, "satisfied"), to(cases.answered, "answered"))} /></dl></section>`;
}

/** @param {{label: string, value: ComponentChildren, note?: ComponentChildren, children?: ComponentChildren}} props */
function Tile({ label, value, note, children }) {
  return html`<div class="figure"><span class="figure-label">${label}</span><span class="figure-value">${value}</span><span class="figure-note">${note}</span>${children}</div>`;
}

/** @param {{label: string, value: ComponentChildren, note?: ComponentChildren}} props */
function Fact({ label, value, note }) {
  return html`<div><dt>${label}</dt><dd><strong class="num">${value}</strong> ${note && html`<span class="small soft">${note}</span>`}</dd></div>`;
}

/** How many days are looked at. @param {Satisfaction} known */
function daysOf({ from, to }) {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** @param {[number, number] | null} interval */
function intervalOf(interval) {
  return interval ? say(INTERVAL_OF, { low: percent(interval[0]), high: percent(interval[1]) }) : "";
}
