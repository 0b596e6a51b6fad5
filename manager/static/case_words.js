// The words for what becomes of a low rating: states, verdicts, causes, steps, deadlines.

import { html } from "htm/preact";
import { dayText } from "clock";
import { _, say } from "languages";
import { Chip } from "page";

/** @type {Record<string, string>} */
export const STATES = {
  received: _("待核实"), called_back: _("已回访"), verified: _("已核实"), reopened: _("待再次答复"), rectified: _("已整改"), replied: _("已答复"), closed: _("已办结"),
};
/** @type {Record<string, string>} */
export const VERDICTS = { justified: _("属实"), unjustified: _("不属实"), mistaken: _("误评"), malicious: _("恶意评价") };
/** @type {Record<string, string>} */
export const CAUSES = { people: _("人员"), materials: _("事项材料"), procedure: _("流程"), waiting: _("等候"), equipment: _("设备环境") };
/** @type {Record<string, string>} */
export const STEPS = {
  opened: _("收到差评"), assigned: _("承办人已定"), contact_left: _("群众留了联系方式"), contact_seen: _("查看了联系方式"),
  contact_erased: _("联系方式已到期删除"), called_back: _("回访"), statement: _("当事人说明"), verified: _("核实结论"), appeal: _("当事人申诉"),
  reviewed: _("复核结论"), released: _("向当事人公开评价内容"), rectified: _("整改"), replied: _("答复群众"), answered: _("群众回应"),
  closed: _("此件办结"), note: _("备注"),
};
const CALL_BACK_BY = _("{day}前回访");
const RECTIFY_BY = _("{day}前整改答复");
const AGAIN_BY = _("{day}前再次答复");
const PENDING = _("期限待国务院放假安排公布");
const OVERDUE = _("已逾期");

/** @type {Record<string, string>} */
const BY = { call_back: CALL_BACK_BY, rectify: RECTIFY_BY, again: AGAIN_BY };

/** @typedef {{what: string, on: string | null, overdue: boolean}} Due */

/** How far a case is. @param {{of: string}} props */
export function StateChip({ of }) {
  const mood = of === "closed" ? "quiet" : of === "replied" ? "good" : of === "received" || of === "reopened" ? "warn" : "accent";
  return html`<${Chip} mood=${mood}>${say(STATES[of])}<//>`;
}

/** A deadline; one that is over says so in words. @param {{due: Due | null}} props */
export function DueShown({ due }) {
  if (!due) return html`<span class="soft">–</span>`;
  if (!due.on) return html`<span class="soft">${say(PENDING)}</span>`;
  const told = say(BY[due.what], { day: dayText(due.on) });
  return due.overdue ? html`<span class="due-over"><${Chip} mood="bad" icon="warning">${say(OVERDUE)}<//> ${told}</span>` : html`<span>${told}</span>`;
}

/** What was found, with its cause. @param {{verdict: string | null, cause: string | null}} props */
export function Found({ verdict, cause }) {
  return verdict ? html`${say(VERDICTS[verdict])}${cause && html` · ${say(CAUSES[cause])}`}` : null;
}
