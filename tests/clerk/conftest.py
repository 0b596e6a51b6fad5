"""A house with the demo hall in it, its clerks signed in, and a clock the test sets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from clerk.live import console
from hall.actions import people, tickets
from hall.rules.staff import Role
from hall.rules.ticket import HelpNeed, Priority
from hall.store.database import Database
from hall.store.live import Live
from hall.store.look import Look
from hall.store.pictures.clerk import Console
from server import create_app
from settings import read_settings
from tests.hall.conftest import HandClock, Scene
from tests.rooms import MadeDemo
from web.context import House


class Person:
    """Somebody signed in, at the doors of the console."""

    def __init__(self, house: "ClerksHouse", name: str) -> None:
        self.house = house
        self.token = people.open_session(house.scene.hall, name=name)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        given = {"Authorization": f"Bearer {self.token}"} | {name.replace("_", "-"): v for name, v in headers.items()}
        return self.house.app.test_client(use_cookies=False).post(f"/clerk{path}", json=body or {}, headers=given)


class Clerk(Person):
    """A clerk who sits at a window by habit."""

    def __init__(self, house: "ClerksHouse", no: int) -> None:
        super().__init__(house, house.name_at(no))
        self.no, self.id = no, house.scene.clerk(no)

    def do(self, deed: str, **body: Any) -> TestResponse:
        """Do a deed at the own window."""
        return self.post(f"/windows/{self.no}/{deed}", body)

    def must(self, deed: str, **body: Any) -> Any:
        """Do it and read the answer; it must not be refused."""
        answer = self.do(deed, **body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def refused(self, deed: str, **body: Any) -> tuple[int, str]:
        answer = self.do(deed, **body)
        assert answer.mimetype == "application/problem+json"
        told = answer.get_json()
        # In both languages, whatever the reader asked for.
        assert told["text"]["zh"]
        assert told["text"]["en"]
        assert told["text"]["zh"] != told["text"]["en"]
        return answer.status_code, str(told["type"]).removeprefix("/problems#")

    @property
    def picture(self) -> Console:
        with self.house.scene.database.look() as connection:
            look = self.house.scene.database.at_hand(connection, self.house.scene.hall_id, Look)
            return console(Live(look), self.id)


class ClerksHouse:
    """The app with the demo hall behind it."""

    def __init__(self, app: Flask, clock: HandClock) -> None:
        self.app = app
        kept: House = app.extensions["haohao"]
        self.database: Database = kept.database
        self.database.clock = clock
        self.scene = Scene(self.database, clock)
        self.services = self.scene.general_services()

    def name_at(self, no: int) -> str:
        with self.scene.hall.look() as look:
            return look.set_up.staff[self.scene.clerk(no)].name

    def clerk(self, no: int, *, opens: bool = True) -> Clerk:
        one = Clerk(self, no)
        if opens:
            one.must("open")
        return one

    def somebody(self, role: Role) -> Person:
        with self.scene.hall.look() as look:
            name = next(one.name for one in look.set_up.staff.values() if one.role is role)
        return Person(self, name)

    def take(
        self,
        *services: str,
        priority: Priority | None = None,
        help_needs: list[HelpNeed] | None = None,
        language: str = "zh",
    ) -> int:
        wanted = services or (self.services[0],)
        taken = tickets.take(
            self.scene.hall, services=wanted, priority=priority, help_needs=help_needs or (), language=language
        )
        return taken.ticket.id


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def house(made_demo: MadeDemo, tmp_path: Path, clock: HandClock) -> Iterator[ClerksHouse]:
    settings = read_settings({"HAOHAO_DATA": str(made_demo.copy(tmp_path / "hall"))})
    app = create_app(settings, async_mode="threading")
    made = ClerksHouse(app, clock)
    yield made
    made.database.close()
