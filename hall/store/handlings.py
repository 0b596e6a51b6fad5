"""Questions about handlings, with the few ways in which they change."""

from datetime import datetime
from operator import attrgetter

from sqlalchemy import bindparam, select

from hall.errors import NothingInHand, StaleHandling, UnknownHandling
from hall.rules.handling import Handling, Stage, rateable
from hall.rules.line import Why
from hall.store import parkings, presence, tallies
from hall.store.look import Look, Work
from hall.store.prepared import add_row, change_row
from hall.store.standing import changed_by, handling_of, made_of
from hall.store.tables import handlings

_BY_ID = select(handlings).where(handlings.c.hall_id == bindparam("hall"), handlings.c.id == bindparam("handling"))
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
_RECENT = (
    select(handlings.c.started_at, handlings.c.ended_at)
    .where(handlings.c.hall_id == bindparam("hall"), handlings.c.ended_at.is_not(None))
    .order_by(handlings.c.ended_at.desc())
    .limit(bindparam("most"))
)


def get(look: Look, handling: int) -> Handling:
    """Raises UnknownHandling, also for one of another hall."""
    known = look.standing.handlings.get(handling)
    if known is not None:
        return known
    row = look.connection.execute(_BY_ID, {"hall": look.hall_id, "handling": handling}).one_or_none()
    if row is None:
        raise UnknownHandling(handling=str(handling))
    return handling_of(row)


def active_at(look: Look, window: int) -> Handling | None:
    """Who is called to or served at a window now."""
    return look.standing.active_at(window)


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
    return look.standing.open()


def parked_of(look: Look, ticket: int) -> Handling | None:
    """The parked handling of a ticket."""
    return next((one for one in open_now(look) if one.stage is Stage.PARKED and one.ticket == ticket), None)


def parked_at(look: Look, window: int) -> list[Handling]:
    """Those set aside at a window, first called first."""
    parked = [one for one in open_now(look) if one.stage is Stage.PARKED and one.window == window]
    return sorted(parked, key=attrgetter("called_at", "id"))


def last_ended_at(look: Look, window: int) -> Handling | None:
    """The handling that ended last at a window."""
    return look.standing.last_ended_at(window)


def somebody_since(look: Look, handling: Handling) -> bool:
    """Has a later visitor been started at the window of this ended handling, whatever became of them?"""
    asked = {"hall": look.hall_id, "window": handling.window, "handling": handling.id, "since": handling.ended_at}
    return look.connection.execute(_SOMEBODY_SINCE, asked).first() is not None


def of_ticket(look: Look, ticket: int) -> list[Handling]:
    """Everything that was done for a ticket, in order."""
    return [handling_of(row) for row in look.connection.execute(_OF_TICKET, {"ticket": ticket})]


def mean_service_s(look: Look, *, of_last: int = 50) -> float | None:
    """Mean seconds at the window over the latest handlings that were started; None before the first."""
    rows = look.connection.execute(_RECENT, {"hall": look.hall_id, "most": of_last})
    lengths = [(row.ended_at - row.started_at).total_seconds() for row in rows if row.started_at is not None]
    return sum(lengths) / len(lengths) if lengths else None


def open_one(work: Work, **values: object) -> Handling:
    """A new handling, called for the first time."""
    called = {"called_at": work.now, "last_called_at": work.now, "times_called": 1, "announced_at": None}
    to_come = {"started_at": None, "ended_at": None, "ending": None, "lacking": "", "rated": False}
    made = {"hall_id": work.hall_id, "stage": Stage.CALLED} | called | to_come | values
    one = made_of(Handling, add_row(work.connection, handlings, made), made)
    work.standing.put_handling(one)
    return one


def change(work: Work, handling: Handling, **values: object) -> Handling:
    """Change a handling as its deed decided; returns it as it is now."""
    change_row(work.connection, handlings, handling.id, values)
    one = changed_by(get(work, handling.id), values)
    work.standing.put_handling(one)
    return one


def set_aside(work: Work, handling: Handling) -> Handling:
    """The visitor is parked: the window has nobody in hand."""
    presence.count_in_hand(work, handling.window, parkings.held(work, handling, until=work.now)[-1])
    parkings.begin(work, handling)
    return change(work, handling, stage=Stage.PARKED)


def take_up(work: Work, handling: Handling, *, staff: int) -> Handling:
    """Whoever was parked is called again, in the same handling."""
    parkings.end(work, handling, at=work.now)
    again = {"times_called": handling.times_called + 1, "last_called_at": work.now, "announced_at": None}
    return change(work, handling, stage=Stage.CALLED, staff_id=staff, why=Why.UNPARKED, **again)


def end(work: Work, handling: Handling, ending: str, *, at: datetime, **values: object) -> Handling:
    """End a handling with an outcome or an ending; returns it as it is now."""
    parkings.end(work, handling, at=at)
    one = change(work, handling, stage=Stage.ENDED, ended_at=at, ending=ending, **values)
    held = parkings.held(work, handling, until=one.ended_at or at)
    if rateable(one):
        tallies.count_ended(work, one, held)
    if handling.stage is not Stage.PARKED:
        presence.count_in_hand(work, one.window, held[-1])
    return one


def take_back_end(work: Work, handling: Handling, stage: Stage) -> Handling:
    """Undo a mistaken end: the handling goes on as if it had never come to it."""
    assert handling.ended_at is not None, "only an end can be taken back"
    held = parkings.held(work, handling, until=handling.ended_at)
    if rateable(handling):
        tallies.count_ended(work, handling, held, times=-1)
    presence.count_in_hand(work, handling.window, held[-1], times=-1)
    return change(work, handling, stage=stage, ended_at=None, ending=None, lacking="")
