"""Questions about tickets, with the few ways in which they change."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from hall.errors import UnknownTicket
from hall.rules.line import Waiting
from hall.rules.ticket import IN_HALL, HelpNeed, Priority, Status, Ticket
from hall.store.database import Look, Work, new_id
from hall.store.tables import counters, tickets

_BY_ID = select(tickets).where(tickets.c.hall_id == bindparam("hall"), tickets.c.id == bindparam("ticket"))
_IN_HALL = (
    select(tickets)
    # Spelled like the partial index, or it is not used.
    .where(tickets.c.hall_id == bindparam("hall"), tickets.c.status.in_(sorted(IN_HALL)))
    .order_by(tickets.c.taken_at, tickets.c.id)
)
_WAITING = (
    select(
        tickets.c.id,
        tickets.c.service_id,
        tickets.c.taken_at,
        tickets.c.priority,
        tickets.c.yields,
        tickets.c.window_id,
        tickets.c.moved_back,
    )
    .where(
        tickets.c.hall_id == bindparam("hall"),
        tickets.c.status.in_(sorted(IN_HALL)),
        tickets.c.status == Status.WAITING,
    )
    .order_by(tickets.c.taken_at, tickets.c.id)
)
_OF_DAY = select(tickets).where(
    tickets.c.hall_id == bindparam("hall"),
    tickets.c.day == bindparam("on_day"),
    tickets.c.status == bindparam("in_status"),
)


def ticket_of(row: Any) -> Ticket:
    """A row as the rules know it."""
    return Ticket(
        id=row.id,
        day=row.day,
        prefix=row.prefix,
        number=row.number,
        service=row.service_id,
        later_services=tuple(row.later_services),
        status=Status(row.status),
        taken_at=row.taken_at,
        waiting_since=row.waiting_since,
        yields=row.yields,
        moved_back=row.moved_back,
        later_used=row.later_used,
        priority=Priority(row.priority) if row.priority else None,
        help_needs=tuple(HelpNeed(need) for need in row.help_needs),
        language=row.language,
        window=row.window_id,
        note=row.note,
    )


def get(look: Look, ticket: int) -> Ticket:
    """Raises UnknownTicket, also for a ticket of another hall."""
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
    return [ticket_of(row) for row in look.connection.execute(_IN_HALL, {"hall": look.hall_id})]


def waiting(look: Look) -> list[Waiting]:
    """The line, by first arrival."""
    return [
        Waiting(
            row.id, row.service_id, row.taken_at, row.priority is not None, row.yields, row.window_id, row.moved_back
        )
        for row in look.connection.execute(_WAITING, {"hall": look.hall_id})
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
    asked = {"hall": look.hall_id, "on_day": look.today, "in_status": Status.MISSED}
    return [ticket_of(row) for row in look.connection.execute(_OF_DAY.order_by(tickets.c.id), asked)]


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
    made = work.connection.execute(
        _ADD,
        {"hall_id": work.hall_id, "status": Status.WAITING, "taken_at": work.now, "waiting_since": work.now, **values},
    )
    return new_id(made)


_ADD = insert(tickets)


def move(work: Work, ticket: Ticket, to: Status, **values: object) -> None:
    """Move a ticket as `MOVES` allows, with what changes beside; raises WrongMove."""
    ticket.must_move(to)
    change(work, ticket, status=to, **values)


def change(work: Work, ticket: Ticket, **values: object) -> None:
    """Change what stands beside the moves, or take a move back."""
    work.connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(**values))


def somebody_went(work: Work, *, services: frozenset[int], ticket: int) -> None:
    """One of the line went: whoever lets others go first, and could have been called instead, has one less to let."""
    work.connection.execute(
        update(tickets)
        .where(tickets.c.hall_id == work.hall_id, tickets.c.status.in_(sorted(IN_HALL)))
        .where(tickets.c.status == Status.WAITING, tickets.c.yields > 0, tickets.c.id != ticket)
        .where(tickets.c.service_id.in_(sorted(services)))
        .values(yields=tickets.c.yields - 1)
    )


def set_free(work: Work, *, window: int) -> None:
    """Those who wait for one window by name may be called by any that serves them."""
    work.connection.execute(
        update(tickets)
        .where(tickets.c.hall_id == work.hall_id, tickets.c.status.in_(sorted(IN_HALL)))
        .where(tickets.c.status == Status.WAITING, tickets.c.window_id == window)
        .values(window_id=None)
    )
