"""The server is killed in the middle of the day: nothing acknowledged is lost, and every page is whole again soon."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from sqlalchemy import create_engine, select

from hall.store import journal
from hall.store.tables import halls, ratings
from hall.store.tables import handlings as handlings_table
from hall.store.tables import journal as journal_table
from hall.store.tables import tickets as tickets_table
from tests.servers import DemoHall, serve_demo

CUTS = 10
WHOLE_AGAIN_WITHIN = 5.0
PATIENCE = 20.0
A_WHILE = 0.4


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
            time.sleep(0.01)

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
        """Returns in the middle of things, after a few more numbers and a rating, however long a busy machine takes."""
        time.sleep(A_WHILE)
        numbers, rated, began = len(self.tickets), len(self.rated), time.monotonic()
        while len(self.tickets) < numbers + 3 or len(self.rated) == rated:
            assert time.monotonic() - began < PATIENCE, "nothing happens any more"
            time.sleep(0.02)

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str], by: Any = requests) -> Any:
        try:
            answer = by.post(self.url + path, json=body, headers=headers, timeout=5)
        except requests.RequestException:
            time.sleep(0.02)
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
        self._client = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=0.5)
        self._client.on("picture", self._draw, namespace=f"/{room}")
        self._client.connect(url, auth={"token": token}, namespaces=[f"/{room}"], transports=["websocket"])

    def _draw(self, picture: dict[str, Any]) -> None:
        self.seq = picture["seq"]

    def close(self) -> None:
        with suppress(Exception):
            self._client.disconnect()


def head(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        seq: int = connection.execute(select(halls.c.seq)).scalar_one()
    engine.dispose()
    return seq


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_ten_power_cuts_lose_nothing_that_was_acknowledged(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database_url = None
    if kind == "postgresql":
        postgresql = request.getfixturevalue("postgresql")
        database_url = postgresql.url(postgresql.create())
    with serve_demo(tmp_path / "data", database_url=database_url) as hall:
        server, kept = hall.server, database_url or f"sqlite:///{tmp_path / 'data' / 'haohao.db'}"
        day = Day(hall)
        pages = [
            Page(hall.url, "display", hall.token("display")),
            Page(hall.url, "kiosk", hall.token("kiosk")),
            Page(hall.url, "evaluator", hall.token("pad", window_no=2)),
        ]
        late: list[float] = []
        with at_work(day):
            for _cut in range(CUTS):
                day.go_on()
                server.kill()
                acknowledged = head(kept)
                server.start()
                ready = time.monotonic()
                while any(one.seq < acknowledged for one in pages):
                    assert time.monotonic() - ready < PATIENCE, [one.room for one in pages if one.seq < acknowledged]
                    time.sleep(0.02)
                late.append(time.monotonic() - ready)
        for page in pages:
            page.close()
        server.stop()
        # Every page is whole again each time; a busy machine may hold up a few of the ten.
        assert sorted(late)[CUTS // 2] < WHOLE_AGAIN_WITHIN, late
        must_all_be_there(kept, day)
        assert server.flask("verify") is not None


def must_all_be_there(url: str, day: Day) -> None:
    """Everything acknowledged stands in the database, once."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tickets = list(connection.scalars(select(tickets_table.c.id)))
        calls = set(connection.scalars(select(handlings_table.c.id)))
        ended = set(connection.scalars(select(handlings_table.c.id).where(handlings_table.c.stage == "ended")))
        rated = list(connection.scalars(select(ratings.c.handling_id)))
        numbers = connection.execute(select(tickets_table.c.prefix, tickets_table.c.number)).all()
    engine.dispose()
    assert len(day.tickets) >= 3 * CUTS, "too little happened for the test to mean anything"
    assert len(day.rated) >= CUTS
    assert set(day.tickets) <= set(tickets)
    assert len(numbers) == len(set(numbers))
    assert set(day.called) <= calls
    assert len(day.called) == len(set(day.called))
    assert set(day.finished) <= ended
    assert set(day.rated) <= set(rated)
    assert len(rated) == len(set(rated))


def test_a_changed_row_of_the_journal_is_found(database_url: str, tmp_path: Path) -> None:
    """`verify` names the row that somebody changed, and a tail that somebody cut off."""
    from hall.actions import setup, tickets
    from hall.rules.hall_file import read_hall_file
    from hall.store.database import Database
    from tests.hall.conftest import DEMO, KEY

    database = Database(database_url, key=KEY)
    hall = setup.load_hall(database, file=read_hall_file(DEMO.read_text("utf-8")), demo=True)
    with database.hall(hall).look() as look:
        service = look.set_up.offered[0].code
    for _each in range(5):
        tickets.take(database.hall(hall), services=[service])
    seq = head(database_url)

    def faults() -> list[int]:
        with database.look() as connection:
            return [one.seq for one in journal.faults(connection, hall=hall, key=KEY)]

    assert faults() == []
    engine = create_engine(database_url)
    with engine.begin() as connection:
        row = journal_table.c
        connection.execute(journal_table.update().where(row.seq == seq - 2).values(actor="somebody else"))
    assert faults() == [seq - 2]
    with engine.begin() as connection:
        connection.execute(journal_table.delete().where(journal_table.c.seq == seq))
    assert faults() == [seq - 2, seq]
    engine.dispose()
    database.close()
