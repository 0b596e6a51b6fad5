// The wall: who is called where, who was called before, how many wait.

import { html } from "htm/preact";
import { useEffect, useReducer } from "preact/hooks";
import { post } from "ask";
import { dateOf, timeOfDay, useNow } from "clock";
import { _, both, language, say } from "languages";
import { Icon, LanguageSwitch, mount } from "page";
import { Announcer, keyOf } from "./announcer.js";
import { fact, inWords, isNew, pageOf, useFit, useTurn, WindowNo } from "./parts.js";
import { Slide, useSlides } from "./slides.js";
import { Sound } from "./sound.js";

/** @import { Board, Call, Queue } from "../../web/static/pictures" */

const CALLING = _("正在叫号");
const COME = _("请");
const JUST_CALLED = _("刚才叫过");
const MISSED = _("已过号，请到导办台");
const WAITING = _("等候人数");
const ALL_WAITING = _("共 {n} 人");
const NOBODY_WAITS = _("现在无人等候");
const STRAIGHT_IN = _("取号后很快就会叫到您");
const NO_WINDOW = _("暂无窗口");
const UNSERVED = _("请留意：{services} 暂无窗口办理，请到导办台");
const SOUND_BLOCKED = _("声音被浏览器拦住了，请触摸屏幕一次");
const LOST = _("暂时连不上服务器，正在重新连接");
const UPDATED = _("最后更新 {time}");
const STOPPED = _("现在暂停取号；已取号的请安心等候，我们会为您办完。");
const NO_NUMBERS = _("现在不取号");
const STILL_CALLED = _("已取的号仍会叫到，请在大厅等候。");
const CLOSED = _("现在不办公");
const NEXT = _("下次开放取号");
const NEXT_UNKNOWN = _("下次开放时间请看大厅告示");
const CLOSURE = _("告示");
const PHONE = _("办公电话 {phone}");
const AREA = _("{area} 区");
const NO_SUCH_AREA = _("本厅没有 {area} 区，这里显示全厅的叫号");
const PAGE = _("第 {page} 页，共 {pages} 页");
const LIST_MARK = _("、");

/** Calls on one page of the wall: more would be too small to read at ten metres. */
const MOST_CALLS = 8;
/** Height of a row of the queues, and widths beside each other of a figure and of the gap, as display.css has them. */
const QUEUE_REM = 2.6;
const FIGURE_REM = 1.42;
const GAP_REM = 0.9;
const TURN_CALLS_S = 6;
const TURN_S = 9;
/** Long enough to read what was changed. */
const SLIDE_S = 14;
/** What is read at one glance; a longer notice is told sentence by sentence. */
const LONGEST_LINE = { zh: 76, en: 150 };
const SENTENCE = /[^。！？；!?;]+[。！？；!?;]*\s*/gu;

const area = fact("area");
/** A second wall in the same room is better seen than heard. */
const quiet = new URLSearchParams(location.search).has("quiet");

let redraw = () => {};
const sound = new Sound(() => { void announcer.go(); redraw(); });
const announcer = new Announcer(sound, {
  report: (call) => post(
    "/display/announced",
    { handling: call.handling, times_called: call.times_called },
    { key: `announced-${keyOf(call)}` },
  ),
  changed: () => redraw(),
});

/** @param {{picture: Board, link: Link}} props */
function Wall({ picture, link }) {
  const [, again] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useEffect(() => { redraw = () => again(0); }, []);
  const known = area === null || picture.stands.some((stand) => stand.area === area);
  const here = (/** @type {readonly Call[]} */ calls) => (area === null || !known ? calls : calls.filter((call) => call.area === area));
  const calls = here(picture.calls);
  const queues = area === null || !known ? picture.queues : queuesOf(picture.queues, area);
  useEffect(() => { if (!quiet) announcer.hear(calls); }, [picture]);
  const idle = !picture.opening.open && calls.length === 0 && queues.length === 0;
  return html`
    <${Header} picture=${picture} area=${known ? area : null} />
    ${!quiet && sound.blocked && html`<p class="band" data-mood="sound" role="alert"><${Icon} of="mute" />${say(SOUND_BLOCKED)}</p>`}
    ${idle
      ? html`<${Closed} picture=${picture} />`
      : html`<div class="now">
          ${calls.length ? html`<${Calls} calls=${calls} languages=${picture.about.languages} />` : html`<${Welcome} picture=${picture} />`}
          <${Queues} queues=${queues} soon=${picture.opening.open && picture.stands.some((stand) => stand.state === "open")} />
        </div>
        <${Before} recent=${here(picture.recent)} missed=${picture.missed} />`}
    <${Line} picture=${picture} link=${link} told=${lines(picture, { idle, queues, strange: known ? null : area })} />`;
}

/** The lines of one area, as long as its windows see them.
 * @param {readonly Queue[]} queues
 * @param {string} area
 */
function queuesOf(queues, area) {
  return queues.flatMap((queue) => {
    const line = queue.areas.find((one) => one.area === area);
    return line ? [{ ...queue, waiting: line.waiting }] : [];
  });
}

/** @param {{picture: Board, area: string | null}} props */
function Header({ picture, area }) {
  const moment = useNow();
  return html`<header class="head">
    <h1 class="title head-name">${both(picture.about.name)}</h1>
    ${area !== null && html`<span class="head-area">${say(AREA, { area })}</span>`}
    <${LanguageSwitch} />
    <span class="head-date">${dateOf(moment)}</span>
    <time class="head-time">${timeOfDay(moment)}</time>
  </header>`;
}

/** @param {{calls: readonly Call[], languages: readonly string[]}} props */
function Calls({ calls, languages }) {
  const pages = Math.ceil(calls.length / MOST_CALLS);
  const turn = useTurn(pages, TURN_CALLS_S, keyOf(/** @type {Call} */ (calls[0])));
  const shown = pageOf(calls, MOST_CALLS, turn);
  const figures = Math.max(...calls.map((call) => call.number.length));
  return html`<section class="calls" data-n=${Math.min(calls.length, MOST_CALLS)} data-figures=${figures}
    data-pages=${pages > 1 ? pages : undefined} aria-label=${say(CALLING)}>
    <ol class="calls-list">${shown.map((call) => html`
      <li key=${keyOf(call)} class="call" data-fresh=${isNew(call) ? "" : undefined}
        data-speaking=${announcer.announcing === keyOf(call) ? "" : undefined}>
        <span class="visually-hidden">${inWords(call)}</span>
        <span class="call-shown" aria-hidden="true">
          ${language() === "zh" && html`<span class="call-come">${say(COME)}</span>`}
          <span class="plate">${call.number}</span>
          <${Icon} of=${announcer.announcing === keyOf(call) ? "speaker" : "forward"} />
          <${WindowNo} no=${call.window_no} both=${languages.length > 1} />
        </span>
      </li>`)}
    </ol>
    ${pages > 1 && html`<p class="calls-page"><span class="visually-hidden">${say(PAGE, { page: turn + 1, pages })}</span>
      ${Array.from({ length: pages }, (_each, page) => html`<i key=${page} data-here=${page === turn ? "" : undefined}></i>`)}</p>`}
  </section>`;
}

/** Nobody is called just now. @param {{picture: Board}} props */
function Welcome({ picture }) {
  const slides = useSlides();
  const turn = useTurn(slides.length + 1, SLIDE_S);
  const slide = slides[turn - 1];
  if (slide) return html`<${Slide} key=${turn} of=${slide} />`;
  const { open } = picture.opening;
  return html`<section class="welcome">
    <p class="title welcome-words">${open ? both(picture.about.welcome) : say(NO_NUMBERS)}</p>
    <p class="welcome-note">${open ? both(picture.about.ticket_note) : say(STILL_CALLED)}</p>
  </section>`;
}

/** Those whose service no window takes stand first. @param {{queues: readonly Queue[], soon: boolean}} props  soon: whoever takes a number now is called soon */
function Queues({ queues, soon }) {
  const [list, fit] = useFit({ high: QUEUE_REM });
  const turn = useTurn(Math.ceil(queues.length / fit), TURN_S);
  const sorted = queues.toSorted((one, other) => Number(one.windows_open > 0) - Number(other.windows_open > 0));
  if (!queues.length) {
    return html`<section class="queues queues-none"><${Icon} of="check" />
      <h2>${say(NOBODY_WAITS)}</h2>${soon && html`<p>${say(STRAIGHT_IN)}</p>`}</section>`;
  }
  return html`<section class="queues">
    <h2 class="queues-head"><span>${say(WAITING)}</span>
      <span class="soft">${say(ALL_WAITING, { n: queues.reduce((sum, one) => sum + one.waiting, 0) })}</span></h2>
    <ul class="queues-list" ref=${list}>${pageOf(sorted, fit, turn).map((one) => html`
      <li key=${one.service} class="queue" data-unserved=${one.windows_open === 0 ? "" : undefined}>
        <span class="queue-name"><span>${both(one.name)}</span>
          ${one.windows_open === 0 && html`<span class="queue-none"><${Icon} of="warning" />${say(NO_WINDOW)}</span>`}</span>
        <span class="number queue-waiting">${one.waiting}</span>
      </li>`)}
    </ul>
  </section>`;
}

/** @param {{recent: readonly Call[], missed: readonly string[]}} props */
function Before({ recent, missed }) {
  if (!recent.length && !missed.length) return null;
  return html`<div class="before">
    ${recent.length > 0 && html`<${Recent} recent=${recent} />`}
    ${missed.length > 0 && html`<${Missed} missed=${missed} />`}
  </div>`;
}

/** @param {{recent: readonly Call[]}} props */
function Recent({ recent }) {
  const figures = Math.max(...recent.map((call) => call.number.length + String(call.window_no).length));
  const [list, fit] = useFit({ wide: figures * FIGURE_REM + 1.7, gap: GAP_REM });
  return html`<section class="recent">
    <h2 class="before-head">${say(JUST_CALLED)}</h2>
    <ol ref=${list}>${recent.slice(0, fit).map((call) => html`
      <li key=${keyOf(call)}><span class="visually-hidden">${inWords(call)}</span>
        <span aria-hidden="true" class="recent-shown"><span class="number">${call.number}</span><${Icon} of="right" /><span class="number recent-window">${call.window_no}</span></span></li>`)}
    </ol>
  </section>`;
}

/** @param {{missed: readonly string[]}} props */
function Missed({ missed }) {
  const [list, fit] = useFit({ wide: Math.max(...missed.map((number) => number.length)) * FIGURE_REM, gap: GAP_REM });
  const turn = useTurn(Math.ceil(missed.length / fit), TURN_S, missed[0]);
  return html`<section class="missed">
    <h2 class="before-head">${say(MISSED)}</h2>
    <ul ref=${list}>${pageOf(missed, fit, turn).map((number) => html`<li key=${number} class="number">${number}</li>`)}</ul>
  </section>`;
}

/** @typedef {{text: string, warns: boolean}} Told */

/** One line of what there is to know; that the server is away comes before all else. @param {{picture: Board, link: Link, told: Told[]}} props */
function Line({ picture, link, told }) {
  const turn = useTurn(told.length, TURN_S, told[0]?.text);
  if (link === "lost") {
    return html`<footer class="line line-lost" role="status"><${Icon} of="unlinked" />
      <span>${say(LOST)}</span><span class="line-more">${say(UPDATED, { time: timeOfDay(picture.now) })}</span></footer>`;
  }
  const one = told[turn];
  return html`<footer class="line" data-mood=${one?.warns ? "warn" : undefined}><${Icon} of=${one?.warns ? "warning" : "info"} />
    <span key=${one?.text} class="line-text">${one?.text}</span></footer>`;
}

/**
 * What the line tells in turn. Those whose service no window takes are told between any two other things.
 * @param {Board} picture
 * @param {{idle: boolean, queues: readonly Queue[], strange: string | null}} how
 * @returns {Told[]}
 */
function lines({ about, opening, notices }, { idle, queues, strange }) {
  const unserved = queues.filter((one) => one.windows_open === 0).map((one) => one.name);
  const all = [
    strange !== null && say(NO_SUCH_AREA, { area: strange }),
    !opening.open && !idle && say(STOPPED),
    opening.closure && !idle && both(opening.closure),
    ...notices.map(both),
    both(about.ticket_note),
    about.phone && say(PHONE, { phone: about.phone }),
  ];
  const known = all.filter((one) => typeof one === "string" && one !== "").flatMap((one) => inGlances(/** @type {string} */ (one)));
  const told = known.map((text) => ({ text, warns: false }));
  if (!unserved.length) return told;
  const most = language() === "zh" ? 2 : 1;
  const warnings = Array.from({ length: Math.ceil(unserved.length / most) }, (_each, page) => ({
    text: say(UNSERVED, { services: pageOf(unserved, most, page).map(both).join(say(LIST_MARK)) }),
    warns: true,
  }));
  return Array.from({ length: Math.max(told.length, warnings.length) }, (_each, at) => [warnings[at % warnings.length], told[at % told.length]])
    .flat().filter((one) => one !== undefined);
}

/** @param {string} text */
function inGlances(text) {
  if (text.length <= LONGEST_LINE[language()]) return [text];
  /** @type {string[]} */
  const parts = [];
  for (const sentence of text.match(SENTENCE) ?? [text]) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + sentence.length <= LONGEST_LINE[language()]) parts[parts.length - 1] = last + sentence;
    else parts.push(sentence);
  }
  return parts.map((part) => part.trim());
}

/** @param {{picture: Board}} props */
function Closed({ picture: { about, opening } }) {
  return html`<section class="closed">
    <p class="title closed-words">${say(CLOSED)}</p>
    ${opening.opens_at !== null
      ? html`<p class="closed-next"><span>${say(NEXT)}</span><strong>${dateOf(opening.opens_at)}</strong><time class="number">${timeOfDay(opening.opens_at)}</time></p>`
      : html`<p class="closed-next">${say(NEXT_UNKNOWN)}</p>`}
    ${opening.closure && html`<div class="closure"><h2>${say(CLOSURE)}</h2><p class="typed">${both(opening.closure)}</p></div>`}
    ${about.phone && html`<p class="closed-phone">${say(PHONE, { phone: about.phone })}</p>`}
  </section>`;
}

mount("/display", Wall, { banner: false });
