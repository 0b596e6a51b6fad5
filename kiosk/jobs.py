"""What a printer's agent asks of the hall: slips to print where the server cannot reach (USB, serial)."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from hall.actions import printing
from hall.rules.device import DeviceKind, Driver, JobState, PaperMode, Printer
from hall.store import paper
from hall.store.look import Look
from kiosk.printer import Fault
from kiosk.queue import HallQueue
from web.context import house
from web.doors import Asked, Body, Room
from web.identity import marked_code
from web.problems import NotAllowed

jobs_bp = Room("jobs", __name__, url_prefix="/printer/jobs")


class Ended(Body):
    """How a claimed slip ended; the lease proves that it was this agent's."""

    lease: str = Field(min_length=1, max_length=32)
    state: Literal["printed", "uncertain", "not-sent"]
    fault: Fault | None = None


class Nothing(Body):
    """Nothing needs saying."""


@dataclass(frozen=True, slots=True)
class PrinterOut:
    """How the slips of this printer are inked, and whether any waits."""

    id: str
    name: str
    mode: PaperMode
    columns: int
    width: int
    waiting: bool


@dataclass(frozen=True, slots=True)
class JobOut:
    """A slip as facts, with the right to end it; it becomes uncertain when the lease runs out."""

    job: str
    lease: str
    kind: str
    slip: dict[str, Any]
    again: bool
    link: str | None
    code: str | None
    """The ticket's 评价码 as its last six digits; what stands before them keeps it out of what is written down."""


@dataclass(frozen=True, slots=True)
class ClaimOut:
    """The slip claimed; null where none waits."""

    claimed: JobOut | None


@dataclass(frozen=True, slots=True)
class EndedOut:
    """Whether the lease still held: if not, the slip is uncertain already."""

    job: str
    held: bool


@jobs_bp.door("GET", "/", guest=DeviceKind.PRINTER)
def look_for_jobs(asked: Asked) -> PrinterOut:
    """Is there a slip to print? Cheap, so that an agent may ask twice a second."""
    with asked.hall.look() as look:
        one = _printer(look, asked)
        waiting = paper.somebody_waits(look, one.id)
    return PrinterOut(str(one.id), one.name, one.mode, one.columns, one.width, waiting)


@jobs_bp.door("POST", "/claim", guest=DeviceKind.PRINTER)
def claim(asked: Asked, body: Nothing) -> ClaimOut:
    """Take the oldest slip of this printer under a lease."""
    with asked.hall.work() as work:
        one = _printer(work, asked)
    got = HallQueue(asked.hall, one, house().link).claim()
    if got is None:
        return ClaimOut(None)
    with asked.hall.look() as look:
        job = paper.get(look, got.job)
    ticket = job.ticket if job is not None else None
    code = None if ticket is None else marked_code(house().database.key, hall=asked.hall.id, ticket=ticket)
    return ClaimOut(JobOut(str(got.job), got.lease, got.kind, got.slip, got.again, got.link, code))


@jobs_bp.door("POST", "/<int:job>/ended", guest=DeviceKind.PRINTER)
def end(asked: Asked, body: Ended, job: int) -> EndedOut:
    """Say how a claimed slip ended; what was surely not sent waits again, or has failed after the third try."""
    fault = body.fault or ""
    if body.state == "not-sent":
        held = printing.job_not_sent(asked.hall, job=job, lease=body.lease, fault=fault) is not None
    else:
        held = printing.end_job(asked.hall, job=job, lease=body.lease, state=JobState(body.state), fault=fault)
    return EndedOut(str(job), held)


def _printer(look: Look, asked: Asked) -> Printer:
    """The agent's own printer; one that the server reaches by itself has no agent."""
    one = look.set_up.printers.get(asked.device.device.id)
    if one is None or one.driver is not Driver.AGENT:
        raise NotAllowed()
    return one
