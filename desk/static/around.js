// What goes on around the desk: bells, slips that did not come out, the windows.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post } from "ask";
import { secondsSince, timeOfDay, timer, useNow } from "clock";
import { _, both, say } from "languages";
import { Icon, Key, Plate, toast, useDeed } from "page";
import { allowSound, isMuted, maySound, ringOn, setMuted } from "./bell.js";
import { useFunctionKeys } from "./keys.js";
import { printText, slipText, stateText } from "./words.js";

/** @import { Picture } from "./words.js" */

const NEEDS_HELP = _("需要帮助");
const RUNG_AT = _("{time} 按铃");
const GO = _("我去");
const MORE_BELLS = _("还有 {n} 处按铃");
const SOUND_ON = _("打开铃声");
const SOUND_OFF = _("关闭铃声");
const WINDOWS = _("各窗口");
const OPEN_OF = _("{n} / {all} 开放");
const FREE = _("空闲");
const TROUBLE = _("打印有问题");
const AGAIN = _("补打");
const CAME_OUT = _("已出纸，不再补打");
const SENT = _("已送去打印");
const NOTED = _("已记下：小票已出纸");
const AT_WINDOW = _("{n} 号窗口");

/**
 * The oldest bell in words, with the button that answers it; F8 does too.
 * @param {{picture: Picture, link: Link}} props
 */
export function Bells({ picture, link }) {
  useNow();
  const first = picture.bells[0];
  const go = useDeed(async () => { if (first) await post(`/desk/bells/${first.bell}/answer`); });
  useFunctionKeys({ F8: () => { if (first && link === "live") void go.run(); } });
  const ringing = picture.bells.map((one) => one.bell).join(" ");
  useEffect(() => (ringing ? ringOn() : undefined), [ringing]);
  if (!first) return null;
  return html`<section class="bells arrive" role="alert">
    <${Icon} of="bell" />
    <strong>${say(NEEDS_HELP)}</strong><span class="bells-where">${both(first.device_name)}</span>
    <span>${say(RUNG_AT, { time: timeOfDay(first.at) })} · <span class="timer">${timer(secondsSince(first.at))}</span></span>
    ${picture.bells.length > 1 && html`<span>${say(MORE_BELLS, { n: picture.bells.length - 1 })}</span>`}
    <button type="button" class="button bells-go" disabled=${go.busy || link !== "live"} onClick=${() => go.run()}><${Icon} of="check" />${say(GO)} <${Key}>F8<//></button>
  </section>`;
}

/** Switches the bell's sound; tells by itself when the browser holds it back. */
export function SoundSwitch() {
  const [on, setOn] = useState(!isMuted() && maySound());
  useEffect(() => {
    // Any touch of the page is leave to sound, unless somebody wanted quiet.
    const touched = () => { if (!isMuted()) void allowSound().then(() => setOn(maySound())); };
    addEventListener("pointerdown", touched);
    addEventListener("keydown", touched);
    return () => { removeEventListener("pointerdown", touched); removeEventListener("keydown", touched); };
  }, []);
  const turn = async () => {
    setMuted(on);
    if (!on) await allowSound();
    setOn(!on && maySound());
  };
  return html`<button type="button" class="button quiet" aria-pressed=${on} title=${say(on ? SOUND_OFF : SOUND_ON)} aria-label=${say(on ? SOUND_OFF : SOUND_ON)}
    onPointerDown=${(/** @type {Event} */ touch) => touch.stopPropagation()} onClick=${turn}><${Icon} of=${on ? "speaker" : "mute"} /></button>`;
}

/** @param {{picture: Picture, link: Link}} props */
export function Troubles({ picture, link }) {
  const again = useDeed(async (/** @type {string} */ job) => { await post(`/desk/prints/${job}/again`); toast(say(SENT), "good"); });
  const out = useDeed(async (/** @type {string} */ job) => { await post(`/desk/prints/${job}/came-out`); toast(say(NOTED), "good"); });
  const off = again.busy || out.busy || link !== "live";
  if (picture.troubles.length === 0) return null;
  return html`<section class="panel troubles" aria-labelledby="troubles-title">
    <header class="panel-head"><h2 id="troubles-title" class="panel-title"><${Icon} of="printer" />${say(TROUBLE)}</h2><span class="number">${picture.troubles.length}</span></header>
    <ul class="list scroll troubles-list" tabindex="0" aria-labelledby="troubles-title">
      ${picture.troubles.map((one) => html`<li key=${one.job} class="trouble">
        <div class="grow"><span class="strong">${one.number && html`<${Plate} number=${one.number} size="small" /> `}${slipText(one.kind)}</span> <time class="small soft">${timeOfDay(one.at)}</time>
          <br /><span class="small trouble-what"><${Icon} of="warning" />${printText(one.state)}</span></div>
        <div class="trouble-deeds">
          ${one.state === "uncertain" && html`<button type="button" class="button quiet" disabled=${off} aria-label=${`${say(CAME_OUT)} ${named(one)}`}
            onClick=${() => out.run(one.job)}>${say(CAME_OUT)}</button>`}
          <button type="button" class="button" disabled=${off} aria-label=${`${say(AGAIN)} ${named(one)}`}
            onClick=${() => again.run(one.job)}>${say(AGAIN)}</button>
        </div>
      </li>`)}
    </ul>
  </section>`;
}

/** @param {Picture["troubles"][number]} one */
const named = (one) => one.number ?? slipText(one.kind);

/** @param {{picture: Picture}} props */
export function Windows({ picture }) {
  return html`<section class="panel windows" aria-labelledby="windows-title">
    <header class="panel-head"><h2 id="windows-title" class="panel-title"><${Icon} of="counter" />${say(WINDOWS)}</h2>
      <span class="small soft">${say(OPEN_OF, { n: picture.windows_open, all: picture.stands.length })}</span></header>
    <ul class="windows-grid scroll" tabindex="0" aria-labelledby="windows-title">
      ${picture.stands.map((one) => html`<li key=${one.window_no} class="window" data-state=${one.state} data-stage=${one.stage ?? undefined} title=${both(one.name)}>
        <span class="window-no"><span class="visually-hidden">${say(AT_WINDOW, { n: one.window_no })}</span><span class="number" aria-hidden="true">${one.window_no}</span></span>
        <span class="window-now">${one.number ? html`<span class="number">${one.number}</span>` : one.state === "open" ? say(FREE) : stateText(one.state)}</span>
      </li>`)}
    </ul>
  </section>`;
}
