"""What is done with a ticket outside the windows: taken, changed, given back, brought back."""

from collections.abc import Sequence
from dataclasses import dataclass

from hall.errors import (
    HallClosed,
    NoMoreLater,
    PriorityNotSelfDeclared,
    ServiceNotOffered,
    TooManyServices,
    WrongMove,
)
from hall.events import (
    HelpNeedsChanged,
    PriorityChanged,
    ServiceAdded,
    ServiceChanged,
    TicketCancelled,
    TicketMovedBack,
    TicketRestored,
    TicketTaken,
)
from hall.rules.handling import Ending
from hall.rules.line import estimate_for
from hall.rules.service import Service
from hall.rules.ticket import HelpNeed, Priority, Status, Ticket
from hall.store import handlings, line, tickets, windows
from hall.store.database import Hall
from hall.store.line import rivals_of
from hall.store.look import Look, Work

MOST_SERVICES = 3
"""Services one ticket may carry."""


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket with its place: how many are ahead, and the wait in seconds (low, high) or None."""

    ticket: Ticket
    ahead: int
    estimate: tuple[int, int] | None


def take(
    hall: Hall,
    *,
    services: Sequence[str],
    priority: Priority | None = None,
    help_needs: Sequence[HelpNeed] = (),
    language: str = "zh",
    device: int | None = None,
    by: int | None = None,
) -> Place:
    """Take a number for the first of `services` (codes); the others follow when it is done.

    `device` is the kiosk, `by` the member of staff who takes it for someone. Refuses with HallClosed,
    UnknownService, ServiceNotOffered, TooManyServices, and with PriorityNotSelfDeclared for a reason
    that only the help desk may give.
    """
    with hall.work() as work:
        _must_be_issuing(work)
        wanted = [_offered(work, code) for code in dict.fromkeys(services)]
        if len(wanted) > MOST_SERVICES:
            raise TooManyServices(most=MOST_SERVICES)
        if by is None and priority is not None and priority not in work.policy.self_declared:
            raise PriorityNotSelfDeclared(priority=priority)
        first, later = wanted[0], tuple(one.id for one in wanted[1:])
        ticket = tickets.add(
            work,
            day=work.today,
            prefix=first.prefix,
            number=tickets.next_number(work, prefix=first.prefix),
            service_id=first.id,
            later_services=list(later),
            priority=priority,
            help_needs=list(dict.fromkeys(help_needs)),
            language=language,
            device_id=device,
            taken_by=by,
        )
        taken = tickets.get(work, ticket)
        work.record(
            TicketTaken(
                ticket=ticket,
                number=taken.text,
                service=first.id,
                priority=priority,
                help_needs=taken.help_needs,
                later_services=later,
            )
        )
        return place_of(work, taken)


def place_of(look: Look, ticket: Ticket) -> Place:
    """Where a ticket stands now; 0 ahead and no estimate once it no longer waits."""
    if ticket.status is not Status.WAITING:
        return Place(ticket, 0, None)
    ahead, mean_service_s = line.ahead_of(look, ticket), handlings.mean_service_s(look)
    wait = estimate_for(ticket.service, ahead, standing=windows.now(look), mean_service_s=mean_service_s)
    return Place(ticket, ahead, wait)


def cancel(hall: Hall, *, ticket: int) -> Ticket:
    """Give a number back before being served. Refuses with WrongMove once served, missed or final."""
    with hall.work() as work:
        one = tickets.get(work, ticket)
        tickets.move(work, one, Status.CANCELLED)
        for handling in handlings.of_ticket(work, ticket):
            if handling.ended_at is None:
                handlings.end(work, handling, Ending.CANCELLED, at=work.now)
        tickets.somebody_went(work, services=rivals_of(work, one), ticket=one.id)
        work.record(TicketCancelled(ticket=one.id, number=one.text))
        return tickets.get(work, ticket)


def come_later(hall: Hall, *, ticket: int) -> Place:
    """我晚点到: let as many others as the hall's rules say go first, beyond those ahead already.

    Refuses with WrongMove unless waiting, and with NoMoreLater when used up.
    """
    with hall.work() as work:
        one = tickets.get(work, ticket)
        if one.status is not Status.WAITING:
            raise WrongMove(number=one.text, status=one.status)
        if one.later_used >= work.policy.later_times:
            raise NoMoreLater(times=work.policy.later_times)
        places = work.policy.later_by
        yields = place_of(work, one).ahead + places
        tickets.change(work, one, yields=yields, moved_back=True, later_used=one.later_used + 1)
        work.record(TicketMovedBack(ticket=one.id, places=places))
        return place_of(work, tickets.get(work, ticket))


def restore(hall: Hall, *, ticket: int) -> Place:
    """Bring a missed ticket of today back into the line, after the others that the rules say.

    Refuses with WrongMove unless it was missed today.
    """
    with hall.work() as work:
        one = tickets.get(work, ticket)
        # The table lets a called visitor wait again too, but that is a transfer: a window still holds them.
        if one.status is not Status.MISSED or one.day != work.today:
            raise WrongMove(number=one.text, status=one.status, to=Status.WAITING)
        places = work.policy.restore_after
        tickets.move(work, one, Status.WAITING, yields=places, moved_back=True, waiting_since=work.now, window_id=None)
        work.record(TicketRestored(ticket=one.id, number=one.text, places=places))
        return place_of(work, tickets.get(work, ticket))


def set_priority(hall: Hall, *, ticket: int, priority: Priority | None) -> Ticket:
    """Add, correct or (None) undo the reason for going first; the first arrival stays.

    Refuses with WrongMove once the ticket is final.
    """
    with hall.work() as work:
        one = _not_final(work, ticket)
        tickets.change(work, one, priority=priority)
        work.record(PriorityChanged(ticket=one.id, before=one.priority, after=priority))
        return tickets.get(work, ticket)


def set_help_needs(hall: Hall, *, ticket: int, help_needs: Sequence[HelpNeed]) -> Ticket:
    """Note or correct what someone needs on the way. Refuses with WrongMove once the ticket is final."""
    with hall.work() as work:
        one = _not_final(work, ticket)
        after = tuple(dict.fromkeys(help_needs))
        tickets.change(work, one, help_needs=list(after))
        work.record(HelpNeedsChanged(ticket=one.id, after=after))
        return tickets.get(work, ticket)


def change_service(hall: Hall, *, ticket: int, service: str) -> Ticket:
    """Go for another service with the same number and place.

    Refuses with WrongMove unless waiting, UnknownService or ServiceNotOffered.
    """
    with hall.work() as work:
        one = tickets.get(work, ticket)
        if one.status is not Status.WAITING:
            raise WrongMove(number=one.text, status=one.status)
        wanted = _offered(work, service)
        tickets.change(work, one, service_id=wanted.id, window_id=None)
        work.record(ServiceChanged(ticket=one.id, before=one.service, after=wanted.id))
        return tickets.get(work, ticket)


def add_service(hall: Hall, *, ticket: int, service: str) -> Ticket:
    """One more service after those the ticket has. Refuses with WrongMove when final, TooManyServices."""
    with hall.work() as work:
        one = _not_final(work, ticket)
        wanted = _offered(work, service)
        have = (one.service, *one.later_services)
        if wanted.id in have:
            return one
        if len(have) >= MOST_SERVICES:
            raise TooManyServices(most=MOST_SERVICES)
        tickets.change(work, one, later_services=[*one.later_services, wanted.id])
        work.record(ServiceAdded(ticket=one.id, service=wanted.id))
        return tickets.get(work, ticket)


def _must_be_issuing(work: Work) -> None:
    if not work.hours.is_open(work.now):
        opens = work.hours.next_opening(work.now)
        raise HallClosed(opens=opens.isoformat() if opens else None)


def _offered(work: Work, code: str) -> Service:
    service = work.set_up.service_by_code(code)
    if service not in work.set_up.offered:
        raise ServiceNotOffered(service=code)
    return service


def _not_final(work: Work, ticket: int) -> Ticket:
    one = tickets.get(work, ticket)
    if one.status in (Status.DONE, Status.CANCELLED, Status.LEFT):
        raise WrongMove(number=one.text, status=one.status)
    return one
