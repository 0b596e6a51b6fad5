"""A hall of its own for each test, on both databases, with a clock the test sets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hall.actions import setup, windows
from hall.rules.hall_file import read_hall_file
from hall.store.database import Database, Hall

DEMO = Path(__file__).resolve().parents[2] / "halls" / "demo.toml"
KEY = b"a key for tests, thirty-two byte"


class HandClock:
    """A clock that a test moves on by hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Scene:
    """The demo hall in a database, with people to act in it."""

    def __init__(self, database: Database, clock: HandClock) -> None:
        self.database = database
        self.clock = clock
        self.hall_id = setup.load_hall(database, file=read_hall_file(DEMO.read_text("utf-8")), demo=True)

    @property
    def hall(self) -> Hall:
        """A fresh handle, as every request has its own."""
        return self.database.hall(self.hall_id, actor="test")

    def clerk(self, window_no: int) -> int:
        """The id of whoever sits at a window by habit."""
        with self.hall.look() as look:
            post = look.set_up.post_by_no(window_no)
            return next(one.id for one in look.set_up.staff.values() if one.habit_window == post.id)

    def open(self, *numbers: int) -> None:
        """Open windows, each by its own clerk."""
        for no in numbers:
            windows.open_window(self.hall, window_no=no, by=self.clerk(no))

    def general_services(self) -> list[str]:
        """Codes of services that every general window serves."""
        with self.hall.look() as look:
            return [one.code for one in look.set_up.offered if one.kind == "service"]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def scene(database_url: str, clock: HandClock) -> Iterator[Scene]:
    """The demo hall on SQLite and on PostgreSQL."""
    database = Database(database_url, key=KEY, clock=clock)
    yield Scene(database, clock)
    database.close()


@pytest.fixture
def quick_scene(sqlite_template: Path, tmp_path: Path, clock: HandClock) -> Iterator[Scene]:
    """The demo hall on SQLite alone: for rules that no database changes."""
    import shutil

    database = Database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'haohao.db')}", key=KEY, clock=clock)
    yield Scene(database, clock)
    database.close()
