// 请您评价 on the phone: each handling by itself, with the same faces and tags as the pad, and a few words if one likes.

import { html } from "htm/preact";
import { useId } from "preact/hooks";
import { dateOf, instant, useNow } from "clock";
import { _, both, say } from "languages";
import { Avatar, Faces, Icon } from "page";
import { isLow, isWhole, LONGEST_TEXT, Tags, useRating } from "rating";
import { token } from "told";

/** @import { Rateable } from "../../web/static/pictures" */

const HEADLINE = _("请您评价");
const BY = _("{name}　{no} 号窗口");
const HOW = _("您对这次服务满意吗？");
const UNTIL = _("{day}前可以评价，自愿参加");
const WHAT_WAS_WRONG = _("请告诉我们哪里没做好（可多选）");
const WHAT_WAS_GOOD = _("哪些方面让您满意？（可多选，也可直接提交）");
const WHAT_WAS_FAIR = _("您的印象是？（可多选，也可直接提交）");
const SAY_MORE = _("还想说几句（可不填）");
const COUNT = _("{n}/{most} 字");
const SUBMIT = _("提交评价");
const PICK_ONE = _("请选一项，或写几句，再提交");
const SENDING = _("正在保存您的评价…");
const UNSTORED = _("网络不通，您的评价还没有保存。内容已保留，正在重试。");
const REFUSED = _("没有保存：{why}");
const THANKS = _("谢谢您的评价！");
const THANKS_LOW = _("谢谢您的意见，我们会核实并改进。");
const RATED = _("这次办理已评价，谢谢您！");
const OVER = _("评价时间已过");
/** @type {Record<string, string>} */
const LACKING = { deficient: _("还需补齐"), refused: _("不予办理的理由") };

/** @param {{one: Rateable}} props */
export function RateCard({ one }) {
  return html`<section class="card rate-card">
    <header class="rate-who">
      <${Avatar} who=${both(one.clerk.shown)} photo=${one.clerk.photo} />
      <div class="grow"><h2>${both(one.service_name)}</h2><p class="small soft">${say(BY, { name: one.clerk.shown, no: one.window_no })}</p></div>
    </header>
    ${one.lacking && html`<div class="lacking"><h3>${say(LACKING[one.outcome] ?? LACKING.deficient)}</h3><p class="typed">${one.lacking}</p></div>`}
    <${Rating} one=${one} />
  </section>`;
}

/** @param {{one: Rateable}} props */
function Rating({ one }) {
  const rating = useRating(`/t/${token}/ratings`, one.handling);
  const now = useNow();
  const { answer, phase } = rating;
  const busy = phase === "sending" || phase === "unstored";
  if (phase === "stored") return html`<${Said} mood="good" text=${say(isLow(answer.level) ? THANKS_LOW : THANKS)} />`;
  if (one.rated && !busy) return html`<${Said} mood="good" text=${say(RATED)} />`;
  if (now >= instant(one.closes_at)) return html`<p class="soft">${say(OVER)}</p>`;
  return html`<div class="rate-form">
    <h3 class="title rate-title">${say(HEADLINE)}</h3>
    <p class="soft">${answer.level === 0 ? html`${say(HOW)}<br /><span class="small">${say(UNTIL, { day: dateOf(one.closes_at) })}</span>` : say(HOW)}</p>
    <${Faces} choose=${rating.choose} chosen=${answer.level || null} locked=${busy} />
    ${answer.level > 0 && html`<${Why} rating=${rating} busy=${busy} />`}
  </div>`;
}

/** @param {{rating: ReturnType<typeof useRating>, busy: boolean}} props */
function Why({ rating, busy }) {
  const { answer, phase } = rating;
  const id = useId();
  const written = [...answer.text].length;
  const ready = isWhole(answer);
  const question = say(isLow(answer.level) ? WHAT_WAS_WRONG : answer.level === 3 ? WHAT_WAS_FAIR : WHAT_WAS_GOOD);
  return html`<div class="rate-more arrive">
    <p class="strong">${question}</p>
    <${Tags} level=${answer.level} chosen=${answer.tags} choose=${rating.mark} locked=${busy} label=${question} />
    <div class="field">
      <label for=${id}>${say(SAY_MORE)}</label>
      <textarea id=${id} class="input" rows="3" disabled=${busy} value=${answer.text} aria-invalid=${written > LONGEST_TEXT ? "true" : undefined}
        onInput=${(/** @type {InputEvent & {currentTarget: HTMLTextAreaElement}} */ typed) => rating.write(typed.currentTarget.value)}></textarea>
      <span class=${written > LONGEST_TEXT ? "field-error" : "field-hint"} role=${written > LONGEST_TEXT ? "alert" : undefined}>${say(COUNT, { n: written, most: LONGEST_TEXT })}</span>
    </div>
    ${phase === "unstored" && html`<${Said} mood="warn" text=${say(UNSTORED)} />`}
    ${phase === "refused" && html`<${Said} mood="bad" text=${say(REFUSED, { why: rating.refusal?.message ?? "" })} />`}
    ${!ready && written <= LONGEST_TEXT && html`<p class="small soft">${say(PICK_ONE)}</p>`}
    <button type="button" class="button primary large wide" aria-disabled=${ready && !busy ? undefined : "true"} aria-busy=${busy ? "true" : "false"}
      onClick=${() => ready && !busy && rating.send()}>${say(busy ? SENDING : SUBMIT)}</button>
  </div>`;
}

/** @param {{mood: "good" | "warn" | "bad", text: string}} props */
function Said({ mood, text }) {
  return html`<p class="notice" data-mood=${mood} role=${mood === "good" ? "status" : "alert"}>
    <${Icon} of=${mood === "good" ? "check" : "warning"} /><span>${text}</span></p>`;
}
