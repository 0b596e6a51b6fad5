// When the hall gives out numbers: the week, and the closures.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { TimeInput } from "moments";
import { Dialog, Empty, Icon, show, toast, useDeed } from "page";
import { BothField, DayField, Form, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("开放时间");
const LEAD = _("到点只停止取号；已经取号的群众照常办完。");
const WEEK = _("每周");
const ALWAYS = _("随时开放");
const BY_WEEK = _("按每周时间开放");
const SHUT = _("不开放");
const BREAK = _("午休");
const OPENS = _("{day}开始");
const BREAK_FROM = _("{day}午休开始");
const BREAK_TO = _("{day}午休结束");
const CLOSES = _("{day}结束");
const OPEN_ON = _("{day}开放");
const BREAK_ON = _("{day}有午休");
const SAVE = _("保存");
const CLOSURES = _("停止办公告示");
const CLOSURES_LEAD = _("因故不能办公时张贴：取号机、叫号屏和手机都会显示。");
const ADD = _("张贴告示");
const NONE = _("没有将要开始或正在生效的告示");
const FROM = _("从（首日）");
const TO = _("到（末日，含当天）");
const NOTICE = _("告示内容");
const KEEP = _("返回");
const WITHDRAW = _("撤下");
const WITHDRAW_SURE = _("撤下后按每周时间照常开放。");
const WITHDRAWN = _("告示已撤下");
const UNTIL = _("{from} 至 {to}");

/** @type {Record<string, string>} */
const DAYS = { monday: _("星期一"), tuesday: _("星期二"), wednesday: _("星期三"), thursday: _("星期四"), friday: _("星期五"), saturday: _("星期六"), sunday: _("星期日") };

function Page() {
  const [known, read] = useSection("hours");
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState(/** @type {any} */ (null));
  if (!known?.hours) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}><${Reading} known=${known} /><//>`;
  const add = html`<button type="button" class="button" onClick=${() => setAdding(true)}><${Icon} of="plus" />${say(ADD)}</button>`;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    <section class="card stack" aria-labelledby="week"><h2 id="week" class="panel-title">${say(WEEK)}</h2>
      <${Form} id="hours" first=${known.hours} send=${(/** @type {any} */ facts) => post("/manager/hours", { facts }, { method: "PUT" })} done=${read}><${Week} /><//></section>
    <section class="card stack" aria-labelledby="closures"><div class="between"><div><h2 id="closures" class="panel-title">${say(CLOSURES)}</h2><p class="soft">${say(CLOSURES_LEAD)}</p></div>${add}</div>
      ${known.closures.length ? html`<ul class="list">${known.closures.map((/** @type {any} */ one) => html`<li key=${one.id} class="between">
        <span><strong class="number">${say(UNTIL, { from: spoken(one.from), to: spoken(one.to, true) })}</strong><br />${both(one.notice)}</span>
        <button type="button" class="button danger" onClick=${() => setLeaving(one)}>${say(WITHDRAW)}</button></li>`)}</ul>` : html`<${Empty} icon="clock" title=${say(NONE)} />`}
    </section>
    ${adding && html`<${Add} today=${known.today} close=${() => setAdding(false)} done=${() => { setAdding(false); void read(); }} />`}
    ${leaving && html`<${Withdraw} one=${leaving} close=${() => setLeaving(null)} done=${() => { setLeaving(null); void read(); }} />`}
  <//>`;
}

/** A local moment as people write it; the midnight after the last day is said as that day. @param {string} moment @param {boolean} [end] */
function spoken(moment, end = false) {
  if (!moment.endsWith("T00:00")) return moment.replace("T", " ");
  if (!end) return moment.slice(0, 10);
  const day = new Date(`${moment.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

function Week() {
  const { facts, set, wrong, busy } = useForm();
  const always = !!facts.always_open;
  return html`<div class="stack">
    <div class="segments" role="group" aria-label=${say(WEEK)}>
      <button type="button" class="button" aria-pressed=${!always} onClick=${() => { set("always_open", null); if (!Object.keys(DAYS).some((day) => facts[day])) for (const day of Object.keys(DAYS).slice(0, 5)) set(day, ["08:30", "12:00", "14:00", "17:30"]); }}>${say(BY_WEEK)}</button>
      <button type="button" class="button" aria-pressed=${always} onClick=${() => { for (const day of Object.keys(DAYS)) set(day, null); set("always_open", true); }}>${say(ALWAYS)}</button></div>
    ${!always && html`<div class="week">${Object.entries(DAYS).map(([day, label]) => html`<${Day} key=${day} label=${say(label)} clocks=${facts[day] ?? null} set=${(/** @type {any} */ clocks) => set(day, clocks)} fault=${wrong(day)} />`)}</div>`}
    ${wrong("") && html`<p class="field-error"><${Icon} of="warning" />${wrong("")}</p>`}
    <div><button type="submit" class="button primary" disabled=${busy}>${say(SAVE)}</button></div></div>`;
}

/** @param {{label: string, clocks: string[] | null, set: (clocks: string[] | null) => void, fault: string}} props */
function Day({ label, clocks, set, fault }) {
  const at = (/** @type {number} */ place, /** @type {string} */ name) => html`<${TimeInput} label=${say(name, { day: label })} invalid=${!!fault} value=${clocks?.[place] ?? ""}
    put=${(/** @type {string} */ time) => set((clocks ?? []).map((one, here) => (here === place ? time : one)))} />`;
  const pause = clocks?.length === 4;
  return html`<label class="tick"><input type="checkbox" aria-label=${say(OPEN_ON, { day: label })} checked=${!!clocks} onChange=${(/** @type {any} */ ticked) => set(ticked.target.checked ? ["08:30", "12:00", "14:00", "17:30"] : null)} />${label}</label>
    <div class="day-line">${!clocks ? html`<span class="soft">${say(SHUT)}</span>` : html`
      ${at(0, OPENS)}<span>–</span>${pause ? html`${at(1, BREAK_FROM)}<span class="soft">${say(BREAK)}</span>${at(2, BREAK_TO)}<span>–</span>${at(3, CLOSES)}` : at(1, CLOSES)}
      <label class="tick small"><input type="checkbox" aria-label=${say(BREAK_ON, { day: label })} checked=${pause} onChange=${() => set(pause ? [clocks[0], clocks[3]] : [clocks[0], "12:00", "14:00", clocks[1]])} />${say(BREAK)}</label>`}
      ${fault && html`<span class="field-error"><${Icon} of="warning" />${fault}</span>`}</div>`;
}

/** @param {{today: string, close: () => void, done: () => void}} props */
function Add({ today, close, done }) {
  return html`<${Dialog} firm size="wide" title=${say(ADD)} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="closure" class="button primary">${say(ADD)}</button>`}>
    <${Form} id="closure" first=${{ from: today, to: today, notice: null }} send=${(/** @type {any} */ facts) => post("/manager/closures", { facts })} done=${done}>
      <div class="form-row"><${DayField} of="from" label=${say(FROM)} /><${DayField} of="to" label=${say(TO)} /></div>
      <${BothField} of="notice" label=${say(NOTICE)} most=${200} long />
    <//>
  <//>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Withdraw({ one, close, done }) {
  const go = useDeed(async () => { await post(`/manager/closures/${one.id}`, {}, { method: "DELETE" }); toast(say(WITHDRAWN), "good"); done(); });
  return html`<${Dialog} title=${say(WITHDRAW)} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(WITHDRAW)}</button>`}><p>${both(one.notice)}</p><p class="soft">${say(WITHDRAW_SURE)}</p><//>`;
}

show(Page);
