// The frame around each of the manager's pages: where one may go, who is here.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { Account } from "account";
import { _, both, say } from "languages";
import { Icon, LanguageSwitch } from "page";
import { News, useHall, Waiting, waitingIn } from "./news.js";

/** @import { ComponentChildren } from "preact" */
/** @import { Manager } from "pictures" */
/**
 * @typedef {{section: string, shown: Words, number: string, role: string, powers: string[], hall: Words, prints_codes: boolean}} Told
 */

const PAGES = _("管理页面");
const MENU = _("菜单");
const WATCHING = _("总览");
const RATING = _("评价管理");
const CASES = _("差评整改");
const SETTING_UP = _("设置");
const LIVE = _("大厅实况");
const SATISFACTION = _("满意度");
const SERVICES = _("业务设置");
const WINDOWS = _("窗口设置");
const STAFF = _("人员");
const DEVICES = _("设备");
const HOURS = _("开放时间");
const NOTICES = _("屏幕公告");
const TAG_SETS = _("评价标签");
const DISTRICT = _("全区满意度");
const IMPROVEMENTS = _("您提我改");
const RECIPIENTS = _("通知");
const POLICY = _("规则");
const HALL = _("大厅");
const INTEGRITY = _("评价核查");
const SKIP = _("跳到正文");

/** What stands in the page's head. */
export const told = /** @type {Told} */ (JSON.parse(document.getElementById("shell")?.textContent ?? "{}"));

/** @param {string} power */
export function may(power) {
  return told.powers.includes(power);
}

const GROUPS = [
  { title: WATCHING, pages: [
    { section: "live", path: "/manager/", icon: "eye", label: LIVE, power: "watch" },
    { section: "satisfaction", path: "/manager/satisfaction", icon: "chart", label: SATISFACTION, power: "watch" },
    { section: "district", path: "/manager/district", icon: "chart", label: DISTRICT, power: "survey" },
  ] },
  { title: RATING, pages: [
    { section: "cases", path: "/manager/cases", icon: "list", label: CASES, power: "ratings" },
    { section: "integrity", path: "/manager/integrity", icon: "search", label: INTEGRITY, power: "exclude" },
    { section: "improvements", path: "/manager/improvements", icon: "heart", label: IMPROVEMENTS, power: "cases" },
  ] },
  { title: SETTING_UP, pages: [
    { section: "services", path: "/manager/services", icon: "document", label: SERVICES, power: "steer" },
    { section: "windows", path: "/manager/windows", icon: "counter", label: WINDOWS, power: "steer" },
    { section: "staff", path: "/manager/staff", icon: "people", label: STAFF, power: "people" },
    { section: "devices", path: "/manager/devices", icon: "phone", label: DEVICES, power: "people" },
    { section: "hours", path: "/manager/hours", icon: "clock", label: HOURS, power: "steer" },
    { section: "notices", path: "/manager/notices", icon: "speaker", label: NOTICES, power: "steer" },
    { section: "tag-sets", path: "/manager/tag-sets", icon: "star", label: TAG_SETS, power: "steer" },
    { section: "recipients", path: "/manager/recipients", icon: "bell", label: RECIPIENTS, power: "steer" },
    { section: "policy", path: "/manager/policy", icon: "settings", label: POLICY, power: "steer" },
    { section: "hall", path: "/manager/hall", icon: "info", label: HALL, power: "steer" },
  ] },
];

/**
 * @param {{title: string, lead?: string, actions?: ComponentChildren, children?: ComponentChildren, hall?: Manager}} props
 *   `hall`: the live hall, where the page watches it anyway
 */
export function Shell({ title, lead, actions, children, hall: given }) {
  const watches = may("watch") && may("ratings");
  const hall = useHall(given, watches);
  const waiting = waitingIn(hall);
  const [open, setOpen] = useState(false);
  return html`<div class="frame">
    <a class="skip button" href="#content">${say(SKIP)}</a>
    <aside class="side" data-open=${open ? "" : undefined}>
      <div class="side-head">
        <p class="side-hall title">${both(told.hall)}</p>
        <button type="button" class="button quiet side-menu" aria-expanded=${open} aria-controls="pages" onClick=${() => setOpen(!open)}>
          <${Icon} of=${open ? "cross" : "list"} />${say(MENU)}
        </button>
      </div>
      <nav id="pages" class="side-pages" aria-label=${say(PAGES)}>
        ${GROUPS.map((group) => group.pages.some((one) => may(one.power)) && html`<div class="side-group">
          <p class="side-title">${say(group.title)}</p>
          ${group.pages.filter((one) => may(one.power)).map((one) => html`
            <a class="side-page" href=${one.path} aria-current=${one.section === told.section ? "page" : undefined}>
              <${Icon} of=${one.icon} /><span class="grow">${say(one.label)}</span><${Waiting} of=${waiting[one.section]} />
            </a>`)}
        </div>`)}
      </nav>
      <div class="side-foot"><${LanguageSwitch} /><${Account} /></div>
    </aside>
    <div class="content" id="content" tabindex="-1">
      ${watches && html`<${News} latest=${hall?.cases.latest} />`}
      <header class="content-head">
        <div class="grow"><h1 class="content-title">${title}</h1>${lead && html`<p class="soft">${lead}</p>`}</div>
        ${actions && html`<div class="cluster">${actions}</div>`}
      </header>
      ${children}
    </div>
  </div>`;
}
