"""A demo hall that looks after every refusal: named, in both languages, and not one row changed."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from demo import demo_hall
from hall.actions import people
from hall.store import journal
from hall.store.tables import halls, metadata
from server import create_app
from settings import read_settings
from tests.hall.conftest import HandClock
from tests.rooms import Doors, MadeDemo
from tests.servers import ROOT

JIANSHE = ROOT / "halls" / "jianshe.toml"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HUGE = "9" * 30
Ask = Callable[[dict[str, str]], TestResponse]


class Hall(Doors):
    """A demo hall in which the test moves the clock, with one clerk at window 1 and one at window 2."""

    def __init__(self, folder: Path, made: MadeDemo | None = None, **settings: str) -> None:
        data = str(made.copy(folder) if made else folder)
        self.settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": data, **settings})
        app = create_app(self.settings, async_mode="threading")
        super().__init__(app, made.people if made else demo_hall(self.settings, app.extensions["haohao"].database))
        self.clock = HandClock()
        self.house.database.clock = self.clock
        self.service = self.backstage.services()[0]

    def kept(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with self.house.database.look() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables
            }

    def must_be_sealed(self) -> None:
        """The journal of every hall is as it was written."""
        with self.house.database.look() as connection:
            for hall in connection.scalars(select(halls.c.id)):
                assert not list(journal.faults(connection, hall=hall, key=self.house.database.key))

    @contextmanager
    def nothing_done(self) -> Iterator[None]:
        """Nothing is lost, nothing is half-done: not one row changes."""
        before = self.kept()
        yield
        assert self.kept() == before
        self.must_be_sealed()

    def refused(self, ask: Ask, status: int, code: str) -> dict[str, Any]:
        """Refused by name in the language of whoever asks, twice alike, with nothing done."""
        told: dict[str, Any] = {}
        with self.nothing_done():
            for language in ("zh", "en"):
                answer = ask({"Accept-Language": language})
                assert answer.content_type == "application/problem+json", answer.text
                told = json.loads(answer.text)
                assert (answer.status_code, told["code"]) == (status, code), answer.text
                assert told["status"] == status
                assert told["type"] == f"/problems#{code}"
                assert told["title"] == told["text"][language]
                assert told["detail"]
                assert bool(CHINESE.search(told["title"])) == (language == "zh"), told["title"]
                assert bool(CHINESE.search(told["detail"])) == (language == "zh"), told["detail"]
        return told

    def at(self, window_no: int) -> "Clerk":
        """The clerk who sits at a window by habit, signed in."""
        with self.backstage.hall.look() as look:
            name = look.set_up.staff[self.backstage.clerk(window_no)].name
        return Clerk(self, window_no, people.open_session(self.backstage.hall, name=name))

    def manager(self) -> dict[str, str]:
        """The headers of the manager, signed in."""
        name = next(one["name"] for one in self.people["staff"] if one["role"] == "manager")
        return {"Authorization": f"Bearer {people.open_session(self.backstage.hall, name=name)}"}

    def poster(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Ask:
        """Asks a door, whatever language it is asked in."""
        return lambda language: self.client().post(path, json=body, headers=(headers or {}) | language)


class Clerk:
    """Somebody at the doors of one window."""

    def __init__(self, hall: Hall, no: int, token: str) -> None:
        self.hall, self.no, self.token = hall, no, token
        self.headers = {"Authorization": f"Bearer {token}"}

    def asks(self, deed: str, *, at: int | None = None, **body: Any) -> Ask:
        return self.hall.poster(f"/clerk/windows/{at or self.no}/{deed}", body, self.headers)

    def does(self, deed: str, **body: Any) -> dict[str, Any]:
        answer = self.asks(deed, **body)({})
        assert answer.status_code == 200, answer.text
        return dict(json.loads(answer.text))

    def serves(self) -> str:
        """Call whoever is next and serve them to the end; returns the handling."""
        handling = str(self.does("next")["handling"])
        self.does("start")
        self.does("finish", outcome="accepted")
        return handling


def in_both_languages(told: str) -> None:
    """Fails unless both stand there, as a command's refusal says them at once."""
    assert CHINESE.search(told)
    assert re.search(r"[a-z]{2,} [a-z]{2,}", told)
