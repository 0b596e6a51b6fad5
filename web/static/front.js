// The language switch of the front page, and of a refusal's; everything else there is written by the server.

import { html, render } from "htm/preact";
import { onLanguage } from "languages";
import { LanguageSwitch } from "page";

const place = /** @type {HTMLElement} */ (document.getElementById("language"));
const draw = () => render(html`<${LanguageSwitch} />`, place);
draw();
onLanguage(draw);
