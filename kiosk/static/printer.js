// The virtual printer: slips come out here as they would on paper.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post } from "ask";
import { timeOfDay, timeWithSeconds } from "clock";
import { _, both, say } from "languages";
import { Empty, Icon, LanguageSwitch, show, useDeed } from "page";

const TITLE = _("打印出的小票");
const NOTE = _("取号、补打、告知书都在这里出纸；接上真的打印机后，内容相同。");
const NOTHING = _("还没有打印过");
const SCAN_ME = _("扫码打开这张小票的页面");
const TROUBLE = _("待确认的小票");
const FAILED = _("{number} 的小票没有打出来");
const UNCERTAIN = _("{number} 的小票可能没有打出来");
const A_SLIP = _("一张");
const AGAIN = _("补打");
const CAME_OUT = _("已出纸，不再补打");
const LOOK_EVERY_MS = 1000;

/** @import { PaperTrouble } from "pictures" */
/** @typedef {{text: string | null, wide: number, high: number, centred: boolean, bold: boolean, qr: string | null}} Drawn */
/**
 * @typedef {{id: string, printer: Words, columns: number, asked_at: string,
 *   language: Language, lines: Drawn[]}} Slip
 */

/** A line in the printer's letters: a base letter is half an em wide, larger ones are multiples of it. @param {Drawn} line */
function Line(line) {
  if (line.qr !== null) return html`<img class="slip-code" src=${line.qr} alt=${say(SCAN_ME)} />`;
  if (line.text === null) return html`<hr class="slip-rule" />`;
  const letter = { fontSize: `${line.wide}em`, transform: line.high === line.wide ? "none" : `scaleY(${line.high / line.wide})` };
  return html`<p class="slip-line" data-centred=${line.centred} data-bold=${line.bold} style=${{ height: `${line.high * 1.3}em` }}>
    <span style=${letter}>${line.text}</span>
  </p>`;
}

/** @param {{slip: Slip}} props */
function Paper({ slip }) {
  return html`<li class="slip-place">
    <article class="slip arrive" lang=${slip.language === "en" ? "en" : "zh-Hans"} data-slip=${slip.id}
      style=${{ width: `calc(${slip.columns / 2}em + 2.5em)` }}>${slip.lines.map((line) => html`<${Line} ...${line} />`)}</article>
    <p class="slip-note small soft"><span>${both(slip.printer)}</span> <time>${timeWithSeconds(slip.asked_at)}</time></p>
  </li>`;
}

/** What did not surely come out: printed again, or seen to be there.
 * @param {{troubles: readonly PaperTrouble[]}} props */
function Troubles({ troubles }) {
  const [settled, setSettled] = useState(/** @type {readonly string[]} */ ([]));
  const settle = useDeed(async (/** @type {string} */ job, /** @type {string} */ how) => {
    await post(`/printer/slips/${job}/${how}`);
    setSettled((before) => [...before, job]);
  });
  const open = troubles.filter((one) => !settled.includes(one.job));
  if (!open.length) return null;
  return html`<section class="card printer-troubles" aria-labelledby="troubles"><h2 id="troubles" class="card-title">${say(TROUBLE)}</h2>
    <ul class="list">${open.map((one) => html`<li key=${one.job}><${Icon} of="warning" />
      <span class="grow">${say(one.state === "uncertain" ? UNCERTAIN : FAILED, { number: one.number ?? say(A_SLIP) })} <time class="soft small">${timeOfDay(one.at)}</time></span>
      ${one.state === "uncertain" && html`<button type="button" class="button quiet" disabled=${settle.busy} onClick=${() => settle.run(one.job, "came-out")}>${say(CAME_OUT)}</button>`}
      <button type="button" class="button" disabled=${settle.busy} onClick=${() => settle.run(one.job, "again")}>${say(AGAIN)}</button></li>`)}</ul>
  </section>`;
}

function Tray() {
  const [slips, setSlips] = useState(/** @type {Slip[] | null} */ (null));
  const [troubles, setTroubles] = useState(/** @type {readonly PaperTrouble[]} */ ([]));
  useEffect(() => {
    let over = false;
    /** @type {ReturnType<typeof setTimeout>} */
    let next;
    const look = async () => {
      try {
        const tray = await get("/printer/slips");
        if (!over) { setSlips(tray.slips); setTroubles(tray.troubles); }
      } catch {
        // The server is away for a moment: what came out still lies here.
      }
      if (!over) next = setTimeout(look, LOOK_EVERY_MS);
    };
    void look();
    return () => { over = true; clearTimeout(next); };
  }, []);
  return html`<div class="printer">
    <header class="bar"><h1 class="bar-title">${say(TITLE)}</h1><${LanguageSwitch} /></header>
    <p class="soft printer-note">${say(NOTE)}</p>
    <${Troubles} troubles=${troubles} />
    ${slips !== null && slips.length === 0 && html`<${Empty} icon="printer" title=${say(NOTHING)} />`}
    <ol class="tray">${(slips ?? []).map((slip) => html`<${Paper} key=${slip.id} slip=${slip} />`)}</ol>
  </div>`;
}

show(Tray);
