// The figures of each row: what was said, then how long it took. On a phone each row is a card.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { duration, timer } from "clock";
import { _, say } from "languages";
import { Chip, Icon } from "page";
import { alike, alongTime, Behind, counted, countsOf, nameOf, percent, ratingsOf, TABLES, Trend } from "./figures.js";
import { LEVEL_WORDS } from "./levels.js";

/** @import { ComponentChildren } from "preact" */
/** @import { Figures, Past, Row, Satisfaction, Total } from "./figures.js" */

const DATA = _("数据表");
const TIMES = _("时间与在岗");
const TOTAL = _("全大厅");
const ENDED = _("办结");
const RATED = _("评价数");
const SHARE = _("参评率");
const GOOD_RATE = _("好评率");
const LOW_RATE = _("差评率");
const SCORE = _("综合得分");
const TREND = _("比前一段");
const THEN = _("对比期");
const FEW = _("不足 {n} 份，不排名");
const RANK_NOTE = _("满 {n} 份评价才参与排名；不足的列在后面，只供参考。区间重叠的，差别可能只是偶然。");
const WAITING = _("平均等候");
const WALKING = _("平均到窗");
const SERVING = _("平均办理");
const OPEN = _("开放");
const IDLE = _("空闲");
const PAUSED = _("暂停");
const UNSUBMITTED = _("已选未提交");
const EXCLUDED = _("排除的评价");
const MINUTES_NOTE = _("平均时间写作 分:秒。");

const SORTED = [{ key: "ended", label: ENDED }, { key: "rated", label: RATED }, { key: "participation", label: SHARE }, { key: "good_rate", label: GOOD_RATE }];

/** @param {{known: Satisfaction}} props */
export function RatingTable({ known }) {
  const [sort, setSort] = useState({ key: "", down: true });
  const turn = (/** @type {string} */ key) => setSort(sort.key !== key ? { key, down: true } : sort.down ? { key, down: false } : { key: "", down: true });
  const head = (/** @type {{key: string, label: string}} */ { key, label }) => html`<th class="num" aria-sort=${sort.key === key ? (sort.down ? "descending" : "ascending") : undefined}>
    <button type="button" class="sort" onClick=${() => turn(key)}>${say(label)}<${Icon} of=${sort.key === key && !sort.down ? "up" : "down"} /></button></th>`;
  const few = !alongTime(known.by) && !counted(known.by);
  return html`<section class="stack-tight" aria-labelledby="data">
    <h3 id="data" class="visually-hidden">${say(DATA)}</h3>
    <div class="table-wrap" tabindex="0" role="group" aria-labelledby="data"><table class="table report cards">
      <thead><tr><th>${titleOf(known.by)}</th>${SORTED.map(head)}${compared(known) && html`<th class="num">${say(TREND)}</th>`}${known.against && html`<th class="num">${say(THEN)}</th>`}
        ${LEVEL_WORDS.map((word, at) => html`<th class="num level-head"><span class="level-word"><i class=${`swatch level-${5 - at}`}></i>${say(word)}</span></th>`)}<th class="num">${say(LOW_RATE)}</th><th class="num">${say(SCORE)}</th></tr></thead>
      <tbody>${sorted(known.rows, sort).map((row) => html`<tr key=${row.key} class=${few && !row.ranked ? "row-few" : undefined}>
        <th scope="row">${nameOf(row, known.by)} ${few && !row.ranked && html`<${Chip}>${say(FEW, { n: known.rank_from })}<//>`}</th>
        <${Cells} of=${row} known=${known} alike=${alike(known.by, row.key)} past=${row.trend} then=${row.against} versus=${row.against_trend} /></tr>`)}</tbody>
      <tfoot><tr><th scope="row">${say(TOTAL)}</th><${Cells} of=${known.total} known=${known} alike=${{}} past=${known.trend} then=${known.against} versus=${known.against_trend} /></tr></tfoot>
    </table></div>
    ${few && html`<p class="small soft">${say(RANK_NOTE, { n: known.rank_from })}</p>`}
  </section>`;
}

/** @param {{of: Figures, known: Satisfaction, alike: Record<string, string>, past: Past | null, then: Figures | null, versus: Past | null}} props */
function Cells({ of, known, alike: like, past, then, versus }) {
  const behind = (/** @type {number} */ n, /** @type {Record<string, string | number>} */ more = {}) => html`<${Behind} n=${n} href=${ratingsOf(known, { ...like, ...more })} />`;
  return html`<${Cell} label=${say(ENDED)}>${of.ended ?? "–"}<//><${Cell} label=${say(RATED)}>${behind(of.rated)}<//><${Cell} label=${say(SHARE)}>${percent(of.participation)}<//>
    <${Cell} label=${say(GOOD_RATE)}>${percent(of.good_rate)}${of.interval && html`<span class="interval">${percent(of.interval[0], 0)}–${percent(of.interval[1], 0)}</span>`}<//>
    ${compared(known) && html`<${Cell} label=${say(TREND)}><${Trend} of=${past} /><//>`}
    ${known.against && html`<${Cell} label=${say(THEN)}>${then ? html`${percent(then.good_rate)}<span class="interval">n = ${then.rated}</span><${Trend} of=${versus} />` : "–"}<//>`}
    ${countsOf(of).map((n, at) => html`<${Cell} label=${say(LEVEL_WORDS[at])}>${behind(n, { level: 5 - at })}<//>`)}
    <${Cell} label=${say(LOW_RATE)}><${Behind} n=${of.n2 + of.n1} href=${ratingsOf(known, { ...like, low: 1 })}>${percent(of.low_rate)}<//><//><${Cell} label=${say(SCORE)}>${of.score === null ? "–" : of.score.toFixed(2)}<//>`;
}

/** @param {{known: Satisfaction}} props */
export function TimeTable({ known }) {
  if (known.rows.every((row) => row.ended === null)) return null;
  const present = known.rows.some((row) => row.open_s !== null);
  const cells = (/** @type {Total} */ of, /** @type {Record<string, string>} */ like) => html`
    <${Cell} label=${say(WAITING)}>${mean(of.waiting_s)}<//><${Cell} label=${say(WALKING)}>${mean(of.walking_s)}<//><${Cell} label=${say(SERVING)}>${mean(of.serving_s)}<//>
    ${present && html`<${Cell} label=${say(OPEN)}>${sum(of.open_s)}<//><${Cell} label=${say(IDLE)}>${sum(of.idle_s)}<//><${Cell} label=${say(PAUSED)}>${sum(of.paused_s)}<//>`}
    <${Cell} label=${say(UNSUBMITTED)}>${of.unsubmitted}<//><${Cell} label=${say(EXCLUDED)}><${Behind} n=${of.excluded} href=${ratingsOf(known, { ...like, excluded: 1 })} /><//>`;
  return html`<section class="stack-tight" aria-labelledby="time-data">
    <h3 id="time-data" class="panel-title">${say(TIMES)}</h3>
    <div class="table-wrap" tabindex="0" role="group" aria-labelledby="time-data"><table class="table report cards">
      <thead><tr><th>${titleOf(known.by)}</th><th class="num">${say(WAITING)}</th><th class="num">${say(WALKING)}</th><th class="num">${say(SERVING)}</th>
        ${present && html`<th class="num">${say(OPEN)}</th><th class="num">${say(IDLE)}</th><th class="num">${say(PAUSED)}</th>`}<th class="num">${say(UNSUBMITTED)}</th><th class="num">${say(EXCLUDED)}</th></tr></thead>
      <tbody>${known.rows.map((row) => html`<tr key=${row.key}><th scope="row">${nameOf(row, known.by)}</th>${cells(row, alike(known.by, row.key))}</tr>`)}</tbody>
      <tfoot><tr><th scope="row">${say(TOTAL)}</th>${cells(known.total, {})}</tr></tfoot>
    </table></div>
    <p class="small soft">${say(MINUTES_NOTE)}</p>
  </section>`;
}

/** @param {{label: string, children?: ComponentChildren}} props */
function Cell({ label, children }) {
  return html`<td class="num" data-label=${label}>${children}</td>`;
}

/** Is there anything before to compare with, and are no other days asked for instead? @param {Satisfaction} known */
function compared(known) {
  return !known.against && [known, ...known.rows].some((one) => typeof one.trend?.difference === "number");
}

/** @param {string} by */
function titleOf(by) {
  const found = TABLES.find((one) => one.by === by);
  return found && say(found.label);
}

/** @param {number | null} seconds */
function mean(seconds) {
  return seconds === null ? "–" : timer(Math.round(seconds));
}

/** @param {number | null} seconds */
function sum(seconds) {
  return seconds === null ? "–" : seconds ? duration(seconds) : "0";
}

/**
 * In the hall's own order, or by a column: those with too few ratings then stand behind, unranked.
 * @param {Row[]} rows @param {{key: string, down: boolean}} sort
 */
function sorted(rows, { key, down }) {
  if (!key) return rows;
  const counts = key === "ended" || key === "rated";
  const value = (/** @type {Row} */ row) => /** @type {number | null} */ (/** @type {any} */ (row)[key]) ?? -1;
  return [...rows].sort((a, b) => (counts ? 0 : Number(b.ranked) - Number(a.ranked)) || (down ? value(b) - value(a) : value(a) - value(b)));
}
