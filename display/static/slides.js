// What the wall shows while nobody is called: what was changed because people said so, and how satisfied they are.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, both, say } from "languages";
import { Icon } from "page";

/** @typedef {{ended: number, rated: number, participation: number | null, good_rate: number | null, interval: [number, number] | null, counts: number[]}} Figures */
/** @typedef {{kind: "improved", texts: Words[]} | {kind: "satisfied", days: number, total: Figures}} Slide */

const IMPROVED = _("您提我改");
const IMPROVED_LEAD = _("您说的，我们改了");
const SATISFIED = _("群众满意度");
const DAYS = _("近 {days} 天，{rated} 份评价，参评率 {share}");
const GOOD_RATE = _("好评率");
const INTERVAL = _("95% 区间 {low}–{high}");
const NO_DEFAULT = _("只统计群众本人提交的评价，没有默认好评");
const WORDS = [_("非常满意"), _("满意"), _("基本满意"), _("不满意"), _("非常不满意")];

/** What is read at ten metres while the slide stands: so many texts, so many signs; a Chinese sign is as wide as two letters. */
const TEXTS = 2;
const SIGNS = 60;
const READ_EVERY_MS = 120_000;

/** @type {Slide[]} */
let latest = [];

/** The slides there are now; read anew while they are shown. @returns {Slide[]} */
export function useSlides() {
  const [slides, setSlides] = useState(latest);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      try {
        latest = slidesOf(await get("/display/slides"));
        if (!gone) setSlides(latest);
      } catch (error) {
        // No news is no fault: what was read last is shown on.
        if (!(error instanceof Refusal)) throw error;
      }
    };
    void read();
    const again = setInterval(read, READ_EVERY_MS);
    return () => { gone = true; clearInterval(again); };
  }, []);
  return slides;
}

/** @param {{improvements: Words[], satisfaction: {days: number, total: Figures} | null}} told @returns {Slide[]} */
function slidesOf({ improvements, satisfaction }) {
  /** @type {Words[][]} */
  const pages = [];
  for (const text of improvements) {
    const page = pages.at(-1);
    if (page && page.length < TEXTS && signs(text) + page.reduce((sum, one) => sum + signs(one), 0) <= SIGNS) page.push(text);
    else pages.push([text]);
  }
  return [
    ...pages.map((texts) => /** @type {Slide} */ ({ kind: "improved", texts })),
    ...(satisfaction ? [/** @type {Slide} */ ({ kind: "satisfied", days: satisfaction.days, total: satisfaction.total })] : []),
  ];
}

/** @param {Words} text */
function signs(text) {
  return Math.max(text.zh.length, (text.en ?? "").length / 2);
}

/** @param {{of: Slide}} props */
export function Slide({ of }) {
  if (of.kind === "improved") {
    return html`<section class="slide" aria-label=${say(IMPROVED)}><h2 class="title slide-title">${say(IMPROVED)}</h2><p class="slide-lead">${say(IMPROVED_LEAD)}</p>
      <ul class="slide-list">${of.texts.map((text) => html`<li><${Icon} of="check" /><span>${both(text)}</span></li>`)}</ul></section>`;
  }
  const { total } = of;
  return html`<section class="slide" aria-label=${say(SATISFIED)}><h2 class="title slide-title">${say(SATISFIED)}</h2>
    <p class="slide-lead">${say(DAYS, { days: of.days, rated: total.rated, share: percent(total.participation) })}</p>
    <div class="slide-figures"><div><p>${say(GOOD_RATE)}</p><p class="slide-rate number">${percent(total.good_rate)}</p>
        ${total.interval && html`<p class="slide-note">${say(INTERVAL, { low: percent(total.interval[0]), high: percent(total.interval[1]) })}</p>`}</div>
      <dl class="slide-levels">${total.counts.map((n, at) => html`<dt>${say(/** @type {string} */ (WORDS[at]))}</dt><dd>
        <svg class="slide-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="8" /><rect class="share" width=${(100 * n) / total.rated} height="8" /></svg><span class="number">${n}</span></dd>`)}</dl></div>
    <p class="slide-note">${say(NO_DEFAULT)}</p></section>`;
}

/** @param {number | null} share */
function percent(share) {
  return share === null ? "–" : `${(100 * share).toFixed(1)}%`;
}
