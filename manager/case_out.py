"""A case as its page shows it: to whoever handles it whole, to the rated clerk only what is theirs to know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hall.errors import UnknownCase
from hall.rules.case import Case, Due, Entry, Step
from hall.rules.case_moves import Sight, may_handle, possible, sight
from hall.rules.handling import Handling
from hall.rules.rating import Rating
from hall.rules.staff import Staff
from hall.rules.text import Text
from hall.store import cases, contacts, handlings, names, ratings, tickets
from hall.store.case_lists import Listed
from hall.store.look import Look

Words = dict[str, str | None]

HIDDEN_FROM_RATED = frozenset(
    {Step.CONTACT_LEFT, Step.CONTACT_SEEN, Step.CONTACT_ERASED, Step.CALLED_BACK, Step.NOTE, Step.ANSWERED}
)
"""What the rated clerk never reads: it may hold who the citizen is, or what they said in confidence."""


@dataclass(frozen=True, slots=True)
class DueOut:
    """A deadline; `on` is null while the arrangement of its year is not announced."""

    what: str
    on: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the hall."""

    id: str
    shown: Words
    number: str


@dataclass(frozen=True, slots=True)
class SaidOut:
    """A rating of the handling; texts of tags as they were shown."""

    id: str
    level: int
    kind: str
    tags: tuple[Words, ...]
    text: str
    channel: Words
    at: datetime
    excluded: bool


@dataclass(frozen=True, slots=True)
class HandlingOut:
    """One handling of the ticket; durations in seconds, null for what did not happen."""

    rated: bool
    """Is it the one the case is about?"""
    window: Words
    window_no: str
    clerk: Person
    service: Words
    called_at: datetime
    times_called: int
    waited_s: int
    walked_s: int | None
    served_s: int | None
    ended_at: datetime | None
    ending: str | None
    lacking: str


@dataclass(frozen=True, slots=True)
class EntryOut:
    """One entry of the story; `by` is null for the citizen and for the house itself."""

    at: datetime
    kind: str
    by: Words | None
    text: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseOut:
    """One case. `said` is empty, and what people told in confidence left out, for the rated clerk until released."""

    id: str
    no: int
    sight: str
    state: str
    opened_at: datetime
    seen: str
    """The newest entry: what a deed must name, so that nothing is overrun."""
    possible: tuple[str, ...]
    """What the reader may do now."""
    said: tuple[SaidOut, ...]
    number: str
    taken_at: datetime
    handlings: tuple[HandlingOut, ...]
    clerk: Person
    handler: Person | None
    handlers: tuple[Person, ...]
    """Who may be named; empty for those who may not name anybody."""
    due: DueOut | None
    call_back_due: date | None
    rectify_due: date | None
    reopened: bool
    """Is this its second round, because the first reply did not satisfy?"""
    again_due: date | None
    contact: bool
    erase_at: datetime | None
    """When the contact is going to be erased; null without one, or once it is."""
    verdict: str | None
    cause: str | None
    released: bool
    measure: str
    reply: str
    reply_again: str
    satisfied: bool | None
    """The last answer."""
    story: tuple[EntryOut, ...]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list."""

    id: str
    no: int
    state: str
    level: int
    opened_at: datetime
    service: Words
    window_no: str
    clerk: Person
    handler: Person | None
    due: DueOut | None
    verdict: str | None
    cause: str | None
    satisfied: bool | None
    appealed: bool
    """Does an appeal wait for its review?"""


def case_out(look: Look, case: int, by: Staff) -> CaseOut:
    """A case as this person sees it; raises UnknownCase for those who may not see it at all."""
    one = cases.get(look, case)
    seen_as = sight(one, by)
    if seen_as is None:
        raise UnknownCase(case=str(case))
    story = cases.story(look, case)
    own = seen_as is Sight.OWN
    may = possible(one, story, by)
    ticket = tickets.get(look, one.ticket)
    return CaseOut(
        id=str(one.id),
        no=one.no,
        sight=seen_as,
        state=one.state,
        opened_at=one.opened_at,
        seen=str(story[-1].id),
        possible=tuple(may),
        said=tuple(_said(look, each) for each in _ratings(look, one, hidden=own and one.released_at is None)),
        number=ticket.text,
        taken_at=ticket.taken_at,
        handlings=tuple(_handlings(look, one, own=own)),
        clerk=person(look, one.staff),
        handler=person(look, one.handler) if one.handler else None,
        handlers=_handlers(look, one) if Step.ASSIGNED in may else (),
        due=due_out(look, one.due),
        call_back_due=one.call_back_due,
        rectify_due=one.rectify_due,
        reopened=one.reopened_at is not None,
        again_due=one.again_due,
        contact=one.contact and not own,
        erase_at=None if own else contacts.erase_at(look, case),
        verdict=one.verdict,
        cause=one.cause,
        released=one.released_at is not None,
        measure=one.measure,
        reply=one.reply,
        reply_again=one.reply_again,
        satisfied=None if own else one.satisfied,
        story=tuple(_entry(look, each) for each in story if not (own and each.kind in HIDDEN_FROM_RATED)),
    )


def case_rows(look: Look, listed: list[Listed]) -> tuple[CaseRow, ...]:
    """Lines of a list."""
    no = window_names(look, [one.case.window for one in listed])
    return tuple(_row(look, one, no[one.case.window][0]) for one in listed)


def due_out(look: Look, due: Due | None) -> DueOut | None:
    """A deadline as a page shows it."""
    return None if due is None else DueOut(due.what, due.on, due.over(look.today))


def person(look: Look, who: int) -> Person:
    """Somebody of the hall, also when they left."""
    one = look.set_up.staff_by_id(who)
    return Person(str(one.id), one.shown.to_facts(), one.number)


def window_names(look: Look, windows: list[int]) -> dict[int, tuple[str, Text]]:
    """Number and name of windows, of withdrawn ones too."""
    found = names.names(look, names.By.WINDOW, map(str, windows))
    return {int(key): (no, name) for key, no, name in found}


def _row(look: Look, one: Listed, window_no: str) -> CaseRow:
    case = one.case
    return CaseRow(
        id=str(case.id),
        no=case.no,
        state=case.state,
        level=int(one.level),
        opened_at=case.opened_at,
        service=look.set_up.services[case.service].name.to_facts(),
        window_no=window_no,
        clerk=person(look, case.staff),
        handler=person(look, case.handler) if case.handler else None,
        due=due_out(look, case.due),
        verdict=case.verdict,
        cause=case.cause,
        satisfied=case.satisfied,
        appealed=one.appealed,
    )


def _handlers(look: Look, one: Case) -> tuple[Person, ...]:
    return tuple(person(look, who.id) for who in look.set_up.staff.values() if may_handle(one, who))


def _ratings(look: Look, one: Case, *, hidden: bool) -> list[Rating]:
    return [] if hidden else ratings.of_handling(look, one.handling)


def _said(look: Look, one: Rating) -> SaidOut:
    return SaidOut(
        id=str(one.id),
        level=int(one.level),
        kind=one.kind,
        tags=tuple(ratings.tags_shown(look, one.id)),
        text=one.text,
        channel=names.CHANNELS[one.channel].to_facts(),
        at=one.at,
        excluded=one.excluded,
    )


def _handlings(look: Look, one: Case, *, own: bool) -> list[HandlingOut]:
    told = [each for each in handlings.of_ticket(look, one.ticket) if not own or each.id == one.handling]
    named = window_names(look, [each.window for each in told])
    return [_handling(look, one, each, *named[each.window]) for each in told]


def _handling(look: Look, case: Case, one: Handling, no: str, name: Text) -> HandlingOut:
    return HandlingOut(
        rated=one.id == case.handling,
        window=name.to_facts(),
        window_no=no,
        clerk=person(look, one.staff),
        service=look.set_up.services[one.service].name.to_facts(),
        called_at=one.called_at,
        times_called=one.times_called,
        waited_s=int((one.called_at - one.waiting_since).total_seconds()),
        walked_s=int((one.started_at - one.called_at).total_seconds()) if one.started_at else None,
        served_s=int((one.ended_at - one.started_at).total_seconds()) if one.ended_at and one.started_at else None,
        ended_at=one.ended_at,
        ending=one.ending,
        lacking=one.lacking,
    )


def _entry(look: Look, one: Entry) -> EntryOut:
    facts = dict(one.facts)
    if "handler" in facts:
        facts["handler"] = person(look, int(facts["handler"])).shown
    by = look.set_up.staff_by_id(one.staff).shown.to_facts() if one.staff is not None else None
    return EntryOut(at=one.at, kind=one.kind, by=by, text=one.text, facts=facts)
