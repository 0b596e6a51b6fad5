"""Reads a recorded day of arrivals, refusing what is wrong by its line."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import TypeVar
from zoneinfo import ZoneInfo

from hall.rules.text import Text

T = TypeVar("T")

COLUMNS = ("date", "arrived", "service", "priority", "waited_s", "outcome", "started", "service_s", "clerk", "entry")
TOLERANCE_S = 60
"""Where the recorded start differs more from arrival plus wait, the sum counts."""

WRONG_COLUMNS = Text("第一行应为 {columns}", "the first line must be {columns}")
WRONG_VALUE = Text("{column} 一栏不能是“{value}”", "{column} must not be “{value}”")
WRONG_LENGTH = Text("应有 {n} 栏", "there must be {n} columns")
NOT_CSV = Text("不是 CSV：{why}", "this is not CSV: {why}")
TOO_LATE = Text("时间超出可计算的范围", "a moment beyond all calendars")
NO_SUCH_DAY = Text("没有 {day} 的记录", "nothing is recorded for {day}")


class MalformedArrivals(ValueError):
    """A line of the file is wrong: `line` and the reason in both languages."""

    def __init__(self, line: int, why: Text) -> None:
        self.line = line
        self.why = why
        super().__init__(f"{line}: {why.zh} / {why.en}")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One visitor as recorded; moments are UTC, durations seconds."""

    arrived: datetime
    service: str
    preferred: bool
    waited_s: int
    served: bool
    started: datetime | None
    """None for those who left."""
    service_s: int
    clerk: str
    """"" for those who left."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A clerk's day: at the window from the first start to the last end."""

    clerk: str
    begins: datetime
    ends: datetime


def read_day(text: str, *, day: date, zone: ZoneInfo) -> list[Recorded]:
    """The visitors of one day who stood in the line or were served, by arrival.

    Raises MalformedArrivals for the first wrong line, wherever in the file it stands.
    """
    rows = csv.reader(StringIO(text))
    found = []
    try:
        if tuple(next(rows, [])) != COLUMNS:
            raise MalformedArrivals(1, WRONG_COLUMNS.filled(columns=",".join(COLUMNS)))
        for row in rows:
            if len(row) != len(COLUMNS):
                raise MalformedArrivals(rows.line_num, WRONG_LENGTH.filled(n=len(COLUMNS)))
            one = _visitor(rows.line_num, dict(zip(COLUMNS, row, strict=True)), day, zone)
            if one is not None:
                found.append(one)
    except csv.Error as error:
        raise MalformedArrivals(rows.line_num, NOT_CSV.filled(why=error)) from None
    except OverflowError:
        raise MalformedArrivals(rows.line_num, TOO_LATE) from None
    if not found:
        raise MalformedArrivals(1, NO_SUCH_DAY.filled(day=day.isoformat()))
    return sorted(found, key=lambda one: one.arrived)


def _visitor(line: int, row: dict[str, str], day: date, zone: ZoneInfo) -> Recorded | None:
    on = _read(line, row, "date", date.fromisoformat)
    arrived = datetime.combine(on, _read(line, row, "arrived", time.fromisoformat), zone)
    waited_s = _read(line, row, "waited_s", _count)
    served = _read(line, row, "outcome", {"served": True, "left": False}.__getitem__)
    direct = _read(line, row, "entry", {"direct": True, "queued": False}.__getitem__)
    preferred = _read(line, row, "priority", {"0": False, "1": False, "2": True}.__getitem__)
    service = _read(line, row, "service", _code)
    started, service_s, clerk = None, 0, ""
    if served:
        started = datetime.combine(on, _read(line, row, "started", time.fromisoformat), zone)
        service_s = _read(line, row, "service_s", _count)
        clerk = _read(line, row, "clerk", _code)
        by_wait = arrived + timedelta(seconds=waited_s)
        if abs((started - by_wait).total_seconds()) > TOLERANCE_S:
            started = by_wait
    if on != day or (direct and not served):
        return None
    return Recorded(arrived, service, preferred, waited_s, served, started, service_s, clerk)


def _read(line: int, row: dict[str, str], column: str, read: Callable[[str], T]) -> T:
    try:
        return read(row[column])
    except (ValueError, KeyError):
        raise MalformedArrivals(line, WRONG_VALUE.filled(column=column, value=row[column][:40])) from None


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 7):
        raise ValueError
    return int(value)


def _code(value: str) -> str:
    if not (value.isascii() and value.replace("_", "").isalnum() and len(value) <= 20):
        raise ValueError
    return value


def shifts(day: list[Recorded]) -> list[Shift]:
    """Every clerk's time at the window, by who begins first."""
    return sorted(_shifts(day), key=lambda one: (one.begins, one.clerk))


def _shifts(day: list[Recorded]) -> Iterator[Shift]:
    for clerk in {one.clerk for one in day if one.served}:
        mine = [one for one in day if one.clerk == clerk and one.started is not None]
        starts = [one.started for one in mine if one.started is not None]
        ends = [one.started + timedelta(seconds=one.service_s) for one in mine if one.started is not None]
        yield Shift(clerk, min(starts), max(ends))
