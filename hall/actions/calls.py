"""What happens between the call and the end of a handling."""

from dataclasses import dataclass

from hall.errors import (
    LackingNotSaid,
    NobodyWaiting,
    NothingToUndo,
    StaleHandling,
    StillServing,
    TextTooLong,
    TooSoonForMissed,
    TooSoonToRecall,
    UndoTooLate,
    WindowDoesNotServe,
    WindowNotOpen,
    WrongMove,
)
from hall.events import (
    CallAnnounced,
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketMissed,
    TicketParked,
    TicketRecalled,
    TicketTransferred,
    TicketUnparked,
    Undone,
    WindowPaused,
)
from hall.rules import line
from hall.rules.handling import (
    NEEDS_LACKING,
    Ending,
    Handling,
    Outcome,
    Stage,
    may_be_missed,
    missed_after_s,
    recall_wait_s,
)
from hall.rules.service import Service
from hall.rules.ticket import UNDO, Status, Ticket
from hall.rules.window import State, Window
from hall.store import flags, handlings, ratings, tickets, windows
from hall.store.database import Hall
from hall.store.look import Work

LONGEST_NOTE = 300
"""Characters of a note for the next window."""
LONGEST_LACKING = 1000
"""Characters of what is missing, or of the ground."""


@dataclass(frozen=True, slots=True)
class Called:
    """A call just made: the ticket, its handling with why this one, and the service it is for."""

    ticket: Ticket
    handling: Handling
    service: Service


def call_next(hall: Hall, *, window_no: int, by: int, handling: int | None = None) -> Called:
    """Call the visitor whose turn it is to a window; `handling` is the one the caller believes was there last.

    Refuses with NobodyWaiting if nobody suits the window, with WindowNotOpen or NotYourWindow,
    with StillServing while the window has not finished its visitor, and with StaleHandling if
    another visitor was there since.
    """
    with hall.work() as work:
        window = _own_open_window(work, window_no, by)
        _must_be_free(work, window)
        _must_be_the_last(work, window, handling)
        candidates = [
            one for one in tickets.waiting(work) if line.may_call(one, window=window.id, services=window.services)
        ]
        turn = line.next_in_line(candidates, run=work.head.priority_run, cap=work.policy.priority_run)
        if turn is None:
            raise NobodyWaiting(window_no=window_no)
        flags.raise_before_next(work, window.id)
        ticket = tickets.get(work, turn.waiting.ticket)
        ticket = tickets.move(work, ticket, Status.CALLED, window_id=window.id, yields=0)
        if any(one.yields for one in candidates):
            tickets.somebody_went(work, services=window.services, ticket=ticket.id)
        if turn.run != work.head.priority_run:
            work.run = turn.run
        called = handlings.open_one(
            work,
            day=ticket.day,
            ticket_id=ticket.id,
            window_id=window.id,
            staff_id=by,
            service_id=ticket.service,
            waiting_since=ticket.waiting_since,
            why=turn.why,
        )
        work.record(
            TicketCalled(ticket=ticket.id, number=ticket.text, handling=called.id, window=window.id, why=turn.why)
        )
        return Called(ticket, called, work.set_up.services[called.service])


def recall(hall: Hall, *, window_no: int, by: int, handling: int | None = None) -> Called:
    """Call the same visitor again. Refuses with TooSoonToRecall, StaleHandling, NothingInHand, WrongMove."""
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        current = handlings.in_hand(work, window.id, handling=handling)
        ticket = tickets.get(work, current.ticket)
        ticket.must_move(Status.CALLED)
        wait = recall_wait_s(current, now=work.now, policy=work.policy)
        if wait:
            raise TooSoonToRecall(wait_s=wait)
        times = current.times_called + 1
        handlings.change(work, current, times_called=times, last_called_at=work.now, announced_at=None)
        work.record(TicketRecalled(ticket=ticket.id, handling=current.id, window=window.id, times_called=times))
        return _called(work, current.id)


def announced(hall: Hall, *, handling: int, times_called: int) -> None:
    """A display has spoken this call to its end; says nothing new if it is no longer the latest."""
    with hall.work() as work:
        one = handlings.get(work, handling)
        if one.times_called == times_called and one.announced_at is None:
            handlings.change(work, one, announced_at=work.now)
            work.record(CallAnnounced(handling=one.id, times_called=times_called))


def start(hall: Hall, *, window_no: int, by: int, handling: int | None = None) -> Called:
    """The visitor is at the window. Refuses with StaleHandling, NothingInHand, WrongMove if already started."""
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        current = handlings.in_hand(work, window.id, handling=handling)
        ticket = tickets.get(work, current.ticket)
        tickets.move(work, ticket, Status.SERVING)
        # A parked handling goes on: it was started long before.
        handlings.change(work, current, stage=Stage.SERVING, started_at=current.started_at or work.now)
        work.record(ServiceStarted(ticket=ticket.id, handling=current.id, window=window.id))
        return _called(work, current.id)


def finish(
    hall: Hall, *, window_no: int, by: int, outcome: Outcome, note: str = "", handling: int | None = None
) -> Handling:
    """End the handling with its outcome; the ticket is done, or goes on with its next service.

    `note` of a *deficient* or *refused* outcome lists what is missing or gives the ground; of any other it is
    for the window of the next service. Refuses with LackingNotSaid without the former, with TextTooLong,
    StaleHandling, NothingInHand, WrongMove.
    """
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        current = handlings.in_hand(work, window.id, handling=handling)
        said = note.strip()
        lacking, onward = (said, "") if outcome in NEEDS_LACKING else ("", said)
        if outcome in NEEDS_LACKING and not lacking:
            raise LackingNotSaid(outcome=outcome)
        _must_fit(lacking, LONGEST_LACKING)
        _must_fit(onward, LONGEST_NOTE)
        ticket = tickets.get(work, current.ticket)
        ticket.must_move(Status.DONE)
        handlings.end(work, current, outcome, at=work.now, lacking=lacking)
        if ticket.later_services:
            following, *rest = ticket.later_services
            tickets.move(
                work,
                ticket,
                Status.WAITING,
                service_id=following,
                later_services=rest,
                window_id=None,
                waiting_since=work.now,
                note=onward or ticket.note,
            )
        else:
            tickets.move(work, ticket, Status.DONE)
        work.record(ServiceFinished(ticket=ticket.id, handling=current.id, window=window.id, outcome=outcome))
        _pause_if_planned(work, window)
        return handlings.get(work, current.id)


def missed(hall: Hall, *, window_no: int, by: int, handling: int | None = None) -> Handling:
    """Nobody came (过号). Refuses with TooSoonForMissed before enough calls and time, StaleHandling, WrongMove."""
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        current = handlings.in_hand(work, window.id, handling=handling)
        ticket = tickets.get(work, current.ticket)
        ticket.must_move(Status.MISSED)
        helped, policy = bool(ticket.help_needs), work.policy
        if not may_be_missed(current, now=work.now, helped=helped, policy=policy):
            seconds = missed_after_s(helped=helped, policy=policy)
            raise TooSoonForMissed(calls=policy.missed_after_calls, seconds=seconds)
        tickets.move(work, ticket, Status.MISSED)
        handlings.end(work, current, Ending.MISSED, at=work.now)
        work.record(TicketMissed(ticket=ticket.id, number=ticket.text, handling=current.id, window=window.id))
        _pause_if_planned(work, window)
        return handlings.get(work, current.id)


def park(hall: Hall, *, window_no: int, by: int, handling: int | None = None) -> Handling:
    """Set the visitor aside at this window. Refuses with StaleHandling, NothingInHand."""
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        current = handlings.in_hand(work, window.id, handling=handling)
        ticket = tickets.get(work, current.ticket)
        tickets.move(work, ticket, Status.PARKED, window_id=window.id)
        handlings.set_aside(work, current)
        work.record(TicketParked(ticket=ticket.id, handling=current.id, window=window.id))
        _pause_if_planned(work, window)
        return handlings.get(work, current.id)


def unpark(hall: Hall, *, window_no: int, by: int, ticket: int, handling: int | None = None) -> Called:
    """Call a ticket parked at this window: it is next, in the same handling.

    Refuses with StillServing, WindowNotOpen, NotYourWindow, StaleHandling, and WrongMove if it is not parked here.
    """
    with hall.work() as work:
        window = _own_open_window(work, window_no, by)
        _must_be_free(work, window)
        one = tickets.get(work, ticket)
        parked = handlings.parked_of(work, ticket)
        if parked is None or parked.window != window.id:
            raise WrongMove(number=one.text, status=one.status)
        if handling is not None and parked.id != handling:
            raise StaleHandling(handling=str(handling))
        flags.raise_before_next(work, window.id)
        tickets.move(work, one, Status.CALLED)
        handlings.take_up(work, parked, staff=by)
        work.record(TicketUnparked(ticket=one.id, handling=parked.id, window=window.id))
        return _called(work, parked.id)


def transfer(
    hall: Hall,
    *,
    window_no: int,
    by: int,
    service: str | None = None,
    to_window_no: int | None = None,
    note: str = "",
    handling: int | None = None,
) -> Handling:
    """Send the visitor on to a service or to one window (exactly one), with number, place and a note.

    Refuses with UnknownService, UnknownWindow, WindowDoesNotServe (nobody serves it there), WindowNotOpen
    (nobody sits there), TextTooLong, StaleHandling.
    """
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        current = handlings.in_hand(work, window.id, handling=handling)
        ticket = tickets.get(work, current.ticket)
        set_up = work.set_up
        wanted = set_up.service_by_code(service).id if service is not None else ticket.service
        post = set_up.post_by_no(to_window_no) if to_window_no is not None else None
        offers = post.services if post is not None else frozenset(one.id for one in set_up.offered)
        if wanted not in offers:
            raise WindowDoesNotServe(window_no=to_window_no, service=set_up.services[wanted].code)
        if to_window_no is not None and windows.by_no(work, to_window_no).state is State.CLOSED:
            raise WindowNotOpen(window_no=to_window_no)
        _must_fit(note.strip(), LONGEST_NOTE)
        tickets.move(
            work,
            ticket,
            Status.WAITING,
            service_id=wanted,
            # What it is sent on for now is not to be done a second time later.
            later_services=[one for one in ticket.later_services if one != wanted],
            window_id=post.id if post else None,
            waiting_since=work.now,
            note=note.strip(),
        )
        handlings.end(work, current, Ending.TRANSFERRED, at=work.now)
        work.record(
            TicketTransferred(
                ticket=ticket.id,
                handling=current.id,
                window=window.id,
                to_service=wanted if service is not None else None,
                to_window=post.id if post else None,
            )
        )
        _pause_if_planned(work, window)
        return handlings.get(work, current.id)


def undo(hall: Hall, *, window_no: int, by: int, handling: int | None = None) -> Called:
    """Take back a mistaken *missed* or *finish* within the seconds the rules allow.

    Refuses with NothingToUndo, UndoTooLate (time over, rated, or the ticket went on), StillServing, StaleHandling.
    """
    with hall.work() as work:
        window = _own_window(work, window_no, by)
        _must_be_free(work, window)
        last = handlings.last_ended_at(work, window.id)
        undoable = {Ending.MISSED, *Outcome}
        if last is None or last.ended_at is None or last.ending not in undoable or last.staff != by:
            raise NothingToUndo(window_no=window_no)
        if handling is not None and last.id != handling:
            raise StaleHandling(handling=str(handling))
        if (work.now - last.ended_at).total_seconds() > work.policy.undo_s or ratings.is_rated(work, last.id):
            raise UndoTooLate(handling=str(last.id))
        _take_back(work, last, window)
        work.record(Undone(ticket=last.ticket, handling=last.id, window=window.id, undone=last.ending or ""))
        return _called(work, last.id)


def _take_back(work: Work, last: Handling, window: Window) -> None:
    ticket = tickets.get(work, last.ticket)
    was_missed = last.ending == Ending.MISSED
    called_since = handlings.of_ticket(work, ticket.id)[-1].id != last.id
    stands = {Status.MISSED} if was_missed else UNDO.keys() - {Status.MISSED}
    if called_since or ticket.status not in stands:
        raise UndoTooLate(handling=str(last.id))
    went_on = ticket.status is Status.WAITING
    later = ticket.later_services
    if went_on:
        later = (ticket.service, *later)
    tickets.change(
        work,
        ticket,
        status=Status.CALLED if was_missed else Status.SERVING,
        service_id=last.service,
        later_services=list(later),
        window_id=window.id,
        waiting_since=last.waiting_since,
    )
    ratings.forget_unsubmitted(work, last)
    handlings.take_back_end(work, last, Stage.CALLED if was_missed else Stage.SERVING)


def _own_window(work: Work, window_no: int, by: int) -> Window:
    window = windows.by_no(work, window_no)
    window.must_be_held_by(by)
    return window


def _own_open_window(work: Work, window_no: int, by: int) -> Window:
    window = _own_window(work, window_no, by)
    window.must_be_open()
    return window


def _must_be_free(work: Work, window: Window) -> None:
    active = handlings.active_at(work, window.id)
    if active is not None:
        raise StillServing(number=tickets.get(work, active.ticket).text, handling=str(active.id))


def _must_be_the_last(work: Work, window: Window, handling: int | None) -> None:
    """Refuse with StaleHandling unless `handling`, if given, is the last that ended here, or is parked here."""
    if handling is None:
        return
    last = handlings.last_ended_at(work, window.id)
    if last is not None and last.id == handling:
        return
    one = handlings.get(work, handling)
    if one.window != window.id or one.stage is not Stage.PARKED:
        raise StaleHandling(handling=str(handling))


def _must_fit(text: str, most: int) -> None:
    if len(text) > most:
        raise TextTooLong(field="note", most=most)


def _pause_if_planned(work: Work, window: Window) -> None:
    if window.pause_next is not None:
        windows.turn(work, window, State.PAUSED, staff=window.staff, reason=window.pause_next)
        work.record(WindowPaused(window=window.id, reason=window.pause_next))


def _called(work: Work, handling: int) -> Called:
    current = handlings.get(work, handling)
    return Called(tickets.get(work, current.ticket), current, work.set_up.services[current.service])
