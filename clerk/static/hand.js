// The visitor at the window: whom it called or serves, what they should have with them, how long it takes.

import { html } from "htm/preact";
import { secondsSince, timer } from "clock";
import { _, both, say } from "languages";
import { Chip, Icon, Plate } from "page";
import { Ordinary, Reasons, Speaks } from "./coming.js";
import { whyText } from "./words.js";

/** @import { InHand, InLine } from "pictures" */
/** @import { Deeds } from "./deeds.js" */

const WAITED = _("等候");
const WALKING = _("走来");
const SERVING = _("办理");
const QUEUED = _("排队播报");
const SPOKEN = _("已播报");
const TIMES = _("已叫 {n} 次");
const ONE_MORE = _("办完后还有：{what}");
const NOTE_FROM = _("上个窗口留言");
const WHY_THIS = _("为什么是这位：{why}");
const GREET = _("您好，请坐。请问您办什么业务？");
const FAREWELL = _("办好了，谢谢您！请您评价，请慢走，再见。");
const BRING = _("该带的材料");
const COPIES = _("另附复印件 {n} 份");
const IF_NEEDED = _("视情况");

/** @param {{hand: InHand, deeds: Deeds, favoured: InHand | InLine | null, ordinary: () => void}} props */
export function InHandCard({ hand, deeds, favoured, ordinary }) {
  const serving = hand.stage === "serving";
  return html`
    <div class="hand-head">
      <${Plate} number=${hand.number} size="huge" fresh=${hand.stage === "called" && hand.times_called === 1} />
      <div class="hand-what">
        <h2 class="hand-service">${both(hand.service_name)}</h2>
        <p class="cluster tight"><${Reasons} one=${hand} />
          <${Speaks} language=${hand.language} />
          ${favoured === hand && html`<${Ordinary} deed=${deeds.ordinary(hand)} run=${ordinary} />`}</p>
        ${hand.then.length > 0 && html`<p class="small">${say(ONE_MORE, { what: hand.then.map(both).join("、") })}</p>`}
        <p class="small soft">${say(WHY_THIS, { why: whyText(hand.why) })}</p>
      </div>
    </div>
    <div class="times">
      <${Time} word=${say(WAITED)} from=${hand.waiting_since} to=${hand.called_at} />
      <${Time} word=${say(WALKING)} from=${serving ? hand.called_at : hand.last_called_at} to=${serving ? hand.started_at : null} />
      <${Time} word=${say(SERVING)} from=${serving ? hand.started_at : null} to=${null} />
    </div>
    ${!serving && html`<p class="cluster tight called-state"><${Chip} mood="accent" icon="bell">${say(TIMES, { n: hand.times_called })}<//>
      <${Chip} mood=${hand.announced ? "good" : "warn"} icon=${hand.announced ? "check" : "speaker"}>${say(hand.announced ? SPOKEN : QUEUED)}<//></p>`}
    ${hand.note && html`<p class="notice note"><${Icon} of="info" /><span><strong>${say(NOTE_FROM)}</strong> <span class="typed">${hand.note}</span></span></p>`}
    <${Bring} hand=${hand} />
    <p class="greeting soft">${say(serving ? FAREWELL : GREET)}</p>`;
}

/** What the visitor should have with them, at a glance.
 * @param {{hand: InHand}} props */
function Bring({ hand }) {
  if (!hand.materials.length) return null;
  return html`<section class="bring" aria-label=${say(BRING)}><h3 class="small soft">${say(BRING)}</h3>
    <ul class="bring-list">${hand.materials.map((one, place) => html`<li key=${place}><${Icon} of=${one.required ? "document" : "plus"} />
      <span>${both(one.name)} ${one.copies > 0 && html`<span class="soft small">${say(COPIES, { n: one.copies })}</span>`}
        ${!one.required && html`<span class="soft small">· ${one.note ? both(one.note) : say(IF_NEEDED)}</span>`}</span></li>`)}</ul></section>`;
}

/** A length that stands still once it is over.
 * @param {{word: string, from: string | null, to: string | null}} props */
function Time({ word, from, to }) {
  const length = from ? timer(to ? (Date.parse(to) - Date.parse(from)) / 1000 : secondsSince(from)) : "–";
  return html`<div class="time" data-runs=${from && !to ? "" : undefined}><span class="soft small">${word}</span><span class="timer">${length}</span></div>`;
}
