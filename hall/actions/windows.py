"""What is done with a window: opened, paused, resumed, closed."""

from hall.errors import (
    ClerkElsewhere,
    NotYourWindow,
    PauseReasonMissing,
    StillParked,
    StillServing,
    WindowTaken,
    WrongMove,
)
from hall.events import PausePlanned, WindowClosed, WindowOpened, WindowPaused, WindowResumed
from hall.rules.handling import Handling
from hall.rules.window import PauseReason, State, Window
from hall.store import handlings, tickets, windows
from hall.store.database import Hall
from hall.store.look import Work


def open_window(hall: Hall, *, window_no: int, by: int) -> Window:
    """Sit down at a window, or take up again one's own that was left open.

    Refuses with WindowTaken if somebody sits there, ClerkElsewhere if `by` sits at another window.
    """
    with hall.work() as work:
        window = windows.by_no(work, window_no)
        if window.staff == by:
            return window
        if window.staff is not None:
            raise WindowTaken(window_no=window_no)
        elsewhere = windows.of_staff(work, by)
        if elsewhere is not None:
            raise ClerkElsewhere(window_no=window_no, at_window=elsewhere.no)
        windows.turn(work, window, State.OPEN, staff=by)
        work.record(WindowOpened(window=window.id, staff=by))
        return windows.by_no(work, window_no)


def pause(hall: Hall, *, window_no: int, by: int, reason: PauseReason | None) -> Window:
    """Pause for a reason, or as soon as the present visitor is done (办完这位后暂停).

    Refuses with PauseReasonMissing, WindowNotOpen, NotYourWindow.
    """
    with hall.work() as work:
        window = windows.by_no(work, window_no)
        window.must_be_held_by(by)
        if reason is None:
            raise PauseReasonMissing(window_no=window_no)
        if handlings.active_at(work, window.id) is not None:
            windows.change(work, window, pause_next=reason)
            work.record(PausePlanned(window=window.id, reason=reason))
        elif window.state is not State.PAUSED or window.pause_reason is not reason:
            windows.turn(work, window, State.PAUSED, staff=by, reason=reason)
            work.record(WindowPaused(window=window.id, reason=reason))
        return windows.by_no(work, window_no)


def resume(hall: Hall, *, window_no: int, by: int) -> Window:
    """Go on after a pause, or give up a planned one. Refuses with WindowNotOpen, NotYourWindow."""
    with hall.work() as work:
        window = windows.by_no(work, window_no)
        window.must_be_held_by(by)
        if window.pause_next is not None:
            windows.change(work, window, pause_next=None)
            work.record(PausePlanned(window=window.id, reason=None))
        if window.state is State.PAUSED:
            windows.turn(work, window, State.OPEN, staff=by)
            work.record(WindowResumed(window=window.id))
        return windows.by_no(work, window_no)


def close(hall: Hall, *, window_no: int, by: int) -> Window:
    """Close one's own window; who was sent to it by name may be called by any other.

    Refuses with StillServing (nobody leaves a visitor, 承诺七), StillParked, NotYourWindow.
    """
    with hall.work() as work:
        window = windows.by_no(work, window_no)
        if window.state is State.CLOSED:
            return window
        if window.staff != by:
            raise NotYourWindow(window_no=window_no)
        parked = handlings.parked_at(work, window.id)
        if parked:
            raise StillParked(number=_number(work, parked[0]), count=len(parked))
        return _closed(work, window, by_manager=False)


def close_for(hall: Hall, *, window_no: int) -> Window:
    """A manager closes a window its clerk left open; who is parked there waits for whoever opens it next.

    Refuses with StillServing while a visitor is in hand.
    """
    with hall.work() as work:
        window = windows.by_no(work, window_no)
        if window.state is State.CLOSED:
            return window
        return _closed(work, window, by_manager=True)


def take_over(hall: Hall, *, window_no: int, by: int) -> Window:
    """Take up a window whose clerk is gone, with the visitor in hand: a manager's consent is the door's to ask.

    Refuses with ClerkElsewhere if `by` sits at another window, WrongMove if it is closed.
    """
    with hall.work() as work:
        window = windows.by_no(work, window_no)
        if window.staff is None:
            raise WrongMove(window_no=window_no)
        elsewhere = windows.of_staff(work, by)
        if elsewhere is not None and elsewhere.id != window.id:
            raise ClerkElsewhere(window_no=window_no, at_window=elsewhere.no)
        windows.turn(work, window, State.OPEN, staff=by)
        active = handlings.active_at(work, window.id)
        if active is not None:
            handlings.change(work, active, staff_id=by)
        work.record(WindowOpened(window=window.id, staff=by))
        return windows.by_no(work, window_no)


def _closed(work: Work, window: Window, *, by_manager: bool) -> Window:
    active = handlings.active_at(work, window.id)
    if active is not None:
        raise StillServing(number=_number(work, active), handling=str(active.id))
    windows.turn(work, window, State.CLOSED, staff=None)
    tickets.set_free(work, window=window.id)
    work.record(WindowClosed(window=window.id, by_manager=by_manager))
    return windows.by_no(work, window.no)


def _number(work: Work, handling: Handling) -> str:
    return tickets.get(work, handling.ticket).text
