"""Questions managers ask of the past: satisfaction by window, clerk, service and hour.

Both counts of a figure are taken over the same handlings: those that *ended* in the span asked for.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Table, func, select, type_coerce

from hall.rules.figures import Figures
from hall.rules.handling import Ending
from hall.rules.rating import RatingKind
from hall.rules.text import Text
from hall.store.database import Look
from hall.store.tables import handlings, ratings, windows

QUARTER_MS = 15 * 60 * 1000
"""Hours are counted by quarters in SQL and put together in the hall's zone: some zones are off by 30 or 45 minutes."""


class By(StrEnum):
    """What a table of satisfaction has a row for."""

    WINDOW = "window"
    CLERK = "clerk"
    SERVICE = "service"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` is a window's or hour's number, a clerk's staff number or a service's code."""

    key: str
    name: Text
    figures: Figures


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the hall, both included."""

    first: Date
    last: Date

    def moments(self, look: Look) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day, in the hall's zone."""
        zone = look.hours.zone
        begins = datetime.combine(self.first, time(0), zone)
        return begins, datetime.combine(self.last + timedelta(days=1), time(0), zone)


def satisfaction(look: Look, *, by: By, span: Span) -> list[Row]:
    """A row for everybody and everything that served or was rated in the span, in the hall's order."""
    ended = _counted(look, handlings, by, span)
    given = _levels(look, by, span)
    if by is By.HOUR:
        ended, given = _by_hour(look, ended), {one: _by_hour(look, levels) for one, levels in given.items()}
    scores = look.policy.level_scores
    return [
        Row(key, name, Figures(ended.get(one, 0), {level: n[one] for level, n in given.items() if one in n}, scores))
        for one, key, name in _names(look, by, set(ended).union(*given.values()))
    ]


def overall(look: Look, *, span: Span) -> Figures:
    """The whole hall in a span."""
    ended = sum(_counted(look, handlings, By.SERVICE, span).values())
    given = {level: sum(n.values()) for level, n in _levels(look, By.SERVICE, span).items()}
    return Figures(ended, given, look.policy.level_scores)


def own_figures(look: Look, *, who: int) -> Figures | None:
    """A clerk's own, added up; None before there are enough ratings to hide who gave which.

    What a day brings is shown from the next day on, and only together with as many new ratings as were needed at
    first: from a sum that grows by one, the one could be told.
    """
    given = _given_by_day(look, who)
    counts: Counter[int] = Counter()
    fresh: Counter[int] = Counter()
    until: Date | None = None
    for day in sorted(given):
        fresh += given[day]
        if fresh.total() >= look.policy.own_levels_from:
            counts, fresh, until = counts + fresh, Counter(), day
    if until is None:
        return None
    ends = datetime.combine(until + timedelta(days=1), time(0), look.hours.zone)
    served = select(func.count()).where(
        handlings.c.hall_id == look.hall_id, handlings.c.staff_id == who, handlings.c.ended_at < ends, *_RENDERED
    )
    return Figures(look.connection.execute(served).scalar_one(), dict(counts), look.policy.level_scores)


def _given_by_day(look: Look, who: int) -> dict[Date, Counter[int]]:
    """Day on which ratings were given → level → how many, for the days before today."""
    midnight = datetime.combine(look.today, time(0), look.hours.zone)
    asked = select(ratings.c.at, ratings.c.level).where(
        ratings.c.staff_id == who, ratings.c.kind == RatingKind.FIRST, ratings.c.at < midnight
    )
    given: dict[Date, Counter[int]] = {}
    for at, level in look.connection.execute(asked):
        given.setdefault(look.hours.day(at), Counter())[level] += 1
    return given


_RENDERED = (handlings.c.started_at.is_not(None), handlings.c.ending != Ending.MISSED)


def _column(table: Table, by: By) -> ColumnElement[Any]:
    if by is By.HOUR:
        return type_coerce(table.c.ended_at, BigInteger).op("/")(QUARTER_MS)
    return table.c["staff_id" if by is By.CLERK else f"{by}_id"]


def _within(look: Look, table: Table, span: Span) -> tuple[ColumnElement[bool], ...]:
    begins, ends = span.moments(look)
    return table.c.hall_id == look.hall_id, table.c.ended_at >= begins, table.c.ended_at < ends


def _counted(look: Look, table: Table, by: By, span: Span) -> dict[int, int]:
    column = _column(table, by).label("one")
    asked = select(column, func.count()).where(*_within(look, table, span), *_RENDERED).group_by(column)
    return dict(look.connection.execute(asked).all())


def _levels(look: Look, by: By, span: Span) -> dict[int, dict[int, int]]:
    """Level → key → ratings."""
    column = _column(ratings, by).label("one")
    asked = (
        select(ratings.c.level, column, func.count())
        .where(*_within(look, ratings, span), ratings.c.kind == RatingKind.FIRST)
        .group_by(ratings.c.level, column)
    )
    found: dict[int, dict[int, int]] = {}
    for level, one, n in look.connection.execute(asked):
        found.setdefault(level, {})[one] = n
    return found


def _by_hour(look: Look, quarters: Mapping[int, int]) -> dict[int, int]:
    hours: Counter[int] = Counter()
    for quarter, n in quarters.items():
        moment = datetime.fromtimestamp(quarter * QUARTER_MS / 1000, UTC)
        hours[moment.astimezone(look.hours.zone).hour] += n
    return dict(hours)


def _names(look: Look, by: By, found: set[int]) -> list[tuple[int, str, Text]]:
    set_up = look.set_up
    if by is By.HOUR:
        return [
            (hour, str(hour), Text(f"{hour}:00–{hour + 1}:00", f"{hour}:00–{hour + 1}:00")) for hour in sorted(found)
        ]
    if by is By.WINDOW:
        # Withdrawn windows too: what happened there stays in the figures.
        asked = select(windows.c.id, windows.c.no, windows.c.name).where(windows.c.id.in_(sorted(found)))
        rows = look.connection.execute(asked.order_by(windows.c.no))
        return [(row.id, str(row.no), Text(**row.name)) for row in rows]
    if by is By.CLERK:
        return [(one.id, one.number, one.shown) for one in set_up.staff.values() if one.id in found]
    return [(one.id, one.code, one.name) for one in set_up.services.values() if one.id in found]
