"""Questions about ratings left out of the figures, with how that is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select

from hall.errors import ExclusionAlreadyAsked, UnknownRecord
from hall.rules.exclusion import OPEN, Exclusion, Reason, State
from hall.rules.numbering import number_text
from hall.rules.rating import Rating
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.prepared import change_row
from hall.store.ratings import rating_of
from hall.store.sums import Span
from hall.store.tables import exclusions, ratings, tickets

IN_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Excluded:
    """A rating that somebody asked to leave out, as lists tell of it."""

    exclusion: Exclusion
    rating: Rating
    number: str
    """Of its ticket."""


_TOLD = (
    select(
        ratings,
        tickets.c.prefix,
        tickets.c.number,
        *(column.label(f"exclusion_{column.name}") for column in exclusions.c),
    )
    .select_from(ratings)
    .join(exclusions, exclusions.c.rating_id == ratings.c.id)
    .join(tickets, tickets.c.id == ratings.c.ticket_id)
)


def get(look: Look, exclusion: int) -> Exclusion:
    """Raises UnknownRecord, also for one of another hall."""
    asked = select(exclusions).where(exclusions.c.hall_id == look.hall_id, exclusions.c.id == exclusion)
    row = look.connection.execute(asked).mappings().one_or_none()
    if row is None:
        raise UnknownRecord()
    return _exclusion(row)


def open_of(look: Look, which: Sequence[int]) -> dict[int, Exclusion]:
    """Rating id → what was asked of it, while it is undecided or keeps it out of the figures."""
    asked = select(exclusions).where(exclusions.c.rating_id.in_(which), exclusions.c.state.in_(sorted(OPEN)))
    return {row["rating_id"]: _exclusion(row) for row in look.connection.execute(asked).mappings()}


def pending(look: Look) -> list[Excluded]:
    """What nobody has decided yet, first asked first."""
    asked = _TOLD.where(exclusions.c.hall_id == look.hall_id, exclusions.c.state == State.ASKED)
    return _told(look, asked.order_by(exclusions.c.id))


def asked(look: Look) -> int:
    """How many wait for a second person."""
    waiting = select(func.count()).where(exclusions.c.hall_id == look.hall_id, exclusions.c.state == State.ASKED)
    return int(look.connection.execute(waiting).scalar_one())


def settled(look: Look, *, before: int | None = None) -> list[Excluded]:
    """What was decided, newest first: one page, before the exclusion of this id."""
    asked = _TOLD.where(exclusions.c.hall_id == look.hall_id, exclusions.c.state != State.ASKED)
    if before is not None:
        asked = asked.where(exclusions.c.id < before)
    return _told(look, asked.order_by(exclusions.c.id.desc()).limit(IN_A_PAGE))


def in_span(look: Look, span: Span) -> list[Excluded]:
    """The ratings left out of the figures of a span, in the order in which their handlings ended: for every report."""
    begins, ends = span.moments(look)
    asked = _TOLD.where(
        ratings.c.hall_id == look.hall_id,
        ratings.c.ended_at >= begins,
        ratings.c.ended_at < ends,
        ratings.c.excluded,
        exclusions.c.state == State.EXCLUDED,
    )
    return _told(look, asked.order_by(ratings.c.ended_at, ratings.c.id))


def add(work: Work, rating: Rating, *, reason: Reason, text: str, by: int) -> int:
    """Somebody asks; returns its id. Raises ExclusionAlreadyAsked."""
    if open_of(work, [rating.id]):
        raise ExclusionAlreadyAsked(rating=str(rating.id))
    row = {
        "hall_id": work.hall_id,
        "rating_id": rating.id,
        "state": State.ASKED,
        "reason": reason,
        "text": text,
        "asked_by": by,
        "asked_at": work.now,
    }
    return new_id(work.connection.execute(insert(exclusions), row))


def change(work: Work, one: Exclusion, **values: object) -> None:
    """Change an exclusion as its deed decided."""
    change_row(work.connection, exclusions, one.id, values)


def _told(look: Look, asked: Any) -> list[Excluded]:
    found = []
    for row in look.connection.execute(asked):
        own = {column.name: getattr(row, f"exclusion_{column.name}") for column in exclusions.c}
        found.append(Excluded(_exclusion(own), rating_of(row), number_text(row.prefix, row.number)))
    return found


def _exclusion(row: Any) -> Exclusion:
    return Exclusion(
        id=row["id"],
        rating=row["rating_id"],
        state=State(row["state"]),
        reason=Reason(row["reason"]),
        text=row["text"],
        asked_by=row["asked_by"],
        asked_at=row["asked_at"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        lifted_by=row["lifted_by"],
        lifted_at=row["lifted_at"],
    )
