"""Whether what was found justified was put right in time."""

from datetime import date
from enum import StrEnum

from hall.rules.case import Verdict


class Timing(StrEnum):
    """How a rectification stands to its deadline; both days count by the hall's own calendar."""

    IN_TIME = "in_time"
    LATE = "late"
    """Done, but after the day it was due."""
    OVERDUE = "overdue"
    """Not done, and the day is over."""
    RUNNING = "running"
    """Not done, and there is time left."""
    UNDATED = "undated"
    """The deadline cannot be reckoned yet: the holidays of its year are not announced."""


def timing(verdict: Verdict | None, *, due: date | None, rectified: date | None, today: date) -> Timing | None:
    """None for what is not to be rectified: nothing was found justified (yet)."""
    if verdict is not Verdict.JUSTIFIED:
        return None
    if due is None:
        return Timing.UNDATED
    if rectified is not None:
        return Timing.IN_TIME if rectified <= due else Timing.LATE
    return Timing.OVERDUE if today > due else Timing.RUNNING
