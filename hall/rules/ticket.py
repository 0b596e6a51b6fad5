"""A visitor's place in the line, with the moves it may make."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hall.errors import WrongMove
from hall.rules.numbering import number_text


class Status(StrEnum):
    """Where a ticket stands; from where to where it may go says `MOVES`."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    MISSED = "missed"
    DONE = "done"
    CANCELLED = "cancelled"
    LEFT = "left"


class Priority(StrEnum):
    """Why someone goes first. The rule book asks for *help* (promise 3); the list is the hall's own."""

    ELDER = "elder"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    MILITARY = "military"
    INFANT = "infant"
    OTHER = "other"


class HelpNeed(StrEnum):
    """What someone needs on the way; apart from priority, seen by console and desk only."""

    HEARING = "hearing"
    VISION = "vision"
    WHEELCHAIR = "wheelchair"
    GUIDE = "guide"
    STROLLER = "stroller"


MOVES: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.CALLED, Status.CANCELLED, Status.LEFT}),
    Status.CALLED: frozenset(
        {Status.CALLED, Status.SERVING, Status.MISSED, Status.WAITING, Status.PARKED, Status.CANCELLED}
    ),
    Status.SERVING: frozenset({Status.DONE, Status.PARKED, Status.WAITING}),
    Status.PARKED: frozenset({Status.CALLED}),
    Status.MISSED: frozenset({Status.WAITING}),
    Status.DONE: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.LEFT: frozenset(),
}
"""Every move of a ticket. A mistaken *missed* or *finish* is taken back by `UNDO`, within seconds only."""

UNDO: dict[Status, Status] = {Status.MISSED: Status.CALLED, Status.DONE: Status.SERVING, Status.WAITING: Status.SERVING}
"""What an undo makes of a ticket: a finished one whose next service waits is *waiting* until then."""

IN_HALL = frozenset({Status.WAITING, Status.CALLED, Status.SERVING, Status.PARKED})
"""Somebody is still to be served: these survive noon, closing and midnight."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket as remembered; moments are UTC."""

    id: int
    day: date
    prefix: str
    number: int
    service: int
    later_services: tuple[int, ...]
    """Services still to come after `service`, in order."""
    status: Status
    taken_at: datetime
    """First arrival: the place in the line, never changed."""
    waiting_since: datetime
    """Start of the present wait: `taken_at`, or when it was sent on or brought back."""
    yields: int
    """How many others are called first (restored, 我晚点到); 0 for most."""
    moved_back: bool
    """Has let others go first at some time."""
    later_used: int
    priority: Priority | None
    help_needs: tuple[HelpNeed, ...]
    language: str
    window: int | None
    """The window it is at, parked at, or was sent to by name; null while any window may call it."""
    note: str
    """What the last window wrote for the next one; "" if nothing."""

    @property
    def text(self) -> str:
        """The number as people read it, e.g. A008; four digits past 999."""
        return number_text(self.prefix, self.number)

    def must_move(self, to: Status) -> None:
        """Refuse with WrongMove unless a ticket may go from here to `to`."""
        if to not in MOVES[self.status]:
            raise WrongMove(number=self.text, status=self.status, to=to)
