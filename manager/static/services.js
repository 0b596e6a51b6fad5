// Setting up services: what visitors come for, with everything to know before the number is taken.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Chip, Dialog, Empty, Icon, show, toast, useDeed } from "page";
import { BothField, BothInputs, BothList, Form, ListField, NumberField, SelectField, TextField, Tick, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("业务设置");
const LEAD = _("取号前群众看到的材料、条件、流程和时限都在这里改；改完取号机和手机立刻更新。");
const ADD = _("新增业务");
const EDIT = _("修改");
const EDIT_ONE = _("修改{name}");
const WITHDRAW = _("停办");
const WITHDRAW_ONE = _("停办{name}");
const BRING_BACK = _("恢复办理");
const SURE = _("停办后取号机不再提供这项业务；已取号的群众照常办完。");
const KEEP = _("返回");
const SAVE = _("保存");
const NAME = _("名称");
const SEARCH = _("按名称或代码查找");
const NOTHING = _("没有符合的业务");
const CATEGORY = _("类别");
const PREFIX = _("号码字母");
const WINDOWS = _("办理窗口");
const NO_WINDOW = _("没有窗口");
const PROMISED = _("承诺时限");
const WITHDRAWN = _("已停办");
const POPULAR = _("常用");
const ENQUIRY = _("咨询");
const ACTIONS = _("操作");
const DONE = _("已停办{name}");
const BASICS = _("基本信息");
const CODE = _("代码");
const CODE_HINT = _("小写字母、数字和连字符，以后不能改");
const PREFIX_HINT = _("一个大写字母，可与其他业务共用");
const SUMMARY = _("一句话说明");
const SHOW_FIRST = _("放在取号机首页的常用业务里");
const TO_BRING = _("材料、条件与流程");
const MATERIALS = _("材料");
const MATERIAL = _("材料名称");
const NOTE = _("备注");
const COPIES = _("复印件份数");
const REQUIRED = _("必须携带");
const CONDITIONS = _("办理条件");
const PROCEDURE = _("办理流程");
const TIME = _("时限与结果");
const PROMISED_HINT = _("写给群众看的话，例如“当场办结”“5 个工作日”");
const DAYS = _("承诺工作日");
const DAYS_HINT = _("0 为当场办结；不按天承诺就空着");
const PERMIT = _("属于行政许可");
const USUAL = _("通常的办理结果");
const KEYWORDS = _("查找用词");
const KEYWORDS_HINT = _("用空格或逗号隔开，可写拼音");
const ON_THE_SPOT = _("当场办结");
const ACCEPTED = _("已受理");
const CONSULTED = _("已答复咨询");

const EMPTY = { kind: "service", materials: [], conditions: [], procedure: [], permit: false, popular: false, keywords: [], usual_outcome: "done_on_spot", promised_days: null };
const KEYS = ["code", "kind", "prefix", "category", "name", "summary", "materials", "conditions", "procedure", "promised", "promised_days", "permit", "usual_outcome", "popular", "keywords"];

function Page() {
  const [known, read] = useSection("services");
  const [wanted, setWanted] = useState("");
  const [edited, setEdited] = useState(/** @type {any} */ (null));
  const [leaving, setLeaving] = useState(/** @type {any} */ (null));
  const add = html`<button type="button" class="button primary" disabled=${!known?.services} onClick=${() => setEdited({ ...EMPTY, fresh: true })}><${Icon} of="plus" />${say(ADD)}</button>`;
  const listed = (known?.services ?? []).filter((/** @type {any} */ one) => `${one.code} ${one.name.zh} ${one.name.en ?? ""} ${one.keywords.join(" ")}`.toLowerCase().includes(wanted.toLowerCase()));
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${add}>
    <label class="search"><${Icon} of="search" /><input class="input" type="search" placeholder=${say(SEARCH)} aria-label=${say(SEARCH)} value=${wanted} onInput=${(/** @type {any} */ typed) => setWanted(typed.target.value)} /></label>
    ${!known?.services ? html`<${Reading} known=${known} />` : !listed.length ? html`<${Empty} icon="document" title=${say(NOTHING)} />` : html`
    <div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards">
      <thead><tr><th>${say(PREFIX)}</th><th>${say(NAME)}</th><th>${say(CATEGORY)}</th><th>${say(PROMISED)}</th><th class="num">${say(WINDOWS)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${listed.map((/** @type {any} */ one) => html`<tr key=${one.id} data-off=${one.active ? undefined : ""}>
        <td><span class="number">${one.prefix}</span></td>
        <th scope="row">${both(one.name)} ${!one.active ? html`<${Chip} icon="pause">${say(WITHDRAWN)}<//>` : html`${one.popular && html`<${Chip} mood="accent" icon="star">${say(POPULAR)}<//>`}${one.kind === "enquiry" && html`<${Chip}>${say(ENQUIRY)}<//>`}`}
          <div class="small soft">${one.code}</div></th>
        <td>${both(known.categories.find((/** @type {any} */ each) => each.code === one.category)?.name)}</td>
        <td>${both(one.promised)}</td>
        <td class="num" data-label=${say(WINDOWS)}>${one.windows.length || (one.active ? html`<span class="alarm"><${Icon} of="warning" />${say(NO_WINDOW)}</span>` : "–")}</td>
        <td><div class="row-actions">${one.active ? html`
          <button type="button" class="button" aria-label=${say(EDIT_ONE, { name: one.name })} onClick=${() => setEdited(one)}>${say(EDIT)}</button>
          ${one.kind !== "enquiry" && html`<button type="button" class="button danger" aria-label=${say(WITHDRAW_ONE, { name: one.name })} onClick=${() => setLeaving(one)}>${say(WITHDRAW)}</button>`}`
          : html`<button type="button" class="button" onClick=${() => setEdited({ ...one, fresh: true, back: true })}>${say(BRING_BACK)}</button>`}</div></td>
      </tr>`)}</tbody></table></div>`}
    ${edited && html`<${Edit} one=${edited} categories=${known.categories} close=${() => setEdited(null)} done=${() => { setEdited(null); void read(); }} />`}
    ${leaving && html`<${Withdraw} one=${leaving} close=${() => setLeaving(null)} done=${() => { setLeaving(null); void read(); }} />`}
  <//>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Withdraw({ one, close, done }) {
  const go = useDeed(async () => { await post(`/manager/services/${one.code}`, {}, { method: "DELETE" }); toast(say(DONE, { name: one.name }), "good"); done(); });
  return html`<${Dialog} title=${say(WITHDRAW_ONE, { name: one.name })} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(WITHDRAW)}</button>`}><p>${say(SURE)}</p><//>`;
}

/** @param {{one: any, categories: any[], close: () => void, done: () => void}} props */
function Edit({ one, categories, close, done }) {
  const first = Object.fromEntries(KEYS.map((key) => [key, one[key]]));
  const send = (/** @type {any} */ facts) => one.fresh ? post("/manager/services", { facts }) : post(`/manager/services/${one.code}`, { facts: { ...facts, code: null } }, { method: "PUT" });
  return html`<${Dialog} size="wide" title=${one.name ? both(one.name) : say(ADD)} close=${close} firm actions=${html`
    <button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="service" class="button primary">${say(SAVE)}</button>`}>
    <${Form} id="service" first=${first} send=${send} done=${done}><${Fields} one=${one} categories=${categories} /><//>
  <//>`;
}

/** @param {{one: any, categories: any[]}} props */
function Fields({ one, categories }) {
  const { facts, set, wrong } = useForm();
  return html`<div class="form-part"><h3>${say(BASICS)}</h3>
      <${BothField} of="name" label=${say(NAME)} most=${20} />
      <${BothField} of="summary" label=${say(SUMMARY)} most=${80} />
      <div class="form-row">
        <${TextField} of="code" label=${say(CODE)} hint=${say(CODE_HINT)} most=${40} readonly=${!one.fresh || one.back} />
        <${TextField} of="prefix" label=${say(PREFIX)} hint=${say(PREFIX_HINT)} most=${1} />
        <${SelectField} of="category" label=${say(CATEGORY)} choices=${categories.map((each) => ({ value: each.code, label: both(each.name) }))} />
      </div>
      <${Tick} of="popular" label=${say(SHOW_FIRST)} /></div>
    <div class="form-part"><h3>${say(TO_BRING)}</h3>
      <${ListField} of="materials" label=${say(MATERIALS)} fresh=${() => ({ name: null, note: null, copies: 0, required: true })}
        item=${(/** @type {any} */ value, /** @type {(next: any) => void} */ put, /** @type {string} */ path) => html`
          <${BothInputs} label=${say(MATERIAL)} most=${60} value=${value.name} set=${(/** @type {any} */ name) => put({ ...value, name })} wrong=${(/** @type {string} */ part) => wrong(part ? `${path}.name.${part}` : `${path}.name`)} />
          <${BothInputs} label=${say(NOTE)} most=${120} value=${value.note} set=${(/** @type {any} */ note) => put({ ...value, note })} wrong=${(/** @type {string} */ part) => wrong(part ? `${path}.note.${part}` : `${path}.note`)} />
          <div class="cluster"><label class="tick"><input type="checkbox" checked=${value.required} onChange=${(/** @type {any} */ ticked) => put({ ...value, required: ticked.target.checked })} />${say(REQUIRED)}</label>
            <label class="with-unit">${say(COPIES)}<input class="input input-number" type="number" min="0" max="20" value=${value.copies ?? 0} onInput=${(/** @type {any} */ typed) => put({ ...value, copies: Number(typed.target.value) })} /></label></div>`} />
      <${BothList} of="conditions" label=${say(CONDITIONS)} most=${120} />
      <${BothList} of="procedure" label=${say(PROCEDURE)} most=${120} /></div>
    <div class="form-part"><h3>${say(TIME)}</h3>
      <${BothField} of="promised" label=${say(PROMISED)} hint=${say(PROMISED_HINT)} most=${40} />
      <div class="form-row">
        <${NumberField} of="promised_days" label=${say(DAYS)} hint=${say(DAYS_HINT)} low=${0} high=${365} />
        <${SelectField} of="usual_outcome" label=${say(USUAL)} choices=${[{ value: "done_on_spot", label: say(ON_THE_SPOT) }, { value: "accepted", label: say(ACCEPTED) }, { value: "consulted", label: say(CONSULTED) }]} />
      </div>
      <${Tick} of="permit" label=${say(PERMIT)} />
      <${Keywords} facts=${facts} set=${set} /></div>`;
}

/** @param {{facts: any, set: (key: string, value: any) => void}} props */
function Keywords({ facts, set }) {
  const [text, setText] = useState(() => (facts.keywords ?? []).join(" "));
  return html`<div class="field"><label for="keywords">${say(KEYWORDS)}</label>
    <input class="input" id="keywords" aria-describedby="keywords-hint" value=${text} onInput=${(/** @type {any} */ typed) => { setText(typed.target.value); set("keywords", typed.target.value.split(/[\s,，、]+/).filter(Boolean)); }} />
    <p class="field-hint" id="keywords-hint">${say(KEYWORDS_HINT)}</p></div>`;
}

show(Page);
