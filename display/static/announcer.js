// The order of the announcements: each call once, one after the other, none cut off.

/** @import { Call } from "../../web/static/pictures" */

/** With more than this many to say, each is said once per language; else twice. */
const UNHURRIED = 3;
/** Calls remembered as announced over a reload; more than one wall can have at a time. */
const REMEMBERED = 60;
const MEMORY = "haohao-announced";

/**
 * @typedef {object} Voice
 * @property {() => boolean} ready  may sound be heard now?
 * @property {(call: Call) => Promise<void>} herald  the tones before the words; all there is without a voice
 * @property {(call: Call) => Promise<void>} speak  the words, once in each language; at once over where there is no voice
 */

/** Which call of which handling: a recall is announced anew. @param {Call} call */
export const keyOf = (call) => `${call.handling}:${call.times_called}`;

export class Announcer {
  /**
   * @param {Voice} voice
   * @param {{report: (call: Call) => Promise<unknown>, changed: () => void}} told
   *   report: tells the hall that a call was announced to its end · changed: `announcing` is another
   */
  constructor(voice, { report, changed }) {
    this.voice = voice;
    this.report = report;
    this.changed = changed;
    /** @type {Call[]} */
    this.queue = [];
    /** @type {Set<string>} */
    this.current = new Set();
    /** @type {Set<string>} */
    this.done = new Set(remembered());
    /** @type {Set<string>} */
    this.reporting = new Set();
    /** @type {string | null} */
    this.announcing = null;
  }

  /**
   * Take in the calls now on the wall. What is queued stays queued although another display was quicker:
   * that one speaks in another place. What is no longer current is dropped.
   * @param {readonly Call[]} calls  newest first, as the picture has them
   */
  hear(calls) {
    const current = calls.filter((call) => call.current);
    this.current = new Set(current.map(keyOf));
    this.queue = this.queue.filter((call) => this.current.has(keyOf(call)));
    const queued = new Set(this.queue.map(keyOf));
    for (const call of current.toReversed()) {
      const key = keyOf(call);
      if (call.announced || queued.has(key) || key === this.announcing) continue;
      if (this.done.has(key)) void this.tell(call);
      else this.queue.push(call);
    }
    void this.go();
  }

  /** Go on, unless already under way or unheard; called again when sound is allowed. */
  async go() {
    if (this.announcing !== null) return;
    for (let call = this.next(); call; call = this.next()) {
      this.announcing = keyOf(call);
      this.changed();
      await this.announce(call);
      this.remember(this.announcing);
      this.announcing = null;
      void this.tell(call);
    }
    this.changed();
  }

  /** @private @returns {Call | undefined} */
  next() {
    return this.voice.ready() ? this.queue.shift() : undefined;
  }

  /** @private @param {Call} call */
  async announce(call) {
    const hurried = () => this.queue.length + 1 > UNHURRIED;
    await this.voice.herald(call);
    await this.voice.speak(call);
    if (!hurried() && this.current.has(keyOf(call))) await this.voice.speak(call);
  }

  /** Tell the hall; if it is away, the next picture that still misses it makes us tell again. @private @param {Call} call */
  async tell(call) {
    const key = keyOf(call);
    if (this.reporting.has(key)) return;
    this.reporting.add(key);
    await this.report(call).catch(() => undefined);
    this.reporting.delete(key);
  }

  /** A reload must not say it again, even if the hall could not be told. @private @param {string} key */
  remember(key) {
    this.done.add(key);
    try {
      sessionStorage.setItem(MEMORY, JSON.stringify([...this.done].slice(-REMEMBERED)));
    } catch {
      // Without storage a reload asks the hall alone what was announced.
    }
  }
}

/** @returns {string[]} */
function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(MEMORY) ?? "[]");
  } catch {
    return [];
  }
}
