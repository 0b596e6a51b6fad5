"""The halls of a district side by side: sums, never a single rating and never a clerk."""

from dataclasses import asdict, dataclass
from datetime import date as Date

from pydantic import BaseModel, Field

from hall.rules.figures import Figures
from hall.rules.rating import wilson
from hall.rules.staff import Power
from hall.store import published
from hall.store.districts import Side, side_by_side
from hall.store.published import withheld
from manager.asked import asked_span
from manager.room import bp, show_to_readers
from web.context import house
from web.doors import Asked
from web.languages import _

TITLE = _("全区满意度")


@dataclass(frozen=True, slots=True)
class SideOut:
    """One hall; what citizens said is null where there are too few ratings, and shares are 0…1."""

    hall: str
    name: dict[str, str | None]
    ended: int
    rated: int
    participation: float | None
    withheld: bool
    good_rate: float | None
    interval: tuple[float, float] | None
    """Wilson, 95 %, of the good rate."""
    low_rate: float | None
    score: float | None
    waiting_s: float | None
    serving_s: float | None


@dataclass(frozen=True, slots=True)
class DistrictTotal:
    """All halls together; null where there is nothing to divide by, or too few ratings."""

    ended: int
    rated: int
    participation: float | None
    good_rate: float | None
    interval: tuple[float, float] | None
    low_rate: float | None


class DistrictOut(BaseModel):
    """The halls of a district over some days, both included."""

    district: str | None
    """Null while the hall of whoever asks belongs to none."""
    first: Date = Field(serialization_alias="from")
    last: Date = Field(serialization_alias="to")
    today: Date
    rank_from: int
    rows: tuple[SideOut, ...]
    total: DistrictTotal


show_to_readers(bp, "district", Power.SURVEY, "district", title=TITLE, script="district.js")


@bp.door("GET", "/district", guest=Power.SURVEY)
def district(asked: Asked) -> DistrictOut:
    """Satisfaction of all halls of one's district side by side, `?from=` and `?to=` days (the last 30)."""
    with asked.hall.look() as look:
        span, today, name, least = asked_span(look), look.today, look.set_up.district, published.least(look)
    sides = list(side_by_side(house().database, district=name, span=span)) if name else []
    hidden = withheld({one.code: one.figures.rated for one in sides}, least=least)
    return DistrictOut(
        district=name,
        first=span.first,
        last=span.last,
        today=today,
        rank_from=least,
        rows=tuple(_side(one, withheld=one.code in hidden) for one in sides),
        total=_total([one.figures for one in sides], least),
    )


def _side(one: Side, *, withheld: bool) -> SideOut:
    said = one.figures
    return SideOut(
        hall=one.code,
        name=asdict(one.name),
        ended=said.ended,
        rated=said.rated,
        participation=said.participation,
        withheld=withheld,
        good_rate=None if withheld else said.good_rate,
        interval=None if withheld else said.interval,
        low_rate=None if withheld else said.low_rate,
        score=None if withheld else said.score,
        waiting_s=said.waiting_s,
        serving_s=said.serving_s,
    )


def _total(found: list[Figures], least: int) -> DistrictTotal:
    ended, rated, good = (sum(getattr(one, name) for one in found) for name in ("ended", "rated", "good"))
    enough = rated >= least
    return DistrictTotal(
        ended=ended,
        rated=rated,
        participation=rated / ended if ended else None,
        good_rate=good / rated if enough else None,
        interval=wilson(good, rated) if enough else None,
        low_rate=(rated - good) / rated if enough else None,
    )
