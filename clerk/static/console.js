// The console: a clerk opens a window, calls, serves and finishes, with two keys on most days.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Account } from "account";
import { duration, secondsSince, secondsUntil, timeWithSeconds, useNow } from "clock";
import { _, both, say } from "languages";
import { Avatar, Chip, Icon, Key, LanguageSwitch, mount } from "page";
import { Act, Great } from "./acts.js";
import { Aside, BeforeCard } from "./aside.js";
import { FreeCard, Line } from "./coming.js";
import { useDeeds } from "./deeds.js";
import { CloseDialog, FinishDialog, OrdinaryDialog, PauseDialog, PickDialog, TransferDialog } from "./dialogs.js";
import { InHandCard } from "./hand.js";
import { meant, useCodes, useFreeHands } from "./keys.js";
import { pauseText, stateText } from "./words.js";

/** @import { Console, InHand, InLine, Stand } from "pictures" */
/** @import { Deed, Deeds } from "./deeds.js" */

const WELCOME = _("{who}，您好！请选择窗口");
const HABIT = _("您常坐的窗口");
const OPEN_HABIT = _("打开 {n} 号窗口");
const OTHERS = _("其他窗口");
const SITS = _("{who} 在");
const WINDOW = _("{n} 号窗口");
const PAUSE = _("暂停叫号");
const PAUSE_AFTER = _("办完这位后暂停");
const NO_PAUSE = _("取消暂停");
const WILL_PAUSE = _("办完后暂停：{why}");
const GO_ON = _("继续叫号");
const CLOSE = _("关闭窗口");
const FOR_ME = _("等我办的");
const PEOPLE = _("人");
const LONGEST = _("最久已等");
const CLOSING = _("距下班");
const ALL_DAY = _("全天");
const AFTER_HOURS = _("已停止取号");
const NONE = _("无");
const MUST_SERVE = _("已停止取号，还有 {n} 位等候。群众离开后方可下班，请为他们办完。");
const IN_HAND = _("正在办理");
const NOT_RATED_YET = _("上一位尚未评价，是否呼叫下一号？");
const WAIT_MORE = _("再等一下");
const RECALL = _("重呼");
const FINISH = _("另选结果");
const MISSED = _("过号");
const PARK = _("暂存");
const TRANSFER = _("转办");
const UNPARK = _("取回");
const RESTORE = _("恢复");
const TO_STATE = _("有 {n} 件差评等您说明情况");
const STATE_IT = _("去说明");
const SET_ASIDE = _("暂存");
const MISSED_TODAY = _("今日过号");
const NOBODY_ASIDE = _("没有暂存的号");
const NOBODY_MISSED = _("没有过号的");
const BUSY_AT = _("{n} 号窗口还有人在办，确定离开？");

/** @typedef {"finish" | "pause" | "transfer" | "unpark" | "restore" | "close" | "ordinary" | null} Asking */

/** @param {{picture: Console, link: Link}} props */
function ClerkConsole({ picture, link }) {
  const deeds = useDeeds(picture, link);
  useFreeHands();
  useWarningOnLeaving(picture);
  return picture.stand
    ? html`<${AtWindow} picture=${picture} stand=${picture.stand} deeds=${deeds} />`
    : html`<${PickWindow} picture=${picture} deeds=${deeds} />`;
}

/** A page left while a visitor is there leaves the visitor: ask first.
 * @param {Console} picture */
function useWarningOnLeaving(picture) {
  const busy = picture.in_hand !== null;
  useEffect(() => {
    if (!busy) return undefined;
    const warn = (/** @type {BeforeUnloadEvent} */ leaving) => { leaving.preventDefault(); leaving.returnValue = say(BUSY_AT, { n: picture.stand?.window_no }); };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [busy]);
}

// --- no window yet ---

/** @param {{picture: Console, deeds: Deeds}} props */
function PickWindow({ picture, deeds }) {
  const habit = picture.stands.find((one) => one.window_no === picture.habit_window_no);
  const others = picture.stands.filter((one) => one !== habit);
  const mine = habit && habit.state === "closed" ? habit : null;
  const open = (/** @type {Stand} */ one) => deeds.open(one.window_no).run();
  useCodes({ Enter: mine ? () => open(mine) : undefined });
  return html`<header class="bar"><span class="bar-title">${both(picture.about.name)}</span>
      <${LanguageSwitch} /><${Account} /></header>
    <section class="pick-window">
      <div class="pick-me"><${Avatar} who=${both(picture.me.shown)} photo=${picture.me.photo} />
        <h1 class="title">${say(WELCOME, { who: picture.me.shown })}</h1></div>
      ${habit && html`<div class="stack-tight"><h2 class="card-title soft">${say(HABIT)}</h2>
        ${mine ? html`<button type="button" class="button primary great" disabled=${deeds.lost || deeds.busy} aria-keyshortcuts="Enter" onClick=${() => open(mine)}>
          <${Icon} of="counter" /><span class="grow">${say(OPEN_HABIT, { n: habit.window_no })}<span class="button-note">${both(habit.name)}</span></span><${Key}>Enter<//></button>`
          : html`<${WindowChoice} stand=${habit} off=${true} choose=${() => {}} />`}</div>`}
      <div class="stack-tight"><h2 class="card-title soft">${say(OTHERS)}</h2>
        <div class="window-grid">${others.map((one) => html`<${WindowChoice} key=${one.window_no} stand=${one}
          off=${one.state !== "closed" || deeds.lost || deeds.busy} choose=${() => open(one)} />`)}</div></div>
    </section>`;
}

/** @param {{stand: Stand, off: boolean, choose: () => void}} props */
function WindowChoice({ stand, off, choose }) {
  return html`<button type="button" class="choice window-choice" disabled=${off} onClick=${choose}>
    <span class="number">${stand.window_no}</span>
    <span class="grow"><span class="window-name">${both(stand.name)}</span>
      <span class="choice-note">${stand.clerk ? say(SITS, { who: stand.clerk.shown }) : stateText(stand.state)}</span></span>
  </button>`;
}

// --- at the window ---

/** @param {{picture: Console, stand: Stand, deeds: Deeds}} props */
function AtWindow({ picture, stand, deeds }) {
  useNow();
  const [asking, setAsking] = useState(/** @type {Asking} */ (null));
  const hand = picture.in_hand;
  const paused = stand.state === "paused";
  const ask = (/** @type {Asking} */ what, /** @type {Deed} */ deed) => { if (deed.may) setAsking(what); else deed.run(); };
  const done = () => setAsking(null);
  // What the dialog asked about is gone, by another hand or another screen.
  useEffect(() => { if (!hand) setAsking((now) => (now === "finish" || now === "transfer" ? null : now)); }, [hand?.handling]);

  const press = (/** @type {string} */ meaning, /** @type {Deed} */ deed) => { if (meant(meaning)) deed.run(); };
  const unpark = () => (picture.parked.length > 1 ? setAsking("unpark") : picture.parked[0] && deeds.unpark(picture.parked[0]).run());
  const restore = () => (picture.missed.length > 1 ? setAsking("restore") : picture.missed[0] && deeds.restore(picture.missed[0].ticket).run());
  const pause = () => (paused || picture.pause_next ? deeds.resume.run() : setAsking("pause"));
  const finish = () => ask("finish", deeds.finish);
  const transfer = () => ask("transfer", deeds.transfer);
  const close = () => ask("close", deeds.close);
  // Whoever is here, else whoever comes next: the others are the help desk's.
  const first = hand?.priority ? hand : picture.line[0];
  const favoured = first?.priority ? first : null;
  const ordinary = () => { if (favoured) ask("ordinary", deeds.ordinary(favoured)); };
  // A key means one deed alone, so that only the warning needs a calm hand.
  const forward = () => (hand?.stage === "serving" ? deeds.finishAndNext.run() : press(deeds.warns ? "anyway" : "next", deeds.next));
  useCodes({
    Space: forward,
    Enter: () => { if (hand) deeds.start.run(); },
    Escape: deeds.calmDown,
    Digit1: deeds.recall.run,
    Digit2: finish,
    Digit3: deeds.missed.run,
    Digit4: deeds.park.run,
    Digit5: transfer,
    Digit6: deeds.undo.run,
    Digit7: unpark,
    Digit8: restore,
    Digit9: deeds.reprint.run,
    Digit0: pause,
    KeyP: ordinary,
    F9: close,
  });

  return html`
    <${Bar} picture=${picture} stand=${stand} deeds=${deeds} pause=${pause} close=${close} />
    <div class="desk">
      <${Line} picture=${picture} deeds=${deeds} favoured=${favoured} ordinary=${ordinary} />
      <section class="hand" aria-label=${say(IN_HAND)}>
        ${!picture.opening.open && picture.waiting_for_me > 0 && html`<p class="notice must-serve" data-mood="warn"><${Icon} of="clock" />${say(MUST_SERVE, { n: picture.waiting_for_me })}</p>`}
        <div class="hand-card" data-stage=${hand?.stage ?? (paused ? "paused" : "free")}>
          ${hand ? html`<${InHandCard} hand=${hand} deeds=${deeds} favoured=${favoured} ordinary=${ordinary} />` : html`<${FreeCard} picture=${picture} stand=${stand} />`}
        </div>
        <div class="under-hand">
          ${deeds.warns && html`<div class="notice warns" data-mood="warn" role="alert"><${Icon} of="star" /><span class="grow">${say(NOT_RATED_YET)}</span>
            <button type="button" class="button quiet" onClick=${deeds.calmDown}>${say(WAIT_MORE)} <${Key}>Esc<//></button></div>`}
          <${Great} picture=${picture} hand=${hand} paused=${paused} deeds=${deeds} press=${press} resume=${pause} />
          <div class="acts">
            <${Act} deed=${deeds.recall} icon="speaker" word=${say(RECALL)} code="1" />
            <${Act} deed=${deeds.finish} icon="list" word=${say(FINISH)} code="2" run=${finish} />
            <${Act} deed=${deeds.missed} icon="cross" word=${say(MISSED)} code="3" />
            <${Act} deed=${deeds.park} icon="pause" word=${say(PARK)} code="4" />
            <${Act} deed=${deeds.transfer} icon="forward" word=${say(TRANSFER)} code="5" run=${transfer} />
          </div>
        </div>
      </section>
      <aside class="side">
        <${BeforeCard} picture=${picture} deeds=${deeds} />
        ${picture.statements_wanted > 0 && html`<p class="notice to-state"><${Icon} of="info" /><span class="grow">${say(TO_STATE, { n: picture.statements_wanted })}</span><a class="button small-button" href=${`/mine/cases${location.search}`}>${say(STATE_IT)}</a></p>`}
        <${Aside} title=${say(SET_ASIDE)} empty=${say(NOBODY_ASIDE)} rows=${picture.parked} word=${say(UNPARK)} code="7" all=${unpark}
          deed=${(/** @type {InHand} */ one) => deeds.unpark(one)} />
        <${Aside} title=${say(MISSED_TODAY)} empty=${say(NOBODY_MISSED)} rows=${picture.missed} word=${say(RESTORE)} code="8" all=${restore}
          deed=${(/** @type {InLine} */ one) => deeds.restore(one.ticket)} />
      </aside>
    </div>
    ${asking === "finish" && hand && html`<${FinishDialog} hand=${hand} busy=${deeds.busy} lost=${deeds.lost} close=${done} finish=${deeds.finishWith} />`}
    ${asking === "pause" && html`<${PauseDialog} after=${hand !== null} off=${deeds.lost || deeds.busy} close=${done} pause=${deeds.pause} />`}
    ${asking === "transfer" && hand && html`<${TransferDialog} picture=${picture} hand=${hand} off=${deeds.lost || deeds.busy} close=${done} send=${deeds.sendOn} />`}
    ${asking === "unpark" && html`<${PickDialog} title=${say(SET_ASIDE)} rows=${picture.parked} off=${deeds.lost} close=${done} choose=${(/** @type {InHand} */ one) => deeds.unpark(one).run()} />`}
    ${asking === "restore" && html`<${PickDialog} title=${say(MISSED_TODAY)} rows=${picture.missed} off=${deeds.lost} close=${done} choose=${(/** @type {InLine} */ one) => deeds.restore(one.ticket).run()} />`}
    ${asking === "ordinary" && favoured && html`<${OrdinaryDialog} one=${favoured} off=${deeds.lost || deeds.busy} close=${done} undo=${deeds.undoPriority} />`}
    ${asking === "close" && html`<${CloseDialog} window_no=${stand.window_no} waiting=${picture.waiting_for_me} off=${deeds.lost} close=${done} shut=${deeds.closeNow} />`}`;
}

/** @param {{picture: Console, stand: Stand, deeds: Deeds, pause: () => void, close: () => void}} props */
function Bar({ picture, stand, deeds, pause, close }) {
  const { opening, longest_since: longest } = picture;
  const paused = stand.state === "paused";
  const until = opening.closes_at ? duration(secondsUntil(opening.closes_at)) : say(opening.open ? ALL_DAY : AFTER_HOURS);
  const pauseWord = paused ? GO_ON : picture.pause_next ? NO_PAUSE : picture.in_hand ? PAUSE_AFTER : PAUSE;
  return html`<header class="console-bar">
    <div class="here"><span class="here-no number" aria-hidden="true">${stand.window_no}</span>
      <span class="here-words"><h1 class="here-title">${say(WINDOW, { n: stand.window_no })}</h1><span class="soft small">${both(picture.me.shown)} · ${picture.me.number}</span></span>
      ${paused ? html`<${Chip} mood="warn" icon="pause">${stateText("paused")}<//>` : html`<${Chip} mood="good" icon="check">${stateText(stand.state)}<//>`}
      ${picture.pause_next && html`<${Chip} mood="warn" icon="pause">${say(WILL_PAUSE, { why: pauseText(picture.pause_next) })}<//>`}</div>
    <dl class="counts">
      <div><dt>${say(FOR_ME)}</dt><dd><b class="number">${picture.waiting_for_me}</b> ${say(PEOPLE)}</dd></div>
      <div data-long=${longest && secondsSince(longest) >= 1800 ? "" : undefined}><dt>${say(LONGEST)}</dt><dd>${longest ? duration(secondsSince(longest)) : say(NONE)}</dd></div>
      <div><dt>${say(CLOSING)}</dt><dd>${until}</dd></div>
    </dl>
    <time class="clock">${timeWithSeconds(Date.parse(picture.now) + (secondsSince(picture.now) * 1000))}</time>
    <div class="bar-acts">
      <button type="button" class="button" disabled=${deeds.lost} title=${say(pauseWord)} aria-keyshortcuts="0" onClick=${pause}><${Icon} of=${paused ? "play" : "pause"} /><span class="word">${say(pauseWord)}</span><${Key}>0<//></button>
      <button type="button" class="button" disabled=${deeds.lost} aria-disabled=${!deeds.close.may} title=${deeds.close.why || say(CLOSE)} aria-keyshortcuts="F9" onClick=${close}><${Icon} of="leave" /><span class="word">${say(CLOSE)}</span><${Key}>F9<//></button>
      <${LanguageSwitch} />
    </div>
  </header>`;
}

mount("/clerk", ClerkConsole);
