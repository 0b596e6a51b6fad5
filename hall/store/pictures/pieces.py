"""What several screens show, and what a reading of the hall is made of before any of them is drawn."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.service import Material
from hall.rules.text import Text


@dataclass(frozen=True, slots=True)
class Opening:
    """Are numbers given out, until when, and when next; moments are null where there is none."""

    open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    closure: Text | None
    """The notice of the closure in force, or of the next one within a week."""


@dataclass(frozen=True, slots=True)
class About:
    """The hall as its screens name it."""

    name: Text
    address: Text
    phone: str | None
    welcome: Text
    ticket_note: Text
    zone: str
    languages: tuple[str, ...]
    demo: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """A wait as a range people can rely on, in seconds."""

    low: int
    high: int

    @staticmethod
    def of(span: tuple[int, int] | None) -> "Estimate | None":
        """Null where nothing can be said."""
        return Estimate(*span) if span else None


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who serves, as citizens see them; `photo` is an address, null while the stand-in is drawn."""

    id: str
    shown: Text
    number: str
    photo: str | None


@dataclass(frozen=True, slots=True)
class Stand:
    """One window as everybody sees it; `number` is whom it called or serves."""

    window_no: int
    name: Text
    area: str | None
    state: str
    pause_reason: str | None
    since: datetime | None
    clerk: Clerk | None
    number: str | None
    stage: str | None


@dataclass(frozen=True, slots=True)
class AreaLine:
    """How many of a line the windows of one area are there for, open or not."""

    area: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait for a service, and how many open windows serve it."""

    service: str
    name: Text
    prefix: str
    waiting: int
    windows_open: int
    longest_since: datetime | None
    areas: tuple[AreaLine, ...]
    """A service that several areas serve stands in each of them; whoever is sent to one window, in its own alone."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A service with everything to know before the number is taken."""

    code: str
    category: str
    kind: str
    name: Text
    summary: Text
    materials: tuple[Material, ...]
    conditions: tuple[Text, ...]
    procedure: tuple[Text, ...]
    promised: Text
    permit: bool
    popular: bool
    keywords: tuple[str, ...]
    waiting: int
    windows_open: int
    ahead: int
    """How many would be called before somebody who came for it now: its windows serve other lines too."""
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class CategoryName:
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, as console and desk see them."""

    ticket: str
    number: str
    service: str
    service_name: Text
    then: tuple[Text, ...]
    status: str
    taken_at: datetime
    waiting_since: datetime
    priority: str | None
    help_needs: tuple[str, ...]
    language: str
    ahead: int
    window_no: int | None
    later_used: int


@dataclass(frozen=True, slots=True)
class Bell:
    """需要帮助, rung and not yet answered."""

    bell: str
    device_name: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperTrouble:
    """A slip that did not come out, or perhaps did not."""

    job: str
    number: str | None
    ticket: str | None
    kind: str
    state: str
    fault: str
    at: datetime
