"""The same days over time, over the hours of the week and over minutes waited, as sheets."""

from dataclasses import asdict
from itertools import takewhile

from hall.rules.figures import Figures
from hall.store import shares
from hall.store.look import Look
from hall.store.names import WEEKDAYS
from hall.store.shares import Bucket
from hall.store.sums import Span
from manager.figure_columns import GOOD_RATE, SHOWN, VERY_SATISFIED
from manager.sheets import Book, Cell, Column, Kind, Whiskers
from manager.spreads import usual_stride
from web.languages import Language, _, text_of

OVER_TIME, WEEK, WAITS = _("随时间"), _("一周之中"), _("按等候")
LEVELS_CHART = _("各等级占比")
RATES_CHART = _("好评率与 95% 区间（只画满排名份数的）")
FIRST, LAST, WEEKDAY, WAITED = _("从"), _("到"), _("星期"), _("等候")
UNDER, OVER = _("{from}–{to} 分钟"), _("{from} 分钟以上")
COUNT = _("{n} 份")

FIGURES = tuple(one for one in SHOWN if not one.of_ended)
TITLES = [one.title for one in FIGURES]


def spread_sheets(book: Book, look: Look, span: Span, language: Language) -> None:
    """Three sheets, each with its picture."""
    _over_time(book, look, span)
    _week(book, look, span, language)
    _waits(book, look, span)


def _columns() -> list[Column]:
    return [Column(one.title, one.kind) for one in FIGURES]


def _cells(one: Figures) -> list[Cell]:
    return [column.of(one, None) for column in FIGURES]


def _over_time(book: Book, look: Look, span: Span) -> None:
    steps = [one for one in shares.shares(look, span=span, stride=usual_stride(span)) if one.figures.rated]
    rows = [[one.span.first, one.span.last, *_cells(one.figures)] for one in steps]
    sheet = book.table(OVER_TIME, [Column(FIRST, Kind.DAY), Column(LAST, Kind.DAY), *_columns()], rows)
    if rows:
        levels_from = 2 + TITLES.index(VERY_SATISFIED)
        book.levels(sheet, LEVELS_CHART, first=levels_from, rows=len(rows), below_row=len(rows) + 3)


def _week(book: Book, look: Look, span: Span, language: Language) -> None:
    """A row for each weekday, a column for each hour; below the threshold only the number of ratings."""
    found = {(one.weekday, one.hour): one.figures for one in shares.heat(look, span=span)}
    hours = sorted({hour for _weekday, hour in found})
    least = look.policy.rank_from

    def cell(one: Figures | None) -> Cell:
        if one is None or not one.rated:
            return None
        return one.good_rate if one.rated >= least else book.say(COUNT, n=one.rated)

    rows = [
        [text_of(asdict(name), language), *(cell(found.get((weekday, hour))) for hour in hours)]
        for weekday, name in enumerate(WEEKDAYS, start=1)
    ]
    columns = [Column(WEEKDAY, Kind.TEXT), *(Column(f"{hour}:00", Kind.SHARE) for hour in hours)]
    sheet = book.table(WEEK, columns, rows)
    if hours:
        book.tints(sheet, rows=len(rows), columns=len(hours))


def _waits(book: Book, look: Look, span: Span) -> None:
    buckets = shares.waits(look, span=span)
    rows = [[_name(book, one), *_cells(one.figures)] for one in buckets]
    sheet = book.table(WAITS, [Column(WAITED, Kind.TEXT), *_columns()], rows)
    drawn = list(takewhile(lambda one: one.figures.rated >= look.policy.rank_from, buckets))
    if drawn:
        ends = [(one.figures.good_rate or 0, one.figures.interval or (0, 0)) for one in drawn]
        whiskers = Whiskers(
            RATES_CHART,
            GOOD_RATE,
            names=0,
            rates=1 + TITLES.index(GOOD_RATE),
            above=[high - rate for rate, (_low, high) in ends],
            below=[rate - low for rate, (low, _high) in ends],
        )
        book.whiskers(sheet, whiskers, below_row=len(rows) + 3)


def _name(book: Book, one: Bucket) -> str:
    if one.to_min is None:
        return book.say(OVER, **{"from": one.from_min})
    return book.say(UNDER, **{"from": one.from_min, "to": one.to_min})
