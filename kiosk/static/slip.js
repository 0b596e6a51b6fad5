// Whether a slip came out, in words: a visitor must never wait for paper that will not come.

import { html } from "htm/preact";
import { Icon } from "page";
import { _, say } from "languages";

/** @typedef {import("./pieces.js").Picture} Picture */
/** @typedef {{job: string, status: string}} Print */

const PRINTING = _("正在打印…");
const FAILED = _("没有打印出来。");
const UNCERTAIN = _("打印机没有回应，小票可能没有出来。");

/**
 * How a slip stands now: what the picture says, or the first answer until it says something.
 * @param {Picture} picture
 * @param {Print} print
 */
export function stateOf(picture, print) {
  return picture.slips.find((one) => one.job === print.job)?.state ?? print.status;
}

/**
 * @param {{picture: Picture, print: Print, printed: string, failed: string}} props  what to do once it is printed, or is not
 */
export function SlipState({ picture, print, printed, failed }) {
  const state = stateOf(picture, print);
  if (state === "printed") {
    return html`<p class="notice slip-state" data-mood="good" data-state=${state} role="status"><${Icon} of="check" /><span>${printed}</span></p>`;
  }
  if (state === "failed" || state === "uncertain") {
    return html`<p class="notice slip-state" data-mood="warn" data-state=${state} role="alert">
      <${Icon} of="warning" /><span>${say(state === "failed" ? FAILED : UNCERTAIN)}<strong> ${failed}</strong></span></p>`;
  }
  return html`<p class="notice slip-state" data-state=${state} role="status"><${Icon} of="printer" /><span>${say(PRINTING)}</span></p>`;
}
