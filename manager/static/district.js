// The halls of a district side by side: sums alone, each with the count behind it.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { timer } from "clock";
import { _, both, say } from "languages";
import { DayInput } from "moments";
import { Empty, Icon, show } from "page";
import { percent } from "./figures.js";
import { Shell } from "./shell.js";

/** @typedef {{ended: number, rated: number, participation: number | null, good_rate: number | null, interval: [number, number] | null, low_rate: number | null}} Total */
/** @typedef {Total & {hall: string, name: Words, withheld: boolean, score: number | null, waiting_s: number | null, serving_s: number | null}} Side */
/** @typedef {{district: string | null, from: string, to: string, today: string, rank_from: number, rows: Side[], total: Total}} District */

const TITLE = _("全区满意度");
const LEAD = _("{district}各大厅并列，只有汇总：没有单份评价，也没有工作人员。");
const READING = _("正在读取…");
const NO_DISTRICT = _("您所在的大厅没有写明所属区");
const NO_DISTRICT_LEAD = _("请运维人员在大厅文件里写上 district 后重新装载。");
const FROM = _("从");
const TO = _("到");
const DATES = _("日期");
const DAYS = _("近 {n} 天");
const MONTH = _("本月");
const WRONG = _("请检查日期");
const HALL = _("大厅");
const ENDED = _("办结");
const RATED = _("评价数");
const SHARE = _("参评率");
const GOOD_RATE = _("好评率");
const LOW_RATE = _("差评率");
const SCORE = _("综合得分");
const WAITING = _("平均等候");
const SERVING = _("平均办理");
const ALL = _("全区");
const FEW = _("不足 {n} 份，不公布");
const NOT_TOLD = _("为免推算，不列");
const NOTE = _("满 {n} 份评价才列出好评率、差评率和得分；为免从合计推算，有时另一家也不列。平均时间写作 分:秒。横条是 95% 区间，重叠的，差别可能只是偶然。");

function Page() {
  const query = new URLSearchParams(location.search);
  const [wish, setWish] = useState({ from: query.get("from") ?? "", to: query.get("to") ?? "" });
  const [known, setKnown] = useState(/** @type {District | null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  useEffect(() => {
    let stale = false;
    const asked = new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString();
    history.replaceState(null, "", asked ? `?${asked}` : location.pathname);
    get(`/manager/district?${asked}`).then((answer) => { if (!stale) { setKnown(answer); setRefusal(null); } }, (error) => {
      if (!(error instanceof Refusal)) throw error;
      if (!stale) setRefusal(error);
    });
    return () => { stale = true; };
  }, [wish]);
  const lead = known?.district ? say(LEAD, { district: known.district }) : "";
  if (known && !known.district) return html`<${Shell} title=${say(TITLE)}><${Empty} icon="info" title=${say(NO_DISTRICT)}><p class="soft">${say(NO_DISTRICT_LEAD)}</p><//><//>`;
  return html`<${Shell} title=${say(TITLE)} lead=${lead}>
    <${Asks} wish=${wish} known=${known} ask=${setWish} refusal=${refusal} />
    ${!refusal && (known ? html`<${Table} known=${known} />` : html`<p class="soft" role="status">${say(READING)}</p>`)}
  <//>`;
}

/** @param {{wish: {from: string, to: string}, known: District | null, ask: (wish: {from: string, to: string}) => void, refusal: Refusal | null}} props */
function Asks({ wish, known, ask, refusal }) {
  const today = known?.today ?? "";
  const shown = { from: wish.from || known?.from || "", to: wish.to || known?.to || "" };
  const presets = [7, 30, 90].map((n) => ({ label: say(DAYS, { n }), from: before(today, n - 1), to: today })).concat([{ label: say(MONTH), from: `${today.slice(0, 8)}01`, to: today }]);
  const at = String(refusal?.facts.field ?? "");
  const day = (/** @type {"from" | "to"} */ end, /** @type {string} */ label) => html`<div class="field"><label for=${end}>${label}</label>
    <${DayInput} id=${end} label=${label} labelled value=${shown[end]} invalid=${at === end} described=${at === end ? "fault" : undefined}
      put=${(/** @type {string} */ day) => ask({ ...shown, [end]: day })} /></div>`;
  return html`<section class="card panel" aria-label=${say(DATES)}><div class="asks"><div class="dates">${day("from", say(FROM))}${day("to", say(TO))}</div>
      <div class="segments">${presets.map((one) => html`<button type="button" class="button" disabled=${!today} aria-pressed=${shown.from === one.from && shown.to === one.to} onClick=${() => ask({ from: one.from, to: one.to })}>${one.label}</button>`)}</div></div>
    ${refusal && html`<p class="notice" data-mood="bad" role="alert" id="fault"><${Icon} of="warning" /><span><strong>${say(WRONG)}</strong> ${both(/** @type {any} */ (refusal.facts.why) ?? { zh: refusal.message })}</span></p>`}</section>`;
}

/** @param {{known: District}} props */
function Table({ known }) {
  const { rows, total, rank_from: least } = known;
  return html`<div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards sides">
      <thead><tr><th>${say(HALL)}</th><th class="num">${say(ENDED)}</th><th class="num">${say(RATED)}</th><th class="num">${say(SHARE)}</th><th>${say(GOOD_RATE)}</th><th class="num">${say(LOW_RATE)}</th><th class="num">${say(SCORE)}</th><th class="num">${say(WAITING)}</th><th class="num">${say(SERVING)}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr key=${row.hall}><th scope="row">${both(row.name)}</th><${Counts} of=${row} />
        <td data-label=${say(GOOD_RATE)}>${row.withheld ? html`<span class="soft">${row.rated < least ? say(FEW, { n: least }) : say(NOT_TOLD)}</span>` : html`<${Rate} of=${row} />`}</td>
        <td class="num" data-label=${say(LOW_RATE)}>${percent(row.low_rate)}</td><td class="num" data-label=${say(SCORE)}>${row.score === null ? "–" : row.score.toFixed(2)}</td>
        <td class="num" data-label=${say(WAITING)}>${row.waiting_s === null ? "–" : timer(Math.round(row.waiting_s))}</td><td class="num" data-label=${say(SERVING)}>${row.serving_s === null ? "–" : timer(Math.round(row.serving_s))}</td></tr>`)}</tbody>
      <tfoot><tr><th scope="row">${say(ALL)}</th><${Counts} of=${total} /><td data-label=${say(GOOD_RATE)}>${total.good_rate === null ? "–" : html`<${Rate} of=${total} />`}</td><td class="num" data-label=${say(LOW_RATE)}>${percent(total.low_rate)}</td><td></td><td></td><td></td></tr></tfoot>
    </table></div><p class="small soft">${say(NOTE, { n: least })}</p>`;
}

/** @param {{of: Total}} props */
function Counts({ of }) {
  return html`<td class="num" data-label=${say(ENDED)}>${of.ended}</td><td class="num" data-label=${say(RATED)}>${of.rated}</td><td class="num" data-label=${say(SHARE)}>${percent(of.participation)}</td>`;
}

/** @param {{of: Total}} props */
function Rate({ of }) {
  const [low, high] = of.interval ?? [0, 0];
  return html`<span class="side-rate"><strong class="number">${percent(of.good_rate)}</strong>
    <svg class="side-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="8" /><rect class="span" x=${100 * low} width=${100 * (high - low)} height="8" /><rect class="point" x=${100 * (of.good_rate ?? 0) - 0.6} width="1.2" height="8" /></svg>
    <span class="interval">${percent(low)}–${percent(high)}</span></span>`;
}

/** @param {string} day @param {number} days */
function before(day, days) {
  if (!day) return "";
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() - days);
  return moment.toISOString().slice(0, 10);
}

show(Page);
