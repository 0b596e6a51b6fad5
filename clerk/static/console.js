// The console: a clerk opens a window, calls, serves and finishes, with two keys on most days.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { Account } from "account";
import { duration, secondsSince, secondsUntil, timeOfDay, timer, timeWithSeconds, useNow } from "clock";
import { _, both, say } from "languages";
import { Avatar, Chip, Empty, Icon, Key, LanguageSwitch, mount, Plate, PriorityChip } from "page";
import { NEED_ICONS, needText, priorityText } from "visitors";
import { useDeeds } from "./deeds.js";
import { CloseDialog, FinishDialog, OrdinaryDialog, PauseDialog, PickDialog, TransferDialog } from "./dialogs.js";
import { meant, useCodes } from "./keys.js";
import { endingText, outcomeText, pauseText, stateText, whyText } from "./words.js";

/** @import { Console, InHand, InLine, Stand } from "pictures" */
/** @typedef {ReturnType<typeof useDeeds>} Deeds */
/** @typedef {import("./deeds.js").Deed} Deed */

const WELCOME = _("{who}，您好！请选择窗口");
const HABIT = _("您常坐的窗口");
const OPEN_HABIT = _("打开 {n} 号窗口");
const OTHERS = _("其他窗口");
const SITS = _("{who} 在");
const WINDOW = _("{n} 号窗口");
const PAUSE = _("暂停");
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
const NEXT_UP = _("下一位");
const THEN = _("接下来");
const NOBODY_WAITS = _("暂时没有人等候");
const NEW_ONES = _("有人取号，这里马上显示。");
const CALL_NEXT = _("呼叫下一号");
const CALL_ANYWAY = _("仍然呼叫下一号");
const NOT_RATED_YET = _("上一位尚未评价，是否呼叫下一号？");
const WAIT_MORE = _("再等一下");
const START = _("人已到，开始办理");
const FINISH_NEXT = _("{outcome}，呼叫下一号");
const FINISH_PAUSE = _("{outcome}，然后暂停");
const RECALL = _("重呼");
const FINISH = _("另选结果");
const MISSED = _("过号");
const PARK = _("暂存");
const TRANSFER = _("转办");
const UNDO = _("撤销");
const UNPARK = _("取回");
const RESTORE = _("恢复");
const REPRINT = _("补打");
const REPRINT_LIST = _("补打告知");
const WAITED = _("等候");
const WALKING = _("走来");
const SERVING = _("办理");
const QUEUED = _("排队播报");
const SPOKEN = _("已播报");
const TIMES = _("已叫 {n} 次");
const ONE_MORE = _("办完后还有：{what}");
const NOTE_FROM = _("上个窗口留言");
const WHY_THIS = _("为什么是这位：{why}");
const WAITING_FOR = _("已等 {time}");
const SENT_HERE = _("指定到本窗口");
const GREET = _("您好，请坐。请问您办什么业务？");
const FAREWELL = _("办好了，谢谢您！请您评价，请慢走，再见。");
const BRING = _("该带的材料");
const COPIES = _("另附复印件 {n} 份");
const IF_NEEDED = _("视情况");
const BEFORE = _("上一位");
const RATED = _("已评价");
const UNRATED = _("未评价");
const NO_RATING = _("无需评价");
const TO_STATE = _("有 {n} 件差评等您说明情况");
const STATE_IT = _("去说明");
const NOBODY_BEFORE = _("刚才没有办过");
const SET_ASIDE = _("暂存");
const MISSED_TODAY = _("今日过号");
const NOBODY_ASIDE = _("没有暂存的号");
const NOBODY_MISSED = _("没有过号的");
const PAUSED_FOR = _("暂停中：{why}");
const PAUSED_SINCE = _("{time} 起，已 {length}");
const SPEAKS_ENGLISH = _("讲英语");
const SPEAKS_CHINESE = _("讲中文");
const BUSY_AT = _("{n} 号窗口还有人在办，确定离开？");
const NO_PRIORITY = _("撤销优先");
const SPACE = _("空格");

/** @typedef {"finish" | "pause" | "transfer" | "unpark" | "restore" | "close" | "ordinary" | null} Asking */

/** @param {{picture: Console, link: Link}} props */
function ClerkConsole({ picture, link }) {
  const deeds = useDeeds(picture, link);
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
      <button type="button" class="button" disabled=${deeds.lost} aria-keyshortcuts="0" onClick=${click(pause)}><${Icon} of=${paused ? "play" : "pause"} /><span class="word">${say(pauseWord)}</span><${Key}>0<//></button>
      <button type="button" class="button" disabled=${deeds.lost} aria-disabled=${!deeds.close.may} title=${deeds.close.why} aria-keyshortcuts="F9" onClick=${click(close)}><${Icon} of="leave" /><span class="word">${say(CLOSE)}</span><${Key}>F9<//></button>
      <${LanguageSwitch} />
    </div>
  </header>`;
}

// --- the visitor ---

/** @param {{hand: InHand, deeds: Deeds, favoured: InHand | InLine | null, ordinary: () => void}} props */
function InHandCard({ hand, deeds, favoured, ordinary }) {
  const serving = hand.stage === "serving";
  return html`
    <div class="hand-head">
      <${Plate} number=${hand.number} size="huge" fresh=${hand.stage === "called" && hand.times_called === 1} />
      <div class="hand-what">
        <h2 class="hand-service">${both(hand.service_name)}</h2>
        <p class="cluster tight">${hand.priority && html`<${PriorityChip} /><${Chip} mood="accent">${priorityText(hand.priority)}<//>`}
          ${hand.help_needs.map((need) => html`<${Chip} key=${need} mood="warn" icon=${NEED_ICONS[need]}>${needText(need)}<//>`)}
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

/** A reason for going first that does not hold is undone; the arrival stays.
 * @param {{deed: Deed, run: () => void}} props */
function Ordinary({ deed, run }) {
  return html`<button type="button" class="button quiet small-button ordinary" aria-disabled=${!deed.may} title=${deed.why} aria-keyshortcuts="P" onClick=${click(run)}>
    ${say(NO_PRIORITY)} <${Key}>P<//></button>`;
}

/** @param {{language: string}} props */
function Speaks({ language }) {
  return html`<${Chip} mood=${language === "zh" ? "quiet" : "warn"} icon="language">${say(language === "en" ? SPEAKS_ENGLISH : SPEAKS_CHINESE)}<//>`;
}

/** A length that stands still once it is over.
 * @param {{word: string, from: string | null, to: string | null}} props */
function Time({ word, from, to }) {
  const length = from ? timer(to ? (Date.parse(to) - Date.parse(from)) / 1000 : secondsSince(from)) : "–";
  return html`<div class="time" data-runs=${from && !to ? "" : undefined}><span class="soft small">${word}</span><span class="timer">${length}</span></div>`;
}

/** @param {{picture: Console, stand: Stand}} props */
function FreeCard({ picture, stand }) {
  if (stand.state === "paused") {
    const why = say(PAUSED_FOR, { why: pauseText(stand.pause_reason ?? "") });
    return html`<${Empty} icon="pause" title=${why}>${stand.since && html`<p>${say(PAUSED_SINCE, { time: timeOfDay(stand.since), length: duration(secondsSince(stand.since)) })}</p>`}<//>`;
  }
  const first = picture.line[0];
  if (!first) return html`<${Empty} icon="people" title=${say(NOBODY_WAITS)}><p>${say(NEW_ONES)}</p><//>`;
  return html`<div class="coming"><p class="soft">${say(NEXT_UP)}</p>
    <div class="hand-head"><span class="plate soft" data-size="large">${first.number}</span>
      <div class="hand-what"><h2 class="hand-service">${both(first.service_name)}</h2><${Marks} one=${first} />
        <p class="soft">${say(WHY_THIS, { why: whyText(picture.next_why ?? "") })} · ${say(WAITING_FOR, { time: duration(secondsSince(first.waiting_since)) })}</p></div></div></div>`;
}

/** Priority with its reason, needs and language of somebody who waits, each in a word with a sign.
 * @param {{one: InLine}} props */
function Marks({ one }) {
  if (!one.priority && !one.help_needs.length && one.language === "zh" && one.window_no === null) return null;
  return html`<p class="cluster tight">${one.priority && html`<${PriorityChip} /><${Chip} mood="accent">${priorityText(one.priority)}<//>`}
    ${one.help_needs.map((need) => html`<${Chip} key=${need} mood="warn" icon=${NEED_ICONS[need]}>${needText(need)}<//>`)}
    ${one.language !== "zh" && html`<${Speaks} language=${one.language} />`}
    ${one.window_no !== null && html`<${Chip} icon="counter">${say(SENT_HERE)}<//>`}</p>`;
}

// --- what is done ---

/** The great button: always in the same place.
 * @param {{picture: Console, hand: InHand | null, paused: boolean, deeds: Deeds, press: (meaning: string, deed: Deed) => void, resume: () => void}} props */
function Great({ picture, hand, paused, deeds, press, resume }) {
  const now = hand?.stage === "serving" ? "finish" : hand ? "start" : paused ? "resume" : deeds.warns ? "anyway" : "next";
  const outcome = hand ? outcomeText(hand.usual_outcome) : "";
  const meanings = {
    finish: { deed: deeds.finishAndNext, icon: "check", word: say(picture.pause_next ? FINISH_PAUSE : FINISH_NEXT, { outcome }), key: say(SPACE), code: "Space" },
    start: { deed: deeds.start, icon: "play", word: say(START), key: "Enter", code: "Enter" },
    resume: { deed: deeds.resume, icon: "play", word: say(GO_ON), key: "0", code: "0" },
    anyway: { deed: deeds.next, icon: "bell", word: say(CALL_ANYWAY), key: say(SPACE), code: "Space" },
    next: { deed: deeds.next, icon: "bell", word: say(CALL_NEXT), key: say(SPACE), code: "Space" },
  };
  const { deed, icon, word, key, code } = meanings[now];
  const run = now === "resume" ? resume : () => press(now, deed);
  return html`<button type="button" class="button primary great" data-deed=${now} disabled=${deeds.lost} aria-disabled=${!deed.may} aria-busy=${deeds.busy}
    aria-keyshortcuts=${code} title=${deed.why} onClick=${click(run)}><${Icon} of=${icon} /><span class="grow">${word}</span><${Key}>${key}<//></button>`;
}

/** @param {{deed: Deed, icon: string, word: string, code: string, run?: () => void}} props */
function Act({ deed, icon, word, code, run = deed.run }) {
  return html`<button type="button" class="button act" aria-disabled=${!deed.may} title=${deed.why} aria-keyshortcuts=${code} onClick=${click(run)}>
    <${Icon} of=${icon} /><span class="act-words">${word}${deed.note && html`<span class="button-note timer">${deed.note}</span>`}</span><${Key}>${code}<//></button>`;
}

/** A button pressed by hand does not keep the focus: the next Space is the window's, not the button's.
 * @param {() => void} run */
function click(run) {
  return (/** @type {MouseEvent} */ pressed) => {
    if (pressed.detail > 0 && pressed.currentTarget instanceof HTMLElement) pressed.currentTarget.blur();
    run();
  };
}

// --- beside ---

/** @param {{picture: Console, deeds: Deeds, favoured: InHand | InLine | null, ordinary: () => void}} props */
function Line({ picture, deeds, favoured, ordinary }) {
  const [first, ...others] = picture.line;
  return html`<section class="line" aria-label=${say(THEN)}>
    <h2 class="card-title">${say(NEXT_UP)}</h2>
    ${first ? html`<div class="next-up"><p class="cluster tight"><${Plate} number=${first.number} /><span class="grow strong">${both(first.service_name)}</span></p>
        <${Marks} one=${first} />
        ${favoured === first && html`<p><${Ordinary} deed=${deeds.ordinary(first)} run=${ordinary} /></p>`}
        <p class="small">${say(WHY_THIS, { why: whyText(picture.next_why ?? "") })}</p>
        <p class="small soft">${say(WAITING_FOR, { time: duration(secondsSince(first.waiting_since)) })}</p></div>`
      : html`<p class="soft">${say(NOBODY_WAITS)}</p>`}
    ${others.length > 0 && html`<h3 class="small soft line-then">${say(THEN)}</h3><ol class="list then">
      ${others.map((one) => html`<li key=${one.ticket}><span class="plate" data-size="small">${one.number}</span>
        <span class="grow then-what">${both(one.service_name)}</span>
        ${one.priority && html`<${PriorityChip} />`}${one.help_needs.map((need) => html`<span key=${need} class="need" title=${needText(need)}><${Icon} of=${NEED_ICONS[need]} /><span class="visually-hidden">${needText(need)}</span></span>`)}
        <span class="soft small timer">${timer(secondsSince(one.waiting_since))}</span></li>`)}</ol>`}
  </section>`;
}

/** @param {{picture: Console, deeds: Deeds}} props */
function BeforeCard({ picture, deeds }) {
  const { before, in_hand: hand } = picture;
  const list = !hand && (before?.ending === "deficient" || before?.ending === "refused");
  return html`<section class="aside" aria-label=${say(BEFORE)}>
    <h2 class="card-title">${say(BEFORE)}</h2>
    ${before ? html`<p class="cluster tight"><span class="plate" data-size="small">${before.number}</span><span>${endingText(before.ending)}</span>
        <span class="soft small">${timeOfDay(before.ended_at)}</span>
        ${before.rateable ? html`<${Chip} mood=${before.rated ? "good" : "quiet"} icon=${before.rated ? "check" : "star"}>${say(before.rated ? RATED : UNRATED)}<//>`
          : html`<span class="soft small">${say(NO_RATING)}</span>`}</p>`
      : html`<p class="soft small">${say(NOBODY_BEFORE)}</p>`}
    <div class="two"><${Act} deed=${deeds.undo} icon="undo" word=${say(UNDO)} code="6" /><${Act} deed=${deeds.reprint} icon="printer" word=${say(list ? REPRINT_LIST : REPRINT)} code="9" /></div>
  </section>`;
}

/** @param {{title: string, empty: string, rows: any[], word: string, code: string, all: () => void, deed: (one: any) => Deed}} props */
function Aside({ title, empty, rows, word, code, all, deed }) {
  return html`<section class="aside shrinks" aria-label=${title}>
    <h2 class="card-title between"><span>${title}${rows.length > 0 && html` <span class="number count">${rows.length}</span>`}</span>
      ${rows.length > 0 && html`<button type="button" class="button small-button" aria-disabled=${!deed(rows[0]).may} aria-keyshortcuts=${code} title=${deed(rows[0]).why} onClick=${click(all)}>${word} <${Key}>${code}<//></button>`}</h2>
    ${rows.length ? html`<ul class="list scroll rows" tabindex="0" aria-label=${title}>${rows.map((one) => html`<li key=${one.ticket}><span class="plate" data-size="small">${one.number}</span>
      <span class="grow then-what">${both(one.service_name)}</span>
      <button type="button" class="button quiet small-button" aria-disabled=${!deed(one).may} title=${deed(one).why} aria-label=${`${word} ${one.number}`} onClick=${click(deed(one).run)}>${word}</button></li>`)}</ul>`
      : html`<p class="soft small">${empty}</p>`}
  </section>`;
}

mount("/clerk", ClerkConsole);
