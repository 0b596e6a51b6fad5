"""Plays a few believable days in a demo hall through its doors, up to a moment worth a picture."""

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from replay.doors import AtDesk, Doors, Refused

SEED = 20261123
ZONE = ZoneInfo("Asia/Shanghai")
DAYS = tuple(datetime(2026, 11, day, 8, 30, tzinfo=ZONE) for day in (16, 17, 18, 19, 20))
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE)
PICTURE = datetime(2026, 11, 23, 10, 42, tzinfo=ZONE)
DAY_S = 5 * 1800
EVERY_S = 33
"""Seconds between two visitors, on average."""
STAYS_AWAY = 0.02
TAKES_PART = 0.62
BY_PHONE = 0.2
"""Of those who rate: by the code on the slip, or by the ticket's own link."""
LEVELS = {5: 0.64, 4: 0.23, 3: 0.085, 2: 0.03, 1: 0.015}
TAGS = {
    5: ("510", "511", "515", "517"),
    4: ("408", "411", "413"),
    3: ("307", "310", "314"),
    2: ("208", "210", "213", "214"),
    1: ("109", "113", "115"),
}
WRITTEN = {
    "208": "来之前查不到清单，到了窗口才知道还要户口簿原件。",
    "210": "同一份复印件，这个月交了两次。",
    "213": "问了两个人，说法不一样，最后等同事来才办成。",
    "113": "在两个窗口之间跑了两趟。",
}
"""What somebody wrote with a tag, on a phone."""
POPULAR = {
    "social-card": 9,
    "resident-medical-join": 8,
    "residence-permit": 7,
    "elder-card": 6,
    "birth-registration": 5,
    "unemployment-registration": 5,
    "minimum-living": 4,
    "public-rental": 4,
    "disability-allowance": 3,
    "newborn-insurance": 3,
    "startup-subsidy": 2,
    "food-stall": 2,
}
REASONS = ["elder"] * 6 + ["disabled", "pregnant", "infant", "military"]
WINDOWS = tuple(range(1, 15))


class Scene:
    """The demo hall's people, moved by a clock that is set from outside."""

    def __init__(self, doors: Doors, people: dict[str, Any], set_clock: Callable[[datetime], None]) -> None:
        self.doors = doors
        self._set_clock = set_clock
        self._dice = random.Random(SEED)
        tokens = {(one["kind"], one["window_no"]): one["token"] for one in people["devices"]}
        self._bearer = {key: {"Authorization": f"Bearer {token}"} for key, token in tokens.items()}
        self._clerks = {
            one["window_no"]: AtDesk(self.doors, name=one["name"], password=one["password"], window_no=one["window_no"])
            for one in people["staff"]
            if one["role"] == "clerk" and one["window_no"] in WINDOWS
        }
        self._free: list[int] = []
        self._ends = PICTURE
        self._order = count()
        self._to_come: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.hands: dict[int, str] = {}
        """Window → the handling in hand."""
        self._pages: dict[str, str] = {}
        """Ticket → the path of its own page, for those who wait, in the order in which they came."""
        self._at_window: dict[int, str] = {}
        """Window → the page of whoever was called there last."""

    def play_day(self, day: datetime) -> None:
        """A whole day, for the figures."""
        self._live(day, until=day + timedelta(seconds=DAY_S), ends=day + timedelta(hours=12))
        self._go_home()

    def play_morning(self) -> None:
        """A morning up to the moment of the picture."""
        self._live(MORNING, until=PICTURE, ends=PICTURE - timedelta(minutes=1))
        self._compose()

    def _live(self, begins: datetime, *, until: datetime, ends: datetime) -> None:
        self._ends = ends
        self._set_clock(begins)
        for clerk in self._clerks.values():
            clerk.do("open")
        self._free = list(self._clerks)
        arrives = begins
        while arrives < until:
            self._at(arrives, self._arrives)
            # A hall fills in the first hour.
            early = (arrives - begins).total_seconds() < 3600
            arrives += timedelta(seconds=self._dice.expovariate(1 / (EVERY_S * (0.8 if early else 1.05))))
        while self._to_come and self._to_come[0][0] <= ends:
            now, _n, happen = heapq.heappop(self._to_come)
            self._set_clock(now)
            happen(now)
        self._to_come.clear()

    def _go_home(self) -> None:
        for clerk in self._clerks.values():
            clerk.do("close")

    def _at(self, moment: datetime, happen: Callable[[datetime], None]) -> None:
        heapq.heappush(self._to_come, (moment, next(self._order), happen))

    # --- visitors and clerks ------------------------------------------------------------------------

    def _arrives(self, now: datetime) -> None:
        self.take()
        if self._free:
            self._calls(self._free.pop(0), now)

    def take(self, **more: Any) -> None:
        """Take a number at the kiosk."""
        service = self._dice.choices(list(POPULAR), list(POPULAR.values()))[0]
        wanted: dict[str, Any] = {"service": service, **more}
        if self._dice.random() < 0.13:
            wanted.setdefault("priority", self._dice.choice(REASONS))
        taken = self.doors.post("/kiosk/tickets", wanted, **self._bearer["kiosk", None])
        self._pages[str(taken["id"])] = "/t/" + str(taken["link"]).rpartition("/t/")[2]

    @property
    def page(self) -> str:
        """The page of somebody with a few ahead."""
        return list(self._pages.values())[3]

    def _calls(self, no: int, now: datetime) -> None:
        try:
            turn = self._clerks[no].do("next")
        except Refused as refused:
            if refused.code != "nobody-waiting":
                raise
            self._free.append(no)
            return
        self._is_called(no, turn)
        if now < PICTURE - timedelta(seconds=50):
            self._is_heard(no, turn)
        if self._dice.random() < STAYS_AWAY:
            for after in (25, 50):
                self._at(now + timedelta(seconds=after), partial(self._calls_again, no))
            self._at(now + timedelta(seconds=80), partial(self._gives_up, no))
        else:
            self._at(now + timedelta(seconds=self._dice.uniform(20, 70)), partial(self._starts, no))

    def _is_called(self, no: int, turn: dict[str, Any]) -> None:
        self.hands[no] = str(turn["handling"])
        self._at_window[no] = self._pages.pop(str(turn["ticket"]["id"]))

    def _is_heard(self, no: int, turn: dict[str, Any]) -> None:
        said = {"handling": self.hands[no], "times_called": turn["times_called"]}
        self.doors.post("/display/announced", said, **self._bearer["display", None])

    def _calls_again(self, no: int, _now: datetime) -> None:
        self._is_heard(no, self._clerks[no].do("recall", handling=self.hands[no]))

    def _gives_up(self, no: int, now: datetime) -> None:
        self._clerks[no].do("missed", handling=self.hands.pop(no))
        self._calls(no, now)

    def _starts(self, no: int, now: datetime) -> None:
        self._clerks[no].do("start", handling=self.hands[no])
        length = min(1500.0, self._dice.lognormvariate(5.95, 0.55))
        self._at(now + timedelta(seconds=length), partial(self._finishes, no))

    def _finishes(self, no: int, now: datetime) -> None:
        handling = self.hands.pop(no)
        outcome = self._dice.choices(["done_on_spot", "accepted", "consulted"], [6, 4, 1])[0]
        self._clerks[no].do("finish", handling=handling, outcome=outcome)
        if self._dice.random() < TAKES_PART:
            self._at(now + timedelta(seconds=7), partial(self._rates, no, handling, self._at_window[no]))
        self._at(now + timedelta(seconds=self._dice.uniform(10, 30)), partial(self._calls, no))

    def _rates(self, no: int, handling: str, page: str, _now: datetime) -> None:
        level = self._dice.choices(list(LEVELS), list(LEVELS.values()))[0]
        tag = self._dice.choice(TAGS[level])
        said: dict[str, Any] = {"handling": handling, "level": level}
        if level <= 2 or self._dice.random() < 0.4:
            said["tags"] = [tag]
        if self._dice.random() < BY_PHONE:
            via = self._dice.choice(["paper", None])
            self.doors.post(f"{page}/ratings", {**said, "text": WRITTEN.get(tag, ""), "via": via})
        else:
            self.doors.post("/evaluator/ratings", said, **self._bearer["pad", no])

    # --- the moment of the picture --------------------------------------------------------------------

    def _compose(self) -> None:
        """What each screen is to show: somebody being served, being called, being asked, waiting."""
        now = PICTURE
        self._set_clock(now - timedelta(seconds=40))
        self._sets_aside(3)
        self.take(priority="elder", help=["wheelchair"])
        self._is_served(3)
        self._pauses(6)
        self._set_clock(now)
        for no in (2, 5, 9):
            self._calls_anew(no, now)
        self._asks_for_rating(4)
        for reason in ("elder", None, "pregnant", None):
            self.take(priority=reason)
        self.doors.post("/kiosk/help", {}, **self._bearer["kiosk", None])
        self._set_clock(now + timedelta(seconds=25))

    def _to_free(self, no: int) -> None:
        handling = self.hands.pop(no, None)
        if handling is not None:
            try:
                self._clerks[no].do("start", handling=handling)
            except Refused as refused:
                if refused.code != "wrong-move":
                    raise
            self._clerks[no].do("finish", handling=handling, outcome="done_on_spot")

    def _calls_anew(self, no: int, now: datetime) -> None:
        self._to_free(no)
        self._calls(no, now)

    def _pauses(self, no: int) -> None:
        self._to_free(no)
        self._clerks[no].do("pause", reason="errand")

    def _is_served(self, no: int) -> None:
        self._to_free(no)
        self._is_called(no, self._clerks[no].do("next"))
        self._clerks[no].do("start", handling=self.hands[no])

    def _sets_aside(self, no: int) -> None:
        self._is_served(no)
        self._clerks[no].do("park", handling=self.hands.pop(no))

    def _asks_for_rating(self, no: int) -> None:
        if no not in self.hands:
            self._is_called(no, self._clerks[no].do("next"))
        self._to_free(no)
