"""Questions about ratings, with how one is kept and which one counts."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hall.errors import AlreadyRated, UnknownRecord
from hall.rules.handling import Handling
from hall.rules.rating import Channel, Level, Opinion, Rating, RatingKind
from hall.rules.tag_sets import TagSet
from hall.store import handlings, tallies
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import rating_tags, ratings, unsubmitted
from hall.store.tallies import Said

_RATED = select(ratings.c.handling_id).where(ratings.c.handling_id == bindparam("handling"))
_OF_HANDLING = select(ratings).where(ratings.c.handling_id == bindparam("handling")).order_by(ratings.c.id)
_BY_ID = select(ratings).where(ratings.c.hall_id == bindparam("hall"), ratings.c.id == bindparam("rating"))
_TAGS_OF = select(rating_tags.c.code).where(rating_tags.c.rating_id == bindparam("rating"))


def is_rated(look: Look, handling: int) -> bool:
    """Has somebody rated this handling?"""
    return look.connection.execute(_RATED, {"handling": handling}).first() is not None


def get(look: Look, rating: int) -> Rating:
    """Raises UnknownRecord, also for one of another hall."""
    row = look.connection.execute(_BY_ID, {"hall": look.hall_id, "rating": rating}).one_or_none()
    if row is None:
        raise UnknownRecord()
    return rating_of(row)


def of_handling(look: Look, handling: int) -> list[Rating]:
    """The first rating of a handling and its addition, in order."""
    return [rating_of(row) for row in look.connection.execute(_OF_HANDLING, {"handling": handling})]


def add(work: Work, handling: Handling, said: Opinion, *, channel: Channel, shown: TagSet) -> int:
    """Keep a rating with the tags as they were shown; returns its id. Raises AlreadyRated."""
    row = {
        "hall_id": work.hall_id,
        "handling_id": handling.id,
        "ticket_id": handling.ticket,
        "window_id": handling.window,
        "staff_id": handling.staff,
        "service_id": handling.service,
        "kind": said.kind,
        "level": int(said.level),
        "text": said.text,
        "channel": channel,
        "at": work.now,
        "ended_at": handling.ended_at,
        "simulated": said.simulated,
        # Until it is settled which one of the handling counts.
        "counts": False,
    }
    try:
        with work.connection.begin_nested():
            rating = new_id(work.connection.execute(insert(ratings), row))
    except IntegrityError as error:
        raise AlreadyRated(handling=str(handling.id)) from error
    if said.tags:
        chosen = [
            {
                "rating_id": rating,
                "scheme": shown.scheme,
                "version": shown.version,
                "code": code,
                "shown": shown.by_code[code].text.to_facts(),
            }
            for code in dict.fromkeys(said.tags)
        ]
        work.connection.execute(insert(rating_tags), chosen)
    forget_unsubmitted(work, handling)
    settle(work, handling)
    handlings.change(work, handling, rated=True)
    return rating


def exclude(work: Work, rating: Rating, *, excluded: bool) -> None:
    """Leave a rating out of the figures, or take it back into them; the handling's other one may count instead."""
    values = {"excluded": excluded} | ({"counts": False} if excluded else {})
    handling = handlings.get(work, rating.handling)
    if rating.counts and excluded:
        _count(work, handling, rating, times=-1)
    work.connection.execute(update(ratings).where(ratings.c.id == rating.id).values(**values))
    tallies.count_excluded(work, handling, times=1 if excluded else -1)
    settle(work, handling)


def settle(work: Work, handling: Handling) -> None:
    """Let the last rating of a handling that is not excluded count, and only that one."""
    given = of_handling(work, handling.id)
    before = next((one for one in given if one.counts), None)
    after = next((one for one in reversed(given) if not one.excluded), None)
    if before == after:
        return
    # The one that steps back first: only one of a handling may count at any moment.
    for one, counts in ((before, False), (after, True)):
        if one is not None:
            work.connection.execute(update(ratings).where(ratings.c.id == one.id).values(counts=counts))
            _count(work, handling, one, times=1 if counts else -1)


def _count(work: Work, handling: Handling, one: Rating, *, times: int) -> None:
    said = Said(one.level, one.channel, list(tags_of(work, one.id)))
    tallies.count_said(work, handling, said, times=times)


def tags_of(look: Look, rating: int) -> Iterable[str]:
    """The codes of the tags that came with a rating."""
    return look.connection.scalars(_TAGS_OF, {"rating": rating})


def with_addition(look: Look, handlings: Sequence[int]) -> frozenset[int]:
    """Those of these handlings that were added to (追评)."""
    asked = select(ratings.c.handling_id).where(
        ratings.c.handling_id.in_(handlings), ratings.c.kind == RatingKind.ADDITION
    )
    return frozenset(look.connection.scalars(asked)) if handlings else frozenset()


def keep_unsubmitted(work: Work, handling: Handling, *, level: Level, channel: Channel) -> None:
    """Remember that a level was chosen and not sent; the latest of a handling stands, and counts once."""
    said = {"level": int(level), "channel": channel, "at": work.now}
    again = update(unsubmitted).where(unsubmitted.c.handling_id == handling.id).values(**said)
    if work.connection.execute(again).rowcount == 0:
        work.connection.execute(insert(unsubmitted), {"hall_id": work.hall_id, "handling_id": handling.id, **said})
        tallies.count_unsubmitted(work, handling)


def tags_shown(look: Look, rating: int) -> list[dict[str, str | None]]:
    """The words of the tags that came with a rating, as they stood on the screen."""
    asked = select(rating_tags.c.shown).where(rating_tags.c.rating_id == rating).order_by(rating_tags.c.code)
    return list(look.connection.scalars(asked))


def forget_unsubmitted(work: Work, handling: Handling) -> None:
    """What was chosen and not sent is nothing once the handling is rated, or goes on."""
    gone = delete(unsubmitted).where(unsubmitted.c.handling_id == handling.id)
    if work.connection.execute(gone).rowcount:
        tallies.count_unsubmitted(work, handling, times=-1)


def rating_of(row: Any) -> Rating:
    """A row as the rules know it."""
    return Rating(
        id=row.id,
        handling=row.handling_id,
        ticket=row.ticket_id,
        window=row.window_id,
        staff=row.staff_id,
        service=row.service_id,
        kind=RatingKind(row.kind),
        level=Level(row.level),
        text=row.text,
        channel=Channel(row.channel),
        at=row.at,
        ended_at=row.ended_at,
        simulated=row.simulated,
        counts=row.counts,
        flagged=row.flagged,
        excluded=row.excluded,
    )
