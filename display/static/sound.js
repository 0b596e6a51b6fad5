// The display's sound: two tones, then a voice where the browser has one.

/** @import { Call } from "../../web/static/pictures" */
/** @import { Voice } from "./announcer.js" */

/** A descending third, as doors and stations have it: heard above talk, startling nobody. */
const TONES = [{ hertz: 880, at: 0, for: 0.55 }, { hertz: 659.25, at: 0.38, for: 0.9 }];
const LOUDNESS = 0.32;
/** From the first tone until words may follow, or the next call's tones. */
const CHIME_MS = 1350;
/** A voice that never says it has ended must not silence the hall: this long for a phrase at most. */
const PATIENCE_MS = 15_000;
/** A context that may play takes a moment to say so. */
const GRACE_MS = 1200;
/** What a language of the hall is called by browsers; the first that has a voice is taken. */
const TAGS = /** @type {Record<string, string[]>} */ ({ zh: ["zh-CN", "zh"], yue: ["yue", "zh-HK"], en: ["en-US", "en-GB", "en"] });

/** @implements {Voice} */
export class Sound {
  /** @param {() => void} changed  it may or may not be heard now */
  constructor(changed) {
    this.changed = changed;
    this.settled = false;
    this.context = new AudioContext();
    this.context.onstatechange = () => { this.settled ||= this.context.state === "running"; changed(); };
    setTimeout(() => { this.settled = true; changed(); }, GRACE_MS);
    // Any touch or key is the consent that browsers ask for.
    for (const touch of ["pointerdown", "keydown"]) {
      addEventListener(touch, () => { if (!this.ready()) void this.context.resume(); }, true);
    }
    // Some browsers name their voices only after being asked once.
    globalThis.speechSynthesis?.getVoices();
  }

  ready() {
    return this.context.state === "running";
  }

  /** Does the browser keep it silent until somebody touches the screen? */
  get blocked() {
    return this.settled && !this.ready();
  }

  /** @param {Call} _call */
  herald(_call) {
    const start = this.context.currentTime + 0.02;
    for (const tone of TONES) this.strike(tone.hertz, start + tone.at, tone.for);
    return pause(CHIME_MS);
  }

  /** @param {Call} call */
  async speak(call) {
    for (const { language, text } of call.spoken) {
      const voice = voiceFor(language);
      if (voice) await utter(text, voice);
    }
  }

  /** @private @param {number} hertz @param {number} at @param {number} seconds */
  strike(hertz, at, seconds) {
    const tone = new OscillatorNode(this.context, { type: "sine", frequency: hertz });
    const swell = new GainNode(this.context, { gain: 0 });
    swell.gain.setValueAtTime(0, at);
    swell.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
    swell.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.connect(swell).connect(this.context.destination);
    tone.start(at);
    tone.stop(at + seconds);
  }
}

/**
 * A voice of this machine before one that needs the internet.
 * @param {string} language
 */
function voiceFor(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  const tags = TAGS[language] ?? [];
  const speaks = tags.flatMap((tag) => voices.filter((voice) => voice.lang.replace("_", "-").startsWith(tag)));
  return speaks.find((voice) => voice.localService) ?? speaks[0];
}

/**
 * @param {string} text
 * @param {SpeechSynthesisVoice} voice
 * @returns {Promise<void>}
 */
function utter(text, voice) {
  return new Promise((over) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.92;
    const late = setTimeout(() => { speechSynthesis.cancel(); over(); }, PATIENCE_MS);
    words.onend = words.onerror = () => { clearTimeout(late); over(); };
    speechSynthesis.speak(words);
  });
}

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((later) => { setTimeout(later, ms); });
