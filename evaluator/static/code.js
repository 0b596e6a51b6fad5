// 凭评价码评价 at the help desk's pad: six digits of the slip, what was done for it, the five faces; for people without a phone.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post } from "ask";
import { instant, now as hallNow } from "clock";
import { _, both, say, setLanguage } from "languages";
import { Chip, Icon, LanguageSwitch, Plate, TimeOut, toast, useDeed, useKeys } from "page";
import { RatePage } from "./rate.js";
import { ASK_S } from "./steps.js";

/** @import { ByCode, Rateable } from "../../web/static/pictures" */
/** @import { Parting } from "./steps.js" */
/** @import { Refusal } from "ask" */

/** Whoever stands here: their code, and what it leads to. @typedef {{code: string, found: ByCode}} Visit */

const TITLE = _("没有手机？在这里评价");
const HOW = _("请输入小票上的 6 位评价码。");
const VOLUNTARY = _("评价自愿，不需要证件。");
const CODE = _("评价码");
const CLEAR = _("清除");
const BACKSPACE = _("退一位");
const LOOKING = _("正在查找…");
const CHOOSE = _("请选择要评价的办理");
const NOTHING = _("这个号还没有办完的业务，办完后再来评价。");
const WHERE = _("{no} 号窗口　{name}");
const RATE = _("评价");
const ADD = _("追评");
const ADDED = _("已追评");
const RATED = _("已评价");
const OVER = _("评价时间已过");
const LEAVE = _("返回");
const KEPT = _("已保存，谢谢您。还有一次办理可以评价。");
const THANKS_LOW = _("谢谢您的意见，我们会核实并改进。");
const CALL_BACK = _("愿意接听回访电话吗？（可不填）");
const USE = _("号码加密保存，只用于这次回访，{days} 天后删除。");
const PHONE = _("电话号码");
const LEAVE_PHONE = _("留下电话");
const SKIP = _("不用了");

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const LENGTH = 6;
const LONGEST_PHONE = 15;

/**
 * @param {{timeout: number, found: (visit: Visit) => void}} props
 */
export function CodeEntry({ timeout, found }) {
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState(/** @type {Refusal | null} */ (null));
  const look = useDeed(async (/** @type {string} */ whole) => {
    const told = /** @type {ByCode} */ (await post("/evaluator/code", { code: whole }));
    setLanguage(told.language === "en" ? "en" : "zh");
    found({ code: whole, found: told });
  }, (refusal) => { setWrong(refusal); setCode(""); });
  const press = (/** @type {string} */ digit) => {
    if (look.busy || code.length >= LENGTH) return;
    const next = code + digit;
    setWrong(null);
    setCode(next);
    if (next.length === LENGTH) void look.run(next);
  };
  // Somebody began and went away.
  useEffect(() => {
    if (code === "" && wrong === null) return undefined;
    const clear = setTimeout(() => { setCode(""); setWrong(null); }, timeout * 1000);
    return () => clearTimeout(clear);
  }, [code, wrong]);
  return html`<div class="code arrive" key="code">
    <div class="code-said">
      <p class="title greeting">${say(TITLE)}</p>
      <p class="lead">${say(HOW)}</p>
      <output class="code-boxes" aria-label=${say(CODE)}><span class="visually-hidden">${code}</span>${Array.from({ length: LENGTH }, (_none, place) => html`
        <span key=${place} class="code-box number" aria-hidden="true" data-next=${place === code.length ? "" : undefined}>${code[place] ?? ""}</span>`)}</output>
      <p class="code-told" role="status">${look.busy ? say(LOOKING) : wrong ? html`<span class="code-wrong"><${Icon} of="warning" />${wrong.said}</span>` : html`<span class="soft">${say(VOLUNTARY)}</span>`}</p>
    </div>
    <${Keypad} press=${press} clear=${() => { setCode(""); setWrong(null); }} back=${() => setCode((before) => before.slice(0, -1))} />
  </div>`;
}

/** @param {{press: (digit: string) => void, clear: () => void, back: () => void}} props */
function Keypad({ press, clear, back }) {
  useKeys({ ...Object.fromEntries(["0", ...DIGITS].map((digit) => [digit, () => press(digit)])), Backspace: back, Delete: clear });
  const key = (/** @type {string} */ digit) => html`<button key=${digit} type="button" class="button keypad-key number" onClick=${() => press(digit)}>${digit}</button>`;
  return html`<div class="keypad">${DIGITS.map(key)}
    <button type="button" class="button keypad-key keypad-word" onClick=${clear}>${say(CLEAR)}</button>${key("0")}
    <button type="button" class="button keypad-key" aria-label=${say(BACKSPACE)} onClick=${back}><${Icon} of="back" /></button></div>`;
}

/**
 * From the list of what was done to the thanks.
 * @param {{visit: Visit, timeout: number, change: (visit: Visit | null) => void, part: (how: Parting["how"]) => void}} props
 */
export function CodeVisit({ visit, timeout, change, part }) {
  const [chosen, setChosen] = useState(/** @type {Rateable | null} */ (null));
  const [asks, setAsks] = useState(/** @type {Rateable["followed"]} */ (null));
  const { code, found } = visit;
  const ask = Math.min(ASK_S, timeout / 2);

  /** Look again at how it stands, and go on from there. @param {boolean} low @param {string} handling */
  const rated = async (low, handling) => {
    const told = /** @type {ByCode} */ (await post("/evaluator/code", { code }));
    change({ code, found: told });
    setChosen(null);
    const followed = told.handlings.find((one) => one.handling === handling)?.followed ?? null;
    if (low && followed?.contact_wanted) return setAsks(followed);
    return goOn(told, low);
  };
  /** @param {ByCode} told @param {boolean} low */
  const goOn = (told, low) => {
    setAsks(null);
    if (told.handlings.some((one) => mayRate(one) && !one.rated)) toast(() => say(KEPT), "good");
    else part(low ? "thanked-low" : "thanked");
  };
  const after = useDeed(rated, () => part("thanked"));

  if (asks) return html`<${CallBack} code=${code} followed=${asks} timeout=${timeout} done=${() => goOn(found, true)} />`;
  if (chosen) {
    const also = { code, kind: chosen.rated ? "addition" : "first" };
    const subject = { ...chosen, number: found.number };
    return html`<${RatePage} key=${chosen.handling + also.kind} subject=${subject} windowNo=${chosen.window_no} quietFor=${0} timeout=${timeout}
      phase=${() => {}} ways=${{ rate: "/evaluator/code/ratings", left: "/evaluator/code/unsubmitted", also }}
      part=${(/** @type {Parting["how"]} */ how) => (how.startsWith("thanked") ? void after.run(how === "thanked-low", chosen.handling) : part(how))} />`;
  }
  return html`<div class="code-list arrive">
    <header class="rate-head"><${Plate} number=${found.number} size="large" /><h1 class="title rate-headline grow">${say(found.handlings.length ? CHOOSE : NOTHING)}</h1><${LanguageSwitch} /></header>
    <ul class="code-handlings">${found.handlings.map((one) => html`<li key=${one.handling}>
      <div class="grow"><p class="strong">${both(one.service_name)}</p><p class="soft">${say(WHERE, { no: one.window_no, name: one.clerk.shown })}</p></div>
      ${one.rated && html`<${Chip} mood="good" icon="check">${say(one.added ? ADDED : RATED)}<//>`}
      ${mayRate(one) ? html`<button type="button" class=${`button ${one.rated ? "" : "primary"}`} aria-label=${`${say(one.rated ? ADD : RATE)} ${both(one.service_name)}`} onClick=${() => setChosen(one)}>${say(one.rated ? ADD : RATE)}</button>`
        : !one.rated && html`<${Chip}>${say(OVER)}<//>`}
    </li>`)}</ul>
    <button type="button" class="button large" onClick=${() => change(null)}><${Icon} of="leave" />${say(LEAVE)}</button>
    <${TimeOut} after=${timeout - ask} ask=${ask} end=${() => change(null)} />
  </div>`;
}

/** @param {Rateable} one */
function mayRate(one) {
  return !one.added && hallNow() < instant(one.closes_at);
}

/** Asked once what was said is stored; to leave it out is as easy as to fill it in. @param {{code: string, followed: NonNullable<Rateable["followed"]>, timeout: number, done: () => void}} props */
function CallBack({ code, followed, timeout, done }) {
  const [phone, setPhone] = useState("");
  const [wrong, setWrong] = useState(/** @type {Refusal | null} */ (null));
  const leave = useDeed(async () => {
    await post("/evaluator/contacts", { code, case: followed.case, phone });
    done();
  }, setWrong);
  const press = (/** @type {string} */ digit) => { setWrong(null); setPhone((before) => (before + digit).slice(0, LONGEST_PHONE)); };
  const ask = Math.min(ASK_S, timeout / 2);
  return html`<div class="code code-full arrive">
    <div class="code-said">
      <div class="post-head"><p class="strong code-thanks"><${Icon} of="check" />${say(THANKS_LOW)}</p><${LanguageSwitch} /></div>
      <h1 class="title rate-headline">${say(CALL_BACK)}</h1>
      <output class="code-phone number" aria-label=${say(PHONE)} data-empty=${phone ? undefined : ""}>${phone || say(PHONE)}</output>
      <p class="code-told" role="status">${wrong ? html`<span class="code-wrong"><${Icon} of="warning" />${wrong.said}</span>` : html`<span class="soft">${say(USE, { days: followed.contact_days })}</span>`}</p>
      <div class="code-pair"><button type="button" class="button" onClick=${done}>${say(SKIP)}</button>
        <button type="button" class="button primary" disabled=${leave.busy || phone === ""} onClick=${() => leave.run()}>${say(LEAVE_PHONE)}</button></div>
    </div>
    <${Keypad} press=${press} clear=${() => setPhone("")} back=${() => setPhone((before) => before.slice(0, -1))} />
    <${TimeOut} after=${timeout - ask} ask=${ask} end=${done} />
  </div>`;
}
