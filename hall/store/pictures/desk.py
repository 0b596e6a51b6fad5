"""The help desk."""

from dataclasses import dataclass
from datetime import datetime

from hall.store.pictures.pieces import About, Bell, CategoryName, Guide, InLine, Opening, PaperTrouble, Stand


@dataclass(frozen=True, slots=True)
class Desk:
    """The help desk."""

    seq: int
    now: datetime
    about: About
    opening: Opening
    people: tuple[InLine, ...]
    """Everybody still to be served, who waited longest first."""
    missed: tuple[InLine, ...]
    bells: tuple[Bell, ...]
    troubles: tuple[PaperTrouble, ...]
    services: tuple[Guide, ...]
    categories: tuple[CategoryName, ...]
    stands: tuple[Stand, ...]
    windows_open: int
    window_no: int | None
    """A window of the desk's own; null where there is none."""
    priorities: tuple[str, ...]
    """Every reason for going first: the desk may give all of them."""
    help_needs: tuple[str, ...]
    elder_age: int
    most_services: int
    prints: bool
    """Has a printer."""
    long_wait_s: int
    later_by: int
    later_times: int
    restore_after: int
