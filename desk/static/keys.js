// The function keys of the desk: they work while somebody types, too.

import { useEffect, useRef } from "preact/hooks";

/**
 * Do `deeds[key]` wherever the cursor stands, but not under a question over the page.
 * @param {Record<string, () => void>} deeds  by `KeyboardEvent.key`
 */
export function useFunctionKeys(deeds) {
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    /** @param {KeyboardEvent} pressed */
    const press = (pressed) => {
      const deed = latest.current[pressed.key];
      if (!deed || pressed.repeat || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return;
      if (document.querySelector("dialog[open]")) return;
      pressed.preventDefault();
      deed();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}
