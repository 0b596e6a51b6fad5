"""Lives one recorded day again: the visitors come as recorded, our line decides who serves whom."""

import heapq
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from replay.doors import AtDesk, Doors, Refused
from replay.trace import Recorded, Shift

SEED = 19990804
TAKES_PART = 0.45
LEVELS = {5: 0.62, 4: 0.22, 3: 0.09, 2: 0.04, 1: 0.03}
LOW_TAGS = {2: "213", 1: "115"}
CALLS_AGAIN_AFTER = (20, 40)
"""Seconds after the first call at which somebody who does not come is called again."""
MISSED_AFTER = 60


@dataclass
class Visit:
    """One visitor on the day."""

    recorded: Recorded
    token: str = ""
    called: datetime | None = None
    gone: bool = False

    @property
    def waited_s(self) -> float | None:
        return None if self.called is None else (self.called - self.recorded.arrived).total_seconds()


@dataclass
class Clerk:
    """One clerk on the day."""

    shift: Shift
    desk: AtDesk
    pad: str
    here: bool = False
    busy: bool = False


@dataclass
class Lived:
    """What came of the day."""

    visits: list[Visit]
    calls: int = 0
    served: int = 0
    missed: int = 0
    cancelled: int = 0
    ratings: dict[int, list[int]] = field(default_factory=dict)
    """Window number → levels."""


class Day:
    """The day's events in order; every step first sets the server's clock."""

    def __init__(
        self,
        day: list[Recorded],
        shifts: list[Shift],
        *,
        doors: Doors,
        kiosk: str,
        clerks: list[Clerk],
        speed: float | None,
        tell: Callable[[int], None],
    ) -> None:
        self.doors = doors
        self.kiosk = {"Authorization": f"Bearer {kiosk}"}
        self.clerks = clerks
        self.speed = speed
        self.tell = tell
        self.lived = Lived([Visit(one) for one in day])
        self.last_end = max(one.ends for one in shifts)
        self._dice = random.Random(SEED)
        self._by_ticket: dict[str, Visit] = {}
        self._in_line = 0
        self._idle: list[Clerk] = []
        self._order = count()
        self._to_come: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._clock: datetime | None = None

    def live(self) -> Lived:
        """Live it through; returns when nobody waits and every clerk has gone home."""
        for clerk in self.clerks:
            self._at(clerk.shift.begins, partial(self._comes_to_work, clerk))
            self._at(clerk.shift.ends, partial(self._may_go_home, clerk))
        for visit in self.lived.visits:
            self._at(visit.recorded.arrived, partial(self._arrives, visit))
        while self._to_come:
            now, _n, happen = heapq.heappop(self._to_come)
            self._set_clock(now)
            happen(now)
        return self.lived

    def _at(self, moment: datetime, happen: Callable[[datetime], None]) -> None:
        heapq.heappush(self._to_come, (moment, next(self._order), happen))

    def _set_clock(self, now: datetime) -> None:
        if self._clock is not None and now <= self._clock:
            return
        if self.speed is not None and self._clock is not None:
            time.sleep((now - self._clock).total_seconds() / self.speed)
        self._clock = now
        self.doors.post("/replay/clock", {"now": now.isoformat()})

    # --- visitors ---------------------------------------------------------------------------

    def _arrives(self, visit: Visit, now: datetime) -> None:
        wanted: dict[str, Any] = {"service": visit.recorded.service}
        if visit.recorded.preferred:
            wanted["priority"] = "elder"
        taken = self.doors.post("/kiosk/tickets", wanted, **self.kiosk)
        visit.token = str(taken["link"]).rpartition("/t/")[2]
        self._by_ticket[str(taken["id"])] = visit
        self._in_line += 1
        if not visit.recorded.served:
            self._at(now + timedelta(seconds=visit.recorded.waited_s), lambda _then: self._gives_up(visit))
        if self._idle:
            self._calls(self._idle.pop(0), now)
        self.tell(1)

    def _gives_up(self, visit: Visit) -> None:
        if visit.called is None and not visit.gone:
            self.doors.post(f"/t/{visit.token}/cancel", {})
            visit.gone = True
            self._in_line -= 1
            self.lived.cancelled += 1

    # --- clerks --------------------------------------------------------------------------------

    def _comes_to_work(self, clerk: Clerk, now: datetime) -> None:
        clerk.desk.do("open")
        clerk.here = True
        self._is_free(clerk, now)

    def _is_free(self, clerk: Clerk, now: datetime) -> None:
        clerk.busy = False
        if now >= clerk.shift.ends and not self._is_needed(clerk, now):
            self._goes_home(clerk)
        elif self._in_line:
            self._calls(clerk, now)
        else:
            self._idle.append(clerk)

    def _is_needed(self, clerk: Clerk, now: datetime) -> bool:
        """Tickets that wait are still called: the last clerk stays until the line is empty."""
        others = any(one is not clerk and (one.here or one.shift.begins > now) for one in self.clerks)
        to_come = any(not one.token for one in self.lived.visits)
        return (self._in_line > 0 or to_come) and not others

    def _may_go_home(self, clerk: Clerk, now: datetime) -> None:
        if clerk.here and not clerk.busy and not self._is_needed(clerk, now):
            self._goes_home(clerk)

    def _goes_home(self, clerk: Clerk) -> None:
        if clerk in self._idle:
            self._idle.remove(clerk)
        clerk.desk.do("close")
        clerk.here = False

    def _calls(self, clerk: Clerk, now: datetime) -> None:
        turn = clerk.desk.do("next")
        clerk.busy = True
        self._in_line -= 1
        self.lived.calls += 1
        visit = self._by_ticket[str(turn["ticket"]["id"])]
        visit.called = now
        handling = str(turn["handling"])
        if visit.recorded.served:
            clerk.desk.do("start", handling=handling)
            ends = now + timedelta(seconds=visit.recorded.service_s)
            self._at(ends, lambda then: self._finishes(clerk, handling, then))
            return
        for after in CALLS_AGAIN_AFTER:
            self._at(now + timedelta(seconds=after), partial(self._calls_again, clerk, handling))
        self._at(now + timedelta(seconds=MISSED_AFTER), lambda then: self._gives_up_calling(clerk, handling, then))

    def _calls_again(self, clerk: Clerk, handling: str, _now: datetime) -> None:
        clerk.desk.do("recall", handling=handling)

    def _gives_up_calling(self, clerk: Clerk, handling: str, now: datetime) -> None:
        clerk.desk.do("missed", handling=handling)
        self.lived.missed += 1
        self._is_free(clerk, now)

    def _finishes(self, clerk: Clerk, handling: str, now: datetime) -> None:
        clerk.desk.do("finish", handling=handling, outcome="done_on_spot")
        self.lived.served += 1
        if self._dice.random() < TAKES_PART:
            self._rates(clerk, handling)
        self._is_free(clerk, now)

    def _rates(self, clerk: Clerk, handling: str) -> None:
        level = self._dice.choices(list(LEVELS), list(LEVELS.values()))[0]
        tags = [LOW_TAGS[level]] if level in LOW_TAGS else []
        said = {"handling": handling, "level": level, "tags": tags}
        try:
            self.doors.post("/evaluator/ratings", said, Authorization=f"Bearer {clerk.pad}")
        except Refused as refused:
            # A handling of no length at all may have been followed already.
            if refused.code != "rating-closed":
                raise
            return
        self.lived.ratings.setdefault(clerk.desk.window_no, []).append(level)
