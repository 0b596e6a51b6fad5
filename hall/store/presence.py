"""How long somebody sat at a window, on pause or with nobody in hand: added up by day, beside what still goes on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from hall.rules.handling import Stage, Stretch
from hall.rules.window import State, Window
from hall.store import parkings, sums
from hall.store.look import Look, Work
from hall.store.sums import Span, Sums
from hall.store.tables import window_spells
from hall.store.tallies import Part, count_time, in_ms

Seat = tuple[int, int, Stretch]
"""Window, clerk, from when to when."""

_OPEN_SINCE = select(window_spells.c.staff_id, window_spells.c.begins, window_spells.c.ends).where(
    window_spells.c.window_id == bindparam("window"),
    window_spells.c.ends > bindparam("since"),
    window_spells.c.state == State.OPEN,
)


@dataclass(frozen=True, slots=True)
class Presence:
    """Milliseconds at a window, summed over the days asked for, up to this moment."""

    open_ms: int
    """Ready to call, or with somebody in hand."""
    paused_ms: int
    in_hand_ms: int
    """Of the open time: somebody was called or served."""

    @property
    def idle_ms(self) -> int:
        """Of the open time: nobody was in hand."""
        return self.open_ms - self.in_hand_ms


def count_spell(work: Work, window: Window) -> None:
    """The present spell of a window ends now."""
    if window.staff is not None and window.since is not None:
        spent = (window.since, _whole_ms(work.now))
        count_time(work, _count_of(window), [(window.id, window.staff, spent)])


def count_in_hand(work: Work, window: int, held: Stretch, *, times: int = 1) -> None:
    """A window had somebody in hand for a stretch; `times` = -1 takes that back.

    It is the time of whoever sat there meanwhile: a window may be taken over with the visitor in hand.
    """
    count_time(work, "in_hand_ms", _seats(work, window, (held[0], _whole_ms(held[1]))), times=times)


def presence(look: Look, part: Part, span: Span) -> dict[str, Presence]:
    """Key of a part (window, clerk or hall) → how long somebody sat there."""
    summed = sums.presence_by_key(look, part, span)
    for count, seats in _going_on(look):
        for window, clerk, held in seats:
            key = {Part.WINDOW: str(window), Part.CLERK: str(clerk)}.get(part, "")
            summed.setdefault(key, Counter())[count] += _within(look, held, span)
    return {key: _presence(one) for key, one in summed.items()}


def _presence(one: Sums) -> Presence:
    return Presence(one["open_ms"], one["paused_ms"], one["in_hand_ms"])


def _going_on(look: Look) -> Iterable[tuple[str, list[Seat]]]:
    """What is not added up yet: the present spells, and who is in hand."""
    for window in look.standing.windows.values():
        if window.staff is None or window.since is None:
            continue
        yield _count_of(window), [(window.id, window.staff, (window.since, look.now))]
    for one in look.standing.open():
        if one.stage is not Stage.PARKED:
            yield "in_hand_ms", _seats(look, one.window, parkings.held(look, one, until=look.now)[-1])


def _seats(look: Look, window: int, held: Stretch) -> list[Seat]:
    """Who sat at an open window in a stretch of time, and when."""
    now = look.standing.windows.get(window)
    seats: list[Seat] = []
    if now is not None and now.state is State.OPEN and now.staff is not None and now.since is not None:
        if now.since <= held[0]:
            return [(window, now.staff, held)]
        seats = [(window, now.staff, (now.since, held[1]))]
    asked = look.connection.execute(_OPEN_SINCE, {"window": window, "since": held[0]})
    seats += [(window, row.staff_id, (max(row.begins, held[0]), min(row.ends, held[1]))) for row in asked]
    return [seat for seat in seats if seat[2][0] < seat[2][1]]


def _within(look: Look, held: Stretch, span: Span) -> int:
    begins, ends = span.moments(look)
    cut = min(ends, held[1]) - max(begins, held[0])
    return max(0, in_ms(cut))


def _count_of(window: Window) -> str:
    return "open_ms" if window.state is State.OPEN else "paused_ms"


def _whole_ms(moment: datetime) -> datetime:
    """As the database keeps it: what is added up now is the same when it is counted anew."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
