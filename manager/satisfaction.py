"""The figures of satisfaction, as a page and as JSON."""

from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from flask import Response, request
from pydantic import BaseModel, Field

from hall.rules.figures import Figures
from hall.rules.staff import Power
from hall.store import reports
from hall.store.reports import By, Row
from manager.asked import asked_span, asked_table
from manager.room import bp, show_page
from web.doors import Asked
from web.languages import _
from web.problems import wants_page

TITLE = _("满意度")


@dataclass(frozen=True, slots=True)
class FiguresOut:
    """What citizens said; shares are 0…1, null where there is nothing to divide by."""

    ended: int
    rated: int
    participation: float | None
    n5: int
    n4: int
    n3: int
    n2: int
    n1: int
    good_rate: float | None
    low_rate: float | None
    score: float | None
    interval: tuple[float, float] | None
    """Wilson, 95 %, of the good rate."""

    @classmethod
    def facts_of(cls, one: Figures) -> dict[str, Any]:
        """The same, by name."""
        counts = {f"n{level}": one.counts.get(level, 0) for level in (5, 4, 3, 2, 1)}
        return counts | {
            "ended": one.ended,
            "rated": one.rated,
            "participation": one.participation,
            "good_rate": one.good_rate,
            "low_rate": one.low_rate,
            "score": one.score,
            "interval": one.interval,
        }

    @classmethod
    def of(cls, one: Figures) -> "FiguresOut":
        return cls(**cls.facts_of(one))


@dataclass(frozen=True, slots=True)
class RowOut(FiguresOut):
    """One window, clerk, service or hour of the day."""

    key: str
    name: dict[str, str | None]
    ranked: bool
    """Has enough ratings to be compared with others."""


class SatisfactionOut(BaseModel):
    """A table of satisfaction over some days of the hall, both included."""

    by: By
    first: Date = Field(serialization_alias="from")
    last: Date = Field(serialization_alias="to")
    today: Date
    rank_from: int
    rows: tuple[RowOut, ...]
    total: FiguresOut


@bp.before_request
def show_to_readers() -> Response | None:
    """The door of the figures answers browsers, which want to read a page, with the page around them."""
    if request.endpoint != "manager.satisfaction" or not wants_page():
        return None
    return show_page(Power.WATCH, "satisfaction", title=TITLE, script="satisfaction.js")


@bp.door("GET", "/satisfaction", guest=Power.WATCH)
def satisfaction(asked: Asked) -> SatisfactionOut:
    """Satisfaction `?by=` window, clerk, service or hour, `?from=` and `?to=` days of the hall (the last 30)."""
    with asked.hall.look() as look:
        by, span = asked_table(), asked_span(look)
        least = look.policy.rank_from
        return SatisfactionOut(
            by=by,
            first=span.first,
            last=span.last,
            today=look.today,
            rank_from=least,
            rows=tuple(_row(one, least) for one in reports.satisfaction(look, by=by, span=span)),
            total=FiguresOut.of(reports.overall(look, span=span)),
        )


def _row(one: Row, least: int) -> RowOut:
    facts = FiguresOut.facts_of(one.figures)
    return RowOut(**facts, key=one.key, name=one.name.to_facts(), ranked=one.figures.rated >= least)
