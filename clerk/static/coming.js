// Who comes next to the window, and after them: reasons, needs and languages in words with signs.

import { html } from "htm/preact";
import { duration, secondsSince, timeOfDay, timer } from "clock";
import { _, both, say } from "languages";
import { Chip, Empty, Icon, Key, Plate, PriorityChip } from "page";
import { NEED_ICONS, needText, priorityText } from "visitors";
import { pauseText, whyText } from "./words.js";

/** @import { Console, InHand, InLine, Stand } from "pictures" */
/** @import { Deed, Deeds } from "./deeds.js" */

const NEXT_UP = _("下一位");
const THEN = _("接下来");
const NOBODY_WAITS = _("暂时没有人等候");
const NEW_ONES = _("有人取号，这里马上显示。");
const WHY_THIS = _("为什么是这位：{why}");
const WAITING_FOR = _("已等 {time}");
const SENT_HERE = _("指定到本窗口");
const PAUSED_FOR = _("暂停中：{why}");
const PAUSED_SINCE = _("{time} 起，已 {length}");
const SPEAKS_ENGLISH = _("讲英语");
const SPEAKS_CHINESE = _("讲中文");
const NO_PRIORITY = _("撤销优先");

/** @param {{picture: Console, deeds: Deeds, favoured: InHand | InLine | null, ordinary: () => void}} props */
export function Line({ picture, deeds, favoured, ordinary }) {
  const [first, ...others] = picture.line;
  return html`<section class="line" aria-label=${say(THEN)}>
    <h2 class="card-title">${say(NEXT_UP)}</h2>
    ${first ? html`<div class="next-up"><p class="cluster tight"><${Plate} number=${first.number} /><span class="grow strong">${both(first.service_name)}</span></p>
        <${Marks} one=${first} />
        ${favoured === first && html`<p><${Ordinary} deed=${deeds.ordinary(first)} run=${ordinary} /></p>`}
        <p class="small">${say(WHY_THIS, { why: whyText(picture.next_why ?? "") })}</p>
        <p class="small soft">${say(WAITING_FOR, { time: duration(secondsSince(first.waiting_since)) })}</p></div>`
      : html`<p class="soft">${say(NOBODY_WAITS)}</p>`}
    ${others.length > 0 && html`<h3 class="small soft line-then">${say(THEN)}</h3><ol class="list then">
      ${others.map((one) => html`<li key=${one.ticket}><span class="plate" data-size="small">${one.number}</span>
        <span class="grow then-what">${both(one.service_name)}</span>
        ${one.priority && html`<${PriorityChip} />`}${one.help_needs.map((need) => html`<span key=${need} class="need" title=${needText(need)}><${Icon} of=${NEED_ICONS[need]} /><span class="visually-hidden">${needText(need)}</span></span>`)}
        <span class="soft small timer">${timer(secondsSince(one.waiting_since))}</span></li>`)}</ol>`}
  </section>`;
}

/** @param {{picture: Console, stand: Stand}} props */
export function FreeCard({ picture, stand }) {
  if (stand.state === "paused") {
    const why = say(PAUSED_FOR, { why: pauseText(stand.pause_reason ?? "") });
    return html`<${Empty} icon="pause" title=${why}>${stand.since && html`<p>${say(PAUSED_SINCE, { time: timeOfDay(stand.since), length: duration(secondsSince(stand.since)) })}</p>`}<//>`;
  }
  const first = picture.line[0];
  if (!first) return html`<${Empty} icon="people" title=${say(NOBODY_WAITS)}><p>${say(NEW_ONES)}</p><//>`;
  return html`<div class="coming"><p class="soft">${say(NEXT_UP)}</p>
    <div class="hand-head"><span class="plate soft" data-size="large">${first.number}</span>
      <div class="hand-what"><h2 class="hand-service">${both(first.service_name)}</h2><${Marks} one=${first} />
        <p class="soft">${say(WHY_THIS, { why: whyText(picture.next_why ?? "") })} · ${say(WAITING_FOR, { time: duration(secondsSince(first.waiting_since)) })}</p></div></div></div>`;
}

/** Priority with its reason, needs and language of somebody who waits, each in a word with a sign.
 * @param {{one: InLine}} props */
function Marks({ one }) {
  if (!one.priority && !one.help_needs.length && one.language === "zh" && one.window_no === null) return null;
  return html`<p class="cluster tight"><${Reasons} one=${one} />
    ${one.language !== "zh" && html`<${Speaks} language=${one.language} />`}
    ${one.window_no !== null && html`<${Chip} icon="counter">${say(SENT_HERE)}<//>`}</p>`;
}

/** Why somebody goes first, and what they need.
 * @param {{one: InHand | InLine}} props */
export function Reasons({ one }) {
  return html`${one.priority && html`<${PriorityChip} /><${Chip} mood="accent">${priorityText(one.priority)}<//>`}
    ${one.help_needs.map((need) => html`<${Chip} key=${need} mood="warn" icon=${NEED_ICONS[need]}>${needText(need)}<//>`)}`;
}

/** A reason for going first that does not hold is undone; the arrival stays.
 * @param {{deed: Deed, run: () => void}} props */
export function Ordinary({ deed, run }) {
  return html`<button type="button" class="button quiet small-button ordinary" aria-disabled=${!deed.may} title=${deed.why} aria-keyshortcuts="P" onClick=${run}>
    ${say(NO_PRIORITY)} <${Key}>P<//></button>`;
}

/** @param {{language: string}} props */
export function Speaks({ language }) {
  return html`<${Chip} mood=${language === "zh" ? "quiet" : "warn"} icon="language">${say(language === "en" ? SPEAKS_ENGLISH : SPEAKS_CHINESE)}<//>`;
}
