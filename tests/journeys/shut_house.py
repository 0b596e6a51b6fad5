"""A house that asks everybody who they are: the demo hall's people and devices, and whoever means it ill."""

import re
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hall.actions import people
from hall.rules.staff import Role
from hall.store.tables import metadata
from server import create_app
from settings import read_settings
from tests.rooms import Doors, MadeDemo
from web.doors import Door
from web.identity import SESSION_COOKIE

FOREIGN = "http://evil.example"
ROOMS_OF_DEVICES = {"kiosk": "kiosk", "display": "display", "evaluator": "pad"}


class House(Doors):
    """The demo hall's people and devices in a house that asks everybody who they are, with a second hall in it."""

    def __init__(self, made: MadeDemo, folder: Path, **settings: str) -> None:
        data = str(made.copy(folder))
        app = create_app(read_settings({"HAOHAO_DATA": data, **settings}), async_mode="threading")
        super().__init__(app, made.people)
        self._sessions: dict[Role, str] = {}

    def asked(self, door: Door, headers: dict[str, str] | None = None, *, of: str = "1") -> TestResponse:
        """What a door answers to an empty body."""
        self.app.extensions["haohao_limits"].storage.reset()
        path = re.sub(r"<[^>]+>", of, door.path.replace("<token>", f"1-1-{'A' * 22}"))
        return self.client().open(path, method=door.method, json={} if door.changes else None, headers=headers)

    def session(self, role: Role) -> str:
        """The token of a new session of somebody with this role."""
        member = next(one for one in self.people["staff"] if one["role"] == role)
        return people.open_session(self.backstage.hall, name=member["name"])

    def session_of(self, role: Role) -> str:
        """The same, opened once for all tests that share this house."""
        if role not in self._sessions:
            self._sessions[role] = self.session(role)
        return self._sessions[role]

    def in_browser(self, token: str) -> FlaskClient:
        client = self.client()
        client.set_cookie(SESSION_COOKIE, token)
        return client

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table."""
        with self.house.database.look() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables
            }
