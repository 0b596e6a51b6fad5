"""What a manager asks of the hall."""

from flask import Response

from hall.rules.staff import Power
from web.doors import Room
from web.languages import _
from web.pages import staff_page

TITLE = _("大厅实况")

bp = Room("manager", __name__, url_prefix="/manager", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The live hall."""
    return staff_page(Power.WATCH, room="manager", title=TITLE, script="hall.js", stylesheet="manager.css")
