"""Questions about ratings, with how one is kept."""

from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from hall.errors import AlreadyRated
from hall.rules.handling import Handling
from hall.rules.rating import SCHEME, TAGS, VERSION, Channel, Level, RatingKind
from hall.store import handlings
from hall.store.database import Look, Work, new_id
from hall.store.tables import rating_tags, ratings

_RATED = select(ratings.c.handling_id).where(ratings.c.handling_id == bindparam("handling"))


def is_rated(look: Look, handling: int) -> bool:
    """Has somebody rated this handling?"""
    return look.connection.execute(_RATED, {"handling": handling}).first() is not None


def add(
    work: Work,
    handling: Handling,
    *,
    kind: RatingKind,
    level: Level,
    tags: Sequence[str],
    text: str,
    channel: Channel,
    simulated: bool,
) -> int:
    """Keep a rating with the tags as they were shown; returns its id. Raises AlreadyRated."""
    row = {
        "hall_id": work.hall_id,
        "handling_id": handling.id,
        "ticket_id": handling.ticket,
        "window_id": handling.window,
        "staff_id": handling.staff,
        "service_id": handling.service,
        "kind": kind,
        "level": int(level),
        "text": text,
        "channel": channel,
        "at": work.now,
        "ended_at": handling.ended_at,
        "simulated": simulated,
    }
    try:
        with work.connection.begin_nested():
            rating = new_id(work.connection.execute(insert(ratings), row))
    except IntegrityError as error:
        raise AlreadyRated(handling=str(handling.id)) from error
    if tags:
        shown = [
            {
                "rating_id": rating,
                "scheme": SCHEME,
                "version": VERSION,
                "code": code,
                "shown": TAGS[code].text.to_facts(),
            }
            for code in dict.fromkeys(tags)
        ]
        work.connection.execute(insert(rating_tags), shown)
    handlings.change(work, handling, rated=True)
    return rating
