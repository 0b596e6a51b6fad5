// The lines on the displays.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Empty, Icon, show, toast, useDeed } from "page";
import { BothField, Form, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("屏幕公告");
const LEAD = _("叫号屏下方轮流显示的一行字。");
const TEXT = _("公告内容");
const HINT = _("最多 80 字，一行");
const PUT_UP = _("发布");
const TAKE_DOWN = _("撤下");
const DOWN = _("公告已撤下");
const NONE = _("现在没有公告");
const SHOWN = _("正在显示");
const NEW = _("新公告");

function Page() {
  const [known, read] = useSection("notices");
  const [round, setRound] = useState(0);
  const down = useDeed(async (/** @type {string} */ id) => { await post(`/manager/notices/${id}`, {}, { method: "DELETE" }); toast(say(DOWN), "good"); await read(); });
  if (!known?.notices) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}><${Reading} known=${known} /><//>`;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    <section class="card stack" aria-labelledby="new"><h2 id="new" class="panel-title">${say(NEW)}</h2>
      <${Form} key=${round} id="notice" first=${{ text: null }} send=${(/** @type {any} */ facts) => post("/manager/notices", { facts })} done=${() => { setRound(round + 1); void read(); }}>
        <${BothField} of="text" label=${say(TEXT)} hint=${say(HINT)} most=${80} /><${Send} /><//></section>
    <section class="card stack" aria-labelledby="shown"><h2 id="shown" class="panel-title">${say(SHOWN)}</h2>
      ${known.notices.length ? html`<ul class="list">${known.notices.map((/** @type {any} */ one) => html`<li key=${one.id} class="between"><span class="typed grow">${both(one.text)}</span>
        <button type="button" class="button" disabled=${down.busy} onClick=${() => down.run(one.id)}>${say(TAKE_DOWN)}</button></li>`)}</ul>` : html`<${Empty} icon="speaker" title=${say(NONE)} />`}</section>
  <//>`;
}

function Send() {
  const { busy } = useForm();
  return html`<div><button type="submit" class="button primary" disabled=${busy}><${Icon} of="speaker" />${say(PUT_UP)}</button></div>`;
}

show(Page);
