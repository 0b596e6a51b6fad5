"""Who is asking: a device by its token, a member of staff by a session, a visitor by the ticket's link."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection
from werkzeug import Request

from hall.errors import UnknownTicket
from hall.rules.device import Device, DeviceKind
from hall.rules.keyed import keyed
from hall.rules.rating_code import code_of
from hall.rules.staff import Power, Staff
from hall.store import people
from hall.store.database import Database
from hall.store.look import Look, Work
from hall.store.setups import SetUp
from web.problems import NotAllowed, NotSignedIn

SESSION_COOKIE = "haohao_session"
DEVICE_COOKIES: dict[DeviceKind, str] = {
    DeviceKind.KIOSK: "haohao_kiosk",
    DeviceKind.DISPLAY: "haohao_display",
    DeviceKind.PAD: "haohao_pad",
    DeviceKind.PRINTER: "haohao_printer",
}


@dataclass(frozen=True, slots=True)
class AtDevice:
    """Somebody at a paired device; `as_of` is the version of the set-up in which it was."""

    device: Device
    as_of: int

    @property
    def hall(self) -> int:
        return self.device.hall

    @property
    def actor(self) -> str:
        return f"device:{self.device.id}"

    def holds(self, work: Work) -> bool:
        """Is it certain without asking that the device is still paired? Whatever revokes one changes the set-up."""
        return self.as_of == work.head.set_up


@dataclass(frozen=True, slots=True)
class OnStaff:
    """A member of staff, signed in as of that version of the set-up, at the latest until that moment.

    `csrf` is what their changes must carry; None when they came by Bearer token.
    """

    staff: Staff
    session: int
    csrf: str | None
    as_of: int
    until: datetime

    @property
    def hall(self) -> int:
        return self.staff.hall

    @property
    def actor(self) -> str:
        return f"staff:{self.staff.id}"

    def holds(self, work: Work) -> bool:
        """Is it certain without asking that the session lasts? Whatever ends one, but time, changes the set-up."""
        return self.as_of == work.head.set_up and work.now < self.until


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever holds the link of a ticket."""

    ticket: int
    hall: int

    @property
    def actor(self) -> str:
        return f"ticket:{self.ticket}"

    def holds(self, _work: Work) -> bool:
        """A link never ends."""
        return True


Identity = AtDevice | OnStaff | Visitor
K = TypeVar("K", AtDevice, OnStaff)

MOST_SEEN = 1000
"""Tokens whose owners are remembered; beyond, all are looked up again."""


def csrf_of(token: str) -> str:
    """The CSRF token of a session: bound to it, of no use for anything else."""
    return hashlib.sha256(b"csrf:" + token.encode()).hexdigest()[:32]


def link_token(key: bytes, *, hall: int, ticket: int) -> str:
    """The unguessable end of a ticket's link: 128 bits that only this house can make, so none need be kept."""
    seal = keyed(key, f"ticket:{hall}:{ticket}".encode()).digest()[:16]
    return f"{hall}-{ticket}-{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def visitor(key: bytes, token: str) -> Visitor:
    """Who holds this link; raises UnknownTicket if we never made it."""
    hall, _dash, rest = token.partition("-")
    ticket = rest.partition("-")[0]
    if not (hall.isascii() and hall.isdigit() and ticket.isascii() and ticket.isdigit() and len(token) < 80):
        raise UnknownTicket()
    if not hmac.compare_digest(link_token(key, hall=int(hall), ticket=int(ticket)).encode(), token.encode()):
        raise UnknownTicket()
    return Visitor(int(ticket), int(hall))


LINKS = re.compile(r"/t/((\d+)-(\d+)-[\w-]{22})", re.ASCII)
CODES = re.compile(r"rating-code:(\d+)-(\d+)-\d{6}", re.ASCII)
LEFT_OUT = re.compile(r"(/t/|rating-code:)(\d+)-(\d+)-\x01", re.ASCII)
"""Where a link or a code stood. JSON never holds this character as it is: nobody can write it into an answer."""


def marked_code(key: bytes, *, hall: int, ticket: int) -> str:
    """A ticket's 评价码 in an answer that may be kept: marked, so that `without_links` finds it."""
    return f"rating-code:{hall}-{ticket}-{code_of(ticket, hall=hall, key=key)}"


def without_links(text: str, key: bytes) -> str:
    """An answer as it may be kept: a ticket's link opens that ticket and its code rates it: not written down.

    What only looks like one, such as somebody's own words, stays: made anew it would become a real one.
    """
    if "/t/" not in text and "rating-code:" not in text:
        return text

    def link(found: re.Match[str]) -> str:
        real = link_token(key, hall=int(found[2]), ticket=int(found[3])) == found[1]
        return f"/t/{found[2]}-{found[3]}-\x01" if real else found[0]

    def code(found: re.Match[str]) -> str:
        real = marked_code(key, hall=int(found[1]), ticket=int(found[2])) == found[0]
        return f"rating-code:{found[1]}-{found[2]}-\x01" if real else found[0]

    return CODES.sub(code, LINKS.sub(link, text))


def with_links(text: str, key: bytes) -> str:
    """The same answer as it was given, its links and codes made anew."""

    def whole(found: re.Match[str]) -> str:
        hall, ticket = int(found[2]), int(found[3])
        if found[1] == "/t/":
            return found[1] + link_token(key, hall=hall, ticket=ticket)
        return marked_code(key, hall=hall, ticket=ticket)

    return LEFT_OUT.sub(whole, text)


class Identities:
    """Finds who a token belongs to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._seen: dict[str, AtDevice | OnStaff] = {}

    def device(self, token: str | None) -> AtDevice:
        """The paired device with this token; raises NotSignedIn, also when it was revoked."""
        with self.database.look() as connection:
            row = people.device_with(connection, token) if token else None
            if row is None or token is None:
                raise NotSignedIn()
            set_up = self._set_up(connection, row.hall_id)
            return self._remember(token, AtDevice(set_up.device_by_id(row.id), set_up.version))

    def staff(self, *, bearer: str | None, cookie: str | None) -> OnStaff:
        """Whoever's session this is, by Bearer token (a demo page's own) or cookie; raises NotSignedIn."""
        token = bearer or cookie
        with self.database.look() as connection:
            row = people.session_of(connection, token, now=self.database.clock.now()) if token else None
            if row is None or token is None:
                raise NotSignedIn()
            set_up = self._set_up(connection, row.hall_id)
        csrf = None if bearer else csrf_of(token)
        staff = set_up.staff_by_id(row.staff_id)
        return self._remember(token, OnStaff(staff, row.id, csrf, set_up.version, row.expires_at))

    def seen(self, token: str | None) -> AtDevice | OnStaff | None:
        """Whose token this was when last asked: enough to find the hall of a deed, which asks `still` for itself."""
        return self._seen.get(token) if token else None

    def still(self, work: Work, token: str, by: K) -> K:
        """The same device or session as it is in this deed's own transaction; raises NotSignedIn if it is no more."""
        if isinstance(by, AtDevice):
            row = people.device_with(work.connection, token)
        else:
            row = people.session_of(work.connection, token, now=work.now)
        if row is None or row.id != (by.device.id if isinstance(by, AtDevice) else by.session):
            self._seen.pop(token, None)
            raise NotSignedIn()
        as_of = work.head.set_up
        if isinstance(by, AtDevice):
            return self._remember(token, replace(by, device=work.set_up.device_by_id(row.id), as_of=as_of))
        return self._remember(token, replace(by, staff=work.set_up.staff_by_id(row.staff_id), as_of=as_of))

    def _remember(self, token: str, by: K) -> K:
        if len(self._seen) >= MOST_SEEN:
            self._seen.clear()
        self._seen[token] = by
        return by

    def _set_up(self, connection: Connection, hall: int) -> SetUp:
        return self.database.at_hand(connection, hall, Look).set_up


def of_kind(identity: AtDevice, kind: DeviceKind) -> AtDevice:
    """Refuse with NotAllowed unless the device is of this kind."""
    if identity.device.kind is not kind:
        raise NotAllowed()
    return identity


def with_power(identity: OnStaff, power: Power) -> OnStaff:
    """Refuse with NotAllowed unless the person may do this."""
    if not identity.staff.may(power):
        raise NotAllowed()
    return identity


def bearer_of(sent: Request) -> str | None:
    """The Bearer token of a request."""
    scheme, _space, token = sent.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
