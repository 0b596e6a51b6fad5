"""Which ticket a 评价码 belongs to: one question by its own id, however many tickets there ever were."""

from datetime import timedelta

from sqlalchemy import func, select

from hall.errors import UnknownCode, UnknownTicket
from hall.rules import rating_code
from hall.rules.ticket import Ticket
from hall.store import tickets
from hall.store.look import Look
from hall.store.tables import tickets as tickets_table

NEWEST = select(func.max(tickets_table.c.id))


def ticket_with(look: Look, code: str) -> Ticket:
    """The ticket with this code; raises UnknownCode also for one that is too old to be rated."""
    newest = look.connection.execute(NEWEST).scalar_one() or 0
    ticket = rating_code.ticket_of(code, newest=newest, hall=look.hall_id, key=look.key)
    try:
        one = tickets.get(look, ticket or 0)
    except UnknownTicket:
        raise UnknownCode() from None
    # A service may end some days after the number was taken only where the hall works past midnight.
    if one.day < look.today - timedelta(days=look.policy.rating_days + 1):
        raise UnknownCode()
    return one
