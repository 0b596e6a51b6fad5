// A calm line on whatever page a manager has open: a low rating has just become a case.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { timeOfDay } from "clock";
import { _, say } from "languages";
import { watch } from "live";
import { Icon } from "page";

/** @import { CaseNews, Manager } from "pictures" */
/** @typedef {CaseNews | null} Latest */

const ONE = _("新的差评：{no} 号窗口，{time}");
const MORE = _("新的差评 {n} 件，最近一件在 {no} 号窗口，{time}");
const SEE = _("查看");
const SEEN = _("知道了");

/** @param {{latest?: Latest}} props  undefined where the page itself watches nothing */
export function News({ latest }) {
  const [heard, setHeard] = useState(/** @type {Latest | undefined} */ (latest));
  /** The number of the last case that is no news: the one there was when the page was opened, or was told of. */
  const known = useRef(/** @type {number | null} */ (null));
  const [, again] = useState(0);
  useEffect(() => {
    if (latest !== undefined) return undefined;
    return watch("/manager", { draw: (/** @type {Manager} */ picture) => setHeard(picture.cases.latest) });
  }, [latest === undefined]);
  const now = latest === undefined ? heard : latest;
  if (now !== undefined && known.current === null) known.current = now?.no ?? 0;
  const fresh = now ? now.no - (known.current ?? now.no) : 0;
  const seen = () => { known.current = now?.no ?? 0; again((round) => round + 1); };
  return html`<div role="status" class="news-at">${now && fresh > 0 && html`<div class="notice news" data-mood="warn"><${Icon} of="bell" />
    <span class="grow">${say(fresh > 1 ? MORE : ONE, { n: fresh, no: now.window_no, time: timeOfDay(now.opened_at) })}</span>
    <a class="button" href=${fresh > 1 ? "/manager/cases" : `/manager/cases/${now.case}`}>${say(SEE)}</a>
    <button type="button" class="button quiet" onClick=${seen}>${say(SEEN)}</button></div>`}</div>`;
}
