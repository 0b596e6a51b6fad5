// Asks the server to do something, once, however often the network has to be tried.

import { _, both, isWords, languageTag, say } from "languages";
import { csrf, token } from "told";

const UNREACHABLE = _("暂时连不上服务器");
const TRY_AGAIN = _("请稍候再试；若一直如此，请告诉工作人员。");
const FAILED = _("没有办成");

/** Waits before the second and the third try, in milliseconds. */
const PAUSES = [400, 1200];
/** The server gives up a busy deed after 5 s, so that an answer later than this will not come. */
const PATIENCE = 8000;

/** What the server would not do, in words for the reader. */
export class Refusal extends Error {
  /**
   * @param {number} status  the HTTP status; 0 when no answer came
   * @param {string} code  stable, for programs: "nobody-waiting"
   * @param {string} title
   * @param {string} detail
   * @param {Record<string, unknown>} facts
   */
  constructor(status, code, title, detail, facts) {
    super(detail || title);
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.facts = facts;
  }

  /** What is wrong, in the language now spoken: whoever cannot read it may change the language then. */
  get said() {
    const { why, text } = /** @type {{why?: unknown, text?: unknown}} */ (this.facts);
    return both(isWords(why) ? why : isWords(text) ? text : null) || this.message;
  }
}

/**
 * Do `body` at `url`; the same key is used for every try, so that one touch is one deed.
 * @param {string} url
 * @param {unknown} [body]  JSON, or FormData for a file
 * @param {{key?: string, method?: "POST" | "PUT" | "PATCH" | "DELETE"}} [how]
 * @returns {Promise<any>} the JSON of the answer; null when it is empty
 * @throws {Refusal}
 */
export function post(url, body = {}, { key = newKey(), method = "POST" } = {}) {
  return send(url, {
    method,
    headers: { "Idempotency-Key": key, ...(body instanceof FormData ? {} : { "Content-Type": "application/json" }) },
    body: body instanceof FormData ? body : JSON.stringify(body),
  });
}

/**
 * Tell `url` something in passing, also while the page goes away; nobody waits for an answer.
 * @param {string} url
 * @param {unknown} body
 */
export function tell(url, body) {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  void fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin", keepalive: true }).catch(() => {});
}

/**
 * Read JSON from `url`.
 * @param {string} url
 * @returns {Promise<any>}
 * @throws {Refusal}
 */
export function get(url) {
  return send(url, { method: "GET", headers: {} });
}

/**
 * The same deed, deaf while it is under way: a double tap is one tap.
 * @template {unknown[]} A
 * @template R
 * @param {(...args: A) => Promise<R>} deed
 * @returns {(...args: A) => Promise<R | undefined>}
 */
export function once(deed) {
  let underWay = false;
  return async (...args) => {
    if (underWay) return undefined;
    underWay = true;
    try {
      return await deed(...args);
    } finally {
      underWay = false;
    }
  };
}

/** A key nobody else draws. `crypto.randomUUID` is missing on plain http outside localhost. */
export function newKey() {
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} url
 * @param {{method: string, headers: Record<string, string>, body?: BodyInit}} request
 */
async function send(url, request) {
  const headers = {
    Accept: "application/json, application/problem+json",
    "Accept-Language": languageTag(),
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(csrf && request.method !== "GET" ? { "X-CSRF-Token": csrf } : {}),
    ...request.headers,
  };
  for (const pause of [...PAUSES, null]) {
    const answer = await attempt(url, { ...request, headers });
    const mayRepeat = answer === null || answer.status === 503;
    if (!mayRepeat || pause === null) return read(answer);
    await new Promise((later) => setTimeout(later, pause));
  }
}

/**
 * One try; null when no answer came, or only a part of one.
 * @param {string} url
 * @param {RequestInit} request
 */
async function attempt(url, request) {
  try {
    const answer = await fetch(url, { ...request, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    return { ok: answer.ok, status: answer.status, written: await answer.text() };
  } catch {
    return null;
  }
}

/** @param {{ok: boolean, status: number, written: string} | null} answer */
function read(answer) {
  if (answer === null) throw new Refusal(0, "unreachable", say(UNREACHABLE), say(TRY_AGAIN), {});
  const json = parsed(answer.written);
  if (answer.ok) return json;
  const { type, title, status, detail, ...facts } = json ?? {};
  const code = String(type ?? "").split("#")[1] ?? `http-${answer.status}`;
  throw new Refusal(answer.status, code, title ?? say(FAILED), detail ?? (title ? "" : say(TRY_AGAIN)), facts);
}

/** @param {string} written */
function parsed(written) {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}
