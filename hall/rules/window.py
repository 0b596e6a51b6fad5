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

    @property
    def is_open(self) -> bool:
        """May somebody be called here now? Wherever people read of open windows they read of these: none on pause."""
        return self.state is State.OPEN

    @property
    def is_at_work(self) -> bool:
        """Open, or on pause and soon back: places in the line are counted with these, that no break moves anybody."""
        return self.state is not State.CLOSED

    def must_be_held_by(self, staff: int) -> None:
        """Refuse with WindowNotOpen or NotYourWindow unless `staff` sits here."""
        if not self.is_at_work:
            raise WindowNotOpen(window_no=self.no)
        if self.staff != staff:
            raise NotYourWindow(window_no=self.no)

    def must_be_open(self) -> None:
        """Refuse with WindowNotOpen while paused or closed."""
        if not self.is_open:
            raise WindowNotOpen(window_no=self.no, state=self.state)
