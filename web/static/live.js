// Keeps a screen equal to the server's picture of it.

import { io } from "socket.io";
import { hear } from "clock";
import { onLanguage } from "languages";
import { firstPicture, token } from "told";

const RELOADED = "haohao-reloaded";
/** Milliseconds out of sight after which a socket is no longer trusted. */
const AWAY = 10_000;

/** Somebody goes of their own will: a socket that closes now is no reason to fetch this page anew. */
let leaving = false;

/**
 * Do what ends this page's identity, such as a sign-out, then go elsewhere.
 * @param {() => Promise<unknown>} farewell when it is refused one stays
 * @param {string} to
 */
export async function leave(farewell, to) {
  leaving = true;
  try {
    await farewell();
    location.assign(to);
  } catch (refused) {
    leaving = false;
    throw refused;
  }
}

/**
 * Draw the picture of `namespace` now and whenever a new one comes; ask for nothing.
 *
 * The first picture is the one in the page. A picture older than the one shown is dropped,
 * but after a connect the server's is taken as it is: the hall may have been set up anew.
 * A change of language draws the last picture again.
 *
 * @template {{seq: number, now?: Moment}} P
 * @param {string} namespace
 * @param {{auth?: Record<string, unknown>, draw: (picture: P) => void, linked?: (link: Link) => void}} screen
 * @returns {() => void} stops watching
 */
export function watch(namespace, { auth, draw, linked }) {
  let shown = -1;
  /** @type {P | null} */
  let last = null;

  const socket = io(namespace, {
    auth: auth ?? (token ? { token } : {}),
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 200,
    reconnectionDelayMax: 1500,
    timeout: 4000,
  });

  /** @param {P} picture */
  const take = (picture) => {
    if (picture.seq < shown) return;
    shown = picture.seq;
    last = picture;
    if (picture.now !== undefined) hear(picture.now);
    draw(picture);
  };
  /** @param {Link} link */
  const say = (link) => {
    if (document.body.dataset.link === link) return;
    document.body.dataset.link = link;
    linked?.(link);
  };
  /** What was away may come back older than what is shown: the hall was set up anew. */
  const takeAnything = () => { shown = -1; };

  let hidden = 0;
  /** A phone asleep keeps a dead socket without noticing: after a while away, begin again. */
  const wake = () => {
    if (document.visibilityState !== "visible") {
      hidden = Date.now();
      return;
    }
    if (socket.connected && hidden && Date.now() - hidden > AWAY) socket.disconnect();
    hidden = 0;
    // While it is connecting by itself, a second greeting would be refused and the page fetched anew for nothing.
    if (!socket.connected && !socket.active) socket.connect();
    if (last) draw(last);
  };

  // Not on "connect": the first picture is handed out just before it.
  socket.io.on("open", takeAnything);
  socket.on("connect", () => say("live"));
  socket.on("picture", take);
  socket.on("disconnect", (reason) => {
    takeAnything();
    say("lost");
    // The server closes the socket of a revoked device or an ended session; a new try tells which.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", () => {
    say("lost");
    if (!socket.active) void startOver(() => socket.connect());
  });
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
  const forget = onLanguage(() => { if (last) draw(last); });

  const first = /** @type {P | null} */ (firstPicture());
  if (first) take(first);

  return () => {
    forget();
    document.removeEventListener("visibilitychange", wake);
    removeEventListener("pageshow", wake);
    socket.close();
  };
}

/**
 * Turned away: this page's identity is no longer good. The server knows what belongs here instead
 * (pairing, sign-in, a fresh demo page), so fetch the page anew, but never in a circle.
 * @param {() => void} again
 */
async function startOver(again) {
  const since = Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0);
  const answer = since < 10_000 ? null : await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer && answer.status < 500 && !leaving) {
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
  } else {
    setTimeout(again, 2000);
  }
}
