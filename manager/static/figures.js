// Figures of satisfaction in words, each with the way to the ratings behind it.

import { html } from "htm/preact";
import { _, both, say } from "languages";
import { Icon } from "page";
import { may } from "./shell.js";

/** @import { ComponentChildren } from "preact" */
/**
 * @typedef {{ended: number | null, rated: number, participation: number | null, abstention: number | null, n5: number, n4: number, n3: number, n2: number, n1: number,
 *   good_rate: number | null, low_rate: number | null, score: number | null, interval: [number, number] | null}} Figures
 * @typedef {{good_rate: number | null, rated: number, difference: number | null, telling: boolean}} Past
 * @typedef {Figures & {unsubmitted: number, excluded: number, waiting_s: number | null, walking_s: number | null, serving_s: number | null,
 *   idle_s: number | null, paused_s: number | null, open_s: number | null}} Total
 * @typedef {Total & {key: string, name: Words, ranked: boolean, trend: Past | null, against: Figures | null, against_trend: Past | null}} Row
 * @typedef {{opened: number, replied: number, reply_rate: number | null, with_contact: number, called_back: number, call_back_rate: number | null,
 *   justified: number, rectified_on_time: number, on_time_rate: number | null, answered: number, satisfied: number, satisfied_rate: number | null}} Cases
 * @typedef {{from: string, to: string}} Days
 * @typedef {Days & {by: string, against_from: string | null, against_to: string | null, today: string, rank_from: number, rows: Row[], total: Total,
 *   trend: Past | null, against: Figures | null, against_trend: Past | null, excluded: number, unsubmitted: number, case_figures: Cases}} Satisfaction
 */

const UP = _("升 {n} 个百分点");
const DOWN = _("降 {n} 个百分点");
const SAME = _("持平");
const PERHAPS = _("可能只是偶然");
const NO_PAST = _("之前无可比");
const BEHIND = _("查看这 {n} 份评价");

/** The tables there are: what their rows stand for. */
export const TABLES = [
  { by: "window", label: _("窗口") }, { by: "clerk", label: _("人员") }, { by: "service", label: _("业务") }, { by: "category", label: _("类别") },
  { by: "hour", label: _("时段") }, { by: "weekday", label: _("星期") }, { by: "month", label: _("月份") }, { by: "level", label: _("等级") },
  { by: "tag", label: _("标签") }, { by: "channel", label: _("渠道") }, { by: "cause", label: _("原因") }, { by: "hall", label: _("大厅") },
];

/** Along time nobody is compared with anybody. @param {string} by */
export function alongTime(by) {
  return by === "hour" || by === "weekday" || by === "month";
}

/** Parts of the ratings themselves: their number says something, a rate of each does not. @param {string} by */
export function counted(by) {
  return by === "level" || by === "tag" || by === "cause";
}

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

/** Best level first. @param {Pick<Figures, "n5" | "n4" | "n3" | "n2" | "n1">} one */
export function countsOf(one) {
  return [one.n5, one.n4, one.n3, one.n2, one.n1];
}

/**
 * The page of the ratings alike in what is named.
 * @param {Days} days @param {Record<string, string | number | undefined>} [alike]
 */
export function ratingsOf({ from, to }, alike = {}) {
  const named = Object.entries(alike).filter(([, value]) => value !== undefined && value !== "").map(([name, value]) => [name, String(value)]);
  return `/manager/ratings?${new URLSearchParams([["from", from], ["to", to], ...named])}`;
}

/** How the rows of a table are named in such an address. @param {string} by @param {string} key */
export function alike(by, key) {
  return by === "hall" ? {} : { [by]: key };
}

/**
 * A count that leads to its ratings, for whoever may read them.
 * @param {{n: number, href: string, children?: ComponentChildren}} props
 */
export function Behind({ n, href, children }) {
  if (!n || !may("ratings")) return html`${children ?? n}`;
  return html`<a class="behind" href=${href} title=${say(BEHIND, { n })}>${children ?? n}</a>`;
}

/**
 * How a rate moved, in words beside the arrow; coloured only where chance alone would seldom move it so.
 * @param {{of: Past | null | undefined}} props
 */
export function Trend({ of }) {
  const difference = of?.difference;
  if (difference === null || difference === undefined) return html`<span class="trend">${say(NO_PAST)}</span>`;
  const points = Math.abs(100 * difference).toFixed(1);
  if (points === "0.0") return html`<span class="trend"><${Icon} of="minus" />${say(SAME)}</span>`;
  const up = difference > 0;
  return html`<span class="trend" data-mood=${of?.telling ? (up ? "good" : "warn") : undefined}><${Icon} of=${up ? "up" : "down"} />${say(up ? UP : DOWN, { n: points })}</span>${!of?.telling && html` <span class="trend-chance">${say(PERHAPS)}</span>`}`;
}
