// Closing the day: a person decides, after reading for whom.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post, Refusal } from "ask";
import { _, say } from "languages";
import { Dialog, Icon, Plate, toast, useDeed } from "page";

const TITLE = _("结束今日");
const COUNTING = _("正在清点…");
const NOBODY = _("大厅里已没有等候的群众，可以放心结束。");
const LEFT = _("还有 {n} 人在等候名单里。请先确认他们确已离开：结束今日后，这些号记为“离开”。");
const BUSY = _("还有 {n} 人正在办理或暂存。承诺：办完才能离开，请先办完。");
const CANCEL = _("返回");
const CONFIRM = _("确认结束，{n} 人记为离开");
const CONFIRM_NONE = _("确认结束");
const DONE = _("今日已结束，{n} 人记为离开");

/** @param {{close: () => void}} props */
export function CloseDay({ close }) {
  const [day, setDay] = useState(/** @type {{waiting: string[], busy: {number: string, status: string}[]} | null} */ (null));
  const count = async () => setDay(await get("/manager/day"));
  const refused = (/** @type {Refusal} */ refusal) => { toast(refusal.message, "bad"); void count(); };
  useEffect(() => { count().catch((error) => { if (error instanceof Refusal) { toast(error.message, "bad"); close(); } else throw error; }); }, []);
  const end = useDeed(async () => {
    const { left } = await post("/manager/day/close", { waiting: day?.waiting.length });
    toast(say(DONE, { n: left }), "good");
    close();
  }, refused);
  const ready = day !== null && day.busy.length === 0;
  const actions = html`<button type="button" class="button" onClick=${close}>${say(CANCEL)}</button>
    ${ready && html`<button type="button" class=${day.waiting.length ? "button danger primary" : "button primary"} disabled=${end.busy} onClick=${() => end.run()}>
      ${day.waiting.length ? say(CONFIRM, { n: day.waiting.length }) : say(CONFIRM_NONE)}</button>`}`;
  return html`<${Dialog} title=${say(TITLE)} close=${close} actions=${actions}>
    ${day === null ? html`<p class="soft">${say(COUNTING)}</p>` : day.busy.length ? html`
      <p class="notice" data-mood="warn"><${Icon} of="warning" />${say(BUSY, { n: day.busy.length })}</p>
      <${Numbers} of=${day.busy.map((one) => one.number)} />` : day.waiting.length ? html`
      <p>${say(LEFT, { n: day.waiting.length })}</p><${Numbers} of=${day.waiting} />` : html`
      <p class="notice" data-mood="good"><${Icon} of="check" />${say(NOBODY)}</p>`}
  <//>`;
}

/** @param {{of: string[]}} props */
function Numbers({ of }) {
  return html`<div class="cluster numbers">${of.map((number) => html`<${Plate} key=${number} number=${number} size="small" />`)}</div>`;
}
