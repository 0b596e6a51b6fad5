// The public page of a hall's satisfaction: sums alone, in words first, as on paper.

import { html } from "htm/preact";
import { _, both, say } from "languages";
import { Icon, LanguageSwitch, show } from "page";
import { firstPicture } from "told";

/** @typedef {{ended: number, rated: number, participation: number | null, good_rate: number | null, interval: [number, number] | null, excluded: number, counts: number[]}} Figures */
/** @typedef {{key: string, name: Words, figures: Figures | null}} Shown */
/** @typedef {{hall: Words, phone: string | null, month: string | null, months: string[], improvements: Words[], from: string, to: string, days: number, least: number, total: Figures | null, windows: Shown[], services: Shown[]}} Told */

const TITLE = _("群众满意度");
const SPAN = _("{from} 至 {to}，共 {days} 天");
const LAST_DAYS = _("近 30 天");
const WHICH = _("看哪段时间");
const SHOW = _("看这段");
const GOOD_RATE = _("好评率");
const INTERVAL = _("95% 区间 {low}–{high}");
const RATED = _("{rated} 份评价");
const OF_ENDED = _("办结 {ended} 件，参评率 {share}");
const LEVELS = _("评价等级");
const COUNT = _("{n} 份，{share}");
const BY_WINDOW = _("各窗口");
const BY_SERVICE = _("各项业务");
const WINDOW = _("{no} 号窗口");
const TOO_FEW = _("评价不足，暂不公布");
const TOO_FEW_ALL = _("这段时间评价不足 {n} 份，暂不公布。");
const WHY = _("少于 {n} 份评价的不公布，以免从数字猜出是谁评的；为免推算，有时相邻的一项也不公布。");
const HOW = _("只统计群众本人提交的评价，没有任何默认好评。好评指非常满意、满意和基本满意。");
const EXCLUDED = _("经两人核定，另有 {n} 份评价未计入。");
const IMPROVED = _("您提我改");
const PRINT = _("打印");
const PHONE = _("办公电话 {phone}");
const COLUMNS = { name: _("名称"), rated: _("评价数"), share: _("参评率") };
const WORDS = [_("非常满意"), _("满意"), _("基本满意"), _("不满意"), _("非常不满意")];

const told = /** @type {Told} */ (firstPicture());

/** @param {number | null} share @param {number} [digits] */
function percent(share, digits = 1) {
  return share === null ? "–" : `${(100 * share).toFixed(digits)}%`;
}

function Page() {
  const { total } = told;
  return html`<div class="public">
    <header class="public-head"><div><p class="public-hall">${both(told.hall)}</p><h1 class="title public-title">${say(TITLE)}</h1>
      <p class="soft">${say(SPAN, { from: told.from, to: told.to, days: told.days })}</p></div>
      <div class="cluster no-print"><${LanguageSwitch} /><button type="button" class="button" onClick=${() => print()}><${Icon} of="printer" />${say(PRINT)}</button></div></header>
    <form class="public-when no-print" method="get"><label for="month">${say(WHICH)}</label>
      <select class="input" id="month" name="month"><option value="" selected=${!told.month}>${say(LAST_DAYS)}</option>${told.months.map((month) => html`<option value=${month} selected=${month === told.month}>${month}</option>`)}</select>
      <button type="submit" class="button">${say(SHOW)}</button></form>
    ${total ? html`<${Total} of=${total} /><div class="public-tables"><${Table} title=${say(BY_WINDOW)} rows=${told.windows} name=${(/** @type {Shown} */ row) => html`${say(WINDOW, { no: row.key })} <span class="soft">${both(row.name)}</span>`} />
      <${Table} title=${say(BY_SERVICE)} rows=${told.services} name=${(/** @type {Shown} */ row) => both(row.name)} /></div>`
      : html`<p class="notice"><${Icon} of="info" />${say(TOO_FEW_ALL, { n: told.least })}</p>`}
    ${told.improvements.length > 0 && html`<section class="card stack" aria-labelledby="improved"><h2 id="improved">${say(IMPROVED)}</h2><ul class="public-improved">${told.improvements.map((one) => html`<li><${Icon} of="check" /><span class="typed">${both(one)}</span></li>`)}</ul></section>`}
    <footer class="public-foot soft"><p>${say(HOW)} ${say(WHY, { n: told.least })} ${total && total.excluded > 0 && say(EXCLUDED, { n: total.excluded })}</p>
      ${told.phone && html`<p>${say(PHONE, { phone: told.phone })}</p>`}</footer>
  </div>`;
}

/** @param {{of: Figures}} props */
function Total({ of }) {
  return html`<div class="public-total"><section class="card public-rate" aria-label=${say(GOOD_RATE)}>
      <p>${say(GOOD_RATE)}</p><p class="public-figure number">${percent(of.good_rate)}</p>
      <p>${of.interval && say(INTERVAL, { low: percent(of.interval[0]), high: percent(of.interval[1]) })}</p>
      <p class="strong">${say(RATED, { rated: of.rated })}</p><p class="soft">${say(OF_ENDED, { ended: of.ended, share: percent(of.participation) })}</p></section>
    <section class="card stack" aria-labelledby="levels"><h2 id="levels">${say(LEVELS)}</h2><dl class="public-levels">${of.counts.map((n, at) => html`<div key=${at}>
      <dt>${say(/** @type {string} */ (WORDS[at]))}</dt><dd><${Bar} share=${n / of.rated} level=${5 - at} /><span class="public-count">${say(COUNT, { n, share: percent(n / of.rated) })}</span></dd></div>`)}</dl></section></div>`;
}

/** @param {{share: number, level: number}} props */
function Bar({ share, level }) {
  return html`<svg class="public-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-ground" width="100" height="8" /><rect class=${`bar-${level}`} width=${100 * share} height="8" /></svg>`;
}

/** Share with its interval, from 0 to 100 %. @param {{of: Figures}} props */
function Interval({ of }) {
  const [low, high] = of.interval ?? [0, 0];
  return html`<svg class="public-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-ground" width="100" height="8" /><rect class="bar-span" x=${100 * low} width=${100 * (high - low)} height="8" /><rect class="bar-point" x=${100 * (of.good_rate ?? 0) - 0.6} width="1.2" height="8" /></svg>`;
}

/** @param {{title: string, rows: Shown[], name: (row: Shown) => any}} props */
function Table({ title, rows, name }) {
  return html`<section class="card stack"><h2>${title}</h2><div class="public-scroll" tabindex="0" role="group" aria-label=${title}><table class="table public-table"><thead><tr><th>${say(COLUMNS.name)}</th><th class="num">${say(COLUMNS.rated)}</th><th class="num">${say(COLUMNS.share)}</th><th>${say(GOOD_RATE)}</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr key=${row.key}><th scope="row">${name(row)}</th>${row.figures ? html`<td class="num" data-label=${say(COLUMNS.rated)}>${row.figures.rated}</td><td class="num" data-label=${say(COLUMNS.share)}>${percent(row.figures.participation, 0)}</td>
      <td class="public-good" data-label=${say(GOOD_RATE)}><span class="public-share"><strong class="number">${percent(row.figures.good_rate)}</strong><${Interval} of=${row.figures} /><span class="soft small">${row.figures.interval && say(INTERVAL, { low: percent(row.figures.interval[0]), high: percent(row.figures.interval[1]) })}</span></span></td>` : html`<td colspan="3" class="soft">${say(TOO_FEW)}</td>`}</tr>`)}</tbody></table></div></section>`;
}

show(Page);
