"""What a slip says, as facts: kept with the print job, worded only when it is printed.

A slip's facts never hold what a ticket's link or code is made of, a reason for priority or a help need: paper is left
lying about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from hall.rules.service import Material
from hall.rules.text import Text


class SlipKind(StrEnum):
    """What a print job prints."""

    TICKET = "ticket"
    GUIDE = "guide"
    LACKING = "lacking"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What every slip says: whose it is, in which language, and when it was asked for."""

    language: str
    hall: Text
    phone: str | None
    """The hall's public number (承诺三); None until the hall gives it."""
    asked_at: datetime
    """In the hall's own time, like every moment of a slip."""
    demo: bool
    rated_at_desk: bool = False
    """Does the help desk have a pad for those without a phone? Then the slip tells its code."""

    def to_facts(self) -> dict[str, Any]:
        """As JSON can hold it; `slip_of` reads it back."""
        return _facts(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSlip(Slip):
    """A visitor's number with the place in the line at the moment it was asked for."""

    number: str
    service: Text
    later: tuple[Text, ...]
    """Services that follow on the same number."""
    priority: bool
    ahead: int | None
    """How many are called before; None once the ticket no longer waits."""
    estimate: tuple[int, int] | None
    """Low and high of the wait in seconds; None when it cannot be told."""
    taken_at: datetime
    bring: tuple[Text, ...]
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSlip(Slip):
    """What to bring for a service, and how it goes (承诺一)."""

    service: Text
    promised: Text
    conditions: tuple[Text, ...]
    procedure: tuple[Text, ...]
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingSlip(GuideSlip):
    """Everything still missing, or the ground of a refusal, told once in writing (规范五, 告知制度四)."""

    number: str
    window_no: int | None
    """None if the window is no longer there."""
    staff_number: str
    refused: bool
    """Not accepted at all: `lacking` is the ground. Otherwise it lists what is missing."""
    lacking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSlip(Slip):
    """A trial of a printer."""

    __test__ = False  # not for pytest

    printer: str


def slip_of(kind: str, facts: Mapping[str, Any]) -> Slip:
    """The slip that `to_facts` wrote."""
    known = dict(facts)
    for name, read in _READ.items():
        if known.get(name) is not None:
            known[name] = read(known[name])
    return _KINDS[SlipKind(kind)](**known)


_KINDS: dict[SlipKind, type[Slip]] = {
    SlipKind.TICKET: TicketSlip,
    SlipKind.GUIDE: GuideSlip,
    SlipKind.LACKING: LackingSlip,
    SlipKind.TEST: TestSlip,
}


def _facts(one: Slip | Material) -> dict[str, Any]:
    return {field.name: _plain(getattr(one, field.name)) for field in fields(one)}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.to_facts()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Material):
        return _facts(value)
    return value


def _text(facts: Mapping[str, Any]) -> Text:
    return Text(facts["zh"], facts.get("en"))


def _texts(facts: list[Mapping[str, Any]]) -> tuple[Text, ...]:
    return tuple(_text(one) for one in facts)


def _materials(facts: list[Mapping[str, Any]]) -> tuple[Material, ...]:
    return tuple(
        Material(
            name=_text(one["name"]),
            note=None if one["note"] is None else _text(one["note"]),
            copies=one["copies"],
            required=one["required"],
        )
        for one in facts
    )


_READ: dict[str, Any] = {
    "hall": _text,
    "service": _text,
    "promised": _text,
    "note": _text,
    "later": _texts,
    "bring": _texts,
    "conditions": _texts,
    "procedure": _texts,
    "materials": _materials,
    "estimate": tuple,
    "asked_at": datetime.fromisoformat,
    "taken_at": datetime.fromisoformat,
}
