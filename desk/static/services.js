// Choosing a service: by typing, by category, by the number keys.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { _, both, say } from "languages";
import { Key } from "page";
import { servicesFor } from "./words.js";

/** @typedef {import("../../web/static/pictures").CategoryName} Category */
/** @import { Picture, Guide } from "./words.js" */

const FIND_SERVICE = _("找业务：输入名称或常用说法");
const ALL = _("全部业务");
const POPULAR = _("常办业务");
const NONE_FOUND = _("没有找到，可以换一个词");
const CATEGORY = _("业务类别");
const PEOPLE = _("{n} 人等候");
const NO_WINDOW = _("暂无窗口开放");

/** As many as there are number keys. */
const KEYS = 9;

/**
 * A box to type in and the services that fit; ↑ ↓ move, Enter takes, a digit takes the line it stands on.
 * `box` receives the field, so that a key of the page may put the cursor there.
 * @param {{picture: Picture, choose: (code: string) => void, without?: readonly string[], box?: {current: HTMLInputElement | null},
 *   id: string, eager?: boolean}} props
 */
export function ServicePicker({ picture, choose, without = [], box, id, eager = false }) {
  const own = useRef(/** @type {HTMLInputElement | null} */ (null));
  const field = box ?? own;
  const list = useRef(/** @type {HTMLUListElement | null} */ (null));
  const [typed, setTyped] = useState("");
  const [category, setCategory] = useState("");
  const [at, setAt] = useState(0);
  const offered = picture.services.filter((one) => !without.includes(one.code));
  const found = typed.trim() ? servicesFor(offered, typed) : offered.filter(ofCategory(category));
  const here = Math.min(at, Math.max(0, found.length - 1));
  useEffect(() => { if (eager) field.current?.focus(); }, []);
  useEffect(() => { list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }); }, [here, typed]);

  /** @param {Guide | undefined} one */
  const take = (one) => {
    if (!one) return;
    setTyped("");
    setAt(0);
    choose(one.code);
  };
  /** @param {KeyboardEvent} pressed */
  const press = (pressed) => {
    if (pressed.isComposing || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
    const digit = /^[1-9]$/.test(pressed.key) ? Number(pressed.key) : 0;
    if (digit && digit <= found.length) take(found[digit - 1]);
    else if (pressed.key === "Enter") take(found[here]);
    else if (pressed.key === "ArrowDown") setAt(Math.min(here + 1, found.length - 1));
    else if (pressed.key === "ArrowUp") setAt(Math.max(here - 1, 0));
    else if (pressed.key === "Escape" && typed) setTyped("");
    else return;
    pressed.preventDefault();
    pressed.stopPropagation();
  };
  /** @param {string} code */
  const turn = (code) => { setCategory(code); setTyped(""); setAt(0); };

  return html`<div class="picker">
    <input ref=${field} class="input" type="search" role="combobox" aria-expanded="true" aria-controls=${id} aria-autocomplete="list"
      aria-activedescendant=${found.length ? `${id}-${here}` : undefined} aria-label=${say(FIND_SERVICE)} placeholder=${say(FIND_SERVICE)}
      autocomplete="off" spellcheck=${false} value=${typed} onKeyDown=${press}
      onInput=${(/** @type {InputEvent} */ put) => { setTyped(/** @type {HTMLInputElement} */ (put.target).value); setAt(0); }} />
    <div class="picker-categories" role="group" aria-label=${say(CATEGORY)}>
      ${[{ code: "", name: null }, ...picture.categories].map((one) => html`
        <button type="button" key=${one.code} class="picker-category" aria-pressed=${!typed.trim() && category === one.code}
          onClick=${() => turn(one.code)}>${one.name ? both(one.name) : say(offered.some((each) => each.popular) ? POPULAR : ALL)}</button>`)}
    </div>
    ${found.length === 0 ? html`<p class="picker-none soft" role="status">${say(NONE_FOUND)}</p>` : null}
    <ul ref=${list} id=${id} class="picker-list" role="listbox" aria-label=${say(FIND_SERVICE)} data-empty=${found.length ? undefined : ""}>
      ${found.map((one, n) => html`
        <li key=${one.code} id=${`${id}-${n}`} class="picker-service" role="option" aria-selected=${n === here}
          data-service=${one.code} onClick=${() => take(one)}>
          <${Key}>${n < KEYS ? n + 1 : "·"}<//>
          <span class="picker-name">${both(one.name)}</span>
          <span class="picker-line">${one.windows_open ? say(PEOPLE, { n: one.waiting }) : say(NO_WINDOW)}</span>
        </li>`)}
    </ul>
  </div>`;

  /** @param {string} code */
  function ofCategory(code) {
    const some = offered.some((each) => each.popular);
    return (/** @type {Guide} */ one) => (code ? one.category === code : one.popular || one.kind === "enquiry" || !some);
  }
}
