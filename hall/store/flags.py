"""Questions about the flags of ratings, with how they are raised: inside the deed that gave the ground."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update

from hall.errors import UnknownRecord
from hall.rules import integrity
from hall.rules.integrity import A_WEEK, BY_PHONE, CameIn, Flag, Given
from hall.rules.numbering import number_text
from hall.rules.rating import Channel, Rating
from hall.store import devices, handlings, people, ratings
from hall.store.look import Look, Work
from hall.store.sums import Span
from hall.store.tables import handlings as handlings_table
from hall.store.tables import rating_flags, tickets
from hall.store.tables import ratings as ratings_table
from hall.store.upsert import insert_once

_LATELY = select(
    ratings_table.c.id,
    ratings_table.c.at,
    ratings_table.c.window_id,
    ratings_table.c.ticket_id,
    ratings_table.c.channel,
).where(
    ratings_table.c.hall_id == bindparam("hall"), ratings_table.c.at > bindparam("since"), ~ratings_table.c.simulated
)


IN_A_PAGE = 50


class Place(NamedTuple):
    """Where a list goes on: behind this rating."""

    ended_at: datetime
    rating: int


class Raised(NamedTuple):
    """A flag with the moment at which there was ground for it."""

    flag: Flag
    at: datetime


def raise_for(work: Work, rating: int) -> None:
    """Flag a rating just given, and with it those that make a burst together."""
    one = ratings.get(work, rating)
    if one.simulated:
        return
    found: dict[int, set[Flag]] = defaultdict(set)
    found[one.id] |= integrity.flags_of(one, handlings.get(work, one.handling), policy=work.policy)
    given = Given(one.id, one.at, one.window, one.ticket, one.channel)
    for each in integrity.burst(given, _lately(work), policy=work.policy):
        found[each].add(Flag.BURST)
    if _from_console(work, one):
        found[one.id].add(Flag.OWN_CONSOLE)
    _write(work, found)


def raise_before_next(work: Work, window: int) -> None:
    """Flag what the window's last visitor said at its pad if that was just before this call."""
    last = handlings.last_ended_at(work, window)
    if last is None or not last.rated:
        return
    given = [one for one in ratings.of_handling(work, last.id) if not one.simulated]
    near = [one.id for one in given if integrity.just_before(one, called_at=work.now, policy=work.policy)]
    _write(work, {one: {Flag.BEFORE_NEXT} for one in near})


@dataclass(frozen=True, slots=True)
class Flagged:
    """A rating with its flags, the number of its ticket and how long its handling took."""

    rating: Rating
    number: str
    served: timedelta
    raised: list[Raised]


_SEEN = (
    select(ratings_table, tickets.c.prefix, tickets.c.number, handlings_table.c.started_at)
    .select_from(ratings_table)
    .join(handlings_table, handlings_table.c.id == ratings_table.c.handling_id)
    .join(tickets, tickets.c.id == ratings_table.c.ticket_id)
)


def page(look: Look, span: Span, *, before: Place | None = None) -> list[Flagged]:
    """The flagged ratings of a span whether they count or not, the service that ended last first, a page of them."""
    asked = _SEEN.where(*_within(look, span, until=before.ended_at if before else None))
    if before is not None:
        at, behind = ratings_table.c.ended_at, ratings_table.c.id < before.rating
        asked = asked.where((at < before.ended_at) | behind)
    return _told(look, asked.order_by(ratings_table.c.ended_at.desc(), ratings_table.c.id.desc()).limit(IN_A_PAGE))


def how_many(look: Look, span: Span) -> int:
    """How many ratings of a span are flagged."""
    asked = select(func.count()).select_from(ratings_table).where(*_within(look, span))
    return int(look.connection.execute(asked).scalar_one())


def seen(look: Look, rating: int) -> Flagged:
    """One rating, flagged or not; raises UnknownRecord, also for one of another hall."""
    found = _told(look, _SEEN.where(ratings_table.c.hall_id == look.hall_id, ratings_table.c.id == rating))
    if not found:
        raise UnknownRecord()
    return found[0]


def _within(look: Look, span: Span, *, until: datetime | None = None) -> tuple[ColumnElement[bool], ...]:
    begins, ends = span.moments(look)
    if until is not None:
        # One bound, not two: with both SQLite leaves the partial index for the whole one.
        ends = min(ends, until + timedelta(milliseconds=1))
    return (
        ratings_table.c.hall_id == look.hall_id,
        ratings_table.c.ended_at >= begins,
        ratings_table.c.ended_at < ends,
        # The flag alone, never compared with a value: so the partial index serves.
        ratings_table.c.flagged,
    )


def _told(look: Look, asked: Select[Any]) -> list[Flagged]:
    rows = look.connection.execute(asked).all()
    raised = of_ratings(look, [row.id for row in rows])
    return [
        Flagged(
            rating=ratings.rating_of(row),
            number=number_text(row.prefix, row.number),
            served=row.ended_at - row.started_at,
            raised=raised.get(row.id, []),
        )
        for row in rows
    ]


def of_ratings(look: Look, which: Sequence[int]) -> dict[int, list[Raised]]:
    """Rating id → its flags, in the order they were raised."""
    asked = (
        select(rating_flags.c.rating_id, rating_flags.c.code, rating_flags.c.at)
        .where(rating_flags.c.rating_id.in_(which))
        .order_by(rating_flags.c.at, rating_flags.c.code)
    )
    found: dict[int, list[Raised]] = {}
    for rating, code, at in look.connection.execute(asked):
        found.setdefault(rating, []).append(Raised(Flag(code), at))
    return found


def _lately(work: Work) -> list[Given]:
    asked = {"hall": work.hall_id, "since": work.now - timedelta(seconds=work.policy.burst_s)}
    return [
        Given(row.id, row.at, row.window_id, row.ticket_id, Channel(row.channel))
        for row in work.connection.execute(_LATELY, asked)
    ]


def _from_console(work: Work, one: Rating) -> bool:
    if work.address is None or one.channel not in BY_PHONE:
        return False
    signed_in = [
        CameIn(row.staff_id, row.created_at) for row in people.came_in_from(work, work.address, since=work.now - A_WEEK)
    ]
    paired = devices.paired_from(work, work.address)
    return integrity.is_console(signed_in, paired=paired, now=work.now, policy=work.policy)


def _write(work: Work, found: Mapping[int, set[Flag]]) -> None:
    rows = [
        {"hall_id": work.hall_id, "rating_id": rating, "code": flag, "at": work.now}
        for rating, raised in found.items()
        for flag in sorted(raised)
    ]
    if not rows:
        return
    insert_once(work.connection, rating_flags, rows)
    which = [rating for rating, raised in found.items() if raised]
    work.connection.execute(update(ratings_table).where(ratings_table.c.id.in_(which)).values(flagged=True))
