// What a manager should look at now, worst first.

import { html } from "htm/preact";
import { post } from "ask";
import { duration, secondsSince, useNow } from "clock";
import { _, both, say } from "languages";
import { Icon, useDeed } from "page";
import { may, told } from "./shell.js";

/** @import { Manager } from "pictures" */

const TITLE = _("需要关注");
const ALL_WELL = _("一切正常，没有需要处理的事");
const UNSERVED = _("{service}：{n} 人在等，没有窗口办理，请增开窗口");
const LONG_WAIT = _("{service}：已有人等了 {time}，请增开窗口");
const LONG_QUEUE = _("{service}：{n} 人在等，请增开窗口");
const LONG_PAUSE = _("{no} 号窗口已暂停 {time}");
const BELL = _("{where}：有群众需要帮助（{time}前）");
const GOING = _("有人去了");
const FAILED = _("{number} 的小票没有打出来（{time}前）");
const UNCERTAIN = _("{number} 的小票可能没有打出来（{time}前）");
const A_SLIP = _("一张");
const AGAIN = _("补打");
const CAME_OUT = _("已出纸，不再补打");
const CASES_OVERDUE = _("{n} 件差评已逾期");
const CASES_UNASSIGNED = _("{n} 件差评还没有承办人");
const APPEALS = _("{n} 件申诉等待复核");
const SEE = _("查看");
const NO_CODE = _("尚未设置 HAOHAO_PUBLIC_URL：小票和屏幕上没有二维码，群众不能用手机查看排队和评价。");

/** @param {{picture: Manager}} props */
export function Attention({ picture }) {
  useNow();
  const answer = useDeed(async (/** @type {string} */ bell) => post(`/manager/bells/${bell}/answer`));
  const again = useDeed(async (/** @type {string} */ job) => post(`/manager/slips/${job}/again`));
  const out = useDeed(async (/** @type {string} */ job) => post(`/manager/slips/${job}/came-out`));
  const listed = [
    ...picture.bells.map((one) => ({
      key: `bell-${one.bell}`, icon: "bell", mood: "bad", text: say(BELL, { where: one.device_name, time: ago(one.at) }),
      does: may("steer") ? [{ label: say(GOING), run: () => answer.run(one.bell), busy: answer.busy }] : [],
    })),
    ...picture.attention.map((one) => ({
      key: `${one.code}-${one.window_no ?? one.service_name?.zh}`, icon: "warning", mood: one.code === "unserved" ? "bad" : "warn", text: textOf(one), does: [],
    })),
    ...picture.troubles.map((one) => ({
      key: `slip-${one.job}`, icon: "printer", mood: "warn",
      text: say(one.state === "uncertain" ? UNCERTAIN : FAILED, { number: one.number ?? say(A_SLIP), time: ago(one.at) }),
      does: may("steer") ? [
        ...(one.state === "uncertain" ? [{ label: say(CAME_OUT), run: () => out.run(one.job), busy: out.busy }] : []),
        { label: say(AGAIN), run: () => again.run(one.job), busy: again.busy },
      ] : [],
    })),
    ...ofCases("ratings", "clock", "warn", CASES_OVERDUE, picture.cases.overdue, "overdue"),
    ...ofCases("cases", "people", "warn", APPEALS, picture.cases.appeals, "appealed"),
    ...ofCases("cases", "list", "info", CASES_UNASSIGNED, picture.cases.unassigned, "unassigned"),
    ...(told.prints_codes ? [] : [{ key: "code", icon: "qr", mood: "info", text: say(NO_CODE), does: [] }]),
  ];
  return html`<section class="card panel" aria-labelledby="attention">
    <h2 id="attention" class="panel-title">${say(TITLE)}${listed.length > 0 && html`<span class="count number">${listed.length}</span>`}</h2>
    ${listed.length ? html`<ul class="attention" tabindex="0" aria-labelledby="attention">${listed.map((one) => html`<li key=${one.key} data-mood=${one.mood}>
      <${Icon} of=${one.icon} /><span class="grow">${one.text}</span>
      ${one.does.length > 0 && html`<span class="attention-deeds">${one.does.map((deed) => html`<button key=${deed.label} type="button" class="button" disabled=${deed.busy} onClick=${deed.run}>${deed.label}</button>`)}</span>`}
    </li>`)}</ul>` : html`<p class="well"><${Icon} of="check" />${say(ALL_WELL)}</p>`}
  </section>`;
}

/**
 * What some cases wait for, with the way to them, for whoever can do something about it.
 * @param {string} power @param {string} icon @param {string} mood @param {string} text @param {number} n @param {string} which
 */
function ofCases(power, icon, mood, text, n, which) {
  if (!n || !may(power)) return [];
  return [{ key: which, icon, mood, text: say(text, { n }), does: [{ label: say(SEE), run: () => location.assign(`/manager/cases?state=open&${which}=1`), busy: false }] }];
}

/** @param {Manager["attention"][number]} one */
function textOf(one) {
  const facts = { service: both(one.service_name), n: one.count, no: one.window_no, time: one.since ? ago(one.since) : "" };
  const texts = /** @type {Record<string, string>} */ ({ unserved: UNSERVED, long_wait: LONG_WAIT, long_queue: LONG_QUEUE, long_pause: LONG_PAUSE });
  return say(texts[one.code] ?? one.code, facts);
}

/** @param {Moment} moment */
function ago(moment) {
  return duration(secondsSince(moment));
}
