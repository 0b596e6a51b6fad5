// 您提我改: what was changed because people said so, in the manager's words, for the display and the public page.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Chip, Dialog, Empty, Icon, show, useDeed } from "page";
import { BothField, Form, NumberField, Tick } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("您提我改");
const LEAD = _("群众提出、本厅已经改好的事，用您自己的话写，一两句即可。显示在叫号屏（无人被叫号时）和公开满意度页面。");
const ADD = _("新增一条");
const EDIT = _("修改");
const EDIT_ONE = _("修改这一条");
const TEXT = _("改了什么");
const TEXT_HINT = _("最多 100 字；不写群众和工作人员的姓名");
const CASE = _("来自第几号整改");
const CASE_HINT = _("不针对某一件就空着");
const SHOWN = _("公开显示");
const HIDDEN = _("未公开");
const SHOW = _("公开");
const HIDE = _("不再公开");
const FROM_CASE = _("整改第 {no} 号");
const NONE = _("还没有写过");
const NONE_LEAD = _("改好一件，写一条，群众看得见。");
const NOT_ON_WALL = _("“规则”里没有开启叫号屏显示“您提我改”。");
const PUBLIC = _("公开满意度页面");
const SAVE = _("保存");
const BACK = _("返回");

function Page() {
  const [known, read] = useSection("improvements");
  const [edited, setEdited] = useState(/** @type {any} */ (null));
  const turn = useDeed(async (/** @type {any} */ one) => {
    await post(`/manager/improvements/${one.id}`, { facts: { text: one.text, case: one.case_no, shown: !one.shown } }, { method: "PUT" });
    await read();
  });
  if (!known?.improvements) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}><${Reading} known=${known} /><//>`;
  const actions = html`${known.public && html`<a class="button" href=${known.public} target="_blank" rel="noopener"><${Icon} of="eye" />${say(PUBLIC)}</a>`}
    <button type="button" class="button primary" onClick=${() => setEdited({ fresh: true, shown: true })}><${Icon} of="plus" />${say(ADD)}</button>`;
  const done = () => { setEdited(null); void read(); };
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${actions}>
    ${!known.on_wall && html`<p class="notice"><${Icon} of="info" />${say(NOT_ON_WALL)}</p>`}
    ${known.improvements.length ? html`<ul class="card list">${known.improvements.map((/** @type {any} */ one) => html`<li key=${one.id} class="between improvement">
      <div class="grow stack-tight"><p class="typed">${both(one.text)}</p>
        <p class="cluster small"><${Chip} mood=${one.shown ? "good" : "quiet"} icon=${one.shown ? "check" : "pause"}>${say(one.shown ? SHOWN : HIDDEN)}<//>
          ${one.case && html`<a href=${`/manager/cases/${one.case}`}>${say(FROM_CASE, { no: one.case_no })}</a>`}</p></div>
      <div class="row-actions"><button type="button" class="button" disabled=${turn.busy} onClick=${() => turn.run(one)}>${say(one.shown ? HIDE : SHOW)}</button>
        <button type="button" class="button" aria-label=${`${say(EDIT_ONE)} ${both(one.text)}`} onClick=${() => setEdited(one)}>${say(EDIT)}</button></div></li>`)}</ul>`
      : html`<${Empty} icon="heart" title=${say(NONE)}><p class="soft">${say(NONE_LEAD)}</p><//>`}
    ${edited && html`<${Edit} one=${edited} close=${() => setEdited(null)} done=${done} />`}
  <//>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Edit({ one, close, done }) {
  const first = { text: one.text ?? null, case: one.case_no ?? null, shown: one.shown };
  const send = (/** @type {any} */ facts) => (one.fresh ? post("/manager/improvements", { facts }) : post(`/manager/improvements/${one.id}`, { facts }, { method: "PUT" }));
  return html`<${Dialog} size="wide" firm title=${say(one.fresh ? ADD : EDIT_ONE)} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(BACK)}</button><button type="submit" form="improvement" class="button primary">${say(SAVE)}</button>`}>
    <${Form} id="improvement" first=${first} send=${send} done=${done}>
      <${BothField} of="text" label=${say(TEXT)} hint=${say(TEXT_HINT)} most=${100} long />
      <${NumberField} of="case" label=${say(CASE)} hint=${say(CASE_HINT)} low=${1} high=${1000000000} /><${Tick} of="shown" label=${say(SHOWN)} />
    <//>
  <//>`;
}

show(Page);
