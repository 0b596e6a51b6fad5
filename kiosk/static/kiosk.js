// The kiosk: from a wish to a number in two touches.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Dialog, Icon, LanguageSwitch, mount, TimeOut, toast, useDeed } from "page";
import { newKey, post } from "ask";
import { dateOf, timeOfDay, useNow } from "clock";
import { _, both, language, say, setLanguage } from "languages";
import { Categories, Category, Closed, Home, Search } from "./home.js";
import { lock, turned } from "./lock.js";
import { Safe, useLost } from "./pieces.js";
import { Service } from "./service.js";
import { Taken } from "./taken.js";

/** @import { Refusal } from "ask" */
/** @typedef {import("./pieces.js").Picture} Picture */
/** @typedef {import("./service.js").Options} Options */
/** @typedef {import("./taken.js").Ticket} Ticket */
/** @typedef {{service: string, priority?: string, help?: string[], also?: string[], language: Language}} Wish */
/**
 * Where the visitor is.
 * @typedef {{at: "home"} | {at: "browse"} | {at: "search"} | {at: "category", category: string}
 *   | {at: "service", service: string, from: Place} | {at: "taken", ticket: Ticket, wish: Wish}} Place
 */

const BACK = _("返回");
const HOME = _("首页");
const HELP = _("需要帮助，请按这里");
const RUNG = _("已通知导办台");
const RUNG_MORE = _("导办员会过来，请在这里等");
const ANSWERED = _("导办员已经应答，马上就到。");
const LOST = _("与服务器的连接中断，暂时不能取号");
const LOST_MORE = _("正在重新连接；急需取号请到导办台。屏幕上是 {time} 的情况。");
const UNSURE = _("正在为您取号");
const UNSURE_NOTE = _("网络不通，还不知道有没有取到。您不用再按，连上后自动取号，只会取一个。");
const GIVE_UP = _("不等了，去导办台");
const REFUSED = _("没有取到号");
const UNDERSTOOD = _("知道了");
const GONE = _("这项业务现在不办理");
const BROKEN = _("这一页显示不了，请返回首页或到导办台。");

/** @type {Options} */
const PLAIN = { priority: null, help: [], also: [] };
/** @type {Place} */
const AT_HOME = { at: "home" };
const AGAIN_MS = 3000;

const scans = document.querySelector('meta[name="haohao-scans"]') !== null;

/**
 * @param {{picture: Picture, link: Link}} props
 */
function Kiosk({ picture, link }) {
  const [place, setPlace] = useState(AT_HOME);
  const [options, setOptions] = useState(PLAIN);
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const lost = useLost(link);
  const go = (/** @type {Place} */ next) => { setPlace(next); };
  // Before the paint: the finger may already be on its way down again.
  useLayoutEffect(turned, [place.at, "category" in place && place.category, "service" in place && place.service]);
  const taking = useTaking({
    done: (ticket, wish) => { setOptions(PLAIN); go({ at: "taken", ticket, wish }); },
    refused: setRefusal,
    link,
  });
  const home = () => {
    taking.forget();
    setOptions(PLAIN);
    setRefusal(null);
    go(AT_HOME);
  };
  const leave = () => { home(); setLanguage("zh"); };
  const ring = useBell(picture);
  const choose = (/** @type {string} */ service) => { setOptions(PLAIN); go({ at: "service", service, from: place }); };
  const back = () => {
    setOptions(PLAIN);
    go(place.at === "service" ? place.from : place.at === "category" && !picture.opening.open ? { at: "browse" } : AT_HOME);
  };
  const view = () => {
    switch (place.at) {
      case "taken":
        return html`<${Taken} key=${place.ticket.id} picture=${picture} ticket=${place.ticket} also=${place.wish.also ?? []}
          priority=${place.wish.priority !== undefined} scans=${scans} done=${leave} />`;
      case "service": {
        const guide = picture.services.find((one) => one.code === place.service);
        if (!guide) return html`<p class="connecting">${say(GONE)}</p>`;
        return html`<${Service} key=${guide.code} picture=${picture} guide=${guide} options=${options} change=${setOptions} scans=${scans}
          take=${() => taking.start(wish(guide.code, options))} busy=${taking.busy} lost=${lost} ring=${ring.run} />`;
      }
      case "category":
        return html`<${Category} picture=${picture} category=${place.category} choose=${choose} />`;
      case "browse":
        return html`<${Categories} picture=${picture} open=${(/** @type {string} */ category) => go({ at: "category", category })} />`;
      case "search":
        return html`<${Search} picture=${picture} choose=${choose} />`;
      default:
        if (!picture.opening.open) return html`<${Closed} picture=${picture} browse=${() => go({ at: "browse" })} />`;
        return html`<${Home} picture=${picture} choose=${choose} may=${!lost} busy=${taking.busy}
          open=${(/** @type {string} */ category) => go({ at: "category", category })}
          search=${() => go({ at: "search" })} ask=${() => picture.enquiry && taking.start(wish(picture.enquiry, PLAIN))} />`;
    }
  };
  const untouched = place.at === "home" && language() === "zh" && !refusal;
  return html`
    <${Head} picture=${picture} />
    ${lost && html`<p class="lost" role="alert"><${Icon} of="unlinked" /><span><strong>${say(LOST)}</strong> ${say(LOST_MORE, { time: timeOfDay(picture.now) })}</span></p>`}
    <div class="view" data-at=${place.at} key=${place.at}>
      <${Safe} key=${JSON.stringify([place.at, "service" in place ? place.service : ""])} instead=${html`<p class="connecting">${say(BROKEN)}</p>`}>${view()}<//>
    </div>
    <${Foot} away=${place.at !== "home"} taken=${place.at === "taken"} back=${back} home=${leave} rung=${picture.bell_rung} ring=${ring} />
    ${taking.unsure && html`<${Unsure} giveUp=${leave} />`}
    ${refusal && html`<${Dialog} title=${say(REFUSED)} close=${home}
      actions=${html`<button type="button" class="button primary" onClick=${() => setRefusal(null)}>${say(UNDERSTOOD)}</button>`}>
      <p class="lead">${refusal.title}</p>${refusal.detail && refusal.detail !== refusal.title && html`<p>${refusal.detail}</p>`}<//>`}
    <${TimeOut} after=${picture.idle_s} end=${leave} active=${!untouched && place.at !== "taken" && !taking.unsure} />
  `;
}

/**
 * What is sent: nothing that was not chosen.
 * @param {string} service
 * @param {Options} options
 * @returns {Wish}
 */
function wish(service, { priority, help, also }) {
  return {
    service,
    ...(priority ? { priority } : {}),
    ...(help.length ? { help } : {}),
    ...(also.length ? { also } : {}),
    language: language(),
  };
}

/**
 * Taking a number, once: one wish has one key, however often it is touched and however often the server has to be
 * asked. While nobody knows whether a number was taken, the same wish is sent again with the same key.
 * @param {{done: (ticket: Ticket, wish: Wish) => void, refused: (refusal: Refusal) => void, link: Link}} how
 */
function useTaking({ done, refused, link }) {
  const current = useRef({ body: "", key: "" });
  const [unsure, setUnsure] = useState(/** @type {Wish | null} */ (null));
  const forget = () => { current.current = { body: "", key: "" }; setUnsure(null); };
  const deed = useDeed(async (/** @type {Wish} */ wanted) => {
    const body = JSON.stringify(wanted);
    if (current.current.body !== body) current.current = { body, key: newKey() };
    const mine = current.current.key;
    const ticket = await post("/kiosk/tickets", wanted, { key: mine }).catch((refusal) => {
      // Nobody waits for this answer any more.
      if (current.current.key !== mine) return null;
      if (refusal.status !== 0 && refusal.status < 500) { forget(); throw refusal; }
      setUnsure(wanted);
      return null;
    });
    if (ticket === null || current.current.key !== mine) return;
    forget();
    done(ticket, wanted);
  }, refused);
  useEffect(() => {
    if (!unsure || deed.busy) return undefined;
    const again = setTimeout(() => void deed.run(unsure), link === "live" ? 300 : AGAIN_MS);
    return () => clearTimeout(again);
  }, [unsure, deed.busy, link]);
  return { start: deed.run, busy: deed.busy, unsure: unsure !== null, forget };
}

/**
 * The bell of the help desk; says when somebody has answered it.
 * @param {Picture} picture
 */
function useBell(picture) {
  const rang = useRef(false);
  useEffect(() => {
    if (rang.current && !picture.bell_rung) toast(() => say(ANSWERED), "good");
    rang.current = picture.bell_rung;
  }, [picture.bell_rung]);
  return useDeed(() => post("/kiosk/help"));
}

/**
 * @param {{picture: Picture}} props
 */
function Head({ picture }) {
  const moment = useNow();
  return html`<header class="head">
    <span class="head-name">${both(picture.about.name)}</span>
    <span class="head-time"><span class="soft">${dateOf(moment)}</span> <time class="number">${timeOfDay(moment)}</time></span>
  </header>`;
}

/**
 * Always in the same place, within reach of a seated person.
 * @param {{away: boolean, taken: boolean, back: () => void, home: () => void, rung: boolean, ring: {run: () => unknown, busy: boolean}}} props
 */
function Foot({ away, taken, back, home, rung, ring }) {
  return html`<footer class="foot">
    ${away && !taken && html`<button type="button" class="button" onClick=${back}><${Icon} of="back" />${say(BACK)}</button>`}
    ${away && html`<button type="button" class="button" onClick=${home}>${say(HOME)}</button>`}
    <${LanguageSwitch} />
    <button type="button" class="button foot-help" data-rung=${rung ? "" : undefined} aria-live="polite" disabled=${rung || ring.busy} onClick=${() => ring.run()}>
      <${Icon} of=${rung ? "check" : "bell"} /><span>${say(rung ? RUNG : HELP)}${rung && html`<span class="button-note">${say(RUNG_MORE)}</span>`}</span></button>
  </footer>`;
}

/**
 * The server was asked and did not answer: nobody knows yet.
 * @param {{giveUp: () => void}} props
 */
function Unsure({ giveUp }) {
  const actions = html`<button type="button" class="button" onClick=${giveUp}>${say(GIVE_UP)}</button>`;
  return html`<${Dialog} title=${say(UNSURE)} close=${giveUp} actions=${actions} firm>
    <p class="notice" data-mood="warn"><${Icon} of="unlinked" /><span>${say(UNSURE_NOTE)}</span></p>
  <//>`;
}

lock();
// A page left in English by a reload is a stranger's: the next visitor begins in Chinese.
setLanguage("zh");
mount("/kiosk", Kiosk, { banner: false });
