// Counts as bars in a table, the largest first: tags, causes, levels.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, both, say } from "languages";
import { toast } from "page";
import { alike, Behind, ratingsOf } from "./figures.js";
import { Part } from "./spreads.js";

/** @import { Days, Row } from "./figures.js" */

const TAGS = _("说了什么");
const TAGS_LEAD = _("按选中次数。每一条的颜色是它所属的评价等级。");
const TIMES = _("{n} 次");
const NONE = _("这段时间没有人选标签");
const MORE = _("显示全部 {n} 条");
const SHOWN = 12;

/** @param {{days: Days}} props */
export function Tags({ days: { from, to } }) {
  const [rows, setRows] = useState(/** @type {Row[] | null} */ (null));
  const [all, setAll] = useState(false);
  useEffect(() => {
    let stale = false;
    get(`/manager/satisfaction?${new URLSearchParams({ by: "tag", from, to })}`).then((answer) => { if (!stale) setRows(answer.rows); }, (error) => {
      if (!(error instanceof Refusal)) throw error;
      toast(error.message, "bad");
    });
    return () => { stale = true; };
  }, [from, to]);
  if (!rows) return null;
  return html`<${Part} id="tags" title=${say(TAGS)} lead=${say(TAGS_LEAD)}>
    ${rows.length ? html`<${CountBars} rows=${rows} by="tag" days=${{ from, to }} most=${all ? Infinity : SHOWN} />` : html`<p class="soft">${say(NONE)}</p>`}
    ${rows.length > SHOWN && !all && html`<button type="button" class="button" onClick=${() => setAll(true)}>${say(MORE, { n: rows.length })}</button>`}
  <//>`;
}

/** @param {{rows: Row[], by: string, days: Days, most?: number}} props */
export function CountBars({ rows, by, days, most = Infinity }) {
  const ordered = by === "level" ? rows : [...rows].sort((a, b) => b.rated - a.rated);
  const largest = Math.max(1, ...rows.map((row) => row.rated));
  return html`<ol class="count-bars">${ordered.slice(0, most).map((row) => html`<li key=${row.key}>
    <span class="count-name">${both(row.name)}</span>
    <span class="count-bar" aria-hidden="true"><i class=${`level-${levelOf(row, by)}`} style=${{ width: `${(100 * row.rated) / largest}%` }}></i></span>
    <span class="num"><${Behind} n=${row.rated} href=${ratingsOf(days, alike(by, row.key))}>${say(TIMES, { n: row.rated })}<//></span></li>`)}</ol>`;
}

/** The level most of them have. @param {Row} row @param {string} by */
function levelOf(row, by) {
  if (by === "cause") return "low";
  const counts = [row.n5, row.n4, row.n3, row.n2, row.n1];
  return 5 - counts.indexOf(Math.max(...counts));
}
