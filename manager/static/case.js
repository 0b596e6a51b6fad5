// One case, in the manager's frame; what others enter meanwhile appears by itself.

import { html } from "htm/preact";
import { _, say } from "languages";
import { Icon, show } from "page";
import { CaseView, useCase } from "./case_view.js";
import { useCaseEntries } from "./news.js";
import { Shell } from "./shell.js";

const TITLE = _("差评 {no}");
const TITLE_UNKNOWN = _("差评整改");
const BACK = _("返回列表");
const PRINT = _("打印整改单");

const id = location.pathname.split("/")[3] ?? "";

function Page() {
  const [known, refusal, read] = useCase(id);
  useCaseEntries(read);
  const actions = html`<a class="button quiet" href="/manager/cases"><${Icon} of="left" />${say(BACK)}</a>
    <a class="button" href=${`/manager/cases/${id}/print`}><${Icon} of="printer" />${say(PRINT)}</a>`;
  return html`<${Shell} title=${known ? say(TITLE, { no: known.no }) : say(TITLE_UNKNOWN)} actions=${actions}>
    <${CaseView} known=${known} refusal=${refusal} read=${read} />
  <//>`;
}

show(Page);
