// The keys of the console: by their place on the keyboard, so that an input method in Chinese does not swallow them.

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";
/** What a focused button does by itself when one of these is pressed. */
const NATIVE = new Set(["Space", "Enter"]);
/** What is never text, so that a field does not swallow it. */
const NO_TEXT = /^(F\d|Ctrl\+)/;

/**
 * Do `deeds[code]` when the key of that place is pressed: "Space", "Enter", "Digit1" (also on the number pad), "F9", "Ctrl+Enter".
 * What could be text does nothing while somebody types, and the page's own keys rest while a dialog is open.
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
      if (pressed.altKey || pressed.metaKey || pressed.repeat || pressed.isComposing) return;
      const at = pressed.target instanceof Element ? pressed.target : null;
      const key = pressed.code.replace(/^Numpad(\d)$/, "Digit$1").replace("NumpadEnter", "Enter");
      const code = pressed.ctrlKey ? `Ctrl+${key}` : key;
      if ((at?.closest(TYPING) && !NO_TEXT.test(code)) || Boolean(document.querySelector("dialog")) !== inDialog) return;
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

/** A button pressed by hand does not keep the focus: the next Space is the window's, not the button's. */
export function useFreeHands() {
  useEffect(() => {
    const letGo = (/** @type {MouseEvent} */ pressed) => {
      const button = pressed.detail > 0 && pressed.target instanceof Element ? pressed.target.closest("button") : null;
      button?.blur();
    };
    addEventListener("click", letGo);
    return () => removeEventListener("click", letGo);
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
