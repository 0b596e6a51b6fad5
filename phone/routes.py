"""What a visitor's own page asks of the hall."""

from dataclasses import dataclass
from typing import Any, Literal

from flask import Response
from pydantic import Field

from hall.actions import ratings, replies, tickets
from hall.rules.rating import LONGEST_TEXT, Channel
from hall.store.pictures.phone import Phone
from web.context import house
from web.doors import Asked, Body, Id, Link, Room
from web.identity import visitor
from web.languages import _
from web.pages import page
from web.rating import Left, Noted, Rated, RatesAgain, told

TITLE = _("我的号")

bp = Room("phone", __name__, url_prefix="/t", template_folder="templates")


Via = Literal["paper", "pad"]
"""How somebody came by the link: by the code on the slip, or by the pad's. Recorded, trusted for nothing."""


class LeftByLink(Left):
    """A level that was chosen on the ticket's page and not sent."""

    via: Via | None = None

    @property
    def channel(self) -> Channel:
        return Channel.PAPER if self.via else Channel.LINK


class RateByLink(RatesAgain, LeftByLink):
    """What a visitor says of a handling of their own; *addition* is a second thought (追评)."""


class ContactBody(Body):
    """A telephone number for a call-back, with a name if somebody likes."""

    case: Id
    phone: str = Field(max_length=40)
    name: str = Field(default="", max_length=100)


class AnswerBody(Body):
    """Does the reply satisfy, and why (if somebody likes)?"""

    case: Id
    satisfied: bool
    text: str = Field(default="", max_length=LONGEST_TEXT)


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
    with house().database.hall(by.hall).look() as look:
        tags = told(look)
    return page(
        "phone",
        title=TITLE,
        hall=by.hall,
        script="phone.js",
        stylesheet="phone.css",
        template="phone/phone.html",
        token=token,
        picture=house().push.picture("phone", by.hall, by.ticket),
        tags=tags,
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
    ticket = asked.visitor.ticket
    kept = ratings.rate_by_ticket(
        asked.hall, ticket=ticket, handling=body.handling, said=body.opinion(), channel=body.channel
    )
    return Rated(str(kept))


@bp.door("POST", "/<token>/unsubmitted", guest=Link, rates=True)
def leave(asked: Asked, body: LeftByLink) -> Noted:
    """A level was chosen here, and the page was left before it was sent."""
    ticket = asked.visitor.ticket
    ratings.leave_by_ticket(asked.hall, ticket=ticket, handling=body.handling, level=body.level, channel=body.channel)
    return Noted()


@bp.door("POST", "/<token>/contacts", guest=Link, status=201, rates=True)
def leave_contact(asked: Asked, body: ContactBody) -> Noted:
    """Leave a telephone number for a call-back about what was said."""
    ticket = asked.visitor.ticket
    replies.leave_contact(asked.hall, ticket=ticket, case=body.case, phone=body.phone, name=body.name)
    return Noted()


@bp.door("POST", "/<token>/satisfied", guest=Link, rates=True)
def answer(asked: Asked, body: AnswerBody) -> Noted:
    """Say whether the reply to what was said satisfies."""
    ticket = asked.visitor.ticket
    replies.answer(asked.hall, ticket=ticket, case=body.case, satisfied=body.satisfied, note=body.text)
    return Noted()
