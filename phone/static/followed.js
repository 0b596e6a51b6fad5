// What follows a visitor's own word that something went wrong: may we call back, how far it is, does the reply satisfy.

import { html } from "htm/preact";
import { useId, useState } from "preact/hooks";
import { post } from "ask";
import { dateOf, dayText } from "clock";
import { _, both, say } from "languages";
import { Icon, useDeed } from "page";
import { LONGEST_TEXT } from "rating";
import { token } from "told";

/** @import { Followed as Case } from "../../web/static/pictures" */

const CALL_BACK = _("愿意接听回访电话吗？（可不填）");
const USE = _("号码加密保存，只用于这次回访，{days} 天后删除。");
const PHONE = _("电话号码");
const CALLED = _("怎么称呼您（可不填）");
const LEAVE = _("留下电话");
const SKIP = _("不用了");
const LEFT = _("电话已留下，我们会与您联系。");
const REPLY = _("我们的答复");
const REPLY_AGAIN = _("我们的再次答复");
const REPLIED_ON = _("{day}答复");
const SATISFIES = _("这个答复您满意吗？");
const WHY = _("还想说几句（可不填）");
const YES = _("满意");
const NO = _("不满意");
const SAID_YES = _("您已表示满意，谢谢您！");
const SAID_NO = _("您已表示不满意，我们会再跟进。");
const SAID_NO_BY = _("您已表示不满意，我们会再跟进，{day}前再次答复您。");
const SAID_NO_AGAIN = _("您已表示不满意，我们已如实记录。");

/** @param {{one: Case}} props */
export function Followed({ one }) {
  const [skipped, setSkipped] = useState(false);
  return html`<section class="followed" aria-live="polite">
    ${one.replies.map((reply, at) => html`<h3>${say(at === 0 ? REPLY : REPLY_AGAIN)}</h3><p class="typed">${reply.text}</p>
      <p class="small soft">${say(REPLIED_ON, { day: dateOf(reply.at) })}</p>`)}
    ${one.replies.length === 0 && html`<p class="followed-state strong"><${Icon} of="clock" />${both(one.told)}</p>`}
    ${one.contact_wanted && !skipped && html`<${CallBack} one=${one} skip=${() => setSkipped(true)} />`}
    ${one.contact_left && one.replies.length === 0 && html`<p class="small soft">${say(LEFT)}</p>`}
    ${one.answer_wanted && html`<${Satisfies} one=${one} />`}
    ${one.satisfied !== null && !one.answer_wanted && html`<p class="notice" data-mood=${one.satisfied ? "good" : undefined} role="status"><${Icon} of=${one.satisfied ? "check" : "info"} /><span>${answered(one)}</span></p>`}
  </section>`;
}

/** What follows from their answer. @param {Case} one */
function answered(one) {
  if (one.satisfied) return say(SAID_YES);
  if (!one.follows_up) return say(SAID_NO_AGAIN);
  return one.again_by ? say(SAID_NO_BY, { day: dayText(one.again_by) }) : say(SAID_NO);
}

/** Asked once what was said is stored; to leave it out is as easy as to fill it in. @param {{one: Case, skip: () => void}} props */
function CallBack({ one, skip }) {
  const [phone, setPhone] = useState("");
  const [called, setCalled] = useState("");
  const [refusal, setRefusal] = useState(/** @type {import("ask").Refusal | null} */ (null));
  const id = useId();
  const leave = useDeed(async () => {
    await post(`/t/${token}/contacts`, { case: one.case, phone, name: called });
  }, setRefusal);
  const wrong = refusal?.said;
  return html`<form class="call-back" onSubmit=${(/** @type {Event} */ sent) => { sent.preventDefault(); void leave.run(); }}>
    <h3>${say(CALL_BACK)}</h3>
    <p class="small soft">${say(USE, { days: one.contact_days })}</p>
    <div class="field"><label for=${`${id}-phone`}>${say(PHONE)}</label>
      <input id=${`${id}-phone`} class="input" type="tel" autocomplete="tel" inputmode="tel" maxlength="30" value=${phone} aria-invalid=${wrong ? "true" : undefined} aria-describedby=${wrong ? `${id}-wrong` : undefined}
        onInput=${(/** @type {InputEvent & {currentTarget: HTMLInputElement}} */ typed) => { setPhone(typed.currentTarget.value); setRefusal(null); }} />
      ${wrong && html`<p class="field-error" id=${`${id}-wrong`} role="alert"><${Icon} of="warning" />${wrong}</p>`}</div>
    <div class="field"><label for=${`${id}-called`}>${say(CALLED)}</label>
      <input id=${`${id}-called`} class="input" autocomplete="off" maxlength="30" value=${called} onInput=${(/** @type {InputEvent & {currentTarget: HTMLInputElement}} */ typed) => setCalled(typed.currentTarget.value)} /></div>
    <div class="pair"><button type="button" class="button" onClick=${skip}>${say(SKIP)}</button>
      <button type="submit" class="button primary" disabled=${leave.busy || phone.trim() === ""}>${say(LEAVE)}</button></div>
  </form>`;
}

/** @param {{one: Case}} props */
function Satisfies({ one }) {
  const [text, setText] = useState("");
  const id = useId();
  const answer = useDeed(async (/** @type {boolean} */ satisfied) => {
    await post(`/t/${token}/satisfied`, { case: one.case, satisfied, text: text.trim() });
  });
  return html`<div class="call-back">
    <h3>${say(SATISFIES)}</h3>
    <div class="field"><label for=${id}>${say(WHY)}</label>
      <textarea id=${id} class="input" rows="2" maxlength=${LONGEST_TEXT} value=${text} onInput=${(/** @type {InputEvent & {currentTarget: HTMLTextAreaElement}} */ typed) => setText(typed.currentTarget.value)}></textarea></div>
    <div class="pair"><button type="button" class="button" disabled=${answer.busy} onClick=${() => answer.run(true)}>${say(YES)}</button>
      <button type="button" class="button" disabled=${answer.busy} onClick=${() => answer.run(false)}>${say(NO)}</button></div>
  </div>`;
}
