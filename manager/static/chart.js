// A chart on a canvas in the page's own colours; the same figures always stand in a table beside it.

import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import * as echarts from "echarts";
import { language } from "languages";

/** @typedef {{accent: string, text: string, soft: string, line: string, edge: string, paper: string, font: string}} Ink */

/** Two caps and a line between them, for a legend. */
export const WHISKER = "path://M0 0h2v12h-2zM2 5h24v2h-24zM26 0h2v12h-2z";

/**
 * @param {{draw: (ink: Ink) => any, label: string, height: number, choose?: (at: number) => void}} props
 *   height in rem; choose: what a click on the n-th point does
 */
export function Chart({ draw, label, height, choose }) {
  /** @type {{current: HTMLElement | null}} */
  const place = useRef(null);
  /** @type {{current: any}} */
  const chart = useRef(null);
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => {
    // Twice as fine as most screens: it is printed too.
    const made = echarts.init(place.current, null, { renderer: "canvas", devicePixelRatio: Math.max(2, devicePixelRatio) });
    chart.current = made;
    made.on("click", (/** @type {{dataIndex?: number}} */ at) => { if (at.dataIndex !== undefined) latest.current?.(at.dataIndex); });
    // On paper the drawing is fitted as it is: there its place has the height that the drawing gives it.
    const grow = new ResizeObserver(() => { if (!matchMedia("print").matches) made.resize(); });
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
 * What all charts look like.
 * @param {Ink} ink @param {string} about
 */
export function plain(ink, about) {
  return {
    aria: { enabled: true, label: { description: about } },
    animationDuration: 200,
    textStyle: { fontFamily: ink.font, fontSize: 14 },
    legend: { top: 0, left: 0, itemGap: 18, textStyle: { color: ink.text, fontSize: 14 }, selectedMode: false },
    // The usual one is HTML with style attributes, which the page's policy refuses.
    tooltip: { renderMode: "richText", trigger: "item", confine: true, backgroundColor: ink.paper, borderColor: ink.edge, textStyle: { color: ink.text, fontSize: 14 } },
  };
}

/**
 * An axis of shares from a low end to 100%, in steps that are easily read.
 * @param {Ink} ink @param {number} min
 */
export function shareAxis(ink, min) {
  const interval = 1 - min > 0.35 ? 0.1 : 0.05;
  return { type: "value", min, max: 1, interval, axisLabel: { color: ink.soft, fontSize: 13, formatter: (/** @type {number} */ at) => `${Math.round(100 * at)}%` }, splitLine: { lineStyle: { color: ink.line } } };
}

/**
 * An error bar with its two caps, for a custom series of [place, low, high].
 * @param {any} api @param {boolean} upright @param {string} colour
 */
export function whisker(api, upright, colour) {
  if (Number.isNaN(api.value(1))) return null;
  const at = (/** @type {number} */ place) => api.coord(upright ? [api.value(0), api.value(place)] : [api.value(place), api.value(0)]);
  const [low, high] = [at(1), at(2)];
  const cap = upright ? [6, 0] : [0, 6];
  const line = (/** @type {number[]} */ from, /** @type {number[]} */ to) => ({ type: "line", shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: colour, lineWidth: 2.5 } });
  const edge = (/** @type {number[]} */ end) => line([end[0] - cap[0], end[1] - cap[1]], [end[0] + cap[0], end[1] + cap[1]]);
  return { type: "group", children: [line(low, high), edge(low), edge(high)] };
}

/**
 * The page's own colours, as the canvas needs them: worked out, not as formulas.
 * @param {HTMLElement | null} at
 * @returns {Ink}
 */
function inkOf(at) {
  // A new one for each: where motion is reduced, a colour that changes would still be on its way.
  const colour = (/** @type {string} */ name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    (at ?? document.body).append(probe);
    const found = reckoned(getComputedStyle(probe).color);
    probe.remove();
    return found;
  };
  return { accent: colour("--accent"), text: colour("--ink"), soft: colour("--ink-soft"), line: colour("--line"), edge: colour("--edge"), paper: colour("--surface"),
    font: getComputedStyle(document.body).fontFamily };
}

/** A colour as red, green, blue: the charts know no oklch(). @param {string} colour */
function reckoned(colour) {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen) return colour;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}
