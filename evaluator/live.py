"""Draws the pad of one window."""

from hall.errors import UnknownWindow
from hall.rules.device import DeviceKind
from hall.rules.handling import Handling, Stage, rateable
from hall.store.live import Live
from hall.store.pictures.evaluator import Pad, Served, ToRate
from web.identity import AtDevice
from web.push import Screen


def pad(live: Live, window: int) -> Pad:
    """The pad of one window. Refuses with UnknownWindow once the window was withdrawn."""
    policy, post = live.set_up.policy, live.set_up.posts.get(window)
    if post is None:
        raise UnknownWindow()
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
            Served(
                handling=str(active.id),
                number=live.tickets[active.ticket].text,
                stage=active.stage,
                called_at=active.last_called_at,
                language=live.tickets[active.ticket].language,
            )
            if active
            else None
        ),
        to_rate=_to_rate(live, window),
        timeout_s=policy.pad_timeout_s,
        hold_s=policy.pad_hold_s,
        rating_days=policy.rating_days,
        takes_codes=post.desk,
        tag_set=live.set_up.tag_set_on(live.look.today).name,
    )


def _to_rate(live: Live, window: int) -> ToRate | None:
    last = live.just_ended.get(window)
    if last is None or last.ended_at is None or not rateable(last) or last.rated:
        return None
    if any(_came_after(one, last) for one in live.open):
        return None
    return ToRate(
        handling=str(last.id),
        number=live.numbers([last.ticket])[last.ticket],
        service_name=live.set_up.services[last.service].name,
        clerk=live.clerk(last.staff),
        ended_at=last.ended_at,
    )


def _came_after(one: Handling, last: Handling) -> bool:
    """Has this open handling been started at the same window since `last` ended? Then the pad is theirs."""
    assert last.ended_at is not None, "it has just ended"
    started = one.window == last.window and one.started_at is not None and one.stage is not Stage.CALLED
    return started and one.last_called_at >= last.ended_at


def _window(by: AtDevice) -> int:
    if by.device.window is None:
        raise UnknownWindow()
    return by.device.window


screen = Screen("evaluator", DeviceKind.PAD, key=_window, draw=pad)
