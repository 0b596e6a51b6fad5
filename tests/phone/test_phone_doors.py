"""The visitor's own page: opened by the ticket's link alone, private, and true."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from hall.actions import tickets
from hall.rules.handling import Outcome
from hall.rules.ticket import HelpNeed, Priority
from hall.store.tables import ratings, unsubmitted
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
    assert "请对照小票重新扫码" in answer.text
    assert 'href="/"' not in answer.text, "the way in is for staff"


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


def test_a_break_moves_no_estimate_as_long_as_another_window_is_open(doors: Doors) -> None:
    served(doors)
    other = next(no for no in doors.backstage.general_windows() if no != WINDOW)
    doors.backstage.open(other)
    ticket = doors.backstage.take()
    before = picture(doors, ticket)
    doors.backstage.pause(other)
    after = picture(doors, ticket)
    assert (after["ahead"], after["estimate"]) == (before["ahead"], before["estimate"])
    assert (before["windows_open"], after["windows_open"]) == (2, 1)
    doors.backstage.pause(WINDOW)
    shown = picture(doors, ticket)
    assert (shown["ahead"], shown["estimate"], shown["windows_open"]) == (before["ahead"], None, 0)


def test_more_ahead_says_why_and_never_whose_reason_or_need(doors: Doors) -> None:
    ticket = doors.backstage.take()
    before = picture(doors, ticket)
    first = doors.backstage.take(priority=Priority.PREGNANT)
    tickets.set_help_needs(doors.backstage.hall, ticket=first, help_needs=[HelpNeed.HEARING])
    after = picture(doors, ticket)
    assert (before["ahead"], after["ahead"]) == (0, 1)
    assert after["ahead_of"] == {"priority": 1, "came_back": 0}
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


def test_a_sign_that_nobody_sees_keeps_no_rating_out(doors: Doors) -> None:
    ticket, handling = served(doors)
    said = {"handling": handling, "level": 1, "tags": [], "text": "等了\x0b很久\x07"}
    assert post(doors, ticket, "ratings", said).status_code == 201
    assert [row.text for row in doors.backstage.rows(select(ratings.c.text))] == ["等了很久"]


def missed(doors: Doors) -> tuple[int, str]:
    ticket = doors.backstage.take()
    doors.backstage.policy(missed_after_calls=1, missed_after_s=0, missed_after_help_s=0)
    handling = doors.backstage.call(WINDOW).handling.id
    doors.backstage.miss(WINDOW)
    return ticket, str(handling)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"level": 2, "tags": ["000"]}, (422, "unknown-tag")),
        ({"level": 2, "tags": ["115"]}, (422, "tag-of-another-level")),
        ({"level": 2, "tags": ["213"], "tag_set": "gd-hcp/9"}, (404, "unknown-tag-set")),
        ({"level": 1, "text": " \u3000\u200b\n"}, (422, "reason-missing")),
        ({"level": 5, "text": "x" * 10_000}, (422, "text-too-long")),
        ({"level": 5, "via": "rumour"}, (422, "malformed")),
        ({"level": 5, "channel": "pad"}, (422, "malformed")),
        ({"level": 5, "kind": "addition"}, (409, "not-yet-rated")),
        ({"level": 5, "kind": "third"}, (422, "malformed")),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(
    doors: Doors, body: dict[str, Any], refused: tuple[int, str]
) -> None:
    ticket, handling = served(doors)
    assert problem(post(doors, ticket, "ratings", {"handling": handling} | body)) == refused
    assert doors.backstage.rows(select(ratings)) == []


def test_a_missed_visitor_has_nothing_to_rate_or_to_leave(doors: Doors) -> None:
    ticket, handling = missed(doors)
    for what in ("ratings", "unsubmitted"):
        assert problem(post(doors, ticket, what, {"handling": handling, "level": 5})) == (410, "rating-closed")


@pytest.mark.parametrize(("via", "channel"), [(None, "link"), ("paper", "paper"), ("pad", "paper")])
def test_a_rating_knows_how_its_link_was_come_by(doors: Doors, via: str | None, channel: str) -> None:
    ticket, handling = served(doors)
    assert post(doors, ticket, "ratings", {"handling": handling, "level": 5, "via": via}).status_code == 201
    assert [row.channel for row in doors.backstage.rows(select(ratings.c.channel))] == [channel]


def test_a_second_thought_takes_the_place_of_the_first_once(doors: Doors) -> None:
    ticket, handling = served(doors)
    for kind, level in (("first", 5), ("addition", 2)):
        said = {"handling": handling, "level": level, "kind": kind, "text": "后来发现少盖一个章"}
        assert post(doors, ticket, "ratings", said).status_code == 201
    assert problem(post(doors, ticket, "ratings", said)) == (409, "already-added")
    assert [(row.level, row.counts) for row in doors.backstage.rows(select(ratings))] == [(5, False), (2, True)]
    (one,) = picture(doors, ticket)["rateable"]
    assert (one["rated"], one["added"]) == (True, True)
    assert one["followed"]["contact_wanted"], "a low second thought opens a case"


def test_a_level_left_on_the_page_is_kept_beside_the_figures(doors: Doors) -> None:
    ticket, handling = served(doors)
    assert post(doors, ticket, "unsubmitted", {"handling": handling, "level": 3, "via": "paper"}).status_code == 200
    assert [(row.level, row.channel) for row in doors.backstage.rows(select(unsubmitted))] == [(3, "paper")]
    assert picture(doors, ticket)["rateable"][0]["rated"] is False


def test_a_contact_and_an_answer_belong_to_ones_own_ticket(doors: Doors) -> None:
    ticket, handling = served(doors)
    other, _handling = served(doors)
    post(doors, ticket, "ratings", {"handling": handling, "level": 1, "tags": ["1-none"]})
    followed = picture(doors, ticket)["rateable"][0]["followed"]
    assert (followed["contact_wanted"], followed["answer_wanted"]) == (True, False)
    contact = {"case": followed["case"], "phone": "020-8333 1234", "name": "陈"}
    assert problem(post(doors, other, "contacts", contact)) == (404, "unknown-case")
    assert problem(post(doors, ticket, "contacts", contact | {"phone": "no"})) == (422, "phone-unusable")
    assert post(doors, ticket, "contacts", contact).status_code == 201
    assert problem(post(doors, ticket, "contacts", contact)) == (409, "contact-already-left")
    answer = {"case": followed["case"], "satisfied": True}
    assert problem(post(doors, other, "satisfied", answer)) == (404, "unknown-case")
    assert problem(post(doors, ticket, "satisfied", answer)) == (409, "not-replied-yet")
    told = json.dumps(picture(doors, ticket), ensure_ascii=False)
    assert "8333" not in told, "a number that was left is shown nowhere"
    assert "差评" not in told


class DaysLater:
    """The clock when the days for rating are over."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=8)


def test_when_the_days_are_over_the_link_rates_no_more_but_still_answers_the_reply(doors: Doors) -> None:
    ticket, handling = served(doors)
    other, unrated = served(doors)
    post(doors, ticket, "ratings", {"handling": handling, "level": 1, "text": "<script>alert(1)</script>"})
    doors.house.database.clock = DaysLater()
    for what, body in (("ratings", {"level": 5}), ("unsubmitted", {"level": 5})):
        assert problem(post(doors, other, what, {"handling": unrated} | body)) == (410, "rating-closed")
    addition = {"handling": handling, "level": 5, "kind": "addition"}
    assert problem(post(doors, ticket, "ratings", addition)) == (410, "rating-closed")
    case = doors.backstage.reply_to(int(handling), "已改正")
    followed = picture(doors, ticket)["rateable"][0]["followed"]
    assert ([one["text"] for one in followed["replies"]], followed["answer_wanted"]) == (["已改正"], True)
    answer = {"case": str(case), "satisfied": False, "text": "还是要等"}
    assert post(doors, ticket, "satisfied", answer).status_code == 200
    assert problem(post(doors, ticket, "satisfied", answer)) == (409, "already-answered")
    followed = picture(doors, ticket)["rateable"][0]["followed"]
    assert (followed["follows_up"], followed["answer_wanted"], bool(followed["again_by"])) == (True, False, True)
    doors.backstage.reply_again(case, "已加开窗口")
    followed = picture(doors, ticket)["rateable"][0]["followed"]
    assert [one["text"] for one in followed["replies"]] == ["已改正", "已加开窗口"]
    assert (followed["follows_up"], followed["answer_wanted"]) == (False, True)
    assert post(doors, ticket, "satisfied", answer).status_code == 200
    assert problem(post(doors, ticket, "satisfied", answer)) == (409, "already-answered")


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
