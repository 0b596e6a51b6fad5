"""One service rendered: a ticket at a window with a clerk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hall.rules.policy import Policy


class Stage(StrEnum):
    """How far a handling is; everything but ENDED is open, CALLED and SERVING are active at a window."""

    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    ENDED = "ended"


class Outcome(StrEnum):
    """What came of it; a clerk chooses one at finish."""

    DONE_ON_SPOT = "done_on_spot"
    ACCEPTED = "accepted"
    DEFICIENT = "deficient"
    REFUSED = "refused"
    CONSULTED = "consulted"
    REFERRED = "referred"


class Ending(StrEnum):
    """How a handling ends without an outcome."""

    MISSED = "missed"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


NEEDS_LACKING = frozenset({Outcome.DEFICIENT, Outcome.REFUSED})
"""Outcomes that must say what is missing, or the ground (规范五, 告知制度四)."""


@dataclass(frozen=True, slots=True)
class Handling:
    """One handling as remembered; moments are UTC, durations in seconds."""

    id: int
    ticket: int
    window: int
    staff: int
    service: int
    stage: Stage
    waiting_since: datetime
    called_at: datetime
    last_called_at: datetime
    announced_at: datetime | None
    """When the latest call had been spoken to its end; null until a display says so."""
    times_called: int
    started_at: datetime | None
    ended_at: datetime | None
    ending: str | None
    """An `Outcome` or an `Ending`; null while open."""
    why: str
    """Code of why this one was called, see `hall.rules.line.Why`."""
    lacking: str
    rated: bool


Stretch = tuple[datetime, datetime]
"""From one moment to another."""


def in_hand(handling: Handling, *, parked: Sequence[Stretch], until: datetime) -> list[Stretch]:
    """When the window had this visitor in hand: from the call to `until`, without the times set aside, in order."""
    begins = [handling.called_at, *(back for _aside, back in parked)]
    ends = [*(aside for aside, _back in parked), until]
    return list(zip(begins, ends, strict=True))


def walked(handling: Handling, held: Sequence[Stretch]) -> timedelta:
    """In hand before it was started: on the way from the call to the window."""
    start = handling.started_at
    assert start is not None, "nothing is rendered before it starts"
    return sum((min(ends, start) - begins for begins, ends in held if begins < start), timedelta(0))


def served(handling: Handling, held: Sequence[Stretch]) -> timedelta:
    """In hand since it was started."""
    start = handling.started_at
    assert start is not None, "nothing is rendered before it starts"
    return sum((ends - max(begins, start) for begins, ends in held if ends > start), timedelta(0))


def rateable(handling: Handling) -> bool:
    """Started and ended, whatever the outcome; someone who never came has nothing to rate."""
    return handling.started_at is not None and handling.ended_at is not None and handling.ending != Ending.MISSED


def rating_closes_at(handling: Handling, *, policy: Policy) -> datetime | None:
    """End of the time in which the ticket's link may rate; None while there is nothing to rate."""
    if handling.ended_at is None or not rateable(handling):
        return None
    return handling.ended_at + timedelta(days=policy.rating_days)


def recall_wait_s(handling: Handling, *, now: datetime, policy: Policy) -> int:
    """Seconds until this handling may be called again; 0 if it may now.

    Counted from the end of the announcement where a display told it, from the call otherwise.
    """
    spoken = max(handling.last_called_at, handling.announced_at or handling.last_called_at)
    left = spoken + timedelta(seconds=policy.recall_cooldown_s) - now
    return max(0, -(-left // timedelta(seconds=1)))


def missed_after_s(*, helped: bool, policy: Policy) -> int:
    """Seconds from the first call before someone may be put down as missed; longer with a help need."""
    return policy.missed_after_help_s if helped else policy.missed_after_s


def may_be_missed(handling: Handling, *, now: datetime, helped: bool, policy: Policy) -> bool:
    """Called often enough *and* long enough ago."""
    waited = (now - handling.called_at).total_seconds()
    return handling.times_called >= policy.missed_after_calls and waited >= missed_after_s(helped=helped, policy=policy)
