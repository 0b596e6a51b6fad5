"""The figures of satisfaction, as a page and as JSON."""

from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from pydantic import BaseModel, Field

from hall.rules.figures import Figures
from hall.rules.patterns import Share, differs
from hall.rules.staff import Power
from hall.store import presence, reports
from hall.store.case_figures import CaseFigures, case_figures
from hall.store.presence import Presence
from hall.store.reports import By, Row
from hall.store.tallies import Part
from manager.asked import asked_comparison, asked_span, asked_table
from manager.room import bp, show_to_readers
from web.doors import Asked
from web.languages import _

TITLE = _("满意度")


@dataclass(frozen=True, slots=True)
class FiguresOut:
    """What citizens said; shares are 0…1, null where there is nothing to divide by."""

    ended: int | None
    """Null for levels, tags, channels and causes: who did not rate has none."""
    rated: int
    participation: float | None
    abstention: float | None
    """What is missing to the whole: ended and not rated."""
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
            "abstention": one.abstention,
            "good_rate": one.good_rate,
            "low_rate": one.low_rate,
            "score": one.score,
            "interval": one.interval,
        }

    @classmethod
    def of(cls, one: Figures) -> "FiguresOut":
        return cls(**cls.facts_of(one))


@dataclass(frozen=True, slots=True)
class TotalOut(FiguresOut):
    """The same, with what stands beside it: never part of the shares."""

    unsubmitted: int
    """A level was chosen, then the page was left."""
    excluded: int
    """Ratings that two people left out of the counts."""
    waiting_s: float | None
    """Mean seconds from the line to the call; then to the window, then at it."""
    walking_s: float | None
    serving_s: float | None
    idle_s: float | None
    """Seconds of an open window with nobody in hand, added up; null for rows that are no window, clerk or hall."""
    paused_s: float | None
    open_s: float | None

    @classmethod
    def all_of(cls, one: Figures, there: Presence | None) -> dict[str, Any]:
        """The same, by name."""
        beside = {
            "unsubmitted": one.unsubmitted,
            "excluded": one.excluded,
            "waiting_s": one.waiting_s,
            "walking_s": one.walking_s,
            "serving_s": one.serving_s,
            "idle_s": there and there.idle_ms / 1000,
            "paused_s": there and there.paused_ms / 1000,
            "open_s": there and there.open_ms / 1000,
        }
        return cls.facts_of(one) | beside


@dataclass(frozen=True, slots=True)
class TrendOut:
    """Other days of the same; `difference` is now less then, of the good rate."""

    good_rate: float | None
    rated: int
    difference: float | None
    telling: bool
    """Is that more than chance explains (Fisher's exact test, two-sided, p < 0.05)?"""

    @classmethod
    def of(cls, now: Figures, past: Figures | None) -> "TrendOut | None":
        if past is None:
            return None
        both = now.good_rate is not None and past.good_rate is not None
        difference = (now.good_rate or 0) - (past.good_rate or 0) if both else None
        telling = differs(Share(now.good, now.rated), Share(past.good, past.rated))
        return cls(past.good_rate, past.rated, difference, telling)


@dataclass(frozen=True, slots=True)
class RowOut(TotalOut):
    """One window, clerk, service, hour or whatever else the rows stand for."""

    key: str
    name: dict[str, str | None]
    ranked: bool
    """Has enough ratings to be compared with others."""
    trend: TrendOut | None
    """Against as many days just before."""
    against: FiguresOut | None
    against_trend: TrendOut | None
    """Against the days to compare with."""


@dataclass(frozen=True, slots=True)
class CaseFiguresOut:
    """What became of the low ratings of these days, as it stands now."""

    opened: int
    replied: int
    reply_rate: float | None
    with_contact: int
    called_back: int
    call_back_rate: float | None
    justified: int
    rectified_on_time: int
    on_time_rate: float | None
    answered: int
    satisfied: int
    satisfied_rate: float | None

    @classmethod
    def of(cls, one: CaseFigures) -> "CaseFiguresOut":
        return cls(**{name: getattr(one, name) for name in cls.__dataclass_fields__})


class SatisfactionOut(BaseModel):
    """A table of satisfaction over some days of the hall, both included."""

    by: By
    first: Date = Field(serialization_alias="from")
    last: Date = Field(serialization_alias="to")
    against_first: Date | None = Field(serialization_alias="against_from")
    against_last: Date | None = Field(serialization_alias="against_to")
    today: Date
    rank_from: int
    rows: tuple[RowOut, ...]
    total: TotalOut
    trend: TrendOut | None
    """Of the total."""
    against: FiguresOut | None
    """The total of the days to compare with."""
    against_trend: TrendOut | None
    excluded: int
    unsubmitted: int
    case_figures: CaseFiguresOut


show_to_readers(bp, "satisfaction", Power.WATCH, "satisfaction", title=TITLE, script="satisfaction.js")


@bp.door("GET", "/satisfaction", guest=Power.WATCH)
def satisfaction(asked: Asked) -> SatisfactionOut:
    """Satisfaction `?by=` hall, window, clerk, service, category, hour, weekday, month, level, tag, channel or cause.

    `?from=` and `?to=` are days of the hall (the last 30), `?against_from=` and `?against_to=` days to compare with.
    """
    with asked.hall.look() as look:
        by, span, against = asked_table(), asked_span(look), asked_comparison()
        least = look.policy.rank_from
        total, past = reports.overall(look, span=span), reports.overall(look, span=span.before)
        other = reports.overall(look, span=against) if against else None
        there = presence.presence(look, Part.HALL, span).get("")
        rows = reports.satisfaction(look, by=by, span=span, against=against)
        return SatisfactionOut(
            by=by,
            first=span.first,
            last=span.last,
            against_first=against.first if against else None,
            against_last=against.last if against else None,
            today=look.today,
            rank_from=least,
            rows=tuple(_row(one, by, least) for one in rows),
            total=TotalOut(**TotalOut.all_of(total, there)),
            trend=TrendOut.of(total, past if past.ended else None),
            against=FiguresOut.of(other) if other else None,
            against_trend=TrendOut.of(total, other),
            excluded=total.excluded,
            unsubmitted=total.unsubmitted,
            case_figures=CaseFiguresOut.of(case_figures(look, span)),
        )


def _row(one: Row, by: By, least: int) -> RowOut:
    facts = TotalOut.all_of(one.figures, one.presence)
    against = FiguresOut.facts_of(one.against) if one.against else None
    if by.only_rated:
        facts["ended"] = None
        against = against and against | {"ended": None}
    return RowOut(
        **facts,
        key=one.key,
        name=one.name.to_facts(),
        ranked=one.figures.rated >= least,
        trend=TrendOut.of(one.figures, one.past),
        against=FiguresOut(**against) if against else None,
        against_trend=TrendOut.of(one.figures, one.against),
    )
