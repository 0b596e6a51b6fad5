// A screen that nobody knows yet: shows its code, and becomes what it is once a manager has approved it.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post, Refusal } from "ask";
import { secondsUntil, timer, useNow } from "clock";
import { _, say } from "languages";
import { Icon, LanguageSwitch, Progress, show } from "page";

/** @typedef {{code: string, secret: string, expires_at: string}} Pairing */

const TITLES = /** @type {Record<string, string>} */ ({ kiosk: _("这是一台新的取号机"), display: _("这是一块新的叫号屏"), pad: _("这是一台新的评价器") });
const CODE = _("配对码");
const HOW = _("请管理人员按下面三步办");
const STEPS = [_("在自己的电脑上打开 {address}"), _("进入“设备”，按“配对新设备”"), _("输入这六位配对码，起个名字")];
const BY_ITSELF = _("批准后，这个屏幕会自己打开，不用再碰它。");
const LEFT = _("{time} 后换新码");
const ASKING = _("正在取配对码…");
const UNREACHABLE = _("暂时连不上服务器，会自动再试");
const TOO_MANY = _("现在等待配对的设备太多，会自动再试");
const DONE = _("已批准，正在打开…");

/** Between two questions, in milliseconds. */
const PAUSE = 2000;
/** What a code lasts, in seconds: only how far the line has run is drawn from it. */
const LASTS = 600;

const kind = document.getElementById("pairing")?.dataset.kind ?? "kiosk";
const KEPT = `haohao-pairing-${kind}`;

/** A reload shows the same code: somebody may be typing it. @returns {Pairing | null} */
function kept() {
  try {
    const one = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    return one && Date.parse(one.expires_at) > Date.now() ? one : null;
  } catch {
    return null;
  }
}

/** @param {Pairing | null} one */
function keep(one) {
  try {
    if (one) sessionStorage.setItem(KEPT, JSON.stringify(one));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage a reload draws another code, that is all.
  }
}

function Pair() {
  useNow();
  const [pairing, setPairing] = useState(kept);
  const [trouble, setTrouble] = useState(/** @type {string | null} */ (null));
  const [done, setDone] = useState(false);

  useEffect(() => {
    let over = false;
    let one = pairing;
    const turn = async () => {
      try {
        if (one === null) {
          one = /** @type {Pairing} */ (await post("/pairing", { kind }));
          keep(one);
          setPairing(one);
        } else if ((await post("/pairing/collect", { secret: one.secret })).paired) {
          over = true;
          keep(null);
          setDone(true);
          location.reload();
        }
        setTrouble(null);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.code === "pairing-gone") {
          one = null;
          keep(null);
          setPairing(null);
        } else {
          setTrouble(error.status === 429 || error.status === 503 ? TOO_MANY : UNREACHABLE);
        }
      }
      if (!over) setTimeout(turn, one === null && !trouble ? PAUSE / 4 : PAUSE);
    };
    void turn();
    return () => { over = true; };
  }, []);

  const left = pairing ? Math.max(0, secondsUntil(pairing.expires_at)) : 0;
  return html`<div class="pairing">
    <header class="pairing-head"><p class="title pairing-title">${say(TITLES[kind])}</p><${LanguageSwitch} /></header>
    <section class="pairing-card" aria-live="polite">
      <h1 class="pairing-label">${say(CODE)}</h1>
      ${pairing
        ? html`<p class="pairing-code number" aria-label=${[...pairing.code].join(" ")}><span>${pairing.code.slice(0, 3)}</span><span>${pairing.code.slice(3)}</span></p>
          <div class="pairing-left"><${Progress} value=${left} most=${LASTS} label=${say(LEFT, { time: timer(left) })} /><span class="soft" aria-hidden="true">${say(LEFT, { time: timer(left) })}</span></div>`
        : html`<p class="pairing-code number" aria-hidden="true"><span>···</span><span>···</span></p><p class="soft">${say(ASKING)}</p>`}
      ${done && html`<p class="notice" data-mood="good"><${Icon} of="check" />${say(DONE)}</p>`}
      ${trouble && !done && html`<p class="notice" data-mood="warn"><${Icon} of="unlinked" />${say(trouble)}</p>`}
    </section>
    <section class="pairing-how">
      <h2>${say(HOW)}</h2>
      <ol class="steps">${STEPS.map((step) => html`<li key=${step}>${say(step, { address: `${location.host}/manager/` })}</li>`)}</ol>
      <p class="soft">${say(BY_ITSELF)}</p>
    </section>
  </div>`;
}

show(Pair);
