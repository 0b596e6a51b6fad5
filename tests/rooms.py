"""The whole house as an app in the test's own process, over a demo hall of its own: for the doors of one room."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from demo import demo_hall
from hall.store.schema import migrate
from server import create_app
from settings import read_settings
from tests.backstage import Backstage
from web.context import House


class Doors:
    """The doors of a demo hall, with its people and devices."""

    def __init__(self, app: Flask, people: dict[str, Any]) -> None:
        self.app = app
        self.people = people
        self.house: House = app.extensions["haohao"]
        self.backstage = Backstage(self.house.database, int(people["hall"]))

    def device(self, kind: str, *, window_no: int | None = None) -> dict[str, str]:
        """The headers of a device of this kind (at this window)."""
        fits = [one for one in self.people["devices"] if one["kind"] == kind and window_no in (None, one["window_no"])]
        return {"Authorization": f"Bearer {fits[0]['token']}"}

    def client(self) -> FlaskClient:
        """A browser without cookies yet."""
        return self.app.test_client()

    def signed_in(self, role: str) -> tuple[FlaskClient, dict[str, str]]:
        """A browser in which somebody of this role has signed in, with the headers their changes carry."""
        member = next(one for one in self.people["staff"] if one["role"] == role)
        client = self.client()
        answer = client.post("/sign-in", json={"name": member["name"], "password": member["password"]})
        assert answer.status_code == 200, answer.text
        return client, {"X-CSRF-Token": answer.get_json()["csrf"]}

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> TestResponse:
        """What a browser without cookies is answered."""
        return self.client().post(path, json=body if body is not None else {}, headers=headers)


def problem(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal; fails if it is not said as a problem in both languages."""
    assert answer.content_type == "application/problem+json", answer.text
    told = json.loads(answer.text)
    assert told["status"] == answer.status_code
    assert set(told["text"]) == {"zh", "en"}
    assert told["type"] == f"/problems#{told['code']}"
    return answer.status_code, told["code"]


@dataclass(frozen=True)
class MadeDemo:
    """A demo hall to be copied for every test: to read its file and hash its many passwords takes half a second."""

    folder: Path
    people: dict[str, Any]

    def copy(self, to: Path) -> Path:
        """The same hall with the same secrets, in a folder of its own."""
        return Path(shutil.copytree(self.folder, to, dirs_exist_ok=True))


def make_demo(folder: Path, **more: str) -> MadeDemo:
    """A demo hall made in the empty `folder`; `more` are settings by their names."""
    settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": str(folder), **more})
    migrate(settings.database)
    house: House = create_app(settings, async_mode="threading").extensions["haohao"]
    try:
        return MadeDemo(folder, demo_hall(settings, house.database))
    finally:
        house.database.close()


@contextmanager
def open_doors(made: MadeDemo, folder: Path) -> Iterator[Doors]:
    """The house over a copy of the demo hall in `folder`."""
    settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": str(made.copy(folder))})
    opened = Doors(create_app(settings, async_mode="threading"), made.people)
    if opened.house.demo is not None:
        # Known here already: read anew, every password would be tried again.
        opened.house.demo.secrets = made.people
    try:
        yield opened
    finally:
        opened.house.database.close()
