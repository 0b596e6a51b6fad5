"""What a visitor's own page asks of the hall."""

from dataclasses import dataclass
from typing import Annotated, Any

from flask import Response
from pydantic import Field

from hall.actions import ratings, tickets
from hall.rules import rating
from hall.rules.rating import Level
from hall.store.pictures import Phone
from web.context import house
from web.doors import Asked, Body, Id, Link, Room
from web.identity import visitor
from web.languages import _
from web.pages import page

TITLE = _("我的号")

bp = Room("phone", __name__, url_prefix="/t", template_folder="templates")


class RateByLink(Body):
    """What a visitor says of a handling of their own."""

    handling: Id
    level: Level
    tags: list[Annotated[str, Field(max_length=20)]] = Field(default=[], max_length=20)
    text: str = Field(default="", max_length=rating.LONGEST_TEXT)


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating that was kept."""

    id: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The number that was given back."""

    number: str
    status: str


@dataclass(frozen=True, slots=True)
class MovedBack:
    """The place after 我晚点到."""

    number: str
    ahead: int


@bp.after_request
def keep_private(answer: Response) -> Response:
    """A ticket's page is for its holder alone: no search engine and no cache may have it."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<token>")
def show(token: str) -> Response:
    """The visitor's own page; its token is the one that may stand in an address."""
    by = visitor(house().database.key, token)
    return page(
        "phone",
        title=TITLE,
        hall=by.hall,
        script="phone.js",
        stylesheet="phone.css",
        template="phone/phone.html",
        token=token,
        picture=house().push.picture("phone", by.hall, by.ticket),
        tags=rating.choices(),
    )


@bp.door("GET", "/<token>/picture", guest=Link)
def picture(asked: Asked) -> Phone:
    """How the ticket stands now, for a phone whose network lets no socket through."""
    drawn: Any = house().push.picture("phone", asked.hall.id, asked.visitor.ticket)
    return drawn  # type: ignore[no-any-return]


@bp.door("POST", "/<token>/cancel", guest=Link)
def cancel(asked: Asked) -> Cancelled:
    """Give the number back."""
    gone = tickets.cancel(asked.hall, ticket=asked.visitor.ticket)
    return Cancelled(gone.text, gone.status)


@bp.door("POST", "/<token>/later", guest=Link)
def come_later(asked: Asked) -> MovedBack:
    """我晚点到: let a few others go first."""
    place = tickets.come_later(asked.hall, ticket=asked.visitor.ticket)
    return MovedBack(place.ticket.text, place.ahead)


@bp.door("POST", "/<token>/ratings", guest=Link, status=201, rates=True)
def rate(asked: Asked, body: RateByLink) -> Rated:
    """Rate one handling of the ticket, some days long."""
    kept = ratings.rate_by_link(
        asked.hall,
        ticket=asked.visitor.ticket,
        handling=body.handling,
        level=body.level,
        tags=body.tags,
        text=body.text,
    )
    return Rated(str(kept))
