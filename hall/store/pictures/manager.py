"""The live hall."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.text import Text
from hall.store.pictures.pieces import About, Bell, Opening, PaperTrouble, Queue, Stand


@dataclass(frozen=True, slots=True)
class Attention:
    """What a manager should look at now: `code` says what, with the facts that belong to it."""

    code: str
    service_name: Text | None
    window_no: int | None
    since: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Today so far."""

    taken: int
    waiting: int
    in_hand: int
    parked: int
    done: int
    missed: int
    cancelled: int
    left: int


@dataclass(frozen=True, slots=True)
class AtWork:
    """What a window does now, and has done today; what tells of the visitor is null with nobody in hand."""

    window_no: int
    number: str | None
    service_name: Text | None
    stage: str | None
    since: datetime | None
    """Since when it calls or serves them, or has nobody in hand; null where the window is closed."""
    waited_s: int | None
    parked: tuple[str, ...]
    served: int


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """One hour of today: numbers taken, visitors served to the end."""

    hour: int
    taken: int
    served: int


@dataclass(frozen=True, slots=True)
class SaidToday:
    """What visitors said of the services that ended today."""

    ended: int
    rated: int
    good: int
    low: int


@dataclass(frozen=True, slots=True)
class ClerkChoice:
    """Somebody who may sit at a window, and sits at none."""

    id: str
    shown: Text
    number: str


@dataclass(frozen=True, slots=True)
class CaseNews:
    """The case that was opened last: where, never whom it is about; `no` counts the cases of the hall."""

    case: str
    no: int
    window_no: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class CasesNow:
    """The cases that are open; `newest` changes with every entry in any story of the hall."""

    open: int
    overdue: int
    unassigned: int
    """Nobody handles them yet."""
    appeals: int
    """An appeal waits for its review."""
    newest: str
    latest: CaseNews | None
    """Null before the first case."""


@dataclass(frozen=True, slots=True)
class Manager:
    """The live hall."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    stands: tuple[Stand, ...]
    windows_open: int
    queues: tuple[Queue, ...]
    longest_since: datetime | None
    tally: Tally
    attention: tuple[Attention, ...]
    bells: tuple[Bell, ...]
    troubles: tuple[PaperTrouble, ...]
    at_work: tuple[AtWork, ...]
    """One for each of `stands`, in the same order."""
    hours: tuple[HourOfDay, ...]
    said: SaidToday
    cases: CasesNow
    exclusions_asked: int
    """Ratings that somebody asked to leave out, and that wait for a second person."""
    free_clerks: tuple[ClerkChoice, ...]
    long_wait_s: int
    long_queue: int
