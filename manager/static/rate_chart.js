// Positive ratings as points with whiskers: where each may well lie. Whoever has too few ratings is named, not drawn.

import { html } from "htm/preact";
import { _, say } from "languages";
import { Empty } from "page";
import { Chart, plain, shareAxis, WHISKER, whisker } from "./chart.js";
import { alike, alongTime, nameOf, percent, ratingsOf } from "./figures.js";
import { may } from "./shell.js";

/** @import { Row, Satisfaction } from "./figures.js" */
/** @import { Ink } from "./chart.js" */

const ABOUT = _("好评率图：每一行一个点，横线是 95% 区间；下表是同样的数字。");
const GOOD_RATE = _("好评率");
const INTERVAL = _("95% 区间");
const THEN = _("对比期好评率");
const HALL = _("全大厅 {rate}");
const RATED = _("评价数");
const NOBODY = _("还没有满 {n} 份评价的，先不比较");
const NOBODY_LEAD = _("份数太少时，差别多半只是偶然。数字在下表里。");
const WITHHELD = _("不足 {n} 份，没有画：{names}");
const AND = _("、");
const NAME_AND_COUNT = _("{name}（{n} 份）");

/** @param {{known: Satisfaction}} props */
export function RateChart({ known }) {
  const { by, rows, total, rank_from } = known;
  const drawn = rows.filter((row) => row.ranked);
  const few = rows.filter((row) => !row.ranked && row.rated > 0);
  const withheld = few.length > 0 && html`<p class="small soft">${say(WITHHELD, { n: rank_from, names: few.map((row) => say(NAME_AND_COUNT, { name: nameOf(row, by), n: row.rated })).join(say(AND)) })}</p>`;
  if (!drawn.length) return html`<${Empty} icon="chart" title=${say(NOBODY, { n: rank_from })}><p class="small">${say(NOBODY_LEAD)}</p><//>${withheld}`;
  const upright = alongTime(by);
  // An axis counts from below.
  const shown = upright ? drawn : [...drawn].reverse();
  const compares = shown.some((row) => row.against?.good_rate !== null && row.against?.good_rate !== undefined);
  const draw = (/** @type {Ink} */ ink) => {
    const names = { type: "category", data: shown.map((row) => nameOf(row, by)), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } },
      axisLabel: { color: ink.text, fontSize: 14, interval: 0, width: upright ? 84 : innerWidth > 820 ? 250 : 110, overflow: "truncate", ...(upright && shown.length > 9 ? { rotate: 40 } : {}) } };
    const rate = shareAxis(ink, lowest(shown));
    const point = (/** @type {number} */ at, /** @type {number | null | undefined} */ value) => (upright ? [at, value ?? NaN] : [value ?? NaN, at]);
    const base = plain(ink, say(ABOUT));
    return {
      ...base,
      legend: { ...base.legend, data: [{ name: say(GOOD_RATE), icon: "circle" }, { name: say(INTERVAL), icon: WHISKER }, ...(compares ? [{ name: say(THEN), icon: "diamond" }] : [])] },
      grid: { left: 8, right: upright ? 110 : 24, top: 48, bottom: 8, containLabel: true },
      tooltip: { ...base.tooltip, formatter: (/** @type {{dataIndex: number}} */ at) => tip(shown[at.dataIndex], by) },
      xAxis: upright ? names : rate,
      yAxis: upright ? rate : names,
      series: [
        { type: "custom", name: say(INTERVAL), itemStyle: { color: ink.accent }, encode: upright ? { x: 0, y: [1, 2] } : { x: [1, 2], y: 0 },
          data: shown.map((row, at) => (row.interval ? [at, ...row.interval] : [at, NaN, NaN])), renderItem: (/** @type {any} */ _where, /** @type {any} */ api) => whisker(api, upright, ink.accent) },
        ...(compares ? [{ type: "scatter", name: say(THEN), symbol: "diamond", symbolSize: 13, itemStyle: { color: ink.paper, borderColor: ink.soft, borderWidth: 2 },
          data: shown.map((row, at) => point(at, row.against?.good_rate)) }] : []),
        { type: "scatter", name: say(GOOD_RATE), symbolSize: 14, itemStyle: { color: ink.accent, opacity: 1 }, data: shown.map((row, at) => point(at, row.good_rate)),
          markLine: total.good_rate === null ? undefined : { silent: true, symbol: "none", lineStyle: { color: ink.edge, type: "dashed" },
            label: { show: true, color: ink.soft, fontSize: 13, position: "end", formatter: say(HALL, { rate: percent(total.good_rate) }) },
            data: [upright ? { yAxis: total.good_rate } : { xAxis: total.good_rate }] } },
      ],
    };
  };
  const open = may("ratings") ? (/** @type {number} */ at) => { location.href = ratingsOf(known, alike(by, shown[at].key)); } : undefined;
  return html`<${Chart} draw=${draw} label=${say(ABOUT)} height=${upright ? 22 : Math.max(12, 5 + 2.1 * shown.length)} choose=${open} />${withheld}`;
}

/** @param {Row[]} rows */
function lowest(rows) {
  const least = Math.min(1, ...rows.map((row) => row.interval?.[0] ?? 1), ...rows.map((row) => row.against?.good_rate ?? 1));
  return Math.max(0, Math.floor(least * 10) / 10);
}

/** @param {Row | undefined} row @param {string} by */
function tip(row, by) {
  if (!row) return "";
  const interval = row.interval ? [`${say(INTERVAL)} ${percent(row.interval[0])}–${percent(row.interval[1])}`] : [];
  return [nameOf(row, by), `${say(GOOD_RATE)} ${percent(row.good_rate)}`, ...interval, `${say(RATED)} ${row.rated}`].join("\n");
}
