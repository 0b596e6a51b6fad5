"""A window of the hall: open, paused or closed, with at most one clerk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hall.errors import NotYourWindow, WindowNotOpen


class State(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class PauseReason(StrEnum):
    """Why a window pauses: nobody leaves a post without a reason (规范七)."""

    BREAK = "break"
    ERRAND = "errand"
    MEETING = "meeting"
    TRAINING = "training"
    SYSTEM = "system"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Window:
    """One window as it stands now."""

    id: int
    no: int
    state: State
    pause_reason: PauseReason | None
    pause_next: PauseReason | None
    """Set while serving: pause for this reason as soon as the visitor is done."""
    staff: int | None
    """Who sits there; None when closed."""
    since: datetime | None
    """Since when it is in this state; None until first opened."""
    services: frozenset[int]

    def must_be_held_by(self, staff: int) -> None:
        """Refuse with WindowNotOpen or NotYourWindow unless `staff` sits here."""
        if self.state is State.CLOSED:
            raise WindowNotOpen(window_no=self.no)
        if self.staff != staff:
            raise NotYourWindow(window_no=self.no)

    def must_be_open(self) -> None:
        """Refuse with WindowNotOpen while paused or closed."""
        if self.state is not State.OPEN:
            raise WindowNotOpen(window_no=self.no, state=self.state)
