"""Questions about tickets, with the few ways in which they change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import ColumnElement, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from hall.errors import UnknownTicket
from hall.rules.line import Waiting
from hall.rules.ticket import IN_HALL, Status, Ticket
from hall.store.look import Look, Work
from hall.store.prepared import add_row, change_row
from hall.store.standing import changed_by, made_of, ticket_of
from hall.store.tables import counters, tickets

_BY_ID = select(tickets).where(tickets.c.hall_id == bindparam("hall"), tickets.c.id == bindparam("ticket"))


def get(look: Look, ticket: int) -> Ticket:
    """Raises UnknownTicket, also for a ticket of another hall."""
    known = look.standing.tickets.get(ticket)
    if known is not None:
        return known
    row = look.connection.execute(_BY_ID, {"hall": look.hall_id, "ticket": ticket}).one_or_none()
    if row is None:
        raise UnknownTicket(ticket=str(ticket))
    return ticket_of(row)


def taken_at(look: Look, *, ticket: int, device: int) -> Ticket:
    """A ticket taken at this kiosk; raises UnknownTicket for any other."""
    one = get(look, ticket)
    asked = select(tickets.c.device_id).where(tickets.c.id == ticket)
    if look.connection.execute(asked).scalar_one() != device:
        raise UnknownTicket(ticket=str(ticket))
    return one


def in_hall(look: Look) -> list[Ticket]:
    """Everybody still to be served, whatever day they came, by first arrival."""
    return look.standing.line()


def waiting(look: Look) -> list[Waiting]:
    """The line, by first arrival."""
    return waiting_of(in_hall(look))


def waiting_of(line: Iterable[Ticket]) -> list[Waiting]:
    """Those who wait, as the rules of the line see them."""
    return [
        Waiting(one.id, one.service, one.taken_at, one.priority is not None, one.yields, one.window, one.moved_back)
        for one in line
        if one.status is Status.WAITING
    ]


def waiting_before(look: Look, ticket: Ticket, *, services: frozenset[int], windows: Sequence[int]) -> int | None:
    """How many of these services, or sent to these windows, wait before the newest ticket.

    None unless it is the newest of the line, and nobody in the line lets others go first.
    """
    waits = (tickets.c.hall_id == look.hall_id) & tickets.c.status.in_(sorted(IN_HALL))
    waits &= tickets.c.status == Status.WAITING
    suits = case(
        (tickets.c.window_id.is_(None), tickets.c.service_id.in_(sorted(services))),
        else_=tickets.c.window_id.in_(windows),
    )
    asked = select(
        func.count().filter(suits, tickets.c.id != ticket.id),
        func.max(tickets.c.id),
        func.max(tickets.c.yields),
    ).where(waits)
    before, newest, yields = look.connection.execute(asked).one()
    return before if newest == ticket.id and not yields else None


def missed_today(look: Look) -> list[Ticket]:
    """Those who did not come when called today, restorable until midnight."""
    here = look.standing.tickets.values()
    gone = (one for one in here if one.status is Status.MISSED and one.day == look.today)
    return sorted(gone, key=attrgetter("id"))


def find(look: Look, *, prefix: str, number: int) -> list[Ticket]:
    """The tickets with this number: today's, and one of an earlier day that still waits."""
    found = look.connection.execute(
        select(tickets)
        .where(tickets.c.hall_id == look.hall_id, tickets.c.prefix == prefix, tickets.c.number == number)
        .where(tickets.c.day.in_(_days_in_hall(look)))
        .order_by(tickets.c.day.desc())
    )
    return [ticket_of(row) for row in found if row.day == look.today or Status(row.status) in IN_HALL]


def _days_in_hall(look: Look) -> list[date]:
    days = select(tickets.c.day).where(tickets.c.hall_id == look.hall_id, tickets.c.status.in_(sorted(IN_HALL)))
    return [look.today, *set(look.connection.scalars(days)) - {look.today}]


def taken_between(look: Look, begins: datetime, ends: datetime, *, service: int | None) -> list[Ticket]:
    """Today's tickets taken in a span, newest first, of one service or all; 200 at most."""
    asked = (
        select(tickets)
        .where(tickets.c.hall_id == look.hall_id, tickets.c.day == look.today)
        .where(tickets.c.taken_at >= begins, tickets.c.taken_at < ends)
        .order_by(tickets.c.taken_at.desc())
        .limit(200)
    )
    if service is not None:
        asked = asked.where(tickets.c.service_id == service)
    return [ticket_of(row) for row in look.connection.execute(asked)]


def next_number(work: Work, *, prefix: str) -> int:
    """The next number of today's series, from 1; the deed's lock makes it safe, a constraint makes it certain."""
    make = sqlite_insert if work.connection.dialect.name == "sqlite" else postgres_insert
    row = make(counters).values(hall_id=work.hall_id, day=work.today, prefix=prefix, last=1)
    counted = row.on_conflict_do_update(
        index_elements=["hall_id", "day", "prefix"], set_={"last": counters.c.last + 1}
    ).returning(counters.c.last)
    return int(work.connection.execute(counted).scalar_one())


def add(work: Work, **values: object) -> int:
    """A new waiting ticket; returns its id."""
    made = {"hall_id": work.hall_id, "status": Status.WAITING, "taken_at": work.now, "waiting_since": work.now}
    made |= {"yields": 0, "moved_back": False, "later_used": 0, "window_id": None, "note": ""} | values
    one = made_of(Ticket, add_row(work.connection, tickets, made), made)
    work.standing.put_ticket(one)
    return one.id


def move(work: Work, ticket: Ticket, to: Status, **values: object) -> Ticket:
    """Move a ticket as `MOVES` allows, with what changes beside; raises WrongMove."""
    ticket.must_move(to)
    return change(work, ticket, status=to, **values)


def change(work: Work, ticket: Ticket, **values: object) -> Ticket:
    """Change what stands beside the moves, or take a move back; returns the ticket as it is now."""
    change_row(work.connection, tickets, ticket.id, values)
    one = changed_by(get(work, ticket.id), values)
    work.standing.put_ticket(one)
    return one


def somebody_went(work: Work, *, services: frozenset[int], ticket: int) -> None:
    """One of the line went: whoever lets others go first, and could have been called instead, has one less to let."""
    _change_those_waiting(
        work,
        (tickets.c.yields > 0) & (tickets.c.id != ticket) & tickets.c.service_id.in_(sorted(services)),
        yields=tickets.c.yields - 1,
    )


def set_free(work: Work, *, window: int) -> None:
    """Those who wait for one window by name may be called by any that serves them."""
    _change_those_waiting(work, tickets.c.window_id == window, window_id=None)


def _change_those_waiting(work: Work, which: ColumnElement[bool], **values: object) -> None:
    changed = (
        update(tickets)
        .where(tickets.c.hall_id == work.hall_id, tickets.c.status.in_(sorted(IN_HALL)))
        .where(tickets.c.status == Status.WAITING, which)
        .values(**values)
        .returning(tickets)
    )
    for row in work.connection.execute(changed):
        work.standing.put_ticket(ticket_of(row))
