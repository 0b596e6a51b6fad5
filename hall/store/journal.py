"""The journal: one chain per hall of what happened, without gaps, each row sealed with the one before.

A row's hash is HMAC-SHA256 over canonical JSON, so both databases give the same bytes. The head
stands in the hall's row, so that a missing tail is found as well as a changed row.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from hall.events import Event
from hall.rules.keyed import keyed
from hall.store.prepared import Prepared
from hall.store.tables import halls, journal, milliseconds


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row of a chain; seq 0 and "" before the first."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the journal that is not what was written: its seq and what is wrong with it."""

    seq: int
    what: str


canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""JSON that is the same bytes for the same values: keys sorted, no spaces, plain UTF-8."""


def seal(key: bytes, *, hall: int, seq: int, at: datetime, actor: str, kind: str, facts: str, prev: str) -> str:
    """The hash of one row, as 64 hex digits."""
    row = canonical([hall, seq, milliseconds(at), actor, kind, facts, prev])
    return keyed(key, row.encode()).hexdigest()


def rows_for(
    events: list[Event], *, key: bytes, hall: int, head: Head, at: datetime, actor: str
) -> tuple[list[dict[str, Any]], Head]:
    """The journal rows of a deed's events after `head`, with the new head."""
    rows = []
    for event in events:
        facts, kind, seq = canonical(event.facts()), type(event).__name__, head.seq + 1
        hashed = seal(key, hall=hall, seq=seq, at=at, actor=actor, kind=kind, facts=facts, prev=head.hash)
        rows.append(
            {
                "hall_id": hall,
                "seq": seq,
                "at": at,
                "actor": actor,
                "kind": kind,
                "facts": facts,
                "prev": head.hash,
                "hash": hashed,
            }
        )
        head = Head(seq, hashed)
    return rows, head


_APPEND = Prepared(insert(journal), columns=journal.c.keys())


def append(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Write the rows of one deed."""
    for row in rows:
        _APPEND.run(connection, row)


def faults(connection: Connection, *, hall: int, key: bytes) -> Iterator[Fault]:
    """Every row of a hall's chain that was changed, removed or put in between; none if it is whole."""
    head = Head(0, "")
    chain = select(journal).where(journal.c.hall_id == hall).order_by(journal.c.seq)
    for row in connection.execution_options(yield_per=1000).execute(chain):
        if row.seq != head.seq + 1:
            yield Fault(head.seq + 1, f"missing up to {row.seq - 1}")
        elif row.prev != head.hash:
            yield Fault(row.seq, "does not follow the row before")
        expected = seal(
            key, hall=hall, seq=row.seq, at=row.at, actor=row.actor, kind=row.kind, facts=row.facts, prev=row.prev
        )
        if not hmac.compare_digest(row.hash, expected):
            yield Fault(row.seq, "was changed")
        head = Head(row.seq, row.hash)
    kept = connection.execute(select(halls.c.seq, halls.c.head_hash).where(halls.c.id == hall)).one()
    if (kept.seq, kept.head_hash) != (head.seq, head.hash):
        yield Fault(head.seq + 1, f"the tail up to {kept.seq} is missing")
