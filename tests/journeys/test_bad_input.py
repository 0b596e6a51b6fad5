"""Bad input of every kind: a named refusal in both languages, nothing lost, nothing half-done."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from demo import demo_hall
from hall.actions import devices, people, setup
from hall.rules.device import DeviceKind
from hall.rules.hall_file import read_hall_file
from hall.rules.staff import Power
from hall.store import journal
from hall.store.database import Database
from hall.store.tables import devices as devices_table
from hall.store.tables import halls, metadata
from server import create_app
from settings import read_settings
from tests.hall.conftest import HandClock
from tests.rooms import Doors, MadeDemo
from tests.servers import ROOT, lay_tables, server_over
from web.doors import DOORS, Door, Link
from web.identity import SESSION_COOKIE, csrf_of
from web.replay_clock import SetClock

JIANSHE = ROOT / "halls" / "jianshe.toml"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HUGE = "9" * 30
Ask = Callable[[dict[str, str]], TestResponse]


class Hall(Doors):
    """A demo hall in which the test moves the clock, with one clerk at window 1 and one at window 2."""

    def __init__(self, folder: Path, made: MadeDemo | None = None, **settings: str) -> None:
        data = str(made.copy(folder) if made else folder)
        self.settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": data, **settings})
        app = create_app(self.settings, async_mode="threading")
        super().__init__(app, made.people if made else demo_hall(self.settings, app.extensions["haohao"].database))
        self.clock = HandClock()
        self.house.database.clock = self.clock
        self.service = self.backstage.services()[0]

    def kept(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with self.house.database.look() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables
            }

    def must_be_sealed(self) -> None:
        """The journal of every hall is as it was written."""
        with self.house.database.look() as connection:
            for hall in connection.scalars(select(halls.c.id)):
                assert not list(journal.faults(connection, hall=hall, key=self.house.database.key))

    @contextmanager
    def nothing_done(self) -> Iterator[None]:
        """Nothing is lost, nothing is half-done: not one row changes."""
        before = self.kept()
        yield
        assert self.kept() == before
        self.must_be_sealed()

    def refused(self, ask: Ask, status: int, code: str) -> dict[str, Any]:
        """Refused by name in the language of whoever asks, twice alike, with nothing done."""
        told: dict[str, Any] = {}
        with self.nothing_done():
            for language in ("zh", "en"):
                answer = ask({"Accept-Language": language})
                assert answer.content_type == "application/problem+json", answer.text
                told = json.loads(answer.text)
                assert (answer.status_code, told["code"]) == (status, code), answer.text
                assert told["status"] == status
                assert told["type"] == f"/problems#{code}"
                assert told["title"] == told["text"][language]
                assert told["detail"]
                assert bool(CHINESE.search(told["title"])) == (language == "zh"), told["title"]
                assert bool(CHINESE.search(told["detail"])) == (language == "zh"), told["detail"]
        return told

    def at(self, window_no: int) -> "Clerk":
        """The clerk who sits at a window by habit, signed in."""
        with self.backstage.hall.look() as look:
            name = look.set_up.staff[self.backstage.clerk(window_no)].name
        return Clerk(self, window_no, people.open_session(self.backstage.hall, name=name))

    def poster(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Ask:
        """Asks a door, whatever language it is asked in."""
        return lambda language: self.client().post(path, json=body, headers=(headers or {}) | language)


class Clerk:
    """Somebody at the doors of one window."""

    def __init__(self, hall: Hall, no: int, token: str) -> None:
        self.hall, self.no, self.token = hall, no, token
        self.headers = {"Authorization": f"Bearer {token}"}

    def asks(self, deed: str, *, at: int | None = None, **body: Any) -> Ask:
        return self.hall.poster(f"/clerk/windows/{at or self.no}/{deed}", body, self.headers)

    def does(self, deed: str, **body: Any) -> dict[str, Any]:
        answer = self.asks(deed, **body)({})
        assert answer.status_code == 200, answer.text
        return dict(json.loads(answer.text))

    def serves(self) -> str:
        """Call whoever is next and serve them to the end; returns the handling."""
        handling = str(self.does("next")["handling"])
        self.does("start")
        self.does("finish", outcome="accepted")
        return handling


@pytest.fixture
def hall(made_demo: MadeDemo, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path / "hall", made_demo)
    yield made
    made.house.database.close()


@pytest.fixture
def clerk(hall: Hall) -> Clerk:
    one = hall.at(1)
    one.does("open")
    return one


# --- taking a number -----------------------------------------------------------------------------------


@pytest.mark.parametrize("door", ["/kiosk/tickets", "/desk/tickets", "/kiosk/guides"])
def test_a_service_that_does_not_exist(hall: Hall, door: str) -> None:
    headers = hall.device("kiosk") if door.startswith("/kiosk") else _manager(hall)
    body = {"service": "no-such-thing", **({"paper": False} if "guides" in door else {})}
    hall.refused(hall.poster(door, body, headers), 404, "unknown-service")


def test_a_second_service_that_does_not_exist_takes_no_number_for_the_first(hall: Hall) -> None:
    body = {"service": hall.service, "also": ["no-such-thing"]}
    hall.refused(hall.poster("/kiosk/tickets", body, hall.device("kiosk")), 404, "unknown-service")


def test_a_reason_that_only_the_desk_may_give(hall: Hall) -> None:
    body = {"service": hall.service, "priority": "other"}
    hall.refused(hall.poster("/kiosk/tickets", body, hall.device("kiosk")), 403, "priority-at-desk")


def _manager(hall: Hall) -> dict[str, str]:
    name = next(one["name"] for one in hall.people["staff"] if one["role"] == "manager")
    return {"Authorization": f"Bearer {people.open_session(hall.backstage.hall, name=name)}"}


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2026-11-23T04:30:00+00:00", "the break at noon"),
        ("2026-11-23T09:30:00+00:00", "after closing"),
        ("2026-11-22T02:00:00+00:00", "a Sunday"),
        ("2026-11-24T02:00:00+00:00", "a closure"),
    ],
)
def test_a_closed_hall_issues_no_number_and_keeps_those_it_issued(hall: Hall, moment: str, why: str) -> None:
    real, token = _real_hall(hall)
    kiosk = {"Authorization": f"Bearer {token}"}
    with hall.house.database.hall(real).look() as look:
        body = {"service": next(one.code for one in look.set_up.offered)}
    hall.clock.moment = datetime.fromisoformat("2026-11-20T02:00:00+00:00")
    taken = hall.client().post("/kiosk/tickets", json=body, headers=kiosk)
    assert taken.status_code == 201, taken.text
    hall.clock.moment = datetime.fromisoformat(moment)
    hall.refused(hall.poster("/kiosk/tickets", body, kiosk), 409, "hall-closed")
    link = str(json.loads(taken.text)["link"])
    assert hall.client().get(f"{link[link.index('/t/') :]}/picture").status_code == 200


def _real_hall(hall: Hall) -> tuple[int, str]:
    """The hall with real hours beside the demo hall, with a closure and a kiosk's token."""
    file = read_hall_file(JIANSHE.read_text("utf-8"))
    made = setup.load_hall(hall.house.database, file=file, actor="test")
    handle = hall.house.database.hall(made, actor="test")
    closed = {"from": "2026-11-24", "to": "2026-11-24", "notice": {"zh": "停电，今日不对外办公。"}}
    setup.add_closure(handle, facts=closed)
    asked = devices.ask_pairing(hall.house.database, kind=DeviceKind.KIOSK)
    devices.approve_pairing(handle, code=asked.code, facts={"kind": "kiosk", "name": "new-kiosk"})
    token = devices.collect(hall.house.database, secret=asked.secret)
    assert token is not None
    return made, token


# --- at the window ---------------------------------------------------------------------------------------


def test_an_empty_line(hall: Hall, clerk: Clerk) -> None:
    hall.refused(clerk.asks("next"), 409, "nobody-waiting")


def test_finished_twice(hall: Hall, clerk: Clerk) -> None:
    hall.backstage.take()
    handling = clerk.serves()
    hall.refused(clerk.asks("finish", outcome="accepted"), 409, "nothing-in-hand")
    hall.refused(clerk.asks("finish", outcome="accepted", handling=handling), 409, "stale-handling")


@pytest.mark.parametrize("deed", ["recall", "start", "missed", "park", "transfer", "finish"])
def test_a_deed_meant_for_the_visitor_before(hall: Hall, clerk: Clerk, deed: str) -> None:
    for _each in range(2):
        hall.backstage.take()
    before = clerk.serves()
    clerk.does("next")
    bodies: dict[str, dict[str, Any]] = {"finish": {"outcome": "accepted"}, "transfer": {"window_no": 2}}
    hall.refused(clerk.asks(deed, handling=before, **bodies.get(deed, {})), 409, "stale-handling")


def test_a_clerk_at_a_window_that_is_not_theirs(hall: Hall, clerk: Clerk) -> None:
    hall.backstage.take()
    handling = clerk.does("next")["handling"]
    other = hall.at(2)
    for deed in ("start", "recall", "missed", "park"):
        hall.refused(other.asks(deed, at=1, handling=handling), 403, "not-your-window")
    hall.refused(other.asks("open", at=1), 409, "window-taken")
    hall.refused(clerk.asks("open", at=2), 409, "clerk-elsewhere")
    hall.refused(other.asks("next"), 409, "window-not-open")
    hall.refused(other.asks("open", at=99), 404, "unknown-window")


def test_a_call_while_somebody_is_served_and_a_deed_out_of_turn(hall: Hall, clerk: Clerk) -> None:
    for _each in range(2):
        hall.backstage.take()
    clerk.does("next")
    hall.refused(clerk.asks("finish", outcome="accepted"), 409, "wrong-move")
    hall.refused(clerk.asks("missed"), 409, "too-soon-for-missed")
    clerk.does("start")
    hall.refused(clerk.asks("next"), 409, "still-serving")
    hall.refused(clerk.asks("finish", outcome="deficient"), 422, "lacking-not-said")
    hall.refused(clerk.asks("pause"), 422, "pause-reason-missing")
    hall.refused(clerk.asks("transfer"), 422, "malformed")
    hall.refused(clerk.asks("transfer", window_no=99), 404, "unknown-window")
    hall.refused(clerk.asks("unpark", ticket=HUGE), 422, "malformed")


# --- ratings ---------------------------------------------------------------------------------------------


def test_a_rating_too_early_twice_too_late_or_elsewhere(hall: Hall, clerk: Clerk) -> None:
    link = hall.backstage.link(hall.backstage.take())
    at_link, at_pad = f"{link}/ratings", "/evaluator/ratings"
    pad, other = hall.device("pad", window_no=1), hall.device("pad", window_no=2)
    handling = clerk.does("next")["handling"]
    good = {"handling": handling, "level": 5, "tags": []}
    hall.refused(hall.poster(at_link, good), 410, "rating-closed")
    clerk.does("start")
    clerk.does("finish", outcome="accepted")
    hall.refused(hall.poster(at_pad, good, other), 403, "wrong-pad")
    hall.refused(hall.poster(at_pad, good | {"handling": "999999"}, pad), 404, "unknown-handling")
    hall.refused(hall.poster(at_pad, good | {"level": 2}, pad), 422, "reason-missing")
    hall.refused(hall.poster(at_pad, good | {"tags": ["no-such-tag"]}, pad), 422, "unknown-tag")
    hall.refused(hall.poster(at_pad, good | {"level": 6}, pad), 422, "malformed")
    hall.refused(hall.poster(at_pad, good | {"text": "好" * 5000}, pad), 422, "text-too-long")
    foreign = hall.backstage.link(hall.backstage.take())
    hall.refused(hall.poster(f"{foreign}/ratings", good), 404, "unknown-handling")
    hall.clock.pass_by(timedelta(days=8).total_seconds())
    hall.refused(hall.poster(at_link, good), 410, "rating-closed")
    hall.clock.pass_by(-timedelta(days=8).total_seconds())
    assert hall.post(at_pad, good, pad).status_code == 201
    hall.refused(hall.poster(at_pad, good, pad), 409, "already-rated")
    hall.refused(hall.poster(at_link, good), 409, "already-rated")


# --- who asks, and how -----------------------------------------------------------------------------------


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
    clerk, manager = hall.at(1).headers, _manager(hall)
    faults = []
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
    for path in STRANGE_ADDRESSES:
        answer = hall.client().get(path, headers=manager)
        if answer.status_code >= 500:
            faults.append(("GET", path, b"", answer.status_code))
    assert faults == []


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


# --- what a manager sets up --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "facts"),
    [
        ("POST", "/manager/services", {}),
        ("POST", "/manager/services", {"code": "x", "name": {"zh": 5}}),
        ("POST", "/manager/windows", {"no": -1}),
        ("POST", "/manager/staff", {"name": "", "role": "king"}),
        ("PUT", "/manager/hours", {"monday": ["25:00", "26:00"]}),
        ("PUT", "/manager/hours", {"monday": ["17:00", "08:00"]}),
        ("PUT", "/manager/policy", {"priority_run": -3}),
        ("PUT", "/manager/policy", {"no_such_rule": 1}),
        ("POST", "/manager/closures", {"from": "2026-11-24", "to": "2026-11-23", "notice": {"zh": "关"}}),
        ("PUT", "/manager/hall", {"accent": "red; } body { display: none"}),
        ("PUT", "/manager/hall", {"zone": "Mars/Olympus"}),
    ],
)
def test_malformed_set_up_names_the_field(hall: Hall, method: str, path: str, facts: dict[str, Any]) -> None:
    headers = _manager(hall)

    def ask(language: dict[str, str]) -> TestResponse:
        return hall.client().open(path, method=method, json={"facts": facts}, headers=headers | language)

    told = hall.refused(ask, 422, "malformed")
    assert told["field"]
    assert set(told["why"]) == {"zh", "en"}


# --- files and settings --------------------------------------------------------------------------------------


def test_a_malformed_hall_file_changes_nothing_and_is_named_by_its_lines(tmp_path: Path) -> None:
    server = server_over(tmp_path / "data")
    server.flask("migrate")
    database = Database(read_settings(server.environment).database, key=b"k" * 32)
    setup.load_hall(database, file=read_hall_file(JIANSHE.read_text("utf-8")))
    database.close()
    before = (tmp_path / "data" / "haohao.db").read_bytes()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(JIANSHE.read_text("utf-8").replace('zone = "Asia/Shanghai"', 'zone = "Asia/Nowhere"'), "utf-8")
    line = 1 + next(no for no, text in enumerate(wrong.read_text("utf-8").splitlines()) if "Nowhere" in text)
    with pytest.raises(RuntimeError) as refused:
        server.flask("hall", "load", str(wrong))
    told = str(refused.value)
    assert f"wrong.toml:{line}: " in told
    _in_both_languages(told)
    assert "Traceback" not in told
    assert (tmp_path / "data" / "haohao.db").read_bytes() == before


def test_a_malformed_day_of_arrivals_starts_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / "day.csv"
    day = (ROOT / "halls" / "arrivals" / "1999-08-04.csv").read_text("utf-8").splitlines()[:10]
    day[5] = day[5].replace("served", "vanished").replace("left", "vanished")
    wrong.write_text("\n".join([*day, ""]), "utf-8")
    with pytest.raises(RuntimeError) as refused:
        server_over(tmp_path / "data").flask(
            "replay", str(wrong), "--date", "1999-08-04", "--data", str(tmp_path / "kept")
        )
    assert "day.csv:6: " in str(refused.value)
    _in_both_languages(str(refused.value))
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(("name", "value"), [("HAOHAO_KEY", "1234"), ("HAOHAO_PROT", "8000")])
def test_a_malformed_setting_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    """One that is wrong, one that is misspelt; tests/test_commands.py has the others, refused by the same reading."""
    server = server_over(tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=server.environment | {name: value},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode != 0
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    _in_both_languages(done.stderr)
    assert not (tmp_path / "data" / "haohao.db").exists()


def _in_both_languages(told: str) -> None:
    assert CHINESE.search(told)
    assert re.search(r"[a-z]{2,} [a-z]{2,}", told)


def test_the_clock_of_a_replay_goes_forward_only(made_demo: MadeDemo, tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hall", made_demo, HAOHAO_REPLAY_CLOCK="1")
    later = datetime(2026, 11, 23, 3, tzinfo=UTC)
    hall.house.database.clock = SetClock()
    assert hall.post("/replay/clock", {"now": later.isoformat()}).status_code == 200
    earlier = {"now": (later - timedelta(seconds=1)).isoformat()}
    hall.refused(hall.poster("/replay/clock", earlier), 409, "clock-backwards")
    hall.refused(hall.poster("/replay/clock", {"now": "yesterday"}), 422, "malformed")
    hall.refused(hall.poster("/replay/clock", {"now": "2026-11-23T03:00:01"}), 422, "malformed")
    hall.house.database.close()
