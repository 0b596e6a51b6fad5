// The reasons for going first and the needs on the way, as rows of buttons.

import { html } from "htm/preact";
import { _, say } from "languages";
import { Icon } from "page";
import { NEED_ICONS, needText, PRIORITY_ICONS, priorityText } from "visitors";

const PRIORITY = _("优先");
const NO_PRIORITY = _("不用优先");
const HELP = _("帮助需求");

/**
 * One reason, or none.
 * @param {{reasons: readonly string[], chosen: string | null, choose: (reason: string | null) => void, disabled?: boolean}} props
 */
export function PriorityChoice({ reasons, chosen, choose, disabled = false }) {
  return html`<div class="choice-row" role="group" aria-label=${say(PRIORITY)}>
    <button type="button" class="pill" aria-pressed=${chosen === null} disabled=${disabled} onClick=${() => choose(null)}>${say(NO_PRIORITY)}</button>
    ${reasons.map((one) => html`
      <button type="button" key=${one} class="pill" data-priority=${one} aria-pressed=${chosen === one} disabled=${disabled}
        onClick=${() => choose(chosen === one ? null : one)}><${Icon} of=${PRIORITY_ICONS[one] ?? "star"} />${priorityText(one)}</button>`)}
  </div>`;
}

/**
 * Any of the needs.
 * @param {{needs: readonly string[], chosen: readonly string[], choose: (needs: string[]) => void, disabled?: boolean}} props
 */
export function NeedsChoice({ needs, chosen, choose, disabled = false }) {
  /** @param {string} one */
  const turn = (one) => choose(needs.filter((each) => (each === one ? !chosen.includes(each) : chosen.includes(each))));
  return html`<div class="choice-row" role="group" aria-label=${say(HELP)}>
    ${needs.map((one) => html`
      <button type="button" key=${one} class="pill" data-need=${one} aria-pressed=${chosen.includes(one)} disabled=${disabled}
        onClick=${() => turn(one)}><${Icon} of=${NEED_ICONS[one] ?? "guide"} />${needText(one)}</button>`)}
  </div>`;
}
