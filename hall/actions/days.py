"""How a day ends: by a person, never by the clock."""

from hall.errors import StillServing
from hall.events import DayClosed, TicketLeft
from hall.rules.ticket import Status
from hall.store import tickets
from hall.store.database import Hall


def close_day(hall: Hall) -> int:
    """Put down as left everybody who still waits and is no longer there; returns how many.

    Refuses with StillServing while anybody is called, served or parked (承诺七: nobody is sent away).
    """
    with hall.work() as work:
        gone = tickets.in_hall(work)
        busy = next((one for one in gone if one.status is not Status.WAITING), None)
        if busy is not None:
            raise StillServing(number=busy.text)
        for ticket in gone:
            tickets.move(work, ticket, Status.LEFT)
            work.record(TicketLeft(ticket=ticket.id, number=ticket.text))
        work.record(DayClosed(day=work.today.isoformat(), left=len(gone)))
        return len(gone)
