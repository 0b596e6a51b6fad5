// The rules a hall decides for itself: each with its range, its meaning and where it comes from.

import { html } from "htm/preact";
import { post } from "ask";
import { _, both, say } from "languages";
import { Chip, Icon, show } from "page";
import { priorityText } from "visitors";
import { Form, useForm } from "./fields.js";
import { LEVEL_WORDS } from "./levels.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("规则");
const LEAD = _("本大厅自行决定的规则。来源：规章制度、公开资料，或本产品默认（不是规定）。");
const SAVE = _("保存");
const RANGE = _("{low}–{high}，默认 {usual}");
const SCORES_RANGE = _("0–100，由高到低，默认 {usual}");

/** @type {Record<string, string>} */
const GROUPS = { line: _("排队"), call: _("叫号"), alarm: _("提示"), screen: _("屏幕"), rating: _("评价规则"), integrity: _("评价核查"), case: _("差评整改") };
/** @type {Record<string, string>} */
const UNITS = { people: _("人"), times: _("次"), seconds: _("秒"), minutes: _("分钟"), days: _("天"), workdays: _("个工作日"), years: _("岁"), ratings: _("份") };
/** @type {Record<string, string>} */
const SOURCES = { S: _("规章制度"), V: _("公开资料"), L: _("默认") };

function Page() {
  const [known, read] = useSection("policy");
  if (!known?.rules) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}><${Reading} known=${known} /><//>`;
  const first = Object.fromEntries(known.rules.map((/** @type {any} */ rule) => [rule.name, rule.value]));
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    <${Form} id="policy" first=${first} send=${(/** @type {any} */ facts) => post("/manager/policy", { facts: changed(first, facts) }, { method: "PUT" })} done=${read}>
      ${Object.entries(GROUPS).map(([group, title]) => html`<section class="card" key=${group} aria-labelledby=${`group-${group}`}><h2 id=${`group-${group}`} class="panel-title">${say(title)}</h2>
        <div class="rules">${known.rules.filter((/** @type {any} */ rule) => rule.group === group).map((/** @type {any} */ rule) => html`<${Rule} key=${rule.name} rule=${rule} reasons=${known.reasons} />`)}</div></section>`)}
      <${Save} /><//>
  <//>`;
}

function Save() {
  const { busy } = useForm();
  return html`<div class="save-bar"><button type="submit" class="button primary large" disabled=${busy}>${say(SAVE)}</button></div>`;
}

/** Only what was changed is sent: what another manager changed meanwhile stays theirs. @param {any} before @param {any} after */
function changed(before, after) {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)));
}

/** @param {{rule: any, reasons: string[]}} props */
function Rule({ rule, reasons }) {
  const { facts, set, wrong } = useForm();
  const fault = wrong(rule.name);
  const value = facts[rule.name];
  const source = html`<${Chip} mood=${rule.source === "L" ? "quiet" : "accent"}>${say(SOURCES[rule.source])}<//>`;
  const error = fault && html`<p class="field-error" id=${`${rule.name}-fault`}><${Icon} of="warning" />${fault}</p>`;
  if (rule.name === "self_declared") {
    return html`<fieldset class="rule rule-wide"><legend class="visually-hidden">${both(rule.meaning)}</legend><span>${both(rule.meaning)}</span>${source}
      <div class="rule-value cluster">${reasons.map((reason) => html`<label class="tick" key=${reason}><input type="checkbox" checked=${value.includes(reason)}
        onChange=${(/** @type {any} */ ticked) => set(rule.name, reasons.filter((one) => (one === reason ? ticked.target.checked : value.includes(one))))} />${priorityText(reason)}</label>`)}${error}</div></fieldset>`;
  }
  if (rule.name === "level_scores") {
    return html`<fieldset class="rule rule-wide"><legend class="visually-hidden">${both(rule.meaning)}</legend><span>${both(rule.meaning)}<span class="field-hint"> ${say(SCORES_RANGE, { usual: rule.usual.join(" / ") })}</span></span>${source}
      <div class="rule-value scores">${LEVEL_WORDS.map((word, at) => html`<div class="field" key=${word}><label for=${`score-${at}`}>${say(word)}</label><input class="input input-number" id=${`score-${at}`} type="number" min="0" max="100" value=${value[at]} aria-invalid=${!!fault}
        onInput=${(/** @type {any} */ typed) => set(rule.name, value.map((/** @type {number} */ one, /** @type {number} */ place) => (place === at ? Number(typed.target.value) : one)))} /></div>`)}${error}</div></fieldset>`;
  }
  return html`<div class="rule"><label for=${rule.name}>${both(rule.meaning)}</label>
    <div class="rule-value"><span class="with-unit"><input class="input input-number" id=${rule.name} type="number" inputmode="numeric" min=${rule.low} max=${rule.high} value=${value ?? ""}
      aria-invalid=${!!fault} aria-describedby=${`${rule.name}-hint${fault ? ` ${rule.name}-fault` : ""}`} onInput=${(/** @type {any} */ typed) => set(rule.name, typed.target.value === "" ? null : Number(typed.target.value))} /><span class="soft">${say(UNITS[rule.unit] ?? "")}</span></span>
      <p class="field-hint" id=${`${rule.name}-hint`}>${say(RANGE, rule)}</p>${error}</div>${source}</div>`;
}

show(Page);
