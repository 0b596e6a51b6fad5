"""A day at work: kiosks, clerks and pads that write down what the server acknowledged, and the pages that follow."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
from sqlalchemy import create_engine, select

from hall.store.tables import halls
from tests.patience import PATIENCE, PatientClient
from tests.servers import DemoHall

BREATH = 0.05
"""Between one deed of a person and the next."""


def until(met: Callable[[], bool], otherwise: str) -> None:
    began = time.monotonic()
    while not met():
        assert time.monotonic() - began < PATIENCE, otherwise
        time.sleep(0.02)


class Day:
    """Kiosks, clerks and pads at work; what the server acknowledged to each is written down here."""

    def __init__(self, hall: DemoHall) -> None:
        self.hall = hall
        self.url = hall.url
        self.service = hall.people["services"][0]["code"]
        self.tickets: list[int] = []
        self.called: list[int] = []
        self.finished: list[int] = []
        self.rated: list[int] = []
        self.over = threading.Event()

    def kiosk(self) -> None:
        """Takes numbers until the day is over."""
        headers = {"Authorization": f"Bearer {self.hall.token('kiosk')}"}
        while not self.over.is_set():
            taken = self._post("/kiosk/tickets", {"service": self.service}, headers)
            if taken:
                self.tickets.append(int(taken["id"]))
            time.sleep(BREATH)

    def clerk(self, window_no: int) -> None:
        """Calls, serves and is rated until the day is over; a call that was not answered is found again."""
        who = self.hall.member("clerk", window_no=window_no)
        pad = {"Authorization": f"Bearer {self.hall.token('pad', window_no=window_no)}"}
        session = requests.Session()
        signed = None
        while signed is None and not self.over.is_set():
            signed = self._post("/sign-in", {"name": who["name"], "password": who["password"]}, {}, session)
        headers = {"X-CSRF-Token": signed["csrf"]} if signed else {}
        at = f"/clerk/windows/{window_no}"
        while not self.over.is_set():
            self._post(f"{at}/open", {}, headers, session)
            turn = self._post(f"{at}/next", {}, headers, session)
            if turn:
                self.called.append(int(turn["handling"]))
            self._post(f"{at}/start", {}, headers, session)
            done = self._post(f"{at}/finish", {"outcome": "accepted"}, headers, session)
            if done:
                self.finished.append(int(done["handling"]))
                said = {"handling": str(done["handling"]), "level": 4, "tags": []}
                if self._post("/evaluator/ratings", said, pad):
                    self.rated.append(int(done["handling"]))

    def go_on(self) -> None:
        """Returns in the middle of things, after a few more numbers and ratings, however long a busy machine takes."""
        numbers, rated = len(self.tickets), len(self.rated)
        until(lambda: len(self.tickets) >= numbers + 5 and len(self.rated) >= rated + 3, "nothing happens any more")

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str], by: Any = requests) -> Any:
        try:
            # Sooner than the day gives up: one answer that is lost is no reason for everybody to stop.
            answer = by.post(self.url + path, json=body, headers=headers, timeout=PATIENCE / 5)
        except requests.RequestException:
            # The server is away: asking without a pause would only keep the machine from starting it.
            time.sleep(4 * BREATH)
            return None
        return answer.json() if answer.ok else None


@contextmanager
def at_work(day: Day) -> Iterator[None]:
    """Three kiosks and four clerks at once, for as long as the block."""
    people = [threading.Thread(target=day.kiosk) for _each in range(3)]
    people += [threading.Thread(target=day.clerk, args=(no,)) for no in (1, 2, 3, 4)]
    for one in people:
        one.start()
    try:
        yield
    finally:
        day.over.set()
        for one in people:
            one.join()


class Page:
    """An open page: keeps the seq of the newest picture it was sent."""

    def __init__(self, url: str, room: str, token: str) -> None:
        self.seq = -1
        self.room = room
        self._client = PatientClient(reconnection_delay=0.2, reconnection_delay_max=0.5)
        self._client.on("picture", self._draw, namespace=f"/{room}")
        self._client.connect(url, auth={"token": token}, namespaces=[f"/{room}"], transports=["websocket"])

    def _draw(self, picture: dict[str, Any]) -> None:
        self.seq = picture["seq"]

    def close(self) -> None:
        with suppress(Exception):
            self._client.disconnect()


def open_pages(hall: DemoHall) -> list[Page]:
    """A wall, a kiosk and a pad."""
    return [
        Page(hall.url, "display", hall.token("display")),
        Page(hall.url, "kiosk", hall.token("kiosk")),
        Page(hall.url, "evaluator", hall.token("pad", window_no=2)),
    ]


def until_whole(pages: list[Page], seq: int) -> None:
    """Returns once every page shows the hall as it was at `seq`, or later."""
    until(lambda: all(page.seq >= seq for page in pages), "a page is not whole again")


def head(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        seq: int = connection.execute(select(halls.c.seq)).scalar_one()
    engine.dispose()
    return seq
