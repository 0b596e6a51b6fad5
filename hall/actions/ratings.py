"""What a citizen says of a handling: once, freely, from the pad of that window or the ticket's own link."""

from collections.abc import Sequence

from hall.errors import AlreadyRated, RatingClosed, UnknownHandling, WrongPad
from hall.events import CaseOpened, HandlingRated
from hall.rules.alert import AlertKind
from hall.rules.handling import Handling, rating_closes_at
from hall.rules.rating import LOW, Channel, Level, RatingKind, must_be_acceptable, written
from hall.store import cases, handlings, outbox, ratings
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

    The pad speaks for the window's last visitor only: once the next one has started, however that went on,
    it is over. Refuses with WrongPad, RatingClosed, AlreadyRated, and as `must_be_acceptable` says.
    """
    with hall.work() as work:
        one = handlings.get(work, handling)
        if window is None or one.window != window:
            raise WrongPad(handling=str(handling))
        if not one.rated and (not _in_time(work, one) or handlings.somebody_since(work, one)):
            raise RatingClosed(handling=str(handling))
        return _keep(work, one, level=level, tags=tags, text=text, channel=Channel.PAD, simulated=simulated)


def rate_by_link(
    hall: Hall, *, ticket: int, handling: int, level: Level, tags: Sequence[str] = (), text: str = ""
) -> int:
    """Rate a handling of one's own ticket, some days long; returns the rating's id.

    Refuses with UnknownHandling, also for another ticket's, RatingClosed, AlreadyRated, and as
    `must_be_acceptable` says.
    """
    with hall.work() as work:
        one = handlings.get(work, handling)
        if one.ticket != ticket:
            # As if there were none: a link tells nothing of other people's tickets.
            raise UnknownHandling(handling=str(handling))
        if not _in_time(work, one):
            raise RatingClosed(handling=str(handling))
        return _keep(work, one, level=level, tags=tags, text=text, channel=Channel.LINK, simulated=False)


def _in_time(work: Work, handling: Handling) -> bool:
    closes = rating_closes_at(handling, policy=work.policy)
    return closes is not None and work.now < closes


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
    said = written(text)
    must_be_acceptable(level, tags=tags, text=said)
    rating = ratings.add(
        work,
        handling,
        kind=RatingKind.FIRST,
        level=level,
        tags=tags,
        text=said,
        channel=channel,
        simulated=simulated,
    )
    work.record(HandlingRated(handling=handling.id, rating=rating, channel=channel, simulated=simulated))
    # What a replayed day rates was said by nobody: there is no one to answer.
    if level in LOW and not simulated and cases.of_handling(work, handling.id) is None:
        case = cases.open_one(work, ratings.get(work, rating))
        outbox.add(work, kind=AlertKind.LOW_RATING, case=case)
        work.record(CaseOpened(case=case, rating=rating))
    return rating
