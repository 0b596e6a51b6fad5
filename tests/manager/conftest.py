"""The manager's doors, over a demo hall of their own."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hall.rules.staff import Role
from tests.rooms import Doors, problem


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


@pytest.fixture
def manager(doors: Doors) -> Person:
    return Person(doors, Role.MANAGER)
