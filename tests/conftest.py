"""Gives every test the hall's surroundings: databases, a message queue, a demo hall, a browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests import quick, servers
from tests.rooms import Doors, MadeDemo, make_demo, open_doors

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.screens import Screens

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"

# What starts a process beside the test: `make check` leaves such tests out.
STARTERS = {"postgresql", "valkey", "demo", "browser", "screens", "plug_in"}
# What writes a database or builds the whole app: a minute rather than seconds, so `make check` leaves it out too.
WRITERS = {"tmp_path", "tmp_path_factory", "sqlite_template"}
STARTER_FOLDERS = {"journeys", "browser"}

Fresh = Callable[[], str]

quick.install()

# How long an example takes says how busy the machine is, nothing else.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# For `make check`, where the next look is seconds away; the gate takes all of them.
settings.register_profile("quick", settings.get_profile("house"), max_examples=20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a process beside them."""
    for item in items:
        if _starts_something(item):
            item.add_marker("server")
        if WRITERS & set(getattr(item, "fixturenames", ())):
            item.add_marker("store")


def _starts_something(item: pytest.Item) -> bool:
    parameters = getattr(item, "callspec", None)
    return (
        bool(STARTERS & set(getattr(item, "fixturenames", ())))
        or bool(STARTER_FOLDERS & set(item.path.relative_to(TESTS).parts[:-1]))
        or (parameters is not None and "postgresql" in parameters.params.values())
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which a test was skipped or expected to fail: what was not seen is not known."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None and _not_seen(terminal) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say why such a run failed."""
    count = _not_seen(terminalreporter)
    if count:
        terminalreporter.write_line(f"FAILED: {count} skipped or expected to fail; every test must run.", red=True)


def _not_seen(terminal: Any) -> int:
    return sum(len(terminal.stats.get(outcome, [])) for outcome in ("skipped", "xfailed", "xpassed"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.PostgreSQL]:
    """One PostgreSQL for all tests; each takes databases of its own from it."""
    with servers.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The address of one Valkey for all tests, as HAOHAO_MESSAGE_QUEUE takes it."""
    with servers.valkey() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database with the schema and nothing in it, to be copied."""
    template = tmp_path_factory.mktemp("template") / "haohao.db"
    servers.lay_tables(f"sqlite:///{template}")
    return template


@pytest.fixture(scope="session")
def postgresql_template(postgresql: servers.PostgreSQL) -> str:
    """The name of a database with the schema and nothing in it, to be copied."""
    name = postgresql.create()
    servers.lay_tables(postgresql.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the schema and nothing in it: the test runs once on each of the two."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'haohao.db')}"
        return
    server: servers.PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("postgresql_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without even a schema, once on each of the two."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: servers.PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> MadeDemo:
    """A demo hall that nobody has entered yet, to be copied."""
    return make_demo(tmp_path_factory.mktemp("made"))


@pytest.fixture
def doors(made_demo: MadeDemo, tmp_path: Path) -> Iterator[Doors]:
    """A demo hall of the test's own, behind its doors."""
    with open_doors(made_demo, tmp_path / "hall") as opened:
        yield opened


@pytest.fixture(scope="module")
def demo(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.DemoHall]:
    """A running demo hall that the tests of one file share."""
    folder = made_demo.copy(tmp_path_factory.mktemp("demo"))
    with servers.serve_made(folder, made_demo.people) as hall:
        yield hall


# For one file's tests only: while Playwright runs, no other test could run an event loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A Chromium that the tests of one file share."""
    from tests import screens

    with screens.chromium_running() as running:
        yield running


@pytest.fixture
def screens(browser: "Browser") -> Iterator["Screens"]:
    """Opens pages at their real size; fails the test if one of them broke its policy or threw."""
    from tests.screens import Screens

    opened = Screens(browser)
    yield opened
    opened.close()
    assert opened.complaints == []
