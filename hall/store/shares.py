"""Satisfaction spread out: over the hours of the week, over time, over how long people had waited."""

from collections import Counter
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from enum import StrEnum

from hall.rules.figures import Figures
from hall.store import sums
from hall.store.look import Look
from hall.store.sums import Span
from hall.store.tallies import Part

WAITS = (0, 5, 10, 15, 20, 30, 45, 60)
"""Minutes at which the buckets of waits begin; none beyond the longest wait that is told apart."""


class Stride(StrEnum):
    """How long each step over time is."""

    DAY = "day"
    WEEK = "week"
    """From Monday on."""
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the day on one weekday (1 = Monday … 7), over all weeks of a span."""

    weekday: int
    hour: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Step:
    """Some days in a row; the first and the last step may be cut short by the days asked for."""

    span: Span
    figures: Figures


@dataclass(frozen=True, slots=True)
class Bucket:
    """Whoever waited at least `from_min` minutes, and less than `to_min`; None = however long."""

    from_min: int
    to_min: int | None
    figures: Figures


def heat(look: Look, *, span: Span) -> list[Cell]:
    """Each hour of the week in which something ended, Monday first."""
    summed = sums.folded(look, Part.HOUR, span, lambda day, hour: (day.isoweekday(), int(hour)))
    scores = look.policy.level_scores
    return [Cell(*at, sums.figures(one, scores)) for at, one in sorted(summed.items()) if one["ended"]]


def shares(look: Look, *, span: Span, stride: Stride) -> list[Step]:
    """Step by step from the first day on which anything ended to the last, those with nothing between too."""
    found = sums.folded(look, Part.HALL, span, lambda day, _key: _begin_of(day, stride))
    summed = {begins: one for begins, one in found.items() if one["ended"]}
    steps: list[Step] = []
    begins, last = min(summed, default=span.last), max(summed, default=span.first)
    while summed and begins <= last:
        after = _begin_after(begins, stride)
        days = Span(max(begins, span.first), min(after - timedelta(days=1), span.last))
        steps.append(Step(days, sums.figures(summed.get(begins, Counter()), look.policy.level_scores)))
        begins = after
    return steps


def waits(look: Look, *, span: Span) -> list[Bucket]:
    """Satisfaction by minutes waited; every bucket, whether anybody waited so long or not."""
    summed = [Counter[str]() for _begin in WAITS]
    for minutes, one in sums.by_key(look, Part.WAIT, span).items():
        summed[sum(begin <= int(minutes) for begin in WAITS) - 1].update(one)
    ends = (*WAITS[1:], None)
    scores = look.policy.level_scores
    found = zip(WAITS, ends, summed, strict=True)
    return [Bucket(from_min, to_min, sums.figures(one, scores)) for from_min, to_min, one in found]


def _begin_of(day: Date, stride: Stride) -> Date:
    if stride is Stride.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if stride is Stride.MONTH else day


def _begin_after(begins: Date, stride: Stride) -> Date:
    if stride is Stride.MONTH:
        return _begin_of(begins + timedelta(days=31), stride)
    return begins + timedelta(days=7 if stride is Stride.WEEK else 1)
