// The fields of the manager's forms: each with its label, its hint, and what is wrong with it.

import { html } from "htm/preact";
import { createContext } from "preact";
import { useContext, useId, useRef, useState } from "preact/hooks";
import { once, Refusal } from "ask";
import { _, both, say } from "languages";
import { DayInput } from "moments";
import { Icon, toast } from "page";

/** @import { ComponentChildren } from "preact" */
/** @typedef {Record<string, any>} Facts */
/** @typedef {{facts: Facts, set: (key: string, value: any) => void, wrong: (path: string) => string, busy: boolean}} Form */

const CHINESE = _("中文");
const ENGLISH = _("英文");
const ENGLISH_MAY_WAIT = _("英文（可不填）");
const ADD_LINE = _("添加一条");
const REMOVE = _("删除");
const UP = _("上移");
const DOWN = _("下移");
const SEE_FIELDS = _("有 {n} 处需要改正，已在表中标出");
const SAVED = _("已保存");

/** The language of a field, in its own short sign. */
const TAGS = { zh: "中", en: "EN" };
/** Refusals that are about one field, whatever the form. @type {Record<string, string>} */
const FIELD_OF = { "pairing-gone": "code", "no-printer": "printer", "unknown-window": "window_no" };

/** @type {import("preact").Context<Form>} */
const InForm = createContext(/** @type {any} */ (null));

/**
 * A form over `first` facts; `send` posts them. What the server finds wrong stands beside its field.
 * @param {{first: Facts, send: (facts: Facts) => Promise<unknown>, done?: () => void, children?: ComponentChildren, id: string, thanks?: string}} props
 *   thanks: what is said once it is sent, where *saved* says too little
 */
export function Form({ first, send, done, children, id, thanks = say(SAVED) }) {
  const [facts, setFacts] = useState(first);
  const [problems, setProblems] = useState(/** @type {{field: string, why: Words}[]} */ ([]));
  const [told, setTold] = useState("");
  const [busy, setBusy] = useState(false);
  /** @type {{current: HTMLFormElement | null}} */
  const form = useRef(null);
  const latest = useRef({ facts, send, done, thanks });
  latest.current = { facts, send, done, thanks };
  const submit = useRef(once(async () => {
    setBusy(true);
    try {
      await latest.current.send(latest.current.facts);
      setProblems([]);
      setTold("");
      toast(latest.current.thanks, "good");
      latest.current.done?.();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const found = problemsOf(error);
      setProblems(found);
      setTold(found.length ? say(SEE_FIELDS, { n: found.length }) : error.message);
      requestAnimationFrame(() => {
        const wrong = form.current?.querySelector("[aria-invalid=true]");
        if (wrong instanceof HTMLElement) wrong.focus();
      });
    } finally {
      setBusy(false);
    }
  }));
  const set = (/** @type {string} */ key, /** @type {any} */ value) => {
    setProblems((all) => all.filter((one) => !within(one.field, key)));
    setFacts((before) => ({ ...before, [key]: value }));
  };
  const wrong = (/** @type {string} */ path) => {
    const found = problems.find((one) => one.field === path);
    // The rule names the key as hall files write it; beside the field its label says it already.
    return found ? both(found.why).replace(/^“[\w.[\]]+”\s?/, "") : "";
  };
  return html`<form id=${id} ref=${form} class="form" novalidate onSubmit=${(/** @type {Event} */ sent) => { sent.preventDefault(); void submit.current(); }}>
    <div role="alert">${told && html`<p class="notice" data-mood="bad"><${Icon} of="warning" />${told}</p>`}</div>
    <${InForm.Provider} value=${{ facts, set, wrong, busy }}>${children}<//>
  </form>`;
}

/** @param {string} field @param {string} key */
function within(field, key) {
  return field === key || field.startsWith(`${key}.`) || field.startsWith(`${key}[`);
}

/**
 * @param {Refusal} refusal
 * @returns {{field: string, why: Words}[]}
 */
function problemsOf(refusal) {
  const { problems, field, why } = /** @type {any} */ (refusal.facts);
  if (Array.isArray(problems)) return problems;
  if (field && why) return [{ field, why }];
  const own = FIELD_OF[refusal.code];
  if (own) return [{ field: own, why: /** @type {Words} */ (refusal.facts.text ?? { zh: refusal.message }) }];
  return [];
}

export function useForm() {
  return useContext(InForm);
}

/**
 * A label around one control, with its hint and its fault.
 * @param {{label: string, hint?: string, path: string, children: (ids: {id: string, described: string | undefined, invalid: boolean}) => ComponentChildren, narrow?: boolean}} props
 */
export function Field({ label, hint, path, children, narrow }) {
  const id = useId();
  const fault = useForm().wrong(path);
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  return html`<div class="field" data-narrow=${narrow ? "" : undefined}>
    <label for=${id}>${label}</label>
    ${children({ id, described, invalid: !!fault })}
    ${hint && html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>`}
    ${fault && html`<p class="field-error" id=${`${id}-fault`}><${Icon} of="warning" />${fault}</p>`}
  </div>`;
}

/** @param {{of: string, label: string, hint?: string, most?: number, readonly?: boolean, kind?: string, narrow?: boolean, placeholder?: string, mono?: boolean}} props */
export function TextField({ of, label, hint, most, readonly, kind = "text", narrow, placeholder }) {
  const { facts, set } = useForm();
  return html`<${Field} label=${label} hint=${hint} path=${of} narrow=${narrow}>
    ${(/** @type {any} */ { id, described, invalid }) => html`<input class="input" id=${id} type=${kind} maxlength=${most} readonly=${readonly}
      placeholder=${placeholder} autocomplete="off" spellcheck=${false} value=${facts[of] ?? ""} aria-invalid=${invalid} aria-describedby=${described}
      onInput=${(/** @type {any} */ typed) => set(of, typed.target.value || (facts[of] === "" ? "" : null))} />`}
  <//>`;
}

/** @param {{of: string, label: string, hint?: string, narrow?: boolean}} props */
export function DayField({ of, label, hint, narrow }) {
  const { facts, set } = useForm();
  return html`<${Field} label=${label} hint=${hint} path=${of} narrow=${narrow}>
    ${(/** @type {any} */ { id, described, invalid }) => html`<${DayInput} id=${id} label=${label} labelled value=${facts[of] ?? ""} invalid=${invalid} described=${described}
      put=${(/** @type {string} */ day) => set(of, day || null)} />`}
  <//>`;
}

/** @param {{of: string, label: string, hint?: string, low: number, high: number, unit?: string}} props */
export function NumberField({ of, label, hint, low, high, unit }) {
  const { facts, set } = useForm();
  return html`<${Field} label=${label} hint=${hint} path=${of} narrow>
    ${(/** @type {any} */ { id, described, invalid }) => html`<span class="with-unit"><input class="input input-number" id=${id} type="number" inputmode="numeric"
      min=${low} max=${high} value=${facts[of] ?? ""} aria-invalid=${invalid} aria-describedby=${described}
      onInput=${(/** @type {any} */ typed) => set(of, typed.target.value === "" ? null : Number(typed.target.value))} />${unit && html`<span class="soft">${unit}</span>`}</span>`}
  <//>`;
}

/** @param {{of: string, label: string, hint?: string, choices: {value: any, label: string}[], none?: string, narrow?: boolean}} props */
export function SelectField({ of, label, hint, choices, none, narrow }) {
  const { facts, set } = useForm();
  const at = choices.findIndex((one) => one.value === facts[of]);
  return html`<${Field} label=${label} hint=${hint} path=${of} narrow=${narrow}>
    ${(/** @type {any} */ { id, described, invalid }) => html`<select class="input" id=${id} aria-invalid=${invalid} aria-describedby=${described}
      onChange=${(/** @type {any} */ chosen) => set(of, choices[Number(chosen.target.value)]?.value ?? null)}>
      ${(none !== undefined || at < 0) && html`<option value="-1" selected=${at < 0}>${none ?? ""}</option>`}
      ${choices.map((one, place) => html`<option value=${place} selected=${place === at}>${one.label}</option>`)}
    </select>`}
  <//>`;
}

/** @param {{of: string, label: string, hint?: string}} props */
export function Tick({ of, label, hint }) {
  const { facts, set } = useForm();
  return html`<div class="field"><label class="tick"><input type="checkbox" checked=${!!facts[of]}
    onChange=${(/** @type {any} */ ticked) => set(of, ticked.target.checked)} /><span>${label}${hint && html`<span class="field-hint">${hint}</span>`}</span></label></div>`;
}

/**
 * A text in both languages, side by side.
 * @param {{of: string, label: string, hint?: string, most: number, long?: boolean}} props
 */
export function BothField({ of, label, hint, most, long }) {
  const { facts, set, wrong } = useForm();
  return html`<${BothInputs} label=${label} hint=${hint} most=${most} long=${long} value=${facts[of]} wrong=${(/** @type {string} */ part) => wrong(part ? `${of}.${part}` : of)}
    set=${(/** @type {any} */ value) => set(of, value)} />`;
}

/**
 * @param {{label: string, hint?: string, most: number, long?: boolean, value: Words | null | undefined, set: (value: Words | null) => void, wrong: (part: string) => string}} props
 */
function BothInputs({ label, hint, most, long, value, set, wrong }) {
  const id = useId();
  const tag = long ? "textarea" : "input";
  const part = (/** @type {"zh" | "en"} */ code, /** @type {string} */ name) => {
    const fault = wrong(code) || (code === "zh" ? wrong("") : "");
    return html`<div class="both-part">
      <span class="both-tag" aria-hidden="true">${TAGS[code]}</span>
      <${tag} class="input" lang=${code === "zh" ? "zh-Hans" : "en"} aria-label=${`${label} · ${name}`} maxlength=${most} rows=${long ? 2 : undefined}
        placeholder=${code === "en" ? say(ENGLISH_MAY_WAIT) : ""} autocomplete="off" value=${value?.[code] ?? ""} aria-invalid=${!!fault} aria-describedby=${fault ? `${id}-${code}` : undefined}
        onInput=${(/** @type {any} */ typed) => {
          const next = { zh: value?.zh ?? "", en: value?.en ?? null, [code]: typed.target.value || (code === "en" ? null : "") };
          set(next.zh || next.en ? next : null);
        }} />
      ${fault && html`<p class="field-error" id=${`${id}-${code}`}><${Icon} of="warning" />${fault}</p>`}
    </div>`;
  };
  return html`<fieldset class="field both"><legend>${label}</legend>
    <div class="both-parts">${part("zh", say(CHINESE))}${part("en", say(ENGLISH))}</div>
    ${hint && html`<p class="field-hint">${hint}</p>`}
  </fieldset>`;
}

/**
 * A list whose items can be added, moved, removed; `item` draws one.
 * @param {{of: string, label: string, hint?: string, fresh: () => any, item: (value: any, set: (value: any) => void, path: string) => ComponentChildren}} props
 */
export function ListField({ of, label, hint, fresh, item }) {
  const { facts, set } = useForm();
  const list = /** @type {any[]} */ (facts[of] ?? []);
  const put = (/** @type {any[]} */ next) => set(of, next);
  const swap = (/** @type {number} */ a, /** @type {number} */ b) => { const next = [...list]; [next[a], next[b]] = [next[b], next[a]]; put(next); };
  return html`<fieldset class="field list-field"><legend>${label}</legend>
    ${hint && html`<p class="field-hint">${hint}</p>`}
    ${list.map((value, at) => html`<div class="list-item" key=${at}>
      <div class="grow stack-tight">${item(value, (next) => put(list.map((one, place) => (place === at ? next : one))), `${of}[${at + 1}]`)}</div>
      <div class="list-moves">
        <button type="button" class="button quiet" aria-label=${`${say(UP)} ${label} ${at + 1}`} disabled=${at === 0} onClick=${() => swap(at, at - 1)}><${Icon} of="up" /></button>
        <button type="button" class="button quiet" aria-label=${`${say(DOWN)} ${label} ${at + 1}`} disabled=${at === list.length - 1} onClick=${() => swap(at, at + 1)}><${Icon} of="down" /></button>
        <button type="button" class="button quiet" aria-label=${`${say(REMOVE)} ${label} ${at + 1}`} onClick=${() => put(list.filter((_one, place) => place !== at))}><${Icon} of="cross" /></button>
      </div>
    </div>`)}
    <button type="button" class="button" onClick=${() => put([...list, fresh()])}><${Icon} of="plus" />${say(ADD_LINE)}</button>
  </fieldset>`;
}

/**
 * A list of texts in both languages.
 * @param {{of: string, label: string, hint?: string, most: number}} props
 */
export function BothList({ of, label, hint, most }) {
  const { wrong } = useForm();
  return html`<${ListField} of=${of} label=${label} hint=${hint} fresh=${() => ({ zh: "", en: null })}
    item=${(/** @type {any} */ value, /** @type {any} */ set, /** @type {string} */ path) => html`<${BothInputs} label=${label} most=${most} value=${value}
      set=${(/** @type {any} */ next) => set(next ?? { zh: "", en: null })} wrong=${(/** @type {string} */ part) => wrong(part ? `${path}.${part}` : path)} />`} />`;
}

export { BothInputs };
