// The five levels in words, best first.

import { _ } from "languages";

export const LEVEL_WORDS = [_("非常满意"), _("满意"), _("基本满意"), _("不满意"), _("非常不满意")];
