"""Everything about the satisfaction of some days as one workbook: a sheet for each table, charts beside the figures."""

from collections.abc import Iterator
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO

from flask import Response
from xlsxwriter.workbook import Workbook

from hall.actions import exports
from hall.rules.figures import Figures
from hall.rules.staff import Power
from hall.store import exclusions, ledger, presence, reports
from hall.store.case_figures import case_figures
from hall.store.look import Look
from hall.store.reports import By, Row, Span
from hall.store.tallies import Part
from manager.asked import asked_language, asked_span
from manager.excluded_sheet import EXCLUDED, EXCLUDED_COLUMNS, excluded_rows
from manager.figure_columns import (
    CASES_SHOWN,
    GOOD_RATE,
    KEY,
    NAME,
    RATED,
    SHOWN,
    TOTAL,
    VERY_SATISFIED,
    cells,
)
from manager.ledger_sheet import LEDGER, LEDGER_COLUMNS, ledger_cells
from manager.room import as_file, bp
from manager.sheets import Book, Cell, Column, Kind, Whiskers
from manager.spread_sheets import spread_sheets
from web.context import house
from web.languages import Language, _, say, text_of
from web.pages import on_staff

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PIECE = 64 * 1024

ABOUT, RANGE, MADE_AT = _("说明"), _("日期范围"), _("导出时间")
RANGE_OF = _("{first} 至 {last}")
HEAD = _("{hall} 满意度")
RANKED = _("参与排名")
YES = _("是")
TOO_FEW = _("不足 {n} 份，不排名")
RATES_CHART = _("好评率与 95% 区间（只画满排名份数的）")
LEVELS_CHART = _("各等级占比")
NOTES = (
    _("只统计群众本人提交的评价，不补默认好评；未评价的只在参评率、未评率里出现。"),
    _("区间是好评率的 95% 威尔逊区间；区间重叠的，差别可能只是偶然。"),
    _("评价不足 {n} 份的不参与排名，列在后面，也不画进图里。"),
)

SHEETS: dict[str, str] = {
    "hall": _("按大厅"),
    "window": _("按窗口"),
    "clerk": _("按人员"),
    "service": _("按业务"),
    "category": _("按类别"),
    "hour": _("按时段"),
    "weekday": _("按星期"),
    "month": _("按月份"),
    "level": _("按等级"),
    "tag": _("按标签"),
    "channel": _("按渠道"),
    "cause": _("按原因"),
}
IN_ORDER = frozenset({"hour", "weekday", "month"})
"""Tables along time: nobody is ranked, and no row may leave its place."""

COLUMNS = (
    Column(KEY, Kind.TEXT),
    Column(NAME, Kind.TEXT, width=28),
    Column(RANKED, Kind.TEXT, width=14),
    *(Column(one.title, one.kind) for one in SHOWN),
)
TITLES = [column.title for column in COLUMNS]


@bp.get("/satisfaction.xlsx")
def satisfaction_xlsx() -> Response:
    """The workbook of the days `?from=` to `?to=`, in the reader's language."""
    by, _token = on_staff(Power.RATINGS)
    hall = house().database.hall(by.hall, actor=by.actor)
    with hall.look() as look:
        span = asked_span(look)
    exports.take_workbook(hall, span=span, by=by.staff.id)
    file = TemporaryFile()  # noqa: SIM115 - closed when the last piece is sent
    with hall.look() as look:
        write(file, look, span, asked_language())
    return as_file(Response(_pieces(file), content_type=TYPE), f"satisfaction-{span.first}-{span.last}.xlsx")


def write(file: IO[bytes], look: Look, span: Span, language: Language) -> None:
    """Write the workbook of some days into an open file."""
    # Row by row to the disk: a year of cases does not stand in memory.
    workbook = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    hall = text_of(asdict(look.set_up.name), language)
    head = say(HEAD, language, hall=hall)
    book = Book(workbook, language=language, zone=look.set_up.zone, accent=look.set_up.accent, head=head)
    total = reports.overall(look, span=span)
    _about(book, look, span, total)
    for by in By:
        _table(book, look, by, span, total, language)
    spread_sheets(book, look, span, language)
    book.table(LEDGER, LEDGER_COLUMNS, (ledger_cells(book, one, language) for one in ledger.entries(look, span)))
    left_out = exclusions.in_span(look, span)
    book.table(EXCLUDED, EXCLUDED_COLUMNS, excluded_rows(book, look, left_out, language))
    workbook.close()


def _about(book: Book, look: Look, span: Span, total: Figures) -> None:
    there, handled = presence.presence(look, Part.HALL, span).get(""), case_figures(look, span)
    lines: list[tuple[str, Cell, Kind]] = [
        (book.say(RANGE), book.say(RANGE_OF, first=span.first, last=span.last), Kind.TEXT),
        (book.say(MADE_AT), look.now, Kind.MOMENT),
        *((book.say(one.title), cell, one.kind) for one, cell in zip(SHOWN, cells(By.HALL, total, there), strict=True)),
        *((book.say(title), of(handled), kind) for title, kind, of in CASES_SHOWN),
    ]
    book.page(ABOUT, lines, notes=[book.say(note, n=look.policy.rank_from) for note in NOTES])


def _table(book: Book, look: Look, by: By, span: Span, total: Figures, language: Language) -> None:
    least = look.policy.rank_from
    rows = reports.satisfaction(look, by=by, span=span)
    if not (by in IN_ORDER or by.only_rated):
        rows.sort(key=lambda row: row.figures.rated < least)
    # Beside rows that have none, a time at windows would be the sum of nothing.
    there = presence.presence(look, Part.HALL, span).get("") if any(row.presence for row in rows) else None
    ranked = [row for row in rows if row.figures.rated >= least]

    def standing(row: Row) -> str:
        if by in IN_ORDER or by.only_rated:
            return ""
        return book.say(YES) if row.figures.rated >= least else book.say(TOO_FEW, n=least)

    sheet = book.table(
        SHEETS[by],
        COLUMNS,
        [
            [row.key, text_of(asdict(row.name), language), standing(row), *cells(by, row.figures, row.presence)]
            for row in rows
        ],
        total=["", book.say(TOTAL), "", *cells(By.HALL, total, there)],
    )
    below = len(rows) + 4
    if by.only_rated and rows:
        book.counts(sheet, RATED, column=TITLES.index(RATED), rows=len(rows), below_row=below)
    elif by in IN_ORDER and rows:
        book.levels(sheet, LEVELS_CHART, first=TITLES.index(VERY_SATISFIED), rows=len(rows), below_row=below)
    elif ranked:
        book.whiskers(sheet, _whiskers(by, ranked), below_row=below)


def _whiskers(by: By, ranked: list[Row]) -> Whiskers:
    ends = [(row.figures.good_rate or 0, row.figures.interval or (0, 0)) for row in ranked]
    return Whiskers(
        RATES_CHART,
        GOOD_RATE,
        # Many windows bear one name: their numbers tell them apart.
        names=TITLES.index(KEY if by is By.WINDOW else NAME),
        rates=TITLES.index(GOOD_RATE),
        above=[high - rate for rate, (_low, high) in ends],
        below=[rate - low for rate, (low, _high) in ends],
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
