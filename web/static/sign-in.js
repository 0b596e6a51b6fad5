// The way in for staff: sign in, choose a password by a link, change one's password.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Icon, LanguageSwitch, show, useDeed } from "page";

/** @import { ComponentChildren } from "preact" */
/** @import { Refusal } from "ask" */

const HAOHAO = _("号好");
const MOTTO = _("取一个号，道一声好。");
const SIGN_IN = _("登录");
const STAFF = _("工作人员登录");
const NAME = _("用户名");
const PASSWORD = _("密码");
const REVEAL = _("显示密码");
const FORGOTTEN = _("忘记密码？请管理人员给您一个一次性链接。");
const WELCOME = _("{who}，您好");
const CHOOSE = _("请为自己设置密码");
const NEW_PASSWORD = _("新密码");
const OLD_PASSWORD = _("现在的密码");
const STRONG = _("至少 10 位，不能与姓名相同。长一点、好记就行。");
const SAVE = _("保存密码");
const CHANGE = _("修改密码");
const CHANGED = _("密码已修改。您在别处的登录都已退出。");
const SET = _("密码已设置，请用它登录。");
const BACK_TO_WORK = _("回到工作页面");
const TO_SIGN_IN = _("去登录");
const LINK_NOTE = _("这个链接只能用一次。");

const entrance = /** @type {HTMLElement} */ (document.getElementById("entrance"));
const told = {
  form: entrance.dataset.form ?? "sign-in",
  to: entrance.dataset.to ?? "",
  name: entrance.dataset.name ?? "",
  who: { zh: entrance.dataset.zh ?? "", en: entrance.dataset.en || null },
};

/** A page of this house, never another's: `//` and `/\` lead away. */
const wanted = /^\/(?![/\\])/.test(told.to) ? told.to : null;

/** @param {{title: string, note?: string, children: ComponentChildren}} props */
function Sheet({ title, note, children }) {
  return html`<div class="entrance">
    <header class="entrance-head">
      <p class="entrance-brand"><span class="plate entrance-mark" aria-hidden="true">${HAOHAO}</span><span class="title entrance-motto">${say(MOTTO)}</span></p>
      <${LanguageSwitch} />
    </header>
    <section class="card card-raised entrance-card stack">
      <div class="stack-tight"><h1 class="title">${title}</h1>${note && html`<p class="soft">${note}</p>`}</div>
      ${children}
    </section>
  </div>`;
}

/**
 * @param {{id: string, label: string, value: string, put: (text: string) => void, kind: "current-password" | "new-password",
 *   hint?: string, wrong?: boolean, eager?: boolean}} props
 */
function PasswordField({ id, label, value, put, kind, hint, wrong = false, eager = false }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => { if (eager) box.current?.focus(); }, []);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <div class="password">
      <input ref=${box} id=${id} class="input" type=${open ? "text" : "password"} autocomplete=${kind} value=${value} required maxlength="200"
        spellcheck=${false} autocapitalize="off" aria-invalid=${wrong ? "true" : undefined} aria-describedby=${hint ? `${id}-hint` : undefined}
        onInput=${(/** @type {InputEvent} */ typed) => put(/** @type {HTMLInputElement} */ (typed.target).value)} />
      <button type="button" class="button quiet password-eye" aria-pressed=${open} aria-label=${say(REVEAL)} title=${say(REVEAL)}
        onClick=${() => setOpen(!open)}><${Icon} of="eye" /></button>
    </div>
    ${hint && html`<span class="field-hint" id=${`${id}-hint`}>${hint}</span>`}
  </div>`;
}

/** What was refused, told where the reader looks. @param {{refusal: Refusal | null}} props */
function Told({ refusal }) {
  return html`<div role="alert">${refusal && html`<p class="notice" data-mood=${refusal.status === 429 || refusal.status === 0 ? "warn" : "bad"}>
    <${Icon} of=${refusal.status === 429 ? "clock" : "warning"} /><span>${refusal.message}</span></p>`}</div>`;
}

function SignIn() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => { box.current?.focus(); }, []);
  const enter = useDeed(async () => {
    setRefusal(null);
    const { home } = await post("/sign-in", { name, password });
    location.assign(wanted ?? home);
  }, setRefusal);
  const wrong = refusal?.code === "wrong-password";
  return html`<${Sheet} title=${say(STAFF)}>
    <form class="stack" onSubmit=${(/** @type {Event} */ sent) => { sent.preventDefault(); void enter.run(); }}>
      <div class="field"><label for="name">${say(NAME)}</label>
        <input ref=${box} id="name" class="input" autocomplete="username" autocapitalize="off" spellcheck=${false} required maxlength="60" value=${name}
          aria-invalid=${wrong ? "true" : undefined} onInput=${(/** @type {InputEvent} */ typed) => setName(/** @type {HTMLInputElement} */ (typed.target).value)} /></div>
      <${PasswordField} id="password" label=${say(PASSWORD)} value=${password} put=${setPassword} kind="current-password" wrong=${wrong} />
      <${Told} refusal=${refusal} />
      <button class="button primary large wide" disabled=${enter.busy} aria-busy=${enter.busy}>${say(SIGN_IN)}</button>
    </form>
    <p class="small soft">${say(FORGOTTEN)}</p>
  <//>`;
}

function ByLink() {
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const [done, setDone] = useState(false);
  const save = useDeed(async () => {
    setRefusal(null);
    await post(location.pathname, { password });
    setDone(true);
  }, setRefusal);
  if (done) return html`<${Done} title=${say(WELCOME, { who: told.who })} text=${say(SET)} to="/sign-in" go=${say(TO_SIGN_IN)} />`;
  return html`<${Sheet} title=${say(WELCOME, { who: told.who })} note=${say(CHOOSE)}>
    <form class="stack" onSubmit=${(/** @type {Event} */ sent) => { sent.preventDefault(); void save.run(); }}>
      <div class="field"><label for="name">${say(NAME)}</label><input id="name" class="input" readonly autocomplete="username" value=${told.name} /></div>
      <${PasswordField} id="password" label=${say(NEW_PASSWORD)} value=${password} put=${setPassword} kind="new-password" hint=${say(STRONG)}
        wrong=${refusal?.code === "weak-password"} eager />
      <${Told} refusal=${refusal} />
      <button class="button primary large wide" disabled=${save.busy} aria-busy=${save.busy}>${say(SAVE)}</button>
    </form>
    <p class="small soft">${say(LINK_NOTE)}</p>
  <//>`;
}

function Change() {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const [done, setDone] = useState(false);
  const save = useDeed(async () => {
    setRefusal(null);
    await post("/password", { old, new: next });
    setDone(true);
  }, setRefusal);
  if (done) return html`<${Done} title=${both(told.who)} text=${say(CHANGED)} to=${told.to} go=${say(BACK_TO_WORK)} />`;
  return html`<${Sheet} title=${say(CHANGE)} note=${both(told.who)}>
    <form class="stack" onSubmit=${(/** @type {Event} */ sent) => { sent.preventDefault(); void save.run(); }}>
      <input class="visually-hidden" aria-hidden="true" tabindex="-1" readonly autocomplete="username" value=${told.name} />
      <${PasswordField} id="old" label=${say(OLD_PASSWORD)} value=${old} put=${setOld} kind="current-password" wrong=${refusal?.code === "wrong-password"} eager />
      <${PasswordField} id="new" label=${say(NEW_PASSWORD)} value=${next} put=${setNext} kind="new-password" hint=${say(STRONG)} wrong=${refusal?.code === "weak-password"} />
      <${Told} refusal=${refusal} />
      <button class="button primary large wide" disabled=${save.busy} aria-busy=${save.busy}>${say(SAVE)}</button>
      <a class="button quiet" href=${told.to}>${say(BACK_TO_WORK)}</a>
    </form>
  <//>`;
}

/** @param {{title: string, text: string, to: string, go: string}} props */
function Done({ title, text, to, go }) {
  return html`<${Sheet} title=${title}>
    <p class="notice" data-mood="good" role="status"><${Icon} of="check" /><span>${text}</span></p>
    <a class="button primary large wide" href=${to}>${go}</a>
  <//>`;
}

show(told.form === "link" ? ByLink : told.form === "password" ? Change : SignIn);
