"""The help desk's pad: who has no phone rates by the code on the slip, and nobody finds a code by trying."""

from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from hall.rules.handling import Outcome
from hall.rules.rating_code import code_of
from hall.store.tables import cases, ratings, unsubmitted
from tests.evaluator.conftest import WINDOW
from tests.rooms import Doors, problem

DESK = 17


def served(doors: Doors) -> tuple[str, str]:
    """The code of a ticket, and its handling."""
    ticket = doors.backstage.take()
    handling = doors.backstage.serve(WINDOW)
    return code_of(ticket, hall=doors.backstage.hall_id, key=doors.house.database.key), str(handling)


def ask(doors: Doors, path: str, body: dict[str, Any], *, window_no: int = DESK) -> TestResponse:
    return doors.post(f"/evaluator/{path}", body, doors.device("pad", window_no=window_no))


def wrong(code: str) -> str:
    return f"{(int(code) + 500_000) % 1_000_000:06d}"


def test_a_code_shows_what_may_be_rated_and_rates_it_and_once_more(doors: Doors) -> None:
    code, handling = served(doors)
    (one,) = ask(doors, "code", {"code": code}).get_json()["handlings"]
    assert (one["handling"], one["rated"], one["window_no"]) == (handling, False, WINDOW)
    said = {"code": code, "handling": handling, "level": 4}
    assert ask(doors, "code/ratings", said).status_code == 201
    assert problem(ask(doors, "code/ratings", said)) == (409, "already-rated")
    assert ask(doors, "code/ratings", said | {"kind": "addition"}).status_code == 201
    assert problem(ask(doors, "code/ratings", said | {"kind": "addition"})) == (409, "already-added")
    assert [row.channel for row in doors.backstage.rows(select(ratings.c.channel))] == ["desk", "desk"]


def test_a_code_opens_nothing_that_anybody_wrote(doors: Doors) -> None:
    ticket = doors.backstage.take()
    handling = doors.backstage.serve(WINDOW, Outcome.DEFICIENT, "户口簿原件")
    code = code_of(ticket, hall=doors.backstage.hall_id, key=doors.house.database.key)
    said = {"code": code, "handling": str(handling), "level": 1, "text": "来了三次"}
    assert ask(doors, "code/ratings", said).status_code == 201
    doors.backstage.reply_to(handling, "已改正")
    told = ask(doors, "code", {"code": code}).text
    for written in ("户口簿", "来了三次", "已改正", "/t/"):
        assert written not in told


def test_a_ticket_with_nothing_rendered_yet_shows_nothing_to_rate(doors: Doors) -> None:
    ticket = doors.backstage.take()
    code = code_of(ticket, hall=doors.backstage.hall_id, key=doors.house.database.key)
    assert ask(doors, "code", {"code": code}).get_json() == {"number": "A001", "language": "zh", "handlings": []}


def test_a_contact_is_left_at_the_desk_only_after_a_low_rating(doors: Doors) -> None:
    code, handling = served(doors)
    said = {"code": code, "handling": handling, "level": 2, "tags": ["2-none"]}
    assert problem(ask(doors, "contacts", {"code": code, "case": "1", "phone": "13800138000"})) == (404, "unknown-case")
    assert ask(doors, "code/ratings", said).status_code == 201
    (one,) = ask(doors, "code", {"code": code}).get_json()["handlings"]
    contact = {"code": code, "case": one["followed"]["case"], "phone": "13800138000"}
    other, _handling = served(doors)
    assert problem(ask(doors, "contacts", contact | {"code": other})) == (404, "unknown-case")
    assert problem(ask(doors, "contacts", contact | {"phone": "138"})) == (422, "phone-unusable")
    assert ask(doors, "contacts", contact).status_code == 201
    assert doors.backstage.rows(select(cases.c.contact))[0].contact


def test_a_level_left_at_the_desk_is_kept_beside_the_figures(doors: Doors) -> None:
    code, handling = served(doors)
    assert ask(doors, "code/unsubmitted", {"code": code, "handling": handling, "level": 2}).status_code == 200
    (row,) = doors.backstage.rows(select(unsubmitted))
    assert (row.level, row.channel) == (2, "desk")


def test_codes_are_taken_at_the_help_desk_alone(doors: Doors) -> None:
    code, handling = served(doors)
    for path, body in (
        ("code", {}),
        ("code/ratings", {"handling": handling, "level": 5}),
        ("contacts", {"case": "1", "phone": "1"}),
    ):
        assert problem(ask(doors, path, {"code": code} | body, window_no=WINDOW)) == (403, "not-at-this-pad")


def test_nobody_tries_one_code_after_another(doors: Doors) -> None:
    code, _handling = served(doors)
    for _each in range(8):
        assert problem(ask(doors, "code", {"code": wrong(code)})) == (404, "unknown-code")
    assert problem(ask(doors, "code", {"code": code})) == (429, "too-many-wrong-codes")


@pytest.mark.parametrize("role", ["clerk", "desk", "manager"])
def test_staff_never_rate_by_code(doors: Doors, role: str) -> None:
    code, handling = served(doors)
    client, csrf = doors.signed_in(role)
    headers = doors.device("pad", window_no=DESK) | csrf
    for path, body in (("code", {}), ("code/ratings", {"handling": handling, "level": 5})):
        answer = client.post(f"/evaluator/{path}", json={"code": code} | body, headers=headers)
        assert problem(answer) == (403, "staff-may-not-rate")
    assert doors.backstage.rows(select(ratings)) == []
