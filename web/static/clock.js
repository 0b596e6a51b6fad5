// The hall's time, told by the server: a screen's own clock may be wrong, frozen or in another zone.

import { useEffect, useState } from "preact/hooks";
import { _, language, say } from "languages";
import { zone } from "told";

const MINUTES = _("{n} 分钟");
const ABOUT = _("约 {low}–{high} 分钟");
const WITHIN = _("{n} 分钟以内");
const UNDER_A_MINUTE = _("不到 1 分钟");
const HOURS = _("{hours} 小时 {minutes} 分");

let told = Date.now();
let heard = performance.now();
/** @type {Set<() => void>} */
const waiting = new Set();
let ticking = 0;

/**
 * Take the server's time from a picture that has just come.
 * @param {Moment} moment
 */
export function hear(moment) {
  told = instant(moment);
  heard = performance.now();
}

/** The hall's present moment in milliseconds since 1970. */
export function now() {
  return told + performance.now() - heard;
}

/**
 * A moment in milliseconds since 1970.
 * @param {Moment} moment
 */
export function instant(moment) {
  return typeof moment === "number" ? moment : Date.parse(moment);
}

/** The present moment, drawn anew each second. */
export function useNow() {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const tick = () => setMoment(now());
    waiting.add(tick);
    if (!ticking) schedule();
    return () => { waiting.delete(tick); };
  }, []);
  return moment;
}

/** Tick just after each full second, so that the clocks on two screens change together. */
function schedule() {
  ticking = setTimeout(() => {
    ticking = 0;
    for (const tick of waiting) tick();
    if (waiting.size) schedule();
  }, 1005 - (now() % 1000));
}

/**
 * Seconds since `moment`, or until it when it lies ahead; never negative.
 * @param {Moment} moment
 * @param {number} [present]
 */
export function secondsSince(moment, present = now()) {
  return Math.max(0, Math.floor((present - instant(moment)) / 1000));
}

/**
 * @param {Moment} moment
 * @param {number} [present]
 */
export function secondsUntil(moment, present = now()) {
  return Math.max(0, Math.ceil((instant(moment) - present) / 1000));
}

/**
 * “14:05”, in the hall's zone.
 * @param {Moment} moment
 */
export function timeOfDay(moment) {
  return format(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/**
 * “14:05:09”, in the hall's zone.
 * @param {Moment} moment
 */
export function timeWithSeconds(moment) {
  return format(moment, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/**
 * “11月23日 星期一”, in the hall's zone.
 * @param {Moment} moment
 */
export function dateOf(moment) {
  const day = format(moment, { month: "long", day: "numeric" });
  const weekday = format(moment, { weekday: "long" });
  return language() === "en" ? `${weekday} ${day}` : `${day} ${weekday}`;
}

/**
 * “12月14日”: a day of the hall, without a time.
 * @param {string} day
 */
export function dayText(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(language() === "en" ? "en-GB" : "zh-CN", { month: "long", day: "numeric", timeZone: "UTC" });
}

/** The hall's day now: “2026-12-14”. */
export function today() {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone }).format(now());
}

/**
 * A running timer: “3:05”, “1:02:05”.
 * @param {number} seconds
 */
export function timer(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

/**
 * A length of time as one says it: “不到 1 分钟”, “3 分钟”, “1 小时 5 分”.
 * @param {number} seconds
 */
export function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 60) return say(UNDER_A_MINUTE);
  if (minutes < 60) return say(MINUTES, { n: minutes });
  return say(HOURS, { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/**
 * An estimate as a range: people prefer a range that is kept to a point that is missed.
 * @param {number} low  seconds
 * @param {number} high  seconds
 */
export function range(low, high) {
  const [from, to] = [Math.floor(low / 60), Math.max(1, Math.ceil(high / 60))];
  if (from === 0) return say(WITHIN, { n: to });
  return from >= to ? say(MINUTES, { n: to }) : say(ABOUT, { low: from, high: to });
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {Moment} moment
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(moment, options) {
  const locale = language() === "en" ? "en-GB" : "zh-CN";
  const key = locale + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formats.set(key, known);
  return known.format(instant(moment));
}
