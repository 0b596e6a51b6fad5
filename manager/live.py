"""Draws the live hall."""

from collections.abc import Iterable
from datetime import timedelta

from hall.rules.window import State
from hall.store.live import Live
from hall.store.pictures import Attention, Manager


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
