// The newest picture of the ticket, by socket where the network lets one through, else by asking again and again.

import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "ask";
import { hear, instant } from "clock";
import { token } from "told";

/** @import { Phone } from "../../web/static/pictures" */

const ASK_EVERY_MS = 8000;

/** A number given back or served changes no more. */
export const SETTLED = new Set(["done", "cancelled", "left"]);

/**
 * @param {Phone} pushed  by the socket
 * @param {Link} link
 * @returns {{picture: Phone, stale: boolean}}  stale: neither way has brought news of late
 */
export function useNewest(pushed, link) {
  const [asked, setAsked] = useState(/** @type {Phone | null} */ (null));
  const [missed, setMissed] = useState(0);
  const asking = useRef(false);
  const wanted = useRef(false);
  const askAgain = useRef(async () => {
    // What is under way may have been answered before what happened since: it is asked once more.
    wanted.current = asking.current;
    if (asking.current) return;
    asking.current = true;
    try {
      const picture = /** @type {Phone} */ (await get(`/t/${token}/picture`));
      hear(picture.now);
      setAsked(picture);
      setMissed(0);
    } catch {
      setMissed((times) => times + 1);
    } finally {
      asking.current = false;
      if (wanted.current) void askAgain.current();
    }
  });

  // A phone in a pocket sleeps: what it shows when it comes back to the front must be true at once.
  useEffect(() => {
    const wake = () => { if (document.visibilityState === "visible") void askAgain.current(); };
    document.addEventListener("visibilitychange", wake);
    addEventListener("pageshow", wake);
    addEventListener("online", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("pageshow", wake);
      removeEventListener("online", wake);
    };
  }, []);
  useEffect(() => {
    if (link === "live") { setMissed(0); return undefined; }
    const first = setTimeout(() => void askAgain.current(), 1500);
    const every = setInterval(() => { if (document.visibilityState === "visible") void askAgain.current(); }, ASK_EVERY_MS);
    return () => { clearTimeout(first); clearInterval(every); };
  }, [link]);

  const newer = asked !== null && (asked.seq > pushed.seq || (asked.seq === pushed.seq && instant(asked.now) > instant(pushed.now)));
  return { picture: newer && asked ? asked : pushed, stale: link === "lost" && (missed > 0 || asked === null) };
}
