// Where a visitor begins: the services most used, the categories, a word to look for.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Empty, Icon } from "page";
import { dateOf, now, timeOfDay } from "clock";
import { _, both, language, say } from "languages";
import { Line, Safe, Scroll, ServiceCard, sign } from "./pieces.js";

/** @typedef {import("./pieces.js").Picture} Picture */
/** @typedef {import("./pieces.js").Guide} Guide */
/** @typedef {(code: string) => void} Choose */

const MOST_USED = _("常办业务");
const ALL = _("全部业务");
const NOW_WAITING = _("正在等候");
const NOW_OPEN = _("开放窗口");
const PEOPLE = _("人");
const UNTIL = _("{time} 停止取号");
const NOT_SURE = _("不知道办什么？先取咨询号");
const NOT_SURE_NOTE = _("导办员听您说，再带您到对应窗口");
const SEARCH = _("按词语查找");
const SEARCH_NOTE = _("如：居住证");
const SEARCH_LABEL = _("输入或点选一个词");
const CLEAR = _("清除");
const FOUND = _("找到 {n} 项业务");
const NOTHING = _("没有找到，可以换一个词，或取咨询号问导办员");
const CLOSED = _("现在不取号");
const OPENS = _("下次取号：{day} {time}");
const OPENS_TODAY = _("今天 {time} 开始取号");
const NO_OPENING = _("下次开放时间请看门前告示");
const STILL_CALLED = _("已取的号仍会叫到，请在大厅等候。");
const READ_GUIDES = _("先看办事要带什么");
const PHONE = _("办公电话");
const NOTICE = _("告示");

/** Few choices: six cards are read, twelve are searched. */
const MOST_CARDS = 6;

/**
 * @param {{picture: Picture, choose: Choose, open: (category: string) => void, search: () => void, ask: () => void, may: boolean, busy: boolean}} props
 *   may: numbers can be taken now
 */
export function Home({ picture, choose, open, search, ask, may, busy }) {
  const popular = mostUsed(picture);
  return html`<div class="home">
    <section class="hero">
      <h1 class="title">${both(picture.about.welcome)}</h1>
      <div class="hero-figures">
        <${Figure} value=${picture.waiting} unit=${language() === "zh" ? say(PEOPLE) : ""} label=${say(NOW_WAITING)} />
        <${Figure} value=${picture.windows_open} label=${say(NOW_OPEN)} />
      </div>
      <${OpeningLine} picture=${picture} />
    </section>
    <section class="popular" aria-labelledby="popular">
      <h2 id="popular">${say(MOST_USED)}</h2>
      <div class="popular-grid">
        ${popular.map((one) => html`<${Safe} key=${one.code}><${ServiceCard} guide=${one} choose=${choose} /><//>`)}
      </div>
    </section>
    <section class="categories" aria-labelledby="categories">
      <h2 id="categories">${say(ALL)}</h2>
      <div class="categories-grid">
        ${picture.categories.map((one) => html`<${Safe} key=${one.code}>
          <button type="button" class="choice category" data-category=${one.code} onClick=${() => open(one.code)}>
            <span class="category-head"><${Icon} of=${sign(one.code)} /><span class="choice-title">${both(one.name)}</span></span>
            <${Line} waiting=${one.waiting} windows=${one.windows_open} short />
          </button><//>`)}
        <button type="button" class="choice category category-search" onClick=${search}>
          <span class="category-head"><${Icon} of="search" /><span class="choice-title">${say(SEARCH)}</span></span>
          <span class="line">${say(SEARCH_NOTE)}</span>
        </button>
      </div>
    </section>
    ${picture.enquiry && html`<button type="button" class="button large enquiry" disabled=${!may || busy} aria-busy=${busy} onClick=${ask}>
      <${Icon} of="guide" /><span>${say(NOT_SURE)}<span class="button-note">${say(NOT_SURE_NOTE)}</span></span>
    </button>`}
  </div>`;
}

/**
 * The services most used, the first of every category before the second of any.
 * @param {Picture} picture
 */
function mostUsed({ services, enquiry }) {
  const all = services.filter((one) => one.popular && one.code !== enquiry);
  /** @param {Guide} one */
  const rank = (one) => all.filter((other) => other.category === one.category).indexOf(one);
  return all.toSorted((one, other) => rank(one) - rank(other)).slice(0, MOST_CARDS);
}

/**
 * @param {{value: number, unit?: string, label: string}} props
 */
function Figure({ value, unit = "", label }) {
  return html`<div class="figure"><span class="figure-label">${label}</span><span class="figure-value">${value}${unit && html`<small>${unit}</small>`}</span></div>`;
}

/**
 * Until when numbers are given out, and what the hall has to say about the days to come.
 * @param {{picture: Picture}} props
 */
function OpeningLine({ picture }) {
  const { open, closes_at, closure } = picture.opening;
  const soon = open && closes_at && Date.parse(closes_at) - now() < 12 * 3600_000;
  if (!closure && !soon) return null;
  return html`<div class="hero-opening">
    ${soon && html`<p class="soft"><${Icon} of="clock" /> ${say(UNTIL, { time: timeOfDay(closes_at) })}</p>`}
    ${closure && html`<p class="notice" data-mood="warn"><${Icon} of="warning" /><span>${both(closure)}</span></p>`}
  </div>`;
}

/**
 * The hall gives out no numbers now: when again, and why.
 * @param {{picture: Picture, browse: () => void}} props
 */
export function Closed({ picture, browse }) {
  const { opens_at, closure } = picture.opening;
  const today = opens_at && dateOf(opens_at) === dateOf(now());
  return html`<div class="closed">
    <span class="closed-sign"><${Icon} of="clock" /></span>
    <h1 class="title">${say(CLOSED)}</h1>
    <p class="closed-next">${!opens_at ? say(NO_OPENING) : today
    ? say(OPENS_TODAY, { time: timeOfDay(opens_at) })
    : say(OPENS, { day: dateOf(opens_at), time: timeOfDay(opens_at) })}</p>
    ${closure && html`<section class="closed-notice"><h2>${say(NOTICE)}</h2><p class="typed">${both(closure)}</p></section>`}
    <p class="soft">${say(STILL_CALLED)}</p>
    ${picture.about.phone && html`<p>${say(PHONE)} <span class="number">${picture.about.phone}</span></p>`}
    <button type="button" class="button large" onClick=${browse}><${Icon} of="list" />${say(READ_GUIDES)}</button>
  </div>`;
}

/**
 * The services of one category.
 * @param {{picture: Picture, category: string, choose: Choose}} props
 */
export function Category({ picture, category, choose }) {
  const title = both(picture.categories.find((one) => one.code === category)?.name);
  const services = picture.services.filter((one) => one.category === category);
  return html`<div class="pick">
    <h1 class="title">${title}</h1>
    <${Cards} services=${services} choose=${choose} label=${title} />
  </div>`;
}

/**
 * Every category, for those who only read while the hall is closed.
 * @param {{picture: Picture, open: (category: string) => void}} props
 */
export function Categories({ picture, open }) {
  return html`<div class="pick">
    <h1 class="title">${say(READ_GUIDES)}</h1>
    <div class="cards cards-low">${picture.categories.map((one) => html`
      <button key=${one.code} type="button" class="choice" onClick=${() => open(one.code)}>
        <span class="category-head"><${Icon} of=${sign(one.code)} /><span class="choice-title">${both(one.name)}</span></span>
      </button>`)}</div>
  </div>`;
}

/**
 * @param {{services: Guide[], choose: Choose, label: string}} props
 */
function Cards({ services, choose, label }) {
  return html`<${Scroll} label=${label}><div class="cards">
    ${services.map((one) => html`<${Safe} key=${one.code}><${ServiceCard} guide=${one} choose=${choose} note /><//>`)}
  </div><//>`;
}

/**
 * Look for a service by a word: typed where there is a keyboard, else by touching one that people use.
 * @param {{picture: Picture, choose: Choose}} props
 */
export function Search({ picture, choose }) {
  const [asked, setAsked] = useState("");
  const found = asked.trim() ? picture.services.filter((one) => matches(one, asked, picture)) : [];
  return html`<div class="pick search">
    <h1 class="title">${say(SEARCH)}</h1>
    <div class="field">
      <label for="asked">${say(SEARCH_LABEL)}</label>
      <div class="search-field">
        <input id="asked" class="input" type="text" maxLength="30" autocomplete="off" spellcheck=${false} value=${asked}
          onInput=${(/** @type {InputEvent & {currentTarget: HTMLInputElement}} */ typed) => setAsked(typed.currentTarget.value)} />
        <button type="button" class="button" disabled=${!asked} onClick=${() => setAsked("")}><${Icon} of="cross" />${say(CLEAR)}</button>
      </div>
    </div>
    ${!asked.trim() && html`<${Scroll} label=${say(SEARCH_LABEL)}><div class="words">${words(picture).map((word) => html`
      <button key=${word} type="button" class="button" onClick=${() => setAsked(word)}>${word}</button>`)}</div><//>`}
    ${asked.trim() && html`<p class="soft" role="status">${found.length ? say(FOUND, { n: found.length }) : ""}</p>`}
    ${asked.trim() && (found.length
    ? html`<${Cards} services=${found} choose=${choose} label=${say(SEARCH)} />`
    : html`<${Empty} icon="search" title=${say(NOTHING)} />`)}
  </div>`;
}

/**
 * The first word of each service, as the hall lists them; in English, where it lists none, the categories' names.
 * @param {Picture} picture
 */
function words(picture) {
  if (language() === "en") return picture.categories.map((one) => both(one.name));
  const first = picture.services.map((one) => one.keywords?.[0] ?? "").filter(Boolean);
  return [...new Set(first)].slice(0, 40);
}

/**
 * Does a service answer to what was asked? Each word must be found in its names, its category or its keywords.
 * @param {Guide} guide
 * @param {string} asked
 * @param {Picture} picture
 */
function matches(guide, asked, picture) {
  const category = picture.categories.find((one) => one.code === guide.category)?.name;
  const told = [guide.name, guide.summary, category].flatMap((text) => [text?.zh, text?.en]);
  const all = [...told, ...(guide.keywords ?? []), guide.code].join(" ").toLowerCase();
  return asked.trim().toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

