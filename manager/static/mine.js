// A clerk's own figures: only added up, from the next day, from enough ratings.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { Account } from "account";
import { _, both, say } from "languages";
import { Empty, Icon, LanguageSwitch, show, toast } from "page";
import { percent } from "./figures.js";
import { LevelStrip } from "./levels.js";

const TITLE = _("我的评价");
const LEAD = _("只显示汇总，看不出哪位群众怎样评价。当天的评价次日才计入；累积到一定份数才显示。");
const NOT_YET = _("评价还不够多");
const NOT_YET_LEAD = _("满 {n} 份评价后，次日起显示汇总。");
const GOOD_RATE = _("好评率");
const RATED = _("评价数");
const ENDED = _("办结 {n}");
const SHARE = _("参评率");
const INTERVAL_OF = _("95% 区间 {low}–{high}");
const LEVELS = _("等级分布");
const BACK = _("返回窗口");
const CASES = _("我的差评事项");
const READING = _("正在读取…");

function Mine() {
  const [known, setKnown] = useState(/** @type {any} */ (null));
  useEffect(() => { get("/mine").then(setKnown, (error) => { if (error instanceof Refusal) toast(error.message, "bad"); else throw error; }); }, []);
  const figures = known?.figures;
  return html`<header class="bar case-bar"><a class="button quiet" href="/clerk/"><${Icon} of="left" />${say(BACK)}</a>
      <h1 class="bar-title">${say(TITLE)}${known && html` · ${both(known.shown)}`}</h1><a class="button quiet" href=${`/mine/cases${location.search}`}><${Icon} of="list" />${say(CASES)}</a><${LanguageSwitch} /><${Account} /></header>
    <div class="sheet mine stack">
      <p class="soft">${say(LEAD)}</p>
      ${!known ? html`<p role="status">${say(READING)}</p>` : !figures ? html`<${Empty} icon="chart" title=${say(NOT_YET)}><p>${say(NOT_YET_LEAD, { n: known.least })}</p><//>` : html`
        <section class="figures totals" aria-label=${say(TITLE)}>
          <div class="figure"><span class="figure-label">${say(GOOD_RATE)}</span><span class="figure-value">${percent(figures.good_rate)}</span>
            <span class="figure-note">${say(INTERVAL_OF, { low: percent(figures.interval[0]), high: percent(figures.interval[1]) })}</span></div>
          <div class="figure"><span class="figure-label">${say(RATED)}</span><span class="figure-value">${figures.rated}</span><span class="figure-note">${say(ENDED, { n: figures.ended })}</span></div>
          <div class="figure"><span class="figure-label">${say(SHARE)}</span><span class="figure-value">${percent(figures.participation)}</span></div>
        </section>
        <section class="card panel" aria-labelledby="levels"><h2 id="levels" class="panel-title">${say(LEVELS)}</h2><${LevelStrip} of=${figures} /></section>`}
    </div>`;
}

show(Mine);
