"""Draws the wall of a hall."""

from operator import attrgetter

from display.phrases import spoken
from hall.rules.device import DeviceKind
from hall.rules.handling import Handling, Stage
from hall.store.live import Live
from hall.store.pictures.display import Board, Call
from hall.store.standing import DrawnCall
from web.identity import Identity
from web.push import Screen

LATEST_CALLS = 8
"""Calls the wall keeps in view after they are no longer current."""
MOST_MISSED_SHOWN = 8


def board(live: Live) -> Board:
    """The wall of a hall."""
    current, recent = _calls(live)
    return Board(
        seq=live.seq,
        now=live.now,
        about=live.about,
        opening=live.opening,
        calls=current,
        recent=recent,
        missed=tuple(one.text for one in reversed(live.missed))[:MOST_MISSED_SHOWN],
        queues=live.queues,
        stands=live.stands,
        notices=live.set_up.notices,
        voice=live.set_up.voice,
    )


def _calls(live: Live) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """Those called now, and the latest before them, each newest first."""
    known = {one.id: one for one in (*live.latest_calls, *live.active.values())}
    before, kept = live.look.standing.calls, dict[int, DrawnCall]()
    current: list[Call] = []
    recent: list[Call] = []
    seen = set()
    for one in sorted(known.values(), key=attrgetter("last_called_at", "id"), reverse=True):
        # A visitor who was called again elsewhere stands on the wall once, at the newer place.
        if one.ticket in seen or one.window not in live.set_up.posts:
            continue
        seen.add(one.ticket)
        shown = current if one.stage is Stage.CALLED else recent
        if shown is recent and len(recent) == LATEST_CALLS:
            continue
        # Drawn anew only when it changed: of a wall of calls a new one changes one or two.
        drawn = before.get(one.id)
        if drawn is None or drawn.handling is not one:
            drawn = DrawnCall(one, _call(live, one))
        kept[one.id] = drawn
        shown.append(drawn.call)
    live.look.standing.calls = kept
    return tuple(current), tuple(recent)


def _call(live: Live, one: Handling) -> Call:
    post, number, current = live.set_up.posts[one.window], live.number(one), one.stage is Stage.CALLED
    return Call(
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


def _draw(live: Live, _key: int) -> Board:
    return board(live)


def _all_alike(_by: Identity) -> int:
    return 0


screen = Screen("display", DeviceKind.DISPLAY, key=_all_alike, draw=_draw)
