"""One deed, one transaction: the hall's lock, its clock, and the only commit of the program."""

import logging
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from hall.errors import Busy
from hall.events import Event
from hall.store.look import Look, Work
from hall.store.seal import Seal
from hall.store.setups import SetUp
from hall.store.standing import Head, Standing
from hall.store.turns import Turns

log = logging.getLogger("haohao")

PATIENCE_S = 5.0
"""How long a deed waits for its turn before it is refused with `busy`."""


class Clock(Protocol):
    """What time it is; a replay brings its own."""

    def now(self) -> datetime:
        """This moment in UTC."""


class WallClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Hands(Protocol):
    """Whoever does one thing beside the first thread; the server brings some, others do without."""

    def start(self, what: Callable[[], None]) -> None:
        """Begin; returns at once."""

    def wait(self) -> None:
        """Until what was begun is done; at once if nothing was."""


L = TypeVar("L", bound=Look)

Foreseer = Callable[[Look, list[Event]], None]
"""Prepares, while the disk works, what is to be told once a deed is committed: how the hall will stand, what happens.

It tells nobody, and is done before anybody else reads or changes anything.
"""
Listener = Callable[[int, int, list[Event]], None]
"""Told after each commit: the hall, the journal's newest seq, what happened."""


class Database:
    """A database with halls in it: two engines, the lock of its deeds, and who listens.

    Deeds and pictures have separate pools: sharing one, waiting deeds starve the screens.
    """

    def __init__(
        self, url: str, *, key: bytes, clock: Clock | None = None, size: int = 8, seal: Seal | None = None
    ) -> None:
        self.url = make_url(url)
        self.key = key
        self.seal = seal or Seal(())
        self.clock = clock or WallClock()
        self.embedded = self.url.get_backend_name() == "sqlite"
        self.foreseers: list[Foreseer] = []
        self.listeners: list[Listener] = []
        self.beside: Hands | None = None
        """Who foresees while SQLite commits: the whole process waits for it, on PostgreSQL only the deed does."""
        self.set_ups: dict[int, SetUp] = {}
        self.standings: dict[int, Standing] = {}
        # SQLite has one writer for the whole file. On PostgreSQL the hall's advisory lock decides between
        # processes; within one, waiting here keeps a busy hall from using up the connections.
        self._turns: defaultdict[int, Turns] = defaultdict(Turns)
        self.writes = self._engine(1 if self.embedded else size)
        self.reads = self._engine(size)

    def _engine(self, size: int) -> Engine:
        if not self.embedded:
            options = "-c timezone=UTC -c lock_timeout=5000"
            return create_engine(
                self.url,
                pool_size=size,
                max_overflow=0,
                pool_timeout=PATIENCE_S,
                hide_parameters=True,
                connect_args={"options": options},
            )
        engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=PATIENCE_S,
            # A fault goes to the log with its statement: never with what people wrote.
            hide_parameters=True,
            # timeout=0: a wait inside SQLite would stop every greenlet of the process.
            connect_args={"timeout": 0, "check_same_thread": False, "isolation_level": None},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine

    @cached_property
    def _writer(self) -> Connection:
        """SQLite's only writer, kept open: turns keep its deeds apart, so that none has to ask a pool for it.

        Its transactions are begun and ended at its driver: SQLAlchemy's own would be one more about the same.
        """
        return self.writes.connect().execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def deed(self, hall: int) -> Iterator[Connection]:
        """A transaction that holds the hall's write lock from its first statement; raises Busy after 5 s."""
        turns = self._turns[0 if self.embedded else hall]
        if not turns.acquire(timeout=PATIENCE_S):
            raise Busy()
        try:
            if self.embedded:
                driver: Any = self._writer.connection.dbapi_connection
                _begin_immediate(driver)
                try:
                    # Ends it: committed, or undone by an error.
                    with driver:
                        yield self._writer
                finally:
                    if self.beside is not None:
                        self.beside.wait()
            else:
                with self.writes.begin() as connection:
                    connection.execute(_ADVISORY_LOCK, {"hall": hall})
                    yield connection
        except PoolTimeout as error:
            raise Busy() from error
        except OperationalError as error:
            if "locked" in str(error) or "lock timeout" in str(error):
                raise Busy() from error
            raise
        finally:
            turns.release()

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """One consistent reading: nothing changes between its statements."""
        with self.reads.connect() as connection:
            if not self.embedded:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                if self.embedded:
                    connection.exec_driver_sql("BEGIN")
                yield connection

    def glance(self, hall: int) -> Look | None:
        """The hall as the latest deed left it, without asking the database; None while nothing is kept."""
        kept = self.standings.get(hall)
        if kept is None:
            return None
        return self._as_it_stands(hall, kept, kept.head)

    def foresee(self, work: Work, head: Head) -> None:
        """Begin to prepare what is to be told of a deed, whose head this will be."""
        after = work.after()
        if self.beside is not None and self.embedded and after is not None:
            look, events = self._as_it_stands(work.hall_id, after, head), work.events

            def prepare() -> None:
                for one in self.foreseers:
                    one(look, events)

            self.beside.start(prepare)

    def _as_it_stands(self, hall: int, standing: Standing, head: Head) -> Look:
        look = self.at_hand(None, hall, Look)
        look.head, look.set_up, look.standing = head, standing.set_up, standing
        return look

    def at_hand(self, connection: Connection | None, hall: int, kind: type[L]) -> L:
        """A `Look` or a `Work` in an open transaction, at this moment."""
        now = self.clock.now()
        # What the tables can hold, so that a deed's own moment equals what is read back.
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        return kind(connection, hall, now, self.key, self.seal, self.set_ups, self.standings)

    def hall(self, hall: int, *, actor: str = "system", address: str | None = None) -> "Hall":
        """A handle on one hall for one actor, e.g. "staff:3", "device:5", "ticket:9".

        `address` is where they ask from, as it may be kept: a keyed hash (see `web.context.House.address_hash`).
        """
        return Hall(self, hall, actor, address)

    def tell(self, hall: int, seq: int, events: list[Event]) -> None:
        """Tell every listener; a deaf one never undoes a deed."""
        for listener in self.listeners:
            try:
                listener(hall, seq, events)
            except Exception:
                log.exception("a listener did not hear of seq %s in hall %s", seq, hall)

    def close(self) -> None:
        """Give back every connection."""
        if "_writer" in self.__dict__:
            self._writer.close()
            del self._writer
        self.writes.dispose()
        self.reads.dispose()


_ADVISORY_LOCK = text("SELECT pg_advisory_xact_lock(:hall)")


def _begin_immediate(driver: Any) -> None:
    """Take SQLite's only write lock, asking its driver, which begins nothing by itself; raises Busy after 5 s."""
    give_up = time.monotonic() + PATIENCE_S
    pause = 0.001
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() >= give_up:
                raise Busy() from error
            # Another process holds the file: sleep where other greenlets may run.
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        else:
            return


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


class Hall:
    """One hall as one actor deals with it, for the length of one request."""

    def __init__(self, database: Database, hall: int, actor: str, address: str | None = None) -> None:
        self.database = database
        self.id = hall
        self.actor = actor
        self.address = address
        self._open: Work | None = None

    def work(self) -> AbstractContextManager[Work]:
        """One deed. Commits when the block ends, then tells the listeners; any error undoes all of it.

        Inside another `work()` of the same handle it joins that deed: a door may so remember its
        answer in the same transaction. Raises Busy if the hall's lock is not to be had within 5 s.
        """
        return self._deed() if self._open is None else nullcontext(self._open)

    @contextmanager
    def _deed(self) -> Iterator[Work]:
        with self.database.deed(self.id) as connection:
            self._open = work = self.database.at_hand(connection, self.id, Work)
            work.actor, work.address = self.actor, self.address
            try:
                yield work
                head = work.write_journal()
            finally:
                self._open = None
            self.database.foresee(work, head)
        work.leave_standing(head)
        if work.events:
            self.database.tell(self.id, head.seq, work.events)

    @contextmanager
    def look(self) -> Iterator[Look]:
        """One consistent reading. Inside a deed it reads what the deed sees."""
        if self._open is not None:
            yield self._open
            return
        with self.database.look() as connection:
            yield self.database.at_hand(connection, self.id, Look)


def new_id(made: CursorResult[Any]) -> int:
    """The id of the row just inserted."""
    key = made.inserted_primary_key
    assert key is not None, "one row was inserted"
    return int(key[0])
