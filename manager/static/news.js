// What every page of a manager's hears of the hall: a low rating has just become a case; something waits for somebody.

import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { timeOfDay } from "clock";
import { _, say } from "languages";
import { watch } from "live";
import { Icon } from "page";

/** @import { CaseNews, Manager } from "pictures" */

const ONE = _("新的差评：{no} 号窗口，{time}");
const MORE = _("新的差评 {n} 件，最近一件在 {no} 号窗口，{time}");
const SEE = _("查看");
const SEEN = _("知道了");
const OVERDUE = _("{n} 件逾期");
const TO_DECIDE = _("{n} 件待决定");

/**
 * The live hall, undefined until it is known.
 * @param {Manager | undefined} given  by a page that watches it anyway
 * @param {boolean} wanted  whoever may not watch it hears nothing
 */
export function useHall(given, wanted) {
  const [heard, setHeard] = useState(/** @type {Manager | undefined} */ (undefined));
  const own = wanted && given === undefined;
  useEffect(() => (own ? watch("/manager", { draw: (/** @type {Manager} */ picture) => setHeard(picture) }) : undefined), [own]);
  return given ?? heard;
}

/** Reads anew whenever the story of some case of the hall has another entry. @param {() => unknown} read */
export function useCaseEntries(read) {
  useEffect(() => {
    let newest = "";
    return watch("/manager", { draw: (/** @type {Manager} */ picture) => {
      if (newest && newest !== picture.cases.newest) void read();
      newest = picture.cases.newest;
    } });
  }, []);
}

/**
 * Section → what of it waits for somebody, with its word.
 * @param {Manager | undefined} hall
 * @returns {Record<string, {n: number, word: string}>}
 */
export function waitingIn(hall) {
  return {
    cases: { n: hall?.cases.overdue ?? 0, word: OVERDUE },
    integrity: { n: hall?.exclusions_asked ?? 0, word: TO_DECIDE },
  };
}

/** A figure beside a page's name, while there is anything. @param {{of: {n: number, word: string} | undefined}} props */
export function Waiting({ of }) {
  return of && of.n > 0 ? html`<span class="count number"><span aria-hidden="true">${of.n}</span><span class="visually-hidden">${say(of.word, { n: of.n })}</span></span>` : null;
}

/** @param {{latest: CaseNews | null | undefined}} props  undefined until it is known */
export function News({ latest: now }) {
  /** The number of the last case that is no news: the one there was when the page was opened, or was told of. */
  const known = useRef(/** @type {number | null} */ (null));
  const [, again] = useState(0);
  if (now !== undefined && known.current === null) known.current = now?.no ?? 0;
  const fresh = now ? now.no - (known.current ?? now.no) : 0;
  const seen = () => { known.current = now?.no ?? 0; again((round) => round + 1); };
  return html`<div role="status" class="news-at">${now && fresh > 0 && html`<div class="notice news" data-mood="warn"><${Icon} of="bell" />
    <span class="grow">${say(fresh > 1 ? MORE : ONE, { n: fresh, no: now.window_no, time: timeOfDay(now.opened_at) })}</span>
    <a class="button" href=${fresh > 1 ? "/manager/cases" : `/manager/cases/${now.case}`}>${say(SEE)}</a>
    <button type="button" class="button quiet" onClick=${seen}>${say(SEEN)}</button></div>`}</div>`;
}
