// The buttons of the console, each with its key.

import { html } from "htm/preact";
import { _, say } from "languages";
import { Icon, Key } from "page";
import { outcomeText } from "./words.js";

/** @import { Console, InHand } from "pictures" */
/** @import { Deed, Deeds } from "./deeds.js" */

const GO_ON = _("继续叫号");
const CALL_NEXT = _("呼叫下一号");
const CALL_ANYWAY = _("仍然呼叫下一号");
const START = _("人已到，开始办理");
const FINISH_NEXT = _("{outcome}，呼叫下一号");
const FINISH_PAUSE = _("{outcome}，然后暂停");
const SPACE = _("空格");

/** The great button: always in the same place.
 * @param {{picture: Console, hand: InHand | null, paused: boolean, deeds: Deeds, press: (meaning: string, deed: Deed) => void, resume: () => void}} props */
export function Great({ picture, hand, paused, deeds, press, resume }) {
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
    aria-keyshortcuts=${code} title=${deed.why} onClick=${run}><${Icon} of=${icon} /><span class="grow">${word}</span><${Key}>${key}<//></button>`;
}

/** @param {{deed: Deed, icon: string, word: string, code: string, run?: () => void}} props */
export function Act({ deed, icon, word, code, run = deed.run }) {
  return html`<button type="button" class="button act" aria-disabled=${!deed.may} title=${deed.why} aria-keyshortcuts=${code} onClick=${run}>
    <${Icon} of=${icon} /><span class="act-words">${word}${deed.note && html`<span class="button-note timer">${deed.note}</span>`}</span><${Key}>${code}<//></button>`;
}
