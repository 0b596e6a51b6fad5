"""A table of satisfaction as a file for a spreadsheet."""

import csv
import io
from dataclasses import asdict

from flask import Response

from hall.rules.staff import Power
from hall.store import presence, reports
from hall.store.reports import By
from hall.store.tallies import Part
from manager.asked import asked_language, asked_span, asked_table
from manager.figure_columns import KEY, NAME, SHOWN, TOTAL, Shown, cells
from manager.room import as_file, bp
from manager.sheets import Cell, Kind
from web.context import house
from web.languages import say, text_of
from web.pages import on_staff


@bp.get("/satisfaction.csv")
def satisfaction_csv() -> Response:
    """The same table for a spreadsheet, in the reader's language."""
    by, _token = on_staff(Power.WATCH)
    language = asked_language()
    with house().database.hall(by.hall).look() as look:
        wanted, span = asked_table(), asked_span(look)
        rows = reports.satisfaction(look, by=wanted, span=span)
        total, there = reports.overall(look, span=span), presence.presence(look, Part.HALL, span).get("")
    page = io.StringIO()
    out = csv.writer(page)
    out.writerow([say(title, language) for title in (KEY, NAME, *(one.title for one in SHOWN))])
    for row in rows:
        told = cells(wanted, row.figures, row.presence)
        out.writerow([safe(row.key), safe(text_of(asdict(row.name), language)), *map(_written, SHOWN, told)])
    out.writerow(["", say(TOTAL, language), *map(_written, SHOWN, cells(By.HALL, total, there))])
    # With the mark at the head spreadsheets take it for UTF-8.
    answer = Response("\ufeff" + page.getvalue(), content_type="text/csv; charset=utf-8")
    return as_file(answer, f"satisfaction-{wanted}-{span.first}-{span.last}.csv")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, nor one set to Chinese, where the wide signs do as well."""
    return f"'{text}" if text.startswith(tuple("=+-@＝＋－＠\t\r\n")) else text


def _written(column: Shown, cell: Cell) -> object:
    if cell is None:
        return ""
    return f"{cell:.4f}" if column.kind in (Kind.SHARE, Kind.SCORE) else f"{cell:.0f}"
