"""The doors of cases: who may read what, who may do what, and nothing that should stay hidden is told."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from hall.actions import cases as deeds
from hall.actions import ratings
from hall.rules.case import Step
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.store import cases
from hall.store.case_lists import After
from hall.store.tables import answers
from manager.upkeep import look_after
from tests.manager.conftest import Person
from tests.rooms import Doors

PHONE = "13800138000"
WROTE = "等了很久也没人解释"


class House:
    """A demo hall in which somebody at window 3 was rated low."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.manager = Person(doors, Role.MANAGER)
        self.case = self.low(3)
        self.rated, self.colleague = self.clerk(3), self.clerk(4)

    def low(self, window_no: int) -> int:
        behind = self.doors.backstage
        with behind.hall.look() as look:
            window = look.set_up.post_by_no(window_no)
            seated = any(one.id == window.id and one.staff for one in look.standing.windows.values())
        if not seated:
            behind.open(window_no)
        behind.take()
        handling = behind.serve(window_no)
        ratings.rate_at_pad(
            behind.hall, handling=handling, window=window.id, said=Opinion(Level.DISSATISFIED, tags=["214"], text=WROTE)
        )
        with behind.hall.look() as look:
            case = cases.of_handling(look, handling)
        assert case is not None
        return case

    def clerk(self, window_no: int) -> "Clerk":
        member = next(one for one in self.doors.people["staff"] if one["window_no"] == window_no)
        return Clerk(self.doors, member)

    def seen(self) -> str:
        return str(self.manager.read(f"/cases/{self.case}")["seen"])

    def assign(self, to: "Clerk") -> None:
        self.manager.do("POST", f"/cases/{self.case}/handler", {"seen": self.seen(), "handler": to.id})

    def step(self, what: str, by: Person, **facts: Any) -> Any:
        return by.do("POST", f"/cases/{self.case}/{what}", {"seen": self.seen(), **facts})


class Clerk(Person):
    """A member of staff who signed in by name."""

    def __init__(self, doors: Doors, member: dict[str, Any]) -> None:
        self.client = doors.client()
        answer = self.client.post("/sign-in", json={"name": member["name"], "password": member["password"]})
        self.csrf = {"X-CSRF-Token": answer.get_json()["csrf"]}
        with doors.backstage.hall.look() as look:
            self.id = str(next(one.id for one in look.set_up.staff.values() if one.name == member["name"]))


@pytest.fixture
def house(doors: Doors) -> House:
    return House(doors)


def test_a_case_goes_from_the_list_to_closed_and_the_sheet_names_no_contact(house: House) -> None:
    deeds.leave_contact(house.doors.backstage.hall, case=house.case, phone=PHONE, name="王女士")
    (row,) = house.manager.read("/manager/cases?state=open")["cases"]
    assert (row["state"], row["level"], row["window_no"], row["due"]["what"]) == ("received", 2, "3", "call_back")
    house.assign(house.colleague)
    told = house.colleague.do("POST", f"/cases/{house.case}/contact")
    assert told == {"phone": PHONE, "name": "王女士"}
    house.step("call-back", house.colleague, reached=True, text="群众说等候太久")
    house.step("verdict", house.colleague, verdict="justified", cause="waiting", text="属实")
    house.step("measure", house.colleague, text="增开窗口")
    house.step("reply", house.colleague, text="已增开窗口")
    house.step("close", house.manager)
    assert house.manager.read("/manager/cases?state=open")["cases"] == []
    (row,) = house.manager.read("/manager/cases?state=closed&mine=0")["cases"]
    assert (row["verdict"], row["cause"], row["due"]) == ("justified", "waiting", None)
    sheet = house.manager.get(f"/manager/cases/{house.case}/print", Accept="text/html").text
    assert all(word in sheet for word in (WROTE, "属实", "增开窗口", "等候"))
    assert PHONE not in sheet
    assert "王女士" not in sheet


def test_a_number_is_never_kept_in_what_a_door_remembers(house: House) -> None:
    deeds.leave_contact(house.doors.backstage.hall, case=house.case, phone=PHONE)
    house.assign(house.colleague)
    headers = {**house.colleague.csrf, "Idempotency-Key": "look-once"}
    for _again in range(2):
        answer = house.colleague.client.post(f"/cases/{house.case}/contact", json={}, headers=headers)
        assert answer.get_json()["phone"] == PHONE
    with house.doors.backstage.hall.look() as look:
        kept = look.connection.execute(select(answers)).all()
        story = [entry.kind for entry in cases.story(look, house.case)]
    assert PHONE not in str(kept)
    assert story.count(Step.CONTACT_SEEN) == 2


def test_the_rated_clerk_learns_what_is_theirs_and_no_more(house: House) -> None:
    deeds.leave_contact(house.doors.backstage.hall, case=house.case, phone=PHONE)
    (about,) = house.rated.read("/mine/cases")["about"]
    assert set(about) == {"id", "no", "state", "opened_at", "service", "verdict", "cause"}
    house.assign(house.colleague)
    house.step("call-back", house.colleague, reached=True, text="群众姓王")

    def told() -> dict[str, Any]:
        answer: dict[str, Any] = house.rated.read(f"/cases/{house.case}")
        return answer

    before = told()
    assert (before["sight"], before["said"], before["contact"], before["erase_at"]) == ("own", [], False, None)
    assert {entry["kind"] for entry in before["story"]} == {"opened", "assigned"}
    house.rated.do("POST", f"/cases/{house.case}/statement", {"text": "当时系统故障"})
    house.step("verdict", house.colleague, verdict="justified", cause="people", text="态度生硬")
    assert WROTE not in json.dumps(told(), ensure_ascii=False)
    assert house.rated.read("/mine/cases")["counted"] == 1
    house.step("release", house.manager)
    after = told()
    assert (after["said"][0]["text"], after["said"][0]["level"]) == (WROTE, 2)
    for hidden in (PHONE, "群众姓王"):
        assert hidden not in json.dumps(after, ensure_ascii=False)
    assert house.rated.refused("POST", f"/cases/{house.case}/contact") == (403, "case-not-yours")
    house.rated.do("POST", f"/cases/{house.case}/appeal", {"text": "群众点错了"})
    assert house.manager.read(f"/cases/{house.case}")["possible"] == ["assigned", "note", "contact_seen", "reviewed"]


def test_who_has_nothing_to_do_with_a_case_learns_of_none(house: House) -> None:
    for path in (f"/cases/{house.case}", "/cases/987654"):
        assert house.colleague.refused("GET", path) == (404, "unknown-case")
    assert house.colleague.refused("POST", f"/cases/{house.case}/notes", {"text": "看看"}) == (404, "unknown-case")
    assert house.colleague.read("/mine/cases") == {"about": [], "counted": 0, "handled": []}
    for path in ("/manager/cases", f"/manager/cases/{house.case}/print"):
        assert house.colleague.get(path).status_code == 403


def test_a_stale_page_is_told_to_read_again(house: House) -> None:
    seen = house.seen()
    house.assign(house.colleague)
    body = {"seen": seen, "verdict": "mistaken", "text": "误评"}
    assert house.manager.refused("POST", f"/cases/{house.case}/verdict", body) == (409, "case-changed")
    body["text"] = "好" * 501
    assert house.manager.refused("POST", f"/cases/{house.case}/verdict", body) == (422, "text-too-long")


def test_the_list_goes_page_by_page_without_losing_or_repeating_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hall.store.case_lists.PAGE", 2)
    made = [house.case, *(house.low(3) for _each in range(5))]
    for case in made[:3]:
        house.case = case
        house.assign(house.colleague)
        house.step("verdict", house.manager, verdict="mistaken", text="误评")
        house.step("reply", house.manager, text="谢谢")
        if case != made[2]:
            house.step("close", house.manager)
    found: list[str] = []
    before = ""
    for _page in range(4):
        answer = house.manager.read(f"/manager/cases?before={before}")
        found += [one["id"] for one in answer["cases"]]
        before = answer["next"]
        if before is None:
            break
    # Open ones by deadline, the one that was replied to last; then the closed ones, newest first.
    assert [int(one) for one in found] == [*made[3:], made[2], made[1], made[0]]
    assert len(house.manager.read("/manager/cases?overdue=1")["cases"]) == 0


def test_a_figure_of_cases_leads_to_its_cases(house: House) -> None:
    other = house.low(3)

    def behind(counted: str) -> list[int]:
        days = house.manager.read("/manager/satisfaction")
        rows = house.manager.read(f"/manager/cases?counted={counted}&from={days['from']}&to={days['to']}")["cases"]
        assert len(rows) == days["case_figures"].get(counted, len(rows))
        return [int(one["id"]) for one in rows]

    assert behind("opened") == [other, house.case]
    assert (behind("replied"), behind("not_replied")) == ([], [other, house.case])
    assert house.manager.read("/manager/cases?counted=opened&from=2020-01-01&to=2020-01-02")["cases"] == []


@pytest.mark.parametrize(
    "query",
    [
        "state=lost",
        "counted=lost",
        "counted=opened&before=x",
        "before=open",
        "before=closed.x.1",
        "before=open.2026-13-01.1",
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused(house: House, query: str) -> None:
    assert house.manager.refused("GET", f"/manager/cases?{query}") == (422, "malformed")


def test_where_a_page_ended_can_be_written_and_read() -> None:
    for text in ("open.2026-12-14.7", "closed.1764000000123.9"):
        assert str(After.read(text)) == text


def test_the_live_hall_counts_the_open_ones(house: House) -> None:
    picture = house.doors.house.push.picture("manager", house.doors.backstage.hall.id, 0)
    assert (picture["cases"]["open"], picture["cases"]["overdue"], picture["cases"]["unassigned"]) == (1, 0, 1)
    house.assign(house.colleague)
    later = house.doors.house.push.picture("manager", house.doors.backstage.hall.id, 0)
    assert later["cases"]["unassigned"] == 0
    assert later["cases"]["newest"] != picture["cases"]["newest"]


def test_a_round_through_the_halls_changes_nothing_that_is_not_due(house: House) -> None:
    seen = house.seen()
    look_after(house.doors.house.database)
    assert house.seen() == seen


@pytest.mark.parametrize("path", ["/manager/cases", "/manager/cases/1", "/mine/cases", "/mine/cases/1"])
def test_a_browser_reads_a_page(house: House, path: str) -> None:
    page = house.manager.get(path, Accept="text/html")
    assert page.status_code == 200
    assert "<!doctype html>" in page.text
