"""The whole house as an app in the test's own process, over a demo hall of its own: for the doors of one room."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from demo import demo_hall
from server import create_app
from settings import read_settings
from tests.backstage import Backstage
from tests.servers import lay_tables
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


def make_demo(folder: Path) -> Path:
    """A demo hall in `folder`, to be copied: its many passwords take a while to hash."""
    settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": str(folder)})
    lay_tables(settings.database)
    with open_doors(folder):
        return folder


@contextmanager
def open_doors(folder: Path) -> Iterator[Doors]:
    """The house over the demo hall in `folder`, made there unless it stands already."""
    settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": str(folder)})
    app = create_app(settings, async_mode="threading")
    house: House = app.extensions["haohao"]
    try:
        yield Doors(app, demo_hall(settings, house.database))
    finally:
        house.database.close()
