"""What a pad asks of the hall."""

from flask import Response

from hall.rules.device import DeviceKind
from web.doors import Room
from web.languages import _
from web.pages import device_page

TITLE = _("为您服务，请您评价")

bp = Room("evaluator", __name__, url_prefix="/evaluator", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The pad's page."""
    return device_page(DeviceKind.PAD, room="evaluator", title=TITLE, script="pad.js", stylesheet="pad.css")
