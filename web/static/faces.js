// Five faces of equal size for the five levels, told apart by their features and words before their colour.

import { html } from "htm/preact";
import { _, say } from "languages";

/** The levels as a visitor reads them, from the left. */
export const LEVELS = /** @type {const} */ ([5, 4, 3, 2, 1]);

/** @type {Record<number, string>} */
const WORDS = {
  5: _("非常满意"),
  4: _("满意"),
  3: _("基本满意"),
  2: _("不满意"),
  1: _("非常不满意"),
};
const HOW = _("您对这次服务满意吗？");

/** @type {Record<number, {eyes: string, mouth: string, filled?: boolean}>} */
const FEATURES = {
  5: { eyes: "M20 27c1.5-4 6.5-4 8 0M36 27c1.5-4 6.5-4 8 0", mouth: "M18 36h28c-1 9-7 13.5-14 13.5S19 45 18 36z", filled: true },
  4: { eyes: "M24 24v4M40 24v4", mouth: "M20 38c4 8.5 20 8.5 24 0" },
  3: { eyes: "M24 24v4M40 24v4", mouth: "M22 41c5 2.2 15 2.2 20 0" },
  2: { eyes: "M24 25v4M40 25v4", mouth: "M22 45c4-5.5 16-5.5 20 0" },
  1: { eyes: "M24 28v4M40 28v4M18 23.5l8-3.5M46 23.5l-8-3.5", mouth: "M20 48c3-10 21-10 24 0" },
};

/**
 * The level in words.
 * @param {number} level
 */
export function levelText(level) {
  return say(WORDS[level] ?? "");
}

/**
 * One face without words.
 * @param {{level: number}} props
 */
export function Face({ level }) {
  const { eyes, mouth, filled } = FEATURES[level] ?? FEATURES[3];
  return html`<svg class="face" data-level=${level} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
    <circle class="face-skin" cx="32" cy="32" r="29" />
    <path class="face-line" d=${eyes} />
    <path class=${filled ? "face-mouth" : "face-line"} d=${mouth} />
  </svg>`;
}

/**
 * The five to choose from; none is chosen before the visitor chooses.
 * @param {{choose: (level: number) => void, chosen?: number | null, locked?: boolean}} props
 */
export function Faces({ choose, chosen = null, locked = false }) {
  return html`<div class="faces" role="group" aria-label=${say(HOW)}>
    ${LEVELS.map((level) => html`
      <button key=${level} type="button" class="face-choice" data-level=${level} aria-pressed=${chosen === level ? "true" : "false"}
        disabled=${locked} onClick=${() => choose(level)}>
        <${Face} level=${level} />
        <span class="face-word">${levelText(level)}</span>
      </button>`)}
  </div>`;
}
