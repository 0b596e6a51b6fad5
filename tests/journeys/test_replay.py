"""A recorded day is lived again, on both databases, with its proofs; a malformed file is named by its line."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from replay.trace import COLUMNS, MalformedArrivals, read_day, shifts
from tests.servers import ROOT, server_over

DAY = ROOT / "halls" / "arrivals" / "1999-08-04.csv"
ZONE = ZoneInfo("Asia/Shanghai")
HEAD = ",".join(COLUMNS)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_morning_of_a_real_day_finishes_with_its_proofs(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    postgresql = request.getfixturevalue("postgresql") if kind == "postgresql" else None
    url = postgresql.url(postgresql.create()) if postgresql else None
    morning = tmp_path / "morning.csv"
    morning.write_text("".join(DAY.read_text("utf-8").splitlines(keepends=True)[:150]), "utf-8")
    server = server_over(tmp_path / "server", database_url=url)
    told = server.flask("replay", str(morning), "--date", "1999-08-04")
    assert "BROKEN" not in told
    assert told.count("held ") == 5
    assert "mean wait of the served" in told
    assert "all simulated" in told


def test_the_recorded_day_is_the_one_its_page_describes() -> None:
    day = read_day(DAY.read_text("utf-8"), day=date(1999, 8, 4), zone=ZONE)
    # 1,841 rows, of which 53 left without ever standing in the line.
    assert len(day) == 1841 - 53
    assert len(shifts(day)) == 21
    assert all(one.clerk for one in day if one.served)


def test_where_the_recorded_start_is_off_the_sum_counts() -> None:
    row = "1999-08-04,10:00:00,PS,0,100,served,{started},60,ANAT,queued"
    on = date(1999, 8, 4)
    near = read_day(f"{HEAD}\n{row.format(started='10:02:00')}\n", day=on, zone=ZONE)[0]
    far = read_day(f"{HEAD}\n{row.format(started='10:30:00')}\n", day=on, zone=ZONE)[0]
    assert near.started is not None
    assert far.started is not None
    assert (near.started - near.arrived).total_seconds() == 120
    assert (far.started - far.arrived).total_seconds() == 100


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "first line"),
        ("date,arrived\n", 1, "first line"),
        (f"{HEAD}\n1999-08-04,10:00\n", 2, "columns"),
        (f"{HEAD}\n1999-13-04,10:00:00,PS,0,0,left,,,,queued\n", 2, "date"),
        (f"{HEAD}\n1999-08-04,25:00:00,PS,0,0,left,,,,queued\n", 2, "arrived"),
        (f"{HEAD}\n1999-08-04,10:00:00,<b>,0,0,left,,,,queued\n", 2, "service"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,9,0,left,,,,queued\n", 2, "priority"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,0,-5,left,,,,queued\n", 2, "waited_s"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,0,0,lost,,,,queued\n", 2, "outcome"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,0,0,served,,,,queued\n", 2, "started"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,0,0,served,10:00:00,60,,queued\n", 2, "clerk"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,0,0,left,,,,none\n", 2, "entry"),
        (f"{HEAD}\n1999-08-04,10:00:00,PS,0,0,left,,,,queued\na\rb\n", 3, "CSV"),
        (f"{HEAD}\n9999-12-31,23:00:00,PS,0,99999,served,10:00:00,60,a,queued\n", 2, "calendars"),
        (f"{HEAD}\n1999-08-05,10:00:00,PS,0,0,left,,,,queued\n", 1, "1999-08-04"),
    ],
)
def test_a_malformed_file_is_named_by_its_line(text: str, line: int, word: str) -> None:
    with pytest.raises(MalformedArrivals) as wrong:
        read_day(text, day=date(1999, 8, 4), zone=ZONE)
    assert wrong.value.line == line
    assert word in str(wrong.value)
