// What the checks of ratings say: patterns, flags, reasons and states, in words with their figures.

import { _, both, say } from "languages";

/** @typedef {{name: Words, number: string}} Person */
/** @typedef {{of: string, key: string, name: Words, pattern: string, rated: number, share: number | null, against_rated: number | null, against_share: number | null, chance: number | null, level: number | null}} Finding */
/** @typedef {{id: string, number: string, window_no: string, clerk: Person, service: Words, level: number, text: string, channel: string, kind: string, at: Moment, own: boolean}} Seen */
/** @typedef {{rating: Seen, flags: {flag: string, seconds: number | null}[], exclusion: string | null}} Flagged */
/** @typedef {{id: string, rating: Seen, state: string, reason: string, text: string, asked_by: Person, asked_at: Moment, decided_by: Person | null, decided_at: Moment | null, lifted_by: Person | null, lifted_at: Moment | null, mine: boolean}} Exclusion */
/** @typedef {{burst_ratings: number, burst_s: number, console_people: number, pattern_from: number}} Rules */

const HIGHER = _("非常满意的比例明显高于其他评价");
const LOWER = _("非常满意的比例明显低于其他评价");
const NEVER_VARIES = _("{n} 份评价全是“{level}”");
const PAD_OVER_PHONE = _("评价器上的非常满意比例明显高于手机和小票");
const WINDOW = _("{no} 号窗口");
const CLERK = _("{name}（{no}）");
const QUICK = _("办结后 {s} 秒即评价");
const BEFORE_NEXT = _("评价后 {s} 秒即叫下一位");
const BURST = _("{s} 秒内集中 {n} 份以上");
const TOO_SHORT = _("办理只用了 {s} 秒");
const OWN_CONSOLE = _("来自工作人员登录的地址");
const BY_CHANCE = _("仅凭偶然，{p} 次里不到一次");
const LEVELS = [_("非常不满意"), _("不满意"), _("基本满意"), _("满意"), _("非常满意")];

export const ASK_ONE = _("提请排除 {number} 的评价");

/** @type {Record<string, string>} */
export const CHANNELS = { pad: _("窗口评价器"), paper: _("小票二维码"), link: _("手机链接"), desk: _("导办台评价码") };
/** @type {Record<string, string>} */
export const REASONS = {
  staff: _("工作人员代评"), mistaken: _("误评：群众选错了"), malicious: _("恶意评价，已核实"), trial: _("调试或练习"), other: _("其他"),
};
/** @type {Record<string, {label: string, mood: "quiet" | "warn" | "bad" | "good", icon: string}>} */
export const STATES = {
  asked: { label: _("待另一人决定"), mood: "warn", icon: "clock" }, excluded: { label: _("已排除"), mood: "bad", icon: "minus" },
  declined: { label: _("未同意"), mood: "quiet", icon: "cross" }, lifted: { label: _("已恢复计入"), mood: "good", icon: "undo" },
};

/** @param {number} level */
export function levelOf(level) {
  return say(LEVELS[level - 1]);
}

/** @param {Person | null} one */
export function personOf(one) {
  return one ? say(CLERK, { name: both(one.name), no: one.number }) : "";
}

/** @param {Finding} one */
export function whom(one) {
  return one.of === "window" ? say(WINDOW, { no: one.key }) : say(CLERK, { name: both(one.name), no: one.key });
}

/** @param {Finding} one */
export function patternOf(one) {
  if (one.pattern === "never_varies") return say(NEVER_VARIES, { n: one.rated, level: levelOf(one.level ?? 5) });
  if (one.pattern === "pad_over_phone") return say(PAD_OVER_PHONE);
  return say((one.share ?? 0) >= (one.against_share ?? 0) ? HIGHER : LOWER);
}

/** How unlikely, as a bound that is easily read. @param {number} chance */
export function chanceOf(chance) {
  const bound = [1e-6, 1e-5, 1e-4].find((one) => chance < one) ?? 1e-3;
  return say(BY_CHANCE, { p: Math.round(1 / bound).toLocaleString("en") });
}

/** @param {{flag: string, seconds: number | null}} one @param {Rules} rules */
export function flagOf({ flag, seconds }, rules) {
  const s = seconds === null ? "" : String(Math.round(seconds * 10) / 10);
  if (flag === "quick") return say(QUICK, { s });
  if (flag === "before_next") return say(BEFORE_NEXT, { s });
  if (flag === "too_short") return say(TOO_SHORT, { s });
  return flag === "burst" ? say(BURST, { s: rules.burst_s, n: rules.burst_ratings }) : say(OWN_CONSOLE);
}
