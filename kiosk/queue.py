"""One slip on its way to the paper: claimed, inked, sent, and told how it ended, wherever the printer hangs."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from hall.actions import printing
from hall.rules.device import Driver, JobState, PaperMode, Printer
from hall.rules.rating_code import code_of
from hall.store.database import Hall
from kiosk.letters import in_letters
from kiosk.paper import compose
from kiosk.printer import Fault, NotSent, Uncertain, send
from kiosk.raster import NoFont, find_face, in_dots
from web.aside import aside

LinkOf = Callable[[int, int], str | None]
"""The address of a ticket's own page (hall, ticket); None when QR codes may not carry one."""

log = logging.getLogger("haohao.paper")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A slip that is ours to print as long as the lease lasts."""

    job: int
    lease: str
    kind: str
    slip: dict[str, Any]
    again: bool
    link: str | None
    code: str | None
    """The ticket's 评价码; None for a slip of no ticket."""


class Queue(Protocol):
    """The slips that wait for one printer."""

    def claim(self) -> Claimed | None:
        """The oldest, under a lease; None if none waits."""

    def ended(self, one: Claimed, state: JobState, fault: str = "") -> None:
        """It is printed, or uncertain."""

    def not_sent(self, one: Claimed, fault: str) -> None:
        """Nothing of it was sent."""


@dataclass(frozen=True, slots=True)
class HallQueue:
    """The queue as the server itself serves it."""

    hall: Hall
    printer: Printer
    link: LinkOf

    def claim(self) -> Claimed | None:
        """The oldest, under a lease; None if none waits."""
        job = printing.claim_job(self.hall, printers=[self.printer.id])
        if job is None or job.lease is None:
            return None
        link = code = None
        if job.ticket is not None:
            link = self.link(job.hall, job.ticket)
            code = code_of(job.ticket, hall=job.hall, key=self.hall.database.key)
        return Claimed(job.id, job.lease, job.kind, job.slip, job.again, link, code)

    def ended(self, one: Claimed, state: JobState, fault: str = "") -> None:
        """It is printed, or uncertain."""
        printing.end_job(self.hall, job=one.job, lease=one.lease, state=state, fault=fault)

    def not_sent(self, one: Claimed, fault: str) -> None:
        """Nothing of it was sent."""
        printing.job_not_sent(self.hall, job=one.job, lease=one.lease, fault=fault)


def print_oldest(queue: Queue, printer: Printer, *, font: Path | None) -> bool | None:
    """Print the oldest slip of `queue`; None when none waits, False when the printer is in trouble."""
    one = queue.claim()
    if one is None:
        return None
    try:
        send(printer, _inked(one, printer, font))
    except NotSent as trouble:
        log.warning("printer %s: nothing of slip %s was sent: %s", printer.id, one.job, trouble.fault)
        queue.not_sent(one, trouble.fault)
        return False
    except Uncertain as trouble:
        log.warning("printer %s: slip %s is uncertain: %s", printer.id, one.job, trouble.fault)
        queue.ended(one, JobState.UNCERTAIN, trouble.fault)
        return False
    queue.ended(one, JobState.PRINTED)
    return True


def _inked(one: Claimed, printer: Printer, font: Path | None) -> bytes:
    """The slip as this printer's bytes; raises NotSent: no fault in a slip may hold up those behind it."""
    try:
        sheet = compose(one.kind, one.slip, again=one.again, link=one.link, code=one.code)
        if printer.driver is Driver.VIRTUAL:
            return b""
        if printer.mode is PaperMode.TEXT:
            return in_letters(sheet, columns=printer.columns)
        return aside(lambda: in_dots(sheet, width=printer.width, face=find_face(font)))
    except NoFont as error:
        raise NotSent(Fault.NO_FONT) from error
    except Exception as error:
        log.exception("slip %s could not be composed", one.job)
        raise NotSent(Fault.NOT_COMPOSED) from error
