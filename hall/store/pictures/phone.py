"""A visitor's own page."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.service import Material
from hall.rules.text import Text
from hall.store.pictures.pieces import About, Estimate, Opening
from hall.store.pictures.rateable import Rateable


@dataclass(frozen=True, slots=True)
class Ahead:
    """Who is ahead, so that the page can say why it became more."""

    priority: int
    """Came later, but go first."""
    came_back: int
    """Came later, or sent on from elsewhere, and are called before all the same."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A visitor's own page."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    number: str
    status: str
    language: str
    service_name: Text
    then: tuple[Text, ...]
    materials: tuple[Material, ...]
    taken_at: datetime
    ahead: int
    ahead_of: Ahead
    estimate: Estimate | None
    windows_open: int
    notify_ahead: int
    window_no: int | None
    window_name: Text | None
    area: str | None
    times_called: int
    called_at: datetime | None
    later_by: int
    later_left: int
    may_cancel: bool
    rateable: tuple[Rateable, ...]
    restorable: bool
