// Whoever is signed in: their name, their password, their way out.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { get, post } from "ask";
import { _, both, say } from "languages";
import { leave } from "live";
import { Dialog, Icon, useDeed } from "page";

const ACCOUNT = _("我的账号");
const MINE = _("我的评价");
const PASSWORD = _("修改密码");
const OUT = _("退出");
const NUMBER = _("工号 {number}");
const CLOSE = _("关闭");

/** @type {Record<string, string>} */
const ROLES = { clerk: _("窗口人员"), desk: _("导办员"), manager: _("管理人员"), inspector: _("监察人员"), administrator: _("系统管理员"), district: _("区级管理人员") };

/** Those who sit at windows, and so have figures of their own. */
const RATED = new Set(["clerk", "desk"]);

/** A button that tells who is signed in; the same on every staff page. */
export function Account() {
  const [me, setMe] = useState(/** @type {{shown: Words, number: string, role: string} | null} */ (null));
  const ask = useDeed(async () => { setMe(await get("/me")); });
  const leave = useDeed(async () => { await signOut(); });
  return html`<button type="button" class="button quiet" aria-label=${say(ACCOUNT)} title=${say(ACCOUNT)} aria-busy=${ask.busy} onClick=${() => ask.run()}><${Icon} of="person" /></button>
    ${me && html`<${Dialog} title=${both(me.shown)} close=${() => setMe(null)} actions=${html`
      <button type="button" class="button" onClick=${() => setMe(null)}>${say(CLOSE)}</button>
      ${RATED.has(me.role) && html`<a class="button" href="/mine"><${Icon} of="chart" />${say(MINE)}</a>`}
      <a class="button" href="/password"><${Icon} of="key" />${say(PASSWORD)}</a>
      <button type="button" class="button primary" autofocus disabled=${leave.busy} onClick=${() => leave.run()}><${Icon} of="leave" />${say(OUT)}</button>`}>
      <p class="soft">${say(ROLES[me.role] ?? me.role)} · ${say(NUMBER, { number: me.number })}</p>
    <//>`}`;
}

/** End the session and go where the next one begins. */
async function signOut() {
  await leave(() => post("/sign-out"), "/");
}
