"""Bad input where numbers are taken, called and rated: a named refusal in both languages, nothing half-done."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from hall.actions import devices, setup
from hall.rules.device import DeviceKind
from hall.rules.hall_file import read_hall_file
from tests.journeys.careful_hall import HUGE, JIANSHE, Clerk, Hall


@pytest.mark.parametrize("door", ["/kiosk/tickets", "/desk/tickets", "/kiosk/guides"])
def test_a_service_that_does_not_exist(hall: Hall, door: str) -> None:
    headers = hall.device("kiosk") if door.startswith("/kiosk") else hall.manager()
    body = {"service": "no-such-thing", **({"paper": False} if "guides" in door else {})}
    hall.refused(hall.poster(door, body, headers), 404, "unknown-service")


def test_a_second_service_that_does_not_exist_takes_no_number_for_the_first(hall: Hall) -> None:
    body = {"service": hall.service, "also": ["no-such-thing"]}
    hall.refused(hall.poster("/kiosk/tickets", body, hall.device("kiosk")), 404, "unknown-service")


def test_a_reason_that_only_the_desk_may_give(hall: Hall) -> None:
    body = {"service": hall.service, "priority": "other"}
    hall.refused(hall.poster("/kiosk/tickets", body, hall.device("kiosk")), 403, "priority-at-desk")


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
