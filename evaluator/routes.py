"""What a pad asks of the hall."""

from dataclasses import dataclass
from typing import Annotated

from flask import Response
from pydantic import Field

from hall.actions import ratings
from hall.rules import rating
from hall.rules.device import DeviceKind
from hall.rules.rating import Level
from web.context import house
from web.doors import Asked, Body, Id, Room
from web.languages import _
from web.pages import device_page

TITLE = _("为您服务，请您评价")

bp = Room("evaluator", __name__, url_prefix="/evaluator", template_folder="templates")


class RateAtPad(Body):
    """What a visitor says of a handling."""

    handling: Id
    level: Level
    tags: list[Annotated[str, Field(max_length=20)]] = Field(default=[], max_length=20)
    text: str = Field(default="", max_length=rating.LONGEST_TEXT)


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating that was kept."""

    id: str


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
        tags=rating.choices(),
    )


@bp.door("POST", "/ratings", guest=DeviceKind.PAD, status=201, rates=True)
def rate(asked: Asked, body: RateAtPad) -> Rated:
    """Rate what the pad's window did last."""
    kept = ratings.rate_at_pad(
        asked.hall,
        handling=body.handling,
        window=asked.device.device.window,
        level=body.level,
        tags=body.tags,
        text=body.text,
        # What a replayed day rates was said by nobody.
        simulated=house().settings.replay_clock,
    )
    return Rated(str(kept))
