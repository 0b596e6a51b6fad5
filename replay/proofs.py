"""What a replayed day must prove, read from the database when it is over."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hall.store import journal, recount
from hall.store.tables import handlings, ratings, tickets


@dataclass(frozen=True, slots=True)
class Proof:
    """One promise, whether it held, and the figures behind it."""

    promise: str
    held: bool
    figures: str


def proofs(connection: Connection, *, hall: int, key: bytes) -> Iterator[Proof]:
    """Numbers unique, each ticket at one window at a time, ratings tied to what happened, sums true, journal whole."""
    yield _numbers(connection, hall)
    yield _one_window(connection, hall)
    yield _ratings(connection, hall)
    wrong = len(recount.differences(connection, hall))
    yield Proof("figures added up as counted anew", wrong == 0, f"{wrong} differences")
    faults = list(journal.faults(connection, hall=hall, key=key))
    yield Proof("journal verified", not faults, f"{len(faults)} faults")


def _numbers(connection: Connection, hall: int) -> Proof:
    asked = select(func.count()).where(tickets.c.hall_id == hall)
    number = tickets.c.prefix, tickets.c.number, tickets.c.day
    different = select(*number).where(tickets.c.hall_id == hall).distinct().subquery()
    issued = connection.execute(asked).scalar_one()
    unique = connection.execute(select(func.count()).select_from(different)).scalar_one()
    return Proof("numbers unique", issued == unique, f"{unique} of {issued}")


def _one_window(connection: Connection, hall: int) -> Proof:
    """No two handlings of one ticket overlap, nor two of one window."""
    overlaps = 0
    spans = list(
        connection.execute(
            select(handlings.c.ticket_id, handlings.c.window_id, handlings.c.called_at, handlings.c.ended_at)
            .where(handlings.c.hall_id == hall)
            .order_by(handlings.c.called_at, handlings.c.id)
        )
    )
    for place in (0, 1):
        until: dict[int, object] = {}
        for span in spans:
            last = until.get(span[place])
            overlaps += last is not None and span.called_at < last
            until[span[place]] = span.ended_at
    return Proof("each ticket at one window at a time", overlaps == 0, f"{len(spans)} handlings, {overlaps} overlaps")


def _ratings(connection: Connection, hall: int) -> Proof:
    """Every rating names the ticket, window and clerk of the handling it is tied to, and is marked simulated."""
    kept = connection.execute(select(func.count()).where(ratings.c.hall_id == hall)).scalar_one()
    same = (
        select(func.count())
        .select_from(ratings.join(handlings, handlings.c.id == ratings.c.handling_id))
        .where(ratings.c.hall_id == hall, ratings.c.simulated)
        .where(ratings.c.ticket_id == handlings.c.ticket_id, ratings.c.window_id == handlings.c.window_id)
        .where(ratings.c.staff_id == handlings.c.staff_id, handlings.c.started_at.is_not(None))
    )
    tied = connection.execute(same).scalar_one()
    return Proof("every rating tied to its ticket, window and clerk", tied == kept, f"{tied} of {kept}, all simulated")
