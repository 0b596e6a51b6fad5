"""Draws the wall of a hall."""

from display.phrases import spoken
from hall.rules.device import DeviceKind
from hall.rules.handling import Stage
from hall.store.live import LATEST_CALLS, Live
from hall.store.pictures import Board, Call
from web.identity import Identity
from web.push import Screen

MOST_MISSED_SHOWN = 8


def board(live: Live) -> Board:
    """The wall of a hall."""
    calls = _calls(live)
    return Board(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        calls=tuple(one for one in calls if one.current),
        recent=tuple(one for one in calls if not one.current)[:LATEST_CALLS],
        missed=tuple(one.text for one in reversed(live.missed))[:MOST_MISSED_SHOWN],
        queues=live.queues,
        unserved=tuple(one.name for one in live.queues if one.windows_open == 0),
        stands=live.stands,
        notices=live.set_up.notices,
        voice=live.set_up.voice,
    )


def _calls(live: Live) -> list[Call]:
    latest = {one.id: one for one in live.latest_calls}
    latest |= {one.id: one for one in live.active.values()}
    numbers = live.numbers(one.ticket for one in latest.values())
    # A visitor who was called again elsewhere stands on the wall once, at the newer place.
    newest = sorted(latest.values(), key=lambda one: (one.last_called_at, one.id), reverse=True)
    posts = live.set_up.posts
    calls, seen = [], set()
    for one in newest:
        if one.ticket in seen or one.window not in posts:
            continue
        seen.add(one.ticket)
        post = posts[one.window]
        calls.append(
            Call(
                handling=str(one.id),
                number=numbers[one.ticket],
                window_no=post.no,
                window_name=post.name,
                area=post.area,
                times_called=one.times_called,
                called_at=one.last_called_at,
                announced=one.announced_at is not None,
                current=one.stage is Stage.CALLED,
                spoken=spoken(numbers[one.ticket], post.no, languages=live.set_up.voice),
            )
        )
    return calls


def _draw(live: Live, _key: int) -> Board:
    return board(live)


def _all_alike(_by: Identity) -> int:
    return 0


screen = Screen("display", DeviceKind.DISPLAY, key=_all_alike, draw=_draw)
