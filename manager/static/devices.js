// The machines in the hall: let in by the code they show, changed, replaced, put out of use.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post } from "ask";
import { _, both, say } from "languages";
import { Chip, Dialog, Empty, Icon, show, toast, useDeed } from "page";
import { BothField, Form, NumberField, SelectField, TextField, useForm } from "./fields.js";
import { Reading, useSection } from "./section.js";
import { Shell } from "./shell.js";

const TITLE = _("设备");
const LEAD = _("新机器打开自己的网址会显示六位配对码；在这里输入配对码，它就成为大厅的设备。");
const PAIR = _("配对新设备");
const ADD_PRINTER = _("新增打印机");
const CODE = _("配对码");
const CODE_HINT = _("新机器屏幕上的六位数字，10 分钟内有效");
const KIND = _("设备种类");
const NAME = _("名称");
const WINDOW = _("所属窗口");
const WINDOW_OF = _("{no} 号 {name}");
const NO_WINDOW = _("不属于某个窗口");
const STRIP_HINT = _("选了窗口的叫号屏就是窗口上方的条屏");
const AREA = _("区域");
const WHOLE = _("整个大厅");
const PRINTER = _("打印机");
const FIRST = _("大厅的第一台打印机");
const KEEP = _("返回");
const SAVE = _("保存");
const LET_IN = _("配对");
const LET_IN_ONE = _("配对{name}");
const EDIT = _("修改");
const EDIT_ONE = _("修改{name}");
const REPLACE = _("更换");
const REPLACE_ONE = _("更换{name}");
const REPLACE_LEAD = _("新机器接替它的名称和位置，旧机器立即失效。请输入新机器上显示的配对码。");
const REVOKE = _("停用");
const REVOKE_ONE = _("停用{name}");
const REVOKE_SURE = _("停用后它立即不能再使用，屏幕会回到配对页。");
const REVOKED = _("{name}已停用");
const PAIRED = _("使用中");
const UNPAIRED = _("等待配对");
const OUT = _("已停用");
const TEST = _("打印测试页");
const TESTED = _("测试页已交给{name}");
const NONE = _("还没有这类设备");
const ADDRESS = _("网址");
const DRIVER = _("连接方式");
const HOST = _("主机");
const HOST_HINT = _("打印机的 IP 地址或主机名");
const PORT = _("端口");
const MODE = _("打印方式");
const COLUMNS = _("每行半角字数");
const COLUMNS_HINT = _("80 毫米纸 48，58 毫米纸 32");
const WIDTH = _("每行点数");
const WIDTH_HINT = _("80 毫米纸 576，58 毫米纸 384");
const PATH = _("文件");
const SHOW_OUT = _("显示已停用的设备（{n}）");

/** While some machine has not come yet, in milliseconds. */
const LOOK_AGAIN = 3000;
/** @type {Record<string, string>} */
const KINDS = { kiosk: _("取号机"), display: _("叫号屏"), pad: _("评价器"), printer: _("打印机") };
/** @type {Record<string, string>} */
const PAGES = { kiosk: "/kiosk/", display: "/display/", pad: "/evaluator/" };
/** @type {Record<string, string>} */
const ICONS = { kiosk: "ticket", display: "speaker", pad: "star", printer: "printer" };
/** @type {Record<string, string>} */
const DRIVERS = { virtual: _("虚拟（在网页上看小票）"), network: _("网络（TCP 9100）"), file: _("文件或设备节点"), agent: _("本机代理（USB、串口）") };
const AGENT_HINT = _("保存后，在接打印机的电脑上运行 python -m kiosk.agent，它显示六位配对码；在这台打印机旁按“配对”输入。");
/** @type {Record<string, string>} */
const MODES = { text: _("文字（打印机自带中文字库）"), raster: _("图像（打印机没有中文字库）") };

function Page() {
  const [known, read] = useSection("devices");
  const [task, setTask] = useState(/** @type {{of: string, one?: any} | null} */ (null));
  const [all, setAll] = useState(false);
  const test = useDeed(async (/** @type {any} */ one) => { await post(`/manager/printers/${one.id}/test`); toast(say(TESTED, { name: one.name }), "good"); });
  const close = () => setTask(null);
  // A machine just let in fetches its token a moment later.
  const waits = known?.devices?.some((/** @type {any} */ one) => !one.paired && !one.revoked && (one.kind !== "printer" || one.driver === "agent"));
  useEffect(() => {
    if (!waits || task) return undefined;
    const soon = setTimeout(() => void read(), LOOK_AGAIN);
    return () => clearTimeout(soon);
  }, [known, task]);
  const done = () => { setTask(null); void read(); };
  const actions = html`<button type="button" class="button" disabled=${!known?.devices} onClick=${() => setTask({ of: "printer" })}><${Icon} of="printer" />${say(ADD_PRINTER)}</button>
    <button type="button" class="button primary" disabled=${!known?.devices} onClick=${() => setTask({ of: "pair" })}><${Icon} of="plus" />${say(PAIR)}</button>`;
  if (!known?.devices) return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${actions}><${Reading} known=${known} /><//>`;
  const gone = known.devices.filter((/** @type {any} */ one) => one.revoked).length;
  return html`<${Shell} title=${say(TITLE)} lead=${say(LEAD)} actions=${actions}>
    ${Object.keys(KINDS).map((kind) => {
      const listed = known.devices.filter((/** @type {any} */ one) => one.kind === kind && (all || !one.revoked));
      return html`<section class="stack-tight" key=${kind} aria-label=${say(KINDS[kind])}>
        <h2 class="kind-title">${say(KINDS[kind])} ${PAGES[kind] && html`<span class="small soft">${say(ADDRESS)} ${location.origin}${PAGES[kind]}</span>`}</h2>
        ${listed.length ? html`<ul class="devices">${listed.map((/** @type {any} */ one) => html`<${Device} key=${one.id} one=${one} known=${known} does=${setTask} test=${test} />`)}</ul>` : html`<${Empty} icon=${ICONS[kind]} title=${say(NONE)} />`}
      </section>`;
    })}
    ${gone > 0 && html`<label class="tick"><input type="checkbox" checked=${all} onChange=${() => setAll(!all)} />${say(SHOW_OUT, { n: gone })}</label>`}
    ${task?.of === "pair" && html`<${Pair} known=${known} close=${close} done=${done} />`}
    ${(task?.of === "printer" || task?.of === "edit") && html`<${Edit} one=${task.one ?? { kind: "printer", driver: "network", port: 9100, mode: "text", columns: 48, width: 576, fresh: true }} known=${known} close=${close} done=${done} />`}
    ${task?.of === "replace" && html`<${Replace} one=${task.one} close=${close} done=${done} />`}
    ${task?.of === "revoke" && html`<${Revoke} one=${task.one} close=${close} done=${done} />`}
  <//>`;
}

/** @param {{one: any, known: any, does: (task: any) => void, test: {run: (one: any) => void, busy: boolean}}} props */
function Device({ one, known, does, test }) {
  const where = [one.window_no && say(WINDOW_OF, { no: one.window_no, name: known.windows.find((/** @type {any} */ each) => each.no === one.window_no)?.name }), one.area,
    one.printer && both(known.devices.find((/** @type {any} */ each) => each.name.zh === one.printer)?.name),
    one.driver && say(DRIVERS[one.driver]), one.host && `${one.host}:${one.port}`, one.path].filter(Boolean);
  const printer = one.kind === "printer";
  // A printer that the server reaches by itself has no machine of its own to let in.
  const pairs = !printer || one.driver === "agent";
  return html`<li class="card">
    <div class="device-head"><${Icon} of=${ICONS[one.kind]} /><span class="device-name">${both(one.name)}</span>
      ${one.revoked ? html`<${Chip} icon="stop">${say(OUT)}<//>` : one.paired || !pairs ? html`<${Chip} mood="good" icon="check">${say(PAIRED)}<//>` : html`<${Chip} mood="warn" icon="clock">${say(UNPAIRED)}<//>`}</div>
    <p class="small soft">${where.join(" · ") || say(WHOLE)}</p>
    ${!one.revoked && html`<div class="row-actions">
      ${printer && html`<button type="button" class="button" disabled=${test.busy} onClick=${() => test.run(one)}>${say(TEST)}</button>`}
      <button type="button" class="button" aria-label=${say(EDIT_ONE, { name: one.name })} onClick=${() => does({ of: "edit", one })}>${say(EDIT)}</button>
      ${pairs && html`<button type="button" class="button" aria-label=${say(one.paired ? REPLACE_ONE : LET_IN_ONE, { name: one.name })} onClick=${() => does({ of: "replace", one })}>${say(one.paired ? REPLACE : LET_IN)}</button>`}
      <button type="button" class="button danger" aria-label=${say(REVOKE_ONE, { name: one.name })} onClick=${() => does({ of: "revoke", one })}>${say(REVOKE)}</button></div>`}
  </li>`;
}

/** @param {{known: any, close: () => void, done: () => void}} props */
function Pair({ known, close, done }) {
  const send = (/** @type {any} */ { code, ...facts }) => post("/manager/devices/pair", { code: code ?? "", facts });
  return html`<${Dialog} firm size="wide" title=${say(PAIR)} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="pairing" class="button primary">${say(LET_IN)}</button>`}>
    <${Form} id="pairing" first=${{ code: null, kind: "kiosk", name: null }} send=${send} done=${done}><${Code} /><${Place} known=${known} choose /><//>
  <//>`;
}

function Code() {
  const { facts, set, wrong } = useForm();
  const fault = wrong("code");
  return html`<div class="field"><label for="code">${say(CODE)}</label>
    <input class="input input-code" id="code" inputmode="numeric" maxlength="7" autocomplete="off" value=${facts.code ?? ""} aria-invalid=${!!fault} aria-describedby="code-hint"
      onInput=${(/** @type {any} */ typed) => set("code", typed.target.value.replace(/[^0-9]/g, "").slice(0, 6))} />
    <p class="field-hint" id="code-hint">${say(CODE_HINT)}</p>${fault && html`<p class="field-error"><${Icon} of="warning" />${fault}</p>`}</div>`;
}

/** @param {{known: any, choose?: boolean}} props */
function Place({ known, choose }) {
  const { facts } = useForm();
  const printers = known.devices.filter((/** @type {any} */ one) => one.kind === "printer" && !one.revoked);
  const windows = known.windows.map((/** @type {any} */ one) => ({ value: one.no, label: say(WINDOW_OF, { no: one.no, name: one.name }) }));
  return html`${choose && html`<${SelectField} of="kind" label=${say(KIND)} choices=${["kiosk", "display", "pad"].map((kind) => ({ value: kind, label: say(KINDS[kind]) }))} />`}
    <${BothField} of="name" label=${say(NAME)} most=${40} />
    <div class="form-row">
      ${(facts.kind === "pad" || facts.kind === "display") && html`<${SelectField} of="window_no" label=${say(WINDOW)} none=${facts.kind === "display" ? say(NO_WINDOW) : undefined} hint=${facts.kind === "display" ? say(STRIP_HINT) : undefined} choices=${windows} />`}
      ${facts.kind === "display" && known.areas.length > 0 && html`<${SelectField} of="area" label=${say(AREA)} none=${say(WHOLE)} choices=${known.areas.map((/** @type {string} */ area) => ({ value: area, label: area }))} />`}
      ${facts.kind === "kiosk" && html`<${SelectField} of="printer" label=${say(PRINTER)} none=${say(FIRST)} choices=${printers.map((/** @type {any} */ one) => ({ value: one.name.zh, label: both(one.name) }))} />`}</div>`;
}

/** @param {{one: any, known: any, close: () => void, done: () => void}} props */
function Edit({ one, known, close, done }) {
  const printer = one.kind === "printer";
  const keys = printer ? ["name", "driver", "host", "port", "path", "mode", "columns", "width"] : ["name", "window_no", "area", "printer"];
  const first = { kind: one.kind, ...Object.fromEntries(keys.map((key) => [key, one[key] ?? null])) };
  const send = (/** @type {any} */ { kind, ...facts }) => {
    const kept = facts.driver && facts.driver !== "network" ? { ...facts, host: null, port: null } : facts;
    return one.fresh ? post("/manager/printers", { facts: kept }) : post(`/manager/devices/${one.id}`, { facts: kept }, { method: "PUT" });
  };
  return html`<${Dialog} firm size="wide" title=${one.fresh ? say(ADD_PRINTER) : say(EDIT_ONE, { name: one.name })} close=${close} actions=${html`
    <button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="device" class="button primary">${say(SAVE)}</button>`}>
    <${Form} id="device" first=${first} send=${send} done=${done}>${printer ? html`<${Printing} />` : html`<${Place} known=${known} />`}<//>
  <//>`;
}

function Printing() {
  const { facts } = useForm();
  const drivers = ["virtual", "network", "agent", ...(facts.driver === "file" ? ["file"] : [])];
  return html`<${BothField} of="name" label=${say(NAME)} most=${40} />
    <div class="form-row"><${SelectField} of="driver" label=${say(DRIVER)} choices=${drivers.map((driver) => ({ value: driver, label: say(DRIVERS[driver]) }))} /></div>
    ${facts.driver === "network" && html`<div class="form-row"><${TextField} of="host" label=${say(HOST)} hint=${say(HOST_HINT)} most=${253} /><${NumberField} of="port" label=${say(PORT)} low=${1} high=${65535} /></div>`}
    ${facts.driver === "file" && html`<${TextField} of="path" label=${say(PATH)} readonly />`}
    ${facts.driver === "agent" && html`<p class="notice"><${Icon} of="info" /><span>${say(AGENT_HINT)}</span></p>`}
    <${SelectField} of="mode" label=${say(MODE)} choices=${Object.keys(MODES).map((mode) => ({ value: mode, label: say(MODES[mode]) }))} />
    <div class="form-row"><${NumberField} of="columns" label=${say(COLUMNS)} hint=${say(COLUMNS_HINT)} low=${16} high=${96} /><${NumberField} of="width" label=${say(WIDTH)} hint=${say(WIDTH_HINT)} low=${128} high=${2048} /></div>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Replace({ one, close, done }) {
  const send = (/** @type {any} */ { code }) => post(`/manager/devices/${one.id}/replace`, { code: code ?? "" });
  return html`<${Dialog} firm title=${say(one.paired ? REPLACE_ONE : LET_IN_ONE, { name: one.name })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button><button type="submit" form="replacing" class="button primary">${say(one.paired ? REPLACE : LET_IN)}</button>`}>
    ${one.paired && html`<p>${say(REPLACE_LEAD)}</p>`}<${Form} id="replacing" first=${{ code: null }} send=${send} done=${done}><${Code} /><//>
  <//>`;
}

/** @param {{one: any, close: () => void, done: () => void}} props */
function Revoke({ one, close, done }) {
  const go = useDeed(async () => { await post(`/manager/devices/${one.id}/revoke`); toast(say(REVOKED, { name: one.name }), "good"); done(); });
  return html`<${Dialog} title=${say(REVOKE_ONE, { name: one.name })} close=${close} actions=${html`<button type="button" class="button" onClick=${close}>${say(KEEP)}</button>
    <button type="button" class="button danger primary" disabled=${go.busy} onClick=${() => go.run()}>${say(REVOKE)}</button>`}><p>${say(REVOKE_SURE)}</p><//>`;
}

show(Page);
