// Keeps the public inside the page: no menu, no zoom, no dragging, no other address.

/** A tap that was meant for the page before must not touch the page after: half of a double tap. */
const SETTLE_MS = 450;

let turnedAt = -SETTLE_MS;

/** The page has just turned: whatever lands within a blink was meant for what stood there before. */
export function turned() {
  turnedAt = performance.now();
}

/** Lock this page for good. */
export function lock() {
  for (const kind of ["contextmenu", "dragstart", "selectstart", "gesturestart", "gesturechange", "auxclick"]) {
    addEventListener(kind, refuse, { capture: true, passive: false });
  }
  addEventListener("click", settle, true);
  addEventListener("wheel", (turn) => { if (turn.ctrlKey) turn.preventDefault(); }, { passive: false });
  addEventListener("touchmove", (move) => { if (move.touches.length > 1) move.preventDefault(); }, { passive: false });
  addEventListener("keydown", keys, true);
  history.pushState(null, "", location.href);
  addEventListener("popstate", () => history.pushState(null, "", location.href));
}

/** @param {Event} unwanted */
function refuse(unwanted) {
  const at = unwanted.target;
  // In the search field a word may be marked, to be typed over.
  if (unwanted.type === "selectstart" && at instanceof Element && at.closest("input")) return;
  unwanted.preventDefault();
}

/** @param {MouseEvent} click */
function settle(click) {
  // A key press has no finger that could slip.
  if (click.detail === 0 || performance.now() - turnedAt >= SETTLE_MS) return;
  // Whoever hammers on the screen goes on hammering: only a pause ends it.
  turnedAt = performance.now();
  click.preventDefault();
  click.stopImmediatePropagation();
}

/** @param {KeyboardEvent} pressed */
function keys(pressed) {
  const leaves = pressed.altKey || pressed.metaKey || /^F\d+$/.test(pressed.key);
  const edits = pressed.ctrlKey && !["a", "c", "v", "x", "z"].includes(pressed.key.toLowerCase());
  // A key held down is one press, as a long touch is one touch.
  const held = pressed.repeat && (pressed.key === "Enter" || pressed.key === " ");
  if (leaves || edits || held) pressed.preventDefault();
}
