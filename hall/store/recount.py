"""What was added up by day, counted anew from the rows it was made of: the truth that `verify` compares it with."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from functools import cache
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


@dataclass(slots=True)
class _Seats:
    """The spells of one open window, in order: when each began; when it ended (None: not yet) and who sat there."""

    begins: list[int] = field(default_factory=list)
    rest: list[tuple[int | None, int]] = field(default_factory=list)


# Plain words and places in a list: looked up for every row.
_HALL, _WINDOW, _CLERK, _SERVICE = (one.value for one in (Part.HALL, Part.WINDOW, Part.CLERK, Part.SERVICE))
_HOUR, _WAIT, _CHANNEL, _VIA, _TAG = (one.value for one in (Part.HOUR, Part.WAIT, Part.CHANNEL, Part.VIA, Part.TAG))
_ENDED, _WAITED, _WALKED, _SERVED = map(COUNTS.index, ("ended", "waited_ms", "walked_ms", "served_ms"))
_OPEN, _PAUSED, _IN_HAND = map(COUNTS.index, ("open_ms", "paused_ms", "in_hand_ms"))
_EXCLUDED, _UNSUBMITTED = map(COUNTS.index, ("excluded", "unsubmitted"))
_LEVEL = {level: COUNTS.index(f"n{level}") for level in (5, 4, 3, 2, 1)}


class _Count:
    """One count of one hall: a list of sums for each key, because there are millions of rows to go through."""

    def __init__(self, connection: Connection, hall: int, hours: Hours) -> None:
        self.connection = connection
        self.hall = hall
        self.hours = hours
        self.found: defaultdict[Key, list[int]] = defaultdict(lambda: [0] * len(COUNTS))
        # The same quarter of an hour comes again with every visitor in it.
        self._date_and_hour = cache(self._find_date_and_hour)

    def made(self) -> Counted:
        parked, seats = self._parked(), self._seats()
        for row in self._rows(_HANDLINGS.where(handlings.c.hall_id == self.hall)):
            held = _held(row, parked.get(row.id, ()))
            self._in_hand(row.window_id, held, seats[row.window_id])
            if row.ended_at is not None and row.started_at is not None and row.ending != Ending.MISSED:
                self._rendered(row, held)
        for count, asked in ((_EXCLUDED, _WITH_EXCLUDED), (_UNSUBMITTED, _WITH_UNSUBMITTED)):
            for row in self._rows(asked.where(handlings.c.hall_id == self.hall)):
                for key in self._stands_under(row):
                    self.found[key][count] += 1
        for row in self._rows(_TAGS.where(ratings.c.hall_id == self.hall)):
            day, _hour = self._date_and_hour(row.quarter)
            self.found[_TAG, day, row.code][_LEVEL[row.level]] += row.n
        return {key: dict(zip(COUNTS, sums, strict=True)) for key, sums in self.found.items() if any(sums)}

    def _rows(self, asked: Select[Any]) -> Iterable[Any]:
        return self.connection.execute(asked.execution_options(yield_per=AT_ONCE))

    def _parked(self) -> dict[int, list[tuple[int, int | None]]]:
        found: dict[int, list[tuple[int, int | None]]] = {}
        for row in self._rows(_PARKINGS.where(parkings.c.hall_id == self.hall)):
            found.setdefault(row.handling_id, []).append((row.begins, row.ends))
        return found

    def _seats(self) -> dict[int, _Seats]:
        """Who sat at each open window and when; adds up how long it was open or on pause meanwhile."""
        seats: defaultdict[int, _Seats] = defaultdict(_Seats)
        for row in self._rows(_SPELLS.where(window_spells.c.hall_id == self.hall)):
            if row.state == State.OPEN:
                seats[row.window_id].begins.append(row.begins)
                seats[row.window_id].rest.append((row.ends, row.staff_id))
            if row.ends is not None:
                count = _OPEN if row.state == State.OPEN else _PAUSED
                self._spent(count, row.window_id, row.staff_id, row.begins, row.ends)
        return seats

    def _in_hand(self, window: int, held: Iterable[Ms], seats: _Seats) -> None:
        for begins, ends in held:
            at = max(bisect_right(seats.begins, begins) - 1, 0)
            while at < len(seats.begins) and seats.begins[at] < ends:
                left, clerk = seats.rest[at]
                self._spent(_IN_HAND, window, clerk, max(seats.begins[at], begins), min(left or ends, ends))
                at += 1

    def _spent(self, count: int, window: int, clerk: int, begins: int, ends: int) -> None:
        for day, ms in self._by_day(begins, ends):
            for key in ((_HALL, day, ""), (_WINDOW, day, str(window)), (_CLERK, day, str(clerk))):
                self.found[key][count] += ms

    def _by_day(self, begins: int, ends: int) -> Iterable[tuple[Date, int]]:
        if begins >= ends:
            return ()
        day, _hour = self._date_and_hour(begins // QUARTER_MS)
        if self._date_and_hour((ends - 1) // QUARTER_MS)[0] == day:
            return ((day, ends - begins),)
        return [(one, in_ms(span)) for one, span in self.hours.by_day(moment_of(begins), moment_of(ends))]

    def _rendered(self, row: Any, held: Iterable[Ms]) -> None:
        started, walked, served = row.started_at, 0, 0
        for begins, ends in held:
            walked += max(0, min(ends, started) - begins)
            served += max(0, ends - max(begins, started))
        waited = row.called_at - row.waiting_since
        said = None if row.level is None else _LEVEL[row.level]
        for key in self._stands_under(row):
            sums = self.found[key]
            sums[_ENDED] += 1
            sums[_WAITED] += waited
            sums[_WALKED] += walked
            sums[_SERVED] += served
            if said is not None:
                sums[said] += 1
        if said is not None:
            day, _hour = self._date_and_hour(row.ended_at // QUARTER_MS)
            self.found[_CHANNEL, day, row.channel][said] += 1
            self.found[_VIA, day, f"{row.staff_id}:{row.channel}"][said] += 1

    def _stands_under(self, row: Any) -> Iterable[Key]:
        """Everything that an ended handling stands under."""
        day, hour = self._date_and_hour(row.ended_at // QUARTER_MS)
        wait = min((row.called_at - row.waiting_since) // MINUTE_MS, LONGEST_WAIT_MIN)
        return (
            (_HALL, day, ""),
            (_WINDOW, day, str(row.window_id)),
            (_CLERK, day, str(row.staff_id)),
            (_SERVICE, day, str(row.service_id)),
            (_HOUR, day, hour),
            (_WAIT, day, str(wait)),
        )

    def _find_date_and_hour(self, quarter: int) -> tuple[Date, str]:
        at = moment_of(quarter * QUARTER_MS).astimezone(self.hours.zone)
        return at.date(), str(at.hour)


def _held(row: Any, parked: Sequence[tuple[int, int | None]]) -> Sequence[Ms]:
    """When a window had somebody in hand, as far as that is over."""
    if not parked:
        return () if row.ended_at is None else ((row.called_at, row.ended_at),)
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
_WITH_EXCLUDED = select(*_STANDS_UNDER).join(ratings, ratings.c.handling_id == handlings.c.id).where(ratings.c.excluded)
_WITH_UNSUBMITTED = select(*_STANDS_UNDER).join(unsubmitted, unsubmitted.c.handling_id == handlings.c.id)
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
