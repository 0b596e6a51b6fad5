"""A hall of its own for each test, on both databases, with a clock the test sets."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hall.actions import setup
from hall.rules.hall_file import read_hall_file
from hall.store.database import Database
from hall.store.seal import Seal
from hall.store.tables import halls
from tests import servers
from tests.backstage import Backstage

DEMO = Path(__file__).resolve().parents[2] / "halls" / "demo.toml"
KEY = b"a key for tests, thirty-two byte"
SEAL_KEY = b"YSBrZXkgZm9yIHRlc3RzLCB0aGlydHktdHdvIGJ5dGU="


class HandClock:
    """A clock that a test moves on by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Scene(Backstage):
    """The demo hall in a database, with people to act in it and a clock they keep."""

    def __init__(self, database: Database, clock: HandClock) -> None:
        with database.look() as connection:
            there = connection.execute(select(halls.c.id)).scalar_one_or_none()
        super().__init__(database, there or load_demo_hall(database))
        self.clock = clock

    general_services = Backstage.services


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def load_demo_hall(database: Database) -> int:
    """Set the demo hall up; returns its id."""
    return setup.load_hall(database, file=read_hall_file(DEMO.read_text("utf-8")), demo=True)


def lay_demo_hall(url: str) -> None:
    """A database with the demo hall, made once: every test gets a copy."""
    database = Database(url, key=KEY, clock=HandClock())
    load_demo_hall(database)
    database.close()


@pytest.fixture(scope="session")
def sqlite_demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with the demo hall, to be copied."""
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("demo") / "haohao.db"))
    lay_demo_hall(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_demo(postgresql: servers.PostgreSQL, postgresql_template: str) -> str:
    """The name of a database with the demo hall, to be copied."""
    name = postgresql.create(template=postgresql_template)
    lay_demo_hall(postgresql.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[Scene]:
    """The demo hall on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield from _scene(
            f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_demo'), tmp_path / 'haohao.db')}", clock
        )
        return
    server: servers.PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("postgresql_demo"))
    yield from _scene(server.url(name), clock)
    server.drop(name)


@pytest.fixture
def quick_scene(sqlite_demo: Path, tmp_path: Path, clock: HandClock) -> Iterator[Scene]:
    """The demo hall on SQLite alone: for rules that no database changes."""
    yield from _scene(f"sqlite:///{shutil.copy(sqlite_demo, tmp_path / 'haohao.db')}", clock)


def _scene(url: str, clock: HandClock) -> Iterator[Scene]:
    database = Database(url, key=KEY, clock=clock, seal=Seal([SEAL_KEY]))
    yield Scene(database, clock)
    database.close()
