"""What a clerk's console asks of the hall."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from flask import Response
from pydantic import Field

from clerk.words import why_text
from hall.actions import calls, printing, tickets, windows
from hall.rules.handling import NEEDS_LACKING, Outcome
from hall.rules.staff import Power
from hall.rules.text import Text
from hall.rules.window import PauseReason, Window
from web.doors import Asked, Body, Id, Room, must
from web.languages import _
from web.pages import staff_page
from web.tickets import PrintOut

TITLE = _("窗口")

bp = Room("clerk", __name__, url_prefix="/clerk", template_folder="templates")


# --- what is sent ------------------------------------------------------------------------------------


class Which(Body):
    """The handling the screen shows; a deed meant for another one is refused."""

    handling: Id | None = None


class PauseFor(Body):
    """Why the window pauses."""

    reason: PauseReason | None = None


class FinishWith(Which):
    """What came of it; the note is what is missing, the ground, or a word to the next window."""

    outcome: Outcome
    note: str = Field(default="", max_length=calls.LONGEST_LACKING)


class SendOn(Which):
    """Where to: exactly one of a service and a window."""

    service: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    window_no: int | None = None
    note: str = Field(default="", max_length=calls.LONGEST_NOTE)


class TakeBack(Which):
    """Whom to call back from those set aside."""

    ticket: Id


class Nothing(Body):
    """Nothing needs saying."""


# --- what is answered --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WindowOut:
    """The window as it stands now."""

    window_no: int
    state: str
    pause_reason: str | None
    pause_next: str | None

    @staticmethod
    def of(one: Window) -> "WindowOut":
        return WindowOut(one.no, one.state, one.pause_reason, one.pause_next)


@dataclass(frozen=True, slots=True)
class TicketOut:
    """Whose turn it is."""

    id: str
    number: str
    service: str
    taken_at: datetime
    priority: str | None


@dataclass(frozen=True, slots=True)
class WhyOut:
    """Why this one."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class CalledOut:
    """A visitor at a window, with the handling to name from now on."""

    ticket: TicketOut
    handling: str
    times_called: int
    why: WhyOut


@dataclass(frozen=True, slots=True)
class HandlingOut:
    """The handling that was ended or set aside."""

    handling: str


@dataclass(frozen=True, slots=True)
class FinishedOut:
    """The handling that was ended; `print` is the list of what is missing, null where none came out."""

    handling: str
    print: PrintOut | None


@dataclass(frozen=True, slots=True)
class RestoredOut:
    """A missed number back in the line."""

    id: str
    number: str
    ahead: int


@dataclass(frozen=True, slots=True)
class OrdinaryOut:
    """A number that goes by its arrival, like the others."""

    id: str
    number: str


@bp.get("/")
def show() -> Response:
    """The console's page."""
    return staff_page(Power.SERVE, room="clerk", title=TITLE, script="console.js", stylesheet="console.css")


# --- the window --------------------------------------------------------------------------------------


@bp.door("POST", "/windows/<int:window_no>/open", guest=Power.SERVE)
def open_window(asked: Asked, body: Nothing, window_no: int) -> WindowOut:
    """Sit down at a window, or take up one's own again."""
    return WindowOut.of(windows.open_window(asked.hall, window_no=window_no, by=_me(asked)))


@bp.door("POST", "/windows/<int:window_no>/pause", guest=Power.SERVE)
def pause(asked: Asked, body: PauseFor, window_no: int) -> WindowOut:
    """Pause for a reason; while serving, as soon as the visitor is done."""
    return WindowOut.of(windows.pause(asked.hall, window_no=window_no, by=_me(asked), reason=body.reason))


@bp.door("POST", "/windows/<int:window_no>/resume", guest=Power.SERVE)
def resume(asked: Asked, body: Nothing, window_no: int) -> WindowOut:
    """Go on after a pause, or give up a planned one."""
    return WindowOut.of(windows.resume(asked.hall, window_no=window_no, by=_me(asked)))


@bp.door("POST", "/windows/<int:window_no>/close", guest=Power.SERVE)
def close(asked: Asked, body: Nothing, window_no: int) -> WindowOut:
    """Close one's own window; refused while a visitor is there."""
    return WindowOut.of(windows.close(asked.hall, window_no=window_no, by=_me(asked)))


# --- the visitor -------------------------------------------------------------------------------------


@bp.door("POST", "/windows/<int:window_no>/next", guest=Power.SERVE)
def call_next(asked: Asked, body: Which, window_no: int) -> CalledOut:
    """Call the visitor whose turn it is."""
    turn = calls.call_next(asked.hall, window_no=window_no, by=_me(asked), handling=body.handling)
    return _called(turn)


@bp.door("POST", "/windows/<int:window_no>/recall", guest=Power.SERVE)
def recall(asked: Asked, body: Which, window_no: int) -> CalledOut:
    """Call the same visitor again."""
    return _called(calls.recall(asked.hall, window_no=window_no, by=_me(asked), handling=body.handling))


@bp.door("POST", "/windows/<int:window_no>/start", guest=Power.SERVE)
def start(asked: Asked, body: Which, window_no: int) -> CalledOut:
    """The visitor is at the window."""
    return _called(calls.start(asked.hall, window_no=window_no, by=_me(asked), handling=body.handling))


@bp.door("POST", "/windows/<int:window_no>/finish", guest=Power.SERVE)
def finish(asked: Asked, body: FinishWith, window_no: int) -> FinishedOut:
    """End the handling with its outcome; what is missing, or the ground, is kept and printed."""
    done = calls.finish(
        asked.hall,
        window_no=window_no,
        by=_me(asked),
        outcome=body.outcome,
        note=body.note,
        handling=body.handling,
    )
    paper = body.outcome in NEEDS_LACKING and _has_printer(asked)
    job = printing.print_lacking(asked.hall, handling=done.id) if paper else None
    return FinishedOut(str(done.id), PrintOut.of(job) if job else None)


@bp.door("POST", "/windows/<int:window_no>/missed", guest=Power.SERVE)
def missed(asked: Asked, body: Which, window_no: int) -> HandlingOut:
    """Nobody came after enough calls and time (过号)."""
    done = calls.missed(asked.hall, window_no=window_no, by=_me(asked), handling=body.handling)
    return HandlingOut(str(done.id))


@bp.door("POST", "/windows/<int:window_no>/park", guest=Power.SERVE)
def park(asked: Asked, body: Which, window_no: int) -> HandlingOut:
    """Set the visitor aside at this window."""
    done = calls.park(asked.hall, window_no=window_no, by=_me(asked), handling=body.handling)
    return HandlingOut(str(done.id))


@bp.door("POST", "/windows/<int:window_no>/unpark", guest=Power.SERVE)
def unpark(asked: Asked, body: TakeBack, window_no: int) -> CalledOut:
    """Call back a visitor set aside at this window."""
    turn = calls.unpark(asked.hall, window_no=window_no, by=_me(asked), ticket=body.ticket, handling=body.handling)
    return _called(turn)


@bp.door("POST", "/windows/<int:window_no>/transfer", guest=Power.SERVE)
def transfer(asked: Asked, body: SendOn, window_no: int) -> HandlingOut:
    """Send the visitor on to a service or a window, keeping number and place."""
    must((body.service is None) != (body.window_no is None), field="service")
    done = calls.transfer(
        asked.hall,
        window_no=window_no,
        by=_me(asked),
        service=body.service,
        to_window_no=body.window_no,
        note=body.note,
        handling=body.handling,
    )
    return HandlingOut(str(done.id))


@bp.door("POST", "/windows/<int:window_no>/undo", guest=Power.SERVE)
def undo(asked: Asked, body: Which, window_no: int) -> CalledOut:
    """Take back a mistaken missed or finish, within seconds."""
    return _called(calls.undo(asked.hall, window_no=window_no, by=_me(asked), handling=body.handling))


# --- beside the window -------------------------------------------------------------------------------


@bp.door("POST", "/tickets/<int:ticket>/restore", guest=Power.SERVE)
def restore(asked: Asked, body: Nothing, ticket: int) -> RestoredOut:
    """Bring a missed number of today back into the line."""
    place = tickets.restore(asked.hall, ticket=ticket)
    return RestoredOut(str(place.ticket.id), place.ticket.text, place.ahead)


@bp.door("POST", "/tickets/<int:ticket>/no-priority", guest=Power.SERVE)
def undo_priority(asked: Asked, body: Nothing, ticket: int) -> OrdinaryOut:
    """Undo a reason for going first that does not hold; the ticket keeps its first arrival."""
    one = tickets.set_priority(asked.hall, ticket=ticket, priority=None)
    return OrdinaryOut(str(one.id), one.text)


@bp.door("POST", "/tickets/<int:ticket>/reprint", guest=Power.SERVE)
def reprint(asked: Asked, body: Nothing, ticket: int) -> PrintOut:
    """Print a visitor's number once more, marked 补打."""
    return PrintOut.of(printing.print_ticket(asked.hall, ticket=ticket, again=True))


@bp.door("POST", "/handlings/<int:handling>/reprint", guest=Power.SERVE)
def reprint_lacking(asked: Asked, body: Nothing, handling: int) -> PrintOut:
    """Print the list of what is missing once more, marked 补打."""
    return PrintOut.of(printing.print_lacking(asked.hall, handling=handling, again=True))


def _me(asked: Asked) -> int:
    return asked.staff.staff.id


def _has_printer(asked: Asked) -> bool:
    with asked.hall.look() as look:
        return look.set_up.printer_of(None) is not None


def _called(turn: calls.Called) -> CalledOut:
    one, at = turn.ticket, turn.handling
    return CalledOut(
        ticket=TicketOut(str(one.id), one.text, turn.service.code, one.taken_at, one.priority),
        handling=str(at.id),
        times_called=at.times_called,
        why=WhyOut(at.why, why_text(at.why)),
    )
