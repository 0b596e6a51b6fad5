"""Questions about the flags of ratings, with how they are raised: inside the deed that gave the ground."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from hall.rules import integrity
from hall.rules.integrity import A_WEEK, BY_PHONE, CameIn, Flag, Given
from hall.rules.rating import Channel, Rating
from hall.store import devices, handlings, people, ratings
from hall.store.database import Look, Work
from hall.store.tables import rating_flags
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
