"""What somebody outside the hall's screens is told of, by e-mail or webhook."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hall.rules.text import Text


class AlertKind(StrEnum):
    """Why somebody is told."""

    LOW_RATING = "low_rating"
    """A case was opened."""
    OVERDUE = "overdue"
    """A case passed one of its days."""
    APPEAL = "appeal"
    """A rated clerk appealed."""
    UNSATISFIED = "unsatisfied"
    """A citizen said that the reply does not satisfy."""
    TRIAL = "trial"
    """A manager tries whether a message arrives."""


KIND_WORDS: dict[AlertKind, Text] = {
    AlertKind.LOW_RATING: Text("新的差评", "New low rating"),
    AlertKind.OVERDUE: Text("差评整改逾期", "Case overdue"),
    AlertKind.APPEAL: Text("工作人员申诉", "Appeal by staff"),
    AlertKind.UNSATISFIED: Text("群众对答复不满意", "Citizen not satisfied with the reply"),
    AlertKind.TRIAL: Text("试发", "Trial message"),
}

WANTED = tuple(kind for kind in AlertKind if kind is not AlertKind.TRIAL)
"""What a recipient may ask to be told of; a trial goes to the one it was meant for."""


class RecipientKind(StrEnum):
    """How a message goes out."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class MessageState(StrEnum):
    """How far a message is: tried again until it is sent or given up."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""How long a message waits after each try that failed; after the try behind the last of them it is given up."""


def next_try(kind: AlertKind, *, tries: int, now: datetime) -> datetime | None:
    """When a message is tried again that has been tried so often; None = given up.

    A trial is never repeated: somebody stands before the page and waits for its result.
    """
    if kind is AlertKind.TRIAL or tries > len(PAUSES):
        return None
    return now + PAUSES[tries - 1]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told; whether a secret is kept is known, the secret itself is not."""

    id: int
    kind: RecipientKind
    name: str
    address: str
    template: str
    wants: tuple[AlertKind, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way; `lease` proves the right to end it, `case` is None for a trial."""

    id: int
    recipient: int
    kind: AlertKind
    case: int | None
    state: MessageState
    asked_at: datetime
    due_at: datetime
    lease: str | None
    tries: int
    ended_at: datetime | None
    fault: str
