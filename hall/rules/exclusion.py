"""How a rating is left out of the figures: one person asks, with a reason; another decides. Never deleted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hall.errors import GroundMissing, TextTooLong
from hall.rules.rating import written

LONGEST_GROUND = 300


class State(StrEnum):
    """How far an exclusion is; only EXCLUDED keeps the rating out of the figures."""

    ASKED = "asked"
    EXCLUDED = "excluded"
    DECLINED = "declined"
    LIFTED = "lifted"
    """It was excluded, and counts again."""


OPEN = frozenset({State.ASKED, State.EXCLUDED})
"""At most one of these for a rating."""


class Reason(StrEnum):
    """Why a rating should not count. That it is a low one is no reason."""

    STAFF = "staff"
    """Not given by the visitor, but by somebody who works here."""
    MISTAKEN = "mistaken"
    """误评: the visitor meant another level or another window."""
    MALICIOUS = "malicious"
    """Given to harm, as was verified."""
    TRIAL = "trial"
    """Given while a screen was tried or a service was practised."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Somebody asked that a rating be left out, and what became of it."""

    id: int
    rating: int
    state: State
    reason: Reason
    text: str
    """The ground, in the words of whoever asked."""
    asked_by: int
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    lifted_by: int | None
    lifted_at: datetime | None


def ground(text: str) -> str:
    """The ground as it may be kept; refuses with GroundMissing, TextTooLong."""
    said = written(text)
    if not said:
        raise GroundMissing()
    if len(said) > LONGEST_GROUND:
        raise TextTooLong(field="text", most=LONGEST_GROUND)
    return said
