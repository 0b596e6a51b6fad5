// The pieces that several rooms draw with.

import { html, render } from "htm/preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { once, Refusal } from "ask";
import { timeOfDay } from "clock";
import { Icon } from "icons";
import { _, language, onLanguage, say, setLanguage } from "languages";
import { watch } from "live";

export { Face, Faces, LEVELS, levelText } from "faces";
export { Icon } from "icons";

/** @import { ComponentChildren, ComponentType } from "preact" */

const LOST = _("与服务器的连接中断，正在重新连接");
const AS_OF = _("屏幕上是 {time} 的情况");
const CONNECTING = _("正在连接…");
/** Each language under its own name: whoever wants it can read it. */
const OWN_NAMES = { zh: "中文", en: "English" };
const CHOOSE_LANGUAGE = _("选择语言");
const CLOSE = _("关闭");
const STILL_THERE = _("还需要时间吗？");
const SECONDS_LEFT = _("{n} 秒后结束");
const MORE_TIME = _("还需要");
const DONE = _("不需要了");
const SCAN = _("二维码");
const PRIORITY = _("优先");
const PHOTO_OF = _("{who}的照片");

// --- A screen ---

/**
 * Draw `View` with the picture of `namespace` from now on: on each new picture, change of language or of the link.
 * The view gets `{picture, link}`; what it remembers by itself (hooks) outlives the pictures.
 *
 * @template {{seq: number, now?: Moment}} P
 * @param {string} namespace
 * @param {ComponentType<{picture: P, link: Link}>} View
 * @param {{auth?: Record<string, unknown>, banner?: boolean}} [how]  banner: false where the view tells of a lost server itself
 */
export function mount(namespace, View, { auth, banner = true } = {}) {
  const room = /** @type {HTMLElement} */ (document.getElementById("room"));
  /** @type {P | null} */
  let picture = null;
  /** @type {Link} */
  let link = "live";
  const draw = () => render(html`
    ${banner && link === "lost" && html`<${LinkBanner} since=${picture?.now} />`}
    ${picture ? html`<${View} picture=${picture} link=${link} />` : html`<p class="connecting">${say(CONNECTING)}</p>`}
    <${Toasts} />`, room);
  draw();
  onLanguage(draw);
  watch(namespace, {
    auth,
    draw: (/** @type {P} */ latest) => { picture = latest; draw(); },
    linked: (state) => { link = state; draw(); },
  });
}

/**
 * Draw `View` on a page that watches nothing (a form, a guide).
 * @param {ComponentType<{}>} View
 */
export function show(View) {
  const room = /** @type {HTMLElement} */ (document.getElementById("room"));
  const draw = () => render(html`<${View} /><${Toasts} />`, room);
  draw();
  onLanguage(draw);
}

/**
 * Says that the server is away and how old the screen is. It waits a moment in CSS: a blink is no news.
 * @param {{since?: Moment}} props
 */
function LinkBanner({ since }) {
  return html`<div class="banner banner-lost" role="status">
    <${Icon} of="unlinked" />
    <span>${say(LOST)}${since !== undefined && html`<span class="banner-more">${say(AS_OF, { time: timeOfDay(since) })}</span>`}</span>
  </div>`;
}

/** One touch to the other language; its own name stands on it. */
export function LanguageSwitch() {
  const other = language() === "zh" ? "en" : "zh";
  return html`<button type="button" class="button quiet language-switch" lang=${other === "en" ? "en" : "zh-Hans"}
    title=${say(CHOOSE_LANGUAGE)} onClick=${() => setLanguage(other)}>
    <${Icon} of="language" />${OWN_NAMES[other]}
  </button>`;
}

// --- Doing something ---

/**
 * A deed for buttons: deaf while under way, and a refusal becomes a notice in the reader's language.
 * @template {unknown[]} A
 * @param {(...args: A) => Promise<unknown>} deed
 * @param {(refusal: Refusal) => void} [refused]  instead of the notice
 * @returns {{run: (...args: A) => Promise<unknown>, busy: boolean}}
 */
export function useDeed(deed, refused = (refusal) => toast(() => refusal.said, "bad")) {
  const [busy, setBusy] = useState(false);
  const latest = useRef({ deed, refused });
  latest.current = { deed, refused };
  const run = useRef(once(async (/** @type {A} */ ...args) => {
    setBusy(true);
    try {
      return await latest.current.deed(...args);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      latest.current.refused(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  }));
  return { run: run.current, busy };
}

/** @typedef {"info" | "good" | "warn" | "bad"} Mood */
/** @type {Record<Mood, string>} */
const MOODS = { info: "info", good: "check", warn: "warning", bad: "warning" };
/** @type {{id: number, text: () => string, mood: Mood}[]} */
let notices = [];
let noticed = 0;
/** @type {(() => void) | null} */
let redrawNotices = null;

/**
 * Tell something in passing; what went wrong stays longer.
 * @param {string | (() => string)} told  asked for the words anew when the language changes
 * @param {Mood} [mood]
 */
export function toast(told, mood = "info") {
  const id = ++noticed;
  const text = typeof told === "string" ? () => told : told;
  notices = [...notices.filter((notice) => notice.text() !== text()), { id, text, mood }].slice(-3);
  setTimeout(() => dismiss(id), mood === "bad" || mood === "warn" ? 12_000 : 6_000);
  redrawNotices?.();
}

/** @param {number} id */
function dismiss(id) {
  notices = notices.filter((notice) => notice.id !== id);
  redrawNotices?.();
}

/** The notices now told; `mount` and `show` place them. */
function Toasts() {
  const [, redraw] = useState(0);
  /** @type {{current: HTMLElement | null}} */
  const place = useRef(null);
  useEffect(() => {
    redrawNotices = () => redraw((count) => count + 1);
    redrawNotices();
    return () => { redrawNotices = null; };
  }, []);
  useEffect(() => {
    // Anew into the top layer: an open dialog covers whatever was there before it.
    const shown = place.current;
    if (!shown || !("showPopover" in shown)) return;
    if (shown.matches(":popover-open")) shown.hidePopover();
    if (notices.length) shown.showPopover();
  }, [noticed, notices.length > 0]);
  return html`<div class="toasts" role="status" aria-live="polite" popover="manual" ref=${place}>
    ${notices.map(({ id, text, mood }) => html`
      <div key=${id} class="toast" data-mood=${mood} role=${mood === "bad" ? "alert" : undefined}>
        <${Icon} of=${MOODS[mood]} /><span>${text()}</span>
        <button type="button" class="toast-close" aria-label=${say(CLOSE)} onClick=${() => dismiss(id)}><${Icon} of="cross" /></button>
      </div>`)}
  </div>`;
}

// --- Windows over the page ---

/**
 * A question over the page. The browser keeps the focus inside and closes it on Esc.
 * @param {{title: string, close: () => void, children?: ComponentChildren, actions?: ComponentChildren, size?: "narrow" | "wide", firm?: boolean}} props
 *   firm: Esc does not close it, because an answer is needed
 */
export function Dialog({ title, close, children, actions, size = "narrow", firm = false }) {
  /** @type {{current: HTMLDialogElement | null}} */
  const box = useRef(null);
  const id = useId();
  useEffect(() => {
    const opened = box.current;
    const before = document.activeElement;
    opened?.showModal();
    return () => {
      opened?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return html`<dialog ref=${box} class="dialog" data-size=${size} aria-labelledby=${id}
    onCancel=${(/** @type {Event} */ cancelled) => { cancelled.preventDefault(); if (!firm) close(); }}>
    <h2 id=${id} class="dialog-title">${title}</h2>
    <div class="dialog-body">${children}</div>
    ${actions && html`<div class="dialog-actions">${actions}</div>`}
  </dialog>`;
}

/**
 * Ends what nobody touches any more, but asks first; any touch or key means that somebody is there.
 * @param {{after: number, ask?: number, end: () => void, active?: boolean}} props
 *   after: seconds of quiet before it asks · ask: seconds it waits for an answer (WCAG 2.2.1 wants 20)
 */
export function TimeOut({ after, ask = 20, end, active = true }) {
  const [left, setLeft] = useState(/** @type {number | null} */ (null));
  const touched = useRef(0);
  const ended = useRef(end);
  ended.current = end;
  const stay = () => { touched.current = performance.now(); setLeft(null); };
  useEffect(() => {
    if (!active) return undefined;
    stay();
    let over = false;
    const beat = setInterval(() => {
      const quiet = (performance.now() - touched.current) / 1000;
      setLeft(quiet < after ? null : Math.max(0, Math.ceil(after + ask - quiet)));
      if (quiet >= after + ask && !over) { over = true; ended.current(); }
    }, 250);
    /** The answers speak for themselves: taking the question away under the finger would lose the click. */
    const touch = (/** @type {Event} */ felt) => {
      if (!(felt.target instanceof Element && felt.target.closest(".dialog-actions"))) stay();
    };
    addEventListener("pointerdown", touch, true);
    addEventListener("keydown", touch, true);
    return () => {
      clearInterval(beat);
      removeEventListener("pointerdown", touch, true);
      removeEventListener("keydown", touch, true);
      setLeft(null);
    };
  }, [active, after, ask]);
  if (!active || left === null) return null;
  const actions = html`
    <button type="button" class="button" onClick=${() => ended.current()}>${say(DONE)}</button>
    <button type="button" class="button primary" autofocus onClick=${stay}>${say(MORE_TIME)}</button>`;
  return html`<${Dialog} title=${say(STILL_THERE)} close=${stay} actions=${actions}>
    <p>${say(SECONDS_LEFT, { n: left })}</p>
    <${Progress} value=${left} most=${ask} label=${say(STILL_THERE)} />
  <//>`;
}

// --- Small pieces ---

/**
 * A ticket's number on its plate, the shape of the paper slip.
 * @param {{number: string, size?: "small" | "large" | "huge", fresh?: boolean}} props  fresh: just called, pulses three times
 */
export function Plate({ number, size, fresh = false }) {
  return html`<span class="plate" data-size=${size} data-fresh=${fresh ? "" : undefined}>${number}</span>`;
}

/**
 * A state or property in a word, with a sign beside the colour.
 * @param {{mood?: "quiet" | "accent" | "good" | "warn" | "bad", icon?: string, children?: ComponentChildren}} props
 */
export function Chip({ mood = "quiet", icon, children }) {
  return html`<span class="chip" data-mood=${mood}>${icon && html`<${Icon} of=${icon} />`}${children}</span>`;
}

/** The small 优先 beside a number; never the reason. */
export function PriorityChip() {
  return html`<${Chip} mood="accent" icon="star">${say(PRIORITY)}<//>`;
}

/**
 * @param {{value: number, most: number, label: string}} props
 */
export function Progress({ value, most, label }) {
  return html`<progress class="progress" value=${value} max=${most} aria-label=${label}></progress>`;
}

/**
 * A code to scan, drawn by the server as a data: address; without one, nothing.
 * @param {{src: string | null | undefined, label?: string}} props
 */
export function QR({ src, label }) {
  return src ? html`<img class="qr" src=${src} alt=${label ?? say(SCAN)} />` : null;
}

/**
 * A person's photo, or a drawn stand-in.
 * @param {{who: string, photo?: string | null}} props
 */
export function Avatar({ who, photo }) {
  if (photo) return html`<img class="avatar" src=${photo} alt=${say(PHOTO_OF, { who })} />`;
  return html`<svg class="avatar" viewBox="0 0 96 120" aria-hidden="true" focusable="false">
    <rect class="avatar-ground" width="96" height="120" />
    <path class="avatar-coat" d="M8 120v-8c0-16 11-26 26-29l14 10 14-10c15 3 26 13 26 29v8z" />
    <path class="avatar-collar" d="M36 80l12 14 12-14 4 5-10 18-6-7-6 7-10-18z" />
    <circle class="avatar-head" cx="48" cy="50" r="25" />
    <path class="avatar-hair" d="M22 51c-3-22 10-34 26-34s29 12 26 34c-3-9-8-14-12-17-8 5-24 6-31 3-4 3-7 8-9 14z" />
  </svg>`;
}

/**
 * Something to say where a list is empty.
 * @param {{icon?: string, title: string, children?: ComponentChildren}} props
 */
export function Empty({ icon = "info", title, children }) {
  return html`<div class="empty"><${Icon} of=${icon} /><p class="empty-title">${title}</p>${children}</div>`;
}

/**
 * A key that does the same as the button it stands on.
 * @param {{children?: ComponentChildren}} props
 */
export function Key({ children }) {
  return html`<kbd class="key">${children}</kbd>`;
}

/**
 * Do `deeds[key]` when that key is pressed outside a field or dialog.
 * @param {Record<string, () => void>} deeds  by `KeyboardEvent.key`
 */
export function useKeys(deeds) {
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    /** @param {KeyboardEvent} pressed */
    const press = (pressed) => {
      const at = pressed.target;
      if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.repeat) return;
      if (at instanceof Element && at.closest("input, textarea, select, dialog")) return;
      const deed = latest.current[pressed.key];
      if (!deed) return;
      pressed.preventDefault();
      deed();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
