"""One kiosk."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.text import Text
from hall.store.pictures.pieces import About, Guide, Opening


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category with how many wait for its services, and the open windows that serve any of them."""

    code: str
    name: Text
    waiting: int
    windows_open: int


@dataclass(frozen=True, slots=True)
class Slip:
    """How a print job stands: queued, sent, printed, failed, uncertain or reprinted."""

    job: str
    state: str


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One kiosk."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    categories: tuple[CategoryLine, ...]
    services: tuple[Guide, ...]
    enquiry: str | None
    """Code of the help desk's own service (不知道办什么); null where there is none."""
    priorities: tuple[str, ...]
    """Reasons a visitor may declare without asking the help desk."""
    elder_age: int
    idle_s: int
    most_services: int
    later_by: int
    bell_rung: bool
    """Somebody rang here and nobody has come yet."""
    prints: bool
    """Has a printer."""
    waiting: int
    windows_open: int
    slips: tuple[Slip, ...]
    """The latest of its printer, newest first."""
