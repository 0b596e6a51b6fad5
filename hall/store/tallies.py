"""What happened, added up by day in the deed itself, so that no figure has to read a year of rows.

Each handling that ended stands under several parts: the whole hall, its window, its clerk, its service, the hour at
which it ended, the minutes waited; its rating also under its channel, its clerk by channel, and its tags. All of them
under the day of the hall on which the handling ended, whenever it was rated. Beside them stands the time spent at
windows, under the day on which it went by. The truth stays with the rows: `hall/store/recount.py` counts them anew.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from hall.rules.handling import Handling, Stretch, served, walked
from hall.rules.hours import Hours
from hall.rules.rating import Channel, Level
from hall.store.look import Work
from hall.store.tables import tallies
from hall.store.upsert import add_up

KEYS = ("hall_id", "part", "day", "key")
COUNTS = tuple(column.name for column in tallies.c if column.name not in KEYS)
LONGEST_WAIT_MIN = 120
"""Waits are counted by the minute up to here; whoever waited longer stands under it."""


class Part(StrEnum):
    """What tallies are kept for; `key` is an id, an hour, whole minutes, a channel, a tag's code, or as said below."""

    HALL = "hall"
    WINDOW = "window"
    CLERK = "clerk"
    SERVICE = "service"
    HOUR = "hour"
    WAIT = "wait"
    CHANNEL = "channel"
    TAG = "tag"
    VIA = "via"
    """A clerk's ratings by channel, the key being `<staff id>:<channel>`: only what was said, as under channels."""


@dataclass(frozen=True, slots=True)
class Said:
    """A rating as far as it is counted."""

    level: Level
    channel: Channel
    tags: Sequence[str] = field(default=())


def parts_of(one: Handling, *, hours: Hours) -> list[tuple[Part, str]]:
    """Under what an ended handling stands."""
    assert one.ended_at is not None, "only what has ended is added up"
    return [
        (Part.HALL, ""),
        (Part.WINDOW, str(one.window)),
        (Part.CLERK, str(one.staff)),
        (Part.SERVICE, str(one.service)),
        (Part.HOUR, str(one.ended_at.astimezone(hours.zone).hour)),
        (Part.WAIT, str(min(int(waited(one) / timedelta(minutes=1)), LONGEST_WAIT_MIN))),
    ]


def waited(one: Handling) -> timedelta:
    """From when somebody stood in the line for this handling to its first call."""
    return one.called_at - one.waiting_since


def count_ended(work: Work, one: Handling, held: Sequence[Stretch], *, times: int = 1) -> None:
    """A handling that was held in hand for some stretches was rendered and has ended; `times` = -1 takes that back."""
    assert one.ended_at is not None, "only what has ended is added up"
    counts = {
        "ended": 1,
        "waited_ms": in_ms(waited(one)),
        "walked_ms": in_ms(walked(one, held)),
        "served_ms": in_ms(served(one, held)),
    }
    _add(work, one.ended_at, parts_of(one, hours=work.hours), {name: times * n for name, n in counts.items()})


def count_said(work: Work, one: Handling, said: Said, *, times: int = 1) -> None:
    """A rating counts for a handling, or (-1) no longer."""
    assert one.ended_at is not None, "only what has ended is rated"
    parts = [
        *parts_of(one, hours=work.hours),
        (Part.CHANNEL, str(said.channel)),
        (Part.VIA, f"{one.staff}:{said.channel}"),
        *((Part.TAG, code) for code in said.tags),
    ]
    _add(work, one.ended_at, parts, {f"n{int(said.level)}": times})


def count_unsubmitted(work: Work, one: Handling, *, times: int = 1) -> None:
    """Somebody chose a level and left the page, or (-1) came back to it."""
    assert one.ended_at is not None, "only what has ended is rated"
    _add(work, one.ended_at, parts_of(one, hours=work.hours), {"unsubmitted": times})


def count_excluded(work: Work, one: Handling, *, times: int = 1) -> None:
    """A rating was left out of the figures, or (-1) taken back into them."""
    assert one.ended_at is not None, "only what has ended is rated"
    _add(work, one.ended_at, parts_of(one, hours=work.hours), {"excluded": times})


def count_time(work: Work, count: str, seats: Iterable[tuple[int, int, Stretch]], *, times: int = 1) -> None:
    """Add time that somebody spent at a window, or (-1) take it back: (window, clerk, from when to when).

    Under each of the hall's days on which it went by.
    """
    summed: Counter[tuple[date, Part, str]] = Counter()
    for window, clerk, (begins, ends) in seats:
        for day, span in work.hours.by_day(begins, ends):
            for part, key in ((Part.HALL, ""), (Part.WINDOW, str(window)), (Part.CLERK, str(clerk))):
                summed[day, part, key] += in_ms(span)
    rows = [_row(work, day, part, key, {count: times * n}) for (day, part, key), n in summed.items()]
    if rows:
        add_up(work.connection, tallies, rows, keys=KEYS)


def in_ms(span: timedelta) -> int:
    """Whole milliseconds."""
    return span // timedelta(milliseconds=1)


def _add(work: Work, ended_at: datetime, parts: Iterable[tuple[Part, str]], counts: Mapping[str, int]) -> None:
    day = work.hours.day(ended_at)
    add_up(work.connection, tallies, [_row(work, day, part, key, counts) for part, key in parts], keys=KEYS)


_NOTHING = dict.fromkeys(COUNTS, 0)


def _row(work: Work, day: date, part: Part, key: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return {"hall_id": work.hall_id, "part": part, "day": day, "key": key, **_NOTHING, **counts}
