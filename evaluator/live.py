"""Draws the pad of one window."""

from hall.errors import UnknownWindow
from hall.rules.device import DeviceKind
from hall.rules.handling import Handling, Stage, rateable
from hall.store.live import Live
from hall.store.pictures import Pad, Served, ToRate
from web.identity import AtDevice
from web.push import Screen


def pad(live: Live, window: int) -> Pad:
    """The pad of one window."""
    policy, post = live.set_up.policy, live.set_up.posts[window]
    standing = next(one for one in live.windows if one.id == window)
    active = live.active.get(window)
    return Pad(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        window_no=post.no,
        window_name=post.name,
        state=standing.state,
        pause_reason=standing.pause_reason,
        clerk=live.clerk(standing.staff) if standing.staff is not None else None,
        served=(
            Served(str(active.id), live.tickets[active.ticket].text, active.stage, active.last_called_at)
            if active
            else None
        ),
        to_rate=_to_rate(live, window, active),
        timeout_s=policy.pad_timeout_s,
        hold_s=policy.pad_hold_s,
        rating_days=policy.rating_days,
    )


def _to_rate(live: Live, window: int, active: Handling | None) -> ToRate | None:
    last = live.just_ended.get(window)
    if last is None or last.ended_at is None or not rateable(last) or last.rated:
        return None
    if active is not None and active.stage is Stage.SERVING:
        return None
    return ToRate(
        handling=str(last.id),
        number=live.numbers([last.ticket])[last.ticket],
        service_name=live.set_up.services[last.service].name,
        clerk=live.clerk(last.staff),
        ended_at=last.ended_at,
    )


def _window(by: AtDevice) -> int:
    if by.device.window is None:
        raise UnknownWindow()
    return by.device.window


screen = Screen("evaluator", DeviceKind.PAD, key=_window, draw=pad)
