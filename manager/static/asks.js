// Which days, and which other days to compare them with.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { _, both, say } from "languages";
import { DayInput } from "moments";
import { Icon } from "page";

/** @import { Refusal } from "ask" */
/** @import { Days } from "./figures.js" */
/** @typedef {{from: string, to: string, against_from: string, against_to: string}} Wish */

const DATES = _("日期");
const FROM = _("从");
const TO = _("到");
const TODAY = _("今天");
const LAST_DAYS = _("近 {n} 天");
const MONTH = _("本月");
const LAST_MONTH = _("上月");
const YEAR = _("今年");
const COMPARE = _("对比");
const NOTHING = _("不对比");
const BEFORE = _("前一段");
const YEAR_BEFORE = _("去年同期");
const CHOSEN = _("自选");
const AGAINST_FROM = _("对比从");
const AGAINST_TO = _("对比到");
const WRONG = _("请检查日期");

/**
 * @param {{days: Days, against: Days | null, today: string, ask: (more: Partial<Wish>) => void, refusal: Refusal | null, compares?: boolean}} props
 *   compares: false on a page that shows no figures
 */
export function Asks({ days, against, today, ask, refusal, compares = true }) {
  const [own, setOwn] = useState(false);
  const fault = refusal && both(/** @type {any} */ (refusal.facts.why) ?? { zh: refusal.message });
  const at = String(refusal?.facts.field ?? "");
  const before = beforeOf(days);
  const year = { from: yearBefore(days.from), to: yearBefore(days.to) };
  const is = (/** @type {Days} */ other) => against?.from === other.from && against.to === other.to;
  const compare = (/** @type {Days | null} */ other) => { setOwn(false); ask({ against_from: other?.from ?? "", against_to: other?.to ?? "" }); };
  const shown = own || (against !== null && !is(before) && !is(year));
  const day = (/** @type {keyof Wish} */ name, /** @type {string} */ label, /** @type {string} */ value) => html`<div class="field">
    <label for=${name}>${label}</label>
    <${DayInput} id=${name} label=${label} labelled value=${value} invalid=${at === name} described=${at === name ? "fault" : undefined}
      put=${(/** @type {string} */ day) => ask({ ...days, ...(against ? { against_from: against.from, against_to: against.to } : {}), [name]: day })} /></div>`;
  return html`<section class="card panel asks-card" aria-label=${say(DATES)}>
    <div class="asks">
      <div class="dates">${day("from", say(FROM), days.from)}${day("to", say(TO), days.to)}</div>
      ${today && html`<div class="segments" role="group" aria-label=${say(DATES)}>${presets(today).map((one) => html`<button type="button" class="button"
        aria-pressed=${days.from === one.from && days.to === one.to} onClick=${() => ask({ from: one.from, to: one.to })}>${one.label}</button>`)}</div>`}
    </div>
    ${compares && html`<div class="asks">
      <div class="segments" role="group" aria-label=${say(COMPARE)}>
        <button type="button" class="button" aria-pressed=${!against && !own} onClick=${() => compare(null)}>${say(NOTHING)}</button>
        <button type="button" class="button" aria-pressed=${!own && is(before)} onClick=${() => compare(before)}>${say(BEFORE)}</button>
        <button type="button" class="button" aria-pressed=${!own && is(year)} onClick=${() => compare(year)}>${say(YEAR_BEFORE)}</button>
        <button type="button" class="button" aria-pressed=${shown} onClick=${() => { if (!against) compare(before); setOwn(true); }}>${say(CHOSEN)}</button>
      </div>
      ${shown && against && html`<div class="dates">${day("against_from", say(AGAINST_FROM), against.from)}${day("against_to", say(AGAINST_TO), against.to)}</div>`}
    </div>`}
    ${refusal && html`<p class="notice" data-mood="bad" role="alert" id="fault"><${Icon} of="warning" /><span><strong>${/from|to/.test(at) ? say(WRONG) : refusal.title}</strong> ${fault}</span></p>`}
  </section>`;
}

/** @param {string} today */
function presets(today) {
  const month = `${today.slice(0, 8)}01`;
  const ended = shifted(month, -1);
  return [
    { label: say(TODAY), from: today, to: today },
    { label: say(LAST_DAYS, { n: 7 }), from: shifted(today, -6), to: today },
    { label: say(LAST_DAYS, { n: 30 }), from: shifted(today, -29), to: today },
    { label: say(MONTH), from: month, to: today },
    { label: say(LAST_MONTH), from: `${ended.slice(0, 8)}01`, to: ended },
    { label: say(YEAR), from: `${today.slice(0, 5)}01-01`, to: today },
  ];
}

/** As many days, just before. @param {Days} days */
function beforeOf({ from, to }) {
  if (!from || !to) return { from: "", to: "" };
  const length = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
  return { from: shifted(from, -length), to: shifted(from, -1) };
}

/** @param {string} day @param {number} days */
export function shifted(day, days) {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return "";
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/** The 29th of February has the 28th for its day of the year before. @param {string} day */
function yearBefore(day) {
  if (!day) return "";
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, "0");
  return day.endsWith("02-29") ? `${year}-02-28` : `${year}${day.slice(4)}`;
}
