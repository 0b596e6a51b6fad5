"""Bad input of whoever asks, and junk in every place of every door: refused by name, never a fault."""

import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hall.actions import devices, people
from hall.rules.device import DeviceKind
from hall.rules.staff import Power
from hall.store.tables import devices as devices_table
from tests.as_told import AsTold
from tests.journeys.careful_hall import HUGE, Clerk, Hall
from tests.rooms import problem
from tests.servers import lay_tables
from web.app import LARGEST_BODY
from web.doors import DOORS, Door, Link
from web.identity import SESSION_COOKIE, csrf_of


def test_a_wrong_csrf_token_changes_nothing(hall: Hall) -> None:
    token = hall.at(1).token
    for given in ({}, {"X-CSRF-Token": "wrong"}, {"X-CSRF-Token": csrf_of("another session")}):

        def ask(language: dict[str, str], given: dict[str, str] = given) -> TestResponse:
            client = _with_session(hall, token)
            return client.post("/clerk/windows/1/open", json={}, headers=given | language)

        hall.refused(ask, 403, "wrong-csrf")
    right = {"X-CSRF-Token": csrf_of(token)}
    assert _with_session(hall, token).post("/clerk/windows/1/open", json={}, headers=right).status_code == 200


def _with_session(hall: Hall, token: str) -> FlaskClient:
    client = hall.client()
    client.set_cookie(SESSION_COOKIE, token)
    return client


def test_a_revoked_device_is_nobody(hall: Hall) -> None:
    kiosk, body = hall.device("kiosk"), {"service": hall.service}
    device = hall.backstage.rows(select(devices_table.c.id).where(devices_table.c.kind == "kiosk"))[0].id
    assert hall.post("/kiosk/tickets", body, kiosk).status_code == 201
    devices.revoke_device(hall.backstage.hall, device=device)
    hall.refused(hall.poster("/kiosk/tickets", body, kiosk), 401, "not-signed-in")


def test_one_key_for_two_different_deeds(hall: Hall) -> None:
    headers = hall.device("kiosk") | {"Idempotency-Key": "one tap"}
    assert hall.post("/kiosk/tickets", {"service": hall.service}, headers).status_code == 201
    other = {"service": hall.service, "language": "en"}
    hall.refused(hall.poster("/kiosk/tickets", other, headers), 422, "key-reused")
    long = hall.device("kiosk") | {"Idempotency-Key": "k" * 201}
    hall.refused(hall.poster("/kiosk/tickets", {"service": hall.service}, long), 422, "text-too-long")


def test_a_text_that_is_too_long_and_a_body_that_is_too_large(hall: Hall, clerk: Clerk) -> None:
    hall.backstage.take()
    clerk.does("next")
    clerk.does("start")
    told = hall.refused(clerk.asks("finish", outcome="deficient", note="缺" * 5000), 422, "text-too-long")
    assert told["field"] == "note"
    huge = b'{"service": "' + b"x" * 7_000_000 + b'"}'
    hall.refused(
        lambda language: hall.client().post("/kiosk/tickets", data=huge, headers=hall.device("kiosk") | language),
        413,
        "too-large",
    )


def test_a_body_that_comes_in_pieces_is_no_larger_for_that(hall: Hall) -> None:
    """Sent without a length, as a stream that the server ends (what a real one tells by `wsgi.input_terminated`)."""
    begins = json.dumps({"service": hall.service}).encode()

    def ask(language: dict[str, str]) -> TestResponse:
        sent = io.BytesIO(begins + b" " * LARGEST_BODY + b"the rest")
        base = {"wsgi.input_terminated": True, "wsgi.input": sent, "HTTP_TRANSFER_ENCODING": "chunked"}
        headers = hall.device("kiosk") | language
        return hall.client().post("/kiosk/tickets", headers=headers, environ_overrides=base)

    hall.refused(ask, 413, "too-large")


def test_a_body_of_endless_wrong_names_is_not_even_read(hall: Hall) -> None:
    """To refuse each of half a million names by itself would take seconds in which nobody is served."""
    names = b"{" + b",".join(b'"k%d":1' % n for n in range(20_000)) + b"}"
    for path in ("/pairing", "/sign-in", f"{hall.backstage.link(hall.backstage.take())}/ratings"):

        def ask(language: dict[str, str], path: str = path) -> TestResponse:
            return hall.client().post(path, data=names, headers=language)

        hall.refused(ask, 413, "too-large")


def test_a_key_that_no_database_could_keep(hall: Hall) -> None:
    headers = hall.device("kiosk") | {"Idempotency-Key": "one\0tap"}
    told = hall.refused(hall.poster("/kiosk/tickets", {"service": hall.service}, headers), 422, "malformed")
    assert told["field"] == "Idempotency-Key"


class Hesitant(io.RawIOBase):
    """A body whose end is long in coming: meanwhile somebody else takes a number."""

    def __init__(self, others: Callable[[], int]) -> None:
        self.others = others
        self.taken: list[int] = []

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        if not self.taken:
            another = threading.Thread(target=lambda: self.taken.append(self.others()))
            another.start()
            another.join()
        return 0


@pytest.mark.parametrize("door", ["cancel", "later", "ratings"])
def test_who_sends_half_a_request_holds_nobody_up(hall: Hall, door: str) -> None:
    link = hall.backstage.link(hall.backstage.take())
    body = Hesitant(hall.backstage.take)
    base = {"wsgi.input": io.BufferedReader(body), "CONTENT_LENGTH": "9"}
    answer = hall.client().post(f"{link}/{door}", environ_overrides=base)
    assert body.taken, "the hall waited for the body"
    assert problem(answer) == (422, "malformed")


NOT_A_BODY = (
    b"[]",
    b"null",
    b"{",
    b'"text"',
    b"service=A",
    b"\xff\xfe",
    b'{"unknown": 1}',
    b'{"service": "\\ud800"}',
    b"[" * 2000,
)


@pytest.mark.parametrize("body", NOT_A_BODY)
def test_a_body_that_is_none(hall: Hall, body: bytes) -> None:
    def ask(language: dict[str, str]) -> TestResponse:
        return hall.client().post("/kiosk/tickets", data=body, headers=hall.device("kiosk") | language)

    hall.refused(ask, 422, "malformed")


@pytest.fixture(params=["sqlite", "postgresql"])
def hall_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hall]:
    """The demo hall, once on each database."""
    if request.param == "postgresql":
        postgresql = request.getfixturevalue("postgresql")
        url = postgresql.url(postgresql.create())
        lay_tables(url)
        made = Hall(tmp_path / "hall", HAOHAO_DATABASE_URL=url)
    else:
        made = Hall(tmp_path / "hall", request.getfixturevalue("made_demo"))
    yield made
    made.house.database.close()


def test_no_door_breaks_whatever_is_sent(hall_on_both: Hall) -> None:
    """Junk in every place of every door: each answer is a deed done or a refusal with a name, never a fault."""
    hall = hall_on_both
    link = hall.backstage.link(min(hall.backstage.take() for _each in range(7)))
    clerk, manager = hall.at(1).headers, hall.manager()
    told, faults, untold = AsTold(hall.app), [], set()
    # What takes people and devices away comes last, or the rest would find nobody.
    for door in sorted(DOORS, key=lambda one: one.method == "DELETE" or one.path.endswith(TAKE_AWAY)):
        headers = _headers(hall, door, clerk, manager) | {"Content-Type": "application/json"}
        for number in ("7", HUGE):
            path = re.sub(r"<[^>]+>", number, door.path.replace("/t/<token>", link))
            for body in _junk(door):
                hall.app.extensions["haohao_limits"].storage.reset()
                answer = hall.client().open(path, method=door.method, data=body, headers=headers)
                named = answer.status_code < 400 or answer.content_type == "application/problem+json"
                if answer.status_code >= 500 or not named:
                    faults.append((door.method, path, body[:80], answer.status_code))
                elif number != HUGE and (wrong := told.fault(answer, door.method, door.path)):
                    untold.add(wrong)
    for path in STRANGE_ADDRESSES:
        answer = hall.client().get(path, headers=manager)
        if answer.status_code >= 500:
            faults.append(("GET", path, b"", answer.status_code))
    assert faults == []
    # Nor does the document keep a refusal to itself, whatever it is that was sent.
    assert sorted(untold) == []


TAKE_AWAY = ("/sign-out", "/deactivate", "/revoke", "/replace", "/day/close")
STRANGE_ADDRESSES = (
    "/hall.css?hall=²",
    f"/hall.css?hall={HUGE}",
    f"/evaluator/?window_no={HUGE}",
    "/display/?area=%00",
    f"/display/window/{HUGE}",
    f"/staff/{HUGE}/photo-x.jpg",
    "/staff/1/photo-%00.jpg",
    "/link/%00",
    "/t/1-1-%00",
    f"/t/{HUGE}-1-x",
    f"/kiosk/guides/{HUGE}/x",
    "/kiosk/guides/1/%00",
    "/manager/satisfaction?by=nothing",
    "/manager/satisfaction?from=2026-99-99",
    "/manager/satisfaction?from=0001-01-01&to=9999-12-31",
    "/manager/satisfaction.csv?from=0001-01-01&to=9999-12-31",
    "/desk/tickets?number=²",
    f"/desk/tickets?number=A{HUGE}",
    "/desk/tickets?from=99:99",
    "/desk/tickets?to=9999-12-31T23:59:59%2B00:00",
    "/desk/tickets?from=0001-01-01T00:00:00%2B14:00",
    "/desk/tickets?service=%00",
)


def _junk(door: Door) -> Iterator[bytes]:
    yield b""
    if not door.changes:
        return
    yield from NOT_A_BODY
    for name in door.body.model_fields if door.body else ():
        for value in (None, 10**30, -1, "x" * 5000, "\0", [1], {"zh": "\0"}, True, HUGE, ["x"] * 30):
            yield json.dumps(_filled(door) | {name: value}).encode()


def _filled(door: Door) -> dict[str, Any]:
    """A body in which what is asked for stands, as far as one value fits many doors."""
    likely = {
        "service": "social-card",
        "handling": "1",
        "ticket": "1",
        "level": 5,
        "tags": [],
        "outcome": "accepted",
        "help": [],
        "priority": None,
        "paper": False,
        "times_called": 1,
        "facts": {},
    }
    fields = door.body.model_fields if door.body else {}
    return {name: likely[name] for name, field in fields.items() if field.is_required() and name in likely}


def _printer(hall: Hall) -> dict[str, str]:
    """The headers of a printer's agent: the demo hall has none, so one is given its token."""
    with hall.backstage.hall.look() as look:
        printer = next(iter(look.set_up.printers))
    people.hand_out(hall.backstage.hall, passwords={}, tokens={printer: "agent"})
    return {"Authorization": "Bearer agent"}


def _headers(hall: Hall, door: Door, clerk: dict[str, str], manager: dict[str, str]) -> dict[str, str]:
    if door.guest is DeviceKind.PRINTER:
        return _printer(hall)
    if isinstance(door.guest, DeviceKind):
        return hall.device(door.guest.value)
    if door.guest is Link:
        return {}
    return clerk if door.guest in (Power.SERVE, Power.SELF) else manager
