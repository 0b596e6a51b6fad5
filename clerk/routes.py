"""What a clerk's console asks of the hall."""

from flask import Response

from hall.rules.staff import Power
from web.doors import Room
from web.languages import _
from web.pages import staff_page

TITLE = _("窗口")

bp = Room("clerk", __name__, url_prefix="/clerk", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The console's page."""
    return staff_page(Power.SERVE, room="clerk", title=TITLE, script="console.js", stylesheet="console.css")
