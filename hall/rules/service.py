"""What a visitor comes for, with everything to know before a number is taken."""

from dataclasses import dataclass
from typing import Literal

from hall.rules.handling import Outcome
from hall.rules.text import Text


@dataclass(frozen=True, slots=True)
class Material:
    """One thing to bring."""

    name: Text
    note: Text | None
    copies: int
    """Copies to bring beside the original; 0 = the original only."""
    required: bool


@dataclass(frozen=True, slots=True)
class Category:
    id: int
    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the hall; an *enquiry* is the help desk's own, for those who do not know."""

    id: int
    code: str
    prefix: str
    category: int
    kind: Literal["service", "enquiry"]
    name: Text
    summary: Text
    materials: tuple[Material, ...]
    conditions: tuple[Text, ...]
    procedure: tuple[Text, ...]
    promised: Text
    """The promised time in words (承诺六)."""
    promised_days: int | None
    """The promised time in working days: 0 = on the spot, None = not promised in days."""
    permit: bool
    usual_outcome: Outcome
    popular: bool
    keywords: tuple[str, ...]
    active: bool
