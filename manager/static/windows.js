// Setting up windows: their number, name, area, what they serve.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Chip, Dialog, Icon, show, toast, useDeed } from "page";
import { BothField, Form, NumberField, TextField, Tick, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("窗口设置");
const LEAD = _("每个窗口办理哪些业务。综合窗口办理全部业务；以后新增的业务也自动包括在内。");
const ADD = _("新增窗口");
const EDIT = _("修改");
const EDIT_NO = _("修改 {no} 号窗口");
const REMOVE = _("停用");
const REMOVE_NO = _("停用 {no} 号窗口");
const SURE = _("停用的窗口不再出现在屏幕上，它的统计保留。窗口须先关闭，暂存的号须先办完。");
const KEEP = _("返回");
const SAVE = _("保存");
const NO = _("窗口号");
const NAME = _("名称");
const AREA = _("区域");
const AREA_HINT = _("大厅分区时填写，叫号屏可按区域显示");
const SERVES = _("办理业务");
const ALL = _("全部业务");
const SOME = _("只办理选中的业务");
const N_SERVICES = _("{n} 项");
const DESK = _("导办台");
const DESK_HINT = _("导办台另外办理咨询");
const SITS = _("常坐人员");
const ACTIONS = _("操作");
const DONE = _("{no} 号窗口已停用");

function Page() {
  const [known, read] = useSection("windows");
  const [edited, setEdited] = useState(/** @type {any} */ (null));
  const [leaving, setLeaving] = useState(/** @type {any} */ (null));
  const add = html`<button type="button" class="button primary" disabled=${!known?.windows} onClick=${() => setEdited({ fresh: true, no: 1 + Math.max(0, ...known.windows.map((/** @type {any} */ one) => one.no)), serves: "all", desk: false })}><${Icon} of="plus" />${say(ADD)}</button>`;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${add}>
    ${!known?.windows ? html`<${Reading} known=${known} />` : html`
    <div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards">
      <thead><tr><th class="num">${say(NO)}</th><th>${say(NAME)}</th><th>${say(AREA)}</th><th>${say(SERVES)}</th><th>${say(SITS)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${known.windows.map((/** @type {any} */ one) => html`<tr key=${one.no}>
        <td class="num" data-label=${say(NO)}><span class="number">${one.no}</span></td>
        <th scope="row">${both(one.name)} ${one.desk && html`<${Chip} mood="accent" icon="guide">${say(DESK)}<//>`}</th>
        <td data-label=${say(AREA)}>${one.area ?? "–"}</td>
        <td>${one.serves === "all" ? say(ALL) : html`<span title=${namesOf(one.serves, known.services)}>${say(N_SERVICES, { n: one.serves.length })}</span>`}</td>
        <td>${one.sits.map((/** @type {any} */ who) => both(who)).join(" · ") || "–"}</td>
        <td><div class="row-actions"><button type="button" class="button" aria-label=${say(EDIT_NO, { no: one.no })} onClick=${() => setEdited(one)}>${say(EDIT)}</button>
          <button type="button" class="button danger" aria-label=${say(REMOVE_NO, { no: one.no })} onClick=${() => setLeaving(one)}>${say(REMOVE)}</button></div></td>
      </tr>`)}</tbody></table></div>`}
    ${edited && html`<${Edit} one=${edited} services=${known.services} close=${() => setEdited(null)} done=${() => { setEdited(null); void read(); }} />`}
    ${leaving && html`<${Remove} no=${leaving.no} close=${() => setLeaving(null)} done=${() => { setLeaving(null); void read(); }} />`}
  <//>`;
}

/** @param {string[]} codes @param {any[]} services */
function namesOf(codes, services) {
  return codes.map((code) => both(services.find((one) => one.code === code)?.name)).join(" · ");
}

/** @param {{no: number, close: () => void, done: () => void}} props */
function Remove({ no, close, done }) {
  const go = useDeed(async () => { await post(`/manager/windows/${no}`, {}, { method: "DELETE" }); toast(say(DONE, { no }), "good"); done(); });
  return html`<${Dialog} title=${say(REMOVE_NO, { no })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(REMOVE)}</button>`}><p>${say(SURE)}</p><//>`;
}

/** @param {{one: any, services: any[], close: () => void, done: () => void}} props */
function Edit({ one, services, close, done }) {
  const first = { no: one.no, name: one.name ?? null, area: one.area ?? null, serves: one.serves, desk: one.desk };
  const send = (/** @type {any} */ facts) => one.fresh ? post("/manager/windows", { facts }) : post(`/manager/windows/${one.no}`, { facts: { ...facts, no: null } }, { method: "PUT" });
  return html`<${Dialog} size="wide" firm title=${one.fresh ? say(ADD) : say(EDIT_NO, { no: one.no })} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="window" class="button primary">${say(SAVE)}</button>`}>
    <${Form} id="window" first=${first} send=${send} done=${done}>
      <div class="form-row">${one.fresh && html`<${NumberField} of="no" label=${say(NO)} low=${1} high=${999} />`}<${TextField} of="area" label=${say(AREA)} hint=${say(AREA_HINT)} most=${8} /></div>
      <${BothField} of="name" label=${say(NAME)} most=${16} />
      <${Tick} of="desk" label=${say(DESK)} hint=${say(DESK_HINT)} />
      <${Serves} services=${services} />
    <//>
  <//>`;
}

/** @param {{services: any[]}} props */
function Serves({ services }) {
  const { facts, set, wrong } = useForm();
  const all = facts.serves === "all";
  const chosen = all ? [] : facts.serves;
  const fault = wrong("serves");
  return html`<fieldset class="field"><legend>${say(SERVES)}</legend>
    <label class="tick"><input type="radio" name="serves" checked=${all} onChange=${() => set("serves", "all")} />${say(ALL)}</label>
    <label class="tick"><input type="radio" name="serves" checked=${!all} onChange=${() => set("serves", all ? [] : chosen)} />${say(SOME)}</label>
    ${!all && html`<div class="card card-sunk ticks">${services.map((one) => html`<label class="tick" key=${one.code}>
      <input type="checkbox" checked=${chosen.includes(one.code)} onChange=${(/** @type {any} */ ticked) => set("serves", ticked.target.checked ? [...chosen, one.code] : chosen.filter((/** @type {string} */ code) => code !== one.code))} />
      <span><span class="number">${one.prefix}</span> ${both(one.name)}</span></label>`)}</div>`}
    ${fault && html`<p class="field-error"><${Icon} of="warning" />${fault}</p>`}
  </fieldset>`;
}

show(Page);
