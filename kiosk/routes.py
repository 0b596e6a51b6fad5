"""What a kiosk asks of the hall."""

from flask import Response

from hall.rules.device import DeviceKind
from web.doors import Room
from web.languages import _
from web.pages import device_page

TITLE = _("取号")

bp = Room("kiosk", __name__, url_prefix="/kiosk", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The kiosk's page."""
    return device_page(DeviceKind.KIOSK, room="kiosk", title=TITLE, script="kiosk.js", stylesheet="kiosk.css")
