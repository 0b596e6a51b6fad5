"""What is put on paper: slips on a printer's queue, until each has come out or is known not to have."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hall.actions.tickets import place_of
from hall.errors import LackingNotSaid, PrinterUnknown, SlipNotUncertain, UnknownRecord, UnknownService
from hall.events import PrintAsked, PrintEnded, PrintSeen
from hall.rules.device import JobState, Printer
from hall.rules.handling import NEEDS_LACKING, Outcome
from hall.rules.service import Service
from hall.rules.slip import GuideSlip, LackingSlip, Slip, SlipKind, TestSlip, TicketSlip
from hall.rules.ticket import Status
from hall.store import handlings, paper, tickets
from hall.store.database import Hall
from hall.store.look import Look, Work
from hall.store.paper import Job


def print_ticket(
    hall: Hall, *, ticket: int, device: int | None = None, printer: int | None = None, again: bool = False
) -> Job:
    """Print a visitor's number on `printer`, or on the one that `device` prints on.

    Asked for twice, it comes out once; `again` makes another slip marked 补打, with the place as it is now,
    which settles those that failed or are uncertain. Refuses with UnknownTicket, PrinterUnknown.
    """
    with hall.work() as work:
        chosen = _printer(work, device=device, printer=printer)
        earlier = paper.latest_of_ticket(work, ticket)
        if earlier is not None and not again:
            return earlier
        slip = _ticket_slip(work, ticket)
        if again:
            paper.mark_reprinted(work, ticket)
        return _ask(work, chosen, SlipKind.TICKET, slip, ticket=ticket, again=again)


def print_guide(
    hall: Hall, *, service: int, language: str = "zh", device: int | None = None, printer: int | None = None
) -> Job:
    """Print what to bring for a service, without a number. Refuses with UnknownService, PrinterUnknown."""
    with hall.work() as work:
        chosen = _printer(work, device=device, printer=printer)
        one = work.set_up.services.get(service)
        if one is None:
            raise UnknownService(service=str(service))
        slip = GuideSlip(**_said_on_all(work, language), **_told_of(one))
        return _ask(work, chosen, SlipKind.GUIDE, slip)


def print_lacking(
    hall: Hall, *, handling: int, device: int | None = None, printer: int | None = None, again: bool = False
) -> Job:
    """Print everything that is missing, or the ground of a refusal (S4); `again` marks it 补打.

    Refuses with UnknownHandling, PrinterUnknown, and LackingNotSaid if the handling ended otherwise.
    """
    with hall.work() as work:
        chosen = _printer(work, device=device, printer=printer)
        one = handlings.get(work, handling)
        if not one.lacking or one.ending not in NEEDS_LACKING:
            raise LackingNotSaid(outcome=one.ending)
        ticket = tickets.get(work, one.ticket)
        post = work.set_up.posts.get(one.window)
        slip = LackingSlip(
            **_said_on_all(work, ticket.language),
            **_told_of(work.set_up.services[one.service]),
            number=ticket.text,
            window_no=post.no if post else None,
            staff_number=work.set_up.staff_by_id(one.staff).number,
            refused=one.ending == Outcome.REFUSED,
            lacking=one.lacking,
        )
        return _ask(work, chosen, SlipKind.LACKING, slip, ticket=ticket.id, again=again)


def print_test(hall: Hall, *, printer: int) -> Job:
    """Print a trial page. Refuses with PrinterUnknown."""
    with hall.work() as work:
        chosen = _printer(work, device=None, printer=printer)
        slip = TestSlip(**_said_on_all(work, work.set_up.languages[0]), printer=chosen.name)
        return _ask(work, chosen, SlipKind.TEST, slip)


def print_job_again(hall: Hall, *, job: int) -> Job:
    """Print a slip that was asked for before once more, with the same facts, marked 补打.

    What had failed or was uncertain is settled by it. Refuses with UnknownRecord, and PrinterUnknown if its
    printer is no longer in use.
    """
    with hall.work() as work:
        old = paper.get(work, job)
        if old is None:
            raise UnknownRecord(job=str(job))
        chosen = _printer(work, device=None, printer=old.printer)
        paper.settle(work, job)
        return _add(work, chosen, old.kind, old.slip, ticket=old.ticket, again=True)


def slip_came_out(hall: Hall, *, job: int) -> Job:
    """Somebody holds the slip that was uncertain (已出纸): it counts as printed, and none is printed in its place.

    Said twice it is so once. Refuses with UnknownRecord, and SlipNotUncertain if it failed, waits or was reprinted.
    """
    with hall.work() as work:
        one = paper.get(work, job)
        if one is None:
            raise UnknownRecord(job=str(job))
        if one.state is JobState.PRINTED:
            return one
        if not paper.settle_printed(work, job):
            raise SlipNotUncertain(job=str(job), state=one.state)
        work.record(PrintSeen(job=job))
        return replace(one, state=JobState.PRINTED)


# --- what the one who serves the queue does ---------------------------------------------------------


def claim_job(hall: Hall, *, printers: Sequence[int]) -> Job | None:
    """Take the oldest slip waiting for one of these printers, under a lease; None if none waits."""
    with hall.work() as work:
        return paper.claim(work, list(printers)) if printers else None


def end_job(hall: Hall, *, job: int, lease: str, state: JobState, fault: str = "") -> bool:
    """Say how a claimed job ended; False, changing nothing, if the lease was no longer this one's."""
    with hall.work() as work:
        ended = paper.end(work, job=job, lease=lease, state=state, fault=fault)
        if ended:
            work.record(PrintEnded(job=job, state=state))
        return ended


def job_not_sent(hall: Hall, *, job: int, lease: str, fault: str) -> JobState | None:
    """Nothing of the slip was sent: back to the queue, or *failed* after the third try; None if the lease is gone."""
    with hall.work() as work:
        state = paper.put_back(work, job=job, lease=lease, fault=fault)
        if state is JobState.FAILED:
            work.record(PrintEnded(job=job, state=state))
        return state


def expire_leases(hall: Hall) -> list[int]:
    """Jobs whose lease ran out while they were being sent become *uncertain*; returns their ids."""
    with hall.work() as work:
        late = paper.expire(work)
        for job in late:
            work.record(PrintEnded(job=job, state=JobState.UNCERTAIN))
        return late


# --- what stands on a slip ----------------------------------------------------------------------------


def _printer(look: Look, *, device: int | None, printer: int | None) -> Printer:
    known = look.set_up.printers
    chosen = look.set_up.printer_of(device) if printer is None else known.get(printer)
    if chosen is None:
        raise PrinterUnknown()
    return chosen


def _ask(
    work: Work, printer: Printer, kind: SlipKind, slip: Slip, *, ticket: int | None = None, again: bool = False
) -> Job:
    return _add(work, printer, kind, slip.to_facts(), ticket=ticket, again=again)


def _add(work: Work, printer: Printer, kind: str, facts: dict[str, Any], *, ticket: int | None, again: bool) -> Job:
    job = paper.add(work, printer=printer.id, kind=kind, ticket=ticket, again=again, slip=facts)
    work.record(PrintAsked(job=job, kind=kind, ticket=ticket, again=again))
    added = paper.get(work, job)
    assert added is not None
    return added


def _said_on_all(look: Look, language: str) -> dict[str, Any]:
    set_up = look.set_up
    return {
        "language": language,
        "hall": set_up.name,
        "phone": set_up.phone or None,
        "asked_at": _local(look, look.now),
        "demo": set_up.demo,
        "rated_at_desk": set_up.desk_pad() is not None,
    }


def _told_of(service: Service) -> dict[str, Any]:
    return {
        "service": service.name,
        "promised": service.promised,
        "conditions": service.conditions,
        "procedure": service.procedure,
        "materials": service.materials,
    }


def _ticket_slip(look: Look, ticket: int) -> TicketSlip:
    one = tickets.get(look, ticket)
    place = place_of(look, one)
    services = look.set_up.services
    wanted = services[one.service]
    waits = one.status is Status.WAITING
    return TicketSlip(
        **_said_on_all(look, one.language),
        number=one.text,
        service=wanted.name,
        later=tuple(services[later].name for later in one.later_services),
        priority=one.priority is not None,
        ahead=place.ahead if waits else None,
        estimate=place.estimate,
        taken_at=_local(look, one.taken_at),
        bring=tuple(material.name for material in wanted.materials if material.required),
        note=look.set_up.ticket_note,
    )


def _local(look: Look, moment: datetime) -> datetime:
    return moment.astimezone(look.set_up.zone)
