// Which page a pad shows: follows from the picture, from what is being said on it, and from how long nobody touched it.

/** @import { Pad } from "../../web/static/pictures" */
/** @import { Phase } from "rating" */

/**
 * The end of a visit: told for a few seconds.
 * @typedef {{handling: string, how: "thanked" | "thanked-low" | "rated-elsewhere" | "closed" | "timed-out", until: number, qr?: string | null}} Parting
 *   qr: after a low rating, where a number for a call-back may be left
 */
/** @typedef {"serving" | "parting" | "rate" | "called" | "paused" | "closed" | "welcome"} Page */

/** Seconds a farewell stays, unless the next visitor has come. */
export const PARTING_S = 6;
/** With a code to scan there is time to take out a phone. */
export const SCANNING_S = 20;
/** WCAG 2.2.1: whoever is asked for more time gets 20 seconds to answer. */
export const ASK_S = 20;

/**
 * @param {Pad} picture
 * @param {{subject: Pad["to_rate"], phase: Phase, quiet_s: number, over: string | null, parting: Parting | null, now: number}} here
 *   subject: whom this pad asks about · quiet_s: seconds since the page appeared or was touched last ·
 *   over: the handling this pad no longer asks about · now: by the pad's own count, as `parting.until`
 * @returns {Page}
 */
export function pageOf(picture, { subject, phase, quiet_s, over, parting, now }) {
  const { served, state } = picture;
  const onItsWay = phase === "sending" || phase === "unstored";
  // The next visitor is at the window: whatever was on the pad is not theirs. The same one being served means that
  // the end was undone, or an old picture overtook a new one: the server's answer will tell.
  if (served?.stage === "serving" && !(onItsWay && served.handling === subject?.handling)) return "serving";
  // Whoever was asked for last is thanked no longer once another is asked.
  const past = parting?.handling && subject && subject.handling !== over && subject.handling !== parting.handling;
  // A code to scan is the last visitor's own: it gives way to the next call as their rating page would.
  if (parting && !past && now < parting.until && (!parting.qr || served === null || quiet_s < picture.hold_s)) return "parting";
  if (subject && subject.handling !== over) {
    if (served === null || onItsWay || quiet_s < picture.hold_s) return "rate";
  }
  if (served) return "called";
  if (state === "paused" || state === "closed") return state;
  return "welcome";
}
