// The pad on the window: greets whoever comes, shows who serves, asks 请您评价 and thanks once the answer is stored.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { instant, now as hallNow, timeOfDay, useNow } from "clock";
import { _, both, say, setLanguage } from "languages";
import { Avatar, Icon, LanguageSwitch, mount, Plate, QR } from "page";
import { tagSet } from "rating";
import { CodeEntry, CodeVisit } from "./code.js";
import { RatePage } from "./rate.js";
import { PARTING_S, pageOf, SCANNING_S } from "./steps.js";

/** @import { Pad, ToRate, Clerk } from "../../web/static/pictures" */
/** @import { Phase } from "rating" */
/** @import { Parting } from "./steps.js" */

const HEADLINE = _("为您服务，请您评价");
const WINDOW = _("{no} 号窗口");
const STAFF_NO = _("工号");
const HELLO = _("您好，欢迎！");
const HELLO_YOU = _("您好，很高兴为您服务");
const SERVING = _("正在为您办理");
const AFTERWARDS = _("办完后，请在这里评价");
const CALLED = _("请到本窗口");
const CALLED_NUMBER = _("正在请这个号");
const HEARTS_TITLE = _("“六心”服务");
const HEARTS = [_("耐心"), _("热心"), _("真心"), _("细心"), _("诚心"), _("虚心")];
const PAUSED = _("暂停服务");
const PAUSED_MORE = _("请稍候，或请导办台为您安排其他窗口。不便之处，请您谅解。");
/** @type {Record<string, string>} */
const PAUSED_FOR = {
  break: _("工作人员短暂休息"),
  errand: _("工作人员正在办理公务"),
  meeting: _("工作人员正在开会"),
  training: _("工作人员正在培训"),
  system: _("系统正在维护"),
  help: _("工作人员正在协助其他群众"),
};
const CLOSED = _("本窗口现在不办理业务");
const CLOSED_MORE = _("请到其他窗口，或到导办台询问。");
const OPENS_AT = _("下次开放：{time}");
const THANKS = _("谢谢您的评价！");
const THANKS_LOW = _("谢谢您的意见，我们会核实并改进。");
const ALREADY = _("这次办理已经评价过了，谢谢您！");
const TOO_LATE = _("这次评价已经结束，没有保存。");
const TIMED_OUT = _("谢谢您！");
const LATER = _("{days} 日内凭小票仍可评价。");
const BYE = _("请慢走，再见。");
const CALL_BACK = _("愿意接听回访电话吗？（可不填）");
const CALL_BACK_HOW = _("用手机扫一扫，留下号码。");
const NO_CALL = _("不用了");

/** @param {{picture: Pad}} props */
function PadScreen({ picture }) {
  // Drawn anew each second. How long a page stays is counted by the pad itself: the hall's time may be put right meanwhile.
  useNow();
  const touched = useLastTouch();
  const [phase, setPhase] = useState(/** @type {Phase} */ ("choosing"));
  const [over, setOver] = useState(/** @type {string | null} */ (null));
  const [parting, setParting] = useState(/** @type {Parting | null} */ (null));
  const [visit, setVisit] = useState(/** @type {import("./code.js").Visit | null} */ (null));
  const subject = useSubject(picture, phase);
  const shownAt = useShownAt(subject, picture.timeout_s);
  const quiet_s = (performance.now() - Math.max(shownAt, touched())) / 1000;
  const page = pageOf(picture, { subject, phase, quiet_s, over, parting, now: performance.now() });

  /** @param {Parting["how"]} how @param {string | null} [qr] */
  const part = (how, qr = null) => {
    if (!subject) return;
    const asks = how === "thanked-low" ? qr : null;
    setOver(subject.handling);
    setPhase("choosing");
    setParting({ handling: subject.handling, how, until: performance.now() + (asks ? SCANNING_S : PARTING_S) * 1000, qr: asks });
  };
  const scanned = useRatedByPhone(picture, subject, (handling) => setParting({ handling, how: "rated-elsewhere", until: performance.now() + PARTING_S * 1000 }));
  useNewTags(picture, visit === null && page !== "rate" && page !== "parting");
  // Once another page has come in its place, the question does not come back.
  useEffect(() => {
    if (page !== "rate" && subject && subject.handling !== over) {
      setOver(subject.handling);
      setPhase("choosing");
    }
    if (page === "serving") setParting(null);
  }, [page, subject?.handling]);
  useLanguageOf(page === "serving" ? picture.served : null, page === "rate" ? subject?.handling : page === "parting" ? parting?.handling : undefined);
  useChineseAfter(picture.timeout_s, touched, page === "called" || page === "welcome" || page === "paused" || page === "closed");

  // Whoever rates by code at the help desk is not sent away by the desk's own visitors.
  if (visit) return html`<${CodeVisit} visit=${visit} timeout=${picture.timeout_s} change=${setVisit} part=${(/** @type {Parting["how"]} */ how) => {
    setVisit(null);
    setParting({ handling: "", how, until: performance.now() + PARTING_S * 1000 });
  }} />`;
  if (page === "rate" && subject) {
    return html`<${RatePage} key=${subject.handling} subject=${subject} windowNo=${picture.window_no} quietFor=${quiet_s}
      timeout=${picture.timeout_s} phase=${setPhase} part=${part} scanned=${scanned} />`;
  }
  if (page === "parting" && parting) return html`<${PartingPage} parting=${parting} days=${picture.rating_days} close=${() => setParting(null)} />`;
  return html`<${PostPage} picture=${picture} page=${page} found=${setVisit} />`;
}

// --- What the pad remembers between pictures ---

/** When somebody touched the pad last, in the browser's own milliseconds; a key is a touch. */
function useLastTouch() {
  const last = useRef(-Infinity);
  useEffect(() => {
    const touch = () => { last.current = performance.now(); };
    addEventListener("pointerdown", touch, true);
    addEventListener("keydown", touch, true);
    return () => {
      removeEventListener("pointerdown", touch, true);
      removeEventListener("keydown", touch, true);
    };
  }, []);
  return () => last.current;
}

/**
 * Whom the pad asks about. While an answer is on its way the picture may already say “rated”: thanks come with the
 * server's word for this very answer.
 * @param {Pad} picture
 * @param {Phase} phase
 * @returns {ToRate | null}
 */
function useSubject(picture, phase) {
  const kept = useRef(picture.to_rate);
  if (phase !== "sending" && phase !== "unstored") kept.current = picture.to_rate;
  return kept.current;
}

/**
 * Who took the question along on a phone and answered it there is thanked here too.
 * @param {Pad} picture
 * @param {ToRate | null} subject
 * @param {(handling: string) => void} thank
 */
function useRatedByPhone(picture, subject, thank) {
  const scanned = useRef(/** @type {string | null} */ (null));
  const handling = subject?.handling ?? null;
  useEffect(() => {
    const before = scanned.current;
    if (before === null || before === handling) return;
    scanned.current = null;
    if (handling === null && picture.served?.stage !== "serving") thank(before);
  }, [handling]);
  return () => { scanned.current = handling; };
}

/**
 * The hall's set of tags has changed: the page is loaded anew while nobody stands there.
 * @param {Pad} picture
 * @param {boolean} idle
 */
function useNewTags(picture, idle) {
  const old = idle && tagSet !== null && tagSet !== picture.tag_set;
  useEffect(() => { if (old) location.reload(); }, [old]);
}

/**
 * Since when the question has stood there. A pad that comes back (loaded anew) counts from the end of the service:
 * its visitor may be long gone.
 * @param {ToRate | null} subject
 * @param {number} timeout_s
 */
function useShownAt(subject, timeout_s) {
  const shown = useRef({ handling: /** @type {string | null} */ (null), at: performance.now() });
  if (subject && shown.current.handling !== subject.handling) {
    const age_ms = Math.max(0, hallNow() - instant(subject.ended_at));
    shown.current = { handling: subject.handling, at: performance.now() - (age_ms > timeout_s * 1000 ? age_ms : 0) };
  }
  return shown.current.at;
}

/**
 * The pad speaks the visitor's language from the start of the service to the farewell, then Chinese again.
 * @param {Pad["served"]} served
 * @param {string | undefined} after  the handling that is rated or was
 */
function useLanguageOf(served, after) {
  const visit = served?.handling ?? after ?? null;
  const before = useRef(/** @type {string | null} */ (null));
  useEffect(() => {
    if (before.current === visit) return;
    if (served) setLanguage(served.language === "en" ? "en" : "zh");
    else if (before.current !== null) setLanguage("zh");
    before.current = visit;
  }, [visit]);
}

/**
 * Somebody tried the other language and went away.
 * @param {number} after_s
 * @param {() => number} touched
 * @param {boolean} idle
 */
function useChineseAfter(after_s, touched, idle) {
  const quiet = idle && performance.now() - touched() > after_s * 1000;
  useEffect(() => {
    if (quiet) setLanguage("zh");
  }, [quiet]);
}

// --- Pages ---

/** @param {{picture: Pad, page: string, found: (visit: import("./code.js").Visit) => void}} props */
function PostPage({ picture, page, found }) {
  const { clerk, served } = picture;
  const codes = picture.takes_codes && page !== "serving" && page !== "called";
  return html`<div class="post" data-page=${page}>
    <${Badge} clerk=${clerk} windowNo=${picture.window_no} windowName=${picture.window_name} hall=${picture.about.name} />
    <section class="post-main" aria-live="polite">
      <header class="post-head"><h1 class="title post-headline">${say(HEADLINE)}</h1><${LanguageSwitch} /></header>
      ${page === "serving" && served && html`<div class="post-body arrive" key="serving">
        <p class="title greeting">${say(HELLO_YOU)}</p>
        <div class="post-number"><span>${say(SERVING)}</span><${Plate} number=${served.number} size="huge" /></div>
        <p class="post-foot soft">${say(AFTERWARDS)}</p>
      </div>`}
      ${page === "called" && served && html`<div class="post-body arrive" key="called">
        <div class="post-number"><span>${say(CALLED_NUMBER)}</span><${Plate} key=${served.called_at} number=${served.number} size="huge" fresh /></div>
        <p class="title greeting">${say(CALLED)}</p>
      </div>`}
      ${codes && html`<${CodeEntry} timeout=${picture.timeout_s} found=${found} />`}
      ${!codes && page === "paused" && html`<div class="post-body arrive" key="paused">
        <p class="title greeting standing"><${Icon} of="pause" />${say(PAUSED)}</p>
        ${picture.pause_reason && html`<p class="lead strong">${say(PAUSED_FOR[picture.pause_reason] ?? PAUSED)}</p>`}
        <p class="soft">${say(PAUSED_MORE)}</p>
      </div>`}
      ${!codes && page === "closed" && html`<div class="post-body arrive" key="closed">
        <p class="title greeting standing"><${Icon} of="info" />${say(CLOSED)}</p>
        <p class="soft">${say(CLOSED_MORE)}</p>
        ${!picture.opening.open && picture.opening.opens_at && html`<p class="lead strong">${say(OPENS_AT, { time: timeOfDay(picture.opening.opens_at) })}</p>`}
        ${picture.opening.closure && html`<p class="notice"><${Icon} of="info" /><span>${both(picture.opening.closure)}</span></p>`}
      </div>`}
      ${!codes && page === "welcome" && html`<div class="post-body arrive" key="welcome">
        <p class="title greeting">${say(HELLO)}</p>
        <div class="hearts">
          <p class="hearts-title soft"><${Icon} of="heart" />${say(HEARTS_TITLE)}</p>
          <ul class="hearts-list">${HEARTS.map((heart) => html`<li key=${heart}>${say(heart)}</li>`)}</ul>
        </div>
      </div>`}
    </section>
  </div>`;
}

/**
 * The plate at the window: who serves here.
 * @param {{clerk: Clerk | null, windowNo: number, windowName: Words, hall: Words}} props
 */
function Badge({ clerk, windowNo, windowName, hall }) {
  return html`<aside class="badge">
    <p class="badge-window"><span class="number">${windowNo}</span><span>${say(WINDOW, { no: "" }).trim()}</span></p>
    ${clerk
      ? html`<${Avatar} who=${both(clerk.shown)} photo=${clerk.photo} />
        <p class="badge-name title">${both(clerk.shown)}</p>
        <p class="badge-no">${say(STAFF_NO)} <span class="number">${clerk.number}</span></p>`
      : html`<p class="badge-name title">${both(windowName)}</p><p class="badge-no">${both(hall)}</p>`}
  </aside>`;
}

/** @param {{parting: Parting, days: number, close: () => void}} props */
function PartingPage({ parting, days, close }) {
  /** @type {Record<Parting["how"], string>} */
  const words = { "thanked": THANKS, "thanked-low": THANKS_LOW, "rated-elsewhere": ALREADY, "closed": TOO_LATE, "timed-out": TIMED_OUT };
  const stored = parting.how === "thanked" || parting.how === "thanked-low" || parting.how === "rated-elsewhere";
  return html`<div class="parting arrive" data-how=${parting.how} role="status">
    <span class="parting-sign" data-stored=${stored ? "" : undefined}><${Icon} of=${stored ? "check" : "heart"} /></span>
    <h1 class="title greeting">${say(words[parting.how])}${!stored && html`<span class="parting-later">${say(LATER, { days })}</span>`}</h1>
    ${parting.qr
      ? html`<div class="by-phone"><${QR} src=${parting.qr} label=${say(CALL_BACK)} /><p><strong>${say(CALL_BACK)}</strong><br />${say(CALL_BACK_HOW)}</p>
        <button type="button" class="button" onClick=${close}>${say(NO_CALL)}</button></div>`
      : html`<p class="lead">${say(BYE)}</p>`}
  </div>`;
}

mount("/evaluator", PadScreen);
