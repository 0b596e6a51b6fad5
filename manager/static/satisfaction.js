// Satisfaction over some days: the whole hall, then row by row, then when and why. Each chart beside its figures.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, language, say } from "languages";
import { Empty, Icon, show } from "page";
import { Asks } from "./asks.js";
import { CountBars, Tags } from "./count_bars.js";
import { counted, TABLES } from "./figures.js";
import { PrintHead } from "./print_head.js";
import { RateChart } from "./rate_chart.js";
import { may, Shell } from "./shell.js";
import { Heat, Part, Shares, Waits } from "./spreads.js";
import { RatingTable, TimeTable } from "./tables.js";
import { CaseStrip, Levels, Times, Totals } from "./totals.js";

/** @import { Wish } from "./asks.js" */
/** @import { Satisfaction } from "./figures.js" */
/** @typedef {Wish & {by: string}} Asked */

const TITLE = _("满意度");
const LEAD = _("只统计群众本人提交的评价，不补默认好评；每个数字旁都有份数和 95% 区间。");
const BY = _("按什么查看");
const CSV = _("导出 CSV");
const WORKBOOK = _("导出 Excel");
const RECORDS = _("导出上报记录");
const PRINT = _("打印");
const FILES = _("导出");
const NOTHING = _("这段时间没有办结的业务");
const NOTHING_LEAD = _("换一段日期再看。");
const NO_RATING = _("有办结的业务，但还没有人评价");
const READING = _("正在读取…");
const CHART = _("好评率与 95% 区间");
const COUNTS = _("评价数");

/** What the address asks for; a page can so be kept and passed on. @returns {Asked} */
function asked() {
  const query = new URLSearchParams(location.search);
  const given = (/** @type {string} */ name) => query.get(name) ?? "";
  return { by: query.get("by") ?? "window", from: given("from"), to: given("to"), against_from: given("against_from"), against_to: given("against_to") };
}

/** @param {Record<string, string>} wish */
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
  const ask = (/** @type {Partial<Asked>} */ more) => {
    const next = { ...wish, ...more };
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(next)) { if (value) query.set(key, value); else query.delete(key); }
    history.replaceState(null, "", `?${query}`);
    setWish(next);
  };
  const days = { from: wish.from || known?.from || "", to: wish.to || known?.to || "" };
  const against = wish.against_from || wish.against_to ? { from: wish.against_from, to: wish.against_to } : null;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${!refusal && html`<${Files} wish=${wish} />`}>
    <${Asks} days=${days} against=${against} today=${known?.today ?? ""} ask=${ask} refusal=${refusal} />
    ${!refusal && (known ? html`<${Shown} known=${known} ask=${ask} />` : html`<p class="soft" role="status">${say(READING)}</p>`)}
  <//>`;
}

/** @param {{wish: Asked}} props */
function Files({ wish: { by, from, to } }) {
  const days = { from, to };
  return html`<div class="cluster files" role="group" aria-label=${say(FILES)}>
    <a class="button" href=${`/manager/satisfaction.csv?${queryOf({ by, ...days, language: language() })}`} download><${Icon} of="document" />${say(CSV)}</a>
    ${may("ratings") && html`<a class="button" href=${`/manager/satisfaction.xlsx?${queryOf({ ...days, language: language() })}`} download><${Icon} of="chart" />${say(WORKBOOK)}</a>
      <a class="button" href=${`/manager/exchange.jsonl?${queryOf(days)}`} download><${Icon} of="forward" />${say(RECORDS)}</a>`}
    <button type="button" class="button" onClick=${() => print()}><${Icon} of="printer" />${say(PRINT)}</button></div>`;
}

/** @param {{known: Satisfaction, ask: (more: Partial<Asked>) => void}} props */
function Shown({ known, ask }) {
  const { total, rows, by } = known;
  const days = { from: known.from, to: known.to };
  if (!total.ended && !total.rated) return html`<${Empty} icon="chart" title=${say(NOTHING)}><p class="soft">${say(NOTHING_LEAD)}</p><//>`;
  return html`<${PrintHead} title=${say(TITLE)} days=${days} against=${known.against_from ? { from: known.against_from, to: known.against_to ?? "" } : null} />
    <${Totals} known=${known} />
    ${total.rated === 0 && html`<p class="notice"><${Icon} of="info" />${say(NO_RATING)}</p>`}
    <div class="report-three"><${Levels} known=${known} /><${Times} known=${known} /><${CaseStrip} known=${known} /></div>
    <div class="stack-tight">
      <div class="tabs" role="group" aria-label=${say(BY)}>${TABLES.map((one) => html`<button type="button" aria-current=${by === one.by ? "true" : undefined} onClick=${() => ask({ by: one.by })}>${say(one.label)}</button>`)}</div>
      <${Part} id="chart" title=${say(counted(by) ? COUNTS : CHART)}>${counted(by) ? html`<${CountBars} rows=${rows} by=${by} days=${days} />` : html`<${RateChart} known=${known} />`}<//>
    </div>
    <${RatingTable} known=${known} /><${TimeTable} known=${known} />
    <${Heat} days=${days} usual=${total.good_rate} />
    <div class="report-two"><${Shares} days=${days} /><${Waits} days=${days} /></div>
    <${Tags} days=${days} />`;
}

show(Page);
