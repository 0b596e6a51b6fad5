"""What the displays ask of the hall."""

from flask import Response

from hall.rules.device import DeviceKind
from web.doors import Room
from web.languages import _
from web.pages import device_page

TITLE = _("叫号屏")

bp = Room("display", __name__, url_prefix="/display", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The wall; `?area=` keeps it to one area."""
    return device_page(
        DeviceKind.DISPLAY, room="display", title=TITLE, script="board.js", stylesheet="display.css", ground="night"
    )
