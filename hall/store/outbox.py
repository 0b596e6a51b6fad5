"""Messages to the outside, kept as rows until they are sent: none is sent inside a deed."""

from sqlalchemy import select

from hall.rules.alert import AlertKind
from hall.store.database import Work
from hall.store.tables import outbox, recipients
from hall.store.upsert import insert_once


def add(work: Work, *, kind: AlertKind, case: int) -> None:
    """Put a message for everybody who wants this kind into the queue; at most one each for a kind and a case."""
    asked = select(recipients.c.id, recipients.c.wants).where(
        recipients.c.hall_id == work.hall_id, recipients.c.active
    )
    rows = [
        {
            "hall_id": work.hall_id,
            "recipient_id": one.id,
            "kind": kind,
            "case_id": case,
            "state": "queued",
            "asked_at": work.now,
            "due_at": work.now,
        }
        for one in work.connection.execute(asked)
        if kind in one.wants
    ]
    if rows:
        insert_once(work.connection, outbox, rows)
