"""What may be rated of a ticket: each handling by itself, with how it stands."""

from dataclasses import replace
from typing import Any

from hall.rules.handling import Handling, rateable, rating_closes_at
from hall.store import cases, ratings
from hall.store.live import Live
from hall.store.pictures.rateable import Rateable


def rateables(live: Live, done: list[Handling]) -> tuple[Rateable, ...]:
    """Those handlings of a ticket that were rendered, in order."""
    added = ratings.with_addition(live.look, [one.id for one in done if one.rated])
    return tuple(_rateable(live, one, one.id in added) for one in done if rateable(one))


def as_by_code(one: Rateable) -> Rateable:
    """The same for whoever has but the code of a slip: nothing of what anybody wrote."""
    hidden: dict[str, Any] = {"replies": (), "satisfied": None, "answer_wanted": False}
    hidden |= {"follows_up": False, "again_by": None}
    followed = one.followed and replace(one.followed, **hidden)
    return replace(one, lacking="", followed=followed)


def _rateable(live: Live, one: Handling, added: bool) -> Rateable:
    ended, closes = one.ended_at, rating_closes_at(one, policy=live.set_up.policy)
    assert ended is not None, "rateable handlings have ended"
    assert closes is not None, "rateable handlings have ended"
    return Rateable(
        handling=str(one.id),
        service_name=live.set_up.services[one.service].name,
        window_no=live.set_up.posts[one.window].no if one.window in live.set_up.posts else 0,
        clerk=live.clerk(one.staff),
        ended_at=ended,
        rated=one.rated,
        added=added,
        closes_at=closes,
        outcome=one.ending or "",
        lacking=one.lacking,
        followed=cases.shown_to_citizen(live.look, one.id) if one.rated else None,
    )
