"""How many lists of what to bring were given without a number, by day and service."""

from sqlalchemy import insert, update

from hall.store.look import Work
from hall.store.tables import guides


def count(work: Work, *, service: int) -> None:
    """One more list of a service given today."""
    this = (guides.c.hall_id == work.hall_id, guides.c.day == work.today, guides.c.service_id == service)
    # The deed holds the hall's lock: nobody inserts between the two statements.
    if work.connection.execute(update(guides).where(*this).values(given=guides.c.given + 1)).rowcount == 0:
        values = {"hall_id": work.hall_id, "day": work.today, "service_id": service, "given": 1}
        work.connection.execute(insert(guides).values(values))
