// A list of cases, the most pressing on top.

import { html } from "htm/preact";
import { dateOf, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { Chip, levelText } from "page";
import { DueShown, Found, StateChip } from "./case_words.js";

const NO = _("编号");
const STATE = _("进展");
const LEVEL = _("评价等级");
const SERVICE = _("业务");
const AT = _("收到");
const DUE = _("期限");
const HANDLER = _("承办人");
const NOBODY = _("未指定");
const FOUND = _("结论");
const WINDOW = _("{no} 号窗口");
const APPEALED = _("申诉待复核");
const SATISFIED = _("群众满意");
const NOT_SATISFIED = _("群众不满意");

/** @typedef {{id: string, no: number, state: string, level: number, opened_at: string, service: Words, window_no: string, clerk: {shown: Words}, handler: {shown: Words} | null, due: import("./case_words.js").Due | null, verdict: string | null, cause: string | null, satisfied: boolean | null, appealed: boolean}} Row */

/** @param {{rows: Row[], path: (id: string) => string, label: string}} props */
export function CaseRows({ rows, path, label }) {
  return html`<div class="table-wrap" tabindex="0" role="group" aria-label=${label}><table class="table cards">
    <thead><tr><th>${say(NO)}</th><th>${say(STATE)}</th><th>${say(DUE)}</th><th>${say(LEVEL)}</th><th>${say(SERVICE)}</th><th>${say(HANDLER)}</th><th>${say(FOUND)}</th><th>${say(AT)}</th></tr></thead>
    <tbody>${rows.map((one) => html`<tr key=${one.id}>
      <th scope="row"><a class="case-no number" href=${path(one.id)}>${`${say(NO)} ${one.no}`}</a></th>
      <td class="case-state"><${StateChip} of=${one.state} />${one.appealed && html` <${Chip} mood="warn" icon="warning">${say(APPEALED)}<//>`}</td>
      <td><${DueShown} due=${one.due} /></td>
      <td class="nowrap">${levelText(one.level)}</td>
      <td class="case-what">${both(one.service)}<span class="case-beside">${say(WINDOW, { no: one.window_no })} ${both(one.clerk.shown)}</span></td>
      <td data-label=${say(HANDLER)}>${one.handler ? both(one.handler.shown) : html`<span class="soft">${say(NOBODY)}</span>`}</td>
      <td><${Found} verdict=${one.verdict} cause=${one.cause} />${one.satisfied !== null && html`<span class="case-beside">${say(one.satisfied ? SATISFIED : NOT_SATISFIED)}</span>`}</td>
      <td data-label=${say(AT)}>${dateOf(one.opened_at)} ${timeOfDay(one.opened_at)}</td>
    </tr>`)}</tbody>
  </table></div>`;
}
