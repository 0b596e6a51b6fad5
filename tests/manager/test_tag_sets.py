"""评价标签: a manager drafts a version, says from when it is in force, and never changes what people have read."""

from datetime import date, timedelta
from typing import Any

import pytest

from hall.rules.staff import Role
from tests.manager.conftest import Person
from tests.rooms import Doors

READ = "/manager/set-up/tag-sets"


def facts(manager: Person, **levels: Any) -> dict[str, Any]:
    tags = manager.read(READ)["sets"][-1]["tags"]
    return {level: levels.get(f"_{level}", rows) for level, rows in tags.items()}


def today(manager: Person) -> date:
    return date.fromisoformat(manager.read(READ)["today"])


def states(manager: Person) -> dict[str, str]:
    return {one["name"]: one["state"] for one in manager.read(READ)["sets"]}


def test_a_hall_begins_with_the_national_tags(manager: Person) -> None:
    (one,) = manager.read(READ)["sets"]
    assert (one["id"], one["name"], one["state"]) == (None, "gd-hcp/1", "in_force")
    assert [len(one["tags"][level]) for level in "54321"] == [8] * 5


def test_a_new_version_is_drafted_changed_and_put_into_force(manager: Person) -> None:
    body = {
        "after": None,
        "facts": facts(manager, _2=[{"code": None, "text": {"zh": "等候太久", "en": "Waited too long"}}]),
    }
    made = manager.do("POST", "/manager/tag-sets", body)["id"]
    assert states(manager) == {"gd-hcp/1": "in_force", "gd-hcp/2": "drafted"}
    changed = facts(manager, _2=[{"code": "2-1", "text": {"zh": "等候时间太长"}}])
    manager.do("PUT", f"/manager/tag-sets/{made}", {"facts": changed})
    tomorrow = today(manager) + timedelta(days=1)
    manager.do("POST", f"/manager/tag-sets/{made}/in-force", {"from": str(tomorrow)})
    assert states(manager) == {"gd-hcp/1": "in_force", "gd-hcp/2": "coming"}
    assert manager.refused("PUT", f"/manager/tag-sets/{made}", {"facts": changed}) == (409, "tag-set-begun")
    manager.do("POST", f"/manager/tag-sets/{made}/in-force", {"from": str(today(manager))})
    assert states(manager) == {"gd-hcp/1": "former", "gd-hcp/2": "in_force"}
    assert manager.refused("DELETE", f"/manager/tag-sets/{made}") == (409, "tag-set-begun")


def test_the_pad_and_the_phone_are_told_the_new_words(doors: Doors, manager: Person) -> None:
    body = {"facts": facts(manager, _1=[{"code": None, "text": {"zh": "等候太久"}}])}
    made = manager.do("POST", "/manager/tag-sets", body)["id"]
    manager.do("POST", f"/manager/tag-sets/{made}/in-force", {"from": str(today(manager))})
    ticket = doors.backstage.take()
    for path in ("/evaluator/?window_no=3", doors.backstage.link(ticket)):
        page = doors.client().get(path).text
        assert '"name": "gd-hcp/2"' in page
        assert r"\u7b49\u5019\u592a\u4e45" in page or "等候太久" in page


def test_what_is_wrong_is_told_at_its_field(manager: Person) -> None:
    body = {
        "facts": facts(manager, _5=[], _1=[{"code": "517", "text": {"zh": "好"}}, {"code": None, "text": {"zh": ""}}])
    }
    assert manager.faults("POST", "/manager/tag-sets", body) == ["5", "1[1]", "1[2]"]
    assert manager.refused("POST", "/manager/tag-sets", {"after": "99", "facts": {}}) == (404, "unknown-tag-set")


@pytest.mark.parametrize("day", ["2020-01-01", "soon", None])
def test_a_day_that_is_over_or_none_is_refused(manager: Person, day: str | None) -> None:
    made = manager.do("POST", "/manager/tag-sets", {"facts": facts(manager)})["id"]
    code = "tag-set-too-early" if day == "2020-01-01" else "malformed"
    assert manager.refused("POST", f"/manager/tag-sets/{made}/in-force", {"from": day}) == (422, code)
    manager.do("DELETE", f"/manager/tag-sets/{made}")
    assert list(states(manager)) == ["gd-hcp/1"]


def test_only_who_steers_the_hall_says_which_tags_there_are(doors: Doors) -> None:
    assert Person(doors, Role.INSPECTOR).refused("POST", "/manager/tag-sets", {"facts": {}}) == (403, "not-allowed")
