// What paper needs and the screen has elsewhere: of which hall, of which days, printed when.

import { html } from "htm/preact";
import { dateOf, now, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { told } from "./shell.js";

/** @import { Days } from "./figures.js" */

const RANGE = _("{from} 至 {to}");
const AGAINST = _("对比 {from} 至 {to}");
const PRINTED = _("打印于 {day} {time}");

/** @param {{title: string, days: Days, against?: Days | null, more?: string}} props  more: what else was chosen */
export function PrintHead({ title, days, against, more }) {
  return html`<header class="print-head"><p class="title">${both(told.hall)} · ${title}</p>
    <p>${days.from && html`${say(RANGE, { ...days })} · `}${against && html`${say(AGAINST, { ...against })} · `}${say(PRINTED, { day: dateOf(now()), time: timeOfDay(now()) })}</p>${more && html`<p>${more}</p>`}</header>`;
}
