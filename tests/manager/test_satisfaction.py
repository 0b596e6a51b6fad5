"""The doors of the figures: as a page, as JSON, as a file."""

import csv
import io
from datetime import date, timedelta

import pytest

from hall.actions import people, ratings
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.store.reports import By
from manager.figure_columns import SHOWN
from manager.satisfaction_csv import safe
from tests.manager.conftest import Person
from tests.rooms import Doors, problem


def serve(doors: Doors, window_no: int, level: Level | None) -> None:
    doors.backstage.take()
    handling = doors.backstage.serve(window_no)
    if level is not None:
        with doors.backstage.hall.look() as look:
            window = look.set_up.post_by_no(window_no).id
        ratings.rate_at_pad(doors.backstage.hall, handling=handling, window=window, said=Opinion(level))


def test_a_table_holds_counts_shares_and_the_interval(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3, 4)
    serve(doors, 3, Level.SATISFIED)
    serve(doors, 3, None)
    serve(doors, 4, None)
    told = manager.read("/manager/satisfaction")
    assert (told["by"], told["rank_from"]) == ("window", 30)
    assert date.fromisoformat(told["to"]) - date.fromisoformat(told["from"]) == timedelta(days=29)
    three, four = told["rows"]
    assert (three["key"], three["ended"], three["rated"], three["participation"]) == ("3", 2, 1, 0.5)
    assert (three["abstention"], four["abstention"]) == (0.5, 1.0)
    assert [three[f"n{level}"] for level in (5, 4, 3, 2, 1)] == [0, 1, 0, 0, 0]
    assert (three["good_rate"], three["low_rate"], three["score"], three["ranked"]) == (1.0, 0.0, 8.0, False)
    low, high = three["interval"]
    assert 0 < low < high == 1
    assert (four["rated"], four["good_rate"], four["interval"]) == (0, None, None)
    assert (told["total"]["ended"], told["total"]["rated"]) == (3, 1)


def test_every_table_can_be_asked_for(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    serve(doors, 3, Level.SATISFIED)
    for by in By:
        told = manager.read(f"/manager/satisfaction?by={by}")
        if by not in (By.TAG, By.CAUSE):
            assert (told["by"], len(told["rows"]), told["rows"][0]["rated"]) == (by, 1, 1)
            assert told["rows"][0]["ended"] == (None if by.only_rated else 1)
        else:
            assert told["rows"] == []
        assert manager.get(f"/manager/satisfaction.csv?by={by}").status_code == 200


def test_two_spans_of_days_can_be_compared(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    serve(doors, 3, Level.SATISFIED)
    today = manager.read("/manager/satisfaction")["today"]
    day = date.fromisoformat(today)
    before = f"from={day - timedelta(days=1)}&to={day - timedelta(days=1)}"
    told = manager.read(f"/manager/satisfaction?from={today}&to={today}&against_{before.replace('&to', '&against_to')}")
    assert (told["total"]["rated"], told["against"]["rated"], told["against"]["good_rate"]) == (1, 0, None)
    assert (told["rows"][0]["against"], told["rows"][0]["trend"], told["trend"]) == (None, None, None)
    told = manager.read(f"/manager/satisfaction?{before}&against_from={today}&against_to={today}")
    assert (told["total"]["rated"], told["against"]["rated"], told["against_from"]) == (0, 1, today)
    assert told["against_trend"] == {"good_rate": 1.0, "rated": 1, "difference": None, "telling": False}


def test_days_without_anything_give_an_empty_table(manager: Person) -> None:
    told = manager.read("/manager/satisfaction?from=2020-01-01&to=2020-01-31")
    assert (told["from"], told["to"], told["rows"]) == ("2020-01-01", "2020-01-31", [])
    assert (told["total"]["ended"], told["total"]["good_rate"], told["total"]["interval"]) == (0, None, None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-11-20&to=2026-11-01", "to"),
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("to=9999-12-31", "to"),
        ("from=0001-01-01", "from"),
        ("by=mood", "by"),
        ("by=", "by"),
        ("against_from=2026-11-20&against_to=2026-11-01", "against_to"),
        ("against_from=2026-11-20", "against_to"),
        ("against_to=2026-11-20", "against_from"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_by_name(manager: Person, query: str, field: str) -> None:
    for path in ("/manager/satisfaction", "/manager/satisfaction.csv"):
        if path.endswith("csv") and query.startswith("against"):
            continue  # a file holds one table
        answer = manager.get(f"{path}?{query}")
        assert problem(answer) == (422, "malformed")
        assert answer.get_json()["field"] == field


def test_a_browser_gets_a_page_and_a_program_the_figures(manager: Person) -> None:
    page = manager.get("/manager/satisfaction?from=nonsense", Accept="text/html,*/*;q=0.8")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert manager.get("/manager/satisfaction", Accept="*/*").mimetype == "application/json"


def test_a_wide_sign_is_no_formula_either() -> None:
    """A spreadsheet set to Chinese takes ＝ for =."""
    assert [safe(text) for text in ("＝1＋1", "＠SUM", "三号窗口")] == ["'＝1＋1", "'＠SUM", "三号窗口"]


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(doors: Doors, manager: Person) -> None:
    who = str(doors.backstage.clerk(3))
    facts = {"name": "evil.name", "shown": {"zh": "=HYPERLINK(1)", "en": "@SUM(1)"}, "number": "E1", "role": "clerk"}
    manager.do("PUT", f"/manager/staff/{who}", {"facts": {**facts, "window_no": 3}})
    doors.backstage.open(3)
    serve(doors, 3, Level.VERY_SATISFIED)
    for language, name in (("zh", "'=HYPERLINK(1)"), ("en", "'@SUM(1)")):
        answer = manager.get(f"/manager/satisfaction.csv?by=clerk&language={language}")
        assert answer.data.startswith(b"\xef\xbb\xbf")
        assert "attachment" in answer.headers["Content-Disposition"]
        head, row, total = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert len(head) == len(row) == len(total) == 2 + len(SHOWN)
        assert row[:5] == ["E1", name, "1", "1", "1.0000"]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_ones_own_figures_wait_for_the_next_day(doors: Doors) -> None:
    doors.backstage.open(3)
    for _visitor in range(5):
        serve(doors, 3, Level.SATISFIED)
    with doors.backstage.hall.look() as look:
        name = look.set_up.staff[doors.backstage.clerk(3)].name
    token = people.open_session(doors.backstage.hall, name=name)
    told = doors.client().get("/mine", headers={"Authorization": f"Bearer {token}"}).get_json()
    assert (told["least"], told["figures"]) == (5, None)


def test_an_inspector_reads_and_changes_nothing(doors: Doors) -> None:
    inspector = Person(doors, Role.INSPECTOR)
    assert inspector.get("/manager/satisfaction.csv").status_code == 200
    assert inspector.refused("POST", "/manager/windows/3/close") == (403, "not-allowed")
    assert inspector.get("/manager/set-up/staff").status_code == 403
