"""What follows a low rating: the states of a case, who may move it, and to where.

The handler is never the rated clerk (谁办理谁负责 means the unit); an appeal is reviewed by another person than
whoever verified.
"""

from enum import StrEnum


class State(StrEnum):
    """How far a case is; every state but CLOSED is open."""

    RECEIVED = "received"
    CALLED_BACK = "called_back"
    VERIFIED = "verified"
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
