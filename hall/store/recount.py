"""What was added up by day, counted anew from the rows it was made of: the truth that `verify` compares it with."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date
from functools import cache
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Select, delete, func, insert, select, type_coerce

from hall.rules.handling import Ending
from hall.rules.hours import Hours
from hall.rules.window import State
from hall.store.tables import (
    halls,
    handlings,
    moment_of,
    parkings,
    rating_tags,
    ratings,
    tallies,
    unsubmitted,
    window_spells,
)
from hall.store.tallies import COUNTS, LONGEST_WAIT_MIN, Part, in_ms

QUARTER_MS = 15 * 60 * 1000
"""Zones are off by whole quarters of an hour: all moments of one lie on the same date and in the same hour."""
MINUTE_MS = 60 * 1000
AT_ONCE = 10_000
"""Rows read or written in one go: a year of them never stands in memory."""

_NOTHING = dict.fromkeys(COUNTS, 0)

Key = tuple[str, Date, str]
"""Part, day, key."""
Counted = dict[Key, dict[str, int]]
Ms = tuple[int, int]
"""From one moment to another."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A count that is not what the rows say."""

    part: str
    day: Date
    key: str
    count: str
    kept: int
    counted: int


def differences(connection: Connection, hall: int) -> list[Difference]:
    """Where what is kept is not what the rows say, in order."""
    return _differences(connection, hall, counted(connection, hall))


def mend(connection: Connection, hall: int) -> int:
    """Keep what the rows say, whatever was kept before; returns how many counts that changes."""
    truth = counted(connection, hall)
    wrong = len(_differences(connection, hall, truth))
    if wrong:
        connection.execute(delete(tallies).where(tallies.c.hall_id == hall))
        rows = [
            {"hall_id": hall, "part": part, "day": day, "key": key, **_NOTHING, **counts}
            for (part, day, key), counts in truth.items()
        ]
        for first in range(0, len(rows), AT_ONCE):
            connection.execute(insert(tallies), rows[first : first + AT_ONCE])
    return wrong


def _differences(connection: Connection, hall: int, truth: Counted) -> list[Difference]:
    kept = {(row.part, row.day, row.key): row._mapping for row in connection.execute(_kept(hall))}
    found = []
    for key in sorted({*truth, *kept}):
        is_kept, is_true = kept.get(key, _NOTHING), _NOTHING | truth.get(key, {})
        wrong = [count for count in COUNTS if is_kept[count] != is_true[count]]
        found += [Difference(*key, count, is_kept[count], is_true[count]) for count in wrong]
    return found


def mend_every(connection: Connection) -> None:
    """Keep what the rows say in every hall."""
    for hall in list(connection.scalars(select(halls.c.id))):
        mend(connection, hall)


def counted(connection: Connection, hall: int) -> Counted:
    """Everything that is added up by day, from the rows."""
    zone = connection.execute(select(halls.c.zone).where(halls.c.id == hall)).scalar_one()
    return _Count(connection, hall, Hours(ZoneInfo(zone), ())).made()


def _kept(hall: int) -> Select[Any]:
    return select(tallies).where(tallies.c.hall_id == hall)


class _Count:
    """One count of one hall."""

    def __init__(self, connection: Connection, hall: int, hours: Hours) -> None:
        self.connection = connection
        self.hall = hall
        self.hours = hours
        self.found: defaultdict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
        # The same quarter of an hour comes again with every visitor in it.
        self._date_and_hour = cache(self._find_date_and_hour)

    def made(self) -> Counted:
        parked, seats = self._parked(), self._seats()
        for row in self._rows(_HANDLINGS.where(handlings.c.hall_id == self.hall)):
            held = _held(row, parked.get(row.id, []))
            self._in_hand(row.window_id, held, seats[row.window_id])
            if row.ended_at is not None and row.started_at is not None and row.ending != Ending.MISSED:
                self._rendered(row, held)
        for name, asked in (("excluded", _EXCLUDED), ("unsubmitted", _UNSUBMITTED)):
            for row in self._rows(asked.where(handlings.c.hall_id == self.hall)):
                self._add(row, {name: 1})
        for row in self._rows(_TAGS.where(ratings.c.hall_id == self.hall)):
            day, _hour = self._date_and_hour(row.quarter)
            self.found[Part.TAG.value, day, row.code][f"n{row.level}"] += row.n
        return {key: counts for key, counts in self.found.items() if any(counts.values())}

    def _rows(self, asked: Select[Any]) -> Iterable[Any]:
        return self.connection.execute(asked.execution_options(yield_per=AT_ONCE))

    def _parked(self) -> dict[int, list[tuple[int, int | None]]]:
        found: dict[int, list[tuple[int, int | None]]] = {}
        for row in self._rows(_PARKINGS.where(parkings.c.hall_id == self.hall)):
            found.setdefault(row.handling_id, []).append((row.begins, row.ends))
        return found

    def _seats(self) -> dict[int, list[tuple[int, int | None, int]]]:
        """Who sat at each open window and when; adds up how long it was open or on pause meanwhile."""
        seats: defaultdict[int, list[tuple[int, int | None, int]]] = defaultdict(list)
        for row in self._rows(_SPELLS.where(window_spells.c.hall_id == self.hall)):
            if row.state == State.OPEN:
                seats[row.window_id].append((row.begins, row.ends, row.staff_id))
            if row.ends is not None:
                count = "open_ms" if row.state == State.OPEN else "paused_ms"
                self._spent(count, row.window_id, row.staff_id, (row.begins, row.ends))
        return seats

    def _in_hand(self, window: int, held: list[Ms], seats: list[tuple[int, int | None, int]]) -> None:
        for begins, ends in held:
            at = max(bisect_right(seats, begins, key=itemgetter(0)) - 1, 0)
            while at < len(seats) and seats[at][0] < ends:
                sat, left, clerk = seats[at]
                self._spent("in_hand_ms", window, clerk, (max(sat, begins), ends if left is None else min(left, ends)))
                at += 1

    def _spent(self, count: str, window: int, clerk: int, span: Ms) -> None:
        for day, ms in self._by_day(*span):
            for part, key in ((Part.HALL, ""), (Part.WINDOW, str(window)), (Part.CLERK, str(clerk))):
                self.found[part.value, day, key][count] += ms

    def _by_day(self, begins: int, ends: int) -> Iterable[tuple[Date, int]]:
        if begins >= ends:
            return []
        day, _hour = self._date_and_hour(begins // QUARTER_MS)
        if self._date_and_hour((ends - 1) // QUARTER_MS)[0] == day:
            return [(day, ends - begins)]
        return [(one, in_ms(span)) for one, span in self.hours.by_day(moment_of(begins), moment_of(ends))]

    def _rendered(self, row: Any, held: list[Ms]) -> None:
        started = row.started_at
        counts = {
            "ended": 1,
            "waited_ms": row.called_at - row.waiting_since,
            "walked_ms": sum(min(ends, started) - begins for begins, ends in held if begins < started),
            "served_ms": sum(ends - max(begins, started) for begins, ends in held if ends > started),
        }
        if row.level is not None:
            said = f"n{row.level}"
            counts[said] = 1
            day, _hour = self._date_and_hour(row.ended_at // QUARTER_MS)
            self.found[Part.CHANNEL.value, day, row.channel][said] += 1
            self.found[Part.VIA.value, day, f"{row.staff_id}:{row.channel}"][said] += 1
        self._add(row, counts)

    def _add(self, row: Any, counts: dict[str, int]) -> None:
        """Under everything that an ended handling stands under."""
        day, hour = self._date_and_hour(row.ended_at // QUARTER_MS)
        wait = min((row.called_at - row.waiting_since) // MINUTE_MS, LONGEST_WAIT_MIN)
        for part, key in (
            (Part.HALL, ""),
            (Part.WINDOW, row.window_id),
            (Part.CLERK, row.staff_id),
            (Part.SERVICE, row.service_id),
            (Part.HOUR, hour),
            (Part.WAIT, wait),
        ):
            into = self.found[part.value, day, str(key)]
            for name, n in counts.items():
                into[name] += n

    def _find_date_and_hour(self, quarter: int) -> tuple[Date, int]:
        at = moment_of(quarter * QUARTER_MS).astimezone(self.hours.zone)
        return at.date(), at.hour


def _held(row: Any, parked: list[tuple[int, int | None]]) -> list[Ms]:
    """When a window had somebody in hand, as far as that is over."""
    found, since = [], row.called_at
    for aside, back in parked:
        found.append((since, aside))
        if back is None:
            return found
        since = back
    return found if row.ended_at is None else [*found, (since, row.ended_at)]


def _ms(column: Column[Any]) -> ColumnElement[int]:
    """A moment as the number it is kept as: making millions of moments takes longer than everything else."""
    return type_coerce(column, BigInteger).label(column.name)


_STANDS_UNDER = (
    handlings.c.window_id,
    handlings.c.staff_id,
    handlings.c.service_id,
    _ms(handlings.c.waiting_since),
    _ms(handlings.c.called_at),
    _ms(handlings.c.ended_at),
)
_HANDLINGS = select(
    handlings.c.id, handlings.c.ending, _ms(handlings.c.started_at), *_STANDS_UNDER, ratings.c.level, ratings.c.channel
).select_from(handlings.outerjoin(ratings, (ratings.c.handling_id == handlings.c.id) & ratings.c.counts))
_EXCLUDED = select(*_STANDS_UNDER).join(ratings, ratings.c.handling_id == handlings.c.id).where(ratings.c.excluded)
_UNSUBMITTED = select(*_STANDS_UNDER).join(unsubmitted, unsubmitted.c.handling_id == handlings.c.id)
_QUARTER = (type_coerce(ratings.c.ended_at, BigInteger).op("/")(QUARTER_MS)).label("quarter")
_TAGS = (
    select(_QUARTER, rating_tags.c.code, ratings.c.level, func.count().label("n"))
    .join(ratings, ratings.c.id == rating_tags.c.rating_id)
    .where(ratings.c.counts)
    .group_by(_QUARTER, rating_tags.c.code, ratings.c.level)
)
_PARKINGS = select(parkings.c.handling_id, _ms(parkings.c.begins), _ms(parkings.c.ends)).order_by(
    parkings.c.begins, parkings.c.id
)
_SPELLS = select(
    window_spells.c.window_id,
    window_spells.c.staff_id,
    window_spells.c.state,
    _ms(window_spells.c.begins),
    _ms(window_spells.c.ends),
).order_by(window_spells.c.begins, window_spells.c.id)
