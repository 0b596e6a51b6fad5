// Days and times of day as fields: written alike in both languages, and in the page's language where there are words.
// The browser's own would speak the browser's language, and put the month before the day in one and after it in another.

import { html } from "htm/preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { dayText, today } from "clock";
import { _, language, say } from "languages";
import { Dialog, Icon, Key } from "page";

const DAY_SHAPE = _("年-月-日");
const CHOOSE = _("选日期");
const CHOOSE_FOR = _("{label}：选日期");
const EARLIER = _("上个月");
const LATER = _("下个月");
const TODAY = _("今天");
const CANCEL = _("不选");

const FIRST = "2000-01-01";
const LAST = "2100-12-31";

/** @typedef {{id?: string, label?: string, value: string, put: (text: string) => void, invalid?: boolean, described?: string}} Field
 *   label: its name where no label stands beside it; put: gets “2026-11-28” or “14:05”, "" or what could not be read: that the server refuses in words */

/**
 * A day: typed, or chosen from a month.
 * @param {Field & {label: string, labelled?: boolean}} props  labelled: a label stands beside it
 */
export function DayInput({ id, label, value, put, invalid = false, described, labelled = false }) {
  const [open, setOpen] = useState(false);
  return html`<span class="day-input">
    <${Written} id=${id} label=${labelled ? undefined : label} value=${value} put=${put} invalid=${invalid} described=${described} read=${dayIn} most=${12} shape=${say(DAY_SHAPE)} />
    <button type="button" class="button quiet" aria-label=${say(CHOOSE_FOR, { label })} title=${say(CHOOSE)} onClick=${() => setOpen(true)}><${Icon} of="calendar" /></button>
    ${open && html`<${Month} title=${say(CHOOSE)} value=${value} close=${() => setOpen(false)} choose=${(/** @type {string} */ day) => { setOpen(false); put(day); }} />`}
  </span>`;
}

/** A time of day, on a clock of 24 hours: “9”, “905” and “14:05” are all understood. @param {Field} props */
export function TimeInput(props) {
  return html`<${Written} ...${props} read=${timeIn} most=${5} shape="14:05" />`;
}

/** @param {Field & {
 *   read: (text: string) => string | null, most: number, shape: string}} props */
function Written({ id, label, value, put, invalid = false, described, read, most, shape }) {
  // What is being typed is the typist's, whatever the page learns meanwhile.
  const [draft, setDraft] = useState(/** @type {string | null} */ (null));
  const text = (/** @type {Event} */ typed) => /** @type {HTMLInputElement} */ (typed.target).value;
  const change = (/** @type {Event} */ typed) => { setDraft(null); put(read(text(typed)) ?? text(typed).trim()); };
  return html`<input id=${id} class="input input-number" inputmode="numeric" autocomplete="off" spellcheck=${false} maxlength=${most} placeholder=${shape} aria-label=${label}
    value=${draft ?? value} aria-invalid=${invalid} aria-describedby=${described} onInput=${(/** @type {Event} */ typed) => setDraft(text(typed))} onChange=${change} />`;
}

/** “2026-11-28” from “20261128”, “2026/11/28”, “2026年11月28日”; null if it is no day. @param {string} text */
export function dayIn(text) {
  const parts = /^\D*(\d{4})\D*(\d{1,2})\D*(\d{1,2})\D*$/.exec(text);
  if (!parts) return null;
  const day = `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}`;
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day) ? day : null;
}

/** “09:05” from “905”, “9:05”, “9：05”; null if it is no time. @param {string} text */
export function timeIn(text) {
  const parts = /^\s*(\d{1,2})\D?(\d{2})?\s*$/.exec(text);
  if (!parts || Number(parts[1]) > 23 || Number(parts[2] ?? 0) > 59) return null;
  return `${parts[1].padStart(2, "0")}:${parts[2] ?? "00"}`;
}

/** @param {string} day @param {number} days */
function after(day, days) {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return within(moment.toISOString().slice(0, 10));
}

/** The same day of another month, or its last. @param {string} day @param {number} months */
function monthsAfter(day, months) {
  const moment = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  moment.setUTCMonth(moment.getUTCMonth() + months + 1, 0);
  const last = moment.toISOString().slice(0, 10);
  return within(last.slice(8) < day.slice(8) ? last : `${last.slice(0, 8)}${day.slice(8)}`);
}

/** @param {string} day */
const within = (day) => (day < FIRST ? FIRST : day > LAST ? LAST : day);

/** @type {Record<string, number>} */
const DAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
/** @type {Record<string, number>} */
const MONTHS = { PageUp: -1, PageDown: 1 };

/** One month, Monday first; arrows go by day and week, page keys by month.
 * @param {{title: string, value: string, close: () => void, choose: (day: string) => void}} props */
function Month({ title, value, close, choose }) {
  const [at, setAt] = useState(within(dayIn(value) ?? today()));
  const grid = useRef(/** @type {HTMLElement | null} */ (null));
  // Before the next key can come: with the month before goes the button that had it.
  useLayoutEffect(() => {
    const here = grid.current?.querySelector("[tabindex='0']");
    if (here instanceof HTMLElement) here.focus();
  }, [at]);
  const first = `${at.slice(0, 7)}-01`;
  const blank = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const many = Number(monthsAfter(`${at.slice(0, 8)}31`, 0).slice(8));
  const press = (/** @type {KeyboardEvent} */ pressed) => {
    if (!(pressed.key in DAYS || pressed.key in MONTHS)) return;
    pressed.preventDefault();
    // From where the key before led, drawn or not.
    setAt((now) => (pressed.key in DAYS ? after(now, DAYS[pressed.key]) : monthsAfter(now, MONTHS[pressed.key])));
  };
  const locale = language() === "en" ? "en-GB" : "zh-CN";
  const named = new Date(`${first}T00:00:00Z`).toLocaleDateString(locale, { year: "numeric", month: "long", timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((day) => new Date(Date.UTC(2024, 0, day)).toLocaleDateString(locale, { weekday: locale === "en-GB" ? "short" : "narrow", timeZone: "UTC" }));
  const actions = html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>
    <button type="button" class="button" onClick=${() => choose(today())}>${say(TODAY)}</button>`;
  return html`<${Dialog} title=${title} close=${close} actions=${actions}>
    <div class="between"><button type="button" class="button quiet" aria-label=${say(EARLIER)} onClick=${() => setAt(monthsAfter(at, -1))}><${Icon} of="left" /></button>
      <strong aria-live="polite">${named}</strong>
      <button type="button" class="button quiet" aria-label=${say(LATER)} onClick=${() => setAt(monthsAfter(at, 1))}><${Icon} of="right" /></button></div>
    <div class="month" ref=${grid} role="group" aria-label=${named} onKeyDown=${press}>
      ${weekdays.map((day) => html`<span class="soft small" aria-hidden="true">${day}</span>`)}
      ${Array.from({ length: many }, (_day, n) => `${first.slice(0, 8)}${String(n + 1).padStart(2, "0")}`).map((day, n) => html`<button key=${day} type="button" class="month-day number"
        style=${n ? undefined : { gridColumnStart: blank + 1 }} aria-label=${dayText(day)} aria-pressed=${day === value} aria-current=${day === today() ? "date" : undefined}
        tabindex=${day === at ? 0 : -1} autofocus=${day === at} onClick=${() => choose(day)}>${n + 1}</button>`)}
    </div>
  <//>`;
}
