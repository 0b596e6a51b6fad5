// Satisfaction by window, clerk, service and hour: a chart beside a table, always with the counts behind them.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, both, language, say } from "languages";
import { Chip, Empty, Icon, show } from "page";
import { countsOf, LevelChart, nameOf, percent, RateChart } from "./chart.js";
import { LEVEL_WORDS } from "./levels.js";
import { Shell } from "./shell.js";

/** @import { Figures, Row } from "./chart.js" */
/** @typedef {{by: string, from: string, to: string, today: string, rank_from: number, rows: Row[], total: Figures}} Satisfaction */

const TITLE = _("满意度");
const LEAD = _("只统计群众本人提交的评价，不补默认好评；每个数字旁都有份数和 95% 区间。");
const BY = _("按什么查看");
const FROM = _("从");
const TO = _("到");
const TODAY = _("今日");
const DAYS = _("近 {n} 天");
const MONTH = _("本月");
const CSV = _("导出 CSV");
const WRONG = _("请检查日期");
const NOTHING = _("这段时间没有办结的业务");
const NOTHING_LEAD = _("换一段日期再看。");
const NO_RATING = _("有办结的业务，但还没有人评价");
const ENDED = _("办结");
const RATED = _("评价数");
const SHARE = _("参评率");
const GOOD_RATE = _("好评率");
const LOW_RATE = _("差评率");
const SCORE = _("综合得分");
const LEVELS = _("等级分布");
const INTERVAL_OF = _("95% 区间 {low}–{high}");
const TOTAL = _("全大厅");
const FEW = _("不足 {n} 份，不排名");
const RANK_NOTE = _("满 {n} 份评价才参与排名；不足的列在后面，只供参考。区间重叠的，差别可能只是偶然。");
const READING = _("正在读取…");
const OUT_OF = _("{rated} / {ended}");
const CHART = _("好评率与 95% 区间");
const CHART_LEVELS = _("全大厅等级分布");
const DATA = _("数据表");
const DATES = _("日期");

const TABLES = [
  { by: "window", label: _("窗口") }, { by: "clerk", label: _("人员") }, { by: "service", label: _("业务") }, { by: "hour", label: _("时段") },
];

/** What the address asks for; a page can so be kept and passed on. */
function asked() {
  const query = new URLSearchParams(location.search);
  return { by: query.get("by") ?? "window", from: query.get("from") ?? "", to: query.get("to") ?? "" };
}

/** @param {{by: string, from: string, to: string}} wish */
function queryOf(wish) {
  return new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString();
}

function Page() {
  const [wish, setWish] = useState(asked);
  const [known, setKnown] = useState(/** @type {Satisfaction | null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  useEffect(() => {
    let stale = false;
    get(`/manager/satisfaction?${queryOf(wish)}`).then((answer) => { if (!stale) { setKnown(answer); setRefusal(null); } }, (error) => {
      if (!(error instanceof Refusal)) throw error;
      if (!stale) setRefusal(error);
    });
    return () => { stale = true; };
  }, [wish]);
  const ask = (/** @type {Partial<typeof wish>} */ more) => {
    const next = { ...wish, ...more };
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(next)) { if (value) query.set(key, value); else query.delete(key); }
    history.replaceState(null, "", `?${query}`);
    setWish(next);
  };
  const csv = html`<a class="button" href=${`/manager/satisfaction.csv?${queryOf({ ...wish, ...{ language: language() } })}`} download><${Icon} of="document" />${say(CSV)}</a>`;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${!refusal && csv}>
    <${Asks} wish=${wish} known=${known} ask=${ask} refusal=${refusal} />
    ${!refusal && (known ? html`<${Shown} known=${known} />` : html`<p class="soft" role="status">${say(READING)}</p>`)}
  <//>`;
}

/** @param {{wish: {by: string, from: string, to: string}, known: Satisfaction | null, ask: (more: any) => void, refusal: Refusal | null}} props */
function Asks({ wish, known, ask, refusal }) {
  const today = known?.today ?? "";
  const shown = { from: wish.from || known?.from || "", to: wish.to || known?.to || "" };
  const presets = [
    { label: say(TODAY), from: today, to: today },
    { label: say(DAYS, { n: 7 }), from: before(today, 6), to: today },
    { label: say(DAYS, { n: 30 }), from: before(today, 29), to: today },
    { label: say(MONTH), from: `${today.slice(0, 8)}01`, to: today },
  ];
  const fault = refusal && both(/** @type {any} */ (refusal.facts.why) ?? { zh: refusal.message });
  const at = String(refusal?.facts.field ?? "");
  const day = (/** @type {"from" | "to"} */ end, /** @type {string} */ label) => html`<div class="field">
    <label for=${end}>${label}</label>
    <input class="input input-number" id=${end} type="date" max="2100-12-31" min="2000-01-01" value=${shown[end]} aria-invalid=${at === end} aria-describedby=${at === end ? "fault" : undefined}
      onChange=${(/** @type {any} */ typed) => ask({ ...shown, [end]: typed.target.value })} /></div>`;
  return html`<section class="card panel" aria-label=${say(DATES)}>
    <div class="asks">
      <div class="segments" role="group" aria-label=${say(BY)}>${TABLES.map((one) => html`<button type="button" class="button" aria-pressed=${wish.by === one.by} onClick=${() => ask({ by: one.by })}>${say(one.label)}</button>`)}</div>
      <div class="dates">${day("from", say(FROM))}${day("to", say(TO))}</div>
      <div class="segments">${presets.map((one) => html`<button type="button" class="button" disabled=${!today}
        aria-pressed=${shown.from === one.from && shown.to === one.to} onClick=${() => ask({ from: one.from, to: one.to })}>${one.label}</button>`)}</div>
    </div>
    ${refusal && html`<p class="notice" data-mood="bad" role="alert" id="fault"><${Icon} of="warning" /><span><strong>${at === "from" || at === "to" ? say(WRONG) : refusal.title}</strong> ${fault}</span></p>`}
  </section>`;
}

/** @param {{known: Satisfaction}} props */
function Shown({ known }) {
  const { total, rows } = known;
  if (!rows.length) return html`<${Empty} icon="chart" title=${say(NOTHING)}><p class="soft">${say(NOTHING_LEAD)}</p><//>`;
  return html`<section class="figures totals" aria-label=${say(TOTAL)}>
      <${Total} label=${say(GOOD_RATE)} value=${percent(total.good_rate)} note=${intervalOf(total)} />
      <${Total} label=${say(RATED)} value=${String(total.rated)} note=${`${say(ENDED)} ${total.ended}`} />
      <${Total} label=${say(SHARE)} value=${percent(total.participation)} note=${say(OUT_OF, { ...total })} />
      <${Total} label=${say(LOW_RATE)} value=${percent(total.low_rate)} note=${say(OUT_OF, { rated: total.n1 + total.n2, ended: total.rated })} />
      <${Total} label=${say(SCORE)} value=${total.score === null ? "–" : total.score.toFixed(2)} note=${`n = ${total.rated}`} />
    </section>
    ${total.rated === 0 ? html`<p class="notice"><${Icon} of="info" />${say(NO_RATING)}</p>` : html`<div class="satisfied">
      <section class="card panel" aria-labelledby="chart"><h2 id="chart" class="panel-title">${say(CHART)}</h2><${RateChart} rows=${rows} by=${known.by} total=${total} /></section>
      <section class="card panel" aria-labelledby="chart-levels"><h2 id="chart-levels" class="panel-title">${say(CHART_LEVELS)}</h2><${LevelChart} total=${total} /></section>
    </div>`}
    <${Table} known=${known} />`;
}

/** @param {{label: string, value: string, note?: string}} props */
function Total({ label, value, note }) {
  return html`<div class="figure"><span class="figure-label">${label}</span><span class="figure-value">${value}</span><span class="figure-note">${note}</span></div>`;
}

const COLUMNS = [
  { key: "ended", label: ENDED }, { key: "rated", label: RATED }, { key: "participation", label: SHARE }, { key: "good_rate", label: GOOD_RATE },
  { key: "low_rate", label: LOW_RATE }, { key: "score", label: SCORE },
];

/** @param {{known: Satisfaction}} props */
function Table({ known }) {
  const [sort, setSort] = useState(/** @type {{key: string, down: boolean}} */ ({ key: "", down: true }));
  const head = TABLES.find((one) => one.by === known.by);
  const turn = (/** @type {string} */ key) => setSort(sort.key !== key ? { key, down: true } : sort.down ? { key, down: false } : { key: "", down: true });
  return html`<section class="stack-tight" aria-labelledby="data">
    <h2 id="data" class="visually-hidden">${say(DATA)}</h2>
    <div class="table-wrap" tabindex="0" role="group" aria-labelledby="data"><table class="table figures-table">
      <thead><tr><th>${head && say(head.label)}</th>${COLUMNS.map(({ key, label }) => html`<th class="num" aria-sort=${sort.key === key ? (sort.down ? "descending" : "ascending") : undefined}>
        <button type="button" class="sort" onClick=${() => turn(key)}>${say(label)}<${Icon} of=${sort.key === key && !sort.down ? "up" : "down"} /></button></th>`)}<th>${say(LEVELS)}</th></tr></thead>
      <tbody>${sorted(known.rows, sort).map((row) => html`<tr key=${row.key} class=${row.ranked ? undefined : "row-few"}>
        <th scope="row">${nameOf(row, known.by)} ${!row.ranked && known.by !== "hour" && html`<${Chip}>${say(FEW, { n: known.rank_from })}<//>`}</th><${Cells} of=${row} /></tr>`)}</tbody>
      <tfoot><tr><th scope="row">${say(TOTAL)}</th><${Cells} of=${known.total} /></tr></tfoot>
    </table></div>
    <p class="small soft">${say(RANK_NOTE, { n: known.rank_from })}</p>
  </section>`;
}

/** @param {{of: Figures}} props */
function Cells({ of }) {
  const counts = countsOf(of);
  const told = counts.map((n, at) => `${say(LEVEL_WORDS[at])} ${n}`).join(" · ");
  return html`<td class="num">${of.ended}</td><td class="num">${of.rated}</td><td class="num">${percent(of.participation)}</td>
    <td class="num">${percent(of.good_rate)}${of.interval && html`<span class="interval">${percent(of.interval[0], 0)}–${percent(of.interval[1], 0)}</span>`}</td>
    <td class="num">${percent(of.low_rate)}</td><td class="num">${of.score === null ? "–" : of.score.toFixed(2)}</td>
    <td><span class="levels" role="img" aria-label=${told} title=${told}>${counts.map((n, at) => n > 0 && html`<i class=${`level-${5 - at}`} style=${{ flexGrow: n }}></i>`)}</span></td>`;
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

/** @param {Figures} one */
function intervalOf(one) {
  return one.interval ? say(INTERVAL_OF, { low: percent(one.interval[0]), high: percent(one.interval[1]) }) : "";
}

/** @param {string} day @param {number} days */
function before(day, days) {
  if (!day) return "";
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() - days);
  return moment.toISOString().slice(0, 10);
}

show(Page);
