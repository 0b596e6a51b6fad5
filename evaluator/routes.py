"""What a pad asks of the hall."""

from dataclasses import dataclass

import segno
from flask import Response
from pydantic import Field

from hall.actions import ratings, replies
from hall.errors import NotAtThisPad
from hall.rules.device import DeviceKind
from hall.rules.rating import Channel
from hall.rules.ticket import Ticket
from hall.store import handlings, rating_codes
from hall.store.live import Live
from hall.store.pictures.evaluator import ByCode
from hall.store.rateables import as_by_code, rateables
from web import limits
from web.context import house
from web.doors import Asked, Body, Id, Room
from web.languages import _
from web.pages import device_page
from web.rating import Left, Noted, Rated, Rates, RatesAgain, told

TITLE = _("为您服务，请您评价")

bp = Room("evaluator", __name__, url_prefix="/evaluator", template_folder="templates")


class WithCode(Body):
    """The six digits of a slip."""

    code: str = Field(max_length=20)


class LeftByCode(WithCode, Left):
    """A level that was chosen and not sent."""


class RatesByCode(WithCode, RatesAgain):
    """What somebody says of a handling; *addition* is a second thought (追评)."""


class ContactByCode(WithCode):
    """A telephone number for a call-back."""

    case: Id
    phone: str = Field(max_length=40)


@dataclass(frozen=True, slots=True)
class LinkOut:
    """The code to scan as a picture; null while the hall's public address is not set."""

    qr: str | None


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
    window = asked.device.device.window
    kept = ratings.rate_at_pad(asked.hall, handling=body.handling, window=window, said=body.opinion())
    return Rated(str(kept))


@bp.door("POST", "/unsubmitted", guest=DeviceKind.PAD, rates=True)
def leave(asked: Asked, body: Left) -> Noted:
    """A level was chosen here, and the page was left before it was sent."""
    window = asked.device.device.window
    ratings.leave_at_pad(asked.hall, handling=body.handling, window=window, level=body.level)
    return Noted()


@bp.door("GET", "/handlings/<int:handling>/link", guest=DeviceKind.PAD)
def link(asked: Asked, handling: int) -> LinkOut:
    """用手机写几句: the visitor's own page as a code to scan, only while the pad asks about this handling."""
    with asked.hall.look() as look:
        one = ratings.must_be_open_at_pad(look, handling=handling, window=asked.device.device.window)
    own = house().link(asked.hall.id, one.ticket)
    code = segno.make(f"{own}?via=pad&handling={one.id}", error="m", micro=False) if own else None
    return LinkOut(code.svg_data_uri(border=2, scale=4, light="#fff") if code else None)


# --- the help desk's pad: for people without a phone ------------------------------------------------------


@bp.door("POST", "/code", guest=DeviceKind.PAD, rates=True)
def look_up(asked: Asked, body: WithCode) -> ByCode:
    """What may be rated with the code on a slip."""
    one = _ticket(asked, body)
    with asked.hall.look() as look:
        done = handlings.of_ticket(look, one.id)
        listed = tuple(as_by_code(each) for each in rateables(Live(look), done))
        return ByCode(one.text, one.language, listed)


@bp.door("POST", "/code/ratings", guest=DeviceKind.PAD, status=201, rates=True)
def rate_by_code(asked: Asked, body: RatesByCode) -> Rated:
    """Rate a handling of the slip's ticket at the help desk, some days long."""
    ticket = _ticket(asked, body).id
    kept = ratings.rate_by_ticket(
        asked.hall, ticket=ticket, handling=body.handling, said=body.opinion(), channel=Channel.DESK
    )
    return Rated(str(kept))


@bp.door("POST", "/code/unsubmitted", guest=DeviceKind.PAD, rates=True)
def leave_by_code(asked: Asked, body: LeftByCode) -> Noted:
    """A level was chosen at the help desk, and the page was left before it was sent."""
    ticket = _ticket(asked, body).id
    ratings.leave_by_ticket(asked.hall, ticket=ticket, handling=body.handling, level=body.level, channel=Channel.DESK)
    return Noted()


@bp.door("POST", "/contacts", guest=DeviceKind.PAD, status=201, rates=True)
def leave_contact(asked: Asked, body: ContactByCode) -> Noted:
    """Leave a telephone number for a call-back, at the help desk."""
    replies.leave_contact(asked.hall, ticket=_ticket(asked, body).id, case=body.case, phone=body.phone)
    return Noted()


def _ticket(asked: Asked, body: WithCode) -> Ticket:
    """The ticket of a slip: at the help desk alone, and not for whoever tries code after code.

    Raises NotAtThisPad, TooManyWrongCodes, UnknownCode.
    """
    device = asked.device.device
    with asked.hall.look() as look:
        post = look.set_up.posts.get(device.window or 0)
        if post is None or not post.desk:
            raise NotAtThisPad()
        with limits.wrong_codes(f"code:{device.hall}:{device.id}"):
            return rating_codes.ticket_with(look, body.code)
