// 评价标签: versions of what people may choose from; a new one is drafted from another and begins on a day.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Chip, Dialog, Face, Icon, levelText, show, toast, useDeed } from "page";
import { BothInputs, DayField, Form, ListField, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("评价标签");
const LEAD = _("群众评价时可选的标签。用过的版本不能改，改动另起草一版，到启用那天自动换上；评价里一直保留当时看到的文字。");
const VERSION = _("版本");
const STATE = _("状态");
const FROM = _("启用日期");
const COUNT = _("标签数");
const ACTIONS = _("操作");
const BUILT_IN = _("内置（国家通用）");
/** @type {Record<string, {label: string, mood: "good" | "accent" | "quiet", icon: string}>} */
const STATES = {
  in_force: { label: _("使用中"), mood: "good", icon: "check" },
  coming: { label: _("待启用"), mood: "accent", icon: "clock" },
  drafted: { label: _("草稿"), mood: "quiet", icon: "document" },
  former: { label: _("以前用过"), mood: "quiet", icon: "pause" },
};
const UNUSED = _("未启用");
const SEE = _("查看标签");
const SEE_ONE = _("查看标签 {name}");
const DRAFT = _("另起草一版");
const DRAFT_ONE = _("从 {name} 另起草一版");
const EDIT = _("修改");
const EDIT_ONE = _("修改 {name}");
const BEGIN = _("启用");
const BEGIN_ONE = _("启用 {name}");
const BEGIN_HOW = _("从这一天起，评价器和手机换成这一版。定了日期就不能再改标签；日期没到之前可以撤回。");
const WITHDRAW = _("撤回");
const WITHDRAW_ONE = _("撤回 {name}");
const DROP = _("删除草稿");
const DROP_ONE = _("删除草稿 {name}");
const SURE_WITHDRAW = _("撤回启用日期后又成为草稿，可以再改。");
const SURE_DROP = _("这份草稿还没有人看到过，删除后不留记录。");
const GONE = _("好了");
const BACK = _("返回");
const SAVE = _("保存草稿");
const TAG = _("标签");
const KEEP_MEANING = _("改字不改意：代码代表同一个意思，统计按代码合计。意思变了，请删去这条，另加一条。");
const LIMITS = _("每级 1 至 {most} 条，中文不超过 {zh} 字，英文不超过 {en} 个字母。");
const NONE = _("“以上都不是”一直在最后，不能删去。");
const NEW = _("新增，保存后给代码");
const NATIONAL = _("国家代码 {code}");
const LOCAL = _("本厅代码 {code}");

const LEVELS = [5, 4, 3, 2, 1];

function Page() {
  const [known, read] = useSection("tag-sets");
  const [shown, setShown] = useState(/** @type {{how: "see" | "draft" | "edit" | "begin" | "leave", one: any} | null} */ (null));
  const close = () => setShown(null);
  const done = () => { close(); void read(); };
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    ${!known?.sets ? html`<${Reading} known=${known} />` : html`
    <div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards">
      <thead><tr><th>${say(VERSION)}</th><th>${say(STATE)}</th><th>${say(FROM)}</th><th class="num">${say(COUNT)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${known.sets.map((/** @type {any} */ one) => html`<${Row} key=${one.name} one=${one} act=${(/** @type {any} */ how) => setShown({ how, one })} />`)}</tbody></table></div>`}
    ${shown?.how === "see" && html`<${See} one=${shown.one} close=${close} />`}
    ${(shown?.how === "draft" || shown?.how === "edit") && html`<${Edit} how=${shown.how} one=${shown.one} known=${known} close=${close} done=${done} />`}
    ${shown?.how === "begin" && html`<${Begin} one=${shown.one} today=${known.today} close=${close} done=${done} />`}
    ${shown?.how === "leave" && html`<${Leave} one=${shown.one} close=${close} done=${done} />`}
  <//>`;
}

/** @param {{one: any, act: (how: string) => void}} props */
function Row({ one, act }) {
  const state = STATES[one.state];
  const { name } = one;
  const draft = one.state === "drafted";
  return html`<tr>
    <th scope="row"><span class="number">${name}</span>${one.id === null && html`<div class="small soft">${say(BUILT_IN)}</div>`}</th>
    <td><${Chip} mood=${state.mood} icon=${state.icon}>${say(one.id === null && one.state === "former" ? UNUSED : state.label)}<//></td>
    <td data-label=${say(FROM)}>${one.from ?? "–"}</td>
    <td class="num" data-label=${say(COUNT)}>${LEVELS.reduce((sum, level) => sum + one.tags[level].length, 0)}</td>
    <td><div class="row-actions">
      <button type="button" class="button" aria-label=${say(SEE_ONE, { name })} onClick=${() => act("see")}>${say(SEE)}</button>
      ${draft && html`<button type="button" class="button" aria-label=${say(EDIT_ONE, { name })} onClick=${() => act("edit")}>${say(EDIT)}</button>
        <button type="button" class="button primary" aria-label=${say(BEGIN_ONE, { name })} onClick=${() => act("begin")}>${say(BEGIN)}</button>
        <button type="button" class="button danger" aria-label=${say(DROP_ONE, { name })} onClick=${() => act("leave")}>${say(DROP)}</button>`}
      ${one.state === "coming" && html`<button type="button" class="button danger" aria-label=${say(WITHDRAW_ONE, { name })} onClick=${() => act("leave")}>${say(WITHDRAW)}</button>`}
      ${!draft && html`<button type="button" class="button" aria-label=${say(DRAFT_ONE, { name })} onClick=${() => act("draft")}>${say(DRAFT)}</button>`}
    </div></td>
  </tr>`;
}

/** @param {{one: any, close: () => void}} props */
function See({ one, close }) {
  return html`<${Dialog} size="wide" title=${one.name} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(BACK)}</button>`}>
    <div class="stack" tabindex="0" role="group" aria-label=${one.name}>${LEVELS.map((level) => html`<section key=${level}>
      <h3 class="tag-level"><${Face} level=${level} />${levelText(level)}</h3>
      <ul class="tag-words">${one.tags[level].map((/** @type {any} */ tag) => html`<li key=${tag.code}><${Chip} mood=${tag.local ? "accent" : "quiet"}>${tag.code}<//> ${both(tag.text)}</li>`)}</ul>
    </section>`)}</div><//>`;
}

/** @param {{how: "draft" | "edit", one: any, known: any, close: () => void, done: () => void}} props */
function Edit({ how, one, known, close, done }) {
  const send = (/** @type {any} */ facts) => how === "draft" ? post("/manager/tag-sets", { after: one.id, facts })
    : post(`/manager/tag-sets/${one.id}`, { facts }, { method: "PUT" });
  return html`<${Dialog} size="wide" title=${say(how === "draft" ? DRAFT_ONE : EDIT_ONE, { name: one.name })} close=${close} firm actions=${html`
    <button type="button" class="button" onClick=${close}>${say(BACK)}</button><button type="submit" form="tags" class="button primary">${say(SAVE)}</button>`}>
    <${Form} id="tags" first=${one.tags} send=${send} done=${done}>
      <p class="notice"><${Icon} of="info" /><span>${say(KEEP_MEANING)} ${say(LIMITS, { most: known.most, ...known.longest })}</span></p>
      ${LEVELS.map((level) => html`<${LevelTags} key=${level} level=${level} most=${known.longest.en} />`)}
    <//><//>`;
}

/** @param {{level: number, most: number}} props */
function LevelTags({ level, most }) {
  const { wrong } = useForm();
  const fault = wrong(String(level));
  return html`<section class="form-part">
    <h3 class="tag-level"><${Face} level=${level} />${levelText(level)}</h3>
    ${fault && html`<p class="field-error" role="alert"><${Icon} of="warning" />${fault}</p>`}
    <${ListField} of=${String(level)} label=${`${levelText(level)} · ${say(TAG)}`} hint=${level <= 2 ? say(NONE) : undefined} fresh=${() => ({ code: null, text: { zh: "", en: null } })}
      item=${(/** @type {any} */ tag, /** @type {any} */ set, /** @type {string} */ path) => html`<${BothInputs} most=${most} value=${tag.text}
        label=${say(!tag.code ? NEW : tag.local ? LOCAL : NATIONAL, { code: tag.code })}
        set=${(/** @type {any} */ text) => set({ ...tag, text: text ?? { zh: "", en: null } })} wrong=${(/** @type {string} */ part) => wrong(part ? `${path}.${part}` : path)} />`} />
  </section>`;
}

/** @param {{one: any, today: string, close: () => void, done: () => void}} props */
function Begin({ one, today, close, done }) {
  return html`<${Dialog} title=${say(BEGIN_ONE, { name: one.name })} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(BACK)}</button><button type="submit" form="begin" class="button primary">${say(BEGIN)}</button>`}>
    <${Form} id="begin" first=${{ from: today }} send=${(/** @type {any} */ facts) => post(`/manager/tag-sets/${one.id}/in-force`, facts)} done=${done}>
      <p>${say(BEGIN_HOW)}</p><${DayField} of="from" label=${say(FROM)} narrow /><//><//>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Leave({ one, close, done }) {
  const coming = one.state === "coming";
  const go = useDeed(async () => { await post(`/manager/tag-sets/${one.id}`, {}, { method: "DELETE" }); toast(say(GONE), "good"); done(); });
  return html`<${Dialog} title=${say(coming ? WITHDRAW_ONE : DROP_ONE, { name: one.name })} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(BACK)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(coming ? WITHDRAW : DROP)}</button>`}>
    <p>${say(coming ? SURE_WITHDRAW : SURE_DROP)}</p><//>`;
}

show(Page);
