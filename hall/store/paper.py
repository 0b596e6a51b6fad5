"""The queue of print jobs: claimed under a lease by any number of workers, never lost, never doubled."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update

from hall.rules.device import JobState
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import print_jobs

LEASE = timedelta(seconds=30)
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Job:
    """One slip to print. `slip` is what `kiosk/paper.py` composes; `lease` proves the right to end the job."""

    id: int
    hall: int
    printer: int
    kind: str
    ticket: int | None
    again: bool
    slip: dict[str, Any]
    state: JobState
    asked_at: datetime
    lease: str | None
    fault: str


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        hall=row.hall_id,
        printer=row.printer_id,
        kind=row.kind,
        ticket=row.ticket_id,
        again=row.again,
        slip=row.slip,
        state=JobState(row.state),
        asked_at=row.asked_at,
        lease=row.lease,
        fault=row.fault,
    )


def add(work: Work, *, printer: int, kind: str, ticket: int | None, again: bool, slip: dict[str, Any]) -> int:
    """Put a slip on a printer's queue; returns the job's id."""
    made = work.connection.execute(
        insert(print_jobs).values(
            hall_id=work.hall_id,
            printer_id=printer,
            kind=kind,
            ticket_id=ticket,
            again=again,
            slip=slip,
            state=JobState.QUEUED,
            asked_at=work.now,
        )
    )
    return new_id(made)


def claim(work: Work, printers: list[int]) -> Job | None:
    """Take the oldest queued job of these printers under a lease; None if there is none."""
    asked = (
        select(print_jobs)
        .where(print_jobs.c.state == JobState.QUEUED, print_jobs.c.printer_id.in_(printers))
        .order_by(print_jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = work.connection.execute(asked).one_or_none()
    if row is None:
        return None
    values = {
        "state": JobState.SENT,
        "lease": secrets.token_hex(8),
        "lease_until": work.now + LEASE,
        "tries": row.tries + 1,
    }
    claimed = update(print_jobs).where(print_jobs.c.id == row.id).values(**values).returning(print_jobs)
    return _job(work.connection.execute(claimed).one())


def end(work: Work, *, job: int, lease: str, state: JobState, fault: str = "") -> bool:
    """End a claimed job; False if the lease is no longer this one's."""
    ended = update(print_jobs).where(
        print_jobs.c.id == job, print_jobs.c.lease == lease, print_jobs.c.state == JobState.SENT
    )
    values = {"state": state, "fault": fault, "lease": None, "lease_until": None, "ended_at": work.now}
    return work.connection.execute(ended.values(**values)).rowcount == 1


def put_back(work: Work, *, job: int, lease: str, fault: str) -> JobState | None:
    """A job of which *nothing* was sent goes back, or fails after three tries; None if the lease is gone."""
    asked = select(print_jobs.c.tries).where(print_jobs.c.id == job, print_jobs.c.lease == lease)
    tries = work.connection.execute(asked).scalar_one_or_none()
    if tries is None:
        return None
    if tries >= MOST_TRIES:
        return JobState.FAILED if end(work, job=job, lease=lease, state=JobState.FAILED, fault=fault) else None
    back = update(print_jobs).where(print_jobs.c.id == job, print_jobs.c.lease == lease)
    work.connection.execute(back.values(state=JobState.QUEUED, lease=None, lease_until=None, fault=fault))
    return JobState.QUEUED


def expire(work: Work) -> list[int]:
    """Jobs whose lease ran out while they were being sent are *uncertain*: never a second slip by itself."""
    late = update(print_jobs).where(
        print_jobs.c.hall_id == work.hall_id,
        print_jobs.c.state == JobState.SENT,
        print_jobs.c.lease_until < work.now,
    )
    values = {"state": JobState.UNCERTAIN, "lease": None, "lease_until": None, "ended_at": work.now}
    return list(work.connection.scalars(late.values(**values).returning(print_jobs.c.id)))


def get(look: Look, job: int) -> Job | None:
    """A print job; None if there is none, also for one of another hall."""
    row = look.connection.execute(
        select(print_jobs).where(print_jobs.c.id == job, print_jobs.c.hall_id == look.hall_id)
    ).one_or_none()
    return None if row is None else _job(row)


def latest(look: Look, *, printer: int | None = None, most: int = 30) -> list[Job]:
    """The latest jobs of the hall, or of one printer, newest first."""
    asked = select(print_jobs).where(print_jobs.c.hall_id == look.hall_id)
    if printer is not None:
        asked = asked.where(print_jobs.c.printer_id == printer)
    return [_job(row) for row in look.connection.execute(asked.order_by(print_jobs.c.asked_at.desc()).limit(most))]


def latest_of_ticket(look: Look, ticket: int) -> Job | None:
    """The newest job of a ticket's own slip."""
    row = look.connection.execute(
        select(print_jobs)
        .where(print_jobs.c.ticket_id == ticket, print_jobs.c.kind == "ticket")
        .order_by(print_jobs.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _job(row)


def mark_reprinted(work: Work, ticket: int) -> None:
    """A ticket's own slips that failed or are uncertain are settled by its reprint.

    One still queued is too: once the printer has paper again both would come out.
    """
    own = (print_jobs.c.ticket_id == ticket, print_jobs.c.kind == "ticket")
    work.connection.execute(update(print_jobs).where(*own, _UNSURE).values(state=JobState.REPRINTED, ended_at=work.now))


def settle(work: Work, job: int) -> None:
    """A slip that did not (surely) come out is settled by one printed in its place."""
    this = (print_jobs.c.hall_id == work.hall_id, print_jobs.c.id == job)
    work.connection.execute(
        update(print_jobs).where(*this, _UNSURE).values(state=JobState.REPRINTED, ended_at=work.now)
    )


def settle_printed(work: Work, job: int) -> bool:
    """An uncertain slip is known to have come out; False if it is not (or no longer) uncertain."""
    this = (print_jobs.c.hall_id == work.hall_id, print_jobs.c.id == job)
    unsure = update(print_jobs).where(*this, print_jobs.c.state == JobState.UNCERTAIN)
    return work.connection.execute(unsure.values(state=JobState.PRINTED, ended_at=work.now)).rowcount == 1


_UNSURE = print_jobs.c.state.in_([JobState.QUEUED, JobState.FAILED, JobState.UNCERTAIN])


def troubled(look: Look) -> list[Job]:
    """Failed or uncertain slips of the last day that nobody has reprinted, or seen come out."""
    asked = (
        select(print_jobs)
        .where(print_jobs.c.hall_id == look.hall_id, print_jobs.c.asked_at > look.now - timedelta(days=1))
        .where(or_(print_jobs.c.state == JobState.FAILED, print_jobs.c.state == JobState.UNCERTAIN))
        .order_by(print_jobs.c.asked_at.desc())
        .limit(50)
    )
    return [_job(row) for row in look.connection.execute(asked)]


def somebody_waits(look: Look, printer: int) -> bool:
    """Is a slip queued for this printer, with nobody at it yet?"""
    asked = select(print_jobs.c.id).where(print_jobs.c.printer_id == printer, print_jobs.c.state == JobState.QUEUED)
    return look.connection.execute(asked.limit(1)).first() is not None


def somebody_prints(look: Look, printers: list[int]) -> bool:
    """Is anything queued for these printers?"""
    asked = select(print_jobs.c.id).where(
        print_jobs.c.printer_id.in_(printers), print_jobs.c.state.in_([JobState.QUEUED, JobState.SENT])
    )
    return look.connection.execute(asked.limit(1)).first() is not None
