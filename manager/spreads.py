"""Satisfaction over the hours of the week, over time and over how long people had waited, as JSON."""

from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from flask import request
from pydantic import BaseModel, Field

from hall.errors import Malformed
from hall.rules.figures import Figures
from hall.rules.staff import Power
from hall.store import shares
from hall.store.shares import Stride
from hall.store.sums import Span
from manager.asked import asked_span
from manager.room import bp, in_both
from manager.satisfaction import FiguresOut
from web.doors import Asked
from web.languages import _

NO_SUCH_STEP = _("只能按日、周、月分段")
DAYS_BY_DAY = 31
DAYS_BY_WEEK = 190
"""Up to so many days a step is a day, a week; unless the address says otherwise."""


@dataclass(frozen=True, slots=True)
class CellOut(FiguresOut):
    """One hour of the day on one weekday (1 = Monday … 7)."""

    weekday: int
    hour: int
    ranked: bool
    """Has enough ratings to be compared with others."""


@dataclass(frozen=True, slots=True)
class BucketOut(FiguresOut):
    """Whoever waited at least `from_min` minutes, and less than `to_min`; null = however long."""

    from_min: int
    to_min: int | None
    ranked: bool


class StepOut(BaseModel):
    """Some days in a row, both included."""

    first: Date = Field(serialization_alias="from")
    last: Date = Field(serialization_alias="to")
    ended: int
    rated: int
    n5: int
    n4: int
    n3: int
    n2: int
    n1: int
    good_rate: float | None


class SpreadOut(BaseModel):
    """The days asked for, both included."""

    first: Date = Field(serialization_alias="from")
    last: Date = Field(serialization_alias="to")
    rank_from: int


class HeatOut(SpreadOut):
    """The hours of the week in which something ended."""

    cells: tuple[CellOut, ...]


class SharesOut(SpreadOut):
    """How the levels went over time."""

    step: Stride
    steps: tuple[StepOut, ...]


class WaitsOut(SpreadOut):
    """Satisfaction by minutes waited."""

    buckets: tuple[BucketOut, ...]


@bp.door("GET", "/satisfaction/heat", guest=Power.WATCH)
def heat(asked: Asked) -> HeatOut:
    """Satisfaction by hour and weekday over the days `?from=` `?to=`."""
    with asked.hall.look() as look:
        span, least = asked_span(look), look.policy.rank_from
        found = shares.heat(look, span=span)
    cells = tuple(CellOut(**_facts(one.figures, least), weekday=one.weekday, hour=one.hour) for one in found)
    return HeatOut(first=span.first, last=span.last, rank_from=least, cells=cells)


@bp.door("GET", "/satisfaction/shares", guest=Power.WATCH)
def level_shares(asked: Asked) -> SharesOut:
    """How the levels went over time, `?step=` day, week or month (as fits the days asked for)."""
    with asked.hall.look() as look:
        span, least = asked_span(look), look.policy.rank_from
        stride = _stride(span)
        found = shares.shares(look, span=span, stride=stride)
    steps = tuple(_step(one) for one in found)
    return SharesOut(first=span.first, last=span.last, rank_from=least, step=stride, steps=steps)


@bp.door("GET", "/satisfaction/waits", guest=Power.WATCH)
def waits(asked: Asked) -> WaitsOut:
    """Satisfaction by minutes waited."""
    with asked.hall.look() as look:
        span, least = asked_span(look), look.policy.rank_from
        found = shares.waits(look, span=span)
    buckets = tuple(BucketOut(**_facts(one.figures, least), from_min=one.from_min, to_min=one.to_min) for one in found)
    return WaitsOut(first=span.first, last=span.last, rank_from=least, buckets=buckets)


def _facts(one: Figures, least: int) -> dict[str, Any]:
    return FiguresOut.facts_of(one) | {"ranked": one.rated >= least}


def _step(one: shares.Step) -> StepOut:
    facts = FiguresOut.facts_of(one.figures)
    kept = {name: facts[name] for name in StepOut.model_fields if name in facts}
    return StepOut(first=one.span.first, last=one.span.last, **kept)


def usual_stride(span: Span) -> Stride:
    """How long a step is when nobody says: few enough steps to be read."""
    return Stride.DAY if span.days <= DAYS_BY_DAY else Stride.WEEK if span.days <= DAYS_BY_WEEK else Stride.MONTH


def _stride(span: Span) -> Stride:
    given = request.args.get("step")
    if given is None:
        return usual_stride(span)
    if given not in set(Stride):
        raise Malformed(field="step", why=in_both(NO_SUCH_STEP))
    return Stride(given)
