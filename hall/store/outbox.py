"""Messages to the outside, kept as rows until they are sent: none is sent inside a deed.

At least once: a message whose lease ran out is sent again, since nobody knows whether it went out. Its number stays
the same, so that a receiver can tell. The same number of tries ends it, whether they failed or were never heard of.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update

from hall.rules.alert import KIND_WORDS, PAUSES, AlertKind, Message, MessageState, next_try
from hall.rules.alert_template import TRIED
from hall.rules.case import State
from hall.rules.rating import Level
from hall.rules.text import Text
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.names import LEVELS
from hall.store.tables import cases, outbox, ratings, recipients, services, windows
from hall.store.upsert import insert_once

LEASE = timedelta(minutes=2)
"""Longer than any server may take to answer: what runs out was left by a worker that is gone."""
UNHEARD = "unheard"
"""The fault of a message whose worker went away with its last try."""
WITHDRAWN = "withdrawn"
"""The fault of a message whose recipient is told no longer."""
LATE_FOR = timedelta(days=7)
"""A case that became overdue before this is no news: somebody added today is not told of years at once."""


@dataclass(frozen=True, slots=True)
class Listed(Message):
    """A message as a page lists it; `case_no` is None for a trial."""

    name: str
    case_no: int | None


def add(work: Work, *, kind: AlertKind, case: int) -> None:
    """Put a message for everybody who wants this kind into the queue; at most one each for a kind and a case."""
    asked = select(recipients.c.id, recipients.c.wants).where(recipients.c.hall_id == work.hall_id, recipients.c.active)
    rows = [_new(work, one.id, kind, case) for one in work.connection.execute(asked) if kind in one.wants]
    if rows:
        insert_once(work.connection, outbox, rows)


def add_trial(work: Work, recipient: int) -> int:
    """Put a trial message for one recipient into the queue; returns its id."""
    return new_id(work.connection.execute(insert(outbox).values(**_new(work, recipient, AlertKind.TRIAL, None))))


def _new(work: Work, recipient: int, kind: AlertKind, case: int | None) -> dict[str, Any]:
    return {
        "hall_id": work.hall_id,
        "recipient_id": recipient,
        "kind": kind,
        "case_id": case,
        "state": MessageState.QUEUED,
        "asked_at": work.now,
        "due_at": work.now,
    }


# --- sending ----------------------------------------------------------------------------------------------

_TO_DO = outbox.c.state.in_([MessageState.QUEUED, MessageState.SENDING])


def halls_with_due(connection: Connection, *, now: datetime) -> list[int]:
    """The halls with a message to send now; one whose lease ran out is among them."""
    return list(connection.scalars(select(outbox.c.hall_id).where(_TO_DO, outbox.c.due_at <= now).distinct()))


def claim(work: Work) -> Message | None:
    """Take the message that is due longest under a lease, also one whose lease ran out; None if none is due."""
    asked = (
        select(outbox)
        .where(outbox.c.hall_id == work.hall_id, _TO_DO, outbox.c.due_at <= work.now)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = work.connection.execute(asked).one_or_none()
    if row is None:
        return None
    until = work.now + LEASE
    values = {
        "state": MessageState.SENDING,
        "lease": secrets.token_hex(8),
        "lease_until": until,
        "due_at": until,
        "tries": row.tries + 1,
    }
    claimed = update(outbox).where(outbox.c.id == row.id).values(**values).returning(outbox)
    return _message(work.connection.execute(claimed).one())


def tried_out(message: Message) -> bool:
    """Was this message claimed more often than it is to be tried? Its last worker was never heard of."""
    return message.tries > (1 if message.kind is AlertKind.TRIAL else len(PAUSES) + 1)


def end(work: Work, *, message: int, lease: str, state: MessageState, fault: str = "") -> bool:
    """End a claimed message; False if the lease is no longer this one's."""
    ended = update(outbox).where(outbox.c.id == message, outbox.c.lease == lease, *_claimed(work))
    values = {"state": state, "fault": fault, "lease": None, "lease_until": None, "ended_at": work.now}
    return work.connection.execute(ended.values(**values)).rowcount == 1


def put_back(work: Work, *, message: int, lease: str, fault: str) -> MessageState | None:
    """A message that was not sent waits for its next try, or is given up; None if the lease is gone.

    What else waits for the same recipient waits as long: one in trouble holds up nobody else.
    """
    asked = select(outbox).where(outbox.c.id == message, outbox.c.lease == lease, *_claimed(work))
    row = work.connection.execute(asked).one_or_none()
    if row is None:
        return None
    due = next_try(AlertKind(row.kind), tries=row.tries, now=work.now)
    if due is None:
        end(work, message=message, lease=lease, state=MessageState.FAILED, fault=fault)
        return MessageState.FAILED
    back = {"state": MessageState.QUEUED, "lease": None, "lease_until": None, "due_at": due, "fault": fault}
    work.connection.execute(update(outbox).where(outbox.c.id == message).values(**back))
    others = (outbox.c.recipient_id == row.recipient_id, outbox.c.state == MessageState.QUEUED, outbox.c.due_at < due)
    kept = (outbox.c.hall_id == work.hall_id, outbox.c.kind != AlertKind.TRIAL)
    work.connection.execute(update(outbox).where(*others, *kept).values(due_at=due))
    return MessageState.QUEUED


def give_up_all(work: Work, recipient: int) -> None:
    """Nothing that waits for a recipient is sent any more."""
    waiting = (outbox.c.hall_id == work.hall_id, outbox.c.recipient_id == recipient, _TO_DO)
    gone = {"state": MessageState.FAILED, "fault": WITHDRAWN, "lease": None, "lease_until": None, "ended_at": work.now}
    work.connection.execute(update(outbox).where(*waiting).values(**gone))


def _claimed(work: Work) -> tuple[Any, ...]:
    return outbox.c.hall_id == work.hall_id, outbox.c.state == MessageState.SENDING


# --- what it says -------------------------------------------------------------------------------------------


def facts_of(look: Look, message: Message) -> Mapping[str, str]:
    """What the places of a body are filled with, but for the message's own number and the link."""
    told = {**_both("kind", KIND_WORDS[message.kind]), **_both("hall", look.set_up.name)}
    if message.case is None:
        return {**told, **TRIED, "time": _time(look, message.asked_at)}
    asked = (
        select(cases.c.no, windows.c.no.label("window_no"), services.c.name, ratings.c.level, ratings.c.at)
        .join(windows, windows.c.id == cases.c.window_id)
        .join(services, services.c.id == cases.c.service_id)
        .join(ratings, ratings.c.id == cases.c.rating_id)
        .where(cases.c.hall_id == look.hall_id, cases.c.id == message.case)
    )
    row = look.connection.execute(asked).one()
    return {
        **told,
        **_both("service", Text(**row.name)),
        **_both("level", LEVELS[Level(row.level)]),
        "case": str(row.no),
        "window": str(row.window_no),
        "time": _time(look, row.at),
    }


def _both(place: str, text: Text) -> dict[str, str]:
    return {place: text.zh, f"{place}_en": text.en or text.zh}


def _time(look: Look, moment: datetime) -> str:
    return f"{moment.astimezone(look.hours.zone):%Y-%m-%d %H:%M}"


# --- looking at it ------------------------------------------------------------------------------------------


def get(look: Look, message: int) -> Message | None:
    """None also for another hall's."""
    asked = select(outbox).where(outbox.c.hall_id == look.hall_id, outbox.c.id == message)
    row = look.connection.execute(asked).one_or_none()
    return None if row is None else _message(row)


def latest(look: Look, *, most: int = 50) -> list[Listed]:
    """The messages asked for last, newest first."""
    asked = (
        select(outbox, recipients.c.name, cases.c.no.label("case_no"))
        .join(recipients, recipients.c.id == outbox.c.recipient_id)
        .outerjoin(cases, cases.c.id == outbox.c.case_id)
        .where(outbox.c.hall_id == look.hall_id)
        .order_by(outbox.c.asked_at.desc(), outbox.c.id.desc())
        .limit(most)
    )
    return [Listed(**_values(row), name=row.name, case_no=row.case_no) for row in look.connection.execute(asked)]


def overdue_and_untold(look: Look) -> list[int]:
    """Open cases that passed one of their days lately, of which nobody was told that they did."""
    told = exists().where(outbox.c.case_id == cases.c.id, outbox.c.kind == AlertKind.OVERDUE)
    not_before = look.today - LATE_FOR
    called = cases.c.call_back_due.between(not_before, look.today - timedelta(days=1)) & (
        cases.c.called_back_at.is_(None)
    )
    replied = cases.c.rectify_due.between(not_before, look.today - timedelta(days=1)) & cases.c.replied_at.is_(None)
    again = cases.c.again_due.between(not_before, look.today - timedelta(days=1)) & cases.c.replied_again_at.is_(None)
    asked = select(cases.c.id).where(cases.c.hall_id == look.hall_id, cases.c.state != State.CLOSED, ~told)
    return list(look.connection.scalars(asked.where(called | replied | again).order_by(cases.c.id)))


def _message(row: Any) -> Message:
    return Message(**_values(row))


def _values(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "recipient": row.recipient_id,
        "kind": AlertKind(row.kind),
        "case": row.case_id,
        "state": MessageState(row.state),
        "asked_at": row.asked_at,
        "due_at": row.due_at,
        "lease": row.lease,
        "tries": row.tries,
        "ended_at": row.ended_at,
        "fault": row.fault,
    }
