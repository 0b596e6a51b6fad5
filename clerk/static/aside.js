// Those who were here: the one before, whoever was set aside, whoever was missed.

import { html } from "htm/preact";
import { timeOfDay } from "clock";
import { _, both, say } from "languages";
import { Chip, Key } from "page";
import { Act } from "./acts.js";
import { endingText } from "./words.js";

/** @import { Console } from "pictures" */
/** @import { Deed, Deeds } from "./deeds.js" */

const UNDO = _("撤销");
const REPRINT = _("补打");
const REPRINT_LIST = _("补打告知");
const BEFORE = _("上一位");
const RATED = _("已评价");
const UNRATED = _("未评价");
const NO_RATING = _("无需评价");
const NOBODY_BEFORE = _("刚才没有办过");

/** @param {{picture: Console, deeds: Deeds}} props */
export function BeforeCard({ picture, deeds }) {
  const { before, in_hand: hand } = picture;
  const list = !hand && (before?.ending === "deficient" || before?.ending === "refused");
  return html`<section class="aside" aria-label=${say(BEFORE)}>
    <h2 class="card-title">${say(BEFORE)}</h2>
    ${before ? html`<p class="cluster tight"><span class="plate" data-size="small">${before.number}</span><span>${endingText(before.ending)}</span>
        <span class="soft small">${timeOfDay(before.ended_at)}</span>
        ${before.rateable ? html`<${Chip} mood=${before.rated ? "good" : "quiet"} icon=${before.rated ? "check" : "star"}>${say(before.rated ? RATED : UNRATED)}<//>`
          : html`<span class="soft small">${say(NO_RATING)}</span>`}</p>`
      : html`<p class="soft small">${say(NOBODY_BEFORE)}</p>`}
    <div class="two"><${Act} deed=${deeds.undo} icon="undo" word=${say(UNDO)} code="6" /><${Act} deed=${deeds.reprint} icon="printer" word=${say(list ? REPRINT_LIST : REPRINT)} code="9" /></div>
  </section>`;
}

/** @param {{title: string, empty: string, rows: any[], word: string, code: string, all: () => void, deed: (one: any) => Deed}} props */
export function Aside({ title, empty, rows, word, code, all, deed }) {
  return html`<section class="aside shrinks" aria-label=${title}>
    <h2 class="card-title between"><span>${title}${rows.length > 0 && html` <span class="number count">${rows.length}</span>`}</span>
      ${rows.length > 0 && html`<button type="button" class="button small-button" aria-disabled=${!deed(rows[0]).may} aria-keyshortcuts=${code} title=${deed(rows[0]).why} onClick=${all}>${word} <${Key}>${code}<//></button>`}</h2>
    ${rows.length ? html`<ul class="list scroll rows" tabindex="0" aria-label=${title}>${rows.map((one) => html`<li key=${one.ticket}><span class="plate" data-size="small">${one.number}</span>
      <span class="grow then-what">${both(one.service_name)}</span>
      <button type="button" class="button quiet small-button" aria-disabled=${!deed(one).may} title=${deed(one).why} aria-label=${`${word} ${one.number}`} onClick=${deed(one).run}>${word}</button></li>`)}</ul>`
      : html`<p class="soft small">${empty}</p>`}
  </section>`;
}
