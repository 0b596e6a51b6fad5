// The help desk: whoever needs more than a kiosk is helped here.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Account } from "account";
import { secondsSince, timeOfDay, timer, useNow } from "clock";
import { _, both, say } from "languages";
import { Chip, Icon, LanguageSwitch, mount, useKeys } from "page";
import { Bells, SoundSwitch, Troubles, Windows } from "./around.js";
import { useFunctionKeys } from "./keys.js";
import { LinePanel } from "./line.js";
import { TakePanel } from "./take.js";
import { TicketSheet } from "./ticket.js";

/** @import { InLine, Picture } from "./words.js" */

const DESK = _("导办台");
const ISSUING = _("取号开放");
const CLOSES = _("{time} 停止取号");
const NOT_ISSUING = _("现在不取号");
const WAITING = _("等候");
const LONGEST = _("最久已等");
const MY_WINDOW = _("我的窗口");
const NONE = _("无");

/** @param {{picture: Picture, link: Link}} props */
function Desk({ picture, link }) {
  useNow();
  const [chosen, setChosen] = useState(/** @type {InLine | null} */ (null));
  const finding = useRef(/** @type {HTMLInputElement | null} */ (null));
  const taking = useRef(/** @type {HTMLInputElement | null} */ (null));
  const back = useRef(/** @type {Element | null} */ (null));
  const known = [...picture.people, ...picture.missed];
  // The screen's own is newer than what was found; what left the screen is as it was last known.
  const one = chosen && (known.find((each) => each.ticket === chosen.ticket) ?? chosen);

  /** @param {InLine} wanted */
  const open = (wanted) => { back.current = document.activeElement; setChosen(wanted); };
  const close = () => {
    setChosen(null);
    if (back.current instanceof HTMLElement && back.current.isConnected) back.current.focus();
  };
  /** @param {string} ticket */
  const show = (ticket) => { const found = known.find((each) => each.ticket === ticket); if (found) open(found); };

  useKeys({
    Escape: () => { if (chosen) close(); },
  });
  useFunctionKeys({ F2: () => taking.current?.focus() });
  useTyping(finding);
  const waiting = picture.people.filter((each) => each.status === "waiting");

  return html`
    <header class="bar desk-bar">
      <${Bells} picture=${picture} link=${link} />
      <h1 class="bar-title">${both(picture.about.name)} · ${say(DESK)}</h1>
      ${picture.opening.open
        ? html`<${Chip} mood="good" icon="check">${picture.opening.closes_at ? say(CLOSES, { time: timeOfDay(picture.opening.closes_at) }) : say(ISSUING)}<//>`
        : html`<${Chip} mood="warn" icon="clock">${say(NOT_ISSUING)}<//>`}
      <span class="desk-fact">${say(WAITING)} <strong class="number">${waiting.length}</strong></span>
      <span class="desk-fact">${say(LONGEST)} <strong class="timer">${waiting[0] ? timer(secondsSince(waiting[0].waiting_since)) : say(NONE)}</strong></span>
      <a class="button quiet" href=${picture.window_no === null ? "/clerk/" : `/clerk/?window_no=${picture.window_no}`} target="_blank"><${Icon} of="counter" />${say(MY_WINDOW)}</a>
      <${SoundSwitch} /><${LanguageSwitch} /><${Account} />
    </header>
    <div class="desk" data-ticket=${one ? "" : undefined}>
      <${TakePanel} picture=${picture} link=${link} show=${show} box=${taking} />
      <${LinePanel} picture=${picture} chosen=${one?.ticket ?? null} open=${open} box=${finding} />
      ${one
        ? html`<${TicketSheet} key=${one.ticket} picture=${picture} one=${one} link=${link} close=${close} later=${setChosen} />`
        : html`<div class="desk-side"><${Troubles} picture=${picture} link=${link} /><${Windows} picture=${picture} /></div>`}
    </div>`;
}

/**
 * Whatever is typed outside a field is meant for the box to look in: a visitor says a number, and it is found.
 * @param {{current: HTMLInputElement | null}} box
 */
function useTyping(box) {
  useEffect(() => {
    const press = (/** @type {KeyboardEvent} */ pressed) => {
      const at = pressed.target;
      if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.isComposing) return;
      if (at instanceof Element && at.closest("input, textarea, select, dialog")) return;
      // The key itself arrives in the field, because the field has the cursor before it is written.
      if (/^[\p{L}\p{N}]$/u.test(pressed.key)) box.current?.focus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

mount("/desk", Desk);
