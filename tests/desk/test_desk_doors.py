"""The doors of the help desk: whoever cannot manage alone is helped by somebody."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from hall.actions import help as helping
from hall.actions import printing
from hall.rules.device import DeviceKind, JobState
from hall.rules.ticket import HelpNeed, Priority, Status
from hall.store.tables import bells, devices, halls, print_jobs, tickets
from tests.rooms import Doors, MadeDemo, open_doors, problem

CODE = "social-card"
OTHER = "birth-registration"


class Desk:
    """Somebody at the help desk, signed in."""

    def __init__(self, doors: Doors, role: str = "desk") -> None:
        self.doors = doors
        self.client, self.headers = doors.signed_in(role)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.client.post(f"/desk{path}", json=body if body is not None else {}, headers=self.headers | headers)

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"/desk{path}")

    def take(self, service: str = CODE, **wish: Any) -> dict[str, Any]:
        answer = self.post("/tickets", {"service": service, **wish})
        assert answer.status_code == 201, answer.text
        return said(answer)

    def found(self, **asked: str) -> list[str]:
        answer = self.client.get("/desk/tickets", query_string=asked)
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in said(answer)["tickets"]]

    def picture(self) -> dict[str, Any]:
        return dict(self.doors.house.push.picture("desk", self.doors.backstage.hall_id, 0))


def said(answer: TestResponse) -> dict[str, Any]:
    return dict(json.loads(answer.text))


@pytest.fixture
def desk(doors: Doors) -> Desk:
    return Desk(doors)


@pytest.fixture(scope="module")
def still(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """One hall for everything that is refused: nothing ever changes in it."""
    with open_doors(made_demo, tmp_path_factory.mktemp("still")) as opened:
        yield opened
        assert opened.backstage.rows(select(tickets)) == []


@pytest.fixture(scope="module")
def refused(still: Doors) -> Desk:
    """Somebody at the desk of that hall."""
    return Desk(still)


def close_hall(doors: Doors) -> None:
    """The hall keeps hours from now on, and today has none."""
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(halls).values(always_open=False))
        connection.execute(text("DELETE FROM hours"))
    doors.house.database.set_ups.clear()


def row(doors: Doors, ticket: str) -> Any:
    return doors.backstage.rows(select(tickets).where(tickets.c.id == int(ticket)))[0]


def miss(doors: Doors) -> None:
    """Whoever is next is called at window 1 and does not come."""
    doors.backstage.policy(missed_after_calls=1, missed_after_s=0, missed_after_help_s=0)
    doors.backstage.open(1)
    doors.backstage.call(1)
    doors.backstage.miss(1)


# --- taking a number for someone ------------------------------------------------------------------------


def test_the_desk_takes_a_number_for_someone_and_prints_it_there(doors: Doors, desk: Desk) -> None:
    taken = desk.take(also=[OTHER], priority="other", help=["wheelchair", "guide"], language="en")
    assert (taken["number"], taken["ahead"], taken["print"]["status"]) == ("A001", 0, JobState.QUEUED)
    kept = row(doors, taken["id"])
    assert (kept.priority, kept.help_needs, kept.language) == (Priority.OTHER, ["wheelchair", "guide"], "en")
    assert len(kept.later_services) == 1
    printer = doors.backstage.rows(select(devices.c.name).join(print_jobs, print_jobs.c.printer_id == devices.c.id))
    assert [one.name for one in printer] == ["导办台打印机"]


def test_a_number_without_paper_is_a_number_all_the_same(doors: Doors, desk: Desk) -> None:
    assert desk.take(print=False)["print"] is None
    assert doors.backstage.rows(select(print_jobs)) == []


def test_the_desk_works_on_without_any_printer(doors: Doors, desk: Desk) -> None:
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        gone = devices.c.kind == DeviceKind.PRINTER
        connection.execute(update(devices).where(gone).values(revoked_at=datetime.now(UTC)))
    doors.house.database.set_ups.clear()
    taken = desk.take()
    assert taken["print"] is None
    assert problem(desk.post(f"/tickets/{taken['id']}/reprint")) == (409, "no-printer")
    assert desk.picture()["prints"] is False


def test_one_press_is_one_number_however_often_it_is_sent(doors: Doors, desk: Desk) -> None:
    key = {"Idempotency-Key": "one press"}
    first, again = (desk.post("/tickets", {"service": CODE}, **key) for _each in range(2))
    assert (first.text, again.headers["Idempotency-Replayed"]) == (again.text, "true")
    assert len(doors.backstage.rows(select(tickets))) == len(doors.backstage.rows(select(print_jobs))) == 1
    assert problem(desk.post("/tickets", {"service": OTHER}, **key)) == (422, "key-reused")


def test_a_closed_hall_gives_no_number_but_shows_everybody(doors: Doors, desk: Desk) -> None:
    taken = desk.take()
    close_hall(doors)
    assert problem(desk.post("/tickets", {"service": CODE})) == (409, "hall-closed")
    assert [one["number"] for one in desk.picture()["people"]] == [taken["number"]]
    assert desk.post(f"/tickets/{taken['id']}/priority", {"priority": "elder"}).status_code == 200


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"service": "no-such"}, (404, "unknown-service")),
        ({"service": CODE, "also": ["no-such"]}, (404, "unknown-service")),
        ({"service": CODE, "also": [OTHER, "elder-card", "progress"]}, (422, "too-many-services")),
        ({"service": CODE, "priority": "friend"}, (422, "malformed")),
        ({"service": CODE, "help": ["money"]}, (422, "malformed")),
        ({"service": "x" * 41}, (422, "text-too-long")),
        ({"service": CODE, "number": 7}, (422, "malformed")),
        ({}, (422, "malformed")),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(refused: Desk, wish: dict[str, Any], refusal: tuple[int, str]) -> None:
    assert problem(refused.post("/tickets", wish)) == refusal


# --- finding --------------------------------------------------------------------------------------------


def test_a_number_is_found_as_people_type_it(desk: Desk) -> None:
    desk.take()
    desk.take()
    for typed in ("a2", "A002", "Ａ００２", " a-2 ", "2", "002"):
        assert desk.found(number=typed) == ["A002"], typed


def test_a_number_without_its_letter_is_looked_for_under_every_letter(desk: Desk) -> None:
    desk.take()
    desk.take(OTHER)
    assert desk.found(number="1") == ["A001", "C001"]


def test_a_number_that_is_over_is_found_too(desk: Desk) -> None:
    taken = desk.take()
    desk.post(f"/tickets/{taken['id']}/cancel")
    found = said(desk.get("/tickets?number=A001"))["tickets"]
    assert [(one["number"], one["status"]) for one in found] == [("A001", Status.CANCELLED)]


def test_numbers_are_found_by_time_and_service(doors: Doors, desk: Desk) -> None:
    early = desk.take()
    desk.take(OTHER)
    with doors.backstage.hall.look() as look:
        clock = [look.now.astimezone(look.set_up.zone).strftime("%H:%M")]
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        moved = update(tickets).where(tickets.c.id == int(early["id"]))
        connection.execute(moved.values(taken_at=datetime.now(UTC) - timedelta(minutes=5)))
    assert desk.found() == ["C001", "A001"]
    assert desk.found(service=CODE) == ["A001"]
    assert desk.found(to=(datetime.now(UTC) - timedelta(minutes=4)).isoformat()) == ["A001"]
    assert desk.found(**{"from": (datetime.now(UTC) - timedelta(minutes=2)).isoformat()}) == ["C001"]
    assert desk.found(**{"from": "00:00", "to": clock[0]})[-1] == "A001"


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ("number=?", (422, "malformed")),
        ("from=yesterday", (422, "malformed")),
        ("from=2026-11-23T10:00:00", (422, "malformed")),
        ("to=25:00", (422, "malformed")),
        ("service=no-such", (404, "unknown-service")),
    ],
)
def test_what_cannot_be_looked_for_is_refused_by_name(refused: Desk, asked: str, refusal: tuple[int, str]) -> None:
    assert problem(refused.get(f"/tickets?{asked}")) == refusal


# --- putting right --------------------------------------------------------------------------------------


def test_a_priority_is_added_corrected_and_withdrawn_with_the_first_arrival_kept(doors: Doors, desk: Desk) -> None:
    desk.take()
    second = desk.take()
    arrived = row(doors, second["id"]).taken_at
    assert said(desk.post(f"/tickets/{second['id']}/priority", {"priority": "elder"}))["ahead"] == 0
    assert desk.post(f"/tickets/{second['id']}/priority", {"priority": "other"}).status_code == 200
    assert row(doors, second["id"]).priority == Priority.OTHER
    assert said(desk.post(f"/tickets/{second['id']}/priority", {"priority": None}))["ahead"] == 1
    assert (row(doors, second["id"]).priority, row(doors, second["id"]).taken_at) == (None, arrived)


def test_a_priority_must_be_said_to_be_withdrawn(desk: Desk) -> None:
    taken = desk.take(priority="elder")
    assert problem(desk.post(f"/tickets/{taken['id']}/priority")) == (422, "malformed")


def test_help_needs_are_noted_and_withdrawn(doors: Doors, desk: Desk) -> None:
    taken = desk.take()
    assert desk.post(f"/tickets/{taken['id']}/help", {"help": ["vision", "guide"]}).status_code == 200
    assert desk.picture()["people"][0]["help_needs"] == [HelpNeed.VISION, HelpNeed.GUIDE]
    desk.post(f"/tickets/{taken['id']}/help", {"help": []})
    assert row(doors, taken["id"]).help_needs == []


def test_another_service_keeps_number_and_place(doors: Doors, desk: Desk) -> None:
    first = desk.take()
    desk.take()
    answer = said(desk.post(f"/tickets/{first['id']}/service", {"service": OTHER}))
    assert (answer["number"], answer["ahead"]) == ("A001", 0)
    shown = desk.picture()["people"][0]
    assert (shown["number"], shown["service"]) == ("A001", OTHER)


def test_one_more_service_follows_on_the_same_number(desk: Desk) -> None:
    taken = desk.take()
    desk.post(f"/tickets/{taken['id']}/add-service", {"service": OTHER})
    assert [one["zh"] for one in desk.picture()["people"][0]["then"]] == ["生育登记"]
    desk.post(f"/tickets/{taken['id']}/add-service", {"service": "elder-card"})
    refused = desk.post(f"/tickets/{taken['id']}/add-service", {"service": "progress"})
    assert problem(refused) == (422, "too-many-services")


def test_a_missed_number_comes_back_into_the_line_once(doors: Doors, desk: Desk) -> None:
    taken = desk.take()
    for _each in range(5):
        desk.take()
    miss(doors)
    assert [one["number"] for one in desk.picture()["missed"]] == ["A001"]
    back = said(desk.post(f"/tickets/{taken['id']}/restore"))
    assert (back["status"], back["ahead"]) == (Status.WAITING, 3)
    assert problem(desk.post(f"/tickets/{taken['id']}/restore")) == (409, "wrong-move")


def test_someone_may_come_later_twice(desk: Desk) -> None:
    first = desk.take()
    for _each in range(8):
        desk.take()
    assert said(desk.post(f"/tickets/{first['id']}/later"))["ahead"] == 3
    assert said(desk.post(f"/tickets/{first['id']}/later"))["later_used"] == 2
    assert problem(desk.post(f"/tickets/{first['id']}/later")) == (409, "no-more-later")


def test_a_number_given_back_stays_given_back(doors: Doors, desk: Desk) -> None:
    taken = desk.take()
    assert said(desk.post(f"/tickets/{taken['id']}/cancel"))["status"] == Status.CANCELLED
    for deed, body in [
        ("cancel", {}),
        ("priority", {"priority": None}),
        ("service", {"service": OTHER}),
        ("later", {}),
    ]:
        assert problem(desk.post(f"/tickets/{taken['id']}/{deed}", body)) == (409, "wrong-move"), deed


def test_a_reprint_is_another_slip_marked_as_such(doors: Doors, desk: Desk) -> None:
    taken = desk.take()
    assert said(desk.post(f"/tickets/{taken['id']}/reprint"))["status"] == JobState.QUEUED
    jobs = doors.backstage.rows(select(print_jobs.c.again, print_jobs.c.state).order_by(print_jobs.c.id))
    assert [(one.again, one.state) for one in jobs] == [(False, JobState.REPRINTED), (True, JobState.QUEUED)]


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("priority", {"priority": None}),
        ("help", {"help": []}),
        ("service", {"service": OTHER}),
        ("add-service", {"service": OTHER}),
        ("restore", {}),
        ("later", {}),
        ("cancel", {}),
        ("reprint", {}),
    ],
)
def test_a_number_that_nobody_took_is_refused_by_name(refused: Desk, deed: str, body: dict[str, Any]) -> None:
    assert problem(refused.post(f"/tickets/999/{deed}", body)) == (404, "unknown-ticket")


# --- bells and paper --------------------------------------------------------------------------------------


def test_a_bell_names_its_kiosk_until_somebody_goes(doors: Doors, desk: Desk) -> None:
    with doors.backstage.hall.look() as look:
        kiosk = next(one for one in look.set_up.devices.values() if one.kind is DeviceKind.KIOSK)
    bell = helping.ring(doors.backstage.hall, device=kiosk.id)
    assert [one["device_name"] for one in desk.picture()["bells"]] == [kiosk.shown.to_facts()]
    for _each in range(2):
        assert desk.post(f"/bells/{bell}/answer").status_code == 200
    assert desk.picture()["bells"] == []
    assert doors.backstage.rows(select(bells.c.answered_by))[0].answered_by is not None
    assert problem(desk.post("/bells/999/answer")) == (404, "unknown-record")


def test_a_slip_that_failed_is_printed_again_and_leaves_the_list(doors: Doors, desk: Desk) -> None:
    taken = desk.take()
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(print_jobs).values(state=JobState.FAILED, fault="no-paper"))
    trouble = desk.picture()["troubles"]
    assert [(one["number"], one["state"]) for one in trouble] == [(taken["number"], JobState.FAILED)]
    assert desk.post(f"/prints/{trouble[0]['job']}/again").status_code == 201
    assert desk.picture()["troubles"] == []
    assert problem(desk.post("/prints/999/again")) == (404, "unknown-record")


def test_a_slip_that_came_out_after_all_leaves_the_list_without_another(doors: Doors, desk: Desk) -> None:
    desk.take()
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(print_jobs).values(state=JobState.UNCERTAIN, fault="broken-off"))
    (trouble,) = desk.picture()["troubles"]
    assert desk.post(f"/prints/{trouble['job']}/came-out").get_json()["status"] == JobState.PRINTED
    assert desk.picture()["troubles"] == []
    assert len(doors.backstage.rows(select(print_jobs))) == 1
    assert problem(desk.post("/prints/999/came-out")) == (404, "unknown-record")


# --- who may -----------------------------------------------------------------------------------------------


DEEDS = [
    "tickets",
    "tickets/1/priority",
    "tickets/1/cancel",
    "tickets/1/restore",
    "bells/1/answer",
    "prints/1/again",
    "prints/1/came-out",
]


def test_only_the_desk_and_the_managers_come_in(still: Doors) -> None:
    others = [Desk(still, role) for role in ("clerk", "inspector", "administrator")]
    for deed in DEEDS:
        assert problem(still.post(f"/desk/{deed}")) == (401, "not-signed-in")
        assert problem(still.post(f"/desk/{deed}", headers=still.device("kiosk"))) == (401, "not-signed-in")
        for one in others:
            assert problem(one.post(f"/{deed}")) == (403, "not-allowed"), deed


def test_a_manager_may_stand_in_at_the_desk(doors: Doors) -> None:
    assert Desk(doors, "manager").take()["number"] == "A001"


@pytest.mark.parametrize("deed", DEEDS)
def test_a_change_without_the_csrf_token_or_from_elsewhere_is_refused(refused: Desk, deed: str) -> None:
    client: FlaskClient = refused.client
    assert problem(client.post(f"/desk/{deed}", json={})) == (403, "wrong-csrf")
    assert problem(client.post(f"/desk/{deed}", json={}, headers={"X-CSRF-Token": "guessed"})) == (403, "wrong-csrf")
    assert problem(refused.post(f"/{deed}", Origin="https://elsewhere.example")) == (403, "foreign-origin")


@pytest.mark.parametrize("deed", DEEDS[1:])
def test_nothing_changes_by_looking(refused: Desk, deed: str) -> None:
    assert refused.get(f"/{deed}").status_code == 405


def test_finding_is_for_the_desk_too(still: Doors) -> None:
    assert problem(still.client().get("/desk/tickets?number=1")) == (401, "not-signed-in")
    assert problem(Desk(still, "clerk").get("/tickets?number=1")) == (403, "not-allowed")


# --- the picture --------------------------------------------------------------------------------------------


def test_who_has_waited_longest_stands_first(doors: Doors, desk: Desk) -> None:
    taken = [desk.take() for _each in range(3)]
    desk.post(f"/tickets/{taken[2]['id']}/priority", {"priority": "elder"})
    people = desk.picture()["people"]
    assert [(one["number"], one["ahead"]) for one in people] == [("A001", 1), ("A002", 2), ("A003", 0)]


def test_the_desk_knows_its_reasons_limits_and_window(doors: Doors, desk: Desk) -> None:
    picture = desk.picture()
    assert picture["priorities"] == list(Priority)
    assert picture["help_needs"] == list(HelpNeed)
    assert (picture["window_no"], picture["most_services"], picture["prints"]) == (17, 3, True)


def test_paper_in_trouble_names_no_number_where_there_is_none(doors: Doors, desk: Desk) -> None:
    with doors.backstage.hall.look() as look:
        printer = next(iter(look.set_up.printers))
    printing.print_test(doors.backstage.hall, printer=printer)
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(print_jobs).values(state=JobState.UNCERTAIN))
    assert [(one["number"], one["kind"]) for one in desk.picture()["troubles"]] == [(None, "test")]
