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
        stands=live.stands,
        notices=live.set_up.notices,
        voice=live.set_up.voice,
    )


def _calls(live: Live) -> list[Call]:
    latest = {one.id: (one, number) for one, number in live.latest_calls}
    latest |= {one.id: (one, live.tickets[one.ticket].text) for one in live.active.values()}
    # A visitor who was called again elsewhere stands on the wall once, at the newer place.
    newest = sorted(latest.values(), key=lambda call: (call[0].last_called_at, call[0].id), reverse=True)
    posts = live.set_up.posts
    calls, seen = [], set()
    for one, number in newest:
        if one.ticket in seen or one.window not in posts:
            continue
        seen.add(one.ticket)
        post, current = posts[one.window], one.stage is Stage.CALLED
        calls.append(
            Call(
                handling=str(one.id),
                number=number,
                window_no=post.no,
                window_name=post.name,
                area=post.area,
                times_called=one.times_called,
                called_at=one.last_called_at,
                announced=one.announced_at is not None,
                current=current,
                spoken=spoken(number, post.no, languages=live.set_up.voice) if current else (),
            )
        )
    return calls


def _draw(live: Live, _key: int) -> Board:
    return board(live)


def _all_alike(_by: Identity) -> int:
    return 0


screen = Screen("display", DeviceKind.DISPLAY, key=_all_alike, draw=_draw)
