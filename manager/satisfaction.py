"""The figures of satisfaction, as a page, as JSON, as a file for a spreadsheet."""

import csv
import io
from dataclasses import asdict, dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Any

from flask import Response, request
from pydantic import BaseModel, Field

from hall.errors import Malformed
from hall.rules.figures import Figures
from hall.rules.staff import Power
from hall.store import reports
from hall.store.database import Look
from hall.store.reports import By, Row, Span
from manager.room import bp, in_both, show_page
from web.context import house
from web.doors import Asked
from web.languages import _, preferred, say, text_of
from web.pages import LANGUAGE_COOKIE, on_staff
from web.problems import wants_page

TITLE = _("满意度")
NO_SUCH_TABLE = _("只能按窗口、人员、业务、时段查看")
NO_DATE = _("日期应写成 2026-11-23 这样")
REVERSED = _("结束日期早于开始日期")
USUAL_DAYS = 30
YEARS = range(2000, 2101)

HEADS = (
    _("项目"),
    _("名称"),
    _("办结"),
    _("评价数"),
    _("参评率"),
    _("非常满意"),
    _("满意"),
    _("基本满意"),
    _("不满意"),
    _("非常不满意"),
    _("好评率"),
    _("95% 区间下限"),
    _("95% 区间上限"),
    _("差评率"),
    _("综合得分"),
)
TOTAL = _("全大厅")


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
        by, span = _by(), _span(look)
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


@bp.get("/satisfaction.csv")
def satisfaction_csv() -> Response:
    """The same table for a spreadsheet, in the reader's language."""
    by, _token = on_staff(Power.WATCH)
    language = preferred(
        request.args.get("language") or request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("Accept-Language")
    )
    with house().database.hall(by.hall).look() as look:
        wanted, span = _by(), _span(look)
        rows = reports.satisfaction(look, by=wanted, span=span)
        total = reports.overall(look, span=span)
    page = io.StringIO()
    out = csv.writer(page)
    out.writerow([say(one, language) for one in HEADS])
    for row in rows:
        out.writerow([_cell(row.key), _cell(text_of(asdict(row.name), language)), *_figures(row.figures)])
    out.writerow(["", say(TOTAL, language), *_figures(total)])
    # With the mark at the head spreadsheets take it for UTF-8.
    answer = Response("\ufeff" + page.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="satisfaction-{wanted}-{span.first}-{span.last}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _row(one: Row, least: int) -> RowOut:
    facts = FiguresOut.facts_of(one.figures)
    return RowOut(**facts, key=one.key, name=one.name.to_facts(), ranked=one.figures.rated >= least)


def _by() -> By:
    given = request.args.get("by", By.WINDOW)
    if given not in set(By):
        raise Malformed(field="by", why=in_both(NO_SUCH_TABLE))
    return By(given)


def _span(look: Look) -> Span:
    """The days asked for; raises Malformed, naming `from` or `to`."""
    last = _day("to") or look.today
    first = _day("from") or last - timedelta(days=USUAL_DAYS - 1)
    if last < first:
        raise Malformed(field="to", why=in_both(REVERSED))
    return Span(first, last)


def _day(name: str) -> Date | None:
    given = request.args.get(name)
    if not given:
        return None
    try:
        day = Date.fromisoformat(given)
    except ValueError:
        raise Malformed(field=name, why=in_both(NO_DATE)) from None
    if day.year not in YEARS:
        raise Malformed(field=name, why=in_both(NO_DATE))
    return day


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _figures(one: Figures) -> list[object]:
    low, high = one.interval or (None, None)
    shares = (one.good_rate, low, high, one.low_rate, one.score)
    return [
        one.ended,
        one.rated,
        _share(one.participation),
        *(one.counts.get(level, 0) for level in (5, 4, 3, 2, 1)),
        *(_share(share) for share in shares),
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
