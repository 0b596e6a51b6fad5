// One case, to a clerk: to its handler whole, to the rated clerk what is theirs to know.

import { html } from "htm/preact";
import { Account } from "account";
import { _, say } from "languages";
import { Icon, LanguageSwitch, show } from "page";
import { CaseView, useCase } from "./case_view.js";

const TITLE = _("差评 {no}");
const TITLE_UNKNOWN = _("我的差评事项");
const BACK = _("返回列表");

const id = location.pathname.split("/")[3] ?? "";

function Page() {
  const [known, refusal, read] = useCase(id);
  return html`<header class="bar case-bar"><a class="button quiet" href=${`/mine/cases${location.search}`}><${Icon} of="left" />${say(BACK)}</a>
      <h1 class="bar-title">${known ? say(TITLE, { no: known.no }) : say(TITLE_UNKNOWN)}</h1><${LanguageSwitch} /><${Account} /></header>
    <div class="sheet sheet-wide case-sheet"><${CaseView} known=${known} refusal=${refusal} read=${read} /></div>`;
}

show(Page);
