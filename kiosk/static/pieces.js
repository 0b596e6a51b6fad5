// The pieces that the kiosk's pages are made of.

import { Component } from "preact";
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "page";
import { range } from "clock";
import { _, both, say } from "languages";

/** @import { ComponentChildren } from "preact" */
/** @typedef {import("../../web/static/pictures").Kiosk} Picture */
/** @typedef {import("../../web/static/pictures").Guide} Guide */
/** @typedef {import("../../web/static/pictures").Estimate} Estimate */

const WAITING = _("{n} 人等候");
const WINDOWS = _("{n} 个窗口开放");
const NO_WINDOW = _("暂无窗口开放");
const WINDOWS_SHORT = _("{n} 个窗口");
const NO_WINDOW_SHORT = _("暂无窗口");
const NO_ESTIMATE = _("暂时无法预计等候时间");
const MORE_BELOW = _("下面还有");
const MORE_ABOVE = _("回到上面");

/** The signs of the categories a street hall has; any other gets a sheet of paper. */
const SIGNS = /** @type {Record<string, string>} */ ({
  insurance: "heart", support: "elder", family: "baby", disability: "wheelchair", work: "person",
  housing: "counter", residence: "document", advice: "info",
});

/**
 * @param {string} category
 */
export function sign(category) {
  return SIGNS[category] ?? "document";
}

/**
 * How many wait, and how many windows are open: in words, since a hall without windows is news.
 * @param {{waiting: number, windows: number, short?: boolean, words?: string}} props  words: who is counted
 */
export function Line({ waiting, windows, short = false, words = WAITING }) {
  const open = windows ? say(short ? WINDOWS_SHORT : WINDOWS, { n: windows }) : say(short ? NO_WINDOW_SHORT : NO_WINDOW);
  return html`<span class="line">
    <span class="line-part"><${Icon} of="people" />${say(words, { n: waiting })}</span>
    <span class="line-part" data-none=${windows ? undefined : ""}><${Icon} of="counter" />${open}</span>
  </span>`;
}

/**
 * The wait in words.
 * @param {Estimate | null} estimate
 */
export function wait(estimate) {
  return estimate ? range(estimate.low, estimate.high) : say(NO_ESTIMATE);
}

/**
 * A service as one touch.
 * @param {{guide: Guide, choose: (code: string) => void, note?: boolean}} props
 */
export function ServiceCard({ guide, choose, note = false }) {
  return html`<button type="button" class="choice service" data-service=${guide.code} onClick=${() => choose(guide.code)}>
    <span class="service-head"><${Icon} of=${sign(guide.category)} /><span class="choice-title">${both(guide.name)}</span></span>
    ${note && html`<span class="service-note">${both(guide.summary)}</span>`}
    <${Line} waiting=${guide.waiting} windows=${guide.windows_open} />
  </button>`;
}

/** What cannot be drawn is left out: one bad row never takes the page with it. */
export class Safe extends Component {
  constructor() {
    super();
    this.state = { broken: false };
  }

  /** @param {unknown} fault */
  componentDidCatch(fault) {
    console.warn("left out", fault);
    this.setState({ broken: true });
  }

  render() {
    const { children, instead } = /** @type {{children?: ComponentChildren, instead?: ComponentChildren}} */ (this.props);
    return /** @type {{broken: boolean}} */ (this.state).broken ? (instead ?? null) : children;
  }
}

/**
 * A part that may be taller than its place: it says so, and one touch brings the rest.
 * @param {{class?: string, label: string, children?: ComponentChildren}} props
 */
export function Scroll({ class: look = "", label, children }) {
  /** @type {{current: HTMLDivElement | null}} */
  const box = useRef(null);
  const [rest, setRest] = useState(/** @type {"none" | "below" | "above"} */ ("none"));
  useEffect(() => {
    const seen = box.current;
    if (!seen) return undefined;
    const measure = () => {
      const hidden = seen.scrollHeight - seen.clientHeight;
      setRest(hidden < 12 ? "none" : seen.scrollTop < hidden - 12 ? "below" : "above");
    };
    let frame = requestAnimationFrame(measure);
    // In the next frame: what is drawn anew while the browser tells of sizes makes it tell again, as an error.
    const watched = new ResizeObserver(() => { cancelAnimationFrame(frame); frame = requestAnimationFrame(measure); });
    watched.observe(seen);
    for (const child of seen.children) watched.observe(child);
    seen.addEventListener("scroll", measure, { passive: true });
    return () => { cancelAnimationFrame(frame); watched.disconnect(); seen.removeEventListener("scroll", measure); };
  });
  const move = () => {
    const seen = box.current;
    if (seen) seen.scrollTo({ top: rest === "below" ? seen.scrollTop + seen.clientHeight * 0.8 : 0, behavior: "smooth" });
  };
  return html`<div class="roll ${look}">
    <div ref=${box} class="roll-inside" tabIndex=${rest === "none" ? -1 : 0} role="region" aria-label=${label}>${children}</div>
    ${rest !== "none" && html`<button type="button" class="button roll-more" onClick=${move}>
      <${Icon} of=${rest === "below" ? "down" : "up"} />${say(rest === "below" ? MORE_BELOW : MORE_ABOVE)}</button>`}
  </div>`;
}

/**
 * True once the server has been away for a while: a blink is no news.
 * @param {Link} link
 */
export function useLost(link) {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (link === "live") { setLost(false); return undefined; }
    const later = setTimeout(() => setLost(true), 1500);
    return () => clearTimeout(later);
  }, [link]);
  return lost;
}
