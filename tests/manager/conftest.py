"""The manager's doors, over a demo hall of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hall.rules.staff import Role
from server import create_app
from settings import read_settings
from tests.rooms import Doors, make_demo, open_doors, problem


class Person:
    """Somebody signed in, at any door."""

    def __init__(self, doors: Doors, role: Role) -> None:
        self.client: FlaskClient
        self.client, self.csrf = doors.signed_in(role)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers=headers)

    def read(self, path: str) -> Any:
        """What a door says; it must not refuse."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def do(self, method: str, path: str, body: Any = None) -> Any:
        """Change something; it must not be refused."""
        answer = self.client.open(path, method=method, json=body or {}, headers=self.csrf)
        assert answer.status_code in (200, 201), answer.text
        return answer.get_json()

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        return problem(self.client.open(path, method=method, json=body or {}, headers=self.csrf))

    def faults(self, method: str, path: str, body: Any) -> list[str]:
        """The fields with something wrong."""
        answer = self.client.open(path, method=method, json=body, headers=self.csrf)
        assert problem(answer) == (422, "malformed")
        told = answer.get_json()
        return [one["field"] for one in told.get("problems", [told])]


@pytest.fixture(scope="session")
def demo_people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A demo hall to be copied, with everybody in it: its many passwords take a while to hash."""
    folder = make_demo(tmp_path_factory.mktemp("demo-of-manager"))
    with open_doors(folder) as opened:
        return folder, opened.people


@pytest.fixture
def doors(demo_people: tuple[Path, dict[str, Any]], tmp_path: Path) -> Iterator[Doors]:
    """Each test its own house, for it changes everything."""
    made, everybody = demo_people
    folder = shutil.copytree(made, tmp_path / "demo")
    settings = read_settings({"HAOHAO_DEMO": "1", "HAOHAO_DATA": str(folder)})
    opened = Doors(create_app(settings, async_mode="threading"), everybody)
    yield opened
    opened.house.database.close()


@pytest.fixture
def manager(doors: Doors) -> Person:
    return Person(doors, Role.MANAGER)
