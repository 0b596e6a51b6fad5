"""What a reading and a deed have at hand: one hall at one moment, in one transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection, bindparam, select, update

from hall.events import Event
from hall.rules.hours import Hours
from hall.rules.policy import Policy
from hall.store import journal, setups, standing
from hall.store.prepared import Prepared
from hall.store.seal import Seal
from hall.store.setups import SetUp
from hall.store.standing import Head, Standing
from hall.store.tables import halls


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

    def after(self) -> Standing | None:
        """How the hall stands once this deed is committed, if it changed that and nothing that is set up."""
        after: Standing | None = self.__dict__.get("standing")
        return after if self.events and after is not None and after.whole and not self._changes_set_up() else None

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
