// What a visitor says of a service: a level, its tags, a few words, kept until the server has stored them.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { newKey, post, Refusal, tell } from "ask";
import { Icon } from "icons";
import { both } from "languages";

/** @typedef {{code: string, level: number, text: Words, local: boolean}} Tag */
/** @typedef {{handling: string, level: number, tags: string[], text: string}} Answer */
/**
 * Where an answer is: being chosen; on its way; not stored yet, tried again by itself; stored; or not taken at all.
 * @typedef {"choosing" | "sending" | "unstored" | "stored" | "refused"} Phase
 */

/** The server takes no more, and counts characters as people do. */
export const LONGEST_TEXT = 150;

const UNSTORED = "haohao-unstored";
const TRY_AGAIN_MS = 3000;

/** The set of tags this page was told: what is said names it. @type {{name: string | null, levels: Record<string, Tag[]>}} */
const TOLD = JSON.parse(document.getElementById("tags")?.textContent ?? '{"name": null, "levels": {}}');

/** Its name. */
export const tagSet = TOLD.name;

/**
 * The tags of a level, in the order shown.
 * @param {number} level
 */
function tagsOf(level) {
  return TOLD.levels[level] ?? [];
}

/**
 * A low level needs a tag or a text; *none of these* is always among its tags.
 * @param {number} level
 */
export function isLow(level) {
  return level <= 2;
}

/**
 * May this be sent?
 * @param {Answer} answer
 */
export function isWhole(answer) {
  return answer.level > 0 && [...answer.text].length <= LONGEST_TEXT
    && (!isLow(answer.level) || answer.tags.length > 0 || answer.text.trim() !== "");
}

/**
 * The answer about one handling. Once sent it stays as it is and goes out under one key until the server has said
 * yes or no, also after the page was loaded anew. Give the component that uses it `key={handling}`.
 *
 * @param {string} url  the door
 * @param {string} handling
 * @param {Record<string, string>} [more]  what else the door is told
 */
export function useRating(url, handling, more = {}) {
  const waiting = useRef(unstored(handling));
  const [answer, setAnswer] = useState(waiting.current?.answer ?? { handling, level: 0, tags: /** @type {string[]} */ ([]), text: "" });
  const [phase, setPhase] = useState(/** @type {Phase} */ (waiting.current ? "sending" : "choosing"));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const gone = useRef(false);

  /** @param {{answer: Answer, key: string}} sent */
  const deliver = async (sent) => {
    while (!gone.current) {
      try {
        await post(url, sent.answer, { key: sent.key });
        return settle("stored", null);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (!mayComeRight(error)) return settle("refused", error);
      }
      if (!gone.current) setPhase("unstored");
      await new Promise((later) => setTimeout(later, TRY_AGAIN_MS));
    }
  };
  /**
   * @param {Phase} end
   * @param {Refusal | null} why
   */
  const settle = (end, why) => {
    remember(handling, null);
    if (gone.current) return;
    setRefusal(why);
    setPhase(end);
  };
  const send = () => {
    if (phase !== "choosing" && phase !== "refused") return;
    const sent = { answer: { ...answer, text: answer.text.trim(), ...(tagSet ? { tag_set: tagSet } : {}), ...more }, key: newKey() };
    remember(handling, sent);
    setPhase("sending");
    void deliver(sent);
  };
  useEffect(() => {
    if (waiting.current) void deliver(waiting.current);
    return () => {
      gone.current = true;
      remember(handling, null);
    };
  }, []);

  return {
    answer,
    phase,
    refusal,
    send,
    /** Another level begins anew: its tags are others. @param {number} level */
    choose: (level) => setAnswer((before) => (before.level === level ? before : { ...before, level, tags: [] })),
    /** @param {string[]} tags */
    mark: (tags) => setAnswer((before) => ({ ...before, tags })),
    /** @param {string} text */
    write: (text) => setAnswer((before) => ({ ...before, text })),
  };
}

/**
 * 已选未提交: tell the server when the page is left, or what uses this is taken away, while a level was chosen and not
 * sent. Whoever comes back and sends it is a rating like any other.
 * @param {string} url  the door
 * @param {{handling: string, level: number} & Record<string, unknown> | null} chosen  null while nothing is, or once it was sent
 */
export function useLeft(url, chosen) {
  const latest = useRef(chosen);
  const told = useRef(0);
  latest.current = chosen;
  useEffect(() => {
    const leave = () => {
      const left = latest.current;
      if (!left || told.current === left.level) return;
      told.current = left.level;
      tell(url, left);
    };
    const hide = () => { if (document.visibilityState === "hidden") leave(); };
    document.addEventListener("visibilitychange", hide);
    addEventListener("pagehide", leave);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [url]);
}

/**
 * The tags of a level to choose from, as many as apply; *none of these* stands alone.
 * @param {{level: number, chosen: string[], choose: (codes: string[]) => void, locked?: boolean, label: string}} props
 */
export function Tags({ level, chosen, choose, locked = false, label }) {
  /** @param {Tag} tag */
  const toggle = (tag) => {
    if (chosen.includes(tag.code)) return choose(chosen.filter((code) => code !== tag.code));
    return choose(isNone(tag.code) ? [tag.code] : [...chosen.filter((code) => !isNone(code)), tag.code]);
  };
  return html`<div class="tags" role="group" aria-label=${label}>
    ${tagsOf(level).map((tag) => html`
      <button key=${tag.code} type="button" class="tag" data-none=${isNone(tag.code) ? "" : undefined} disabled=${locked}
        aria-pressed=${chosen.includes(tag.code) ? "true" : "false"} onClick=${() => toggle(tag)}>
        <span class="tag-sign" aria-hidden="true"><${Icon} of="check" /></span><span>${both(tag.text)}</span>
      </button>`)}
  </div>`;
}

/** @param {string} code */
function isNone(code) {
  return code.endsWith("-none");
}

/** Away, busy or asked too often: the same answer may be taken later. @param {Refusal} refusal */
function mayComeRight(refusal) {
  return refusal.status === 0 || refusal.status === 429 || refusal.status >= 500;
}

/**
 * @param {string} handling
 * @returns {{answer: Answer, key: string} | null}
 */
function unstored(handling) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(UNSTORED) ?? "{}");
    return kept[handling] ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {string} handling
 * @param {{answer: Answer, key: string} | null} sent
 */
function remember(handling, sent) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(UNSTORED) ?? "{}");
    sessionStorage.setItem(UNSTORED, JSON.stringify({ ...kept, [handling]: sent ?? undefined }));
  } catch {
    // Where storage is forbidden an answer lasts as long as the page.
  }
}
