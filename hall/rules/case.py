"""What follows a low rating: the states of a case, who may move it, and to where.

The handler is never the rated clerk (谁办理谁负责 means the unit); an appeal is reviewed by another person than
whoever verified.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from hall.errors import TextTooLong
from hall.rules.rating import written
from hall.rules.telephone import telephone
from hall.rules.text import Text

LONGEST_ENTRY = 500
LONGEST_NAME = 40


class State(StrEnum):
    """How far a case is; every state but CLOSED is open."""

    RECEIVED = "received"
    CALLED_BACK = "called_back"
    VERIFIED = "verified"
    REOPENED = "reopened"
    """The first reply did not satisfy: a second one is due, the last."""
    RECTIFIED = "rectified"
    REPLIED = "replied"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What was found; only JUSTIFIED has a cause and is rectified."""

    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"
    MISTAKEN = "mistaken"
    """误评: the citizen meant another level or another window."""
    MALICIOUS = "malicious"


class Cause(StrEnum):
    """What a justified low rating was about; only PEOPLE counts on the clerk's sheet."""

    PEOPLE = "people"
    MATERIALS = "materials"
    PROCEDURE = "procedure"
    WAITING = "waiting"
    EQUIPMENT = "equipment"


class Step(StrEnum):
    """The entries of a case's story."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    CONTACT_LEFT = "contact_left"
    CONTACT_SEEN = "contact_seen"
    CONTACT_ERASED = "contact_erased"
    CALLED_BACK = "called_back"
    STATEMENT = "statement"
    VERIFIED = "verified"
    APPEAL = "appeal"
    REVIEWED = "reviewed"
    RELEASED = "released"
    RECTIFIED = "rectified"
    REPLIED = "replied"
    ANSWERED = "answered"
    CLOSED = "closed"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Case:
    """One case as remembered; what is None, and when, stands in `hall/store/tables.py`."""

    id: int
    no: int
    handling: int
    rating: int
    ticket: int
    window: int
    staff: int
    """The rated clerk."""
    service: int
    state: State
    opened_at: datetime
    handler: int | None
    contact: bool
    """Did the citizen leave one? Stays so when it is erased."""
    call_back_due: date | None
    rectify_due: date | None
    called_back_at: datetime | None
    verified_at: datetime | None
    verified_by: int | None
    verdict: Verdict | None
    cause: Cause | None
    released_at: datetime | None
    rectified_at: datetime | None
    measure: str
    replied_at: datetime | None
    reply: str
    satisfied: bool | None
    """What the citizen answered last."""
    answered_at: datetime | None
    reopened_at: datetime | None
    """When the first reply did not satisfy; what follows is the second round."""
    again_due: date | None
    measure_again: str
    replied_again_at: datetime | None
    reply_again: str
    answered_again_at: datetime | None
    closed_at: datetime | None

    @property
    def justified(self) -> bool:
        return self.verdict is Verdict.JUSTIFIED

    @property
    def answer_wanted(self) -> bool:
        """Is there a reply of which the citizen has not said whether it satisfies? Each of the two is answered once."""
        if self.reopened_at is None:
            return self.replied_at is not None and self.satisfied is None
        return self.replied_again_at is not None and self.answered_again_at is None

    @property
    def follows_up(self) -> bool:
        """Is a second reply on its way?"""
        return self.reopened_at is not None and self.replied_again_at is None

    @property
    def due(self) -> "Due | None":
        """The deadline it runs to now; None once it was replied to."""
        if self.follows_up:
            return Due("again", self.again_due)
        if self.replied_at is not None:
            return None
        if self.contact and self.state is State.RECEIVED:
            return Due("call_back", self.call_back_due)
        return Due("rectify", self.rectify_due)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: `on` is None while the arrangement of its year is not known (待国务院放假安排公布)."""

    what: Literal["call_back", "rectify", "again"]
    on: date | None

    def over(self, today: date) -> bool:
        """Has its day passed? The day itself is still in time."""
        return self.on is not None and self.on < today


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a case's story; `staff` is None for the citizen and for the house itself."""

    id: int
    at: datetime
    staff: int | None
    kind: Step
    text: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contact:
    """How a citizen wants to be called back; the name may be left out."""

    phone: str
    name: str = ""

    @classmethod
    def written(cls, phone: str, name: str) -> "Contact":
        """As somebody wrote it. Raises PhoneUnusable, TextTooLong."""
        number = telephone(phone)
        called = written(name)
        if len(called) > LONGEST_NAME:
            raise TextTooLong(field="name", most=LONGEST_NAME)
        return cls(number, called)


TOLD: dict[State, Text] = {
    State.RECEIVED: Text("已收到您的意见，正在核实", "We have what you told us and are looking into it"),
    State.CALLED_BACK: Text("已与您通过电话，正在核实", "We spoke with you and are looking into it"),
    State.VERIFIED: Text("已核实，正在处理", "We looked into it and are acting on it"),
    State.REOPENED: Text("正在再次跟进", "We are following it up once more"),
    State.RECTIFIED: Text("已处理，正在写答复", "We acted on it and are writing our reply"),
    State.REPLIED: Text("已答复", "We have replied"),
    State.CLOSED: Text("已答复", "We have replied"),
}
"""How far a case is, as the citizen reads it."""


def entry_text(text: str, *, most: int = LONGEST_ENTRY) -> str:
    """What somebody wrote into a case; "" for nothing that can be read. Raises TextTooLong."""
    said = written(text)
    if len(said) > most:
        raise TextTooLong(field="text", most=most)
    return said
