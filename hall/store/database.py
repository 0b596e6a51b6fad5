"""One deed, one transaction: the hall's lock, its clock, and the only commit of the program."""

import logging
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    bindparam,
    create_engine,
    event,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from hall.errors import Busy
from hall.events import Event
from hall.rules.hours import Hours
from hall.rules.policy import Policy
from hall.store import journal, setups, standing
from hall.store.prepared import Prepared
from hall.store.seal import Seal
from hall.store.setups import SetUp
from hall.store.standing import Head, Standing
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

    def __init__(
        self, url: str, *, key: bytes, clock: Clock | None = None, size: int = 8, seal: Seal | None = None
    ) -> None:
        self.url = make_url(url)
        self.key = key
        self.seal = seal or Seal(())
        self.clock = clock or WallClock()
        self.embedded = self.url.get_backend_name() == "sqlite"
        self.listeners: list[Listener] = []
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

    @cached_property
    def _writer(self) -> Connection:
        """SQLite's only writer, kept open: turns keep its deeds apart, so that none has to ask a pool for it."""
        return self.writes.connect()

    @contextmanager
    def _transaction(self, hall: int) -> Iterator[Connection]:
        if self.embedded:
            with self._writer.begin():
                _begin_immediate(self._writer)
                yield self._writer
        else:
            with self.writes.begin() as connection:
                connection.execute(_ADVISORY_LOCK, {"hall": hall})
                yield connection

    @contextmanager
    def deed(self, hall: int) -> Iterator[Connection]:
        """A transaction that holds the hall's write lock from its first statement; raises Busy after 5 s."""
        turns = self._turns[0 if self.embedded else hall]
        if not turns.acquire(timeout=PATIENCE_S):
            raise Busy()
        try:
            with self._transaction(hall) as connection:
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

    def glance(self, hall: int) -> "Look | None":
        """The hall as the latest deed left it, without asking the database; None while nothing is kept."""
        kept = self.standings.get(hall)
        if kept is None:
            return None
        look = self.at_hand(None, hall, Look)
        look.head, look.set_up, look.standing = kept.head, kept.set_up, kept
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


def _begin_immediate(connection: Connection) -> None:
    """Take SQLite's only write lock, asking its driver, which begins nothing by itself; raises Busy after 5 s."""
    give_up = time.monotonic() + PATIENCE_S
    pause = 0.001
    cursor = connection.connection.cursor()
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() >= give_up:
                raise Busy() from error
            # Another process holds the file: sleep where other greenlets may run.
            time.sleep(pause)
            pause = min(pause * 2, 0.05)
        else:
            cursor.close()
            return


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


@dataclass
class Look:
    """A consistent reading of one hall at one moment."""

    opened: Connection | None
    hall_id: int
    now: datetime
    key: bytes
    seal: Seal
    set_ups: dict[int, SetUp]
    standings: dict[int, Standing]

    @property
    def connection(self) -> Connection:
        """The open transaction; a glance has none."""
        if self.opened is None:
            raise RuntimeError("what is asked here is not kept: it takes a reading")
        return self.opened

    @cached_property
    def head(self) -> Head:
        """The head of the hall's row: says whether what is kept still holds."""
        return Head(*_HEAD.one(self.connection, {"hall": self.hall_id}))

    @cached_property
    def set_up(self) -> SetUp:
        """What is set up in the hall: read anew only after it changed."""
        kept = self.set_ups.get(self.hall_id)
        if kept is None or kept.version != self.head.set_up:
            kept = self.set_ups[self.hall_id] = setups.read(self.connection, self.hall_id)
        return kept

    @cached_property
    def standing(self) -> Standing:
        """How the hall stands: read anew only after it was changed elsewhere."""
        found = self._standing()
        newest = self.standings.get(self.hall_id)
        if newest is None or newest.head.seq <= found.head.seq:
            self.standings[self.hall_id] = found
        return found

    def _standing(self) -> Standing:
        kept = self.standings.get(self.hall_id)
        if kept is not None and kept.head == self.head and kept.set_up is self.set_up:
            return kept
        return standing.read(self.connection, head=self.head, set_up=self.set_up, today=self.today)

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


_HEAD = Prepared(
    select(halls.c.seq, halls.c.head_hash, halls.c.set_up, halls.c.priority_run).where(halls.c.id == bindparam("hall"))
)


@dataclass
class Work(Look):
    """One deed: what it reads and changes, and what it will say happened."""

    actor: str = "system"
    address: str | None = None
    """Where the actor asks from, as a keyed hash; None where it tells nothing, as in a demo or a command."""
    events: list[Event] = field(default_factory=list)
    run: int | None = None
    """The new number of priority calls in a row; None while this deed does not change it."""

    @cached_property
    def standing(self) -> Standing:
        """How the hall stands, with what this deed has changed so far: its own copy until it is committed."""
        return self._standing().copy()

    def record(self, event: Event) -> None:
        """Put an event into the journal of this deed; told to the screens once committed."""
        self.events.append(event)

    def write_journal(self) -> Head:
        """Seal the deed's events into the chain; returns the hall's new head."""
        if not self.events:
            return self.head
        head = journal.Head(self.head.seq, self.head.hash)
        rows, head = journal.rows_for(
            self.events, key=self.key, hall=self.hall_id, head=head, at=self.now, actor=self.actor
        )
        journal.append(self.connection, rows)
        set_up = head.seq if self._changes_set_up() else self.head.set_up
        run = self.head.priority_run if self.run is None else self.run
        new = {"hall": self.hall_id, "new_seq": head.seq, "new_hash": head.hash, "new_set_up": set_up, "new_run": run}
        _NEW_HEAD.run(self.connection, new)
        return Head(head.seq, head.hash, set_up, run)

    def leave_standing(self, head: Head) -> None:
        """Keep how the hall stands for whoever comes next; only once this deed is committed."""
        kept = self.standings.pop(self.hall_id, None)
        after = self.__dict__.get("standing")
        if after is None and kept is not None and kept.head == self.head:
            after = kept.copy()
        if after is None or self._changes_set_up() or not after.whole:
            return
        if after.changes > standing.MOST_CHANGES:
            after = after.without_the_gone(self.today)
        if kept is None or kept.head.seq <= head.seq:
            after.head = head
            self.standings[self.hall_id] = after

    def _changes_set_up(self) -> bool:
        return any(event.changes_set_up for event in self.events)


_NEW_HEAD = Prepared(
    update(halls)
    .where(halls.c.id == bindparam("hall"))
    .values(
        seq=bindparam("new_seq"),
        head_hash=bindparam("new_hash"),
        set_up=bindparam("new_set_up"),
        priority_run=bindparam("new_run"),
    )
)


class Hall:
    """One hall as one actor deals with it, for the length of one request."""

    def __init__(self, database: Database, hall: int, actor: str, address: str | None = None) -> None:
        self.database = database
        self.id = hall
        self.actor = actor
        self.address = address
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
            self._open = work = self.database.at_hand(connection, self.id, Work)
            work.actor, work.address = self.actor, self.address
            try:
                yield work
                head = work.write_journal()
            finally:
                self._open = None
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
