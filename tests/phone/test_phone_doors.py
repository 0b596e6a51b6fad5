"""The visitor's own page: opened by the ticket's link alone, private, and true."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hall.actions import tickets
from hall.rules.handling import Outcome
from hall.rules.ticket import HelpNeed, Priority
from tests.phone.conftest import WINDOW
from tests.rooms import Doors, problem


def picture(doors: Doors, ticket: int) -> dict[str, Any]:
    answer = doors.client().get(doors.backstage.link(ticket) + "/picture")
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def post(doors: Doors, ticket: int, what: str, body: Any = None, key: str | None = None) -> TestResponse:
    return doors.post(f"{doors.backstage.link(ticket)}/{what}", body, {"Idempotency-Key": key} if key else None)


def served(doors: Doors, outcome: Outcome = Outcome.ACCEPTED, note: str = "") -> tuple[int, str]:
    ticket = doors.backstage.take()
    return ticket, str(doors.backstage.serve(WINDOW, outcome, note))


# --- the link ---


def test_the_page_is_for_its_holder_alone(doors: Doors) -> None:
    ticket = doors.backstage.take()
    answer = doors.client().get(doors.backstage.link(ticket))
    assert answer.status_code == 200
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "A001" in answer.text


@pytest.mark.parametrize("what", ["", "/picture"])
def test_a_link_that_was_never_made_opens_nothing(doors: Doors, what: str) -> None:
    link = doors.backstage.link(doors.backstage.take())
    forged = [link[:-1] + ("A" if link[-1] != "A" else "B"), link.replace("-1-", "-2-"), "/t/1-1-", "/t/x", "/t/1-1"]
    for path in forged:
        answer = doors.client().get(path + what, headers={"Accept": "application/json"})
        assert problem(answer) == (404, "unknown-ticket"), path


def test_a_wrong_link_is_told_on_a_page(doors: Doors) -> None:
    answer = doors.client().get("/t/1-1-nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "找不到这个号" in answer.text


@pytest.mark.parametrize("what", ["cancel", "later", "ratings"])
def test_changing_something_is_never_a_mere_link(doors: Doors, what: str) -> None:
    path = f"{doors.backstage.link(doors.backstage.take())}/{what}"
    assert doors.client().get(path, headers={"Accept": "application/json"}).status_code == 405
    foreign = doors.client().post(path, json={}, headers={"Origin": "https://elsewhere.example"})
    assert problem(foreign) == (403, "foreign-origin")


# --- the place ---


def test_the_picture_tells_place_and_materials(doors: Doors) -> None:
    doors.backstage.take()
    shown = picture(doors, doors.backstage.take())
    assert (shown["number"], shown["status"], shown["ahead"], shown["windows_open"]) == ("A002", "waiting", 1, 1)
    assert shown["materials"]
    assert shown["estimate"] is None
    assert (shown["later_by"], shown["later_left"], shown["may_cancel"]) == (3, 2, True)


def test_without_a_window_there_is_no_estimate(doors: Doors) -> None:
    served(doors)
    ticket = doors.backstage.take()
    assert picture(doors, ticket)["estimate"] is not None
    doors.backstage.close_windows(WINDOW)
    shown = picture(doors, ticket)
    assert (shown["estimate"], shown["windows_open"]) == (None, 0)


def test_more_ahead_says_why_and_never_whose_reason_or_need(doors: Doors) -> None:
    ticket = doors.backstage.take()
    before = picture(doors, ticket)
    first = doors.backstage.take(priority=Priority.PREGNANT)
    tickets.set_help_needs(doors.backstage.hall, ticket=first, help_needs=[HelpNeed.HEARING])
    after = picture(doors, ticket)
    assert (before["ahead"], after["ahead"]) == (0, 1)
    assert after["ahead_of"] == {"came_before": 0, "priority": 1, "came_back": 0}
    told = json.dumps(after)
    assert "pregnant" not in told
    assert "hearing" not in told
    # Nor does one's own page: it may be looked at over the shoulder.
    assert "pregnant" not in json.dumps(picture(doors, first))


def test_a_call_tells_the_window(doors: Doors) -> None:
    ticket = doors.backstage.take()
    doors.backstage.call(WINDOW)
    shown = picture(doors, ticket)
    assert (shown["status"], shown["window_no"], shown["times_called"]) == ("called", WINDOW, 1)
    assert shown["later_left"] == 0


# --- giving back, coming later ---


def test_a_number_is_given_back_once(doors: Doors) -> None:
    ticket = doors.backstage.take()
    answers = [post(doors, ticket, "cancel", key="one tap") for _each in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == {"number": "A001", "status": "cancelled"}
    assert problem(post(doors, ticket, "cancel")) == (409, "wrong-move")
    assert picture(doors, ticket)["may_cancel"] is False


def test_coming_later_moves_back_and_says_how_often(doors: Doors) -> None:
    ticket = doors.backstage.take()
    for _each in range(8):
        doors.backstage.take()
    for left in (1, 0):
        assert post(doors, ticket, "later").status_code == 200
        assert picture(doors, ticket)["later_left"] == left
    assert picture(doors, ticket)["ahead"] == 6
    assert problem(post(doors, ticket, "later")) == (409, "no-more-later")


def test_one_tap_moves_back_once(doors: Doors) -> None:
    ticket = doors.backstage.take()
    for _each in range(2):
        post(doors, ticket, "later", key="one tap")
    assert picture(doors, ticket)["later_left"] == 1


# --- rating ---


def test_the_link_rates_its_own_handling_once(doors: Doors) -> None:
    ticket, handling = served(doors)
    assert [one["rated"] for one in picture(doors, ticket)["rateable"]] == [False]
    answer = post(doors, ticket, "ratings", {"handling": handling, "level": 2, "tags": ["2-none"], "text": "<script>"})
    assert answer.status_code == 201
    assert [one["rated"] for one in picture(doors, ticket)["rateable"]] == [True]
    assert problem(post(doors, ticket, "ratings", {"handling": handling, "level": 5})) == (409, "already-rated")


def test_another_tickets_handling_is_refused(doors: Doors) -> None:
    (mine, _own), (_other, handling) = served(doors), served(doors)
    assert problem(post(doors, mine, "ratings", {"handling": handling, "level": 5})) == (404, "unknown-handling")


def test_a_low_level_needs_a_tag_or_a_text(doors: Doors) -> None:
    ticket, handling = served(doors)
    assert problem(post(doors, ticket, "ratings", {"handling": handling, "level": 1})) == (422, "reason-missing")
    assert post(doors, ticket, "ratings", {"handling": handling, "level": 1, "text": "等太久"}).status_code == 201


def test_staff_may_not_rate_by_a_visitors_link(doors: Doors) -> None:
    ticket, handling = served(doors)
    client, csrf = doors.signed_in("clerk")
    path = f"{doors.backstage.link(ticket)}/ratings"
    answer = client.post(path, json={"handling": handling, "level": 5}, headers=csrf)
    assert problem(answer) == (403, "staff-may-not-rate")


def test_what_is_lacking_is_told_to_the_visitor(doors: Doors) -> None:
    ticket, _handling = served(doors, Outcome.DEFICIENT, "户口簿原件\n一寸照片")
    shown = picture(doors, ticket)["rateable"][0]
    assert (shown["outcome"], shown["lacking"]) == ("deficient", "户口簿原件\n一寸照片")


def test_nobody_is_asked_before_the_service_has_ended(doors: Doors) -> None:
    ticket = doors.backstage.take()
    handling = doors.backstage.call(WINDOW).handling.id
    doors.backstage.start(WINDOW)
    assert picture(doors, ticket)["rateable"] == []
    body = {"handling": str(handling), "level": 5}
    assert problem(post(doors, ticket, "ratings", body)) == (410, "rating-closed")
