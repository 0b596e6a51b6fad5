// Takes a number for someone who stands at the desk.

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { post } from "ask";
import { dateOf, range, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { Icon, Key, Plate, useDeed } from "page";
import { NeedsChoice, PriorityChoice } from "./choices.js";
import { useFunctionKeys } from "./keys.js";
import { ServicePicker } from "./services.js";

/** @import { Picture } from "./words.js" */
/** @typedef {{id: string, number: string, ahead: number, estimate: {low: number, high: number} | null, print: {status: string} | null}} Taken */

const TAKE_FOR = _("为来人取号");
const WANTED = _("要办的业务");
const ADD = _("再加一项");
const REMOVE = _("不办这项");
const PRIORITY = _("优先");
const HELP = _("帮助需求");
const SLIP = _("小票");
const PRINT = _("打印小票");
const SLIP_LANGUAGE = _("小票语言");
const TAKE_AND_PRINT = _("取号并打印");
const TAKE = _("取号");
const CLEAR = _("清除");
const JUST_TAKEN = _("刚取的号");
const AHEAD = _("前面还有 {n} 人");
const NO_ESTIMATE = _("暂时无法预计等候时间");
const SENT = _("已送去打印");
const NO_SLIP = _("没有打印小票");
const CLOSED = _("现在不取号");
const OPENS = _("下次取号：{day} {time}");
const STILL_CALLED = _("已取的号仍会叫到，仍可查找、更正和恢复。");
const CHOOSE_FIRST = _("先选业务，再取号");

/**
 * @param {{picture: Picture, link: Link, show: (ticket: string) => void, box: {current: HTMLInputElement | null}}} props
 */
export function TakePanel({ picture, link, show, box }) {
  const [wanted, setWanted] = useState(/** @type {string[]} */ ([]));
  const [adding, setAdding] = useState(false);
  const [priority, setPriority] = useState(/** @type {string | null} */ (null));
  const [needs, setNeeds] = useState(/** @type {string[]} */ ([]));
  const [tongue, setTongue] = useState("zh");
  const [paper, setPaper] = useState(true);
  const [taken, setTaken] = useState(/** @type {Taken | null} */ (null));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));

  const clear = () => {
    setWanted([]);
    setAdding(false);
    setPriority(null);
    setNeeds([]);
    setTongue("zh");
    setPaper(true);
  };
  const take = useDeed(async () => {
    const [service, ...also] = wanted;
    if (!service) return;
    setTaken(await post("/desk/tickets", { service, also, priority, help: needs, language: tongue, print: paper && picture.prints }));
    clear();
    box.current?.focus();
  });
  const ready = wanted.length > 0 && picture.opening.open && link === "live" && !take.busy;
  useFunctionKeys({ F9: () => { if (ready) void take.run(); } });

  /** @param {string} code */
  const choose = (code) => {
    setWanted([...wanted, code]);
    setAdding(false);
    setTaken(null);
    // The next thing to press: whoever needs nothing special is done with Enter.
    setTimeout(() => button.current?.focus());
  };
  /** @param {string} code */
  const name = (code) => both(picture.services.find((one) => one.code === code)?.name);
  const picking = wanted.length === 0 || adding;

  return html`<section class="panel take" aria-labelledby="take-title">
    <header class="panel-head"><h2 id="take-title" class="panel-title"><${Icon} of="ticket" />${say(TAKE_FOR)}</h2><${Key}>F2<//></header>
    ${!picture.opening.open && html`<${Closed} opening=${picture.opening} />`}
    ${taken && wanted.length === 0 && html`<${JustTaken} taken=${taken} show=${show} />`}
    ${wanted.length > 0 && html`<ul class="wanted" aria-label=${say(WANTED)}>
      ${wanted.map((code, n) => html`<li key=${code}>
        <span class="wanted-place number">${n + 1}</span><span class="grow">${name(code)}</span>
        <button type="button" class="button quiet" aria-label=${`${say(REMOVE)} ${name(code)}`}
          onClick=${() => setWanted(wanted.filter((one) => one !== code))}><${Icon} of="cross" /></button>
      </li>`)}
      ${wanted.length < picture.most_services && !adding && html`<li key="add">
        <button type="button" class="button quiet start" onClick=${() => setAdding(true)}><${Icon} of="plus" />${say(ADD)}</button></li>`}
    </ul>`}
    ${picking && html`<${ServicePicker} picture=${picture} choose=${choose} without=${wanted} box=${box} id="take-services" eager=${adding} />`}
    ${!picking && html`<div class="take-more scroll">
      <h3 class="panel-label">${say(PRIORITY)}</h3>
      <${PriorityChoice} reasons=${picture.priorities} chosen=${priority} choose=${setPriority} />
      <h3 class="panel-label">${say(HELP)}</h3>
      <${NeedsChoice} needs=${picture.help_needs} chosen=${needs} choose=${setNeeds} />
      <h3 class="panel-label">${say(SLIP)}</h3>
      <div class="take-slip">
        <div class="segments" role="group" aria-label=${say(SLIP_LANGUAGE)}>
          <button type="button" class="button" lang="zh-Hans" aria-pressed=${tongue === "zh"} onClick=${() => setTongue("zh")}>${LANGUAGES.zh}</button>
          <button type="button" class="button" lang="en" aria-pressed=${tongue === "en"} onClick=${() => setTongue("en")}>${LANGUAGES.en}</button>
        </div>
        ${picture.prints && html`<label class="tick"><input type="checkbox" checked=${paper}
          onChange=${(/** @type {Event} */ put) => setPaper(/** @type {HTMLInputElement} */ (put.target).checked)} />${say(PRINT)}</label>`}
      </div>
    </div>`}
    <footer class="take-foot">
      ${wanted.length > 0 && html`<button type="button" class="button" onClick=${() => { clear(); box.current?.focus(); }}>${say(CLEAR)}</button>`}
      <button ref=${button} type="button" class="button primary large grow" disabled=${!ready} aria-busy=${take.busy} onClick=${() => take.run()}>
        <${Icon} of=${picture.prints && paper ? "printer" : "ticket"} />
        ${say(wanted.length === 0 ? CHOOSE_FIRST : picture.prints && paper ? TAKE_AND_PRINT : TAKE)}${wanted.length > 0 && html`<${Key}>F9<//>`}
      </button>
    </footer>
  </section>`;
}

/** Each under its own name: whoever wants it can read it. */
const LANGUAGES = { zh: "中文", en: "English" };

/** @param {{taken: Taken, show: (ticket: string) => void}} props */
function JustTaken({ taken, show }) {
  return html`<div role="status"><button type="button" class="just-taken arrive" onClick=${() => show(taken.id)}>
    <${Plate} number=${taken.number} size="large" fresh />
    <span class="just-taken-facts">
      <span class="small soft">${say(JUST_TAKEN)} · ${say(taken.print ? SENT : NO_SLIP)}</span>
      <strong>${say(AHEAD, { n: taken.ahead })}</strong>
      <span class="small">${taken.estimate ? range(taken.estimate.low, taken.estimate.high) : say(NO_ESTIMATE)}</span>
    </span>
  </button></div>`;
}

/** @param {{opening: Picture["opening"]}} props */
function Closed({ opening }) {
  const next = opening.opens_at;
  return html`<div class="notice" data-mood="warn" role="status"><${Icon} of="clock" /><div>
    <strong>${say(CLOSED)}</strong>${next && html`<br />${say(OPENS, { day: dateOf(next), time: timeOfDay(next) })}`}
    ${opening.closure && html`<br />${both(opening.closure)}`}
    <br /><span class="small">${say(STILL_CALLED)}</span></div></div>`;
}
