// The five levels in words and colours, best first: blue to red, which colour-blind eyes keep apart.

import { html } from "htm/preact";
import { _, say } from "languages";
import { Behind, countsOf, percent } from "./figures.js";

/** @import { Figures } from "./figures.js" */

const OF_LEVELS = _("等级分布");

export const LEVEL_WORDS = [_("非常满意"), _("满意"), _("基本满意"), _("不满意"), _("非常不满意")];
/** The same as `.level-5` … `.level-1` in report.css, for the canvas. */
export const LEVEL_COLOURS = ["#2166ac", "#92c5de", "#e0d8c3", "#f4a582", "#b2182b"];

/**
 * How ratings fall on the levels: one bar, and each level in words with its count and share.
 * @param {{of: Pick<Figures, "n5" | "n4" | "n3" | "n2" | "n1">, href?: (level: number) => string}} props
 */
export function LevelStrip({ of, href }) {
  const counts = countsOf(of);
  const all = counts.reduce((sum, n) => sum + n, 0);
  return html`<div class="level-strip">
    <${LevelBar} of=${of} />
    <ul class="level-words" aria-label=${say(OF_LEVELS)}>${counts.map((n, at) => html`<li>
      <i class=${`swatch level-${5 - at}`}></i><span>${say(LEVEL_WORDS[at])}</span>
      <strong class="num">${href ? html`<${Behind} n=${n} href=${href(5 - at)} />` : n}</strong><span class="num soft">${all ? percent(n / all) : "–"}</span></li>`)}</ul>
  </div>`;
}

/** @param {{of: Pick<Figures, "n5" | "n4" | "n3" | "n2" | "n1">}} props */
function LevelBar({ of }) {
  const counts = countsOf(of);
  const told = counts.map((n, at) => `${say(LEVEL_WORDS[at])} ${n}`).join(" · ");
  return html`<span class="levels" role="img" aria-label=${told} title=${told}>${counts.map((n, at) => n > 0 && html`<i class=${`level-${5 - at}`} style=${{ flexGrow: n }}></i>`)}</span>`;
}
