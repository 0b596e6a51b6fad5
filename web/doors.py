"""How a door answers: who may come in, what they must bring, and one transaction around what they do."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, get_type_hints

from flask import Blueprint, Request, Response, request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.routing import IntegerConverter, Map

from hall.errors import Malformed, StaffMayNotRate, TextTooLong
from hall.rules.device import DeviceKind
from hall.rules.staff import Power
from hall.store import answers
from hall.store.answers import Answer
from hall.store.database import Hall
from hall.store.look import Work
from web import limits
from web.app import LARGEST_BODY, Asking, present
from web.context import house
from web.identity import (
    DEVICE_COOKIES,
    SESSION_COOKIE,
    AtDevice,
    Identities,
    Identity,
    OnStaff,
    Visitor,
    bearer_of,
    of_kind,
    visitor,
    with_links,
    with_power,
    without_links,
)
from web.languages import say
from web.problems import (
    NOT_VALID,
    ForeignOrigin,
    TooLarge,
    WrongCsrf,
    malformed,
)
from web.spelling import spelled
from web.told import told_of

LONGEST_KEY = 200


class Link:
    """The guest of a door that is opened by a ticket's own link, `<token>` in the path."""


class Anyone:
    """The guest of a door that is open to all."""


Guest = DeviceKind | Power | type[Link] | type[Anyone]
"""What a door asks of whoever comes in."""


class Body(BaseModel):
    """What a door asks for: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


LARGEST = 2**63 - 1
"""What both databases can hold as a whole number."""


def as_id(value: object) -> object:
    """An id that came as text, as the number it is; anything else as it came."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19 else value


Id = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(as_id)]
"""Ids are strings in JSON; inside they are numbers."""


class WholeInPath(IntegerConverter):
    """A number in a path: a longer one than any database can hold leads nowhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request at a door: in which hall, by whom."""

    hall: Hall
    by: Identity

    @property
    def staff(self) -> OnStaff:
        """The member of staff who asks; the door has made sure."""
        assert isinstance(self.by, OnStaff), "this door is for staff"
        return self.by

    @property
    def device(self) -> AtDevice:
        """The device that asks; the door has made sure."""
        assert isinstance(self.by, AtDevice), "this door is for devices"
        return self.by

    @property
    def visitor(self) -> Visitor:
        """The visitor who asks; the door has made sure."""
        assert isinstance(self.by, Visitor), "this door is for visitors"
        return self.by


@dataclass(frozen=True, slots=True)
class Door:
    """A door as the OpenAPI document and the tests know it."""

    method: str
    path: str
    guest: Guest
    says: str
    body: type[BaseModel] | None
    answer: Any
    status: int
    changes: bool
    rates: bool
    """Is it shut to whoever has a staff session beside?"""
    view: Callable[..., Any] = field(repr=False)
    """What answers; the refusals told in the docstrings of its deeds are those of the door."""


DOORS: list[Door] = []
"""Every door of the house, as its rooms are imported."""


class Room(Blueprint):
    """A blueprint whose doors know their guests."""

    def door(
        self, method: str, path: str, *, guest: Guest, status: int = 200, rates: bool = False, kept: bool = True
    ) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
        """A JSON door. The function gets `Asked`, then `body` if it names one, then the path's own parts.

        What changes something (anything but GET) runs inside one `hall.work()`, and is remembered under
        its Idempotency-Key there. `rates` refuses whoever has a staff session beside: they may not rate.
        `kept=False` never keeps the answer, nor repeats it: it holds what must not be written down.
        """

        def add(view: Callable[..., Any]) -> Callable[..., Response]:
            hints = get_type_hints(view)
            body, changes = hints.get("body"), method != "GET"
            says = (view.__doc__ or "").strip().splitlines()[0]
            full = (self.url_prefix or "") + path
            answers = told_of(view).answers or hints.get("return")
            DOORS.append(Door(method, full, guest, says, body, answers, status, changes, rates, view))

            @limits.refusals
            def answer(**parts: Any) -> Response:
                sent = present()
                asked = come_in(guest, parts, changes=changes, rates=rates, presumed=changes, sent=sent)
                given = parts if body is None else parts | {"body": read_body(body, sent)}
                if not changes:
                    return reply(view(asked, **given), status)
                return _once(sent, asked, guest, lambda sure: view(sure, **given), status, kept)

            answer.__name__ = view.__name__
            answer.__doc__ = view.__doc__
            self.add_url_rule(path, view.__name__, answer, methods=[method])
            return answer

        return add

    def come_in(self, guest: Guest) -> Asked:
        """Who asks to change something, for the few routes that are no doors because they must not hold the lock."""
        return come_in(guest, {}, changes=True)


def come_in(
    guest: Guest,
    parts: dict[str, Any],
    *,
    changes: bool,
    rates: bool = False,
    presumed: bool = False,
    sent: Request = request,
) -> Asked:
    """Find out who asks and whether this door is theirs; `parts` loses the link's token.

    `presumed` takes a token's owner as it was last seen: only for a deed, which makes sure in its own transaction.
    Raises NotSignedIn, NotAllowed, WrongCsrf, ForeignOrigin, StaffMayNotRate, UnknownTicket.
    """
    here = house()
    if changes:
        must_be_of_this_house(sent)
    if rates and SESSION_COOKIE in sent.cookies:
        raise StaffMayNotRate()
    by: Identity
    if guest is Link:
        by = visitor(here.database.key, parts.pop("token"))
    elif isinstance(guest, DeviceKind):
        token = _token(sent, guest)
        seen = here.identities.seen(token) if presumed else None
        by = of_kind(seen if isinstance(seen, AtDevice) else here.identities.device(token), guest)
    else:
        assert isinstance(guest, Power), "doors open to anyone have no hall"
        by = _staff(here.identities, sent, presumed=presumed)
        if changes and by.csrf is not None:
            _must_carry(sent, by.csrf)
        by = with_power(by, guest)
    # Only what a visitor changes asks where they are: see hall/store/flags.py.
    address = here.address_hash(sent.remote_addr) if changes and guest is Link else None
    return Asked(here.database.hall(by.hall, actor=by.actor, address=address), by)


def _staff(identities: Identities, sent: Request, *, presumed: bool) -> OnStaff:
    bearer, cookie = bearer_of(sent), sent.cookies.get(SESSION_COOKIE)
    seen = identities.seen(bearer or cookie) if presumed else None
    # The same session by cookie and by Bearer token differs: one must carry its CSRF token.
    if isinstance(seen, OnStaff) and (seen.csrf is None) == (bearer is not None):
        return seen
    return identities.staff(bearer=bearer, cookie=cookie)


def _token(sent: Request, guest: Guest) -> str | None:
    """The token a program sends, or the one that the browser of such a guest sends by itself."""
    cookie = DEVICE_COOKIES[guest] if isinstance(guest, DeviceKind) else SESSION_COOKIE
    return bearer_of(sent) or sent.cookies.get(cookie)


def _make_sure(work: Work, sent: Request, guest: Guest, asked: Asked) -> Asked:
    """The same, as it is in the transaction of the deed: a session may have ended since it was last seen."""
    by: Identity = asked.by
    if by.holds(work):
        return asked
    token = _token(sent, guest) or ""
    if isinstance(by, AtDevice) and isinstance(guest, DeviceKind):
        by = of_kind(house().identities.still(work, token, by), guest)
    elif isinstance(by, OnStaff) and isinstance(guest, Power):
        by = with_power(house().identities.still(work, token, by), guest)
    return Asked(asked.hall, by)


def must_be_of_this_house(sent: Request = request) -> None:
    """Refuse with ForeignOrigin what another site's page sent."""
    origin = sent.environ.get("HTTP_ORIGIN")
    if origin is not None and origin.partition("://")[2] != sent.host:
        raise ForeignOrigin()


def _must_carry(sent: Request, csrf: str) -> None:
    if not hmac.compare_digest(csrf.encode(), sent.environ.get("HTTP_X_CSRF_TOKEN", "").encode()):
        raise WrongCsrf()


B = TypeVar("B", bound=BaseModel)

_ZERO = re.compile(rb"(?<!\\)(\\\\)*\\u0000")
"""U+0000 as JSON spells it, the only way it may come."""


def read_body(body: type[B], sent: Asking | None = None) -> B:
    """What was sent, in the shape a door asks for; raises Malformed, TextTooLong or TooLarge."""
    told = (sent or present()).body
    # What comes in pieces tells no length before; the framework cuts it off without a word.
    if len(told) >= LARGEST_BODY:
        raise TooLarge()
    # PostgreSQL keeps no text with U+0000 in it; no keyboard writes one. Others may come with what somebody
    # pastes: a rating is not to be refused for a sign that nobody sees (`rating.written` leaves it out).
    if b"\\u0000" in told:
        must(not _ZERO.search(told), field="body")
    try:
        return body.model_validate_json(told or b"{}")
    except ValidationError as error:
        raise malformed(error) from error


def _once(sent: Asking, asked: Asked, guest: Guest, deed: Callable[[Asked], Any], status: int, kept: bool) -> Response:
    """Do a deed once for its Idempotency-Key: a retry gets the first answer again."""
    key = sent.environ.get("HTTP_IDEMPOTENCY_KEY", "") if kept else ""
    if len(key) > LONGEST_KEY:
        raise TextTooLong(field="Idempotency-Key", most=LONGEST_KEY)
    # PostgreSQL keeps no text with U+0000 in it.
    must("\0" not in key, field="Idempotency-Key")
    # Before the lock: somebody may send a part of it and let the hall wait for the rest.
    door, told = f"{sent.method} {sent.path}", sent.body
    with asked.hall.work() as work:
        asked = _make_sure(work, sent, guest, asked)
        known = answers.known(work, door=door, key=key, request=told) if key else None
        if known is not None:
            return _json(with_links(known.body, house().database.key), known.status, replayed=True)
        done = deed(asked)
        if isinstance(done, Response):
            body, status = done.get_data(as_text=True), done.status_code
        else:
            body = spelled(done)
        if key:
            answer = Answer(status, without_links(body, work.key))
            answers.remember(work, door=door, key=key, request=told, answer=answer)
    # Made only now: the screens were told when the deed was committed, and are not to wait for it.
    return done if isinstance(done, Response) else _json(body, status)


def reply(value: Any, status: int = 200) -> Response:
    """A value (pydantic model, dataclass, plain) as JSON: moments RFC 3339 UTC, texts as they are."""
    if isinstance(value, Response):
        return value
    return _json(spelled(value), status)


def _json(body: str, status: int, *, replayed: bool = False) -> Response:
    answer = Response(body, status, content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    if replayed:
        answer.headers["Idempotency-Replayed"] = "true"
    return answer


def fingerprint(*parts: bytes) -> str:
    """A short tag that changes with what it is made of, for addresses that browsers may keep."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def must(condition: bool, *, field: str) -> None:
    """Refuse with Malformed, naming the field, unless the condition holds."""
    if not condition:
        raise Malformed(field=field, why={"zh": say(NOT_VALID, "zh"), "en": say(NOT_VALID, "en")})
