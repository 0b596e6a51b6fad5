"""What the help desk asks of the hall."""

from flask import Response

from hall.rules.staff import Power
from web.doors import Room
from web.languages import _
from web.pages import staff_page

TITLE = _("导办台")

bp = Room("desk", __name__, url_prefix="/desk", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The help desk's page."""
    return staff_page(Power.HELP, room="desk", title=TITLE, script="desk.js", stylesheet="desk.css")
