// Charts of satisfaction: the same figures as the table beside it, never others.

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import * as echarts from "echarts";
import { _, both, language, say } from "languages";
import { LEVEL_WORDS } from "./levels.js";

/**
 * @typedef {{ended: number, rated: number, participation: number | null, n5: number, n4: number, n3: number, n2: number, n1: number,
 *   good_rate: number | null, low_rate: number | null, score: number | null, interval: [number, number] | null}} Figures
 * @typedef {Figures & {key: string, name: Words, ranked: boolean}} Row
 */

const GOOD_RATE = _("好评率");
const INTERVAL = _("95% 区间");
const RATED = _("评价数");
const ABOUT = _("好评率图：每一行一个点，横线是 95% 区间；下表是同样的数字。");
const OF_LEVELS = _("评价等级分布图；下表是同样的数字。");
const ENDED = _("办结");
const FEW = _("样本不足");

const LEVEL_COLOURS = ["#14665c", "#6aa99b", "#d9c98f", "#d8894f", "#a5332c"];

/** @param {number | null | undefined} share @param {number} [digits] */
export function percent(share, digits = 1) {
  return share === null || share === undefined ? "–" : `${(100 * share).toFixed(digits)}%`;
}

/** @param {Row} row @param {string} by */
export function nameOf(row, by) {
  if (by === "window") return `${row.key} ${both(row.name)}`;
  if (by === "clerk") return `${both(row.name)} ${row.key}`;
  return both(row.name);
}

/**
 * The good rate of each row with its interval; those with too few ratings are hollow.
 * @param {{rows: Row[], by: string, total: Figures}} props
 */
export function RateChart({ rows, by, total }) {
  const upright = by === "hour";
  const drawn = upright ? rows : [...rows].reverse();
  const draw = (/** @type {Ink} */ ink) => {
    const labels = { type: "category", data: drawn.map((row) => nameOf(row, by)), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } },
      axisLabel: { color: ink.text, fontSize: 13, interval: 0, width: upright ? 64 : 132, overflow: "truncate", ...(upright && rows.length > 10 ? { rotate: 40 } : {}) } };
    const rate = { type: "value", min: lowest(rows), max: 1, axisLabel: { color: ink.soft, formatter: (/** @type {number} */ at) => percent(at, 0) },
      splitLine: { lineStyle: { color: ink.line } } };
    return {
      aria: { enabled: true, label: { description: say(ABOUT) } },
      animationDuration: 250,
      textStyle: { fontFamily: ink.font },
      grid: { left: 8, right: 28, top: 36, bottom: 8, containLabel: true },
      legend: { top: 0, right: 8, textStyle: { color: ink.text }, data: [say(GOOD_RATE), say(INTERVAL)], selectedMode: false },
      tooltip: { renderMode: "richText", trigger: "item", confine: true, backgroundColor: ink.paper, borderColor: ink.edge, textStyle: { color: ink.text },
        formatter: (/** @type {{dataIndex: number}} */ at) => tip(drawn[at.dataIndex], by) },
      xAxis: upright ? labels : rate,
      yAxis: upright ? rate : labels,
      series: [
        { type: "custom", name: say(INTERVAL), itemStyle: { color: ink.accent }, encode: upright ? { x: 0, y: [1, 2] } : { x: [1, 2], y: 0 },
          data: drawn.map((row, at) => (row.interval ? [at, row.interval[0], row.interval[1]] : [at, NaN, NaN])),
          renderItem: (/** @type {any} */ _where, /** @type {any} */ api) => bar(api, upright, drawn[api.value(0)]?.ranked ? ink.accent : ink.edge) },
        { type: "scatter", name: say(GOOD_RATE), symbolSize: 11, itemStyle: { color: ink.accent },
          data: drawn.map((row, at) => ({ value: upright ? [at, row.good_rate ?? NaN] : [row.good_rate ?? NaN, at],
            itemStyle: row.ranked ? {} : { color: ink.paper, borderColor: ink.edge, borderWidth: 2 } })),
          markLine: total.good_rate === null ? undefined : { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: ink.edge, type: "dashed" },
            data: [upright ? { yAxis: total.good_rate } : { xAxis: total.good_rate }] } },
      ],
    };
  };
  return html`<${Chart} draw=${draw} label=${say(ABOUT)} height=${upright ? 21 : Math.max(13, 4.5 + 1.75 * rows.length)} />`;
}

/**
 * How the ratings fall on the five levels.
 * @param {{total: Figures}} props
 */
export function LevelChart({ total }) {
  const counts = countsOf(total);
  const draw = (/** @type {Ink} */ ink) => ({
    aria: { enabled: true, label: { description: say(OF_LEVELS) } },
    animationDuration: 250,
    textStyle: { fontFamily: ink.font },
    grid: { left: 8, right: 44, top: 8, bottom: 8, containLabel: true },
    tooltip: { renderMode: "richText", confine: true, backgroundColor: ink.paper, borderColor: ink.edge, textStyle: { color: ink.text } },
    xAxis: { type: "value", minInterval: 1, axisLabel: { color: ink.soft }, splitLine: { lineStyle: { color: ink.line } } },
    yAxis: { type: "category", inverse: true, data: LEVEL_WORDS.map((word) => say(word)), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.text, fontSize: 13 } },
    series: [{ type: "bar", barWidth: "58%", name: say(RATED), label: { show: true, position: "right", color: ink.text },
      data: counts.map((value, at) => ({ value, itemStyle: { color: LEVEL_COLOURS[at], borderRadius: [0, 4, 4, 0] } })) }],
  });
  return html`<${Chart} draw=${draw} label=${say(OF_LEVELS)} height=${14} />`;
}

/** @param {Figures} one */
export function countsOf(one) {
  return [one.n5, one.n4, one.n3, one.n2, one.n1];
}

/** @typedef {{accent: string, text: string, soft: string, line: string, edge: string, paper: string, font: string}} Ink */

/**
 * @param {{draw: (ink: Ink) => any, label: string, height: number}} props  height in rem
 */
function Chart({ draw, label, height }) {
  /** @type {{current: HTMLElement | null}} */
  const place = useRef(null);
  /** @type {{current: any}} */
  const chart = useRef(null);
  useEffect(() => {
    const made = echarts.init(place.current, null, { renderer: "canvas" });
    chart.current = made;
    const grow = new ResizeObserver(() => made.resize());
    if (place.current) grow.observe(place.current);
    return () => { grow.disconnect(); made.dispose(); };
  }, []);
  useEffect(() => {
    chart.current?.resize();
    chart.current?.setOption(draw(inkOf(place.current)), { notMerge: true });
  });
  return html`<div class="chart" role="img" aria-label=${label} lang=${language()} ref=${place} style=${{ height: `${height}rem` }}></div>`;
}

/**
 * The page's own colours, as the canvas needs them: worked out, not as formulas.
 * @param {HTMLElement | null} at
 * @returns {Ink}
 */
function inkOf(at) {
  const probe = document.createElement("i");
  (at ?? document.body).append(probe);
  const colour = (/** @type {string} */ name) => {
    probe.style.color = `var(${name})`;
    return plain(getComputedStyle(probe).color);
  };
  const ink = { accent: colour("--accent"), text: colour("--ink"), soft: colour("--ink-soft"), line: colour("--line"), edge: colour("--edge"), paper: colour("--surface"),
    font: getComputedStyle(document.body).fontFamily };
  probe.remove();
  return ink;
}

/** A colour as red, green, blue: the charts know no oklch(). @param {string} colour */
function plain(colour) {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

/** @param {Row[]} rows */
function lowest(rows) {
  const least = Math.min(1, ...rows.map((row) => row.interval?.[0] ?? 1));
  return Math.max(0, Math.floor(least * 10) / 10 - (least < 0.05 ? 0 : 0));
}

/**
 * An error bar with its two caps.
 * @param {any} api @param {boolean} upright @param {string} colour
 */
function bar(api, upright, colour) {
  if (Number.isNaN(api.value(1))) return null;
  const at = (/** @type {number} */ place) => api.coord(upright ? [api.value(0), api.value(place)] : [api.value(place), api.value(0)]);
  const [low, high] = [at(1), at(2)];
  const cap = upright ? [5, 0] : [0, 5];
  const line = (/** @type {number[]} */ from, /** @type {number[]} */ to) => ({ type: "line", shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: colour, lineWidth: 2 } });
  const edge = (/** @type {number[]} */ end) => line([end[0] - cap[0], end[1] - cap[1]], [end[0] + cap[0], end[1] + cap[1]]);
  return { type: "group", children: [line(low, high), edge(low), edge(high)] };
}

/** @param {Row | undefined} row @param {string} by */
function tip(row, by) {
  if (!row) return "";
  return [
    `${nameOf(row, by)}${row.ranked ? "" : ` · ${say(FEW)}`}`,
    `${say(GOOD_RATE)} ${percent(row.good_rate)}`,
    ...(row.interval ? [`${say(INTERVAL)} ${percent(row.interval[0])}–${percent(row.interval[1])}`] : []),
    `${say(RATED)} ${row.rated} / ${say(ENDED)} ${row.ended}`,
  ].join("\n");
}
