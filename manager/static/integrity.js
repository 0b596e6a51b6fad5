// Checks of ratings: what stands out, which ratings are flagged and why, and what two people leave out of the figures.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post, Refusal } from "ask";
import { dateOf, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { DayInput } from "moments";
import { Chip, Dialog, Empty, Icon, show, toast, useDeed } from "page";
import { Behind, percent, ratingsOf } from "./figures.js";
import { Field, Form, SelectField, useForm } from "./fields.js";
import { ASK_ONE, CHANNELS, chanceOf, flagOf, levelOf, patternOf, personOf, REASONS, STATES, whom } from "./integrity_words.js";
import { may, Shell } from "./shell.js";

/** @import { Exclusion, Finding, Flagged, Rules, Seen } from "./integrity_words.js" */
/** @typedef {{from: string, to: string, today: string, rated: number, flagged: number, excluded: number, rules: Rules, findings: Finding[], pending: Exclusion[]}} Integrity */

const TITLE = _("评价核查");
const LEAD = _("标记只说明值得核查，不影响评价计入，群众也看不到。排除一份评价须有理由，并由另一个人同意；排除的份数印在每份报表上。");
const FROM = _("从");
const TO = _("到");
const DAYS = _("近 {n} 天");
const DATES = _("日期");
const RATED = _("计入的评价");
const FLAGGED_COUNT = _("已标记");
const EXCLUDED_COUNT = _("已排除");
const PENDING_COUNT = _("待决定");
const PENDING = _("待决定的排除");
const NOTHING_PENDING = _("没有待决定的排除");
const FINDINGS = _("评价规律");
const FINDINGS_NOTE = _("满 {n} 份才比较。业务难易不同，结果也会不同：规律只说明该看哪里，不是结论。");
const NOTHING_FOUND = _("这段时间没有偶然难以解释的规律");
const THIS_ONE = _("本窗口或本人");
const ON_PAD = _("评价器");
const OTHERS = _("其他评价");
const ON_PHONE = _("手机和小票");
const VERY = _("非常满意 {share}（{n} 份）");
const FLAGGED = _("已标记的评价");
const NOTHING_FLAGGED = _("这段时间没有标记的评价");
const SETTLED = _("排除记录");
const NOTHING_SETTLED = _("还没有排除过评价");
const MORE = _("再看一些");
const READING = _("正在读取…");
const ASK = _("提请排除");
const WHY = _("排除理由");
const GROUND = _("依据");
const GROUND_HINT = _("写明怎样核实的，300 字以内；不写群众姓名和电话。");
const ASKED = _("已提请，请另一人决定");
const APPROVE = _("同意排除");
const APPROVE_ONE = _("同意排除 {number} 的评价");
const DECLINE = _("不同意");
const DECLINE_ONE = _("不同意排除 {number} 的评价");
const APPROVED = _("已排除，统计随即更新");
const DECLINED = _("未同意，评价照常计入");
const LIFT = _("恢复计入");
const LIFT_ONE = _("恢复计入 {number} 的评价");
const LIFT_SURE = _("恢复后这份评价重新计入统计；排除的经过仍留在记录里。");
const LIFTED = _("已恢复计入");
const KEEP = _("返回");
const BY_ANOTHER = _("由您提请，须另一人决定");
const YOUR_OWN = _("是对您本人的评价，须他人处理");
const ASKED_BY = _("{who} 提请");
const DECIDED_BY = _("{who} 决定");
const LIFTED_BY = _("{who} 恢复");
const ADDITION = _("这是追评");
const NUMBER = _("号码");
const GIVEN = _("评价内容");
const FOR_WHOM = _("窗口与人员");
const REASON_TO_LOOK = _("标记原因");
const STATE = _("处理");
const ACTIONS = _("操作");
const PEOPLE = _("提请与决定");
const AT_WINDOW = _("{no} 号窗口");
const WRONG = _("请检查日期");

/** What the address asks for: days. A rating to leave out stands there too, as the list of ratings and a case pass it on. */
function asked() {
  const query = new URLSearchParams(location.search);
  return { from: query.get("from") ?? "", to: query.get("to") ?? "" };
}

/** @param {Record<string, string>} wish */
function queryOf(wish) {
  return new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString();
}

function Page() {
  const [wish, setWish] = useState(asked);
  const [known, setKnown] = useState(/** @type {Integrity | null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  const [round, setRound] = useState(0);
  const [wanted, setWanted] = useState(/** @type {Seen | null} */ (null));
  const query = queryOf(wish);
  useEffect(() => {
    let stale = false;
    get(`/manager/integrity?${query}`).then((answer) => { if (!stale) { setKnown(answer); setRefusal(null); } }, (error) => {
      if (!(error instanceof Refusal)) throw error;
      if (!stale) setRefusal(error);
    });
    return () => { stale = true; };
  }, [query, round]);
  useEffect(() => {
    const rating = new URLSearchParams(location.search).get("rating");
    if (rating && /^\d+$/.test(rating)) get(`/manager/integrity/ratings/${rating}`).then((one) => setWanted(one.rating), (error) => toast(error.message, "bad"));
  }, []);
  const ask = (/** @type {Partial<typeof wish>} */ more) => {
    const next = { ...wish, ...more };
    const kept = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(next)) { if (value) kept.set(key, value); else kept.delete(key); }
    history.replaceState(null, "", `?${kept}`);
    setWish(next);
  };
  const again = () => { setWanted(null); setRound((n) => n + 1); };
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    <${Asks} wish=${wish} known=${known} ask=${ask} refusal=${refusal} />
    ${!refusal && (known ? html`
      <section class="figures totals" aria-label=${say(TITLE)}>
        ${figuresOf(known).map(({ label, n, href }) => html`
          <div class="figure"><span class="figure-label">${say(label)}</span><span class="figure-value">${href ? html`<${Behind} n=${n} href=${href} />` : n}</span></div>`)}
      </section>
      <${Pending} of=${known.pending} again=${again} />
      <${Findings} known=${known} />
      <${FlaggedList} key=${`flagged ${query} ${round}`} query=${query} rules=${known.rules} ask=${setWanted} />
      <${SettledList} key=${`settled ${round}`} again=${again} />` : html`<p class="soft" role="status">${say(READING)}</p>`)}
    ${wanted && html`<${Ask} rating=${wanted} close=${() => setWanted(null)} done=${again} />`}
  <//>`;
}

/** @param {{wish: {from: string, to: string}, known: Integrity | null, ask: (more: any) => void, refusal: Refusal | null}} props */
function Asks({ wish, known, ask, refusal }) {
  const shown = { from: wish.from || known?.from || "", to: wish.to || known?.to || "" };
  const today = known?.today ?? "";
  const at = String(refusal?.facts.field ?? "");
  const day = (/** @type {"from" | "to"} */ end, /** @type {string} */ label) => html`<div class="field">
    <label for=${end}>${label}</label>
    <${DayInput} id=${end} label=${label} labelled value=${shown[end]} invalid=${at === end} described=${at === end ? "fault" : undefined}
      put=${(/** @type {string} */ day) => ask({ ...shown, [end]: day })} /></div>`;
  return html`<section class="card panel" aria-label=${say(DATES)}>
    <div class="asks"><div class="dates">${day("from", say(FROM))}${day("to", say(TO))}</div>
      <div class="segments">${[7, 30, 365].map((n) => html`<button type="button" class="button" disabled=${!today}
        aria-pressed=${shown.to === today && shown.from === before(today, n - 1)} onClick=${() => ask({ from: before(today, n - 1), to: today })}>${say(DAYS, { n })}</button>`)}</div></div>
    ${refusal && html`<p class="notice" data-mood="bad" role="alert" id="fault"><${Icon} of="warning" /><span><strong>${say(WRONG)}</strong> ${both(/** @type {any} */ (refusal.facts.why) ?? { zh: refusal.message })}</span></p>`}
  </section>`;
}

/** @param {{of: Exclusion[], again: () => void}} props */
function Pending({ of, again }) {
  const decide = useDeed(async (/** @type {Exclusion} */ one, /** @type {boolean} */ approve) => {
    await post(`/manager/integrity/exclusions/${one.id}/decision`, { approve });
    toast(say(approve ? APPROVED : DECLINED), "good");
    again();
  });
  return html`<section class="card panel" aria-labelledby="pending"><h2 id="pending" class="panel-title">${say(PENDING)} ${of.length > 0 && html`<span class="count">${of.length}</span>`}</h2>
    ${!of.length ? html`<p class="well"><${Icon} of="check" />${say(NOTHING_PENDING)}</p>` : html`<ul class="pending">${of.map((one) => html`<li key=${one.id}>
      <div class="stack-tight grow"><p><strong class="number given-number">${one.rating.number}</strong><${Given} of=${one.rating} /></p>
        <p>${say(REASONS[one.reason])} · ${one.text}</p>
        <p class="small soft">${say(AT_WINDOW, { no: one.rating.window_no })} · ${personOf(one.rating.clerk)} · ${say(ASKED_BY, { who: personOf(one.asked_by) })} ${moment(one.asked_at)}</p></div>
      ${one.mine || one.rating.own ? html`<p class="small soft">${say(one.mine ? BY_ANOTHER : YOUR_OWN)}</p>` : html`<div class="row-actions">
        <button type="button" class="button" disabled=${decide.busy} aria-label=${say(DECLINE_ONE, { number: one.rating.number })} onClick=${() => decide.run(one, false)}>${say(DECLINE)}</button>
        <button type="button" class="button primary" disabled=${decide.busy} aria-label=${say(APPROVE_ONE, { number: one.rating.number })} onClick=${() => decide.run(one, true)}>${say(APPROVE)}</button></div>`}
    </li>`)}</ul>`}
  </section>`;
}

/** How many there are, each with the way to them; what is on this page anyway needs none. @param {Integrity} known */
function figuresOf(known) {
  return [
    { label: RATED, n: known.rated, href: ratingsOf(known) }, { label: FLAGGED_COUNT, n: known.flagged, href: "" },
    { label: EXCLUDED_COUNT, n: known.excluded, href: ratingsOf(known, { excluded: 1 }) }, { label: PENDING_COUNT, n: known.pending.length, href: "" },
  ];
}

/** @param {{known: Integrity}} props */
function Findings({ known }) {
  const { findings: of, rules } = known;
  return html`<section class="card panel" aria-labelledby="findings"><h2 id="findings" class="panel-title">${say(FINDINGS)}</h2>
    ${!of.length ? html`<p class="well"><${Icon} of="check" />${say(NOTHING_FOUND)}</p>` : html`<ul class="findings">${of.map((one) => html`<li key=${`${one.of} ${one.key} ${one.pattern}`}>
      <p class="finding-whom"><${Behind} n=${one.rated} href=${ratingsOf(known, { [one.of]: one.key, channel: one.pattern === "pad_over_phone" ? "pad" : "" })}>${whom(one)}<//></p><p>${patternOf(one)}</p>
      ${one.against_share !== null && html`<${Bar} label=${say(one.pattern === "pad_over_phone" ? ON_PAD : THIS_ONE)} share=${one.share} n=${one.rated} />
        <${Bar} label=${say(one.pattern === "pad_over_phone" ? ON_PHONE : OTHERS)} share=${one.against_share} n=${one.against_rated} />`}
      ${one.chance !== null && html`<p class="small soft">${chanceOf(one.chance)}</p>`}
    </li>`)}</ul>`}
    <p class="small soft">${say(FINDINGS_NOTE, { n: rules.pattern_from })}</p>
  </section>`;
}

/** @param {{label: string, share: number | null, n: number | null}} props */
function Bar({ label, share, n }) {
  const told = say(VERY, { share: percent(share), n: n ?? 0 });
  return html`<div class="finding-bar"><span class="small">${label}</span><span class="small num">${told}</span><meter class="bar-of" min="0" max="1" value=${share ?? 0} aria-label=${`${label} ${told}`}></meter></div>`;
}

/** A list that is read a page at a time. @param {string} url @param {string} name  of the list in the answer */
function usePages(url, name) {
  const [rows, setRows] = useState(/** @type {any[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const read = useDeed(async (/** @type {string} */ before) => {
    const answer = await get(`${url}${url.includes("?") ? "&" : "?"}before=${before}`);
    setRows((known) => [...(before ? known ?? [] : []), ...answer[name]]);
    setNext(answer.next);
  });
  useEffect(() => { void read.run(""); }, []);
  const more = next && html`<button type="button" class="button" disabled=${read.busy} onClick=${() => read.run(next)}><${Icon} of="down" />${say(MORE)}</button>`;
  return { rows, more };
}

/** @param {{query: string, rules: Rules, ask: (rating: Seen) => void}} props */
function FlaggedList({ query, rules, ask }) {
  const { rows, more } = usePages(`/manager/integrity/flagged?${query}`, "ratings");
  return html`<section class="stack-tight" aria-labelledby="flagged"><h2 id="flagged" class="panel-title">${say(FLAGGED)}</h2>
    ${!rows ? html`<p class="soft" role="status">${say(READING)}</p>` : !rows.length ? html`<${Empty} icon="check" title=${say(NOTHING_FLAGGED)} />` : html`
    <div class="table-wrap" tabindex="0" role="group" aria-labelledby="flagged"><table class="table cards">
      <thead><tr><th>${say(NUMBER)}</th><th>${say(GIVEN)}</th><th>${say(FOR_WHOM)}</th><th>${say(REASON_TO_LOOK)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${rows.map((/** @type {Flagged} */ one) => html`<tr key=${one.rating.id}>
        <th scope="row"><span class="number">${one.rating.number}</span></th>
        <td><${Given} of=${one.rating} /></td><td><${For} of=${one.rating} /></td>
        <td><ul class="flags">${one.flags.map((flag) => html`<li><${Chip} mood="warn" icon="eye">${flagOf(flag, rules)}<//></li>`)}</ul></td>
        <td><div class="row-actions">${one.exclusion ? html`<${StateOf} of=${one.exclusion} />` : one.rating.own ? html`<span class="small soft">${say(YOUR_OWN)}</span>` : html`
          <button type="button" class="button" aria-label=${say(ASK_ONE, { number: one.rating.number })} onClick=${() => ask(one.rating)}>${say(ASK)}</button>`}</div></td>
      </tr>`)}</tbody></table></div>`}
    ${more}
  </section>`;
}

/** @param {{again: () => void}} props */
function SettledList({ again }) {
  const { rows, more } = usePages("/manager/integrity/exclusions", "exclusions");
  const [lifted, setLifted] = useState(/** @type {Exclusion | null} */ (null));
  const lift = useDeed(async () => { await post(`/manager/integrity/exclusions/${lifted?.id}/lift`); toast(say(LIFTED), "good"); setLifted(null); again(); });
  return html`<section class="stack-tight" aria-labelledby="settled"><h2 id="settled" class="panel-title">${say(SETTLED)}</h2>
    ${!rows ? html`<p class="soft" role="status">${say(READING)}</p>` : !rows.length ? html`<${Empty} icon="document" title=${say(NOTHING_SETTLED)} />` : html`
    <div class="table-wrap" tabindex="0" role="group" aria-labelledby="settled"><table class="table cards">
      <thead><tr><th>${say(NUMBER)}</th><th>${say(GIVEN)}</th><th>${say(WHY)}</th><th>${say(PEOPLE)}</th><th>${say(STATE)}</th><th><span class="visually-hidden">${say(ACTIONS)}</span></th></tr></thead>
      <tbody>${rows.map((/** @type {Exclusion} */ one) => html`<tr key=${one.id}>
        <th scope="row"><span class="number">${one.rating.number}</span></th>
        <td><${Given} of=${one.rating} /><p class="small soft">${say(AT_WINDOW, { no: one.rating.window_no })} · ${personOf(one.rating.clerk)}</p></td>
        <td>${say(REASONS[one.reason])}<p class="small soft">${one.text}</p></td>
        <td class="small"><p>${say(ASKED_BY, { who: personOf(one.asked_by) })} ${moment(one.asked_at)}</p>
          ${one.decided_at && html`<p>${say(DECIDED_BY, { who: personOf(one.decided_by) })} ${moment(one.decided_at)}</p>`}
          ${one.lifted_at && html`<p>${say(LIFTED_BY, { who: personOf(one.lifted_by) })} ${moment(one.lifted_at)}</p>`}</td>
        <td><${StateOf} of=${one.state} /></td>
        <td><div class="row-actions">${one.state === "excluded" && !one.rating.own && html`<button type="button" class="button" aria-label=${say(LIFT_ONE, { number: one.rating.number })} onClick=${() => setLifted(one)}>${say(LIFT)}</button>`}</div></td>
      </tr>`)}</tbody></table></div>`}
    ${more}
    ${lifted && html`<${Dialog} title=${say(LIFT_ONE, { number: lifted.rating.number })} close=${() => setLifted(null)} actions=${html`<button type="button" class="button" onClick=${() => setLifted(null)}>${say(KEEP)}</button>
      <button type="button" class="button primary" disabled=${lift.busy} onClick=${() => lift.run()}>${say(LIFT)}</button>`}><p>${say(LIFT_SURE)}</p><//>`}
  </section>`;
}

/** @param {{rating: Seen, close: () => void, done: () => void}} props */
function Ask({ rating, close, done }) {
  const send = async (/** @type {any} */ facts) => { await post(`/manager/integrity/ratings/${rating.id}/exclusions`, facts); };
  return html`<${Dialog} title=${say(ASK_ONE, { number: rating.number })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    <button type="submit" form="ask" class="button primary">${say(ASK)}</button>`}>
    <p><${Given} of=${rating} /></p><p class="small soft">${say(AT_WINDOW, { no: rating.window_no })} · ${personOf(rating.clerk)}</p>
    <${Form} id="ask" first=${{ reason: "staff", text: "" }} send=${send} done=${done} thanks=${say(ASKED)}>
      <${SelectField} of="reason" label=${say(WHY)} choices=${Object.entries(REASONS).map(([value, label]) => ({ value, label: say(label) }))} />
      <${Ground} />
    <//>
  <//>`;
}

function Ground() {
  const { facts, set } = useForm();
  return html`<${Field} label=${say(GROUND)} hint=${say(GROUND_HINT)} path="text">
    ${(/** @type {any} */ { id, described, invalid }) => html`<textarea class="input" id=${id} rows="4" maxlength="300" required value=${facts.text} aria-invalid=${invalid} aria-describedby=${described}
      onInput=${(/** @type {any} */ typed) => set("text", typed.target.value)}></textarea>`}
  <//>`;
}

/** What was said, how and when. @param {{of: Seen}} props */
function Given({ of }) {
  return html`<span class="given"><span class=${`given-level level-${of.level}`} aria-hidden="true"></span><span>${levelOf(of.level)} <span class="small soft">${say(CHANNELS[of.channel])} · ${moment(of.at)}${of.kind === "addition" && html` · ${say(ADDITION)}`}</span>
    ${may("ratings") && of.text && html`<q class="given-text">${of.text}</q>`}</span></span>`;
}

/** @param {{of: Seen}} props */
function For({ of }) {
  return html`${say(AT_WINDOW, { no: of.window_no })}<p class="small soft">${personOf(of.clerk)} · ${both(of.service)}</p>`;
}

/** @param {{of: string}} props */
function StateOf({ of }) {
  const state = STATES[of];
  return html`<${Chip} mood=${state.mood} icon=${state.icon}>${say(state.label)}<//>`;
}

/** @param {Moment} at */
function moment(at) {
  return `${dateOf(at)} ${timeOfDay(at)}`;
}

/** @param {string} day @param {number} days */
function before(day, days) {
  if (!day) return "";
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - days);
  return at.toISOString().slice(0, 10);
}

show(Page);
