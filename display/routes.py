"""What the displays ask of the hall."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from pydantic import Field
from werkzeug.wrappers import Response as Answer

from hall.actions import calls
from hall.rules.device import Device, DeviceKind
from hall.store import improvements
from hall.store.look import Look
from hall.store.published import published, usual_span
from web.context import house
from web.doors import Asked, Body, Id, Room
from web.identity import DEVICE_COOKIES, of_kind
from web.languages import _
from web.pages import demo_device, device_page
from web.problems import NotSignedIn
from web.published import facts_of

WALL = _("叫号屏")
STRIP = _("窗口屏")

bp = Room("display", __name__, url_prefix="/display", template_folder="templates")


class Announced(Body):
    """Which call was spoken to its end: the handling, called for the n-th time."""

    handling: Id
    times_called: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class Heard:
    """The call that was announced."""

    handling: str
    times_called: int


@bp.get("/")
def show() -> Answer:
    """The wall; `?area=`, or the area its device was paired for, keeps it to one area. A strip goes to its window."""
    device = _device()
    if device is not None and device.window is not None:
        return redirect(url_for("display.show_strip", window_no=_window_no(device, device.window)))
    area = request.args.get("area") or (device.area if device is not None else None)
    return _page("wall.js", title=WALL, area=area)


@bp.get("/window/<int:window_no>")
def show_strip(window_no: int) -> Answer:
    """The strip above one window; raises UnknownWindow."""
    device = _device()
    if device is not None:
        with house().database.look() as connection:
            house().database.at_hand(connection, device.hall, Look).set_up.post_by_no(window_no)
    return _page("strip.js", title=STRIP, window_no=window_no)


@bp.door("POST", "/announced", guest=DeviceKind.DISPLAY)
def announce(asked: Asked, body: Announced) -> Heard:
    """Tell that a call was spoken to its end; the first display to tell is the one that counts."""
    calls.announced(asked.hall, handling=body.handling, times_called=body.times_called)
    return Heard(str(body.handling), body.times_called)


@bp.door("GET", "/slides", guest=DeviceKind.DISPLAY)
def slides(asked: Asked) -> dict[str, Any]:
    """What is shown while nobody is called, as the rules allow: what was changed, the satisfaction of 30 days."""
    with asked.hall.look() as look:
        rules = look.policy
        figures = facts_of(published(look, usual_span(look))) if rules.wall_satisfaction else None
        return {
            "improvements": [asdict(one) for one in improvements.shown(look)] if rules.wall_improvements else [],
            "satisfaction": figures if figures and figures["total"] else None,
        }


def _page(script: str, **more: Any) -> Response:
    return device_page(
        DeviceKind.DISPLAY,
        room="display",
        script=script,
        stylesheet="display.css",
        template="display/display.html",
        ground="night",
        **more,
    )


def _device() -> Device | None:
    """The display that asks; None before it is paired."""
    token = demo_device(DeviceKind.DISPLAY) or request.cookies.get(DEVICE_COOKIES[DeviceKind.DISPLAY])
    try:
        return of_kind(house().identities.device(token), DeviceKind.DISPLAY).device
    except NotSignedIn:
        return None


def _window_no(device: Device, window: int) -> int:
    with house().database.look() as connection:
        return house().database.at_hand(connection, device.hall, Look).set_up.posts[window].no
