// The hall itself: its name, address, telephone, languages, colour, greetings.

import { html } from "htm/preact";
import { post } from "ask";
import { _, say } from "languages";
import { Chip, show } from "page";
import { ExchangeForm } from "./exchange.js";
import { BothField, Form, TextField, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell, told } from "./shell.js";

const TITLE = _("大厅");
const LEAD = _("名称、地址、电话和主色，出现在每块屏幕和每张小票上。");
const NAME = _("名称");
const ADDRESS = _("地址");
const PHONE = _("办公电话");
const PHONE_HINT = _("还没有就空着：各处都不显示");
const ACCENT = _("主色");
const ACCENT_HINT = _("与白色的对比度须达到 7:1，老人和弱视群众才看得清");
const SAMPLE = _("请到 3 号窗口");
const CONTRAST = _("对比度 {ratio}:1");
const WELCOME = _("欢迎语");
const NOTE = _("小票温馨提示");
const LANGUAGES = _("屏幕语言");
const VOICE = _("叫号语言");
const SAVE = _("保存");
const ZONE = _("时区");
const CODES = _("手机网址");
const CODES_SET = _("已设置，小票和屏幕带二维码");
const CODES_UNSET = _("未设置 HAOHAO_PUBLIC_URL，小票和屏幕没有二维码；由运维人员设置后重启生效");

/** @type {Record<string, string>} */
const SPOKEN = { zh: _("普通话"), yue: _("粤语"), en: _("英语") };
/** @type {Record<string, string>} */
const WRITTEN = { zh: _("中文"), en: _("英文") };

function Page() {
  const [known, read] = useSection("hall");
  if (!known?.name) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}><${Reading} known=${known} /><//>`;
  const send = (/** @type {any} */ facts) => post("/manager/hall", { facts: { ...facts, phone: facts.phone ?? "", code: null } }, { method: "PUT" });
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    <${Form} id="hall" first=${known} send=${send} done=${() => { void read(); location.reload(); }}>
      <div class="card form"><${BothField} of="name" label=${say(NAME)} most=${40} /><${BothField} of="address" label=${say(ADDRESS)} most=${100} />
        <div class="form-row"><${TextField} of="phone" label=${say(PHONE)} hint=${say(PHONE_HINT)} most=${40} /><${TextField} of="zone" label=${say(ZONE)} most=${40} /></div></div>
      <div class="card form"><${Accent} /></div>
      <div class="card form"><${BothField} of="welcome" label=${say(WELCOME)} most=${40} /><${BothField} of="ticket_note" label=${say(NOTE)} most=${120} long />
        <div class="form-row"><${Choices} of="languages" label=${say(LANGUAGES)} words=${WRITTEN} fixed="zh" /><${Choices} of="voice" label=${say(VOICE)} words=${SPOKEN} /></div></div>
      <p class="notice" data-mood=${told.prints_codes ? "good" : "warn"}><span><strong>${say(CODES)}</strong> ${told.prints_codes ? say(CODES_SET) : say(CODES_UNSET)}</span></p>
      <${Save} />
    <//>
    <${ExchangeForm} />
  <//>`;
}

function Save() {
  const { busy } = useForm();
  return html`<div class="save-bar"><button type="submit" class="button primary large" disabled=${busy}>${say(SAVE)}</button></div>`;
}

function Accent() {
  const { facts, set } = useForm();
  const valid = /^#[0-9a-f]{6}$/i.test(facts.accent ?? "");
  const ratio = valid ? contrast(facts.accent) : 0;
  return html`<div class="accent-shown"><input type="color" aria-label=${say(ACCENT)} value=${valid ? facts.accent : "#000000"} onInput=${(/** @type {any} */ chosen) => set("accent", chosen.target.value)} />
      <span class="accent-sample" style=${{ background: valid ? facts.accent : "#000" }}>${say(SAMPLE)}</span>
      <${Chip} mood=${ratio >= 7 ? "good" : "bad"} icon=${ratio >= 7 ? "check" : "warning"}>${say(CONTRAST, { ratio: (Math.floor(ratio * 10) / 10).toFixed(1) })}<//></div>
    <${TextField} of="accent" label=${say(ACCENT)} hint=${say(ACCENT_HINT)} most=${7} />`;
}

/** The contrast to white (WCAG 2). @param {string} colour */
function contrast(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** @param {{of: string, label: string, words: Record<string, string>, fixed?: string}} props */
function Choices({ of, label, words, fixed }) {
  const { facts, set } = useForm();
  const chosen = facts[of] ?? [];
  return html`<fieldset class="field"><legend>${label}</legend><div class="cluster">${Object.entries(words).map(([code, word]) => html`<label class="tick" key=${code}>
    <input type="checkbox" checked=${chosen.includes(code)} disabled=${code === fixed} onChange=${(/** @type {any} */ ticked) => set(of, ticked.target.checked ? [...chosen, code] : chosen.filter((/** @type {string} */ one) => one !== code))} />${say(word)}</label>`)}</div></fieldset>`;
}

show(Page);
