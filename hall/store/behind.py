"""The single ratings behind a figure, newest service first, a page at a time.

What was added up by day says on which days there is anything to be found; only those are looked through.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from datetime import date as Date
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, exists, select, type_coerce

from hall.rules.case import Cause, Verdict
from hall.rules.rating import LOW, Channel, Level
from hall.store.look import Look
from hall.store.names import UNDECIDED, UNFOUNDED
from hall.store.shares import WAITS
from hall.store.sums import Span
from hall.store.tables import Moment, cases, handlings, rating_flags, rating_tags, ratings, tallies, tickets
from hall.store.tallies import Part

PAGE = 50
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the ratings have in common; None where it does not matter."""

    span: Span
    window: int | None = None
    clerk: int | None = None
    services: frozenset[int] | None = None
    hour: int | None = None
    weekday: int | None = None
    """1 = Monday … 7."""
    level: Level | None = None
    low: bool = False
    """Those of the two lowest levels."""
    tag: str | None = None
    channel: Channel | None = None
    cause: str | None = None
    """A `Cause`, UNDECIDED or UNFOUNDED: of low ratings only."""
    wait: int | None = None
    """Minutes at which a bucket of `shares.WAITS` begins."""
    flagged: bool | None = None
    excluded: bool = False
    """Those that were left out, instead of those that count."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the next one goes on behind it."""

    ended_at: datetime
    rating: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some ratings as their rows, with what belongs to them; `next` is None at the end."""

    rows: list[Any]
    tags: dict[int, list[Any]]
    """Rating → its tags as they were shown."""
    flags: dict[int, list[Any]]
    cases: dict[int, Any]
    """Handling → its case."""
    next: Place | None


def ratings_behind(look: Look, wanted: Wanted, *, before: Place | None = None) -> Page:
    """A page of the ratings that are wanted."""
    place = before or Place(datetime.max.replace(tzinfo=UTC) - timedelta(days=1), 0)
    last = min(wanted.span.last, look.hours.day(place.ended_at))
    asked = _asked(look, wanted)
    rows: list[Any] = []
    for begins, ends in _ranges(look, replace(wanted, span=Span(wanted.span.first, last))):
        # One bound above, the nearer one: an index is read up to the first that is named.
        ends = min(ends, place.ended_at + timedelta(milliseconds=1))
        facts = {"begins": begins, "ends": ends, "at": place.ended_at, "rating": place.rating}
        rows += look.connection.execute(asked, facts | {"most": PAGE + 1 - len(rows)})
        if len(rows) > PAGE:
            break
    more, rows = len(rows) > PAGE, rows[:PAGE]
    ids = [row.id for row in rows]
    return Page(
        rows,
        _grouped(look, select(rating_tags).order_by(rating_tags.c.code), rating_tags.c.rating_id, ids),
        _grouped(look, select(rating_flags).order_by(rating_flags.c.code), rating_flags.c.rating_id, ids),
        _cases(look, [row.handling_id for row in rows]),
        Place(rows[-1].ended_at, rows[-1].id) if more else None,
    )


def _grouped(look: Look, asked: Select[Any], column: ColumnElement[int], ratings: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in look.connection.execute(asked.where(column.in_(ratings))):
        found.setdefault(row.rating_id, []).append(row)
    return found


def _cases(look: Look, handlings: list[int]) -> dict[int, Any]:
    asked = select(cases).where(cases.c.handling_id.in_(handlings))
    return {row.handling_id: row for row in look.connection.execute(asked)}


def _asked(look: Look, wanted: Wanted) -> Select[Any]:
    """The ratings between two moments, behind a place."""
    at: ColumnElement[datetime] = bindparam("at", type_=Moment)
    return (
        select(ratings, tickets.c.prefix, tickets.c.number)
        .join(tickets, tickets.c.id == ratings.c.ticket_id)
        .where(ratings.c.hall_id == look.hall_id, *_alike(wanted))
        .where(ratings.c.ended_at >= bindparam("begins", type_=Moment))
        .where(ratings.c.ended_at < bindparam("ends", type_=Moment))
        .where((ratings.c.ended_at < at) | (ratings.c.id < bindparam("rating")))
        .order_by(ratings.c.ended_at.desc(), ratings.c.id.desc())
        .limit(bindparam("most"))
    )


def _alike(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    # The flags alone, never compared with a value: so the partial indexes serve.
    yield ratings.c.excluded if wanted.excluded else ratings.c.counts
    if wanted.flagged is not None:
        yield ratings.c.flagged if wanted.flagged else ~ratings.c.flagged
    for column, value in (("window_id", wanted.window), ("staff_id", wanted.clerk), ("level", wanted.level)):
        if value is not None:
            yield ratings.c[column] == int(value)
    if wanted.low:
        # As the partial index says it.
        yield ratings.c.level < 3
    if wanted.services is not None:
        yield ratings.c.service_id.in_(sorted(wanted.services))
    if wanted.channel is not None:
        yield ratings.c.channel == wanted.channel
    if wanted.tag is not None:
        yield exists().where(rating_tags.c.rating_id == ratings.c.id, rating_tags.c.code == wanted.tag)
    if wanted.wait is not None:
        yield exists().where(handlings.c.id == ratings.c.handling_id, *_waited(wanted.wait))
    if wanted.cause is not None:
        yield ratings.c.level < 3
        yield _found(wanted.cause)


def _waited(least: int) -> Iterator[ColumnElement[bool]]:
    """From a bucket's begin to the next one's, as waits are counted: by whole minutes gone."""
    waited_ms = type_coerce(handlings.c.called_at, BigInteger) - type_coerce(handlings.c.waiting_since, BigInteger)
    yield waited_ms >= least * MINUTE_MS
    most = next((one for one in WAITS if one > least), None)
    if most is not None:
        yield waited_ms < most * MINUTE_MS


def _found(cause: str) -> ColumnElement[bool]:
    """What was found of a low rating, as the rows by cause tell them apart."""
    of_it = cases.c.handling_id == ratings.c.handling_id
    if cause == UNDECIDED:
        return ~exists().where(of_it, cases.c.verdict.is_not(None))
    if cause == UNFOUNDED:
        return exists().where(of_it, cases.c.verdict != Verdict.JUSTIFIED)
    return exists().where(of_it, cases.c.verdict == Verdict.JUSTIFIED, cases.c.cause == Cause(cause))


def _ranges(look: Look, wanted: Wanted) -> Iterator[tuple[datetime, datetime]]:
    """From when to when there may be something, newest first."""
    zone = look.hours.zone
    for first, last in _runs(_days(look, wanted), together=wanted.hour is None):
        if wanted.hour is None:
            yield Span(first, last).moments(look)
        else:
            # Both by the clock, so that an hour that comes twice is whole and one that is skipped is empty.
            begins = datetime.combine(first, time(wanted.hour), zone)
            after = datetime.combine(first, time(0), zone) + timedelta(hours=wanted.hour + 1)
            yield begins, after


def _runs(days: Iterable[Date], *, together: bool) -> Iterator[tuple[Date, Date]]:
    """First and last of days that follow each other, newest first."""
    run: tuple[Date, Date] | None = None
    for day in days:
        if run is not None and together and day == run[0] - timedelta(days=1):
            run = day, run[1]
            continue
        if run is not None:
            yield run
        run = day, day
    if run is not None:
        yield run


def _days(look: Look, wanted: Wanted) -> list[Date]:
    """The days on which every part says there is something, newest first."""
    said = [_days_of(look, wanted, part, keys) for part, keys in _parts(wanted)]
    days = set.intersection(*said)
    return sorted((day for day in days if wanted.weekday in (None, day.isoweekday())), reverse=True)


def _parts(wanted: Wanted) -> Iterator[tuple[Part, list[str]]]:
    yield Part.HALL, [""]
    for part, key in ((Part.WINDOW, wanted.window), (Part.CLERK, wanted.clerk), (Part.HOUR, wanted.hour)):
        if key is not None:
            yield part, [str(key)]
    if wanted.services is not None:
        yield Part.SERVICE, [str(one) for one in sorted(wanted.services)]
    # What was excluded is counted under neither of these.
    if not wanted.excluded:
        for part, said in ((Part.CHANNEL, wanted.channel), (Part.TAG, wanted.tag)):
            if said is not None:
                yield part, [said]


def _days_of(look: Look, wanted: Wanted, part: Part, keys: list[str]) -> set[Date]:
    """The days on which a part says that there is something."""
    levels = [level for level in Level if wanted.level in (None, level) and (level in LOW or not wanted.low)]
    if not levels:
        return set()
    counts = [f"n{int(level)}" for level in levels]
    found = reduce(add, (tallies.c[name] for name in (["excluded"] if wanted.excluded else counts)))
    asked = select(tallies.c.day).where(
        tallies.c.hall_id == look.hall_id,
        tallies.c.part == part,
        tallies.c.day >= wanted.span.first,
        tallies.c.day <= wanted.span.last,
        tallies.c.key.in_(keys),
        found > 0,
    )
    return set(look.connection.scalars(asked))
