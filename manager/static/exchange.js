// What the hall is called on the platform above it, and which codes that platform wants.

import { html } from "htm/preact";
import { post } from "ask";
import { _, say } from "languages";
import { Field, Form, SelectField, TextField, useForm } from "./fields.js";
import { useSection } from "./section.js";

const TITLE = _("上报记录");
const LEAD = _("向上级“好差评”平台上报时用的名称和代码，由主管部门给出；三项都空着，就不能导出记录。");
const AREA = _("行政区划代码");
const DEPT = _("机构代码");
const ORG = _("机构名称");
const ORDER = _("满意度代码");
const CHANNELS = _("渠道代码");
const CHANNELS_HINT = _("空着的用全国代码 {code}");
const SAVE = _("保存上报设置");

/** @type {Record<string, string>} */
const ORDERS = { national: _("全国接口：5 = 非常满意"), gbt39046: _("GB/T 39046 表 A.8：1 = 非常满意") };
const PLACES = [
  { channel: "pad", label: _("窗口评价器") }, { channel: "paper", label: _("小票或评价器上的二维码") },
  { channel: "link", label: _("手机上的号码页") }, { channel: "desk", label: _("导办台评价码") },
];

export function ExchangeForm() {
  const [known, read] = useSection("exchange");
  if (!known?.orders) return null;
  const first = known.exchange ?? { area_code: "", dept_code: "", org_name: "", order: known.orders[0], channels: {} };
  return html`<${Form} id="exchange" first=${first} send=${(/** @type {any} */ facts) => post("/manager/exchange", { facts: given(facts) }, { method: "PUT" })} done=${read}>
    <section class="card form" aria-labelledby="exchange-title"><div><h2 id="exchange-title" class="panel-title">${say(TITLE)}</h2><p class="soft">${say(LEAD)}</p></div>
      <div class="form-row"><${TextField} of="area_code" label=${say(AREA)} most=${12} /><${TextField} of="dept_code" label=${say(DEPT)} most=${40} /><${TextField} of="org_name" label=${say(ORG)} most=${60} /></div>
      <${SelectField} of="order" label=${say(ORDER)} choices=${known.orders.map((/** @type {string} */ one) => ({ value: one, label: say(ORDERS[one]) }))} narrow />
      <fieldset><legend>${say(CHANNELS)}</legend><div class="form-row">${PLACES.map((one) => html`<${ChannelField} key=${one.channel} ...${one} usual=${known.national_channels[one.channel]} />`)}</div></fieldset>
    </section>
    <${Save} />
  <//>`;
}

/** What is empty was not given. @param {any} facts */
function given(facts) {
  const channels = Object.fromEntries(Object.entries(facts.channels ?? {}).filter(([, code]) => code));
  return { ...facts, area_code: facts.area_code || null, dept_code: facts.dept_code || null, org_name: facts.org_name || null, channels };
}

/** @param {{channel: string, label: string, usual: string}} props */
function ChannelField({ channel, label, usual }) {
  const { facts, set } = useForm();
  return html`<${Field} label=${say(label)} hint=${say(CHANNELS_HINT, { code: usual })} path=${`channels.${channel}`}>
    ${(/** @type {any} */ { id, described, invalid }) => html`<input class="input input-number" id=${id} maxlength=${4} autocomplete="off" value=${facts.channels?.[channel] ?? ""} placeholder=${usual}
      aria-invalid=${invalid} aria-describedby=${described} onInput=${(/** @type {any} */ typed) => set("channels", { ...facts.channels, [channel]: typed.target.value })} />`}
  <//>`;
}

function Save() {
  const { busy } = useForm();
  return html`<div class="row-actions"><button type="submit" class="button primary" disabled=${busy}>${say(SAVE)}</button></div>`;
}
