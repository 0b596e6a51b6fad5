"""One pad; at the help desk also a ticket by its code."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.text import Text
from hall.store.pictures.pieces import About, Clerk, Opening
from hall.store.pictures.rateable import Rateable


@dataclass(frozen=True, slots=True)
class Served:
    """Who is called to or served at the pad's window."""

    handling: str
    number: str
    stage: str
    called_at: datetime
    language: str
    """What the visitor chose when taking the number."""


@dataclass(frozen=True, slots=True)
class ToRate:
    """The handling the pad asks about, until somebody rated it or the next one started."""

    handling: str
    number: str
    service_name: Text
    clerk: Clerk
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Pad:
    """One pad."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    window_no: int
    window_name: Text
    state: str
    pause_reason: str | None
    clerk: Clerk | None
    served: Served | None
    to_rate: ToRate | None
    timeout_s: int
    hold_s: int
    rating_days: int
    takes_codes: bool
    """Stands at the help desk: whoever has no phone rates here, by the code on the slip."""
    tag_set: str
    """The set of tags in force: a page that was told another is loaded anew when nobody stands there."""


@dataclass(frozen=True, slots=True)
class ByCode:
    """A ticket as the help desk's pad shows it to whoever has its code."""

    number: str
    language: str
    handlings: tuple[Rateable, ...]
