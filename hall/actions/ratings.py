"""What a citizen says of a handling: once, freely, from the pad of that window or the ticket's own link."""

from collections.abc import Sequence

from hall.errors import AlreadyRated, RatingClosed, WrongPad
from hall.events import HandlingRated
from hall.rules.handling import Handling, Stage, rateable, rating_closes_at
from hall.rules.rating import Channel, Level, RatingKind, must_be_acceptable
from hall.store import handlings, ratings
from hall.store.database import Hall, Work


def rate_at_pad(
    hall: Hall,
    *,
    handling: int,
    window: int | None,
    level: Level,
    tags: Sequence[str] = (),
    text: str = "",
    simulated: bool = False,
) -> int:
    """Rate a handling from the pad of `window` (id); returns the rating's id.

    The pad speaks for the window's last visitor only: the next start ends it. Refuses with WrongPad,
    RatingClosed, AlreadyRated, and as `must_be_acceptable` says.
    """
    with hall.work() as work:
        one = handlings.get(work, handling)
        if window is None or one.window != window:
            raise WrongPad(handling=str(handling))
        active = handlings.active_at(work, window)
        last = handlings.last_ended_at(work, window)
        going_on = active is not None and active.stage is Stage.SERVING and active.id != one.id
        if not one.rated and (going_on or (last is not None and last.id != one.id and rateable(last))):
            raise RatingClosed(handling=str(handling))
        return _keep(work, one, level=level, tags=tags, text=text, channel=Channel.PAD, simulated=simulated)


def rate_by_link(
    hall: Hall, *, ticket: int, handling: int, level: Level, tags: Sequence[str] = (), text: str = ""
) -> int:
    """Rate a handling of one's own ticket, some days long; returns the rating's id.

    Refuses with WrongPad for another ticket's handling, RatingClosed, AlreadyRated, and as
    `must_be_acceptable` says.
    """
    with hall.work() as work:
        one = handlings.get(work, handling)
        if one.ticket != ticket:
            raise WrongPad(handling=str(handling))
        closes = rating_closes_at(one, policy=work.policy)
        if closes is None or work.now >= closes:
            raise RatingClosed(handling=str(handling))
        return _keep(work, one, level=level, tags=tags, text=text, channel=Channel.LINK, simulated=False)


def _keep(
    work: Work,
    handling: Handling,
    *,
    level: Level,
    tags: Sequence[str],
    text: str,
    channel: Channel,
    simulated: bool,
) -> int:
    if handling.rated:
        raise AlreadyRated(handling=str(handling.id))
    if not rateable(handling):
        raise RatingClosed(handling=str(handling.id))
    must_be_acceptable(level, tags=tags, text=text)
    rating = ratings.add(
        work,
        handling,
        kind=RatingKind.FIRST,
        level=level,
        tags=tags,
        text=text.strip(),
        channel=channel,
        simulated=simulated,
    )
    work.record(HandlingRated(handling=handling.id, rating=rating, channel=channel, simulated=simulated))
    return rating
