"""What is taken out of the hall with single ratings in it: each time it is written down who took which days."""

from hall.errors import ExchangeNotSetUp
from hall.events import RatingsExported
from hall.rules.exchange import Exchange
from hall.store.database import Hall
from hall.store.reports import Span


def take_exchange(hall: Hall, *, span: Span, by: int) -> Exchange:
    """Take the exchange records of some days; returns what the hall is called in them.

    Refuses with ExchangeNotSetUp while the hall has no codes.
    """
    with hall.work() as work:
        exchange = work.set_up.exchange
        if exchange is None:
            raise ExchangeNotSetUp()
        work.record(RatingsExported(staff=by, what="exchange", first=str(span.first), last=str(span.last)))
    return exchange


def take_workbook(hall: Hall, *, span: Span, by: int) -> None:
    """Take the workbook of some days."""
    with hall.work() as work:
        work.record(RatingsExported(staff=by, what="workbook", first=str(span.first), last=str(span.last)))
