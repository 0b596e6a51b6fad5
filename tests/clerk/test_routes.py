"""The console's doors: what they answer, what they refuse, and to whom they open."""

from typing import Any

import pytest

from hall.rules.staff import POWERS, Power, Role
from hall.rules.ticket import Priority
from hall.store import tickets as kept
from hall.store.paper import get as job_of
from tests.clerk.conftest import ClerksHouse
from tests.hall.conftest import HandClock
from web.doors import DOORS
from web.identity import SESSION_COOKIE, csrf_of

PATHS = sorted(door.path for door in DOORS if door.path.startswith("/clerk/") and door.changes)


def test_a_day_at_the_window(house: ClerksHouse, clock: HandClock) -> None:
    ticket = house.take()
    clerk = house.clerk(3, opens=False)
    assert clerk.must("open") == {"window_no": 3, "state": "open", "pause_reason": None, "pause_next": None}
    called = clerk.must("next")
    assert called["ticket"] | {"taken_at": ""} == {
        "id": str(ticket),
        "number": "A001",
        "service": house.services[0],
        "taken_at": "",
        "priority": None,
    }
    assert called["ticket"]["taken_at"].endswith("Z")
    assert called["times_called"] == 1
    assert called["why"] == {"code": "first_arrival", "text": {"zh": "来得最早", "en": "came first"}}
    handling = called["handling"]
    clock.pass_by(8)
    assert clerk.must("recall", handling=handling)["times_called"] == 2
    assert clerk.must("start", handling=handling)["handling"] == handling
    assert clerk.must("park", handling=handling) == {"handling": handling}
    assert clerk.must("unpark", ticket=str(ticket), handling=handling)["why"]["code"] == "unparked"
    clerk.must("start", handling=handling)
    assert clerk.must("pause", reason="break")["pause_next"] == "break"
    assert clerk.must("finish", handling=handling, outcome="accepted") == {"handling": handling, "print": None}
    assert clerk.must("undo", handling=handling)["handling"] == handling
    clerk.must("finish", handling=handling, outcome="done_on_spot")
    assert clerk.must("resume")["state"] == "open"
    assert clerk.must("close")["state"] == "closed"


@pytest.mark.parametrize("named", [str, int, None])
def test_a_handling_is_named_as_a_string_or_a_number_or_not_at_all(
    house: ClerksHouse, named: type[str] | type[int] | None
) -> None:
    house.take()
    clerk = house.clerk(1)
    handling = clerk.must("next")["handling"]
    which = {} if named is None else {"handling": named(handling)}
    clerk.must("start", **which)
    assert clerk.must("finish", outcome="accepted", **which) == {"handling": handling, "print": None}


@pytest.mark.parametrize("deed", ["next", "recall", "start", "missed", "park", "undo"])
def test_a_deed_meant_for_another_visitor_is_stale(house: ClerksHouse, deed: str) -> None:
    house.take()
    house.take()
    clerk = house.clerk(1)
    old = clerk.must("next")["handling"]
    clerk.must("start")
    clerk.must("finish", outcome="accepted")
    if deed in ("next", "undo"):
        clerk.must("next")
        clerk.must("start")
        clerk.must("finish", outcome="accepted")
        house.take()
    else:
        clerk.must("next")
    assert clerk.refused(deed, handling=old) == (409, "stale-handling")


def test_finishing_twice_finishes_once(house: ClerksHouse) -> None:
    house.take()
    house.take()
    clerk = house.clerk(1)
    handling = clerk.must("next")["handling"]
    clerk.must("start")
    clerk.must("finish", outcome="accepted", handling=handling)
    assert clerk.refused("finish", outcome="accepted", handling=handling) == (409, "stale-handling")
    assert clerk.refused("finish", outcome="accepted") == (409, "nothing-in-hand")


def test_an_empty_line_is_said(house: ClerksHouse) -> None:
    assert house.clerk(1).refused("next") == (409, "nobody-waiting")


def test_thirty_two_presses_of_next_are_one_call(house: ClerksHouse) -> None:
    for _one in range(40):
        house.take()
    clerk = house.clerk(1)
    answers = [clerk.do("next") for _press in range(32)]
    assert [one.status_code for one in answers] == [200] + [409] * 31
    assert {one.get_json()["type"] for one in answers[1:]} == {"/problems#still-serving"}
    assert clerk.picture.waiting_for_me == 39


def test_the_same_key_is_the_same_call(house: ClerksHouse) -> None:
    house.take()
    clerk = house.clerk(1)
    first = clerk.post("/windows/1/next", {}, Idempotency_Key="one press")
    again = clerk.post("/windows/1/next", {}, Idempotency_Key="one press")
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    other = clerk.post("/windows/1/next", {"handling": "5"}, Idempotency_Key="one press")
    assert (other.status_code, other.get_json()["type"]) == (422, "/problems#key-reused")


def test_nobody_does_anything_at_anothers_window(house: ClerksHouse) -> None:
    house.take()
    house.clerk(1)
    other = house.clerk(2)
    for deed in ("next", "recall", "start", "missed", "park", "undo", "close", "resume"):
        answer = other.post(f"/windows/1/{deed}")
        assert (answer.status_code, answer.get_json()["type"]) == (403, "/problems#not-your-window"), deed
    assert other.post("/windows/99/next").status_code == 404
    assert other.post("/windows/1/open").get_json()["type"] == "/problems#window-taken"
    assert other.post("/windows/3/open").get_json()["type"] == "/problems#clerk-elsewhere"


def test_a_closed_or_paused_window_calls_nobody(house: ClerksHouse) -> None:
    house.take()
    clerk = house.clerk(1, opens=False)
    assert clerk.refused("next") == (409, "window-not-open")
    clerk.must("open")
    assert clerk.refused("pause") == (422, "pause-reason-missing")
    clerk.must("pause", reason="meeting")
    assert clerk.refused("next") == (409, "window-not-open")


def test_nobody_leaves_while_a_visitor_is_there(house: ClerksHouse) -> None:
    house.take()
    clerk = house.clerk(1)
    clerk.must("next")
    assert clerk.refused("close") == (409, "still-serving")
    clerk.must("park")
    assert clerk.refused("close") == (409, "still-parked")


def test_eight_seconds_between_two_calls(house: ClerksHouse, clock: HandClock) -> None:
    house.take()
    clerk = house.clerk(1)
    clerk.must("next")
    clock.pass_by(7.2)
    answer = clerk.do("recall").get_json()
    assert (answer["type"], answer["wait_s"]) == ("/problems#too-soon-to-recall", 1)
    clock.pass_by(0.8)
    clerk.must("recall")


def test_missed_says_what_is_still_missing(house: ClerksHouse, clock: HandClock) -> None:
    ticket = house.take()
    clerk = house.clerk(1)
    clerk.must("next")
    answer = clerk.do("missed").get_json()
    assert (answer["status"], answer["calls"], answer["seconds"]) == (409, 3, 60)
    for _again in range(2):
        clock.pass_by(30)
        clerk.must("recall")
    clerk.must("missed")
    answer = clerk.post(f"/tickets/{ticket}/restore")
    assert answer.get_json() == {"id": str(ticket), "number": "A001", "ahead": 0}
    assert clerk.post(f"/tickets/{ticket}/restore").get_json()["type"] == "/problems#wrong-move"
    assert clerk.post("/tickets/99999/restore").status_code == 404


def test_a_window_undoes_a_priority_and_the_ticket_keeps_its_first_arrival(house: ClerksHouse) -> None:
    first = house.take()
    hasty = house.take(priority=Priority.ELDER)
    clerk = house.clerk(1)
    assert [one.ticket for one in clerk.picture.line] == [str(hasty), str(first)]
    arrived = {one.ticket: one.taken_at for one in clerk.picture.line}
    answer = clerk.post(f"/tickets/{hasty}/no-priority")
    assert answer.get_json() == {"id": str(hasty), "number": "A002"}
    assert [(one.ticket, one.priority) for one in clerk.picture.line] == [(str(first), None), (str(hasty), None)]
    assert {one.ticket: one.taken_at for one in clerk.picture.line} == arrived
    clerk.must("next")
    assert clerk.post(f"/tickets/{first}/no-priority").status_code == 200, "also once it is at the window"
    assert clerk.post("/tickets/99999/no-priority").status_code == 404


def test_what_is_missing_is_kept_and_printed(house: ClerksHouse) -> None:
    house.take()
    clerk = house.clerk(1)
    handling = clerk.must("next")["handling"]
    clerk.must("start")
    assert clerk.refused("finish", outcome="deficient") == (422, "lacking-not-said")
    assert clerk.refused("finish", outcome="refused", note=" \n ") == (422, "lacking-not-said")
    done = clerk.must("finish", outcome="deficient", note="户口簿\n<b>照片</b>")
    assert done["print"]["status"] == "queued"
    with house.scene.hall.look() as look:
        job = job_of(look, int(done["print"]["job"]))
    assert job is not None
    assert job.kind == "lacking"
    again = clerk.post(f"/handlings/{handling}/reprint")
    assert again.status_code == 200
    assert again.get_json()["job"] != done["print"]["job"]


def test_only_a_list_that_was_written_is_printed_again(house: ClerksHouse) -> None:
    ticket = house.take()
    clerk = house.clerk(1)
    handling = clerk.must("next")["handling"]
    assert clerk.post(f"/handlings/{handling}/reprint").status_code == 422
    assert clerk.post("/handlings/99999/reprint").status_code == 404
    assert clerk.post(f"/tickets/{ticket}/reprint").get_json()["status"] == "queued"


def test_a_transfer_names_exactly_one_of_service_and_window(house: ClerksHouse) -> None:
    ticket = house.take()
    clerk = house.clerk(1)
    house.clerk(2)
    clerk.must("next")
    assert clerk.refused("transfer") == (422, "malformed")
    assert clerk.refused("transfer", service=house.services[1], window_no=2) == (422, "malformed")
    assert clerk.refused("transfer", service="nothing") == (404, "unknown-service")
    assert clerk.refused("transfer", window_no=99) == (404, "unknown-window")
    assert clerk.refused("transfer", window_no=3) == (409, "window-not-open")
    assert clerk.refused("transfer", window_no=16) == (409, "window-does-not-serve")
    clerk.must("transfer", window_no=2, note="请核对")
    with house.scene.hall.look() as look:
        assert kept.get(look, ticket).note == "请核对"


@pytest.mark.parametrize(
    ("deed", "body", "code"),
    [
        ("pause", {"reason": "lunch"}, "malformed"),
        ("finish", {}, "malformed"),
        ("finish", {"outcome": "brilliant"}, "malformed"),
        ("finish", {"outcome": "deficient", "note": "字" * 1001}, "text-too-long"),
        ("finish", {"outcome": "accepted", "note": 5}, "malformed"),
        ("transfer", {"service": "x", "note": "字" * 301}, "text-too-long"),
        ("transfer", {"service": ""}, "malformed"),
        ("unpark", {}, "malformed"),
        ("unpark", {"ticket": "A001"}, "malformed"),
        ("next", {"handling": "first"}, "malformed"),
        ("next", {"ticket": 1}, "malformed"),
        ("start", {"handling": None, "hurry": True}, "malformed"),
    ],
)
def test_what_does_not_have_the_doors_shape_is_refused(
    house: ClerksHouse, deed: str, body: dict[str, Any], code: str
) -> None:
    house.take()
    clerk = house.clerk(1)
    clerk.must("next")
    clerk.must("start")
    seq = clerk.picture.seq
    assert clerk.refused(deed, **body) == (422, code)
    assert clerk.picture.seq == seq


def test_what_is_no_json_is_refused(house: ClerksHouse) -> None:
    clerk = house.clerk(1)
    answer = house.app.test_client().post(
        "/clerk/windows/1/next", data=b"{", headers={"Authorization": f"Bearer {clerk.token}"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_serve_come_in(house: ClerksHouse, path: str, role: Role) -> None:
    real = path.removeprefix("/clerk")
    for part in ("window_no", "ticket", "handling"):
        real = real.replace(f"<int:{part}>", "1")
    answer = house.somebody(role).post(real)
    assert (answer.status_code == 403 and answer.get_json()["type"] == "/problems#not-allowed") is (
        Power.SERVE not in POWERS[role]
    )


@pytest.mark.parametrize("path", PATHS)
def test_without_a_session_or_with_the_wrong_csrf_nobody_comes_in(house: ClerksHouse, path: str) -> None:
    for part in ("window_no", "ticket", "handling"):
        path = path.replace(f"<int:{part}>", "1")
    client = house.app.test_client()
    assert client.get(path).status_code == 405
    assert client.post(path, json={}).status_code == 401
    clerk = house.clerk(1)
    client.set_cookie(SESSION_COOKIE, clerk.token)
    for wrong in ({}, {"X-CSRF-Token": "0" * 32}):
        answer = client.post(path, json={}, headers=wrong)
        assert (answer.status_code, answer.get_json()["type"]) == (403, "/problems#wrong-csrf")
    right = client.post(path, json={}, headers={"X-CSRF-Token": csrf_of(clerk.token)})
    assert right.get_json().get("type") not in ("/problems#wrong-csrf", "/problems#not-signed-in")
    foreign = {"X-CSRF-Token": csrf_of(clerk.token), "Origin": "http://elsewhere.example"}
    assert client.post(path, json={}, headers=foreign).get_json()["type"] == "/problems#foreign-origin"


def test_the_page_is_for_clerks(house: ClerksHouse) -> None:
    client = house.app.test_client()
    assert client.get("/clerk/", headers={"Accept": "application/json"}).status_code == 401
    client.set_cookie(SESSION_COOKIE, house.clerk(1).token)
    written = client.get("/clerk/").get_data(as_text=True)
    assert 'data-room="clerk"' in written
    assert "haohao-csrf" in written
