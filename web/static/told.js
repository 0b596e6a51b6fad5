// What the server told this page in its head when it was fetched.

/** @param {string} fact */
function meta(fact) {
  return document.querySelector(`meta[name="haohao-${fact}"]`)?.getAttribute("content") || null;
}

/** The identity this page carries for its own tab (demo hall, visitor's link); null where a cookie says who it is. */
export const token = meta("token");

/** What a change must carry beside a staff member's cookie. */
export const csrf = meta("csrf");

/** The hall's zone: the times on a screen are the hall's, whatever the machine believes. */
export const zone = meta("zone") ?? "Asia/Shanghai";

/** Where the English of all texts is. */
export const catalogue = meta("catalogue") ?? "/catalogue/en.json";

/**
 * The picture the page was sent with, so that it draws before any socket connects.
 * @template P
 * @returns {P | null}
 */
export function firstPicture() {
  const written = document.getElementById("picture")?.textContent?.trim();
  return written ? JSON.parse(written) : null;
}
