"""What a question about the past asks for in its address: the days, the table."""

from datetime import date as Date
from datetime import timedelta

from flask import request

from hall.errors import Malformed
from hall.store.look import Look
from hall.store.reports import By, Span
from manager.room import in_both
from web.languages import Language, _, preferred
from web.pages import LANGUAGE_COOKIE

NO_SUCH_TABLE = _("只能按大厅、窗口、人员、业务、类别、时段、星期、月份、等级、标签、渠道、原因查看")
NO_DATE = _("日期应写成 2026-11-23 这样")
REVERSED = _("结束日期早于开始日期")
ONE_END = _("对比的日期要有开始，也要有结束")
USUAL_DAYS = 30
YEARS = range(2000, 2101)


def asked_table() -> By:
    """What the rows are to stand for; raises Malformed, naming `by`."""
    given = request.args.get("by", By.WINDOW)
    if given not in set(By):
        raise Malformed(field="by", why=in_both(NO_SUCH_TABLE))
    return By(given)


def asked_span(look: Look) -> Span:
    """The days asked for; raises Malformed, naming `from` or `to`."""
    last = _day("to") or look.today
    first = _day("from") or last - timedelta(days=USUAL_DAYS - 1)
    if last < first:
        raise Malformed(field="to", why=in_both(REVERSED))
    return Span(first, last)


def asked_comparison() -> Span | None:
    """The days to compare with, None without; raises Malformed, naming `against_from` or `against_to`."""
    first, last = _day("against_from"), _day("against_to")
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise Malformed(field="against_to" if first else "against_from", why=in_both(ONE_END))
    if last < first:
        raise Malformed(field="against_to", why=in_both(REVERSED))
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


def asked_language() -> Language:
    """The language a file is to be in: `?language=`, else the reader's."""
    return preferred(
        request.args.get("language") or request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("Accept-Language")
    )
