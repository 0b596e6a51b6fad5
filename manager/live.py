"""Draws the live hall."""

from collections.abc import Iterable
from datetime import timedelta

from hall.rules.staff import Power
from hall.rules.window import State
from hall.store.live import Live
from hall.store.pictures import Attention, Manager
from web.identity import Identity
from web.push import Screen


def manager(live: Live) -> Manager:
    """The live hall."""
    longest = min((one.longest_since for one in live.queues if one.longest_since), default=None)
    return Manager(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        stands=live.stands,
        queues=live.queues,
        longest_since=longest,
        tally=live.tally,
        attention=tuple(_attention(live)),
        bells=live.bells,
        troubles=live.troubles,
    )


def _attention(live: Live) -> Iterable[Attention]:
    policy = live.set_up.policy
    patience = timedelta(minutes=policy.long_wait_min)
    for one in live.queues:
        if one.windows_open == 0:
            yield Attention("unserved", one.name, None, one.longest_since, one.waiting)
        elif one.longest_since and live.now - one.longest_since > patience:
            yield Attention("long_wait", one.name, None, one.longest_since, one.waiting)
        elif one.waiting > policy.long_queue:
            yield Attention("long_queue", one.name, None, one.longest_since, one.waiting)
    for stand in live.stands:
        if stand.state == State.PAUSED and stand.since and live.now - stand.since > patience:
            yield Attention("long_pause", None, stand.window_no, stand.since, 0)


def _draw(live: Live, _key: int) -> Manager:
    return manager(live)


def _all_alike(_by: Identity) -> int:
    return 0


screen = Screen("manager", Power.WATCH, key=_all_alike, draw=_draw)
