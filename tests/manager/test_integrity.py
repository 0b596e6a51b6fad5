"""The doors of the checks: what is flagged and why, and a rating left out by two people."""

from typing import Any

import pytest

from hall.actions import ratings
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from tests.manager.conftest import Person
from tests.rooms import Doors


def rated_at_once(doors: Doors, times: int = 1) -> None:
    """Visitors of window 3 are served in no time and rate at once."""
    doors.backstage.open(3)
    with doors.backstage.hall.look() as look:
        window = look.set_up.post_by_no(3).id
    for _visitor in range(times):
        doors.backstage.take()
        handling = doors.backstage.serve(3)
        ratings.rate_at_pad(doors.backstage.hall, handling=handling, window=window, said=Opinion(Level.VERY_SATISFIED))


def flagged(person: Person, query: str = "") -> Any:
    return person.read(f"/manager/integrity/flagged{query}")


@pytest.fixture
def inspector(doors: Doors) -> Person:
    return Person(doors, Role.INSPECTOR)


def test_a_flagged_rating_is_told_with_each_reason_and_what_was_measured(doors: Doors, manager: Person) -> None:
    rated_at_once(doors)
    (one,) = flagged(manager)["ratings"]
    assert (one["rating"]["number"], one["rating"]["window_no"], one["rating"]["level"]) == ("A001", "3", 5)
    assert {each["flag"] for each in one["flags"]} == {"quick", "too_short"}
    assert all(0 <= each["seconds"] < 2 for each in one["flags"])
    told = manager.read("/manager/integrity")
    assert (told["rated"], told["flagged"], told["excluded"], told["findings"]) == (1, 1, 0, [])
    assert flagged(manager, "?from=2020-01-01&to=2020-01-31") == {"ratings": [], "next": None}


def test_flagged_ratings_are_read_page_by_page(doors: Doors, manager: Person) -> None:
    rated_at_once(doors, 53)
    first = flagged(manager)
    second = flagged(manager, f"?before={first['next']}")
    numbers = [one["rating"]["number"] for page in (first, second) for one in page["ratings"]]
    assert (len(first["ratings"]), second["next"]) == (50, None)
    assert numbers == [f"A{n:03d}" for n in range(53, 0, -1)]
    burst = [one for one in first["ratings"] if "burst" in {each["flag"] for each in one["flags"]}]
    assert len(burst) == 50
    told = manager.read("/manager/integrity")
    assert {(one["of"], one["pattern"], one["rated"], one["level"]) for one in told["findings"]} == {
        ("window", "never_varies", 53, 5),
        ("clerk", "never_varies", 53, 5),
    }


def test_one_asks_and_another_decides(doors: Doors, manager: Person, inspector: Person) -> None:
    rated_at_once(doors)
    rating = flagged(manager)["ratings"][0]["rating"]["id"]
    asks, body = f"/manager/integrity/ratings/{rating}/exclusions", {"reason": "staff", "text": "窗口人员代点"}
    made = inspector.do("POST", asks, body)["id"]
    assert manager.refused("POST", asks, body) == (409, "exclusion-already-asked")
    assert inspector.refused("POST", f"/manager/integrity/exclusions/{made}/decision", {"approve": True}) == (
        403,
        "same-person",
    )
    (theirs,), (own,) = (one.read("/manager/integrity")["pending"] for one in (manager, inspector))
    assert (theirs["mine"], own["mine"], theirs["text"]) == (False, True, "窗口人员代点")
    assert flagged(manager)["ratings"][0]["exclusion"] == "asked"
    manager.do("POST", f"/manager/integrity/exclusions/{made}/decision", {"approve": True})
    told = manager.read("/manager/integrity")
    assert (told["rated"], told["excluded"], told["pending"]) == (0, 1, [])
    (settled,) = manager.read("/manager/integrity/exclusions")["exclusions"]
    assert (settled["state"], settled["reason"]) == ("excluded", "staff")
    assert settled["asked_by"]["number"] != settled["decided_by"]["number"]
    inspector.do("POST", f"/manager/integrity/exclusions/{made}/lift")
    assert manager.read("/manager/integrity")["rated"] == 1
    assert manager.refused("POST", f"/manager/integrity/exclusions/{made}/lift") == (409, "not-excluded")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "staff"},
        {"reason": "low", "text": "不喜欢"},
        {"reason": "staff", "text": "x" * 301},
        {"reason": "staff", "text": "　"},
        {"reason": "staff", "text": 7},
    ],
)
def test_a_request_without_reason_or_ground_is_refused(doors: Doors, manager: Person, body: Any) -> None:
    rated_at_once(doors)
    rating = flagged(manager)["ratings"][0]["rating"]["id"]
    status, code = manager.refused("POST", f"/manager/integrity/ratings/{rating}/exclusions", body)
    assert (status, code) in {(422, "malformed"), (422, "text-too-long"), (422, "ground-missing")}
    assert manager.read("/manager/integrity")["pending"] == []


@pytest.mark.parametrize("place", ["x", "1", "-", "1-x", "99999999999999999-1", "½-1"])
def test_a_place_that_is_none_is_refused(manager: Person, place: str) -> None:
    assert manager.faults("GET", f"/manager/integrity/flagged?before={place}", None) == ["before"]


def test_what_is_not_there_is_not_found(manager: Person) -> None:
    for method, path in (
        ("GET", "ratings/999"),
        ("POST", "exclusions/999/lift"),
    ):
        assert manager.refused(method, f"/manager/integrity/{path}") == (404, "unknown-record")
    assert manager.refused("POST", "/manager/integrity/exclusions/999/decision", {"approve": False}) == (
        404,
        "unknown-record",
    )


def test_whoever_only_sets_up_sees_no_single_rating(doors: Doors) -> None:
    administrator = Person(doors, Role.ADMINISTRATOR)
    for path in ("", "/flagged", "/exclusions"):
        assert administrator.refused("GET", f"/manager/integrity{path}") == (403, "not-allowed")
