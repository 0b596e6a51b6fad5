// What the console asks over the page: each is answered by one key, or by hand.

import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";
import { _, both, language, say } from "languages";
import { Dialog, Icon, Key, PriorityChip } from "page";
import { priorityText } from "visitors";
import { useCodes } from "./keys.js";
import {
  needsLacking, OUTCOME_CODES, outcomeIcon, outcomeNote, outcomeText, PAUSE_CODES, pauseText,
} from "./words.js";

/** @import { Console, InHand, InLine } from "pictures" */

const FINISH = _("{number} 号办得怎么样？");
const USUAL = _("通常");
const NOTE_ONWARD = _("给下一项“{service}”的窗口留言（可不写）");
const BACK = _("返回");
const WHAT_LACKS = _("{number} 号：一次性告知还缺什么");
const WHY_REFUSED = _("{number} 号：告知不予受理的理由");
const TICK_MISSING = _("勾选还缺的材料");
const MORE_LINES = _("其他要补的，一行写一项");
const GROUND = _("理由");
const GROUND_HINT = _("写清依据和情况，会原样打印给办事人");
const COPIES = _("另附复印件 {n} 份");
const PRINT_AND_FINISH = _("打印告知单并办结");
const SAY_ALL = _("请一次说全：办结后打印交给办事人，窗口留底。");
const LEFT = _("还可写 {n} 字");
const ORDINARY_TITLE = _("{number} 号：撤销优先？");
const ORDINARY_SAID = _("取号时选的是“{why}”。撤销后号码和取号时间不变，按先来后到排队；要恢复，请找导办台。");
const UNDO_PRIORITY = _("撤销优先");
const PAUSE_NOW = _("为什么暂停？");
const PAUSE_AFTER = _("办完这位后暂停：为什么？");
const PAUSE_SAID = _("原因会显示在叫号屏和评价器上。");
const SEND = _("{number} 号转到哪里？");
const KEEPS_PLACE = _("号码不变，按最早取号的时间排队。");
const TO_SERVICE = _("转到业务");
const TO_WINDOW = _("转到窗口");
const FIND = _("找业务");
const FIND_WINDOW = _("找窗口");
const NO_OTHER_WINDOW = _("现在没有别的窗口办这项业务");
const NOTE = _("给下一个窗口的留言（可不写）");
const SEND_NOW = _("转办");
const CLOSE_TITLE = _("关闭 {n} 号窗口？");
const CLOSE_NOW = _("关闭窗口");
const STILL_WAITING = _("还有 {n} 位等候的人是这个窗口能办的。群众离开后方可下班，请先确认有别的窗口办理。");
const NOBODY_LEFT = _("没有人在等这个窗口。谢谢您，辛苦了！");
const CANCEL = _("不了");

const MOST = 1000;
/** Keys there are: 1 to 9. */
const MOST_KEYS = 9;

/**
 * One of a few, each with a digit.
 * @param {{options: {key: string, title: unknown, note?: unknown, icon?: string, choose: () => void, off?: boolean}[], inDialog?: boolean}} props
 */
export function Choices({ options }) {
  useCodes(Object.fromEntries(options.map((one, place) => [`Digit${place + 1}`, one.off ? undefined : one.choose])), { inDialog: true });
  return html`<div class="choices">
    ${options.map((one, place) => html`<button key=${one.key} type="button" class="choice pick" disabled=${one.off} onClick=${one.choose}>
      ${one.icon && html`<${Icon} of=${one.icon} />`}
      <span class="grow"><span class="choice-title">${one.title}</span>${one.note && html`<span class="choice-note">${one.note}</span>`}</span>
      ${place < MOST_KEYS && html`<${Key}>${place + 1}<//>`}
    </button>`)}
  </div>`;
}

/**
 * Which outcome; those that need words go on to say them.
 * @param {{hand: InHand, first?: string | null, busy: boolean, lost: boolean, close: () => void, finish: (outcome: string, note: string) => Promise<unknown>}} props
 */
export function FinishDialog({ hand, busy, lost, close, finish }) {
  const [lacking, setLacking] = useState(/** @type {string | null} */ (null));
  const [note, setNote] = useState("");
  const end = async (/** @type {string} */ outcome, /** @type {string} */ said) => { if (await finish(outcome, said)) close(); };
  if (lacking) {
    return html`<${LackingDialog} key=${lacking} hand=${hand} outcome=${lacking} busy=${busy} lost=${lost} back=${() => setLacking(null)}
      finish=${(/** @type {string} */ said) => end(lacking, said)} />`;
  }
  const codes = [hand.usual_outcome, ...OUTCOME_CODES.filter((code) => code !== hand.usual_outcome)];
  const options = codes.map((code) => ({
    key: code,
    title: html`${outcomeText(code)}${code === hand.usual_outcome && html` <span class="chip" data-mood="accent">${say(USUAL)}</span>`}`,
    note: outcomeNote(code),
    icon: outcomeIcon(code),
    off: busy || lost,
    choose: () => { if (needsLacking(code)) setLacking(code); else void end(code, note); },
  }));
  return html`<${Dialog} title=${say(FINISH, { number: hand.number })} close=${close} size="wide"
    actions=${html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>`}>
    <${Choices} options=${options} />
    ${hand.then.length > 0 && html`<label class="field"><span class="field-label">${say(NOTE_ONWARD, { service: hand.then[0] })}</span>
      <input class="input" maxlength="300" value=${note} onInput=${(/** @type {InputEvent} */ typed) => setNote(valueOf(typed))} /></label>`}
  <//>`;
}

/**
 * What is missing, ticked and typed; or the ground of a refusal.
 * @param {{hand: InHand, outcome: string, busy: boolean, lost: boolean, back: () => void, finish: (note: string) => void}} props
 */
function LackingDialog({ hand, outcome, busy, lost, back, finish }) {
  const [ticked, setTicked] = useState(/** @type {ReadonlySet<number>} */ (new Set()));
  const [typed, setTyped] = useState("");
  const refused = outcome === "refused";
  const lines = refused ? [] : hand.materials.filter((_one, place) => ticked.has(place)).map((one) => missingLine(hand, one));
  const note = [...lines, ...typed.split("\n").map((line) => line.trim()).filter(Boolean)].join("\n");
  const left = MOST - note.length;
  const tick = (/** @type {number} */ place) => setTicked((before) => {
    const after = new Set(before);
    if (!after.delete(place)) after.add(place);
    return after;
  });
  const off = busy || lost || !note || left < 0;
  useCodes({
    "Ctrl+Enter": off ? undefined : () => finish(note),
    ...Object.fromEntries(refused ? [] : hand.materials.slice(0, MOST_KEYS).map((_one, place) => [`Digit${place + 1}`, () => tick(place)])),
  }, { inDialog: true });
  const actions = html`
    <button type="button" class="button" onClick=${back}>${say(BACK)} <${Key}>Esc<//></button>
    <button type="button" class="button primary large" disabled=${off} aria-busy=${busy} aria-keyshortcuts="Control+Enter" onClick=${() => finish(note)}>
      <${Icon} of="printer" />${say(PRINT_AND_FINISH)} <${Key}>Ctrl Enter<//></button>`;
  return html`<${Dialog} title=${say(refused ? WHY_REFUSED : WHAT_LACKS, { number: hand.number })} close=${back} size="wide" actions=${actions}>
    <p class="soft">${both(hand.service_name)} · ${say(SAY_ALL)}</p>
    ${!refused && hand.materials.length > 0 && html`<fieldset class="field"><legend>${say(TICK_MISSING)}</legend><div class="materials">
      ${hand.materials.map((one, place) => html`<label key=${place} class="tick"><input type="checkbox" checked=${ticked.has(place)} onChange=${() => tick(place)} />
        <span>${both(one.name)}${one.copies > 0 && html` <span class="soft small">${say(COPIES, { n: one.copies })}</span>`}${one.note && html`<span class="soft small material-note">${both(one.note)}</span>`}</span>
        ${place < MOST_KEYS && html`<${Key}>${place + 1}<//>`}</label>`)}
    </div></fieldset>`}
    <label class="field"><span class="field-label">${say(refused ? GROUND : MORE_LINES)}</span>
      <textarea class="input" rows=${refused ? 6 : 3} value=${typed} autofocus=${refused} aria-invalid=${left < 0}
        onInput=${(/** @type {InputEvent} */ happened) => setTyped(valueOf(happened))} />
      <span class="field-hint">${refused ? html`${say(GROUND_HINT)} · ` : ""}${say(LEFT, { n: left })}</span></label>
  <//>`;
}

/**
 * A missing material as it is printed: in Chinese, and in the visitor's English beside it.
 * @param {InHand} hand
 * @param {InHand["materials"][number]} one
 */
function missingLine(hand, one) {
  const foreign = hand.language === "en" && one.name.en ? ` / ${one.name.en}` : "";
  return one.name.zh + foreign;
}

/**
 * @param {{after: boolean, off: boolean, close: () => void, pause: (reason: string) => Promise<unknown>}} props  after: when this visitor is done
 */
export function PauseDialog({ after, off, close, pause }) {
  const options = PAUSE_CODES.map((code) => ({
    key: code,
    title: pauseText(code),
    off,
    choose: async () => { if (await pause(code)) close(); },
  }));
  return html`<${Dialog} title=${say(after ? PAUSE_AFTER : PAUSE_NOW)} close=${close}
    actions=${html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>`}>
    <${Choices} options=${options} /><p class="soft small">${say(PAUSE_SAID)}</p>
  <//>`;
}

/**
 * @param {{picture: Console, hand: InHand, off: boolean, close: () => void, send: (where: object) => Promise<unknown>}} props
 */
export function TransferDialog({ picture, hand, off, close, send }) {
  const [kind, setKind] = useState(/** @type {"service" | "window"} */ ("service"));
  const [where, setWhere] = useState(/** @type {string | number | null} */ (null));
  const [sought, setSought] = useState("");
  const [note, setNote] = useState("");
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  const wanted = sought.trim().toLowerCase();
  const services = picture.services.filter((one) => one.code !== hand.service
    && `${one.prefix} ${one.name.zh} ${one.name.en ?? ""}`.toLowerCase().includes(wanted));
  const stands = picture.stands.filter((one) => hand.send_to.includes(one.window_no)
    && `${one.window_no} ${one.name.zh} ${one.name.en ?? ""} ${one.clerk ? both(one.clerk.shown) : ""}`.toLowerCase().includes(wanted));
  const go = async () => {
    if (off || where === null) return;
    const target = kind === "service" ? { service: where } : { window_no: where };
    if (await send({ ...target, note })) close();
  };
  const turn = (/** @type {"service" | "window"} */ to) => { setKind(to); setWhere(null); setSought(""); box.current?.focus(); };
  // The first Enter chooses what the typed letters left on top, the second sends.
  const enter = (/** @type {KeyboardEvent} */ pressed) => {
    if (pressed.key !== "Enter" || pressed.isComposing) return;
    pressed.preventDefault();
    if (where !== null) void go();
    else setWhere((kind === "service" ? services[0]?.code : stands[0]?.window_no) ?? null);
  };
  useCodes({ Enter: go, F2: () => turn("service"), F3: () => turn("window") }, { inDialog: true });
  const actions = html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>
    <button type="button" class="button primary large" disabled=${off || where === null} aria-keyshortcuts="Enter" onClick=${go}><${Icon} of="forward" />${say(SEND_NOW)} <${Key}>Enter<//></button>`;
  const find = say(kind === "service" ? FIND : FIND_WINDOW);
  return html`<${Dialog} title=${say(SEND, { number: hand.number })} close=${close} size="wide" actions=${actions}>
    <div class="between"><div class="segments">
      <button type="button" class="button" aria-pressed=${kind === "service"} aria-keyshortcuts="F2" onClick=${() => turn("service")}>${say(TO_SERVICE)} <${Key}>F2<//></button>
      <button type="button" class="button" aria-pressed=${kind === "window"} aria-keyshortcuts="F3" onClick=${() => turn("window")}>${say(TO_WINDOW)} <${Key}>F3<//></button>
    </div><span class="soft small">${say(KEEPS_PLACE)}</span></div>
    <input ref=${box} class="input" type="search" autofocus aria-label=${find} placeholder=${find} value=${sought} onKeyDown=${enter}
      onInput=${(/** @type {InputEvent} */ typed) => { setSought(valueOf(typed)); setWhere(null); }} />
    <div class="targets">${kind === "service"
      ? services.map((one) => html`<button key=${one.code} type="button" class="button start" aria-pressed=${where === one.code} onClick=${() => setWhere(one.code)}>
        <span class="number target-letter">${one.prefix}</span>${both(one.name)}</button>`)
      : stands.map((one) => html`<button key=${one.window_no} type="button" class="button start" aria-pressed=${where === one.window_no} onClick=${() => setWhere(one.window_no)}>
        <span class="number target-letter">${one.window_no}</span><span>${both(one.name)}${one.clerk && html`<span class="button-note">${both(one.clerk.shown)}</span>`}</span></button>`)}
      ${kind === "window" && !hand.send_to.length && html`<p class="soft">${say(NO_OTHER_WINDOW)}</p>`}</div>
    <label class="field"><span class="field-label">${say(NOTE)}</span>
      <input class="input" maxlength="300" value=${note} onKeyDown=${enter} onInput=${(/** @type {InputEvent} */ typed) => setNote(valueOf(typed))} /></label>
  <//>`;
}

/**
 * Whom of several: those set aside, or those who missed their call.
 * @param {{title: string, rows: (InHand | InLine)[], off: boolean, close: () => void, choose: (one: any) => void}} props
 */
export function PickDialog({ title, rows, off, close, choose }) {
  const options = rows.map((one) => ({
    key: one.ticket,
    title: html`<span class="number">${one.number}</span>${one.priority && html` <${PriorityChip} />`}`,
    note: both(one.service_name),
    off,
    choose: () => { choose(one); close(); },
  }));
  return html`<${Dialog} title=${title} close=${close}
    actions=${html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>`}>
    <${Choices} options=${options} />
  <//>`;
}

/**
 * @param {{one: InHand | InLine, off: boolean, close: () => void, undo: (one: InHand | InLine) => Promise<unknown>}} props
 */
export function OrdinaryDialog({ one, off, close, undo }) {
  const go = async () => { if (!off && await undo(one)) close(); };
  useCodes({ Enter: go }, { inDialog: true });
  const actions = html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>
    <button type="button" class="button primary" disabled=${off} autofocus onClick=${go}>${say(UNDO_PRIORITY)} <${Key}>Enter<//></button>`;
  return html`<${Dialog} title=${say(ORDINARY_TITLE, { number: one.number })} close=${close} actions=${actions}>
    <p>${say(ORDINARY_SAID, { why: priorityText(one.priority ?? "") })}</p>
  <//>`;
}

/**
 * @param {{window_no: number, waiting: number, off: boolean, close: () => void, shut: () => Promise<unknown>}} props
 */
export function CloseDialog({ window_no, waiting, off, close, shut }) {
  const go = async () => { if (!off && await shut()) close(); };
  useCodes({ Enter: go }, { inDialog: true });
  const actions = html`<button type="button" class="button" onClick=${close}>${say(CANCEL)} <${Key}>Esc<//></button>
    <button type="button" class="button primary" disabled=${off} autofocus onClick=${go}>${say(CLOSE_NOW)} <${Key}>Enter<//></button>`;
  return html`<${Dialog} title=${say(CLOSE_TITLE, { n: window_no })} close=${close} actions=${actions}>
    <p lang=${language() === "en" ? "en" : "zh-Hans"}>${waiting ? say(STILL_WAITING, { n: waiting }) : say(NOBODY_LEFT)}</p>
  <//>`;
}

/** @param {InputEvent} typed */
function valueOf(typed) {
  return /** @type {HTMLInputElement | HTMLTextAreaElement} */ (typed.target).value;
}
