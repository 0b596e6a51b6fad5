"""The demo hall behind its doors, with a clock the test moves."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from display.live import board
from hall.actions import calls, tickets, windows
from hall.rules.device import DeviceKind
from hall.rules.handling import Outcome
from hall.store.database import Database, Hall
from hall.store.live import Live
from hall.store.pictures.display import Board
from tests.rooms import Doors
from web.context import House


@dataclass
class Wall:
    """The demo hall with its displays."""

    app: Flask
    secrets: dict[str, Any]
    later: timedelta = timedelta()

    @property
    def database(self) -> Database:
        house: House = self.app.extensions["haohao"]
        return house.database

    @property
    def hall(self) -> Hall:
        """A fresh handle, as every request has its own."""
        return self.database.hall(int(self.secrets["hall"]), actor="test")

    def client(self) -> FlaskClient:
        return self.app.test_client()

    def token(self, kind: DeviceKind) -> dict[str, str]:
        """What a device of this kind sends to say who it is."""
        token = next(one["token"] for one in self.secrets["devices"] if one["kind"] == kind)
        return {"Authorization": f"Bearer {token}"}

    def told(self, handling: int | str, times_called: int, **more: str) -> TestResponse:
        """A display tells that a call was announced."""
        said = {"handling": str(handling), "times_called": times_called}
        return self.client().post("/display/announced", json=said, headers=self.token(DeviceKind.DISPLAY) | more)

    def board(self) -> Board:
        """The picture of the wall now."""
        with self.hall.look() as look:
            return board(Live(look))

    def clerk(self, window_no: int) -> int:
        """The id of whoever sits at a window by habit."""
        with self.hall.look() as look:
            post = look.set_up.post_by_no(window_no)
            return next(one.id for one in look.set_up.staff.values() if one.habit_window == post.id)

    def take(self, count: int = 1) -> list[str]:
        """Numbers taken for the first service that every window serves."""
        with self.hall.look() as look:
            code = next(one.code for one in look.set_up.offered if one.kind == "service")
        return [tickets.take(self.hall, services=[code]).ticket.text for _each in range(count)]

    def open(self, *numbers: int) -> None:
        for no in numbers:
            windows.open_window(self.hall, window_no=no, by=self.clerk(no))

    def call(self, window_no: int) -> calls.Called:
        return calls.call_next(self.hall, window_no=window_no, by=self.clerk(window_no))

    def serve(self, window_no: int) -> None:
        """The called visitor comes and is served."""
        calls.start(self.hall, window_no=window_no, by=self.clerk(window_no))
        calls.finish(self.hall, window_no=window_no, by=self.clerk(window_no), outcome=Outcome.ACCEPTED)


def picture_in(page: str) -> dict[str, Any]:
    """The picture a page was born with."""
    found = re.search(r'id="picture"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


@pytest.fixture
def wall(doors: Doors) -> Wall:
    """A fresh demo hall whose windows are all still closed."""
    return Wall(doors.app, doors.people)
