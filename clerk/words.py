"""Why a visitor was called, in words."""

from functools import cache

from hall.rules.line import Why
from hall.rules.text import Text
from web.languages import _, say

WHY: dict[Why, str] = {
    Why.FIRST_ARRIVAL: _("来得最早"),
    Why.PRIORITY: _("优先号先叫"),
    Why.OTHERS_TURN: _("优先号已连叫满，轮到先来的人"),
    Why.RESTORED: _("让过别人，现在轮到"),
    Why.NOBODY_ELSE: _("没有别人在等"),
    Why.UNPARKED: _("暂存后取回"),
}
"""Also drawn by clerk/static/words.js, from the codes of the picture."""


@cache
def why_text(why: str) -> Text:
    """A reason in both languages."""
    words = WHY[Why(why)]
    return Text(say(words, "zh"), say(words, "en"))
