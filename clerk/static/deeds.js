// What can be done at a window now: may it, what is still missing, and how it is done.

import { post } from "ask";
import { now, secondsUntil } from "clock";
import { _, say } from "languages";
import { toast, useDeed } from "page";
import { useState } from "preact/hooks";

/** @import { Before, Console, InHand, InLine } from "pictures" */
/** @typedef {{may: boolean, why: string, note: string, run: () => void}} Deed  why: what hinders; note: what stands on the button */
/** @typedef {ReturnType<typeof useDeeds>} Deeds */

const FIRST_FINISH = _("请先办完 {number} 号");
const NOBODY_HERE = _("窗口现在没有在办的号");
const NOT_STARTED = _("{number} 号还没开始办理");
const ALREADY_STARTED = _("{number} 号已在办理");
const NOBODY_WAITS = _("现在没有人等候");
const PAUSED = _("窗口暂停中，请先恢复");
const SECONDS = _("{n} 秒");
const CALLS_MISSING = _("还差 {n} 次叫号");
const CALLS_AND_SECONDS = _("差 {n} 次 · {s} 秒");
const MISSED_LATER = _("还不能过号：{what}");
const RECALL_LATER = _("{n} 秒后可以重呼");
const NOTHING_TO_UNDO = _("没有可撤销的操作");
const NOTHING_TO_PRINT = _("没有可补打的号");
const PRINTING = _("已送去打印");
const RESTORED = _("{number} 号已恢复排队，前面还有 {n} 人");
const NO_PRIORITY = _("{number} 号不是优先号");
const ORDINARY = _("{number} 号已撤销优先，按先来后到排队");
const FINISHED_NOBODY = _("{number} 号已办结；现在没有人等候");
const FINISHED = _("{number} 号已办结");
const FINISHED_PRINTED = _("{number} 号已办结，告知单已送去打印");
const UNLINKED = _("暂时连不上服务器");

/**
 * Every deed of the window in the present picture.
 * @param {Console} picture
 * @param {Link} link
 */
export function useDeeds(picture, link) {
  const [warned, setWarned] = useState(/** @type {string | null} */ (null));
  const act = useDeed((/** @type {() => Promise<unknown>} */ deed) => deed());
  const hand = picture.in_hand;
  const stand = picture.stand;
  const at = `/clerk/windows/${stand?.window_no}`;
  const lost = link === "lost";
  const serving = hand?.stage === "serving";
  const called = hand?.stage === "called";
  const open = stand?.state === "open";
  const which = hand ? { handling: hand.handling } : {};
  const number = hand?.number ?? "";

  /**
   * @param {string} hindrance  "" when it may be done
   * @param {() => Promise<unknown>} how
   * @param {string} [note]
   * @returns {Deed}
   */
  const deed = (hindrance, how, note = "") => {
    const why = lost ? say(UNLINKED) : hindrance;
    const may = !why && !act.busy;
    return { may, why, note, run: () => { if (why) toast(why, "info"); else void act.run(how); } };
  };
  const free = hand ? say(FIRST_FINISH, { number }) : open ? "" : say(PAUSED);
  const inHand = hand ? "" : say(NOBODY_HERE);
  const started = inHand || (serving ? "" : say(NOT_STARTED, { number }));
  const waits = inHand || (called ? "" : say(ALREADY_STARTED, { number }));
  const unrated = picture.before?.rateable && !picture.before.rated ? picture.before.handling : null;
  const warns = unrated !== null && warned === unrated && !hand && open;

  /** @param {string} outcome @param {string} note */
  const end = async (outcome, note) => {
    const done = await post(`${at}/finish`, { ...which, outcome, note });
    return /** @type {{handling: string, print: object | null}} */ (done);
  };

  return {
    busy: act.busy,
    lost,
    /** The last visitor has not rated, and the clerk was told: the next press calls all the same. */
    warns,
    calmDown: () => setWarned(null),
    next: deed(free || (picture.waiting_for_me ? "" : say(NOBODY_WAITS)), async () => {
      if (unrated !== null && warned !== unrated) { setWarned(unrated); return; }
      await post(`${at}/next`, picture.before ? { handling: picture.before.handling } : {});
      setWarned(null);
    }),
    start: deed(waits, () => post(`${at}/start`, which)),
    recall: recallDeed(),
    missed: missedDeed(),
    park: deed(inHand, () => post(`${at}/park`, which)),
    finishAndNext: deed(started, async () => {
      if (!hand) return;
      const done = await end(hand.usual_outcome, "");
      if (picture.pause_next) { toast(say(FINISHED, { number }), "good"); return; }
      try {
        await post(`${at}/next`, { handling: done.handling });
      } catch (refused) {
        if (/** @type {{code?: string}} */ (refused).code !== "nobody-waiting") throw refused;
        toast(say(FINISHED_NOBODY, { number }), "good");
      }
    }),
    finish: deed(started, async () => {}),
    /** @param {string} outcome @param {string} note */
    finishWith: (outcome, note) => act.run(async () => {
      const done = await end(outcome, note);
      toast(say(done.print ? FINISHED_PRINTED : FINISHED, { number }), "good");
      return done;
    }),
    transfer: deed(inHand, async () => {}),
    /** @param {object} where */
    sendOn: (where) => act.run(async () => { await post(`${at}/transfer`, { ...which, ...where }); return true; }),
    undo: undoDeed(),
    /** @param {InHand} one */
    unpark: (one) => deed(free, () => post(`${at}/unpark`, { ticket: one.ticket, handling: one.handling })),
    /** @param {string} ticket */
    restore: (ticket) => deed("", async () => {
      const place = await post(`/clerk/tickets/${ticket}/restore`);
      toast(say(RESTORED, { number: place.number, n: place.ahead }), "good");
    }),
    /** @param {InHand | InLine} one */
    ordinary: (one) => deed(one.priority ? "" : say(NO_PRIORITY, { number: one.number }), async () => {}),
    /** @param {InHand | InLine} one */
    undoPriority: (one) => act.run(async () => {
      await post(`/clerk/tickets/${one.ticket}/no-priority`);
      toast(say(ORDINARY, { number: one.number }), "good");
      return true;
    }),
    reprint: deed(hand || picture.before ? "" : say(NOTHING_TO_PRINT), async () => {
      await post(printAddress(hand, picture.before));
      toast(say(PRINTING), "good");
    }, hand?.number ?? picture.before?.number),
    /** @param {string} reason */
    pause: (reason) => act.run(async () => { await post(`${at}/pause`, { reason }); return true; }),
    resume: deed("", () => post(`${at}/resume`)),
    close: deed(hand ? say(FIRST_FINISH, { number }) : "", async () => {}),
    closeNow: () => act.run(async () => { await post(`${at}/close`); return true; }),
    /** @param {number} no */
    open: (no) => deed("", () => post(`/clerk/windows/${no}/open`)),
  };

  function recallDeed() {
    const left = called && hand ? secondsUntil(hand.recall_at) : 0;
    const note = left ? say(SECONDS, { n: left }) : "";
    return deed(waits || (left ? say(RECALL_LATER, { n: left }) : ""), () => post(`${at}/recall`, which), note);
  }

  function missedDeed() {
    const note = called && hand ? stillMissing(picture, hand) : "";
    return deed(waits || (note ? say(MISSED_LATER, { what: note }) : ""), () => post(`${at}/missed`, which), note);
  }

  function undoDeed() {
    const until = picture.before?.undo_until;
    const left = until && !hand ? secondsUntil(until, now()) : 0;
    const why = hand ? say(FIRST_FINISH, { number }) : left ? "" : say(NOTHING_TO_UNDO);
    const note = left ? say(SECONDS, { n: left }) : "";
    return deed(why, () => post(`${at}/undo`, { handling: picture.before?.handling }), note);
  }
}

/**
 * What is still missing before somebody may be put down as missed; "" when nothing.
 * @param {Console} picture
 * @param {InHand} hand
 */
function stillMissing(picture, hand) {
  const n = Math.max(0, picture.missed_after_calls - hand.times_called);
  const s = secondsUntil(hand.missed_at);
  if (n && s) return say(CALLS_AND_SECONDS, { n, s });
  if (n) return say(CALLS_MISSING, { n });
  return s ? say(SECONDS, { n: s }) : "";
}

/**
 * What the reprint key prints: the number in hand, or what the last visitor took home.
 * @param {InHand | null} hand
 * @param {Before | null} before
 */
function printAddress(hand, before) {
  if (!hand && before && (before.ending === "deficient" || before.ending === "refused")) {
    return `/clerk/handlings/${before.handling}/reprint`;
  }
  return `/clerk/tickets/${hand?.ticket ?? before?.ticket}/reprint`;
}
