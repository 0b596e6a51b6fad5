"""Questions about visitors set aside, with how that begins and ends."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from hall.rules.handling import Handling, Stage, Stretch, in_hand
from hall.rules.line import Why
from hall.store.look import Look, Work
from hall.store.tables import Moment, parkings

_OF_HANDLING = (
    select(parkings.c.begins, parkings.c.ends)
    .where(parkings.c.handling_id == bindparam("handling"), parkings.c.ends.is_not(None))
    .order_by(parkings.c.begins, parkings.c.id)
)
_OPEN = parkings.c.handling_id == bindparam("handling"), parkings.c.ends.is_(None)
_END = update(parkings).where(*_OPEN).values(ends=bindparam("at", type_=Moment))


def held(look: Look, one: Handling, *, until: datetime) -> list[Stretch]:
    """When the window had this visitor in hand, in order."""
    # Whoever was never set aside, and that is nearly everybody, takes no question.
    if one.why != Why.UNPARKED and one.stage in (Stage.CALLED, Stage.SERVING):
        return [(one.called_at, until)]
    rows = look.connection.execute(_OF_HANDLING, {"handling": one.id})
    return in_hand(one, parked=[(row.begins, row.ends) for row in rows], until=until)


def begin(work: Work, one: Handling) -> None:
    """Somebody is set aside from now on."""
    work.connection.execute(
        insert(parkings), {"hall_id": work.hall_id, "handling_id": one.id, "begins": work.now, "ends": None}
    )


def end(work: Work, one: Handling, *, at: datetime) -> None:
    """Whoever was set aside is so no longer."""
    if one.stage is Stage.PARKED:
        work.connection.execute(_END, {"handling": one.id, "at": at})
