"""What happened in a hall: one frozen dataclass per event, told after the deed is committed.

The docstring of an event is its documentation (`docs/events.md` is written from it). Events hold ids
and codes, never free text, contacts, secrets or anything that may have to be erased: the journal
keeps them for ever. `ALL`, `STAFF` and `NOBODY` say whose screens an event changes.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import ClassVar

ALL = frozenset({"kiosk", "display", "evaluator", "clerk", "desk", "manager", "phone"})
STAFF = frozenset({"clerk", "desk", "manager"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; `concerns` are the rooms whose pictures it changes."""

    concerns: ClassVar[frozenset[str]] = ALL
    changes_set_up: ClassVar[bool] = False
    """Does it change what is read once and kept (services, windows, people, devices, hours, rules, who is let in)?"""

    def facts(self) -> dict[str, object]:
        """The event's values for the journal: plain strings, integers, booleans, lists of them, or null."""
        # mypy looks for the hash of a value where it is the class's own that is asked for.
        names = _names(type(self))  # type: ignore[arg-type]
        return {name: getattr(self, name) for name in names}


@cache
def _names(kind: type[Event]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


# --- tickets --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTaken(Event):
    """A visitor took a number, at a kiosk or through the help desk."""

    ticket: int
    number: str
    service: int
    priority: str | None
    help_needs: tuple[str, ...]
    later_services: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCancelled(Event):
    """A visitor gave the number back before being served."""

    ticket: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMovedBack(Event):
    """我晚点到: a visitor lets `places` others go first."""

    ticket: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRestored(Event):
    """A missed ticket came back into the line, after `places` others."""

    ticket: int
    number: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged(Event):
    """The reason for going first was added, corrected or (null) undone."""

    ticket: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpNeedsChanged(Event):
    """What someone needs on the way was noted or corrected."""

    concerns = STAFF
    ticket: int
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChanged(Event):
    """A waiting ticket goes for another service, keeping its number and its place."""

    ticket: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAdded(Event):
    """One more service on a ticket (取号时可再加一项), after those it has."""

    ticket: int
    service: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLeft(Event):
    """Somebody who closed the day put a waiting ticket down as gone. Only a person does this."""

    ticket: int
    number: str


# --- calls ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled(Event):
    """A window called somebody; `why` says why this one (see hall.rules.line.Why)."""

    ticket: int
    number: str
    handling: int
    window: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRecalled(Event):
    """The same call again; `times_called` counts from 1."""

    ticket: int
    handling: int
    window: int
    times_called: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnnounced(Event):
    """A display has spoken (or chimed) this call to its end."""

    concerns = frozenset({"clerk", "display"})
    handling: int
    times_called: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStarted(Event):
    """The visitor is at the window: walking ends, serving begins."""

    ticket: int
    handling: int
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFinished(Event):
    """A handling ended with an outcome; it may be rated from now on."""

    ticket: int
    handling: int
    window: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMissed(Event):
    """Called and did not come (过号): not void, restorable the same day."""

    ticket: int
    number: str
    handling: int
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketParked(Event):
    """Set aside at its window, to go on later."""

    ticket: int
    handling: int
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnparked(Event):
    """Called again at the window where it was parked: the same handling goes on."""

    ticket: int
    handling: int
    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTransferred(Event):
    """Sent on to a service or to one window, with its number and its first arrival."""

    ticket: int
    handling: int
    window: int
    to_service: int | None
    to_window: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Event):
    """A mistaken *missed* or *finish* was taken back within the short time allowed."""

    ticket: int
    handling: int
    window: int
    undone: str


# --- windows ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOpened(Event):
    """A clerk opened a window, or took up again one left open."""

    window: int
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPaused(Event):
    """A window paused, for a reason."""

    window: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePlanned(Event):
    """办完这位后暂停: the window will pause when its visitor is done; null reason = not any more."""

    concerns = STAFF
    window: int
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowResumed(Event):
    """A paused window goes on."""

    window: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowClosed(Event):
    """A window closed; `by_manager` when its clerk was no longer there."""

    window: int
    by_manager: bool


# --- ratings, help, paper ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingRated(Event):
    """A citizen rated a handling, or added to it (追评). The level is not journaled: who may see it is limited."""

    handling: int
    rating: int
    kind: str
    channel: str
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLeft(Event):
    """已选未提交: a level was chosen and the page left before it was sent. Which level stands in its row alone."""

    concerns = NOBODY
    handling: int
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSetChanged(Event):
    """A set of tags was drafted, changed as a draft, given its day to begin, or withdrawn."""

    changes_set_up = True
    tag_set: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionAsked(Event):
    """Somebody asked that a rating be left out of the figures; another person has to decide."""

    concerns = frozenset({"manager"})
    exclusion: int
    rating: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingExcluded(Event):
    """A second person agreed: the rating is left out of the figures, and counted beside them."""

    concerns = frozenset({"manager"})
    exclusion: int
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingKept(Event):
    """A second person did not agree: the rating stays in the figures."""

    concerns = frozenset({"manager"})
    exclusion: int
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionLifted(Event):
    """A rating that was left out is taken back into the figures."""

    concerns = frozenset({"manager"})
    exclusion: int
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A low rating opened a case. Who was rated, and how, stands in its row alone."""

    concerns = frozenset({"manager"})
    case: int
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLeft(Event):
    """A citizen left a telephone number for a call-back; the number stands nowhere but sealed in its row."""

    concerns = frozenset({"manager", "phone"})
    case: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSeen(Event):
    """Somebody looked at the telephone number a citizen left: the journal's actor."""

    concerns = frozenset({"manager"})
    case: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactErased(Event):
    """A telephone number had been kept as long as it may be, and is gone."""

    concerns = frozenset({"manager"})
    case: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(Event):
    """A manager named who handles a case: never the rated clerk."""

    concerns = frozenset({"manager"})
    case: int
    handler: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStepTaken(Event):
    """An entry was made in the story of a case; `step` says of which kind, the words stand in its row alone."""

    concerns = frozenset({"manager", "phone", "clerk"})
    case: int
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered(Event):
    """A citizen said whether the reply satisfies; which of the two stands in the case alone."""

    concerns = frozenset({"manager", "phone"})
    case: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked(Event):
    """需要帮助: somebody rang for help at a kiosk."""

    concerns = frozenset({"desk", "manager", "kiosk"})
    bell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(Event):
    """The help desk went to whoever rang."""

    concerns = frozenset({"desk", "manager", "kiosk"})
    bell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideGiven(Event):
    """先看要带什么: somebody took the list of a service on paper or by QR, without a number."""

    concerns = NOBODY
    service: int
    on_paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintAsked(Event):
    """A slip was put on a printer's queue; `again` marks a reprint (补打)."""

    concerns = frozenset({"desk", "manager"})
    job: int
    kind: str
    ticket: int | None
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintEnded(Event):
    """A print job came to an end: printed, failed or uncertain."""

    concerns = frozenset({"desk", "manager", "kiosk"})
    job: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSeen(Event):
    """Somebody saw that a slip of uncertain outcome had come out: nothing is printed in its place."""

    concerns = frozenset({"desk", "manager", "kiosk"})
    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementChanged(Event):
    """您提我改: what was changed because people said so was written down, or is shown or not."""

    concerns = NOBODY
    improvement: int
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientChanged(Event):
    """Somebody who is told of cases by e-mail or webhook was added, changed or withdrawn; `what` names the fields."""

    concerns = NOBODY
    recipient: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEnded(Event):
    """A message to the outside was sent, or given up."""

    concerns = NOBODY
    message: int
    state: str


# --- people and devices ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn(Event):
    """A member of staff signed in."""

    concerns = NOBODY
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut(Event):
    """A member of staff signed out; the screens of that session are gone at once."""

    concerns = NOBODY
    changes_set_up = True
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """A password was changed; all other sessions of that person ended."""

    concerns = NOBODY
    changes_set_up = True
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGiven(Event):
    """A one-time link to choose a password was made for somebody."""

    concerns = NOBODY
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChanged(Event):
    """Somebody joined, changed role or place, or left; `what` names the fields."""

    changes_set_up = True
    staff: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePaired(Event):
    """A manager approved a device; it keeps a token until it is revoked."""

    changes_set_up = True
    device: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceReady(Event):
    """A device got its token; it works from now on."""

    changes_set_up = True
    device: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEdited(Event):
    """A device's name, place or printer changed, or a printer was added; `what` names the fields."""

    changes_set_up = True
    device: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRevoked(Event):
    """A device lost its token, e.g. because it was lost or replaced."""

    changes_set_up = True
    device: int


# --- the hall itself ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class HallLoaded(Event):
    """The hall was set up, or set up anew, from a hall file."""

    changes_set_up = True
    services: int
    windows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HallChanged(Event):
    """A manager changed the hall's own data; `what` names the fields."""

    changes_set_up = True
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEdited(Event):
    """A service's data changed, was added or withdrawn; `what` names the fields."""

    changes_set_up = True
    service: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEdited(Event):
    """A window's data changed; `what` names the fields."""

    changes_set_up = True
    window: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeChanged(Event):
    """A line for the displays was put up or taken down."""

    changes_set_up = True
    notice: int
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureChanged(Event):
    """A closure (告示) was put up or withdrawn."""

    changes_set_up = True
    closure: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed(Event):
    """A person closed the day: those still waiting were put down as left."""

    day: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsExported(Event):
    """Somebody took single ratings of some days out of the hall: as exchange records or as a workbook."""

    concerns = NOBODY
    staff: int
    what: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalliesRecounted(Event):
    """What is added up by day was counted anew from the rows; so many counts had been wrong."""

    concerns = frozenset({"manager"})
    differences: int


EVENTS: dict[str, type[Event]] = {
    name: kind for name, kind in globals().items() if isinstance(kind, type) and issubclass(kind, Event)
}
"""Every event by name (slots make a class twice, so `__subclasses__` would also list the discarded ones)."""
del EVENTS["Event"]
