// How the desk says states, slips and what is looked for: always a word, with a sign beside it.

import { _, say } from "languages";

/** @typedef {import("../../web/static/pictures").Desk} Picture */
/** @typedef {import("../../web/static/pictures").InLine} InLine */
/** @typedef {import("../../web/static/pictures").Guide} Guide */

/** @type {Record<string, string>} */
const STATUSES = {
  waiting: _("等候"),
  called: _("已叫号"),
  serving: _("正在办理"),
  parked: _("暂存"),
  missed: _("过号"),
  done: _("已办结"),
  cancelled: _("已取消"),
  left: _("已离开"),
};

/** @type {Record<string, string>} */
const STATES = { open: _("开放"), paused: _("暂停"), closed: _("未开放") };

/** @type {Record<string, string>} */
const SLIPS = { ticket: _("小票"), guide: _("办理须知"), lacking: _("告知单"), test: _("测试页") };

/** @type {Record<string, string>} */
const PRINTS = { failed: _("没有打印出来"), uncertain: _("不确定是否打印出来") };

export const STATUS_ICONS = /** @type {Record<string, string>} */ ({
  waiting: "clock", called: "speaker", serving: "counter", parked: "pause", missed: "leave", done: "check",
  cancelled: "cross", left: "leave",
});

/** @type {Record<string, "quiet" | "accent" | "good" | "warn">} */
const MOODS = { waiting: "quiet", called: "accent", serving: "good", parked: "warn", missed: "warn" };

/** @param {Record<string, string>} words */
const named = (words) => (/** @type {string} */ code) => say(words[code] ?? code);

export const statusText = named(STATUSES);
export const stateText = named(STATES);
export const slipText = named(SLIPS);
export const printText = named(PRINTS);

/** @param {string} code */
export function moodOf(code) {
  return MOODS[code] ?? "quiet";
}

/** As people type it: full-width characters and small letters are the same. @param {string} text */
export function plain(text) {
  return text.normalize("NFKC").trim().toUpperCase();
}

/**
 * Those services of which every word typed is somewhere in the name, the summary or the words people use.
 * @param {readonly Guide[]} services
 * @param {string} typed
 */
export function servicesFor(services, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return services.filter((one) => {
    const all = plain([one.name.zh, one.name.en ?? "", one.summary.zh, one.summary.en ?? "", ...one.keywords].join(" "));
    return words.every((word) => all.includes(word));
  });
}

const NUMBER = /^([A-Z])[-\s]?0*(\d{1,6})$/;
const DIGITS = /^0*(\d{1,6})$/;
const TIME = /^([01]?\d|2[0-3])[:.点]([0-5]\d)$/;

/**
 * What somebody looks for: a number (with its letter or without), a time of day, or words.
 * @typedef {{kind: "nothing"} | {kind: "number", prefix: string | null, number: number}
 *   | {kind: "time", hour: number, minute: number} | {kind: "words", words: string}} Sought
 * @param {string} typed
 * @returns {Sought}
 */
export function soughtIn(typed) {
  const text = plain(typed);
  if (!text) return { kind: "nothing" };
  const whole = NUMBER.exec(text);
  if (whole) return { kind: "number", prefix: whole[1], number: Number(whole[2]) };
  const digits = DIGITS.exec(text);
  if (digits) return { kind: "number", prefix: null, number: Number(digits[1]) };
  const clock = TIME.exec(text);
  if (clock) return { kind: "time", hour: Number(clock[1]), minute: Number(clock[2]) };
  return { kind: "words", words: text };
}
