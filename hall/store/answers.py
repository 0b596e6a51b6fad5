"""What was answered to a request with an Idempotency-Key: kept 24 hours at least, repeated on a retry."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select

from hall.errors import KeyReused
from hall.rules.keyed import keyed
from hall.store.look import Work
from hall.store.prepared import Prepared
from hall.store.tables import Moment, answers

KEPT = timedelta(hours=24)
SWEPT_EVERY = 16
"""Journal rows between two sweeps of what is older: a look at every deed would cost more than it finds."""
SWEPT = 64
"""Rows that a sweep looks at, the oldest of the house: more than come between two."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with its JSON body, as first given."""

    status: int
    body: str


_KNOWN = Prepared(
    select(answers.c.body_hash, answers.c.status, answers.c.body).where(
        answers.c.hall_id == bindparam("hall"),
        answers.c.actor == bindparam("by_actor"),
        answers.c.door == bindparam("at_door"),
        answers.c.key == bindparam("with_key"),
    )
)


def known(work: Work, *, door: str, key: str, request: bytes) -> Answer | None:
    """What was answered to this actor, door and key before; raises KeyReused if the request was another one."""
    asked = {
        "hall": work.hall_id,
        "by_actor": work.actor,
        "at_door": door,
        "with_key": key,
    }
    row = _KNOWN.one_or_none(work.connection, asked)
    if row is None:
        return None
    if row.body_hash != _sealed(work, request):
        raise KeyReused()
    return Answer(row.status, row.body)


def remember(work: Work, *, door: str, key: str, request: bytes, answer: Answer) -> None:
    """Keep an answer in the transaction of its deed; what is older than 24 hours goes, a little at a time."""
    if work.head.seq % SWEPT_EVERY == 0:
        work.connection.execute(_SWEEP, {"since": work.now - KEPT})
    row = {
        "hall_id": work.hall_id,
        "actor": work.actor,
        "door": door,
        "key": key,
        "body_hash": _sealed(work, request),
        "status": answer.status,
        "body": answer.body,
        "at": work.now,
    }
    _REMEMBER.run(work.connection, row)


def _sealed(work: Work, request: bytes) -> str:
    """Tells two requests apart. With the house's key: a bare hash of a telephone number is soon found again."""
    return keyed(work.key, request).hexdigest()


_REMEMBER = Prepared(insert(answers), columns=[one.name for one in answers.c if not one.primary_key])
_oldest = select(answers.c.id, answers.c.at).order_by(answers.c.id).limit(SWEPT).subquery()
_stale = select(_oldest.c.id).where(_oldest.c.at <= bindparam("since", type_=Moment))
_SWEEP = delete(answers).where(answers.c.id.in_(_stale))
