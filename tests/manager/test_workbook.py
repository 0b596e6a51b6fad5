"""The workbook, read back by another hand than the one that wrote it."""

import io
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from hall.actions import exclusions, ratings
from hall.rules.exclusion import Reason
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.store.reports import By
from hall.store.tables import ratings as ratings_table
from manager.workbook import SHEETS
from tests.manager.conftest import Person
from tests.rooms import Doors, problem

FILE = "/manager/satisfaction.xlsx"


def rate(doors: Doors, level: Level, tags: tuple[str, ...] = ()) -> None:
    doors.backstage.take()
    handling = doors.backstage.serve(3)
    with doors.backstage.hall.look() as look:
        window = look.set_up.post_by_no(3).id
    ratings.rate_at_pad(doors.backstage.hall, handling=handling, window=window, said=Opinion(level, tags=tags))


def opened(manager: Person, query: str = "") -> tuple[Workbook, bytes]:
    answer = manager.get(f"{FILE}?{query}")
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.data)), answer.data


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def table(found: Worksheet) -> list[dict[str, object]]:
    head, *rows = found.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def charts(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/"))


def test_each_table_is_a_sheet_of_typed_cells_under_frozen_headings(doors: Doors, manager: Person) -> None:
    doors.backstage.policy(rank_from=2)
    doors.backstage.open(3)
    rate(doors, Level.SATISFIED)
    rate(doors, Level.VERY_DISSATISFIED, ("115",))
    book, file = opened(manager)
    spread = ["随时间", "一周之中", "按等候"]
    assert book.sheetnames == ["说明", *(SHEETS[by] for by in By), *spread, "好差评整改台账", "排除的评价"]
    windows = sheet(book, "按窗口")
    assert (windows.freeze_panes, windows.print_title_rows) == ("C2", "$1:$1")
    row, total = table(windows)
    assert (row["项目"], row["办结"], row["评价数"], row["好评率"], row["综合得分"]) == ("3", 2, 2, 0.5, 4)
    assert row["参与排名"] == "是"
    assert total["名称"] == "全大厅"
    assert (total["开放（秒）"], total["空闲（秒）"]) == (row["开放（秒）"], row["空闲（秒）"])
    assert table(sheet(book, "按业务"))[-1]["开放（秒）"] is None
    rate_cell = next(one for one in windows[2] if one.value == 0.5 and one.number_format == "0.0%")
    assert rate_cell.data_type == "n"
    assert "errBars" in charts(file)
    assert "percentStacked" in charts(file)
    (step,) = table(sheet(book, "随时间"))
    assert (step["评价数"], step["非常不满意"], isinstance(step["从"], datetime)) == (2, 1, True)
    week = [value for row in table(sheet(book, "一周之中")) for value in list(row.values())[1:]]
    assert [value for value in week if value is not None] == [0.5]
    assert table(sheet(book, "按等候"))[0]["好评率"] == 0.5


def test_the_first_sheet_says_what_became_of_low_ratings_with_the_counts_behind(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    rate(doors, Level.DISSATISFIED, ("2-none",))
    book, _file = opened(manager)
    told = {str(label): value for label, value in sheet(book, "说明").iter_rows(max_col=2, values_only=True)}
    assert (told["未评率"], told["受理差评"], told["已答复"], told["差评回复率"]) == (0, 1, 0, 0)
    # Nobody left a number, nothing was verified, nobody answered: nothing to divide by.
    assert all(told[name] is None for name in ("实名差评回访率", "按时整改率", "回访整改满意率"))


def test_the_ledger_tells_each_case_with_real_dates_and_no_contact(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    rate(doors, Level.DISSATISFIED, ("2-none",))
    book, _file = opened(manager)
    ledger = sheet(book, "好差评整改台账")
    (case,) = table(ledger)
    assert (case["编号"], case["窗口"], case["评价等级"], case["状态"]) == (1, 3, "不满意", "待核实")
    at = case["受理时间"]
    assert isinstance(at, datetime)
    assert abs((datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None) - at).total_seconds()) < 600
    assert not any("电话" in str(one) or "联系" in str(one) for one in case)


def test_each_excluded_rating_is_listed_with_its_reason_and_both_people(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    rate(doors, Level.SATISFIED)
    (rated,) = doors.backstage.rows(select(ratings_table.c.id))
    with doors.backstage.hall.look() as look:
        one, two = [who.id for who in look.set_up.staff.values() if who.role in (Role.MANAGER, Role.INSPECTOR)][:2]
    asked = exclusions.ask(doors.backstage.hall, rating=rated.id, reason=Reason.TRIAL, text="=1+1", by=one)
    exclusions.decide(doors.backstage.hall, exclusion=asked, approve=True, by=two)
    book, _file = opened(manager)
    (row,) = table(sheet(book, "排除的评价"))
    assert (row["评价等级"], row["排除理由"], row["依据"]) == ("满意", "调试或练习", "=1+1")
    assert row["提请人"] != row["决定人"]
    assert (row["窗口"], row["工号"]) == (3, "JS103")
    assert table(sheet(book, "按大厅"))[-1]["排除的评价"] == 1


def test_below_the_threshold_nothing_is_ranked_or_drawn(doors: Doors, manager: Person) -> None:
    doors.backstage.open(3)
    rate(doors, Level.SATISFIED)
    book, file = opened(manager)
    assert table(sheet(book, "按窗口"))[0]["参与排名"] == "不足 30 份，不排名"
    assert "errBars" not in charts(file)


def test_a_name_that_looks_like_a_formula_is_a_name(doors: Doors, manager: Person) -> None:
    who = str(doors.backstage.clerk(3))
    facts = {"name": "evil.name", "shown": {"zh": "=HYPERLINK(1)", "en": "@SUM(1)"}, "number": "E1", "role": "clerk"}
    manager.do("PUT", f"/manager/staff/{who}", {"facts": {**facts, "window_no": 3}})
    doors.backstage.open(3)
    rate(doors, Level.VERY_SATISFIED)
    book, file = opened(manager, "language=en")
    cell = sheet(book, "By clerk")["B2"]
    assert (cell.value, cell.data_type) == ("@SUM(1)", "s")
    book, file = opened(manager, "language=zh")
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert any(b"=HYPERLINK(1)" in one for one in sheets)
    assert not any(b"<f>" in one for one in sheets)


def test_days_without_anything_give_a_whole_workbook(manager: Person) -> None:
    book, _file = opened(manager, "from=2020-01-01&to=2020-01-31")
    assert [one["名称"] for one in table(sheet(book, "按窗口"))] == ["全大厅"]
    assert table(sheet(book, "好差评整改台账")) == []


def test_days_that_run_backwards_are_refused(manager: Person) -> None:
    answer = manager.get(f"{FILE}?from=2026-11-20&to=2026-11-01")
    assert (problem(answer), answer.get_json()["field"]) == ((422, "malformed"), "to")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CLERK])
def test_only_whoever_may_read_ratings_takes_it(doors: Doors, role: Role) -> None:
    assert Person(doors, role).get(FILE).status_code == 403
