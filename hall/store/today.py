"""Questions about today so far, for whoever watches over the hall."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select

from hall.rules.handling import Ending
from hall.store.look import Look
from hall.store.tables import handlings, tickets


@dataclass(frozen=True, slots=True)
class Flow:
    """One hour of the hall's day: numbers taken, visitors served to the end."""

    hour: int
    taken: int
    served: int


def flow(look: Look) -> list[Flow]:
    """Hour by hour from the first with anything to the last; empty before the first number."""
    midnight = _midnight(look)
    taken = select(tickets.c.taken_at).where(tickets.c.hall_id == look.hall_id, tickets.c.day == look.today)
    served = select(handlings.c.ended_at).where(*_rendered(look, midnight))
    came, left = _by_hour(look, taken), _by_hour(look, served)
    hours = [*came, *left]
    if not hours:
        return []
    return [Flow(hour, came[hour], left[hour]) for hour in range(min(hours), max(hours) + 1)]


def served_at(look: Look) -> dict[int, int]:
    """Window id → visitors served there to the end today."""
    asked = select(handlings.c.window_id, func.count()).where(*_rendered(look, _midnight(look)))
    return dict(look.connection.execute(asked.group_by(handlings.c.window_id)).all())


def _rendered(look: Look, midnight: datetime) -> tuple[Any, ...]:
    return (
        handlings.c.hall_id == look.hall_id,
        handlings.c.ended_at >= midnight,
        handlings.c.started_at.is_not(None),
        handlings.c.ending != Ending.MISSED,
    )


def _midnight(look: Look) -> datetime:
    return datetime.combine(look.today, time(0), look.hours.zone)


def _by_hour(look: Look, asked: Any) -> Counter[int]:
    zone = look.hours.zone
    return Counter(moment.astimezone(zone).hour for moment in look.connection.scalars(asked))
