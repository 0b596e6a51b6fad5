"""Draws the live hall."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hall.rules.handling import Handling, Stage
from hall.rules.rating import LOW
from hall.rules.staff import Power
from hall.rules.window import State, Window
from hall.store import case_lists, exclusions, reports, today
from hall.store.live import Live
from hall.store.pictures.manager import Attention, AtWork, ClerkChoice, HourOfDay, Manager, SaidToday
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
        windows_open=len(live.open_windows),
        queues=live.queues,
        longest_since=longest,
        tally=live.tally,
        attention=tuple(_attention(live)),
        bells=live.bells,
        troubles=live.troubles,
        at_work=_at_work(live),
        hours=tuple(HourOfDay(one.hour, one.taken, one.served) for one in today.flow(live.look)),
        said=_said(live),
        cases=case_lists.now(live.look),
        exclusions_asked=exclusions.asked(live.look),
        free_clerks=tuple(_free_clerks(live)),
        long_wait_s=live.set_up.policy.long_wait_min * 60,
        long_queue=live.set_up.policy.long_queue,
    )


def _at_work(live: Live) -> tuple[AtWork, ...]:
    served, last = today.served_at(live.look), live.look.standing.last_ended()
    return tuple(_window(live, one, last.get(one.id), served.get(one.id, 0)) for one in live.windows)


def _window(live: Live, window: Window, last: Handling | None, served: int) -> AtWork:
    active = live.active.get(window.id)
    parked = [one for one in live.open if one.stage is Stage.PARKED and one.window == window.id]
    return AtWork(
        window_no=window.no,
        number=live.tickets[active.ticket].text if active else None,
        service_name=live.set_up.services[active.service].name if active else None,
        stage=active.stage if active else None,
        since=(active.started_at or active.called_at) if active else _free_since(window, last),
        waited_s=int((active.called_at - active.waiting_since).total_seconds()) if active else None,
        parked=tuple(live.tickets[one.ticket].text for one in parked),
        served=served,
    )


def _free_since(window: Window, last: Handling | None) -> datetime | None:
    """Since the visitor before has gone, or since it opened, or paused."""
    known = (window.since, last.ended_at if last else None)
    return max((one for one in known if one is not None), default=None) if window.since else None


def _said(live: Live) -> SaidToday:
    figures = reports.overall(live.look, span=reports.Span(live.look.today, live.look.today))
    low = sum(figures.counts.get(level, 0) for level in LOW)
    return SaidToday(ended=figures.ended, rated=figures.rated, good=figures.good, low=low)


def _free_clerks(live: Live) -> Iterable[ClerkChoice]:
    seated = {one.staff for one in live.windows}
    for one in live.set_up.staff.values():
        if one.may(Power.SERVE) and one.id not in seated:
            yield ClerkChoice(str(one.id), one.shown, one.number)


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
