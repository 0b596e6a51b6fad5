// The single ratings behind a figure: what people chose and wrote, newest first, a page at a time.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { dateOf, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { Chip, Empty, Icon, show, useDeed } from "page";
import { Asks, shifted } from "./asks.js";
import { StateChip } from "./case_words.js";
import { ASK_ONE, CHANNELS } from "./integrity_words.js";
import { LEVEL_WORDS } from "./levels.js";
import { PrintHead } from "./print_head.js";
import { may, Shell } from "./shell.js";

/** @typedef {{key: string, name: Words}} Named */
/**
 * @typedef {{id: string, number: string, window_no: number, clerk: Named, service: Named, level: number, tags: {code: string, text: Words}[], text: string, channel: string,
 *   kind: string, at: Moment, ended_at: Moment, simulated: boolean, flags: string[], excluded: boolean, case: {id: string, no: number, state: string} | null}} Rating
 * @typedef {{today: string} & Record<string, Named[]>} Choices
 * @typedef {Record<string, string>} Wish
 * @typedef {{name: string, label: string, list: {value: string, label: string}[]}} Choosing
 */

const TITLE = _("评价明细");
const LEAD = _("数字背后的每一份评价，按办结时间从新到旧。这里没有群众的姓名和电话。");
const BACK = _("回到满意度");
const CHOOSE = _("筛选");
const ALL = _("全部");
const CLEAR = _("清除筛选");
const WINDOW = _("窗口");
const CLERK = _("人员");
const SERVICE = _("业务");
const CATEGORY = _("类别");
const WEEKDAY = _("星期");
const HOUR = _("时段");
const LEVEL = _("等级");
const TAG = _("标签");
const CHANNEL = _("渠道");
const CAUSE = _("差评原因");
const WAIT = _("等候");
const MARKS = _("标记");
const FLAGGED = _("只看有标记的");
const EXCLUDED = _("只看已排除的");
const ENDED = _("办结");
const NUMBER = _("号码");
const SAID = _("评价内容");
const RATED = _("评价于 {time}");
const ADDITION = _("追加的评价");
const SIMULATED = _("演练");
const OUT = _("已排除");
const CASE = _("整改 {no} 号");
const NO_TEXT = _("没有写文字");
const MORE = _("再看一些");
const SHOWN = _("已列出 {n} 份");
const SHOWN_ALL = _("共 {n} 份");
const NONE = _("没有符合的评价");
const NONE_LEAD = _("换一段日期，或去掉几个筛选。");
const READING = _("正在读取…");

const LOW = _("只看差评");
const LEAVE_OUT = _("提请排除");
const WEEKDAYS = [_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日")];
/** @type {Record<string, string>} */
const FLAGS = { quick: _("办结后马上评价"), before_next: _("叫下一位前评价"), burst: _("短时间内集中"), too_short: _("办理时间过短"), own_console: _("来自工作人员的地址") };
const TICKS = [{ name: "low", label: LOW }, { name: "flagged", label: FLAGGED }, { name: "excluded", label: EXCLUDED }];
const USUAL_DAYS = 30;
const CHOSEN_BY = ["window", "clerk", "service", "category", "weekday", "hour", "level", "tag", "channel", "cause", "wait", "month", "low", "flagged", "excluded"];

/** @returns {Wish} */
function asked() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(["from", "to", ...CHOSEN_BY].map((name) => [name, query.get(name) ?? ""]));
}

/** @param {Wish} wish */
function queryOf(wish) {
  return new URLSearchParams(Object.entries(wish).filter(([, value]) => value)).toString();
}

function Page() {
  const [wish, setWish] = useState(asked);
  const [choices, setChoices] = useState(/** @type {Choices | null} */ (null));
  const [rows, setRows] = useState(/** @type {Rating[] | null} */ (null));
  const [next, setNext] = useState(/** @type {string | null} */ (null));
  const [refusal, setRefusal] = useState(/** @type {Refusal | null} */ (null));
  useEffect(() => { get("/manager/ratings/choices").then(setChoices, (error) => { if (error instanceof Refusal) setRefusal(error); else throw error; }); }, []);
  useEffect(() => {
    let stale = false;
    setRows(null);
    get(`/manager/ratings?${queryOf(wish)}`).then((answer) => { if (!stale) { setRows(answer.ratings); setNext(answer.next); setRefusal(null); } }, (error) => {
      if (!(error instanceof Refusal)) throw error;
      if (!stale) setRefusal(error);
    });
    return () => { stale = true; };
  }, [wish]);
  const ask = (/** @type {Wish} */ more) => {
    const chosen = { ...wish, ...more };
    history.replaceState(null, "", `?${queryOf(chosen)}`);
    setWish(chosen);
  };
  const further = useDeed(async () => {
    const answer = await get(`/manager/ratings?${queryOf({ ...wish, before: next ?? "" })}`);
    setRows([...(rows ?? []), ...answer.ratings]);
    setNext(answer.next);
  });
  const today = choices?.today ?? "";
  // The days the door takes when it is told none.
  const days = { from: wish.from || (today && shifted(wish.to || today, 1 - USUAL_DAYS)), to: wish.to || today };
  const back = html`<a class="button" href=${`/manager/satisfaction?${queryOf({ from: wish.from, to: wish.to })}`}><${Icon} of="back" />${say(BACK)}</a>`;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${back}>
    <${PrintHead} title=${say(TITLE)} days=${days} more=${chosenText(wish, choices)} />
    <${Asks} days=${days} against=${null} today=${today} ask=${ask} refusal=${refusal} compares=${false} />
    ${choices && html`<${Filters} wish=${wish} choices=${choices} ask=${ask} />`}
    ${!refusal && (!rows ? html`<p class="soft" role="status">${say(READING)}</p>` : rows.length === 0 ? html`<${Empty} icon="search" title=${say(NONE)}><p class="soft">${say(NONE_LEAD)}</p><//>`
      : html`<${List} rows=${rows} /><div class="cluster"><p class="small soft" role="status">${say(next ? SHOWN : SHOWN_ALL, { n: rows.length })}</p>
        ${next && html`<button type="button" class="button" disabled=${further.busy} onClick=${further.run}>${say(MORE)}</button>`}</div>`)}
  <//>`;
}

/** Everything that may be chosen from a list. @param {Choices} choices @returns {Choosing[]} */
function choosings(choices) {
  const named = (/** @type {string} */ name, /** @type {string} */ label, /** @type {boolean} */ numbered = false) => ({ name, label: say(label), list: choices[name].map((one) => ({ value: one.key, label: numbered ? `${one.key} ${both(one.name)}` : both(one.name) })) });
  return [
    named("window", WINDOW, true), named("clerk", CLERK, true), named("service", SERVICE), named("category", CATEGORY),
    { name: "level", label: say(LEVEL), list: LEVEL_WORDS.map((word, at) => ({ value: String(5 - at), label: say(word) })) },
    named("tag", TAG, true), named("channel", CHANNEL), named("cause", CAUSE), named("wait", WAIT),
    { name: "weekday", label: say(WEEKDAY), list: WEEKDAYS.map((word, at) => ({ value: String(at + 1), label: say(word) })) },
    { name: "hour", label: say(HOUR), list: Array.from({ length: 24 }, (_none, hour) => ({ value: String(hour), label: `${hour}:00–${hour + 1}:00` })) },
  ];
}

/** What was chosen, in words: on paper nothing else says which ratings these are. @param {Wish} wish @param {Choices | null} choices */
function chosenText(wish, choices) {
  const listed = choices ? choosings(choices).filter(({ name }) => wish[name]).map(({ name, label, list }) => `${label} ${list.find((one) => one.value === wish[name])?.label ?? wish[name]}`) : [];
  return [...listed, ...(wish.month ? [wish.month] : []), ...TICKS.filter(({ name }) => wish[name]).map(({ label }) => say(label))].join(" · ");
}

/** @param {{wish: Wish, choices: Choices, ask: (more: Wish) => void}} props */
function Filters({ wish, choices, ask }) {
  const choose = (/** @type {Choosing} */ { name, label, list }) => html`<div class="field">
    <label for=${`by-${name}`}>${label}</label>
    <select class="input" id=${`by-${name}`} onChange=${(/** @type {any} */ chosen) => ask({ [name]: chosen.target.value })}>
      <option value="" selected=${!wish[name]}>${say(ALL)}</option>
      ${list.map((one) => html`<option value=${one.value} selected=${wish[name] === one.value}>${one.label}</option>`)}</select></div>`;
  const tick = (/** @type {{name: string, label: string}} */ { name, label }) => html`<label class="tick"><input type="checkbox" checked=${wish[name] === "1"}
    onChange=${(/** @type {any} */ ticked) => ask({ [name]: ticked.target.checked ? "1" : "" })} />${say(label)}</label>`;
  const any = CHOSEN_BY.some((name) => wish[name]);
  return html`<details class="card panel filters" open=${any || innerWidth > 820}><summary class="panel-title">${say(CHOOSE)}</summary><div class="filter-grid">
    ${choosings(choices).map(choose)}
    </div><div class="cluster">${TICKS.map(tick)}
    ${any && html`<button type="button" class="button quiet" onClick=${() => ask(Object.fromEntries(CHOSEN_BY.map((name) => [name, ""])))}><${Icon} of="cross" />${say(CLEAR)}</button>`}</div></details>`;
}

/** @param {{rows: Rating[]}} props */
function List({ rows }) {
  return html`<div class="table-wrap" tabindex="0" role="group" aria-label=${say(TITLE)}><table class="table cards ratings">
    <thead><tr><th>${say(LEVEL)}</th><th>${say(SAID)}</th><th>${say(ENDED)}</th><th>${say(NUMBER)}</th><th>${say(WINDOW)}</th><th>${say(SERVICE)}</th><th>${say(CHANNEL)}</th><th>${say(MARKS)}</th></tr></thead>
    <tbody>${rows.map((one) => html`<${Line} key=${one.id} one=${one} />`)}</tbody></table></div>`;
}

/** When it was given; from home that may be another day. @param {Rating} one */
function ratedAt(one) {
  const day = dateOf(one.at);
  return day === dateOf(one.ended_at) ? timeOfDay(one.at) : `${day} ${timeOfDay(one.at)}`;
}

/** @param {{one: Rating}} props */
function Line({ one }) {
  return html`<tr><th scope="row" class="nowrap"><i class=${`swatch level-${one.level}`}></i>${say(LEVEL_WORDS[5 - one.level])}</th>
    <td class="said">${one.tags.length > 0 && html`<ul class="said-tags">${one.tags.map((tag) => html`<li><${Chip}>${both(tag.text)}<//></li>`)}</ul>`}
      ${one.text ? html`<q class="said-text">${one.text}</q>` : !one.tags.length && html`<span class="small soft">${say(NO_TEXT)}</span>`}</td>
    <td data-label=${say(ENDED)}><span>${dateOf(one.ended_at)} <time>${timeOfDay(one.ended_at)}</time></span><span class="interval">${say(RATED, { time: ratedAt(one) })}</span></td>
    <td class="number" data-label=${say(NUMBER)}>${one.number}</td>
    <td data-label=${say(WINDOW)}><span class="num">${one.window_no}</span> ${both(one.clerk.name)}</td><td>${both(one.service.name)}</td>
    <td data-label=${say(CHANNEL)}>${say(CHANNELS[one.channel] ?? one.channel)}${one.kind === "addition" && html` <${Chip} mood="accent">${say(ADDITION)}<//>`}</td>
    <td><div class="marks">${one.flags.map((flag) => html`<${Chip} mood="warn" icon="eye">${say(FLAGS[flag] ?? flag)}<//>`)}${one.excluded && html`<${Chip} mood="bad" icon="minus">${say(OUT)}<//>`}${one.simulated && html`<${Chip}>${say(SIMULATED)}<//>`}
      ${one.case && html`<a class="behind" href=${`/manager/cases/${one.case.id}`}>${say(CASE, { no: one.case.no })}</a> <${StateChip} of=${one.case.state} />`}
      ${may("exclude") && !one.excluded && html`<a class="behind small leave-out" href=${`/manager/integrity?rating=${one.id}`} aria-label=${say(ASK_ONE, { number: one.number })}>${say(LEAVE_OUT)}</a>`}</div></td></tr>`;
}

show(Page);
