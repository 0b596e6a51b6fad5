// The console's words for the codes of its picture, each with its sign.

import { _, say } from "languages";

/** @type {Record<string, string>} */
const WHY = {
  first_arrival: _("来得最早"),
  priority: _("优先号先叫"),
  others_turn: _("优先号已连叫满，轮到先来的人"),
  restored: _("让过别人，现在轮到"),
  nobody_else: _("没有别人在等"),
  unparked: _("暂存后取回"),
};

/** @type {Record<string, string>} */
const OUTCOMES = {
  done_on_spot: _("当场办结"),
  accepted: _("已受理"),
  deficient: _("材料不齐"),
  refused: _("不予受理"),
  consulted: _("咨询答复"),
  referred: _("指引到别处"),
};

/** @type {Record<string, string>} */
const OUTCOME_NOTES = {
  done_on_spot: _("这次就办好了"),
  accepted: _("收下材料，按承诺时限办"),
  deficient: _("列明还缺什么，打印告知"),
  refused: _("写明理由，打印告知"),
  consulted: _("问题已答复"),
  referred: _("不在本中心办，已告知去处和电话"),
};

/** @type {Record<string, string>} */
const ENDINGS = {
  ...OUTCOMES,
  missed: _("过号"),
  transferred: _("已转办"),
  cancelled: _("已取消"),
};

/** @type {Record<string, string>} */
const OUTCOME_ICONS = {
  done_on_spot: "check",
  accepted: "document",
  deficient: "list",
  refused: "cross",
  consulted: "info",
  referred: "forward",
};

/** @type {Record<string, string>} */
const PAUSES = {
  break: _("短暂休息"),
  errand: _("离开办事"),
  meeting: _("开会"),
  training: _("培训"),
  system: _("系统故障"),
  help: _("帮助群众"),
};

/** @type {Record<string, string>} */
const STATES = { open: _("开放"), paused: _("暂停"), closed: _("未开放") };

export const OUTCOME_CODES = Object.keys(OUTCOMES);
export const PAUSE_CODES = Object.keys(PAUSES);

/** @param {string} code */
export const whyText = (code) => say(WHY[code] ?? "");
/** @param {string} code */
export const outcomeText = (code) => say(OUTCOMES[code] ?? "");
/** @param {string} code */
export const outcomeNote = (code) => say(OUTCOME_NOTES[code] ?? "");
/** @param {string} code */
export const outcomeIcon = (code) => OUTCOME_ICONS[code] ?? "check";
/** @param {string} code */
export const endingText = (code) => say(ENDINGS[code] ?? "");
/** @param {string} code */
export const pauseText = (code) => say(PAUSES[code] ?? "");
/** @param {string} code */
export const stateText = (code) => say(STATES[code] ?? "");

/** What must say what is missing, or the ground.
 * @param {string} code */
export const needsLacking = (code) => code === "deficient" || code === "refused";
