// 整改: every low rating that is not settled, the nearest deadline on top; a fresh one appears by itself.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { dayText } from "clock";
import { _, say } from "languages";
import { Empty, Icon, show, toast } from "page";
import { CaseRows } from "./case_rows.js";
import { STATES } from "./case_words.js";
import { useCaseEntries } from "./news.js";
import { Shell } from "./shell.js";

/** @import { Row } from "./case_rows.js" */

const TITLE = _("差评整改");
const LEAD = _("一件差评一件事：核实、整改、答复。逾期的排在最前面。");
const SHOWN = _("显示");
const ALL = _("全部");
const OPEN = _("未办结");
const CLOSED = _("已办结");
const STATE = _("进展");
const ANY_STATE = _("各阶段");
const OVERDUE = _("只看逾期");
const MINE = _("只看我承办的");
const UNASSIGNED = _("只看没有承办人的");
const APPEALED = _("只看申诉待复核");
const OF_DAYS = _("{from}至{to}办结的业务所得的差评，新的在前");
const WHICH = _("哪些差评");
const NOT_BY_DAYS = _("回到待办的差评");
const NOTHING = _("没有符合条件的差评");
const NOTHING_LEAD = _("群众评为“不满意”或“非常不满意”时，这里会自动出现一件。");
const MORE = _("再看 50 件");
const READING = _("正在读取…");

/** What satisfaction counts of them over some days, each with what is missing to the whole. @type {Record<string, string>} */
const COUNTED = {
  opened: _("受理的全部差评"), replied: _("已答复"), not_replied: _("尚未答复"), with_contact: _("留有联系方式"), called_back: _("已回访"), not_called_back: _("尚未回访"),
  justified: _("核实属实"), rectified_on_time: _("按时整改"), not_on_time: _("逾期或尚未整改"), answered: _("群众已回应"), satisfied: _("群众满意"), not_satisfied: _("群众不满意"),
};
const TICKS = [{ name: "overdue", label: OVERDUE }, { name: "appealed", label: APPEALED }, { name: "unassigned", label: UNASSIGNED }, { name: "mine", label: MINE }];

/** @typedef {Record<string, string>} Wish */

/** @returns {Wish} */
function asked() {
  const query = new URLSearchParams(location.search);
  const named = ["counted", "from", "to", ...TICKS.map((one) => one.name)].map((name) => [name, query.get(name) ?? ""]);
  return { state: query.get("state") ?? "open", ...Object.fromEntries(named) };
}

/** @param {Record<string, string>} wish */
function queryOf(wish) {
  return new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString();
}

function Page() {
  const [wish, setWish] = useState(asked);
  const [rows, setRows] = useState(/** @type {Row[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const latest = useRef(wish);
  latest.current = wish;
  const read = async (/** @type {string | null} */ before = null) => {
    const wanted = latest.current;
    try {
      const answer = await get(`/manager/cases?${queryOf({ ...wanted, before: before ?? "" })}`);
      if (wanted !== latest.current) return;
      setRows((all) => (before ? [...(all ?? []), ...answer.cases] : answer.cases));
      setNext(answer.next);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      toast(error.message, "bad");
      setRows((all) => all ?? []);
    }
  };
  useEffect(() => { void read(); }, [wish]);
  useCaseEntries(read);
  const ask = (/** @type {Wish} */ more) => {
    const wanted = { ...wish, ...more };
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(wanted)) query.set(key, value);
    history.replaceState(null, "", `?${query}`);
    setWish(wanted);
  };
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)}>
    ${COUNTED[wish.counted] ? html`<${OfDays} wish=${wish} ask=${ask} />` : html`<${Filters} wish=${wish} ask=${ask} />`}
    ${!rows ? html`<p class="soft" role="status">${say(READING)}</p>` : rows.length
      ? html`<${CaseRows} rows=${rows} label=${say(TITLE)} path=${(/** @type {string} */ id) => `/manager/cases/${id}`} />`
      : html`<${Empty} icon="check" title=${say(NOTHING)}><p class="soft">${say(NOTHING_LEAD)}</p><//>`}
    ${next && html`<div class="cluster"><button type="button" class="button" onClick=${() => void read(next)}>${say(MORE)}</button></div>`}
  <//>`;
}

/** @param {{wish: Wish, ask: (more: Wish) => void}} props */
function OfDays({ wish, ask }) {
  return html`<section class="card panel" aria-label=${say(SHOWN)}><p>${say(OF_DAYS, { from: dayText(wish.from), to: dayText(wish.to) })}</p><div class="asks">
    <div class="field"><label for="counted">${say(WHICH)}</label><select class="input" id="counted" onChange=${(/** @type {any} */ chosen) => ask({ counted: chosen.target.value })}>
      ${Object.entries(COUNTED).map(([name, word]) => html`<option value=${name} selected=${wish.counted === name}>${say(word)}</option>`)}</select></div>
    <button type="button" class="button quiet" onClick=${() => ask({ counted: "", from: "", to: "", state: "open" })}><${Icon} of="cross" />${say(NOT_BY_DAYS)}</button></div></section>`;
}

/** @param {{wish: Wish, ask: (more: Wish) => void}} props */
function Filters({ wish, ask }) {
  const groups = [{ state: "open", label: OPEN }, { state: "closed", label: CLOSED }, { state: "", label: ALL }];
  const steps = Object.entries(STATES).filter(([state]) => state !== "closed");
  return html`<section class="card panel" aria-label=${say(SHOWN)}><div class="asks">
    <div class="segments" role="group" aria-label=${say(SHOWN)}>${groups.map((one) => html`<button type="button" class="button" aria-pressed=${wish.state === one.state}
      onClick=${() => ask({ state: one.state })}>${say(one.label)}</button>`)}</div>
    <div class="field"><label for="state">${say(STATE)}</label><select class="input" id="state"
      onChange=${(/** @type {any} */ chosen) => ask({ state: chosen.target.value })}>
      <option value="open" selected=${!STATES[wish.state] || wish.state === "closed"}>${say(ANY_STATE)}</option>
      ${steps.map(([state, word]) => html`<option value=${state} selected=${wish.state === state}>${say(word)}</option>`)}</select></div>
    <div class="cluster">${TICKS.map(({ name, label }) => html`<label class="tick"><input type="checkbox" checked=${wish[name] === "1"} onChange=${(/** @type {any} */ ticked) => ask({ [name]: ticked.target.checked ? "1" : "" })} />${say(label)}</label>`)}</div>
  </div></section>`;
}

show(Page);
