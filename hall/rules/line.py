"""The discipline of the line: whose turn it is, and why."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hall.rules.window import Window


class Why(StrEnum):
    """Why this one is next; stored with every call, shown on the console."""

    FIRST_ARRIVAL = "first_arrival"
    PRIORITY = "priority"
    OTHERS_TURN = "others_turn"
    """The cap on priority calls in a row is reached: the first of the others."""
    RESTORED = "restored"
    """Let others go first (brought back, 我晚点到), now first by arrival."""
    NOBODY_ELSE = "nobody_else"
    """Should let others go first, but nobody else waits."""
    UNPARKED = "unparked"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the line needs to know of somebody who waits."""

    ticket: int
    service: int
    taken_at: datetime
    priority: bool
    yields: int
    only_window: int | None
    """The one window that may call it (sent there by name); null = any that serves it."""
    moved_back: bool = False
    """Has let others go first at some time: tells *restored* from plain first arrival."""

    @property
    def arrival(self) -> tuple[datetime, int]:
        return (self.taken_at, self.ticket)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, why, and how many priority calls in a row that makes."""

    waiting: Waiting
    why: Why
    run: int


def may_call(waiting: Waiting, *, window: int, services: frozenset[int]) -> bool:
    """Is `window`, which serves `services`, able to call this one?"""
    if waiting.only_window is not None:
        return waiting.only_window == window
    return waiting.service in services


def next_in_line(candidates: Iterable[Waiting], *, run: int, cap: int) -> Turn | None:
    """Whose turn it is among `candidates` (all that one window is able to call); None if nobody waits.

    First arrival decides. Priority goes before, but after `cap` priority calls in a row while
    others waited (`run` counts them) the first of the others is called. Whoever lets others go
    first is passed over until they have gone, or nobody else is there.
    """
    return next(expected(candidates, run=run, cap=cap), None)


def expected(candidates: Iterable[Waiting], *, run: int, cap: int) -> Iterator[Turn]:
    """The order in which one window would call `candidates` if nobody else came.

    Lazy: the first turn costs one pass, the whole order n log n.
    """
    first: list[tuple[tuple[datetime, int], Waiting]] = []
    others: list[tuple[tuple[datetime, int], Waiting]] = []
    held: list[tuple[int, tuple[datetime, int], Waiting]] = []
    for one in candidates:
        if one.yields > 0:
            held.append((one.yields, one.arrival, one))
        else:
            (first if one.priority else others).append((one.arrival, one))
    heapq.heapify(first)
    heapq.heapify(others)
    heapq.heapify(held)
    gone = 0
    while first or others or held:
        why: Why
        if first and (run < cap or not others):
            turn, why = heapq.heappop(first)[1], Why.PRIORITY
            run = run + 1 if others else run
        elif others:
            turn, why = heapq.heappop(others)[1], Why.OTHERS_TURN if first else Why.FIRST_ARRIVAL
            run = 0
        else:
            turn, why = heapq.heappop(held)[2], Why.NOBODY_ELSE
        if why is Why.FIRST_ARRIVAL and turn.moved_back:
            why = Why.RESTORED
        yield Turn(turn, why, run)
        gone += 1
        while held and held[0][0] <= gone:
            freed = heapq.heappop(held)[2]
            heapq.heappush(first if freed.priority else others, (freed.arrival, freed))


@dataclass(frozen=True, slots=True)
class Caller:
    """A window that may call: its id and what it serves."""

    window: int
    services: frozenset[int]


def ahead_of_each(
    waiting: Sequence[Waiting], callers: Sequence[Caller], fallback: Sequence[Caller], *, run: int, cap: int
) -> dict[int, frozenset[int]]:
    """Who is ahead of each waiting ticket: ticket id → those called before it by any window able to call it.

    `callers` are the windows now at work; where none of them is able to call a ticket, `fallback`
    (every window of the hall) is asked instead, so that a place is known before a window opens.
    """
    masks = _masks_ahead(waiting, callers, fallback, run=run, cap=cap)
    return {
        ticket: frozenset(one.ticket for place, one in enumerate(waiting) if mask >> place & 1)
        for ticket, mask in masks.items()
    }


def count_ahead(
    waiting: Sequence[Waiting], callers: Sequence[Caller], fallback: Sequence[Caller], *, run: int, cap: int
) -> dict[int, int]:
    """How many are ahead of each waiting ticket, counted as `ahead_of_each` does."""
    masks = _masks_ahead(waiting, callers, fallback, run=run, cap=cap)
    return {ticket: mask.bit_count() for ticket, mask in masks.items()}


def _masks_ahead(
    waiting: Sequence[Waiting], callers: Sequence[Caller], fallback: Sequence[Caller], *, run: int, cap: int
) -> dict[int, int]:
    """Ticket id → one bit for each place of `waiting` that is ahead: unions of long lines stay cheap."""
    bit = {one.ticket: 1 << place for place, one in enumerate(waiting)}
    before = {one.ticket: 0 for one in waiting}
    reached: set[int] = set()
    for group in (callers, fallback):
        unreached = {one.ticket for one in waiting} - reached
        if not unreached:
            break
        for candidates in _distinct_lines(waiting, group).values():
            passed = 0
            for turn in expected(candidates, run=run, cap=cap):
                ticket = turn.waiting.ticket
                if ticket in unreached:
                    before[ticket] |= passed
                    reached.add(ticket)
                passed |= bit[ticket]
    return before


def _distinct_lines(waiting: Sequence[Waiting], callers: Sequence[Caller]) -> Mapping[object, list[Waiting]]:
    """The lines that differ: windows that serve the same and were sent nobody by name share one."""
    named = {one.only_window for one in waiting if one.only_window is not None}
    lines: dict[object, list[Waiting]] = {}
    for caller in callers:
        key = (caller.services, caller.window if caller.window in named else None)
        if key not in lines:
            lines[key] = [one for one in waiting if may_call(one, window=caller.window, services=caller.services)]
    return lines


def estimate_s(ahead: int, *, windows: int, mean_service_s: float | None) -> tuple[int, int] | None:
    """Low and high of the wait in seconds, whole minutes; None with no window open or nothing yet served.

    Queue length × mean service ÷ windows at work (Ibrahim & Whitt 2009), as a range people can rely on.
    """
    if windows < 1 or mean_service_s is None:
        return None
    middle = (ahead + 0.5) * mean_service_s / windows
    low, high = int(middle * 0.6 // 60) * 60, int(-(-middle * 1.5 // 60)) * 60
    return low, max(high, low + 60)


def estimate_for(
    service: int, ahead: int, *, standing: Iterable[Window], mean_service_s: float | None
) -> tuple[int, int] | None:
    """The wait of somebody with so many ahead for a service; None while none of the windows that serve it is open.

    One on pause beside an open one is counted: it comes back, and a range that jumps with every break is none.
    """
    able = [one for one in standing if one.is_at_work and service in one.services]
    if not any(one.is_open for one in able):
        return None
    return estimate_s(ahead, windows=len(able), mean_service_s=mean_service_s)
