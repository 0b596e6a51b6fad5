// What to know before the number is taken, then the taking.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Chip, Dialog, Icon, QR, useDeed } from "page";
import { post } from "ask";
import { _, both, language, say } from "languages";
import { PRIORITIES, PRIORITY_ICONS } from "visitors";
import { Line, Safe, Scroll, sign, wait } from "./pieces.js";
import { SlipState } from "./slip.js";

/** @typedef {import("./pieces.js").Picture} Picture */
/** @typedef {import("./pieces.js").Guide} Guide */
/** @typedef {import("./slip.js").Print} Print */
/** @typedef {{priority: string | null, help: string[], also: string[]}} Options */

export const TAKE = _("材料已带齐，取号");
const TAKING = _("正在取号…");
const BRING = _("先看要带什么（不取号）");
const NOT_NOW = _("现在不取号");
const AWAY = _("暂时连不上，不能取号");
const PROMISED = _("承诺时限");
const AHEAD = _("前面 {n} 人");
const EXPECTED = _("预计等候");
const MATERIALS = _("要带的材料");
const NO_MATERIALS = _("不需要带材料，可直接取号");
const CONDITIONS = _("办理条件");
const PROCEDURE = _("办理程序");
const COPIES = _("原件和复印件 {n} 份");
const ORIGINAL = _("原件");
const IF_NEEDED = _("视情况");
const PERMIT = _("行政许可事项");
const NO_WINDOW = _("这项业务现在没有窗口开放。可以先取号等候，或请导办员帮忙。");

const PRIORITY = _("优先取号");
const PRIORITY_CHOSEN = _("优先：{reason}");
const HELP = _("需要照顾");
const HELP_CHOSEN = _("已登记，工作人员会留意");
const ADD = _("再加一项业务");
const ADDED = _("还要办：{service}");
const REMOVE = _("不办这项");

const WHO_FIRST = _("您属于哪一种情况？");
const WHO_FIRST_NOTE = _("只有工作人员能看到原因，屏幕和小票上只写“优先”。");
const NO_PRIORITY = _("不用优先");
/** @type {Record<string, string>} */
const REASONS = { ...PRIORITIES, elder: _("长者（{age} 岁及以上）"), other: _("其他需要照顾的情况（请向导办员说明）") };
const ASK_DESK = _("这种情况请到导办台，由导办员为您取优先号。");
const CALL_DESK = _("请导办员过来");

const WHICH_HELP = _("需要我们怎样照顾您？");
const WHICH_HELP_NOTE = _("可多选。只有窗口和导办台能看到。");
/** @type {Record<string, string>} */
const NEEDS = {
  hearing: _("听不清叫号"),
  vision: _("看不清屏幕"),
  wheelchair: _("使用轮椅"),
  guide: _("需要有人带领"),
  stroller: _("推着婴儿车"),
};
/** @type {Record<string, string>} */
const NEED_SIGNS = { hearing: "ear", vision: "eye", wheelchair: "wheelchair", guide: "guide", stroller: "baby" };
const READY = _("好了");
const BACK = _("返回");

const WHICH_ADD = _("还要办哪一项？");
const WHICH_ADD_NOTE = _("办完前一项，凭同一个号接着办，不用重新取号。");

const HOW_GUIDE = _("这份清单怎样给您？");
const ON_PAPER = _("打印一份");
const BY_PHONE = _("用手机扫码");
const NO_NUMBER = _("不取号，也不用排队。");
const SCAN_GUIDE = _("用手机扫一扫，清单就在手机上");
const PHOTOGRAPH = _("请用手机拍下这一页。");
const GUIDE_PRINTED = _("请取走清单，材料带齐后再来取号。");

/**
 * @param {{picture: Picture, guide: Guide, options: Options, change: (options: Options) => void, take: () => void,
 *   busy: boolean, lost: boolean, scans: boolean, ring: () => void}} props
 */
export function Service({ picture, guide, options, change, take, busy, lost, scans, ring }) {
  const [asks, setAsks] = useState(/** @type {"" | "priority" | "help" | "add" | "bring"} */ (""));
  const close = () => setAsks("");
  const stopped = lost ? say(AWAY) : picture.opening.open ? null : say(NOT_NOW);
  const mayAdd = options.also.length + 1 < picture.most_services;
  return html`<div class="service-page">
    <header class="service-top">
      <div class="service-name">
        <${Icon} of=${sign(guide.category)} />
        <div>
          <h1 class="title">${both(guide.name)}</h1>
          <p class="lead soft">${both(guide.summary)} ${guide.permit && html`<${Chip} mood="accent">${say(PERMIT)}<//>`}</p>
        </div>
      </div>
      <dl class="service-facts">
        <div><dt>${say(PROMISED)}</dt><dd>${both(guide.promised)}</dd></div>
        <div><dt>${say(EXPECTED)}</dt><dd>${wait(guide.estimate)}<${Line} waiting=${guide.ahead} windows=${guide.windows_open} words=${AHEAD} /></dd></div>
      </dl>
    </header>
    <${Scroll} class="service-told" label=${both(guide.name)}>
      <${Safe}><${Told} guide=${guide} /><//>
    <//>
    <section class="service-take">
      ${picture.opening.open && guide.windows_open === 0 && html`<p class="notice" data-mood="warn"><${Icon} of="warning" /><span>${say(NO_WINDOW)}</span></p>`}
      ${options.also.map((code) => html`<div key=${code} class="also">
        <span><${Icon} of="plus" />${say(ADDED, { service: both(picture.services.find((one) => one.code === code)?.name) })}</span>
        <button type="button" class="button" onClick=${() => change({ ...options, also: options.also.filter((one) => one !== code) })}>${say(REMOVE)}</button>
      </div>`)}
      ${picture.opening.open && html`<div class="options">
        <button type="button" class="button" aria-pressed=${options.priority !== null} onClick=${() => setAsks("priority")}>
          <${Icon} of="star" />${options.priority ? say(PRIORITY_CHOSEN, { reason: reason(options.priority, picture) }) : say(PRIORITY)}</button>
        <button type="button" class="button" aria-pressed=${options.help.length > 0} onClick=${() => setAsks("help")}>
          <${Icon} of="heart" />${say(options.help.length ? HELP_CHOSEN : HELP)}</button>
        ${mayAdd && html`<button type="button" class="button" onClick=${() => setAsks("add")}><${Icon} of="plus" />${say(ADD)}</button>`}
      </div>`}
      <div class="service-deeds">
        <button type="button" class="button large bring" onClick=${() => setAsks("bring")}><${Icon} of="list" />${say(BRING)}</button>
        <button type="button" class="button primary large take" disabled=${stopped !== null || busy} aria-busy=${busy} onClick=${take}>
          <${Icon} of=${lost ? "unlinked" : stopped ? "clock" : "ticket"} />${stopped ?? say(busy ? TAKING : TAKE)}</button>
      </div>
    </section>
    ${asks === "priority" && html`<${PriorityDialog} picture=${picture} chosen=${options.priority} close=${close} ring=${ring}
      choose=${(/** @type {string | null} */ priority) => { change({ ...options, priority }); close(); }} />`}
    ${asks === "help" && html`<${HelpDialog} chosen=${options.help} close=${close} change=${(/** @type {string[]} */ help) => change({ ...options, help })} />`}
    ${asks === "add" && html`<${AddDialog} picture=${picture} without=${[guide.code, ...options.also]} close=${close}
      choose=${(/** @type {string} */ code) => { change({ ...options, also: [...options.also, code] }); close(); }} />`}
    ${asks === "bring" && html`<${BringDialog} picture=${picture} guide=${guide} scans=${scans} close=${close} />`}
  </div>`;
}

/**
 * @param {string} priority
 * @param {Picture} picture
 */
function reason(priority, picture) {
  return say(REASONS[priority] ?? priority, { age: picture.elder_age });
}

/**
 * Everything to know: materials first, since they decide whether waiting is worth while.
 * @param {{guide: Guide}} props
 */
function Told({ guide }) {
  return html`<div class="told">
    <section class="told-materials">
      <h2>${say(MATERIALS)}</h2>
      ${guide.materials.length === 0 && html`<p class="notice"><${Icon} of="check" /><span>${say(NO_MATERIALS)}</span></p>`}
      <ul class="materials">${guide.materials.map((one) => html`
        <li key=${one.name.zh}>
          <span class="box"></span>
          <span class="material">
            <span class="strong">${both(one.name)}</span>
            <span class="material-note">${[one.copies ? say(COPIES, { n: one.copies }) : say(ORIGINAL), both(one.note)].filter(Boolean).join(" · ")}</span>
          </span>
          ${!one.required && html`<${Chip} mood="warn">${say(IF_NEEDED)}<//>`}
        </li>`)}</ul>
    </section>
    <div class="told-rest">
      ${guide.conditions.length > 0 && html`<section>
        <h2>${say(CONDITIONS)}</h2>
        <ul>${guide.conditions.map((one) => html`<li key=${one.zh}>${both(one)}</li>`)}</ul>
      </section>`}
      ${guide.procedure.length > 0 && html`<section>
        <h2>${say(PROCEDURE)}</h2>
        <ol class="steps">${guide.procedure.map((one) => html`<li key=${one.zh}><span>${both(one)}</span></li>`)}</ol>
      </section>`}
    </div>
  </div>`;
}

/**
 * @param {{picture: Picture, chosen: string | null, choose: (priority: string | null) => void, close: () => void, ring: () => void}} props
 */
function PriorityDialog({ picture, chosen, choose, close, ring }) {
  const [atDesk, setAtDesk] = useState(false);
  const declared = (/** @type {string} */ one) => picture.priorities.includes(one);
  const actions = atDesk
    ? html`<button type="button" class="button" onClick=${() => setAtDesk(false)}>${say(BACK)}</button>
      <button type="button" class="button primary" onClick=${() => { ring(); close(); }}><${Icon} of="bell" />${say(CALL_DESK)}</button>`
    : html`<button type="button" class="button" onClick=${() => choose(null)}>${say(NO_PRIORITY)}</button>`;
  return html`<${Dialog} title=${say(WHO_FIRST)} close=${close} actions=${actions} size="wide">
    ${atDesk
    ? html`<p class="notice lead"><${Icon} of="counter" /><span>${say(ASK_DESK)}</span></p>`
    : html`<p class="soft">${say(WHO_FIRST_NOTE)}</p>
      <div class="reasons">${Object.keys(REASONS).map((one) => html`
        <button key=${one} type="button" class="choice reason" data-reason=${one} aria-pressed=${chosen === one}
          onClick=${() => (declared(one) ? choose(one) : setAtDesk(true))}>
          <span class="category-head"><${Icon} of=${PRIORITY_ICONS[one] ?? "star"} /><span class="choice-title">${reason(one, picture)}</span></span>
        </button>`)}</div>`}
  <//>`;
}

/**
 * Chosen discreetly: the page behind says only that something is noted, never what.
 * @param {{chosen: string[], change: (needs: string[]) => void, close: () => void}} props
 */
function HelpDialog({ chosen, change, close }) {
  const turn = (/** @type {string} */ one) => change(chosen.includes(one) ? chosen.filter((need) => need !== one) : [...chosen, one]);
  const actions = html`<button type="button" class="button primary" onClick=${close}>${say(READY)}</button>`;
  return html`<${Dialog} title=${say(WHICH_HELP)} close=${close} actions=${actions} size="wide">
    <p class="soft">${say(WHICH_HELP_NOTE)}</p>
    <div class="reasons">${Object.entries(NEEDS).map(([one, text]) => html`
      <button key=${one} type="button" class="choice reason" data-need=${one} aria-pressed=${chosen.includes(one)} onClick=${() => turn(one)}>
        <span class="category-head"><${Icon} of=${chosen.includes(one) ? "check" : NEED_SIGNS[one] ?? "heart"} /><span class="choice-title">${say(text)}</span></span>
      </button>`)}</div>
  <//>`;
}

/**
 * @param {{picture: Picture, without: string[], choose: (code: string) => void, close: () => void}} props
 */
function AddDialog({ picture, without, choose, close }) {
  const [category, setCategory] = useState(/** @type {string | null} */ (null));
  const services = picture.services.filter((one) => one.category === category && !without.includes(one.code) && one.code !== picture.enquiry);
  const actions = html`<button type="button" class="button" onClick=${() => (category ? setCategory(null) : close())}><${Icon} of="back" />${say(BACK)}</button>`;
  return html`<${Dialog} title=${say(WHICH_ADD)} close=${close} actions=${actions} size="wide">
    <p class="soft">${say(WHICH_ADD_NOTE)}</p>
    <div class="reasons">${category === null
    ? picture.categories.map((one) => html`<button key=${one.code} type="button" class="choice reason" onClick=${() => setCategory(one.code)}>
        <span class="category-head"><${Icon} of=${sign(one.code)} /><span class="choice-title">${both(one.name)}</span></span></button>`)
    : services.map((one) => html`<button key=${one.code} type="button" class="choice reason" onClick=${() => choose(one.code)}>
        <span class="choice-title">${both(one.name)}</span></button>`)}</div>
  <//>`;
}

/**
 * The list without a number, on paper or on the visitor's phone.
 * @param {{picture: Picture, guide: Guide, scans: boolean, close: () => void}} props
 */
function BringDialog({ picture, guide, scans, close }) {
  const [print, setPrint] = useState(/** @type {Print | null} */ (null));
  const [code, setCode] = useState(/** @type {string | null} */ (null));
  const give = useDeed(async (/** @type {boolean} */ paper) => {
    const given = await post("/kiosk/guides", { service: guide.code, paper, language: language() });
    if (paper) setPrint(given.print); else setCode(given.qr);
  });
  const neither = !scans && !picture.prints;
  // Shown to be photographed, it is a list given all the same.
  useEffect(() => { if (neither) void give.run(false); }, []);
  const actions = html`<button type="button" class="button primary" onClick=${close}>${say(READY)}</button>`;
  return html`<${Dialog} title=${say(HOW_GUIDE)} close=${close} actions=${actions} size="wide">
    <p class="soft">${say(NO_NUMBER)}</p>
    ${neither && html`<p class="notice lead"><${Icon} of="phone" /><span>${say(PHOTOGRAPH)}</span></p>`}
    <div class="ways">
      ${picture.prints && html`<button type="button" class="choice way" disabled=${give.busy || print !== null} onClick=${() => give.run(true)}>
        <${Icon} of="printer" /><span class="choice-title">${say(ON_PAPER)}</span></button>`}
      ${scans && !code && html`<button type="button" class="choice way" disabled=${give.busy} onClick=${() => give.run(false)}>
        <${Icon} of="qr" /><span class="choice-title">${say(BY_PHONE)}</span></button>`}
      ${code && html`<div class="way-code"><${QR} src=${code} label=${say(SCAN_GUIDE)} /><p>${say(SCAN_GUIDE)}</p></div>`}
    </div>
    ${print && html`<${SlipState} picture=${picture} print=${print} printed=${say(GUIDE_PRINTED)} failed=${say(PHOTOGRAPH)} />`}
  <//>`;
}
