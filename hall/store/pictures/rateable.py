"""What of a ticket may be rated, and what followed: on the visitor's own page and, by code, at the help desk's pad."""

from dataclasses import dataclass
from datetime import date, datetime

from hall.rules.text import Text
from hall.store.pictures.pieces import Clerk


@dataclass(frozen=True, slots=True)
class Reply:
    """What was replied to a citizen, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """What a citizen sees of what followed their rating: how far it is, the replies, what they may still say."""

    case: str
    told: Text
    replies: tuple[Reply, ...]
    """None yet, one, or a second one after the first did not satisfy."""
    contact_left: bool
    contact_wanted: bool
    """May a telephone number be left now?"""
    contact_days: int
    """Days after which it would be erased."""
    satisfied: bool | None
    """What they answered last."""
    answer_wanted: bool
    """Is a reply there, and nothing said about it yet?"""
    follows_up: bool
    """Is a second reply on its way?"""
    again_by: date | None
    """The last day for it; null without one, and while the year's holidays are not announced."""


@dataclass(frozen=True, slots=True)
class Rateable:
    """One handling of the visitor's ticket, to be rated by itself (一次一评)."""

    handling: str
    service_name: Text
    window_no: int
    clerk: Clerk
    ended_at: datetime
    rated: bool
    added: bool
    """Was something said a second time (追评)?"""
    closes_at: datetime
    outcome: str
    """An outcome, or *transferred*."""
    lacking: str
    followed: Followed | None
    """What follows a low rating; null where nothing does."""
