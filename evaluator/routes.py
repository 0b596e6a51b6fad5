"""What a pad asks of the hall."""

from flask import Response

from hall.actions import ratings
from hall.rules.device import DeviceKind
from web.context import house
from web.doors import Asked, Room
from web.languages import _
from web.pages import device_page
from web.rating import Left, Noted, Rated, Rates, told

TITLE = _("为您服务，请您评价")

bp = Room("evaluator", __name__, url_prefix="/evaluator", template_folder="templates")


@bp.get("/")
def show() -> Response:
    """The pad's page."""
    return device_page(
        DeviceKind.PAD,
        room="evaluator",
        title=TITLE,
        script="pad.js",
        stylesheet="pad.css",
        template="evaluator/pad.html",
        of_hall=lambda look: {"tags": told(look)},
    )


@bp.door("POST", "/ratings", guest=DeviceKind.PAD, status=201, rates=True)
def rate(asked: Asked, body: Rates) -> Rated:
    """Rate what the pad's window did last."""
    kept = ratings.rate_at_pad(
        asked.hall,
        handling=body.handling,
        window=asked.device.device.window,
        level=body.level,
        tags=body.tags,
        text=body.text,
        tag_set=body.tag_set,
        # What a replayed day rates was said by nobody.
        simulated=house().settings.replay_clock,
    )
    return Rated(str(kept))


@bp.door("POST", "/unsubmitted", guest=DeviceKind.PAD, rates=True)
def leave(asked: Asked, body: Left) -> Noted:
    """A level was chosen here, and the page was left before it was sent."""
    window = asked.device.device.window
    ratings.leave_at_pad(asked.hall, handling=body.handling, window=window, level=body.level)
    return Noted()
