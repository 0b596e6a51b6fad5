"""One deed, one transaction: the hall's lock, its clock, and the only commit of the program."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, bindparam, create_engine, event, make_url, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from hall.errors import Busy
from hall.events import Event
from hall.rules.hours import Hours
from hall.rules.policy import Policy
from hall.store import journal, setups
from hall.store.setups import SetUp
from hall.store.tables import halls
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


L = TypeVar("L", bound="Look")

Listener = Callable[[int, int, list[Event]], None]
"""Told after each commit: the hall, the journal's newest seq, what happened."""


class Database:
    """A database with halls in it: two engines, the lock of its deeds, and who listens.

    Deeds and pictures have separate pools: sharing one, waiting deeds starve the screens.
    """

    def __init__(self, url: str, *, key: bytes, clock: Clock | None = None, size: int = 8) -> None:
        self.url = make_url(url)
        self.key = key
        self.clock = clock or WallClock()
        self.embedded = self.url.get_backend_name() == "sqlite"
        self.listeners: list[Listener] = []
        self.set_ups: dict[int, SetUp] = {}
        # SQLite has one writer for the whole file. On PostgreSQL the hall's advisory lock decides between
        # processes; within one, waiting here keeps a busy hall from using up the connections.
        self._turns: defaultdict[int, Turns] = defaultdict(Turns)
        self.writes = self._engine(1 if self.embedded else size)
        self.reads = self._engine(size)
        if self.embedded:
            event.listen(self.writes, "begin", self._begin_immediate)
            event.listen(self.reads, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))

    def _engine(self, size: int) -> Engine:
        if not self.embedded:
            options = "-c timezone=UTC -c lock_timeout=5000"
            return create_engine(
                self.url, pool_size=size, max_overflow=0, pool_timeout=PATIENCE_S, connect_args={"options": options}
            )
        engine = create_engine(
            self.url,
            poolclass=QueuePool,
            pool_size=size,
            max_overflow=0,
            pool_timeout=PATIENCE_S,
            # timeout=0: a wait inside SQLite would stop every greenlet of the process.
            connect_args={"timeout": 0, "check_same_thread": False, "isolation_level": None},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine

    @staticmethod
    def _begin_immediate(connection: Connection) -> None:
        give_up = time.monotonic() + PATIENCE_S
        pause = 0.001
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= give_up:
                    raise
                # Another process holds the file: sleep where other greenlets may run.
                time.sleep(pause)
                pause = min(pause * 2, 0.05)
            else:
                return

    @contextmanager
    def deed(self, hall: int) -> Iterator[Connection]:
        """A transaction that holds the hall's write lock from its first statement; raises Busy after 5 s."""
        turns = self._turns[0 if self.embedded else hall]
        if not turns.acquire(timeout=PATIENCE_S):
            raise Busy()
        try:
            with self.writes.begin() as connection:
                if not self.embedded:
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
                yield connection

    def at_hand(self, connection: Connection, hall: int, kind: type[L]) -> L:
        """A `Look` or a `Work` in an open transaction, at this moment."""
        now = self.clock.now()
        # What the tables can hold, so that a deed's own moment equals what is read back.
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        return kind(connection, hall, now, self.key, self.set_ups)

    def hall(self, hall: int, *, actor: str = "system") -> "Hall":
        """A handle on one hall for one actor, e.g. "staff:3", "device:5", "ticket:9"."""
        return Hall(self, hall, actor)

    def tell(self, hall: int, seq: int, events: list[Event]) -> None:
        """Tell every listener; a deaf one never undoes a deed."""
        for listener in self.listeners:
            try:
                listener(hall, seq, events)
            except Exception:
                log.exception("a listener did not hear of seq %s in hall %s", seq, hall)

    def close(self) -> None:
        """Give back every connection."""
        self.writes.dispose()
        self.reads.dispose()


_ADVISORY_LOCK = text("SELECT pg_advisory_xact_lock(:hall)")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


@dataclass
class Look:
    """A consistent reading of one hall at one moment."""

    connection: Connection
    hall_id: int
    now: datetime
    key: bytes
    cache: dict[int, SetUp]

    @cached_property
    def row(self) -> Any:
        """The hall's own row."""
        return self.connection.execute(_HALL, {"hall": self.hall_id}).one()

    @cached_property
    def set_up(self) -> SetUp:
        """What is set up in the hall: read anew only after it changed."""
        kept = self.cache.get(self.hall_id)
        if kept is None or kept.version != self.row.set_up:
            kept = self.cache[self.hall_id] = setups.read(self.connection, self.row)
        return kept

    @property
    def policy(self) -> Policy:
        return self.set_up.policy

    @property
    def hours(self) -> Hours:
        return self.set_up.hours

    @property
    def today(self) -> date:
        """The hall's date now."""
        return self.hours.day(self.now)


_HALL = select(halls).where(halls.c.id == bindparam("hall"))


@dataclass
class Work(Look):
    """One deed: what it reads and changes, and what it will say happened."""

    actor: str = "system"
    events: list[Event] = field(default_factory=list)

    def record(self, event: Event) -> None:
        """Put an event into the journal of this deed; told to the screens once committed."""
        self.events.append(event)

    def write_journal(self) -> int:
        """Seal the deed's events into the chain; returns the newest seq."""
        head = journal.Head(self.row.seq, self.row.head_hash)
        if not self.events:
            return head.seq
        rows, head = journal.rows_for(
            self.events, key=self.key, hall=self.hall_id, head=head, at=self.now, actor=self.actor
        )
        journal.append(self.connection, rows)
        set_up = head.seq if any(event.changes_set_up for event in self.events) else self.row.set_up
        new = {"hall": self.hall_id, "new_seq": head.seq, "new_hash": head.hash, "new_set_up": set_up}
        self.connection.execute(_NEW_HEAD, new)
        return head.seq


_NEW_HEAD = (
    update(halls)
    .where(halls.c.id == bindparam("hall"))
    .values(seq=bindparam("new_seq"), head_hash=bindparam("new_hash"), set_up=bindparam("new_set_up"))
)


class Hall:
    """One hall as one actor deals with it, for the length of one request."""

    def __init__(self, database: Database, hall: int, actor: str) -> None:
        self.database = database
        self.id = hall
        self.actor = actor
        self._open: Work | None = None

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One deed. Commits when the block ends, then tells the listeners; any error undoes all of it.

        Inside another `work()` of the same handle it joins that deed: a door may so remember its
        answer in the same transaction. Raises Busy if the hall's lock is not to be had within 5 s.
        """
        if self._open is not None:
            yield self._open
            return
        with self.database.deed(self.id) as connection:
            self._open = self.database.at_hand(connection, self.id, Work)
            self._open.actor = self.actor
            try:
                yield self._open
                seq, events = self._open.write_journal(), self._open.events
            finally:
                self._open = None
        if events:
            self.database.tell(self.id, seq, events)

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
