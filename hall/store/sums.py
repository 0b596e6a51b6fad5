"""Reads what was added up by day: sums over a span of days, whatever lies before it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date
from operator import add
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, func, select

from hall.rules.figures import Figures
from hall.rules.rating import Level
from hall.store.look import Look
from hall.store.tables import tallies
from hall.store.tallies import COUNTS, Part

K = TypeVar("K")
Sums = Counter[str]
"""A count of `tallies` → its sum; 0 for what was never counted."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days of the hall, both included."""

    first: Date
    last: Date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """As many days, just before."""
        ends = self.first - timedelta(days=1)
        return Span(ends - timedelta(days=self.days - 1), ends)

    def moments(self, look: Look) -> tuple[datetime, datetime]:
        """From the hall's midnight before the first day to the one after the last."""
        zone = look.hours.zone
        begins = datetime.combine(self.first, time(0), zone)
        ends = datetime.combine(self.last + timedelta(days=1), time(0), zone)
        # In UTC: moments of one zone are subtracted by their clocks, and lose the hour that comes twice.
        return begins.astimezone(UTC), ends.astimezone(UTC)


PRESENCE = ("open_ms", "paused_ms", "in_hand_ms")
FIGURES = tuple(name for name in COUNTS if name not in PRESENCE)
"""Each is read without the other: sums that nobody looks at cost as much as those that are shown."""


def _summed(counts: tuple[str, ...], *by: str) -> Select[tuple[Any, ...]]:
    columns = [tallies.c[name] for name in by]
    return (
        select(*columns, *(func.sum(tallies.c[name]).label(name) for name in counts))
        .where(
            tallies.c.hall_id == bindparam("hall"),
            tallies.c.part == bindparam("part"),
            tallies.c.day >= bindparam("first"),
            tallies.c.day <= bindparam("last"),
        )
        .group_by(*columns)
    )


_BY_KEY, _PRESENCE_BY_KEY = _summed(FIGURES, "key"), _summed(PRESENCE, "key")
_BY_DAY = select(tallies.c.day, tallies.c.key, *(tallies.c[name] for name in FIGURES)).where(
    tallies.c.hall_id == bindparam("hall"),
    tallies.c.part == bindparam("part"),
    tallies.c.day >= bindparam("first"),
    tallies.c.day <= bindparam("last"),
)


def by_key(look: Look, part: Part, span: Span) -> dict[str, Sums]:
    """What each key of a part comes to over the whole span, without time spent at windows."""
    found = look.connection.execute(_BY_KEY, _asked(look, part, span))
    return {key: _sums(FIGURES, counts) for key, *counts in found}


def presence_by_key(look: Look, part: Part, span: Span) -> dict[str, Sums]:
    """How long somebody sat at a window, as far as that is added up."""
    found = look.connection.execute(_PRESENCE_BY_KEY, _asked(look, part, span))
    return {key: _sums(PRESENCE, counts) for key, *counts in found}


def folded(look: Look, part: Part, span: Span, into: Callable[[Date, str], K]) -> dict[K, Sums]:
    """What the keys of a part come to on each day, put together as `into` says."""
    summed: dict[K, list[int]] = {}
    for day, key, *counts in look.connection.execute(_BY_DAY, _asked(look, part, span)):
        at = into(day, key)
        before = summed.get(at)
        summed[at] = counts if before is None else list(map(add, before, counts))
    return {at: _sums(FIGURES, counts) for at, counts in summed.items()}


def whole(look: Look, span: Span) -> Sums:
    """What the whole hall comes to."""
    return by_key(look, Part.HALL, span).get("", Counter())


def figures(sums: Sums, scores: tuple[int, ...]) -> Figures:
    """The figures that some sums make."""
    return Figures(
        ended=sums["ended"],
        counts={int(level): n for level in Level if (n := sums[f"n{int(level)}"])},
        scores=scores,
        unsubmitted=sums["unsubmitted"],
        excluded=sums["excluded"],
        waited_ms=sums["waited_ms"],
        walked_ms=sums["walked_ms"],
        served_ms=sums["served_ms"],
    )


def _asked(look: Look, part: Part, span: Span) -> dict[str, object]:
    return {"hall": look.hall_id, "part": part, "first": span.first, "last": span.last}


def _sums(names: tuple[str, ...], counts: Iterable[Any]) -> Sums:
    # PostgreSQL sums up to a Decimal.
    return Counter(dict(zip(names, map(int, counts), strict=True)))
