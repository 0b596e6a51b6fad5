"""Years of a hall's past, written in one go: believable in shape, invented in every row."""

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hall.rules.rating import TAGS, Level

ZONE = ZoneInfo("Asia/Shanghai")
LAST = date(2026, 11, 20)
PARTICIPATION = 0.75
RATINGS_A_DAY = 1340
"""Of a busy hall of twelve windows; so many years the past is long."""
LEVELS, LEVEL_WEIGHTS = (5, 4, 3, 2, 1), (80, 13, 4, 2, 1)
CHANNELS, CHANNEL_WEIGHTS = ("pad", "link", "paper", "desk"), (70, 13, 15, 2)
HOURS, HOUR_WEIGHTS = (8, 9, 10, 11, 14, 15, 16, 17), (4, 20, 20, 10, 12, 18, 12, 4)
VERDICTS = (("justified", "people"), ("justified", "materials"), ("justified", "waiting"), ("unjustified", None))
SHIFT = (("open", None, 8.5, 12), ("paused", "break", 12, 14), ("open", None, 14, 17.5))
AT_ONCE = 50_000
MINUTE, DAY = 60_000, 86_400_000


@dataclass
class Rows:
    """What is still to be written, by table."""

    waiting: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)

    def add(self, into: str, *values: object) -> None:
        self.waiting.setdefault(into, []).append(values)

    def write(self, file: sqlite3.Connection) -> None:
        for into, rows in self.waiting.items():
            places = ", ".join("?" * len(rows[0]))
            file.executemany(f"INSERT INTO {into} VALUES ({places})", rows)
        self.waiting.clear()


TICKETS = "tickets (id, hall_id, day, prefix, number, service_id, later_services, status, taken_at, waiting_since, \
help_needs, language)"
HANDLINGS = "handlings (id, hall_id, day, ticket_id, window_id, staff_id, service_id, stage, waiting_since, called_at, \
last_called_at, times_called, started_at, ended_at, ending, why, rated)"
RATINGS = "ratings (id, hall_id, handling_id, ticket_id, window_id, staff_id, service_id, kind, level, text, channel, \
at, ended_at, counts, flagged, excluded)"
TAGS_OF = "rating_tags (rating_id, scheme, version, code, shown)"
CASES = "cases (id, hall_id, no, handling_id, rating_id, ticket_id, window_id, staff_id, service_id, state, ended_at, \
opened_at, verified_at, verdict, cause)"
FLAGS = "rating_flags (hall_id, rating_id, code, at)"
SPELLS = "window_spells (hall_id, window_id, staff_id, state, pause_reason, begins, ends)"


def fill(file: Path, ratings: int) -> int:
    """Write a past with so many ratings into the hall in `file`; returns the number of days."""
    known = sqlite3.connect(file)
    known.execute("PRAGMA synchronous = OFF")
    windows = [row[0] for row in known.execute("SELECT id FROM windows ORDER BY no")]
    clerks = [row[0] for row in known.execute("SELECT id FROM staff WHERE role IN ('clerk', 'desk') ORDER BY id")]
    services = [row[0] for row in known.execute("SELECT id FROM services ORDER BY id")]
    past = Past(random.Random(7), windows, clerks[: len(windows)], services, ratings)
    with known:
        for day in past.days():
            past.live(day)
            if past.handling % AT_ONCE < len(past.windows) * 200:
                past.rows.write(known)
        past.rows.write(known)
    known.close()
    return past.lived


class Past:
    """What happened, day by day."""

    def __init__(
        self, chance: random.Random, windows: list[int], clerks: list[int], services: list[int], ratings: int
    ) -> None:
        self.chance = chance
        self.windows = windows
        self.clerks = clerks
        self.services = services
        self.left = ratings
        self.rows = Rows()
        self.handling = self.rating = self.case = self.lived = 0
        self.tags = {level: [code for code, tag in TAGS.items() if tag.level is level] for level in Level}

    def days(self) -> Iterator[date]:
        """Working days up to the last, as many as the ratings take."""
        days: list[date] = []
        day = LAST
        while len(days) * RATINGS_A_DAY < self.left:
            if day.weekday() < 5:
                days.append(day)
            day -= timedelta(days=1)
        yield from reversed(days)

    def live(self, day: date) -> None:
        """One day: windows open, visitors come, most of them say something."""
        self.lived += 1
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC).timestamp() * 1000)
        for window, clerk in zip(self.windows, self.clerks, strict=True):
            for state, reason, begins, ends in SHIFT:
                spell = midnight + int(begins * 60 * MINUTE), midnight + int(ends * 60 * MINUTE)
                self.rows.add(SPELLS, 1, window, clerk, state, reason, *spell)
        said, number = min(RATINGS_A_DAY, self.left), 0
        self.left -= said
        while said:
            number += 1
            said -= self.serve(day, midnight, number)

    def serve(self, day: date, midnight: int, number: int) -> int:
        """One visitor; returns how many ratings it gave: 0 or 1."""
        chance = self.chance
        self.handling += 1
        one, at = self.handling, chance.randrange(len(self.windows))
        service = self.services[min(int(chance.expovariate(0.2)), len(self.services) - 1)]
        (hour,) = chance.choices(HOURS, HOUR_WEIGHTS)
        called = midnight + hour * 60 * MINUTE + chance.randrange(60 * MINUTE)
        waited = min(int(chance.lognormvariate(2.0, 0.9) * MINUTE), 3 * 60 * MINUTE)
        started = called + chance.randrange(5_000, 60_000)
        ended = started + int(chance.expovariate(1 / 6) * MINUTE) + 30_000
        who = self.windows[at], self.clerks[at], service
        rated = chance.random() < PARTICIPATION
        taken = called - waited
        self.rows.add(TICKETS, one, 1, f"{day}", "A", number, service, "[]", "done", taken, taken, "[]", "zh")
        times = taken, called, called, 1, started, ended
        self.rows.add(HANDLINGS, one, 1, f"{day}", one, *who, "ended", *times, "accepted", "first_arrival", rated)
        if rated:
            self.say(one, who, ended)
        return int(rated)

    def say(self, handling: int, who: tuple[int, int, int], ended: int) -> None:
        chance = self.chance
        self.rating += 1
        rating, draw = self.rating, chance.random()
        (level,), (channel,) = chance.choices(LEVELS, LEVEL_WEIGHTS), chance.choices(CHANNELS, CHANNEL_WEIGHTS)
        excluded, flagged = draw < 0.001, draw < 0.02
        what = "first", level, "", channel, ended + 20_000, ended, not excluded, flagged, excluded
        self.rows.add(RATINGS, rating, 1, handling, handling, *who, *what)
        if level <= 2 or chance.random() < 0.5:
            code = chance.choice(self.tags[Level(level)])
            self.rows.add(TAGS_OF, rating, "gd-hcp", 1, code, json.dumps(TAGS[code].text.to_facts()))
        if flagged:
            self.rows.add(FLAGS, 1, rating, "quick", ended)
        if level <= 2:
            self.case += 1
            verdict, cause = chance.choice(VERDICTS)
            found = "verified", ended, ended + MINUTE, ended + DAY, verdict, cause
            self.rows.add(CASES, self.case, 1, self.case, handling, rating, handling, *who, *found)
