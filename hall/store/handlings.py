"""Questions about handlings, with the few ways in which they change."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from hall.errors import NothingInHand, StaleHandling, UnknownHandling
from hall.rules.handling import Handling, Stage
from hall.rules.numbering import number_text
from hall.store.database import Look, Work, new_id
from hall.store.tables import halls, handlings, tickets

_ACTIVE = sorted([Stage.CALLED, Stage.SERVING])
_BY_ID = select(handlings).where(handlings.c.hall_id == bindparam("hall"), handlings.c.id == bindparam("handling"))
_AT_WINDOW = select(handlings).where(handlings.c.window_id == bindparam("window"), handlings.c.stage.in_(_ACTIVE))
_OPEN = select(handlings).where(handlings.c.hall_id == bindparam("hall"), handlings.c.stage != Stage.ENDED)
_LAST_ENDED = (
    select(handlings)
    .where(handlings.c.window_id == bindparam("window"), handlings.c.ended_at.is_not(None))
    .order_by(handlings.c.ended_at.desc(), handlings.c.id.desc())
    .limit(1)
)
_SOMEBODY_SINCE = (
    select(handlings.c.id)
    .where(
        handlings.c.hall_id == bindparam("hall"),
        # Only calls made after the end: a parked visitor's start lies before it, the call that brought them back after.
        handlings.c.last_called_at >= bindparam("since"),
        handlings.c.window_id == bindparam("window"),
        handlings.c.id != bindparam("handling"),
        handlings.c.started_at.is_not(None),
        handlings.c.stage != Stage.CALLED,
    )
    .limit(1)
)
_OF_TICKET = select(handlings).where(handlings.c.ticket_id == bindparam("ticket")).order_by(handlings.c.id)
_LATEST_CALLS = (
    select(handlings, tickets.c.prefix, tickets.c.number)
    .join(tickets, tickets.c.id == handlings.c.ticket_id)
    .where(handlings.c.hall_id == bindparam("hall"))
    .order_by(handlings.c.last_called_at.desc(), handlings.c.id.desc())
    .limit(bindparam("most"))
)
_RECENT = (
    select(handlings.c.started_at, handlings.c.ended_at)
    .where(handlings.c.hall_id == bindparam("hall"), handlings.c.ended_at.is_not(None))
    .order_by(handlings.c.ended_at.desc())
    .limit(bindparam("most"))
)


def handling_of(row: Any) -> Handling:
    """A row as the rules know it."""
    return Handling(
        id=row.id,
        ticket=row.ticket_id,
        window=row.window_id,
        staff=row.staff_id,
        service=row.service_id,
        stage=Stage(row.stage),
        waiting_since=row.waiting_since,
        called_at=row.called_at,
        last_called_at=row.last_called_at,
        announced_at=row.announced_at,
        times_called=row.times_called,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ending=row.ending,
        why=row.why,
        lacking=row.lacking,
        rated=row.rated,
    )


def get(look: Look, handling: int) -> Handling:
    """Raises UnknownHandling, also for one of another hall."""
    row = look.connection.execute(_BY_ID, {"hall": look.hall_id, "handling": handling}).one_or_none()
    if row is None:
        raise UnknownHandling(handling=str(handling))
    return handling_of(row)


def active_at(look: Look, window: int) -> Handling | None:
    """Who is called to or served at a window now."""
    row = look.connection.execute(_AT_WINDOW, {"window": window}).one_or_none()
    return None if row is None else handling_of(row)


def in_hand(work: Work, window: int, *, handling: int | None) -> Handling:
    """The window's active handling; raises NothingInHand, or StaleHandling if the caller means another one."""
    active = active_at(work, window)
    if handling is not None and (active is None or active.id != handling):
        raise StaleHandling(handling=str(handling))
    if active is None:
        raise NothingInHand()
    return active


def open_now(look: Look) -> list[Handling]:
    """Every open handling: called, serving or parked."""
    return [handling_of(row) for row in look.connection.execute(_OPEN, {"hall": look.hall_id})]


def parked_of(look: Look, ticket: int) -> Handling | None:
    """The parked handling of a ticket."""
    rows = look.connection.execute(_OF_TICKET, {"ticket": ticket})
    return next((handling_of(row) for row in rows if row.stage == Stage.PARKED), None)


def parked_at(look: Look, window: int) -> list[Handling]:
    """Those set aside at a window, first called first."""
    return [one for one in open_now(look) if one.stage is Stage.PARKED and one.window == window]


def last_ended_at(look: Look, window: int) -> Handling | None:
    """The handling that ended last at a window."""
    row = look.connection.execute(_LAST_ENDED, {"window": window}).one_or_none()
    return None if row is None else handling_of(row)


def somebody_since(look: Look, handling: Handling) -> bool:
    """Has a later visitor been started at the window of this ended handling, whatever became of them?"""
    asked = {"hall": look.hall_id, "window": handling.window, "handling": handling.id, "since": handling.ended_at}
    return look.connection.execute(_SOMEBODY_SINCE, asked).first() is not None


def of_ticket(look: Look, ticket: int) -> list[Handling]:
    """Everything that was done for a ticket, in order."""
    return [handling_of(row) for row in look.connection.execute(_OF_TICKET, {"ticket": ticket})]


def latest_calls(look: Look, *, most: int) -> list[tuple[Handling, str]]:
    """The calls made last, newest first, each with the number called."""
    asked = {"hall": look.hall_id, "most": most}
    rows = look.connection.execute(_LATEST_CALLS, asked)
    return [(handling_of(row), number_text(row.prefix, row.number)) for row in rows]


def mean_service_s(look: Look, *, of_last: int = 50) -> float | None:
    """Mean seconds at the window over the latest handlings that were started; None before the first."""
    rows = look.connection.execute(_RECENT, {"hall": look.hall_id, "most": of_last})
    lengths = [(row.ended_at - row.started_at).total_seconds() for row in rows if row.started_at is not None]
    return sum(lengths) / len(lengths) if lengths else None


def open_one(work: Work, **values: object) -> int:
    """A new handling, called for the first time; returns its id."""
    made = work.connection.execute(
        insert(handlings),
        {
            "hall_id": work.hall_id,
            "stage": Stage.CALLED,
            "called_at": work.now,
            "last_called_at": work.now,
            "times_called": 1,
            **values,
        },
    )
    return new_id(made)


def change(work: Work, handling: Handling, **values: object) -> None:
    """Change a handling as its deed decided."""
    work.connection.execute(update(handlings).where(handlings.c.id == handling.id).values(**values))


def end(work: Work, handling: Handling, ending: str, *, at: datetime, **values: object) -> None:
    """End a handling with an outcome or an ending."""
    change(work, handling, stage=Stage.ENDED, ended_at=at, ending=ending, **values)


def set_priority_run(work: Work, run: int) -> None:
    """Remember how many priority calls in a row were made while others waited."""
    work.connection.execute(update(halls).where(halls.c.id == work.hall_id).values(priority_run=run))
