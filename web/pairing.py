"""How a screen that nobody knows becomes a device of the hall, by a code that a manager approves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request
from limits import RateLimitItem, parse
from pydantic import Field

from hall.actions import devices
from hall.rules.device import DeviceKind
from web.context import house
from web.doors import Body, Room, must_be_of_this_house, read_body, reply
from web.identity import DEVICE_COOKIES
from web.limits import must_be_within
from web.told import tells

ASKS = parse("30 per minute")
"""Per address: a whole hall's screens may start at once behind one, and each asks again only when its code is old."""
COLLECTS = parse("100 per second")
"""Per address: each waiting screen asks every two seconds."""
LASTS = timedelta(days=3650)
"""The cookie stays until the device is revoked: nobody comes to a wall to sign in."""

bp = Room("pairing", __name__)


class AskPairing(Body):
    """What the screen wants to be."""

    kind: DeviceKind


class Collect(Body):
    """The secret that came with the code; only the screen that asked knows it."""

    secret: str = Field(min_length=1, max_length=100)


@dataclass(frozen=True, slots=True)
class PairingOut:
    """The six digits to show, the secret to keep, until when both hold."""

    code: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CollectedOut:
    """Is it a device of the hall now?"""

    paired: bool


@dataclass(frozen=True, slots=True)
class ForgottenOut:
    """The browser is no device any more."""

    forgotten: str


@bp.post("/pairing")
@tells(PairingOut, takes=AskPairing, status=201)
def ask() -> Response:
    """Ask to be let in as a device (a printer by its agent): a code to show, to be approved within ten minutes."""
    _must_be_within(ASKS)
    kind = read_body(AskPairing).kind
    one = devices.ask_pairing(house().database, kind=kind)
    return reply(PairingOut(one.code, one.secret, one.expires_at), 201)


@bp.post("/pairing/collect")
@tells(CollectedOut, takes=Collect, also=202)
def collect() -> Response:
    """Collect the device's cookie: 202 until a manager has approved the code, then 200, once."""
    _must_be_within(COLLECTS)
    secret = read_body(Collect).secret
    token = devices.collect(house().database, secret=secret, address=house().address_hash(request.remote_addr))
    if token is None:
        return reply(CollectedOut(False), 202)
    kind = house().identities.device(token).device.kind
    answer = reply(CollectedOut(True))
    answer.set_cookie(
        DEVICE_COOKIES[kind],
        token,
        max_age=LASTS,
        httponly=True,
        samesite="Strict",
        secure=house().settings.https_only,
    )
    return answer


@bp.post("/pairing/forget")
@tells(ForgottenOut, takes=AskPairing)
def forget() -> Response:
    """Take the device's cookie from this browser; the token itself is voided by a manager."""
    must_be_of_this_house()
    kind = read_body(AskPairing).kind
    answer = reply(ForgottenOut(kind))
    answer.delete_cookie(DEVICE_COOKIES[kind])
    return answer


def _must_be_within(limit: RateLimitItem) -> None:
    must_be_of_this_house()
    must_be_within(limit, key=f"pairing:{request.remote_addr}")
