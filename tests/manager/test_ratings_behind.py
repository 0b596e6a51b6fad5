"""The single ratings behind a figure, and satisfaction spread over the week, over time and over waits."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from hall.actions import ratings
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.store import behind
from hall.store.names import By
from hall.store.ratings import exclude, get
from hall.store.tables import cases
from tests.manager.conftest import Person
from tests.rooms import Doors, problem


def serve(doors: Doors, window_no: int, level: Level, *, tags: tuple[str, ...] = (), text: str = "") -> int:
    """Returns the rating."""
    doors.backstage.take()
    handling = doors.backstage.serve(window_no)
    with doors.backstage.hall.look() as look:
        window = look.set_up.post_by_no(window_no).id
    said = Opinion(level, tags, text)
    return ratings.rate_at_pad(doors.backstage.hall, handling=handling, window=window, said=said)


def levels(manager: Person, query: str = "") -> list[int]:
    told = manager.read(f"/manager/ratings?{query}")
    return [one["level"] for one in told["ratings"]]


@pytest.fixture
def said(doors: Doors) -> Doors:
    """Three ratings at two windows, the low one verified."""
    doors.backstage.open(3, 4)
    serve(doors, 3, Level.VERY_SATISFIED, tags=("510",))
    serve(doors, 4, Level.SATISFIED)
    serve(doors, 4, Level.DISSATISFIED, tags=("214",), text="请改进")
    with doors.backstage.hall.work() as work:
        found = {"verdict": "justified", "cause": "people", "verified_at": work.now}
        work.connection.execute(update(cases).values(**found))
    return doors


def test_a_rating_is_told_with_everything_that_belongs_to_it(said: Doors, manager: Person) -> None:
    (one,) = manager.read("/manager/ratings?level=2")["ratings"]
    assert (one["window_no"], one["level"], one["text"]) == (4, 2, "请改进")
    assert (one["channel"], one["kind"]) == ("pad", "first")
    assert one["tags"] == [{"code": "214", "text": {"zh": "服务态度生硬", "en": "Curt manner"}}]
    assert (one["flags"], one["excluded"], one["case"]["cause"]) == (["quick", "too_short"], False, "people")
    assert one["number"].startswith("A")
    assert one["clerk"]["name"]["zh"]
    assert one["service"]["key"]


def test_low_ratings_are_found_together(said: Doors, manager: Person) -> None:
    serve(said, 3, Level.VERY_DISSATISFIED, tags=("115",))
    assert levels(manager, "low=1") == [1, 2]
    assert levels(manager, "low=1&window=4") == [2]
    assert (levels(manager, "low=1&level=1"), levels(manager, "low=1&level=5")) == ([1], [])


def test_every_row_of_a_table_leads_to_its_ratings(said: Doors, manager: Person) -> None:
    for by in set(By) - {By.HALL}:
        rows = manager.read(f"/manager/satisfaction?by={by}")["rows"]
        assert rows
        for row in rows:
            found = levels(manager, f"{by}={row['key']}")
            assert [found.count(level) for level in (5, 4, 3, 2, 1)] == [row[f"n{n}"] for n in (5, 4, 3, 2, 1)], row


def test_what_was_left_out_is_found_apart(said: Doors, manager: Person) -> None:
    with said.backstage.hall.work() as work:
        exclude(work, get(work, 1), excluded=True)
    assert levels(manager) == [2, 4]
    assert levels(manager, "excluded=1") == levels(manager, "excluded=1&window=3") == [5]
    assert levels(manager, "excluded=1&window=4") == levels(manager, "flagged=0") == []
    assert levels(manager, "flagged=1") == [2, 4]
    told = manager.read("/manager/satisfaction?by=window")
    assert (told["excluded"], [row["excluded"] for row in told["rows"]]) == (1, [1, 0])


def test_pages_follow_each_other_without_gap_or_repeat(
    said: Doors, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "PAGE", 1)
    seen: list[str] = []
    before = ""
    while True:
        told = manager.read(f"/manager/ratings?before={before}")
        seen += [one["id"] for one in told["ratings"]]
        before = told["next"]
        if before is None:
            break
    assert seen == ["3", "2", "1"]


WRONG = (
    *("window=99", "clerk=X", "service=none", "category=none", "hour=24", "weekday=0", "month=2026-13", "level=6"),
    *("channel=owl", "cause=weather", "flagged=yes", "before=yesterday", "before=1-99999999999999999999", "from=x"),
)


def test_a_filter_that_fits_nothing_there_is_is_refused_by_name(manager: Person) -> None:
    for query in WRONG:
        answer = manager.get(f"/manager/ratings?{query}")
        assert problem(answer) == (422, "malformed")
        assert answer.get_json()["field"] == query.partition("=")[0]


def test_days_without_ratings_give_an_empty_page(said: Doors, manager: Person) -> None:
    empty: dict[str, Any] = {"ratings": [], "next": None}
    assert manager.read("/manager/ratings?from=2020-01-01&to=2020-01-31") == empty
    assert manager.read("/manager/ratings?month=2020-01") == empty
    assert manager.read("/manager/ratings?tag=nobody-chose-it") == empty
    assert manager.read("/manager/ratings?before=1000-1") == empty


def test_who_may_not_read_what_people_wrote_is_refused(said: Doors) -> None:
    assert problem(Person(said, Role.ADMINISTRATOR).get("/manager/ratings")) == (403, "not-allowed")
    assert problem(Person(said, Role.CLERK).get("/manager/ratings")) == (403, "not-allowed")
    assert levels(Person(said, Role.INSPECTOR)) == [2, 4, 5]


def test_the_week_the_time_and_the_wait_add_up_to_the_same(said: Doors, manager: Person) -> None:
    total = manager.read("/manager/satisfaction")["total"]
    cells = manager.read("/manager/satisfaction/heat")["cells"]
    buckets = manager.read("/manager/satisfaction/waits")["buckets"]
    steps = manager.read("/manager/satisfaction/shares?step=week")["steps"]
    for found in (cells, buckets, steps):
        for count in ("ended", "rated", "n5", "n4", "n2"):
            assert sum(one[count] for one in found) == total[count]
    assert all(1 <= one["weekday"] <= 7 and 0 <= one["hour"] <= 23 for one in cells)
    assert (buckets[0]["from_min"], buckets[-1]["to_min"]) == (0, None)
    assert date.fromisoformat(steps[0]["from"]) <= date.fromisoformat(steps[-1]["to"])


def test_steps_are_as_long_as_fits_the_days_or_as_asked(said: Doors, manager: Person) -> None:
    assert manager.read("/manager/satisfaction/shares")["step"] == "day"
    assert manager.read("/manager/satisfaction/shares?from=2026-01-01&to=2026-05-01")["step"] == "week"
    assert manager.read("/manager/satisfaction/shares?from=2020-01-01&to=2026-05-01")["step"] == "month"
    assert manager.read("/manager/satisfaction/shares?step=month&from=2020-01-01&to=2020-01-02")["steps"] == []
    answer = manager.get("/manager/satisfaction/shares?step=year")
    assert (problem(answer), answer.get_json()["field"]) == ((422, "malformed"), "step")
