"""The doors of a kiosk: one touch, one number, one slip."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from werkzeug.test import TestResponse

from hall.actions import help as helping
from hall.rules.device import JobState
from hall.rules.ticket import Status
from hall.store.tables import devices, guides, halls, print_jobs, tickets
from tests.rooms import Doors, problem

CODE = "social-card"


@pytest.fixture
def kiosk(doors: Doors) -> dict[str, str]:
    """What a kiosk sends to say who it is."""
    return doors.device("kiosk")


def count(doors: Doors, table: Any) -> int:
    return int(doors.backstage.rows(select(func.count()).select_from(table))[0][0])


def said(answer: TestResponse) -> dict[str, Any]:
    """What a door answered."""
    return dict(json.loads(answer.text))


def take(doors: Doors, kiosk: dict[str, str], **wish: Any) -> dict[str, Any]:
    answer = doors.post("/kiosk/tickets", {"service": CODE, **wish}, kiosk)
    assert answer.status_code == 201, answer.text
    return said(answer)


def close_hall(doors: Doors) -> None:
    """The hall keeps hours from now on, and today has none."""
    week = {"always_open": False}
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(halls).values(demo=halls.c.demo, **week))
        connection.execute(text("DELETE FROM hours"))
    doors.house.database.set_ups.clear()


def test_a_number_comes_with_its_place_its_link_and_its_slip(doors: Doors, kiosk: dict[str, str]) -> None:
    first, second = take(doors, kiosk), take(doors, kiosk)
    assert (first["number"], first["ahead"], second["ahead"]) == ("A001", 0, 1)
    assert first["service"] == CODE
    assert first["estimate"] is None
    assert first["link"].rpartition("/t/")[2].startswith(f"{doors.backstage.hall_id}-{first['id']}-")
    assert first["print"]["status"] == JobState.QUEUED
    assert set(first) == {"id", "number", "service", "ahead", "estimate", "taken_at", "link", "print"}
    assert datetime.fromisoformat(first["taken_at"]).utcoffset() == timedelta(0)


def test_a_kiosk_without_a_printer_gives_the_number_all_the_same(doors: Doors, kiosk: dict[str, str]) -> None:
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(devices).where(devices.c.kind == "kiosk").values(printer_id=None))
        connection.execute(update(devices).where(devices.c.kind == "printer").values(revoked_at=datetime.now(UTC)))
    doors.house.database.set_ups.clear()
    assert take(doors, kiosk)["print"] is None


def test_64_retries_of_one_touch_are_one_number_and_one_slip(doors: Doors, kiosk: dict[str, str]) -> None:
    def touch(_each: int) -> Any:
        return doors.post("/kiosk/tickets", {"service": CODE}, kiosk | {"Idempotency-Key": "one touch"})

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(touch, range(64)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert (count(doors, tickets), count(doors, print_jobs)) == (1, 1)


def test_one_key_for_two_wishes_is_refused(doors: Doors, kiosk: dict[str, str]) -> None:
    key = kiosk | {"Idempotency-Key": "k"}
    doors.post("/kiosk/tickets", {"service": CODE}, key)
    assert problem(doors.post("/kiosk/tickets", {"service": "birth-registration"}, key)) == (422, "key-reused")


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        ({"service": "no-such-thing"}, (404, "unknown-service")),
        ({"service": ""}, (422, "malformed")),
        ({"service": "x" * 41}, (422, "text-too-long")),
        ({"service": CODE, "priority": "important"}, (422, "malformed")),
        ({"service": CODE, "priority": "other"}, (403, "priority-at-desk")),
        ({"service": CODE, "help": ["money"]}, (422, "malformed")),
        ({"service": CODE, "language": "de"}, (422, "malformed")),
        ({"service": CODE, "also": ["birth-registration", "elder-card", "food-stall"]}, (422, "too-many-services")),
        ({"service": CODE, "note": "<script>"}, (422, "malformed")),
        ({}, (422, "malformed")),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    doors: Doors, kiosk: dict[str, str], wish: dict[str, Any], refused: tuple[int, str]
) -> None:
    assert problem(doors.post("/kiosk/tickets", wish, kiosk)) == refused
    assert count(doors, tickets) == 0


def test_a_flood_of_text_is_refused(doors: Doors, kiosk: dict[str, str]) -> None:
    answer = doors.client().post("/kiosk/tickets", data="x" * 7_000_000, headers=kiosk)
    assert problem(answer) == (413, "too-large")


def test_a_closed_hall_gives_no_number_but_still_lists(doors: Doors, kiosk: dict[str, str]) -> None:
    close_hall(doors)
    assert problem(doors.post("/kiosk/tickets", {"service": CODE}, kiosk)) == (409, "hall-closed")
    assert doors.post("/kiosk/guides", {"service": CODE, "paper": True}, kiosk).status_code == 201
    assert doors.post("/kiosk/help", {}, kiosk).status_code == 201


@pytest.mark.parametrize("kind", ["display", "pad"])
def test_another_kind_of_device_takes_no_number(doors: Doors, kind: str) -> None:
    body = {"service": CODE}
    assert problem(doors.post("/kiosk/tickets", body, doors.device(kind))) == (403, "not-allowed")
    assert problem(doors.post("/kiosk/tickets", body)) == (401, "not-signed-in")


def test_a_revoked_kiosk_takes_no_number(doors: Doors, kiosk: dict[str, str]) -> None:
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(devices).where(devices.c.kind == "kiosk").values(revoked_at=datetime.now(UTC)))
    doors.house.database.set_ups.clear()
    assert problem(doors.post("/kiosk/tickets", {"service": CODE}, kiosk)) == (401, "not-signed-in")


def test_a_strange_origin_takes_no_number(doors: Doors, kiosk: dict[str, str]) -> None:
    headers = kiosk | {"Origin": "https://elsewhere.example"}
    assert problem(doors.post("/kiosk/tickets", {"service": CODE}, headers)) == (403, "foreign-origin")


def test_reason_need_and_further_services_stay_with_the_ticket(doors: Doors, kiosk: dict[str, str]) -> None:
    take(doors, kiosk, priority="elder", help=["hearing", "hearing"], also=["birth-registration"], language="en")
    row = doors.backstage.rows(select(tickets))[0]
    assert (row.priority, row.help_needs, len(row.later_services), row.language) == ("elder", ["hearing"], 1, "en")


def test_a_reprint_is_another_slip_of_the_same_number(doors: Doors, kiosk: dict[str, str]) -> None:
    ticket = take(doors, kiosk)["id"]
    again = doors.post(f"/kiosk/tickets/{ticket}/reprint", {}, kiosk)
    assert again.status_code == 201
    assert sorted(row.again for row in doors.backstage.rows(select(print_jobs))) == [False, True]
    assert count(doors, tickets) == 1


def test_a_slip_that_came_out_after_all_is_not_printed_again(doors: Doors, kiosk: dict[str, str]) -> None:
    ticket = take(doors, kiosk)["id"]
    came_out = f"/kiosk/tickets/{ticket}/came-out"
    assert problem(doors.post(came_out, {}, kiosk)) == (409, "slip-not-uncertain")
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(print_jobs).values(state="uncertain"))
    assert doors.post(came_out, {}, kiosk).get_json()["status"] == "printed"
    assert count(doors, print_jobs) == 1


def test_only_the_kiosk_that_gave_a_number_may_move_or_print_it(doors: Doors, kiosk: dict[str, str]) -> None:
    elsewhere = doors.backstage.take(CODE)
    for deed in ("reprint", "came-out", "later"):
        assert problem(doors.post(f"/kiosk/tickets/{elsewhere}/{deed}", {}, kiosk)) == (404, "unknown-ticket")
    assert problem(doors.client().get(f"/kiosk/tickets/{elsewhere}/qr", headers=kiosk)) == (404, "unknown-ticket")


def test_a_visitor_may_let_others_go_first_twice(doors: Doors, kiosk: dict[str, str]) -> None:
    mine = take(doors, kiosk)["id"]
    for _each in range(4):
        take(doors, kiosk)
    moved = doors.post(f"/kiosk/tickets/{mine}/later", {}, kiosk)
    assert (said(moved)["ahead"], said(moved)["later_left"]) == (3, 1)
    assert said(doors.post(f"/kiosk/tickets/{mine}/later", {}, kiosk))["later_left"] == 0
    assert problem(doors.post(f"/kiosk/tickets/{mine}/later", {}, kiosk)) == (409, "no-more-later")


def test_a_list_is_given_and_counted_without_a_number(doors: Doors, kiosk: dict[str, str]) -> None:
    printed = said(doors.post("/kiosk/guides", {"service": CODE, "paper": True}, kiosk))
    assert printed["print"]["status"] == JobState.QUEUED
    assert said(doors.post("/kiosk/guides", {"service": CODE}, kiosk)) == {"print": None, "link": None, "qr": None}
    assert [row.given for row in doors.backstage.rows(select(guides.c.given))] == [2]
    assert count(doors, tickets) == 0
    assert problem(doors.post("/kiosk/guides", {"service": "nothing"}, kiosk)) == (404, "unknown-service")


def test_the_list_can_be_read_by_any_phone(doors: Doors) -> None:
    client, hall = doors.client(), doors.backstage.hall_id
    page = client.get(f"/kiosk/guides/{hall}/{CODE}", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "Your identity card" in page.text
    assert "本人身份证" in page.text
    for path in (f"/kiosk/guides/{hall}/nothing", f"/kiosk/guides/99/{CODE}"):
        assert client.get(path).status_code == 404


def test_the_bell_rings_once_until_somebody_comes(doors: Doors, kiosk: dict[str, str]) -> None:
    bell = said(doors.post("/kiosk/help", {}, kiosk))["bell"]
    assert said(doors.post("/kiosk/help", {}, kiosk))["bell"] == bell
    helping.answer_bell(doors.backstage.hall, bell=int(bell), by=doors.backstage.clerk(1))
    assert said(doors.post("/kiosk/help", {}, kiosk))["bell"] != bell


def test_no_door_of_the_kiosk_opens_by_following_a_link(doors: Doors, kiosk: dict[str, str]) -> None:
    for path in ("/kiosk/tickets", "/kiosk/guides", "/kiosk/help"):
        assert doors.client().get(path, headers=kiosk).status_code == 405


def test_a_ticket_taken_here_waits(doors: Doors, kiosk: dict[str, str]) -> None:
    take(doors, kiosk)
    assert doors.backstage.rows(select(tickets.c.status))[0][0] == Status.WAITING
