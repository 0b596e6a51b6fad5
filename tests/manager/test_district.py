"""Whoever watches a district sees the sums of its halls, and nothing else of any of them."""

from typing import Any

import pytest

from hall.actions import improvements
from hall.rules.staff import Role
from tests.hall.test_published import another_hall, said
from tests.manager.conftest import Person
from tests.rooms import Doors


@pytest.fixture
def district(doors: Doors) -> Person:
    return Person(doors, Role.DISTRICT)


def two_halls(doors: Doors, own: int, other: int) -> None:
    with doors.backstage.hall.look() as look:
        name, today = look.set_up.district, look.today
    neighbour = another_hall(doors.backstage, "neighbour", district=name)
    said(doors.backstage.hall, day=today, part="hall", rated={"": own}, low=1)
    said(neighbour, day=today, part="hall", rated={"": other}, low=1)


def rows(told: Any) -> list[tuple[str, int, float | None]]:
    return [(one["hall"], one["rated"], one["good_rate"]) for one in told["rows"]]


def test_the_halls_of_a_district_stand_side_by_side(doors: Doors, district: Person) -> None:
    two_halls(doors, 50, 100)
    told = district.read("/manager/district")
    assert rows(told) == [("demo", 50, 0.98), ("neighbour", 100, 0.99)]
    assert (told["total"]["rated"], told["total"]["ended"], told["total"]["participation"]) == (150, 300, 0.5)
    with doors.backstage.hall.look() as look:
        hidden = [one.number for one in look.set_up.staff.values()]
    assert not [number for number in hidden if number in str(told)]


def test_too_few_ratings_are_told_by_their_number_alone(doors: Doors, district: Person) -> None:
    two_halls(doors, 29, 100)
    told = district.read("/manager/district")
    # With one alone hidden, the sum would tell it.
    assert rows(told) == [("demo", 29, None), ("neighbour", 100, None)]
    assert all(one[key] is None for one in told["rows"] for key in ("interval", "low_rate", "score"))
    assert told["total"]["good_rate"] is not None


def test_no_rule_of_a_hall_brings_a_district_nearer_to_single_ratings(doors: Doors, district: Person) -> None:
    doors.backstage.policy(rank_from=1)
    two_halls(doors, 2, 100)
    told = district.read("/manager/district")
    assert (told["rank_from"], told["rows"][0]["withheld"], told["rows"][0]["good_rate"]) == (30, True, None)


@pytest.mark.parametrize("query", ["from=x", "from=2026-11-20&to=2026-11-01"])
def test_days_that_are_none_are_refused(district: Person, query: str) -> None:
    assert district.refused("GET", f"/manager/district?{query}") == (422, "malformed")


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.DISTRICT])
def test_nobody_else_sees_a_district(doors: Doors, role: Role) -> None:
    assert Person(doors, role).refused("GET", "/manager/district") == (403, "not-allowed")


@pytest.mark.parametrize(
    "path", ["/manager/satisfaction", "/manager/ratings", "/manager/set-up/recipients", "/manager/set-up/improvements"]
)
def test_a_district_sees_nothing_else_of_a_hall(district: Person, path: str) -> None:
    assert district.get(path, Accept="application/json").status_code in (403, 404)


def test_a_manager_says_what_was_changed(doors: Doors, manager: Person) -> None:
    facts = {"text": {"zh": "加了座位", "en": "More seats"}, "shown": True}
    made = manager.do("POST", "/manager/improvements", {"facts": facts})["id"]
    manager.do("PUT", f"/manager/improvements/{made}", {"facts": {**facts, "shown": False}})
    told = manager.read("/manager/set-up/improvements")
    assert [(one["id"], one["shown"], one["case"]) for one in told["improvements"]] == [(made, False, None)]
    assert told["public"] == "/satisfaction/demo"
    assert manager.faults("POST", "/manager/improvements", {"facts": {**facts, "case": 9}}) == ["case"]
    improvements.add_improvement(doors.backstage.hall, facts=facts)
    assert Person(doors, Role.INSPECTOR).refused("GET", "/manager/set-up/improvements") == (403, "not-allowed")
