// Who outside is told of cases: by e-mail or webhook, with a body of one's own; a trial shows whether it arrives.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { get, post } from "ask";
import { _, both, languageTag, say } from "languages";
import { Chip, Dialog, Empty, Icon, show, toast, useDeed } from "page";
import { zone } from "told";
import { Field, Form, SelectField, TextField, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("通知");
const LEAD = _("有新的差评、整改逾期、工作人员申诉或群众对答复不满意时，自动发邮件，或推送到群机器人等网址。不含姓名、联系方式和群众写的话。");
const ADD = _("新增收件人");
const EDIT = _("修改");
const EDIT_ONE = _("修改{name}");
const TRY = _("试发");
const TRY_ONE = _("给{name}试发一条");
const STOP = _("不再通知");
const STOP_ONE = _("不再通知{name}");
const STOP_SURE = _("地址和密钥随即删除，还没发出的不再发。");
const STOPPED = _("已不再通知{name}");
const NAME = _("名称");
const NAME_HINT = _("只在本页显示，例如“值班邮箱”“监督群”");
const KIND = _("方式");
const ADDRESS = _("收件地址");
const MAIL_HINT = _("一个邮箱");
const WEB_HINT = _("https 网址；群机器人的地址里带有密钥，请勿外传");
const SECRET = _("签名密钥");
const SECRET_HINT = _("收件方用它核对 X-Haohao-Signature；保存后不再显示，请先抄给收件方");
const SECRET_KEPT = _("已有密钥，不显示；填写新的即替换");
const DRAW = _("生成一个");
const WANTS = _("通知什么");
const WHAT = _("内容");
const TEMPLATE = _("正文");
const TEMPLATE_MAIL = _("纯文字；花括号里的占位由系统填写");
const TEMPLATE_WEB = _("JSON；占位写在引号里，由系统填写");
const SAMPLE = _("恢复样例");
const PLACES = _("可用的占位");
const PREVIEW = _("预览");
const NOT_READY = _("正文还不是合法的 JSON");
const SAVE = _("保存");
const BACK = _("返回");
const NONE = _("还没有收件人");
const NONE_LEAD = _("添加之后先试发一条，看看能不能收到。");
const MESSAGES = _("最近的通知");
const NO_MESSAGES = _("还没有发过通知");
const WHEN = _("时间");
const WHY = _("原因");
const TO_WHOM = _("收件人");
const STATE = _("状态");
const CASE_NO = _("整改第 {no} 号");
const NEXT_TRY = _("{time} 再试，已试 {n} 次");
const ACTIONS = _("操作");
const NO_MAIL = _("尚未设置 HAOHAO_SMTP_URL，邮件发不出去；由运维人员设置后重启生效。");
const NO_LINKS = _("尚未设置 HAOHAO_PUBLIC_URL，通知里的网址不完整。");
const TRYING = _("正在试发…");
const TRIED_WELL = _("试发成功：{name} 应已收到");
const TRIED_BADLY = _("没有发出：{why}");
const STILL_TRYING = _("还没有结果，请稍后看下面的列表");

/** @type {Record<string, string>} */
const KINDS = { email: _("邮件"), webhook: _("推送到网址") };
/** @type {Record<string, {word: string, mood: string, icon: string}>} */
const STATES = {
  queued: { word: _("待发"), mood: "quiet", icon: "clock" },
  sending: { word: _("正在发"), mood: "quiet", icon: "clock" },
  sent: { word: _("已发出"), mood: "good", icon: "check" },
  failed: { word: _("没有发出"), mood: "bad", icon: "warning" },
};
/** @type {Record<string, string>} */
const FAULTS = {
  "no-mail-server": _("没有设置邮件服务器"), unreachable: _("连不上对方"), "timed-out": _("对方太久没有回应"), certificate: _("对方的证书不可信"),
  "login-refused": _("邮件服务器不接受登录（{code}）"), refused: _("邮件服务器拒收（{code}）"), status: _("对方回应 {code}"), moved: _("对方要求转到别的网址，未跟随"),
  errcode: _("群机器人拒收（errcode {code}）"), "not-allowed": _("这个地址指向本机或本地链路，不发送"), "secret-unreadable": _("签名密钥打不开，请重新填写"),
  "not-composed": _("正文无法生成"), unheard: _("发送的进程中断，次数已用完"), withdrawn: _("收件人已撤下"),
};
/** How often, and how long apart, a trial is looked after. */
const LOOKS = 20;
const LOOK_MS = 1000;

function Page() {
  const [known, read] = useSection("recipients");
  const [edited, setEdited] = useState(/** @type {any} */ (null));
  const [leaving, setLeaving] = useState(/** @type {any} */ (null));
  const [result, setResult] = useState(/** @type {{mood: string, text: string} | null} */ (null));
  const trial = useDeed(async (/** @type {any} */ one) => {
    setResult({ mood: "info", text: say(TRYING) });
    const { id } = await post(`/manager/recipients/${one.id}/trial`);
    setResult(await outcome(id, one.name));
    await read();
  });
  if (!known?.recipients) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}><${Reading} known=${known} /><//>`;
  const add = html`<button type="button" class="button primary" onClick=${() => setEdited({ fresh: true, kind: "webhook" })}><${Icon} of="plus" />${say(ADD)}</button>`;
  const done = () => { setEdited(null); setLeaving(null); void read(); };
  const mails = known.recipients.some((/** @type {any} */ one) => one.kind === "email");
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${add}>
    ${mails && !known.sends_mail && html`<p class="notice" data-mood="warn"><${Icon} of="warning" />${say(NO_MAIL)}</p>`}
    ${!known.sends_links && html`<p class="notice" data-mood="warn"><${Icon} of="warning" />${say(NO_LINKS)}</p>`}
    <div role="status">${result && html`<p class="notice" data-mood=${result.mood}><${Icon} of=${result.mood === "good" ? "check" : result.mood === "bad" ? "warning" : "info"} />${result.text}</p>`}</div>
    ${known.recipients.length ? html`<div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards">
      <thead><tr><th>${say(NAME)}</th><th>${say(KIND)}</th><th>${say(ADDRESS)}</th><th>${say(WANTS)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${known.recipients.map((/** @type {any} */ one) => html`<tr key=${one.id}>
        <th scope="row">${one.name}</th><td>${say(KINDS[one.kind])}</td><td class="address">${one.address}</td>
        <td data-label=${say(WANTS)}>${one.wants.map((/** @type {string} */ kind) => both(known.kinds[kind])).join(" · ")}</td>
        <td><div class="row-actions">
          <button type="button" class="button" aria-label=${say(TRY_ONE, { name: one.name })} disabled=${trial.busy} onClick=${() => trial.run(one)}>${say(TRY)}</button>
          <button type="button" class="button" aria-label=${say(EDIT_ONE, { name: one.name })} onClick=${() => setEdited(one)}>${say(EDIT)}</button>
          <button type="button" class="button danger" aria-label=${say(STOP_ONE, { name: one.name })} onClick=${() => setLeaving(one)}>${say(STOP)}</button></div></td>
      </tr>`)}</tbody></table></div>` : html`<${Empty} icon="bell" title=${say(NONE)}><p class="soft">${say(NONE_LEAD)}</p><//>`}
    <${Messages} known=${known} />
    ${edited && html`<${Edit} one=${edited} known=${known} close=${() => setEdited(null)} done=${done} />`}
    ${leaving && html`<${Leave} one=${leaving} close=${() => setLeaving(null)} done=${done} />`}
  <//>`;
}

/** What came of a trial. @param {string} id @param {string} name */
async function outcome(id, name) {
  for (let look = 0; look < LOOKS; look += 1) {
    const { messages } = await get("/manager/set-up/recipients");
    const one = messages.find((/** @type {any} */ message) => message.id === id);
    if (one?.state === "sent") return { mood: "good", text: say(TRIED_WELL, { name }) };
    if (one?.state === "failed") return { mood: "bad", text: say(TRIED_BADLY, { why: faultOf(one.fault) }) };
    await new Promise((again) => { setTimeout(again, LOOK_MS); });
  }
  return { mood: "info", text: say(STILL_TRYING) };
}

/** Day and time in the hall's zone. @param {string} moment */
function timeAndDay(moment) {
  return new Intl.DateTimeFormat(languageTag(), { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone }).format(new Date(moment));
}

/** @param {string} fault */
function faultOf(fault) {
  const [name = "", code = "–"] = fault.split(":");
  return FAULTS[name] ? say(FAULTS[name], { code }) : fault;
}

/** @param {{known: any}} props */
function Messages({ known }) {
  return html`<section class="stack-tight" aria-labelledby="messages"><h2 id="messages" class="panel-title">${say(MESSAGES)}</h2>
    ${known.messages.length ? html`<div class="table-wrap" tabindex="0" role="group" aria-labelledby="messages"><table class="table cards">
      <thead><tr><th>${say(WHEN)}</th><th>${say(WHY)}</th><th>${say(TO_WHOM)}</th><th>${say(STATE)}</th></tr></thead>
      <tbody>${known.messages.map((/** @type {any} */ one) => html`<tr key=${one.id}>
        <td class="nowrap number">${timeAndDay(one.asked_at)}</td>
        <td>${both(known.kinds[one.kind])}${one.case && html` <a href=${`/manager/cases/${one.case}`}>${say(CASE_NO, { no: one.case_no })}</a>`}</td><td>${one.recipient}</td>
        <td><${State} one=${one} /></td></tr>`)}</tbody></table></div>` : html`<p class="soft">${say(NO_MESSAGES)}</p>`}
  </section>`;
}

/** @param {{one: any}} props */
function State({ one }) {
  const state = STATES[one.state];
  const again = one.state === "queued" && one.tries > 0;
  return html`<span class="cluster"><${Chip} mood=${again ? "warn" : state?.mood} icon=${state?.icon}>${say(state?.word ?? one.state)}<//>
    ${one.fault && html`<span>${faultOf(one.fault)}</span>`}${again && html`<span class="soft">${say(NEXT_TRY, { time: timeAndDay(one.due_at), n: one.tries })}</span>`}</span>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Leave({ one, close, done }) {
  const go = useDeed(async () => { await post(`/manager/recipients/${one.id}`, {}, { method: "DELETE" }); toast(say(STOPPED, { name: one.name }), "good"); done(); });
  return html`<${Dialog} title=${say(STOP_ONE, { name: one.name })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(BACK)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(STOP)}</button>`}><p>${say(STOP_SURE)}</p><//>`;
}

/** @param {{one: any, known: any, close: () => void, done: () => void}} props */
function Edit({ one, known, close, done }) {
  const first = { kind: one.kind, name: one.name ?? null, address: one.address ?? null, template: one.template ?? known.samples[one.kind], wants: one.wants ?? ["low_rating", "overdue"], secret: null };
  const send = (/** @type {any} */ facts) => (one.fresh ? post("/manager/recipients", { facts }) : post(`/manager/recipients/${one.id}`, { facts: { ...facts, kind: null } }, { method: "PUT" }));
  return html`<${Dialog} size="wide" firm title=${one.fresh ? say(ADD) : say(EDIT_ONE, { name: one.name })} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(BACK)}</button><button type="submit" form="recipient" class="button primary">${say(SAVE)}</button>`}>
    <${Form} id="recipient" first=${first} send=${send} done=${done}>
      <div class="form-row">${one.fresh && html`<${Kind} samples=${known.samples} />`}<${TextField} of="name" label=${say(NAME)} hint=${say(NAME_HINT)} most=${60} /></div>
      <${Where} fresh=${!!one.fresh} /><${Wants} known=${known} /><${Template} known=${known} />
    <//>
  <//>`;
}

/** Another way of sending begins with its own sample, unless the body was written already. @param {{samples: Record<string, string>}} props */
function Kind({ samples }) {
  const { facts, set } = useForm();
  const [shown, setShown] = useState(facts.kind);
  if (shown !== facts.kind) {
    setShown(facts.kind);
    if (facts.template === samples[shown]) set("template", samples[facts.kind]);
  }
  return html`<${SelectField} of="kind" label=${say(KIND)} choices=${Object.entries(KINDS).map(([value, label]) => ({ value, label: say(label) }))} />`;
}

/** @param {{fresh: boolean}} props */
function Where({ fresh }) {
  const { facts, set } = useForm();
  const web = facts.kind === "webhook";
  const draw = () => set("secret", [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  return html`<${TextField} of="address" label=${say(ADDRESS)} hint=${say(web ? WEB_HINT : MAIL_HINT)} most=${300} kind=${web ? "url" : "email"} />
    ${web && html`<div class="with-button"><${TextField} of="secret" label=${say(SECRET)} hint=${say(fresh || facts.secret ? SECRET_HINT : SECRET_KEPT)} most=${200} />
      <button type="button" class="button" onClick=${draw}><${Icon} of="key" />${say(DRAW)}</button></div>`}`;
}

/** @param {{known: any}} props */
function Wants({ known }) {
  const { facts, set, wrong } = useForm();
  const fault = wrong("wants");
  return html`<fieldset class="field"><legend>${say(WANTS)}</legend><div class="ticks">${known.wanted.map((/** @type {string} */ kind) => html`<label class="tick" key=${kind}>
    <input type="checkbox" checked=${facts.wants.includes(kind)} onChange=${(/** @type {any} */ ticked) => set("wants", ticked.target.checked ? [...facts.wants, kind] : facts.wants.filter((/** @type {string} */ one) => one !== kind))} />${both(known.kinds[kind])}</label>`)}</div>
    ${fault && html`<p class="field-error"><${Icon} of="warning" />${fault}</p>`}</fieldset>`;
}

/** @param {{known: any}} props */
function Template({ known }) {
  const { facts, set } = useForm();
  const web = facts.kind === "webhook";
  return html`<fieldset class="field"><legend class="visually-hidden">${say(WHAT)}</legend>
    <${Field} label=${say(TEMPLATE)} hint=${say(web ? TEMPLATE_WEB : TEMPLATE_MAIL)} path="template">
      ${(/** @type {any} */ { id, described, invalid }) => html`<textarea class="input code" id=${id} rows="8" maxlength="2000" spellcheck=${false} aria-invalid=${invalid} aria-describedby=${described}
        value=${facts.template ?? ""} onInput=${(/** @type {any} */ typed) => set("template", typed.target.value)}></textarea>`}<//>
    <div class="cluster"><button type="button" class="button quiet" onClick=${() => set("template", known.samples[facts.kind])}><${Icon} of="undo" />${say(SAMPLE)}</button></div>
    <details><summary>${say(PLACES)}</summary><dl class="places">${known.places.map((/** @type {any} */ one) => html`<div key=${one.place}><dt><code>{${one.place}}</code></dt><dd>${both(one.meaning)}</dd></div>`)}</dl></details>
    <p class="strong" id="preview">${say(PREVIEW)}</p><pre class="preview" tabindex="0" aria-labelledby="preview">${previewOf(facts.template ?? "", web, known.example)}</pre>
  </fieldset>`;
}

/** The body as it would go out; of a robot's message the text itself. @param {string} template @param {boolean} web @param {Record<string, string>} example */
function previewOf(template, web, example) {
  const fill = (/** @type {string} */ text) => text.replaceAll(/\{\s*([A-Za-z_]\w*)\s*\}/g, (all, place) => example[place] ?? all);
  if (!web) return fill(template);
  try {
    const read = JSON.parse(template);
    const said = read?.text?.content ?? read?.content?.text;
    return typeof said === "string" ? fill(said) : fill(JSON.stringify(read, null, 2));
  } catch {
    return say(NOT_READY);
  }
}

show(Page);
