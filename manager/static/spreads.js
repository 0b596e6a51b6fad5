// When, how long after waiting, and how over time: each as a picture with its figures beside it.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, say } from "languages";
import { toast } from "page";
import { Chart, plain, shareAxis, WHISKER, whisker } from "./chart.js";
import { Behind, countsOf, percent, ratingsOf } from "./figures.js";
import { LEVEL_COLOURS, LEVEL_WORDS } from "./levels.js";
import { may } from "./shell.js";

/** @import { ComponentChildren } from "preact" */
/** @import { Days, Figures } from "./figures.js" */
/** @import { Ink } from "./chart.js" */
/**
 * @typedef {Figures & {weekday: number, hour: number, ranked: boolean}} HeatCell
 * @typedef {Figures & {from_min: number, to_min: number | null, ranked: boolean}} Bucket
 * @typedef {Days & {rated: number, n5: number, n4: number, n3: number, n2: number, n1: number, good_rate: number | null}} Step
 */

const HEAT = _("一周之中：好评率");
const HEAT_LEAD = _("按办结的星期和钟点。颜色是与全大厅相比；不足 {n} 份的只写份数，不着色。");
const HEAT_WORDS = [_("低 5 个百分点以上"), _("略低"), _("相近"), _("略高"), _("高 5 个百分点以上")];
const WEEKDAYS = [_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日")];
const WEEKDAY = _("星期");
const OF = _("{n} 份");
const SHARES = _("各等级占比的变化");
const SHARES_ABOUT = _("各等级占比随时间的变化，堆叠到 100%；下表是同样的数字。");
const PERIOD = _("日期");
const RATED = _("评价数");
const WAITS = _("等候与评价");
const WAITS_ABOUT = _("等候分钟数与好评率，竖线是 95% 区间；下表是同样的数字。");
const WAITED = _("等候");
const GOOD_RATE = _("好评率");
const INTERVAL = _("95% 区间");
const SCORE = _("综合得分");
const MINUTES = _("等候分钟数");
const UNDER = _("{from}–{to} 分钟");
const OVER = _("{from} 分钟以上");
const FEW = _("不足 {n} 份");
const NONE = _("这段时间还没有评价");

/**
 * @param {string} door @param {Days} days
 * @returns {any} null until it is read
 */
function useSpread(door, { from, to }) {
  const [known, setKnown] = useState(/** @type {any} */ (null));
  useEffect(() => {
    let stale = false;
    get(`/manager/satisfaction/${door}?${new URLSearchParams({ from, to })}`).then((answer) => { if (!stale) setKnown(answer); }, (error) => {
      if (!(error instanceof Refusal)) throw error;
      toast(error.message, "bad");
    });
    return () => { stale = true; };
  }, [door, from, to]);
  return known;
}

/** @param {{id: string, title: string, lead?: string, children?: ComponentChildren}} props */
export function Part({ id, title, lead, children }) {
  return html`<section class="card panel part" aria-labelledby=${id}><div><h2 id=${id} class="panel-title">${title}</h2>${lead && html`<p class="small soft">${lead}</p>`}</div>${children}</section>`;
}

/** @param {{days: Days, usual: number | null}} props  usual: the whole hall's good rate */
export function Heat({ days, usual }) {
  const known = useSpread("heat", days);
  if (!known) return null;
  /** @type {HeatCell[]} */
  const cells = known.cells;
  const hours = cells.map((one) => one.hour);
  const across = hours.length ? Array.from({ length: Math.max(...hours) - Math.min(...hours) + 1 }, (_none, at) => Math.min(...hours) + at) : [];
  const down = [1, 2, 3, 4, 5, 6, 7].filter((day) => cells.some((one) => one.weekday === day));
  const found = new Map(cells.map((one) => [`${one.weekday} ${one.hour}`, one]));
  return html`<${Part} id="heat" title=${say(HEAT)} lead=${say(HEAT_LEAD, { n: known.rank_from })}>
    ${!down.length ? html`<p class="soft">${say(NONE)}</p>` : html`<div class="heat-wrap" tabindex="0" role="group" aria-labelledby="heat"><table class="heat">
      <thead><tr><th>${say(WEEKDAY)}</th>${across.map((hour) => html`<th>${hour}:00</th>`)}</tr></thead>
      <tbody>${down.map((day) => html`<tr><th scope="row">${say(WEEKDAYS[day - 1])}</th>${across.map((hour) => html`<${Square} one=${found.get(`${day} ${hour}`)} usual=${usual} days=${days} />`)}</tr>`)}</tbody>
    </table></div>
    <ul class="heat-words">${HEAT_WORDS.map((word, at) => html`<li><i class=${`swatch heat-${at + 1}`}></i>${say(word)}</li>`)}</ul>`}
  <//>`;
}

/** @param {{one: HeatCell | undefined, usual: number | null, days: Days}} props */
function Square({ one, usual, days }) {
  if (!one || one.rated === 0) return html`<td class="heat-none">–</td>`;
  const href = ratingsOf(days, { weekday: one.weekday, hour: one.hour });
  const count = html`<${Behind} n=${one.rated} href=${href}>${say(OF, { n: one.rated })}<//>`;
  if (!one.ranked || one.good_rate === null) return html`<td class="heat-few">${count}</td>`;
  return html`<td class=${`heat-${warmth(one.good_rate - (usual ?? 0))}`}><strong>${percent(one.good_rate, 0)}</strong>${count}</td>`;
}

/** @param {number} off */
function warmth(off) {
  return off < -0.05 ? 1 : off < -0.02 ? 2 : off <= 0.02 ? 3 : off <= 0.05 ? 4 : 5;
}

/** @param {{days: Days}} props */
export function Shares({ days }) {
  const known = useSpread("shares", days);
  if (!known) return null;
  /** @type {Step[]} */
  const steps = known.steps.filter((/** @type {Step} */ one) => one.rated > 0);
  const draw = (/** @type {Ink} */ ink) => {
    const base = plain(ink, say(SHARES_ABOUT));
    return {
      ...base,
      legend: { show: false },
      grid: { left: 8, right: 8, top: 12, bottom: 8, containLabel: true },
      tooltip: { ...base.tooltip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: (/** @type {{dataIndex: number}[]} */ at) => tip(steps[at[0]?.dataIndex], known.step) },
      xAxis: { type: "category", data: steps.map((one) => stepName(one, known.step)), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text, fontSize: 13, hideOverlap: true } },
      yAxis: { ...shareAxis(ink, 0), interval: 0.2 },
      series: LEVEL_WORDS.map((word, level) => ({ type: "bar", stack: "levels", name: say(word), barCategoryGap: "22%", itemStyle: { color: LEVEL_COLOURS[level] }, data: steps.map((one) => countsOf(one)[level] / one.rated) })),
    };
  };
  const open = may("ratings") ? (/** @type {number} */ at) => { location.href = ratingsOf(steps[at]); } : undefined;
  return html`<${Part} id="shares" title=${say(SHARES)}>${!steps.length ? html`<p class="soft">${say(NONE)}</p>` : html`<ul class="heat-words">${LEVEL_WORDS.map((word, at) => html`<li><i class=${`swatch level-${5 - at}`}></i>${say(word)}</li>`)}</ul>
    <${Chart} draw=${draw} label=${say(SHARES_ABOUT)} height=${16} choose=${open} />
    <div class="panel-scroll" tabindex="0" role="group" aria-labelledby="shares"><table class="table table-tight plain">
      <thead><tr><th>${say(PERIOD)}</th><th class="num">${say(RATED)}</th>${LEVEL_WORDS.map((word, at) => html`<th class="num level-head"><span class="level-word"><i class=${`swatch level-${5 - at}`}></i>${say(word)}</span></th>`)}</tr></thead>
      <tbody>${[...steps].reverse().map((one) => html`<tr key=${one.from}><th scope="row">${stepName(one, known.step)}</th><td class="num"><${Behind} n=${one.rated} href=${ratingsOf(one)} /></td>
        ${countsOf(one).map((n, at) => html`<td class="num"><${Behind} n=${n} href=${ratingsOf(one, { level: 5 - at })} /></td>`)}</tr>`)}</tbody></table></div>`}<//>`;
}

/** @param {Step | undefined} one @param {string} step */
function tip(one, step) {
  if (!one) return "";
  return [stepName(one, step), ...countsOf(one).map((n, at) => `${say(LEVEL_WORDS[at])} ${n} · ${percent(n / one.rated)}`), `${say(RATED)} ${one.rated}`].join("\n");
}

/** @param {Days} one @param {string} step */
function stepName({ from, to }, step) {
  if (step === "month") return from.slice(0, 7);
  return step === "day" || from === to ? from.slice(5) : `${from.slice(5)}–${to.slice(5)}`;
}

/** @param {{days: Days}} props */
export function Waits({ days }) {
  const known = useSpread("waits", days);
  if (!known) return null;
  /** @type {Bucket[]} */
  const buckets = known.buckets.filter((/** @type {Bucket} */ one) => one.rated > 0);
  const drawn = buckets.filter((one) => one.ranked);
  const draw = (/** @type {Ink} */ ink) => {
    const base = plain(ink, say(WAITS_ABOUT));
    return {
      ...base,
      legend: { ...base.legend, data: [{ name: say(GOOD_RATE), icon: "circle" }, { name: say(INTERVAL), icon: WHISKER }] },
      grid: { left: 8, right: 8, top: 48, bottom: 28, containLabel: true },
      tooltip: { ...base.tooltip, formatter: (/** @type {{dataIndex: number}} */ at) => waitTip(drawn[at.dataIndex]) },
      xAxis: { type: "category", data: drawn.map((one) => `${one.from_min}${one.to_min === null ? "+" : `–${one.to_min}`}`), name: say(MINUTES), nameLocation: "middle", nameGap: 30, nameTextStyle: { color: ink.soft, fontSize: 13 }, axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text, fontSize: 13, interval: 0 } },
      yAxis: shareAxis(ink, Math.floor(Math.min(...drawn.map((one) => one.interval?.[0] ?? 1)) * 10) / 10),
      series: [
        { type: "custom", name: say(INTERVAL), itemStyle: { color: ink.accent }, encode: { x: 0, y: [1, 2] }, data: drawn.map((one, at) => [at, ...(one.interval ?? [NaN, NaN])]),
          renderItem: (/** @type {any} */ _where, /** @type {any} */ api) => whisker(api, true, ink.accent) },
        { type: "line", name: say(GOOD_RATE), symbol: "circle", symbolSize: 13, itemStyle: { color: ink.accent }, lineStyle: { color: ink.accent, width: 1.5, opacity: 0.5 }, data: drawn.map((one) => one.good_rate) },
      ],
    };
  };
  return html`<${Part} id="waits" title=${say(WAITS)}>${drawn.length > 0 && html`<${Chart} draw=${draw} label=${say(WAITS_ABOUT)} height=${18} />`}
    ${!buckets.length ? html`<p class="soft">${say(NONE)}</p>` : html`<div class="panel-scroll" tabindex="0" role="group" aria-labelledby="waits"><table class="table table-tight plain">
      <thead><tr><th>${say(WAITED)}</th><th class="num">${say(RATED)}</th><th class="num">${say(GOOD_RATE)}</th><th class="num">${say(INTERVAL)}</th><th class="num">${say(SCORE)}</th></tr></thead>
      <tbody>${buckets.map((one) => html`<tr key=${one.from_min}><th scope="row">${waitName(one)} ${!one.ranked && html`<span class="small soft">${say(FEW, { n: known.rank_from })}</span>`}</th><td class="num"><${Behind} n=${one.rated} href=${ratingsOf(days, { wait: one.from_min })} /></td><td class="num">${percent(one.good_rate)}</td>
        <td class="num">${one.interval ? `${percent(one.interval[0], 0)}–${percent(one.interval[1], 0)}` : "–"}</td><td class="num">${one.score === null ? "–" : one.score.toFixed(2)}</td></tr>`)}</tbody></table></div>`}<//>`;
}

/** @param {Bucket} one */
function waitName({ from_min: from, to_min: to }) {
  return to === null ? say(OVER, { from }) : say(UNDER, { from, to });
}

/** @param {Bucket | undefined} one */
function waitTip(one) {
  if (!one) return "";
  return [waitName(one), `${say(GOOD_RATE)} ${percent(one.good_rate)}`, ...(one.interval ? [`${say(INTERVAL)} ${percent(one.interval[0])}–${percent(one.interval[1])}`] : []), `${say(RATED)} ${one.rated}`].join("\n");
}
