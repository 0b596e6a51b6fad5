// Who works here: their names, roles, seats, photos, and the links by which they choose a password.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Avatar, Chip, Dialog, Icon, QR, show, toast, useDeed } from "page";
import { BothField, Form, SelectField, TextField, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("人员");
const LEAD = _("姓名、工号和照片显示在评价器上；密码由本人通过一次性链接设置，谁也看不到。");
const ADD = _("新增人员");
const EDIT = _("修改");
const EDIT_ONE = _("修改{name}");
const NAME = _("姓名");
const NUMBER = _("工号");
const SIGN_IN = _("登录名");
const SIGN_IN_HINT = _("小写字母开头，例如 chen.jiayi");
const ROLE = _("角色");
const SEAT = _("常坐窗口");
const NO_SEAT = _("没有固定窗口");
const SEAT_OF = _("{no} 号 {name}");
const GONE = _("已停用");
const ACTIONS = _("操作");
const KEEP = _("返回");
const SAVE = _("保存");
const LINK = _("一次性链接");
const LINK_FOR = _("给{name}的一次性链接");
const LINK_LEAD = _("请本人在 {hours} 小时内扫码或打开链接设置密码。链接只显示这一次，用过即失效；之前的链接已作废。");
const GIVE_LINK = _("生成链接");
const LINK_SURE = _("本人用这个链接设置新密码后，原密码和已登录的页面全部失效。");
const COPY = _("复制");
const COPIED = _("已复制");
const PHOTO = _("照片");
const PHOTO_HINT = _("JPEG 或 PNG，5 MB 以内；会裁成方形，去掉拍摄信息。");
const CHOOSE = _("选择照片");
const REMOVE_PHOTO = _("移除照片");
const PHOTO_SAVED = _("照片已更新");
const STOP = _("停用");
const STOP_ONE = _("停用{name}");
const STOP_SURE = _("停用后不能登录，开着的窗口随即关闭；以往的办理和评价保留。");
const START = _("恢复");
const STARTED = _("{name}已恢复");
const STOPPED = _("{name}已停用");
const PRINT_HINT = _("二维码");

/** @type {Record<string, string>} */
const ROLES = { clerk: _("窗口人员"), desk: _("导办员"), manager: _("管理人员"), inspector: _("监察人员"), administrator: _("系统管理员"), district: _("区级管理人员") };
/** @type {Record<string, string>} */
const MAY = {
  clerk: _("在窗口叫号、办理"), desk: _("导办台，也可在窗口办理"), manager: _("实况、满意度、设置、人员和设备"),
  inspector: _("查看实况和满意度，不能改"), administrator: _("人员、设备和设置"),
  district: _("并列查看本区各大厅的汇总数据"),
};

function Page() {
  const [known, read] = useSection("staff");
  const [edited, setEdited] = useState(/** @type {any} */ (null));
  const [linked, setLinked] = useState(/** @type {any} */ (null));
  const [leaving, setLeaving] = useState(/** @type {any} */ (null));
  const back = useDeed(async (/** @type {any} */ one) => { await post(`/manager/staff/${one.id}/reactivate`); toast(say(STARTED, { name: one.shown }), "good"); await read(); });
  const add = html`<button type="button" class="button primary" disabled=${!known?.staff} onClick=${() => setEdited({ fresh: true, role: "clerk" })}><${Icon} of="plus" />${say(ADD)}</button>`;
  const done = () => { setEdited(null); setLeaving(null); void read(); };
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${add}>
    ${!known?.staff ? html`<${Reading} known=${known} />` : html`<div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards">
      <thead><tr><th>${say(NAME)}</th><th>${say(NUMBER)}</th><th>${say(SIGN_IN)}</th><th>${say(ROLE)}</th><th>${say(SEAT)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${known.staff.map((/** @type {any} */ one) => html`<tr key=${one.id} data-off=${one.active ? undefined : ""}>
        <th scope="row"><span class="person"><${Avatar} who=${both(one.shown)} photo=${one.photo} />${both(one.shown)} ${!one.active && html`<${Chip} icon="pause">${say(GONE)}<//>`}</span></th>
        <td class="number">${one.number}</td><td>${one.name}</td><td>${say(ROLES[one.role])}</td><td class="nowrap" data-label=${say(SEAT)}>${one.window_no ?? "–"}</td>
        <td><div class="row-actions">${one.active ? html`
          <button type="button" class="button" aria-label=${say(EDIT_ONE, { name: one.shown })} onClick=${() => setEdited(one)}>${say(EDIT)}</button>
          <button type="button" class="button" aria-label=${say(LINK_FOR, { name: one.shown })} onClick=${() => setLinked(one)}><${Icon} of="key" />${say(LINK)}</button>
          <button type="button" class="button danger" aria-label=${say(STOP_ONE, { name: one.shown })} onClick=${() => setLeaving(one)}>${say(STOP)}</button>`
          : html`<button type="button" class="button" disabled=${back.busy} onClick=${() => back.run(one)}>${say(START)}</button>`}</div></td>
      </tr>`)}</tbody></table></div>`}
    ${edited && html`<${Edit} one=${edited} known=${known} close=${() => setEdited(null)} done=${done} read=${read} />`}
    ${linked && html`<${OneTime} one=${linked} close=${() => setLinked(null)} />`}
    ${leaving && html`<${Leave} one=${leaving} close=${() => setLeaving(null)} done=${done} />`}
  <//>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Leave({ one, close, done }) {
  const go = useDeed(async () => { await post(`/manager/staff/${one.id}/deactivate`); toast(say(STOPPED, { name: one.shown }), "good"); done(); });
  return html`<${Dialog} title=${say(STOP_ONE, { name: one.shown })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(STOP)}</button>`}><p>${say(STOP_SURE)}</p><//>`;
}

/** @param {{one: any, close: () => void}} props */
function OneTime({ one, close }) {
  const [made, setMade] = useState(/** @type {{link: string, qr: string, hours: number} | null} */ (null));
  const give = useDeed(async () => setMade(await post(`/manager/staff/${one.id}/link`)));
  const copy = async () => { await navigator.clipboard.writeText(made?.link ?? ""); toast(say(COPIED), "good"); };
  const actions = html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    ${made ? html`<button type="button" class="button primary" onClick=${copy}>${say(COPY)}</button>` : html`<button type="button" class="button primary" disabled=${give.busy} onClick=${() => give.run()}><${Icon} of="key" />${say(GIVE_LINK)}</button>`}`;
  return html`<${Dialog} title=${say(LINK_FOR, { name: one.shown })} close=${close} firm=${!!made} actions=${actions}>
    ${made ? html`<p>${say(LINK_LEAD, { hours: made.hours })}</p><div class="link-shown"><${QR} src=${made.qr} label=${say(PRINT_HINT)} /><p class="link-text">${made.link}</p></div>` : html`<p>${say(LINK_SURE)}</p>`}
  <//>`;
}

/** @param {{one: any, known: any, close: () => void, done: () => void, read: () => Promise<void>}} props */
function Edit({ one, known, close, done, read }) {
  const first = { name: one.name ?? null, shown: one.shown ?? null, number: one.number ?? null, role: one.role, window_no: one.window_no ?? null };
  const send = (/** @type {any} */ facts) => one.fresh ? post("/manager/staff", { facts }) : post(`/manager/staff/${one.id}`, { facts }, { method: "PUT" });
  return html`<${Dialog} size="wide" firm title=${one.fresh ? say(ADD) : both(one.shown)} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="person" class="button primary">${say(SAVE)}</button>`}>
    ${!one.fresh && html`<${Photo} one=${one} read=${read} />`}
    <${Form} id="person" first=${first} send=${send} done=${done}>
      <${BothField} of="shown" label=${say(NAME)} most=${20} />
      <div class="form-row"><${TextField} of="number" label=${say(NUMBER)} most=${20} /><${TextField} of="name" label=${say(SIGN_IN)} hint=${say(SIGN_IN_HINT)} most=${40} /></div>
      <${Role} roles=${known.roles} windows=${known.windows} />
    <//>
  <//>`;
}

/** @param {{roles: string[], windows: any[]}} props */
function Role({ roles, windows }) {
  const { facts } = useForm();
  const fit = windows.filter((one) => facts.role !== "desk" || one.desk);
  return html`<div class="form-row">
    <${SelectField} of="role" label=${say(ROLE)} hint=${say(MAY[facts.role] ?? "")} choices=${roles.map((role) => ({ value: role, label: say(ROLES[role]) }))} />
    <${SelectField} of="window_no" label=${say(SEAT)} none=${say(NO_SEAT)} choices=${fit.map((one) => ({ value: one.no, label: say(SEAT_OF, { no: one.no, name: one.name }) }))} />
  </div>`;
}

/** @param {{one: any, read: () => Promise<void>}} props */
function Photo({ one, read }) {
  const [shown, setShown] = useState(/** @type {string | null} */ (one.photo));
  const send = useDeed(async (/** @type {File} */ file) => {
    const form = new FormData();
    form.append("photo", file);
    await post(`/manager/staff/${one.id}/photo`, form);
    setShown(await dataOf(file));
    toast(say(PHOTO_SAVED), "good");
    await read();
  });
  const remove = useDeed(async () => { await post(`/manager/staff/${one.id}/photo`, {}, { method: "DELETE" }); setShown(null); await read(); });
  return html`<div class="photo-edit"><${Avatar} who=${both(one.shown)} photo=${shown} />
    <div class="stack-tight grow"><p class="strong">${say(PHOTO)}</p><p class="field-hint" id="photo-hint">${say(PHOTO_HINT)}</p>
      <div class="cluster"><label class="button" for="photo" aria-disabled=${send.busy}><${Icon} of="plus" />${say(CHOOSE)}</label>
        <input id="photo" class="visually-hidden" type="file" accept="image/jpeg,image/png" aria-describedby="photo-hint" onChange=${(/** @type {any} */ chosen) => { const [file] = chosen.target.files; chosen.target.value = ""; if (file) void send.run(file); }} />
        ${shown && html`<button type="button" class="button quiet" disabled=${remove.busy} onClick=${() => remove.run()}>${say(REMOVE_PHOTO)}</button>`}</div></div></div>`;
}

/** A file as an address that the page's policy lets it show. @param {File} file @returns {Promise<string>} */
function dataOf(file) {
  return new Promise((resolve) => { const reader = new FileReader(); reader.onload = () => resolve(String(reader.result)); reader.readAsDataURL(file); });
}

show(Page);
