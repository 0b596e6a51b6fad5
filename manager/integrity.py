"""The doors of 评价核查: what stands out, the flagged ratings, and what two people leave out of the figures."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

from flask import request
from pydantic import BaseModel, Field

from hall.actions import exclusions as deeds
from hall.errors import Malformed
from hall.rules.exclusion import LONGEST_GROUND, Exclusion, Reason
from hall.rules.integrity import Flag
from hall.rules.rating import Rating
from hall.rules.staff import Power
from hall.store import exclusions, flags, names, patterns, sums
from hall.store.exclusions import Excluded
from hall.store.flags import Flagged, Raised
from hall.store.look import Look
from hall.store.names import By
from hall.store.patterns import Found
from hall.store.tables import milliseconds, moment_of
from manager.asked import asked_span
from manager.room import Done, Made, bp, in_both, show_to_readers
from web.doors import Asked, Body
from web.languages import _

TITLE = _("评价核查")
NO_PLACE = _("翻页的位置不对，请从头查看")
LONGEST_NUMBER = 16
"""Digits of a place in a list; a moment in milliseconds has thirteen."""


class AskExclusion(Body):
    """Why a rating should not count, with the ground for it."""

    reason: Reason
    text: str = Field(max_length=LONGEST_GROUND)


class Decision(Body):
    """Leave it out as was asked, or not."""

    approve: bool


@dataclass(frozen=True, slots=True)
class PersonOut:
    """Somebody who works here."""

    name: dict[str, str | None]
    number: str


@dataclass(frozen=True, slots=True)
class FindingOut:
    """A pattern, about whom, with the figures behind it; shares are of very satisfied, 0…1."""

    of: str
    key: str
    name: dict[str, str | None]
    pattern: str
    rated: int
    share: float | None
    against_rated: int | None
    """Of what it was compared with; null for what needs no comparison, like the two below."""
    against_share: float | None
    chance: float | None
    """How often chance alone brings such a difference about."""
    level: int | None
    """The one that never varies."""


@dataclass(frozen=True, slots=True)
class FlagOut:
    """A reason to look; `seconds` is what was measured, null where the reason has no length."""

    flag: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class RatingSeen:
    """A rating as it is looked into."""

    id: str
    number: str
    window_no: str
    clerk: PersonOut
    service: dict[str, str | None]
    level: int
    text: str
    channel: str
    kind: str
    at: datetime
    own: bool
    """About whoever reads this, who may then neither ask nor decide."""


@dataclass(frozen=True, slots=True)
class FlaggedOut:
    """A flagged rating; `exclusion` is its state while somebody asked or it is left out, else null."""

    rating: RatingSeen
    flags: tuple[FlagOut, ...]
    exclusion: str | None


@dataclass(frozen=True, slots=True)
class ExclusionOut:
    """A rating that somebody asked to leave out, and what became of it."""

    id: str
    rating: RatingSeen
    state: str
    reason: str
    text: str
    asked_by: PersonOut
    asked_at: datetime
    decided_by: PersonOut | None
    decided_at: datetime | None
    lifted_by: PersonOut | None
    lifted_at: datetime | None
    mine: bool
    """Asked by whoever reads this, who may then not decide."""


@dataclass(frozen=True, slots=True)
class FlaggedPage:
    """The service that ended last first; `next` goes into `?before=`, null at the end."""

    ratings: tuple[FlaggedOut, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ExclusionsPage:
    """The newest first; `next` goes into `?before=`, null at the end."""

    exclusions: tuple[ExclusionOut, ...]
    next: str | None


class IntegrityOut(BaseModel):
    """What stands out over some days, what waits for a decision, and by which rules ratings are flagged."""

    first: Date = Field(serialization_alias="from")
    last: Date = Field(serialization_alias="to")
    today: Date
    rated: int
    flagged: int
    excluded: int
    rules: dict[str, int]
    findings: tuple[FindingOut, ...]
    pending: tuple[ExclusionOut, ...]


show_to_readers(bp, "integrity", Power.EXCLUDE, "integrity", title=TITLE, script="integrity.js")


@bp.door("GET", "/integrity", guest=Power.EXCLUDE)
def integrity(asked: Asked) -> IntegrityOut:
    """What stands out from `?from=` to `?to=` (the last 30 days), and what waits to be decided."""
    with asked.hall.look() as look:
        span, policy = asked_span(look), look.policy
        whole = sums.figures(sums.whole(look, span), policy.level_scores)
        return IntegrityOut(
            first=span.first,
            last=span.last,
            today=look.today,
            rated=whole.rated,
            flagged=flags.how_many(look, span),
            excluded=whole.excluded,
            rules={
                name: getattr(policy, name) for name in ("burst_ratings", "burst_s", "console_people", "pattern_from")
            },
            findings=tuple(_finding(one) for one in patterns.in_span(look, span)),
            pending=_exclusions(look, exclusions.pending(look), me=asked.staff.staff.id),
        )


@bp.door("GET", "/integrity/flagged", guest=Power.EXCLUDE)
def flagged(asked: Asked) -> FlaggedPage:
    """The flagged ratings of `?from=` to `?to=`, a page at a time from `?before=`."""
    with asked.hall.look() as look:
        found = flags.page(look, asked_span(look), before=_place())
        ratings = _flagged(look, found, me=asked.staff.staff.id)
    last = found[-1].rating if len(found) == flags.IN_A_PAGE else None
    return FlaggedPage(ratings, f"{milliseconds(last.ended_at)}-{last.id}" if last else None)


@bp.door("GET", "/integrity/ratings/<int:rating>", guest=Power.EXCLUDE)
def one_rating(asked: Asked, rating: int) -> FlaggedOut:
    """One rating, flagged or not: for asking to leave it out."""
    with asked.hall.look() as look:
        return _flagged(look, [flags.seen(look, rating)], me=asked.staff.staff.id)[0]


@bp.door("GET", "/integrity/exclusions", guest=Power.EXCLUDE)
def settled(asked: Asked) -> ExclusionsPage:
    """What was decided, a page at a time from `?before=`."""
    with asked.hall.look() as look:
        found = exclusions.settled(look, before=_number(request.args.get("before") or None))
        told = _exclusions(look, found, me=asked.staff.staff.id)
    return ExclusionsPage(told, told[-1].id if len(told) == exclusions.IN_A_PAGE else None)


@bp.door("POST", "/integrity/ratings/<int:rating>/exclusions", guest=Power.EXCLUDE, status=201)
def ask(asked: Asked, body: AskExclusion, rating: int) -> Made:
    """Ask that a rating be left out of the figures; somebody else decides."""
    made = deeds.ask(asked.hall, rating=rating, reason=body.reason, text=body.text, by=asked.staff.staff.id)
    return Made(str(made))


@bp.door("POST", "/integrity/exclusions/<int:exclusion>/decision", guest=Power.EXCLUDE)
def decide(asked: Asked, body: Decision, exclusion: int) -> Done:
    """Leave a rating out as somebody else asked, or decline."""
    deeds.decide(asked.hall, exclusion=exclusion, approve=body.approve, by=asked.staff.staff.id)
    return Done()


@bp.door("POST", "/integrity/exclusions/<int:exclusion>/lift", guest=Power.EXCLUDE)
def lift(asked: Asked, exclusion: int) -> Done:
    """Take a rating back into the figures."""
    deeds.lift(asked.hall, exclusion=exclusion, by=asked.staff.staff.id)
    return Done()


def _place() -> flags.Place | None:
    given = request.args.get("before")
    if not given:
        return None
    ended_at, _dash, rating = given.partition("-")
    moment, one = _number(ended_at), _number(rating)
    assert moment is not None, "a number was given, or it was refused"
    assert one is not None, "a number was given, or it was refused"
    return flags.Place(moment_of(moment), one)


def _number(given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < LONGEST_NUMBER):
        raise Malformed(field="before", why=in_both(NO_PLACE))
    return int(given)


def _finding(one: Found) -> FindingOut:
    found, against = one.finding, one.finding.against
    return FindingOut(
        of=one.of,
        key=one.key,
        name=one.name.to_facts(),
        pattern=found.pattern,
        rated=found.share.rated,
        share=found.share.value,
        against_rated=against.rated if against else None,
        against_share=against.value if against else None,
        chance=found.chance,
        level=found.level,
    )


def _flagged(look: Look, found: list[Flagged], *, me: int) -> tuple[FlaggedOut, ...]:
    open_ones = exclusions.open_of(look, [one.rating.id for one in found])
    seen = _seen(look, [(one.rating, one.number) for one in found], me=me)
    return tuple(
        FlaggedOut(
            rating=rating,
            flags=tuple(_flag(one, raised) for raised in one.raised),
            exclusion=open_ones[one.rating.id].state if one.rating.id in open_ones else None,
        )
        for one, rating in zip(found, seen, strict=True)
    )


def _flag(one: Flagged, raised: Raised) -> FlagOut:
    spans = {
        Flag.QUICK: one.rating.at - one.rating.ended_at,
        Flag.TOO_SHORT: one.served,
        Flag.BEFORE_NEXT: raised.at - one.rating.at,
    }
    return FlagOut(raised.flag, spans[raised.flag].total_seconds() if raised.flag in spans else None)


def _exclusions(look: Look, found: list[Excluded], *, me: int) -> tuple[ExclusionOut, ...]:
    seen = _seen(look, [(one.rating, one.number) for one in found], me=me)
    return tuple(_exclusion(look, one.exclusion, rating, me) for one, rating in zip(found, seen, strict=True))


def _exclusion(look: Look, one: Exclusion, rating: RatingSeen, me: int) -> ExclusionOut:
    def person(who: int | None) -> PersonOut | None:
        return None if who is None else _person(look, who)

    return ExclusionOut(
        id=str(one.id),
        rating=rating,
        state=one.state,
        reason=one.reason,
        text=one.text,
        asked_by=_person(look, one.asked_by),
        asked_at=one.asked_at,
        decided_by=person(one.decided_by),
        decided_at=one.decided_at,
        lifted_by=person(one.lifted_by),
        lifted_at=one.lifted_at,
        mine=one.asked_by == me,
    )


def _seen(look: Look, found: list[tuple[Rating, str]], *, me: int) -> list[RatingSeen]:
    windows = {key: no for key, no, _name in names.names(look, By.WINDOW, {str(one.window) for one, _no in found})}
    return [
        RatingSeen(
            id=str(one.id),
            number=number,
            window_no=windows[str(one.window)],
            clerk=_person(look, one.staff),
            service=look.set_up.services[one.service].name.to_facts(),
            level=one.level,
            text=one.text,
            channel=one.channel,
            kind=one.kind,
            at=one.at,
            own=one.staff == me,
        )
        for one, number in found
    ]


def _person(look: Look, who: int) -> PersonOut:
    one = look.set_up.staff_by_id(who)
    return PersonOut(one.shown.to_facts(), one.number)
