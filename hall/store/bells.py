"""Who rang for help at a kiosk, until somebody went there."""

from datetime import datetime

from sqlalchemy import insert, select, update

from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import bells


def open_at(look: Look, device: int) -> int | None:
    """The bell rung at a device that nobody has answered yet; None if none rings."""
    asked = select(bells.c.id).where(
        bells.c.hall_id == look.hall_id, bells.c.device_id == device, bells.c.answered_at.is_(None)
    )
    bell: int | None = look.connection.execute(asked).scalar_one_or_none()
    return bell


def add(work: Work, *, device: int) -> int:
    """A bell begins to ring; returns its id."""
    return new_id(work.connection.execute(insert(bells).values(hall_id=work.hall_id, device_id=device, at=work.now)))


def is_there(look: Look, bell: int) -> bool:
    """Was this bell ever rung in the hall?"""
    asked = select(bells.c.id).where(bells.c.hall_id == look.hall_id, bells.c.id == bell)
    return look.connection.execute(asked).scalar_one_or_none() is not None


def answer(work: Work, bell: int, *, by: int, at: datetime) -> bool:
    """Somebody goes there; False if somebody went before."""
    answered = update(bells).where(bells.c.hall_id == work.hall_id, bells.c.id == bell, bells.c.answered_at.is_(None))
    return work.connection.execute(answered.values(answered_at=at, answered_by=by)).rowcount == 1
