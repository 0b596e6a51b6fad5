// What can be done with a case now: the next step first, the rest behind a button each.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post, Refusal } from "ask";
import { _, both, say } from "languages";
import { Icon, toast, useDeed } from "page";
import { CAUSES, STEPS, VERDICTS } from "./case_words.js";

/** @import { Case } from "./case_view.js" */

const NEXT = _("下一步");
const OTHERS = _("其他");
const NOTHING = _("现在没有您要办的。");
const SUBMIT = _("提交");
const HANDLER = _("承办人");
const CHOOSE = _("请选择");
const HANDLER_HINT = _("不能是被评价的人");
const VERDICT = _("结论");
const CAUSE = _("原因");
const CAUSE_HINT = _("只有“人员”计入本人考评");
const REACHED = _("接通了吗");
const YES = _("接通了");
const NO = _("没有接通");
const COUNT = _("{n} / 500");
const PHONE = _("电话");
const NAME = _("称呼");
const APPEALED = _("当事人已申诉，须由作出核实结论以外的管理人员复核；复核之前不能往下办。");
const UNSATISFIED = _("群众对答复不满意：请再次答复，属实的可以先补充整改。再次答复之后即可办结。");
const CONTACT_NOTE = _("每次查看都会记入日志。");

/** The order in which a next step is proposed. */
const ORDER = ["statement", "appeal", "reviewed", "called_back", "verified", "rectified", "replied", "closed"];

/** @type {Record<string, {path: string, does: string, says?: string, hint?: string, at?: boolean}>} */
const MOVES = {
  assigned: { path: "handler", does: _("指定承办人"), at: true },
  contact_seen: { path: "contact", does: _("查看联系方式") },
  called_back: { path: "call-back", does: _("登记回访"), says: _("回访情况，或未接通的原因"), at: true },
  statement: { path: "statement", does: _("提交说明"), says: _("当时的情况"), hint: _("只能提交一次，提交后不能修改。") },
  verified: { path: "verdict", does: _("作出核实结论"), says: _("核实情况"), hint: _("不要写入群众的联系方式。"), at: true },
  appeal: { path: "appeal", does: _("提出申诉"), says: _("申诉理由"), hint: _("只能申诉一次，由核实人以外的人复核。") },
  reviewed: { path: "review", does: _("作出复核结论"), says: _("复核情况"), at: true },
  released: { path: "release", does: _("向被评价人公开评价内容"), hint: _("公开后不能收回；联系方式始终不公开。"), at: true },
  rectified: { path: "measure", does: _("登记整改"), says: _("整改措施"), at: true },
  replied: { path: "reply", does: _("答复群众"), says: _("答复内容"), hint: _("群众会在小票的链接里看到。"), at: true },
  // The same doors, in the second round.
  rectified_again: { path: "measure", does: _("补充整改"), says: _("又整改了什么"), at: true },
  replied_again: { path: "reply", does: _("再次答复群众"), says: _("答复内容"), hint: _("群众会在小票的链接里看到；这是最后一次答复。"), at: true },
  closed: { path: "close", does: _("办结此件"), at: true },
  note: { path: "notes", does: _("写备注"), says: _("备注") },
};

/** @param {{known: Case, read: () => Promise<void>}} props */
export function CaseMoves({ known, read }) {
  const may = known.possible;
  const proposed = may.includes("assigned") && !known.handler ? "assigned" : orderOf(known).find((one) => may.includes(one)) ?? null;
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const at = chosen && may.includes(chosen) ? chosen : proposed;
  const others = may.filter((one) => one !== at);
  const appealed = known.sight === "whole" && waitsForReview(known) && !may.includes("reviewed");
  if (appealed && !may.length) return html`<p class="notice" data-mood="warn"><${Icon} of="info" />${say(APPEALED)}</p>`;
  if (!may.length) return html`<p class="notice"><${Icon} of="info" />${say(NOTHING)}</p>`;
  return html`<section class="card panel" aria-labelledby="next">
    <h2 id="next" class="panel-title">${at ? say(moveOf(at, known).does) : say(OTHERS)}${at === proposed && at && html`<span class="soft small">${say(NEXT)}</span>`}</h2>
    ${appealed && html`<p class="notice" data-mood="warn"><${Icon} of="info" />${say(APPEALED)}</p>`}
    ${known.reopened && may.includes("replied") && html`<p class="notice" data-mood="warn"><${Icon} of="info" />${say(UNSATISFIED)}</p>`}
    ${at === "contact_seen" ? html`<${ContactShown} key=${at} known=${known} read=${read} />` : at && html`<${MoveForm} key=${at} step=${at} known=${known} done=${async () => { setChosen(null); await read(); }} stale=${read} />`}
    ${others.length > 0 && html`<div class="case-others" role="group" aria-label=${say(OTHERS)}>
      ${others.map((one) => html`<button type="button" class="button quiet" key=${one} onClick=${() => setChosen(one)}>${say(moveOf(one, known).does)}</button>`)}</div>`}
  </section>`;
}

/** @param {{step: string, known: Case, done: () => Promise<void>, stale: () => Promise<void>}} props */
function MoveForm({ step, known, done, stale }) {
  const move = moveOf(step, known);
  const [facts, setFacts] = useState(/** @type {Record<string, any>} */ (firstOf(step)));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const set = (/** @type {string} */ key, /** @type {any} */ value) => { setRefusal(null); setFacts((all) => ({ ...all, [key]: value })); };
  const deed = useDeed(async () => {
    await post(`/cases/${known.id}/${move.path}`, { ...facts, ...(move.at ? { seen: known.seen } : {}) });
    toast(say(STEPS[step]), "good");
    await done();
  }, (refused) => { setRefusal(refused); if (refused.code === "case-changed" || refused.code === "wrong-case-move") void stale(); });
  const found = step === "verified" || step === "reviewed";
  return html`<form class="form" novalidate onSubmit=${(/** @type {Event} */ sent) => { sent.preventDefault(); void deed.run(); }}>
    <div role="alert">${refusal && html`<p class="notice" data-mood="bad"><${Icon} of="warning" />${refusal.message}</p>`}</div>
    ${step === "assigned" && html`<div class="field"><label for="handler">${say(HANDLER)}</label>
      <select class="input" id="handler" aria-describedby="handler-hint" onChange=${(/** @type {any} */ picked) => set("handler", picked.target.value)}>
        <option value="">${say(CHOOSE)}</option>
        ${known.handlers.map((one) => html`<option value=${one.id} selected=${facts.handler === one.id}>${both(one.shown)} ${one.number}</option>`)}</select>
      <p class="field-hint" id="handler-hint">${say(HANDLER_HINT)}</p></div>`}
    ${step === "called_back" && html`<fieldset class="field"><legend>${say(REACHED)}</legend><div class="cluster">
      ${[{ value: true, label: YES }, { value: false, label: NO }].map((one) => html`<label class="tick"><input type="radio" name="reached" checked=${facts.reached === one.value} onChange=${() => set("reached", one.value)} />${say(one.label)}</label>`)}</div></fieldset>`}
    ${found && html`<fieldset class="field"><legend>${say(VERDICT)}</legend><div class="cluster">
      ${Object.entries(VERDICTS).map(([code, word]) => html`<label class="tick"><input type="radio" name="verdict" checked=${facts.verdict === code}
        onChange=${() => setFacts((all) => ({ ...all, verdict: code, cause: code === "justified" ? all.cause : null }))} />${say(word)}</label>`)}</div></fieldset>`}
    ${found && facts.verdict === "justified" && html`<fieldset class="field"><legend>${say(CAUSE)}</legend><div class="cluster">
      ${Object.entries(CAUSES).map(([code, word]) => html`<label class="tick"><input type="radio" name="cause" checked=${facts.cause === code} onChange=${() => set("cause", code)} />${say(word)}</label>`)}</div>
      <p class="field-hint">${say(CAUSE_HINT)}</p></fieldset>`}
    ${move.says && html`<div class="field"><label for="text">${say(move.says)}</label>
      <textarea class="input" id="text" rows="4" maxlength="500" value=${facts.text} aria-invalid=${refusal?.code === "entry-missing"}
        aria-describedby="text-count" onInput=${(/** @type {any} */ typed) => set("text", typed.target.value)}></textarea>
      <p class="field-hint between" id="text-count"><span>${move.hint && say(move.hint)}</span><span class="number">${say(COUNT, { n: facts.text.length })}</span></p></div>`}
    ${!move.says && move.hint && html`<p class="soft">${say(move.hint)}</p>`}
    <div class="cluster"><button type="submit" class="button primary" disabled=${deed.busy || !isWhole(step, facts)}>${say(move.says || step === "assigned" ? SUBMIT : move.does)}</button></div>
  </form>`;
}

/** @param {{known: Case, read: () => Promise<void>}} props */
function ContactShown({ known, read }) {
  const [contact, setContact] = useState(/** @type {{phone: string, name: string} | null} */ (null));
  const look = useDeed(async () => { setContact(await post(`/cases/${known.id}/contact`)); await read(); });
  // Not left on a screen that somebody walks away from.
  useEffect(() => {
    if (!contact) return undefined;
    const gone = setTimeout(() => setContact(null), 120_000);
    return () => clearTimeout(gone);
  }, [contact]);
  return html`<p class="soft">${say(CONTACT_NOTE)}</p>
    ${contact ? html`<dl class="case-facts"><div><dt>${say(PHONE)}</dt><dd class="number case-phone">${contact.phone}</dd></div>
      ${contact.name && html`<div><dt>${say(NAME)}</dt><dd>${contact.name}</dd></div>`}</dl>`
    : html`<div class="cluster"><button type="button" class="button primary" disabled=${look.busy} onClick=${look.run}><${Icon} of="telephone" />${say(MOVES.contact_seen.does)}</button></div>`}`;
}

/** What can be done, as it is called in the round the case is in. @param {string} step @param {Case} known */
function moveOf(step, known) {
  return (known.reopened && MOVES[`${step}_again`]) || MOVES[step];
}

/** In the second round the reply comes first: more is put right only where there is more. @param {Case} known */
function orderOf({ reopened }) {
  return reopened ? ["replied", ...ORDER] : ORDER;
}

/** Is there an appeal that nobody has decided? @param {Case} known */
function waitsForReview({ story }) {
  const told = new Set(story.map((one) => one.kind));
  return told.has("appeal") && !told.has("reviewed");
}

/** What a form begins with. @param {string} step */
function firstOf(step) {
  return {
    ...(MOVES[step].says ? { text: "" } : {}),
    ...(step === "assigned" ? { handler: "" } : {}),
    ...(step === "called_back" ? { reached: null } : {}),
    ...(step === "verified" || step === "reviewed" ? { verdict: null, cause: null } : {}),
  };
}

/** Is everything that must be chosen chosen? What is written, the server judges. @param {string} step @param {Record<string, any>} facts */
function isWhole(step, facts) {
  if (step === "assigned") return facts.handler !== "";
  if (step === "called_back") return facts.reached !== null;
  if (step === "verified" || step === "reviewed") return facts.verdict && (facts.verdict !== "justified" || facts.cause);
  return true;
}
