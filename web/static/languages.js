// Texts in the language this screen speaks now; a touch changes it in place.

import { catalogue } from "told";

const FACT = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;
const REMEMBERED = "haohao-language";
/** Machines in the hall go back to Chinese by themselves, and in the demo hall one browser is everybody. */
const KEEPS_COOKIE = !["kiosk", "display", "evaluator"].includes(document.documentElement.dataset.room ?? "")
  && document.documentElement.dataset.demo === undefined;
const TAGS = { zh: "zh-Hans", en: "en" };

/** @type {Record<string, string>} */
let english = {};
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Language} */
let spoken = remembered() ?? (document.documentElement.lang.startsWith("en") ? "en" : "zh");
show();

/** @type {Promise<void> | null} */
let loading = null;
// Fetched before it is needed: a visitor may ask for English while the server is away.
void load();
if (spoken === "en") await load();

/**
 * Mark a constant as a text of the house; the text is its own Chinese.
 * @param {string} text
 */
export function _(text) {
  return text;
}

/**
 * A text in the language now spoken, with its facts filled in: `{n}`, in English also `{n|person|people}`.
 * @param {string} text
 * @param {Record<string, unknown>} [facts]
 */
export function say(text, facts = {}) {
  const words = spoken === "en" ? english[text] || text : text;
  return words.replace(FACT, (written, fact, one, many) => {
    if (!(fact in facts)) return written;
    const value = facts[fact];
    if (one !== undefined) return value === 1 ? one : many;
    return isWords(value) ? both(value) : String(value);
  });
}

/**
 * A text that is data, in the language now spoken.
 * @param {Words | null | undefined} text
 */
export function both(text) {
  if (!text) return "";
  return (spoken === "en" && text.en) || text.zh;
}

/** The language now spoken. */
export function language() {
  return spoken;
}

/** Its tag, as `lang` attributes and `Accept-Language` want it. */
export function languageTag() {
  return TAGS[spoken];
}

/**
 * Speak another language from now on, in this tab; resolves once its words are there.
 * @param {Language} wanted
 */
export async function setLanguage(wanted) {
  if (wanted === spoken) return;
  spoken = wanted;
  try {
    sessionStorage.setItem(REMEMBERED, wanted);
  } catch {
    // In-app browsers may forbid storage: the choice then lasts as long as the page.
  }
  if (KEEPS_COOKIE) document.cookie = `haohao_language=${wanted}; path=/; max-age=31536000; samesite=lax`;
  show();
  for (const listener of listeners) listener();
  if (wanted !== "en") return;
  await load();
  for (const listener of listeners) listener();
}

/**
 * Call `listener` whenever the language changes; returns how to stop.
 * @param {() => void} listener
 */
export function onLanguage(listener) {
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

/** The English words, asked for once; what failed is asked for again by the next who wants them. */
function load() {
  loading ??= fetch(catalogue, { signal: AbortSignal.timeout(5000) })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then((words) => { english = words; })
    .catch(() => { loading = null; });
  return loading;
}

function show() {
  document.documentElement.lang = TAGS[spoken];
  const title = document.querySelector("title");
  document.title = title?.dataset[spoken] ?? document.title;
}

/** @returns {Language | null} */
function remembered() {
  try {
    const kept = sessionStorage.getItem(REMEMBERED);
    return kept === "zh" || kept === "en" ? kept : null;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Words}
 */
export function isWords(value) {
  return typeof value === "object" && value !== null && "zh" in value;
}
