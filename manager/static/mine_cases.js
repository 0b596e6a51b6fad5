// A clerk's own: low ratings of one's handlings, and those one handles for others.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { Account } from "account";
import { dateOf, timeOfDay } from "clock";
import { _, both, say } from "languages";
import { Empty, Icon, LanguageSwitch, show, toast } from "page";
import { CaseRows } from "./case_rows.js";
import { Found, StateChip } from "./case_words.js";

const TITLE = _("我的差评事项");
const BACK = _("我的评价");
const ABOUT = _("涉及我的差评");
const ABOUT_LEAD = _("可以说明情况；核实为属实的可以申诉一次。群众写了什么，核实并公开后才显示。");
const HANDLED = _("由我承办的");
const NONE_ABOUT = _("没有涉及您的差评");
const NONE_HANDLED = _("没有由您承办的差评");
const COUNTED = _("近 365 天计入本人考评的 {n} 件（属实，且原因是人员）。");
const NO = _("编号");
const STATE = _("进展");
const SERVICE = _("业务");
const AT = _("收到");
const FOUND = _("结论");
const READING = _("正在读取…");

/** @param {string} id */
const path = (id) => `/mine/cases/${id}${location.search}`;

function Page() {
  const [known, setKnown] = useState(/** @type {any} */ (null));
  useEffect(() => { get("/mine/cases").then(setKnown, (error) => { if (error instanceof Refusal) toast(error.message, "bad"); else throw error; }); }, []);
  return html`<header class="bar case-bar"><a class="button quiet" href=${`/mine${location.search}`}><${Icon} of="left" />${say(BACK)}</a>
      <h1 class="bar-title">${say(TITLE)}</h1><${LanguageSwitch} /><${Account} /></header>
    <div class="sheet sheet-wide stack">
      ${!known ? html`<p role="status">${say(READING)}</p>` : html`
        <section class="stack-tight" aria-labelledby="about"><h2 id="about" class="panel-title">${say(ABOUT)}</h2><p class="soft">${say(ABOUT_LEAD)} ${say(COUNTED, { n: known.counted })}</p>
          ${known.about.length ? html`<${About} rows=${known.about} />` : html`<${Empty} icon="check" title=${say(NONE_ABOUT)} />`}</section>
        <section class="stack-tight" aria-labelledby="handled"><h2 id="handled" class="panel-title">${say(HANDLED)}</h2>
          ${known.handled.length ? html`<${CaseRows} rows=${known.handled} path=${path} label=${say(HANDLED)} />` : html`<p class="soft">${say(NONE_HANDLED)}</p>`}</section>`}
    </div>`;
}

/** @param {{rows: any[]}} props */
function About({ rows }) {
  return html`<div class="table-wrap" tabindex="0" role="group" aria-labelledby="about"><table class="table cards">
    <thead><tr><th>${say(NO)}</th><th>${say(STATE)}</th><th>${say(SERVICE)}</th><th>${say(FOUND)}</th><th>${say(AT)}</th></tr></thead>
    <tbody>${rows.map((one) => html`<tr key=${one.id}><th scope="row"><a class="case-no number" href=${path(one.id)}>${`${say(NO)} ${one.no}`}</a></th>
      <td><${StateChip} of=${one.state} /></td><td>${both(one.service)}</td><td><${Found} verdict=${one.verdict} cause=${one.cause} /></td>
      <td class="nowrap" data-label=${say(AT)}>${dateOf(one.opened_at)} ${timeOfDay(one.opened_at)}</td></tr>`)}</tbody></table></div>`;
}

show(Page);
