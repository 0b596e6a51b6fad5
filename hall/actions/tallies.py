"""What an operator does with what is added up by day."""

from hall.events import TalliesRecounted
from hall.store import recount as recounting
from hall.store.database import Hall


def recount(hall: Hall) -> int:
    """Count anew from the rows what is added up by day; returns how many counts were wrong. Refuses nothing."""
    with hall.work() as work:
        wrong = recounting.mend(work.connection, work.hall_id)
        if wrong:
            work.record(TalliesRecounted(differences=wrong))
        return wrong
