"""How a day ends: by a person, never by the clock."""

from hall.errors import LineChanged, StillServing
from hall.events import DayClosed, TicketLeft
from hall.rules.ticket import Status
from hall.store import tickets
from hall.store.database import Hall


def close_day(hall: Hall, *, expected: int | None = None) -> int:
    """Put down as left everybody who still waits and is no longer there; returns how many.

    Refuses with StillServing while anybody is called, served or parked (承诺七: nobody is sent away), and with
    LineChanged if others than the `expected` number wait: whoever decides must know for how many.
    """
    with hall.work() as work:
        gone = tickets.in_hall(work)
        busy = next((one for one in gone if one.status is not Status.WAITING), None)
        if busy is not None:
            raise StillServing(number=busy.text)
        if expected is not None and expected != len(gone):
            raise LineChanged(waiting=len(gone))
        for ticket in gone:
            tickets.move(work, ticket, Status.LEFT)
            work.record(TicketLeft(ticket=ticket.id, number=ticket.text))
        work.record(DayClosed(day=work.today.isoformat(), left=len(gone)))
        return len(gone)
