"""What a citizen says of a handling: freely, once and perhaps once more, at the window's pad or with the ticket."""

from dataclasses import replace

from hall.errors import AlreadyAdded, AlreadyRated, NotYetRated, RatingClosed, UnknownHandling, WrongPad
from hall.events import CaseOpened, HandlingRated, LevelLeft
from hall.rules.alert import AlertKind
from hall.rules.handling import Handling, rating_closes_at
from hall.rules.rating import LOW, Channel, Level, Opinion, RatingKind, must_be_acceptable, written
from hall.rules.tag_sets import shown as set_shown
from hall.store import cases, flags, handlings, outbox, ratings
from hall.store.database import Hall
from hall.store.look import Look, Work


def rate_at_pad(hall: Hall, *, handling: int, window: int | None, said: Opinion) -> int:
    """Rate a handling from the pad of `window` (id); returns the rating's id.

    The pad speaks for the window's last visitor only: once the next one has started, however that went on,
    it is over. Refuses with WrongPad, RatingClosed, AlreadyRated, UnknownTagSet, and as `must_be_acceptable` says.
    """
    with hall.work() as work:
        one = _at_pad(work, handling, window)
        if not one.rated and handlings.somebody_since(work, one):
            raise RatingClosed(handling=str(handling))
        return _keep(work, one, said, channel=Channel.PAD)


def rate_by_ticket(hall: Hall, *, ticket: int, handling: int, said: Opinion, channel: Channel = Channel.LINK) -> int:
    """Rate a handling of one's own ticket, or add to what was said (追评), some days long; returns the rating's id.

    `channel` says how the ticket was shown. Refuses with UnknownHandling, also for another ticket's, RatingClosed,
    AlreadyRated, NotYetRated, AlreadyAdded, UnknownTagSet, and as `must_be_acceptable` says.
    """
    with hall.work() as work:
        return _keep(work, _of_ticket(work, handling, ticket), said, channel=channel)


def leave_at_pad(hall: Hall, *, handling: int, window: int | None, level: Level) -> None:
    """已选未提交: a level was chosen at the pad of `window` and the page was left, or taken by the next visitor.

    Nothing once the handling is rated. Refuses with WrongPad, RatingClosed.
    """
    with hall.work() as work:
        # The next visitor may have started: that is how the page came to be left.
        _leave(work, _at_pad(work, handling, window), level=level, channel=Channel.PAD)


def leave_by_ticket(hall: Hall, *, ticket: int, handling: int, level: Level, channel: Channel = Channel.LINK) -> None:
    """已选未提交: a level was chosen with one's own ticket, and the page was left.

    Nothing once the handling is rated. Refuses with UnknownHandling, RatingClosed.
    """
    with hall.work() as work:
        _leave(work, _of_ticket(work, handling, ticket), level=level, channel=channel)


def must_be_open_at_pad(look: Look, *, handling: int, window: int | None) -> Handling:
    """The handling that the pad of `window` asks about now; raises WrongPad, RatingClosed, AlreadyRated."""
    one = _at_pad(look, handling, window)
    if one.rated:
        raise AlreadyRated(handling=str(handling))
    if handlings.somebody_since(look, one):
        raise RatingClosed(handling=str(handling))
    return one


def _at_pad(look: Look, handling: int, window: int | None) -> Handling:
    one = handlings.get(look, handling)
    if window is None or one.window != window:
        raise WrongPad(handling=str(handling))
    if not one.rated:
        _must_be_in_time(look, one)
    return one


def _of_ticket(look: Look, handling: int, ticket: int) -> Handling:
    one = handlings.get(look, handling)
    if one.ticket != ticket:
        # As if there were none: a ticket tells nothing of other people's tickets.
        raise UnknownHandling(handling=str(handling))
    _must_be_in_time(look, one)
    return one


def _must_be_in_time(look: Look, handling: Handling) -> None:
    closes = rating_closes_at(handling, policy=look.policy)
    if closes is None or look.now >= closes:
        raise RatingClosed(handling=str(handling.id))


def _keep(work: Work, handling: Handling, said: Opinion, *, channel: Channel) -> int:
    _must_be_wanted(work, handling, said.kind)
    shown = set_shown(work.set_up.tag_sets, said.tag_set, today=work.today)
    said = replace(said, text=written(said.text))
    must_be_acceptable(said.level, tags=said.tags, text=said.text, among=shown.by_code)
    rating = ratings.add(work, handling, said, channel=channel, shown=shown)
    kept = HandlingRated(handling=handling.id, rating=rating, kind=said.kind, channel=channel, simulated=said.simulated)
    work.record(kept)
    flags.raise_for(work, rating)
    if said.level in LOW and not said.simulated and cases.of_handling(work, handling.id) is None:
        case = cases.open_one(work, ratings.get(work, rating))
        outbox.add(work, kind=AlertKind.LOW_RATING, case=case)
        work.record(CaseOpened(case=case, rating=rating))
    return rating


def _must_be_wanted(work: Work, handling: Handling, kind: RatingKind) -> None:
    """Once, and once more: nobody's second thought is taken for a first, nor the other way round."""
    if kind is RatingKind.FIRST and handling.rated:
        raise AlreadyRated(handling=str(handling.id))
    if kind is RatingKind.ADDITION and not handling.rated:
        raise NotYetRated(handling=str(handling.id))
    if kind is RatingKind.ADDITION and ratings.with_addition(work, [handling.id]):
        raise AlreadyAdded(handling=str(handling.id))


def _leave(work: Work, handling: Handling, *, level: Level, channel: Channel) -> None:
    if not handling.rated:
        ratings.keep_unsubmitted(work, handling, level=level, channel=channel)
        work.record(LevelLeft(handling=handling.id, channel=channel))
