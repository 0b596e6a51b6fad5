// What the wall and the strips draw alike.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { secondsSince } from "clock";
import { _, language, say } from "languages";

/** @import { Call } from "../../web/static/pictures" */

const CALL_IN_WORDS = _("请 {number} 号到 {window_no} 号窗口");

/** Said after the number in Chinese, before it in English; the wall shows both. */
const WINDOW_WORD = { zh: "号窗口", en: "Window" };
/** A call is new for as long as its one pulse lasts. */
const NEW_S = 5;

/** @param {string} fact */
export const fact = (fact) => document.querySelector(`meta[name="haohao-${fact}"]`)?.getAttribute("content") ?? null;

/** @param {Call} call */
export const isNew = (call) => call.current && secondsSince(call.called_at) < NEW_S;

/** @param {Call} call */
export const inWords = (call) => say(CALL_IN_WORDS, { number: call.number, window_no: call.window_no });

/**
 * A window as one says it: 3 号窗口, Window 3; with the other language beneath where the hall speaks it.
 * @param {{no: number, both?: boolean}} props
 */
export function WindowNo({ no, both = false }) {
  const other = language() === "en" ? "zh" : "en";
  const word = html`<span class="window-word">
    <span>${WINDOW_WORD[language()]}</span>
    ${both && html`<span class="window-other" lang=${other === "zh" ? "zh-Hans" : "en"}>${WINDOW_WORD[other]}</span>`}
  </span>`;
  const digits = html`<span class="number window-digits">${no}</span>`;
  return html`<span class="window-no" data-order=${other === "zh" ? "word-first" : "digits-first"}>${other === "zh" ? [word, digits] : [digits, word]}</span>`;
}

/**
 * Turns through what does not fit at once: the page now due. A new `from` begins at the first page again.
 * @param {number} pages
 * @param {number} seconds
 * @param {unknown} [from]
 */
export function useTurn(pages, seconds, from) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setTurn(0);
    if (pages < 2) return undefined;
    const beat = setInterval(() => setTurn((now) => now + 1), seconds * 1000);
    return () => clearInterval(beat);
  }, [pages, seconds, from]);
  return pages ? turn % pages : 0;
}

/**
 * How many pieces of one size fit into a list, at least one; measured again whenever its place changes.
 * @param {{high?: number, wide?: number, gap?: number}} size  of a piece, in rem
 * @returns {[(list: HTMLElement | null) => void, number]} the list's ref, the count
 */
export function useFit({ high, wide, gap = 0 }) {
  const [list, setList] = useState(/** @type {HTMLElement | null} */ (null));
  const [fit, setFit] = useState(2);
  useLayoutEffect(() => {
    if (!list) return undefined;
    const measure = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      const room = (high === undefined ? list.clientWidth : list.clientHeight) / rem;
      setFit(Math.max(1, Math.floor((room + gap) / ((high ?? wide ?? 1) + gap) + 0.01)));
    };
    const watched = new ResizeObserver(measure);
    watched.observe(list);
    measure();
    return () => watched.disconnect();
  }, [list, high, wide, gap]);
  return [setList, fit];
}

/**
 * @template T
 * @param {readonly T[]} all
 * @param {number} most
 * @param {number} page
 */
export const pageOf = (all, most, page) => all.slice(page * most, (page + 1) * most);
