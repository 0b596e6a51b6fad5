// Why somebody goes first and what they need on the way, in words with their signs.

import { _, say } from "languages";

/** @type {Record<string, string>} */
export const PRIORITIES = {
  elder: _("长者"),
  disabled: _("残疾人"),
  pregnant: _("孕产妇"),
  military: _("军人及退役军人"),
  infant: _("携带婴幼儿"),
  other: _("其他需要照顾"),
};

/** @type {Record<string, string>} */
const NEEDS = {
  hearing: _("听力不便"),
  vision: _("视力不便"),
  wheelchair: _("坐轮椅"),
  guide: _("需要带领"),
  stroller: _("推婴儿车"),
};

/** @type {Record<string, string>} */
export const PRIORITY_ICONS = {
  elder: "elder", disabled: "wheelchair", pregnant: "heart", military: "star", infant: "baby", other: "counter",
};
/** @type {Record<string, string>} */
export const NEED_ICONS = { hearing: "ear", vision: "eye", wheelchair: "wheelchair", guide: "guide", stroller: "baby" };

/** @param {string} code */
export const priorityText = (code) => say(PRIORITIES[code] ?? code);
/** @param {string} code */
export const needText = (code) => say(NEEDS[code] ?? code);
