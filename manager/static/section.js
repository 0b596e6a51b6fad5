// A page of set-up: reads its section from the server, draws it, reads it anew after every change.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, Refusal } from "ask";
import { _, say } from "languages";
import { Empty, toast } from "page";

const READING = _("正在读取…");
const NOT_READ = _("没有读到，请稍后刷新");

/**
 * @param {string} section
 * @returns {[any, () => Promise<void>]} what the server says of the section (null at first), and how to read it anew
 */
export function useSection(section) {
  const [known, setKnown] = useState(/** @type {any} */ (null));
  const read = async () => {
    try {
      setKnown(await get(`/manager/set-up/${section}`));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      toast(error.message, "bad");
      setKnown((/** @type {any} */ before) => before ?? { failed: true });
    }
  };
  useEffect(() => { void read(); }, []);
  return [known, read];
}

/** @param {{known: any}} props */
export function Reading({ known }) {
  return known?.failed ? html`<${Empty} icon="unlinked" title=${say(NOT_READ)} />` : html`<p class="soft" role="status">${say(READING)}</p>`;
}
