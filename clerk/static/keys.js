// The keys of the console: by their place on the keyboard, so that an input method in Chinese does not swallow them.

import { useLayoutEffect, useRef } from "preact/hooks";

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";
/** What a focused button does by itself when one of these is pressed. */
const NATIVE = new Set(["Space", "Enter"]);

/**
 * Do `deeds[code]` when the key of that place is pressed: "Space", "Enter", "Digit1" (also on the number pad), "F9".
 * Nothing happens while somebody types, and the page's own keys rest while a dialog is open.
 * @param {Record<string, (() => void) | undefined>} deeds
 * @param {{inDialog?: boolean}} [where]
 */
export function useCodes(deeds, { inDialog = false } = {}) {
  const latest = useRef(deeds);
  latest.current = deeds;
  // Before the next key can come: a dialog just asked for gets the digit that follows at once.
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} pressed */
    const press = (pressed) => {
      if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.repeat) return;
      const at = pressed.target instanceof Element ? pressed.target : null;
      if (at?.closest(TYPING) || Boolean(document.querySelector("dialog")) !== inDialog) return;
      const code = pressed.code.replace(/^Numpad(\d)$/, "Digit$1").replace("NumpadEnter", "Enter");
      if (NATIVE.has(code) && at?.closest("button, a, summary, input")) return;
      const deed = latest.current[code];
      if (!deed) return;
      pressed.preventDefault();
      deed();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

const CALM_MS = 600;
let pressed = { meaning: "", at: -CALM_MS };

/**
 * Is this press meant? The great button changes its meaning under the hand: a press that follows the
 * last one at once, but would do something else, is the tail of a double press.
 * @param {string} meaning
 */
export function meant(meaning) {
  const at = performance.now();
  const hurried = at - pressed.at < CALM_MS && meaning !== pressed.meaning;
  // The tail keeps its old meaning, so that thirty presses in a row are still one; a warning is read meanwhile.
  pressed = { meaning: hurried ? pressed.meaning : meaning, at: hurried && meaning === "anyway" ? pressed.at : at };
  return !hurried;
}
