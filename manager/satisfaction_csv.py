"""A table of satisfaction as a file for a spreadsheet."""

import csv
import io
from dataclasses import asdict

from flask import Response

from hall.rules.figures import Figures
from hall.rules.staff import Power
from hall.store import reports
from hall.store.reports import By
from manager.asked import asked_language, asked_span, asked_table
from manager.room import as_file, bp
from web.context import house
from web.languages import _, say, text_of
from web.pages import on_staff

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


@bp.get("/satisfaction.csv")
def satisfaction_csv() -> Response:
    """The same table for a spreadsheet, in the reader's language."""
    by, _token = on_staff(Power.WATCH)
    language = asked_language()
    with house().database.hall(by.hall).look() as look:
        wanted, span = asked_table(), asked_span(look)
        rows = reports.satisfaction(look, by=wanted, span=span)
        total = reports.overall(look, span=span)
    page = io.StringIO()
    out = csv.writer(page)
    out.writerow([say(one, language) for one in HEADS])
    for row in rows:
        out.writerow([safe(row.key), safe(text_of(asdict(row.name), language)), *_figures(row.figures, by=wanted)])
    out.writerow(["", say(TOTAL, language), *_figures(total, by=By.HALL)])
    # With the mark at the head spreadsheets take it for UTF-8.
    answer = Response("\ufeff" + page.getvalue(), content_type="text/csv; charset=utf-8")
    return as_file(answer, f"satisfaction-{wanted}-{span.first}-{span.last}.csv")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _figures(one: Figures, *, by: By) -> list[object]:
    low, high = one.interval or (None, None)
    shares = (one.good_rate, low, high, one.low_rate, one.score)
    return [
        "" if by.only_rated else one.ended,
        one.rated,
        _share(one.participation),
        *(one.counts.get(level, 0) for level in (5, 4, 3, 2, 1)),
        *(_share(share) for share in shares),
    ]


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
