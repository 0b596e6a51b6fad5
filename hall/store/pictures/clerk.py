"""One clerk's console."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.service import Material
from hall.rules.text import Text
from hall.store.pictures.pieces import About, Clerk, InLine, Opening, Stand


@dataclass(frozen=True, slots=True)
class InHand:
    """Whom the window has called or serves, or parked."""

    handling: str
    ticket: str
    number: str
    service: str
    service_name: Text
    then: tuple[Text, ...]
    """Services still to come after this one."""
    stage: str
    taken_at: datetime
    waiting_since: datetime
    called_at: datetime
    last_called_at: datetime
    times_called: int
    announced: bool
    started_at: datetime | None
    recall_at: datetime
    """From when it may be called again."""
    missed_at: datetime
    """From when it may be put down as missed, if called often enough by then."""
    why: str
    """See hall.rules.line.Why."""
    priority: str | None
    help_needs: tuple[str, ...]
    language: str
    note: str
    usual_outcome: str
    materials: tuple[Material, ...]
    send_to: tuple[int, ...]
    """Numbers of the other windows at work that serve it."""


@dataclass(frozen=True, slots=True)
class Before:
    """The visitor a window had last: whether they rated (never how), and until when the end may be undone."""

    handling: str
    ticket: str
    number: str
    ending: str
    ended_at: datetime
    rateable: bool
    rated: bool
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A service to choose from."""

    code: str
    name: Text
    prefix: str


@dataclass(frozen=True, slots=True)
class Console:
    """One clerk's console; `stand` is null while they sit nowhere."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    me: Clerk
    stand: Stand | None
    pause_next: str | None
    habit_window_no: int | None
    stands: tuple[Stand, ...]
    in_hand: InHand | None
    parked: tuple[InHand, ...]
    waiting_for_me: int
    longest_since: datetime | None
    line: tuple[InLine, ...]
    """The next few, in the order this window would call them."""
    next_why: str | None
    """Why the first of them is next (hall.rules.line.Why); null with nobody waiting."""
    missed: tuple[InLine, ...]
    before: Before | None
    statements_wanted: int
    """Low ratings of one's own handlings that one may still say something to: that they are there, never how low."""
    services: tuple[Choice, ...]
    missed_after_calls: int
