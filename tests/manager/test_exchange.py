"""The doors of the exchange: the hall's codes, and the records of some days."""

import json

import pytest
from sqlalchemy import select

from hall.actions import ratings
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.store.tables import journal
from tests.manager.conftest import Person
from tests.rooms import Doors, problem

LINES = "/manager/exchange.jsonl"


def rate(doors: Doors, level: Level) -> None:
    doors.backstage.open(3)
    doors.backstage.take()
    handling = doors.backstage.serve(3)
    with doors.backstage.hall.look() as look:
        window = look.set_up.post_by_no(3).id
    ratings.rate_at_pad(doors.backstage.hall, handling=handling, window=window, said=Opinion(level))


def set_up(manager: Person, **changes: object) -> dict[str, object]:
    facts: dict[str, object] = {"area_code": "440104", "dept_code": "D1", "org_name": "中心"}
    return {"facts": facts | changes}


def test_each_rating_is_a_line_and_the_journal_says_who_took_it(doors: Doors, manager: Person) -> None:
    rate(doors, Level.VERY_SATISFIED)
    answer = manager.get(LINES)
    assert answer.mimetype == "application/jsonl"
    assert "attachment" in answer.headers["Content-Disposition"]
    (line,) = answer.text.splitlines()
    assert json.loads(line)["satisfaction"] == "5"
    manager.do("PUT", "/manager/exchange", set_up(manager, order="gbt39046", channels={"pad": "44"}))
    told = json.loads(manager.get(LINES).text)
    assert (told["satisfaction"], told["areaCode"], told["pf"]) == ("1", "440104", "44")
    rows = doors.backstage.rows(select(journal.c.facts, journal.c.actor).where(journal.c.kind == "RatingsExported"))
    assert len(rows) == 2
    assert json.loads(rows[0].facts)["what"] == "exchange"
    assert rows[0].actor.startswith("staff")


def test_days_without_ratings_give_an_empty_file(manager: Person) -> None:
    answer = manager.get(f"{LINES}?from=2020-01-01&to=2020-01-31&which=every")
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize(
    ("query", "field"), [("from=2026-11-20&to=2026-11-01", "to"), ("from=x", "from"), ("which=all", "which")]
)
def test_a_question_that_cannot_be_answered_is_refused_by_name(manager: Person, query: str, field: str) -> None:
    answer = manager.get(f"{LINES}?{query}")
    assert problem(answer) == (422, "malformed")
    assert answer.get_json()["field"] == field


def test_a_hall_without_codes_exports_nothing(doors: Doors, manager: Person) -> None:
    manager.do("PUT", "/manager/exchange", set_up(manager, area_code=None, dept_code=None, org_name=None))
    assert manager.read("/manager/set-up/exchange")["exchange"] is None
    assert problem(manager.get(LINES)) == (409, "exchange-not-set-up")


def test_codes_that_cannot_be_codes_are_refused_by_name(manager: Person) -> None:
    wrong = set_up(manager, area_code="44", order="upside-down", channels={"pad": "", "fax": "8"})
    faults = manager.faults("PUT", "/manager/exchange", wrong)
    assert set(faults) == {"area_code", "order", "channels.pad", "channels.fax"}


@pytest.mark.parametrize("role", list(Role))
def test_only_whoever_may_read_ratings_takes_them(doors: Doors, role: Role) -> None:
    expected = 200 if role in (Role.MANAGER, Role.INSPECTOR) else 403
    assert Person(doors, role).get(LINES).status_code == expected
