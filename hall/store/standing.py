"""How a hall stands: its windows, its line and its handlings, read whole, kept as long as nobody else moved the hall.

Kept in one place, `Database.standings`. One rule says whether it is still true: its head is the head of the hall's
row, read first in every transaction. A deed changes its own copy with the rows as the database gave them back, and
leaves it for the next once committed; a deed undone leaves nothing. Whoever finds another head, because another
process was there, reads everything anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, select

from hall.rules.handling import Handling, Stage
from hall.rules.ticket import IN_HALL, HelpNeed, Priority, Status, Ticket
from hall.rules.window import PauseReason, State, Window
from hall.store.pictures.display import Call
from hall.store.pictures.pieces import Stand
from hall.store.setups import Post, SetUp
from hall.store.tables import handlings, tickets, windows

CALLS_KEPT = 16
"""Calls a standing knows of, besides those that are still open; enough for a wall of one area."""
MOST_CHANGES = 50
"""After so many changed rows those who are long gone are left out: until then they stay in it."""


class Head(NamedTuple):
    """What every deed moves or heeds in the hall's own row."""

    seq: int
    """Of the journal's newest row."""
    hash: str
    set_up: int
    """The seq of the latest change of set-up."""
    priority_run: int
    """How many priority calls in a row were made while others waited."""


class DrawnStand(NamedTuple):
    """A window as it was drawn, with what it was drawn from: as good as new while both are the same."""

    window: Window
    active: Handling | None
    stand: Stand


K = TypeVar("K", Handling, Ticket, Window)


class DrawnCall(NamedTuple):
    """A call as a wall showed it, as good as new while its handling is the same."""

    handling: Handling
    call: Call


@dataclass(slots=True)
class Standing:
    """One hall as it stands at `head`; once kept it is never changed.

    It may know of more than is asked for, such as visitors who have gone since; never of less.
    """

    head: Head
    set_up: SetUp
    windows: dict[int, Window]
    """Those in use, in the order of their numbers."""
    tickets: dict[int, Ticket]
    """Everybody still to be served, today's missed ones, and those of the handlings below."""
    handlings: dict[int, Handling]
    """The open ones, the latest calls, and what ended last at each window."""
    stands: dict[int, DrawnStand] = field(default_factory=dict, compare=False)
    """Window id → how it was drawn last."""
    calls: dict[int, DrawnCall] = field(default_factory=dict, compare=False)
    """Handling id → how the last wall showed it."""
    changes: int = 0
    whole: bool = True
    """False once it may lack something, such as what ended before a handling whose end was taken back."""

    def copy(self) -> "Standing":
        """One that a deed may change."""
        there, people, known = dict(self.windows), dict(self.tickets), dict(self.handlings)
        kept = (self.stands, self.calls, self.changes, self.whole)
        return Standing(self.head, self.set_up, there, people, known, *kept)

    def put_window(self, one: Window) -> None:
        """A window as a deed has just left it."""
        self.windows[one.id] = one
        self.changes += 1

    def put_ticket(self, one: Ticket) -> None:
        """A ticket as a deed has just left it."""
        self.tickets[one.id] = one
        self.changes += 1

    def put_handling(self, one: Handling) -> None:
        """A handling as a deed has just left it."""
        before = self.handlings.get(one.id)
        if before is not None and before.stage is Stage.ENDED and one.stage is not Stage.ENDED:
            self.whole = False
        self.handlings[one.id] = one
        self.changes += 1

    def line(self) -> list[Ticket]:
        """Everybody still to be served, whatever day they came, by first arrival."""
        here = [one for one in self.tickets.values() if one.status in IN_HALL]
        here.sort(key=attrgetter("taken_at", "id"))
        return here

    def open(self) -> list[Handling]:
        """Every open handling: called, serving or parked."""
        return [one for one in self.handlings.values() if one.stage is not Stage.ENDED]

    def active_at(self, window: int) -> Handling | None:
        """Who is called to or served at a window."""
        active = (Stage.CALLED, Stage.SERVING)
        return next((one for one in self.handlings.values() if one.window == window and one.stage in active), None)

    def last_ended_at(self, window: int) -> Handling | None:
        """The handling that ended last at a window."""
        ended = [one for one in self.handlings.values() if one.window == window and one.ended_at is not None]
        return max(ended, key=attrgetter("ended_at", "id"), default=None)

    def last_ended(self) -> dict[int, Handling]:
        """Window id → the handling that ended there last."""
        ended = [one for one in self.handlings.values() if one.ended_at is not None]
        return {one.window: one for one in sorted(ended, key=attrgetter("ended_at", "id"))}

    def latest_calls(self) -> list[Handling]:
        """The calls made last, newest first."""
        called = sorted(self.handlings.values(), key=attrgetter("last_called_at", "id"), reverse=True)
        return called[:CALLS_KEPT]

    def without_the_gone(self, today: date) -> "Standing":
        """The same as it would be read anew: without those that nobody asks for any longer."""
        known = {one.id: one for one in (*self.open(), *self.latest_calls(), *self.last_ended().values())}
        named = {one.ticket for one in known.values()}
        people = {
            one.id: one
            for one in self.tickets.values()
            if one.status in IN_HALL or (one.status is Status.MISSED and one.day == today) or one.id in named
        }
        return replace(self, tickets=people, handlings=known, changes=0)


_THIS: BindParameter[int] = bindparam("hall")
_WINDOWS = select(windows).where(windows.c.hall_id == _THIS, windows.c.active).order_by(windows.c.no)
_LINE = (
    select(tickets)
    # Spelled like the partial index, or it is not used.
    .where(tickets.c.hall_id == _THIS, tickets.c.status.in_(sorted(IN_HALL)))
)
_MISSED = select(tickets).where(
    tickets.c.hall_id == _THIS, tickets.c.day == bindparam("today"), tickets.c.status == Status.MISSED
)
_NAMED = select(tickets).where(tickets.c.id.in_(bindparam("ids", expanding=True)))
_OPEN = select(handlings).where(handlings.c.hall_id == _THIS, handlings.c.stage != Stage.ENDED)
_LATEST = (
    select(handlings)
    .where(handlings.c.hall_id == _THIS)
    .order_by(handlings.c.last_called_at.desc(), handlings.c.id.desc())
    .limit(CALLS_KEPT)
)
_there = handlings.alias("there")
_LAST_ENDED = (
    select(handlings)
    .select_from(windows)
    .join(
        handlings,
        handlings.c.id
        == select(_there.c.id)
        .where(_there.c.window_id == windows.c.id, _there.c.ended_at.is_not(None))
        .order_by(_there.c.ended_at.desc(), _there.c.id.desc())
        .limit(1)
        .correlate(windows)
        .scalar_subquery(),
    )
    .where(windows.c.hall_id == _THIS)
)


def read(connection: Connection, *, head: Head, set_up: SetUp, today: date) -> Standing:
    """Read how the hall of this set-up stands."""
    this = {"hall": set_up.hall}
    posts = set_up.posts
    standing = [window_of(row, posts[row.id]) for row in connection.execute(_WINDOWS, this) if row.id in posts]
    known = {
        one.id: one
        for asked in (_OPEN, _LATEST, _LAST_ENDED)
        for one in map(handling_of, connection.execute(asked, this))
    }
    people = {one.id: one for one in map(ticket_of, connection.execute(_LINE, this))}
    people |= {one.id: one for one in map(ticket_of, connection.execute(_MISSED, this | {"today": today}))}
    if gone := sorted({one.ticket for one in known.values()} - people.keys()):
        people |= {one.id: one for one in map(ticket_of, connection.execute(_NAMED, {"ids": gone}))}
    return Standing(head, set_up, {one.id: one for one in standing}, people, known)


def ticket_of(row: Any) -> Ticket:
    """A row as the rules know it."""
    return Ticket(
        id=row.id,
        day=row.day,
        prefix=row.prefix,
        number=row.number,
        service=row.service_id,
        later_services=tuple(row.later_services),
        status=Status(row.status),
        taken_at=row.taken_at,
        waiting_since=row.waiting_since,
        yields=row.yields,
        moved_back=row.moved_back,
        later_used=row.later_used,
        priority=Priority(row.priority) if row.priority else None,
        help_needs=tuple(HelpNeed(need) for need in row.help_needs),
        language=row.language,
        window=row.window_id,
        note=row.note,
    )


def handling_of(row: Any) -> Handling:
    """A row as the rules know it."""
    return Handling(
        id=row.id,
        ticket=row.ticket_id,
        window=row.window_id,
        staff=row.staff_id,
        service=row.service_id,
        stage=Stage(row.stage),
        waiting_since=row.waiting_since,
        called_at=row.called_at,
        last_called_at=row.last_called_at,
        announced_at=row.announced_at,
        times_called=row.times_called,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ending=row.ending,
        why=row.why,
        lacking=row.lacking,
        rated=row.rated,
    )


def made_of(kind: type[K], row: int, values: Mapping[str, Any]) -> K:
    """A row just added, as the rules know it: a field is named like its column, without `_id`."""
    return kind(id=row, **_fields(kind, values))


def changed_by(one: K, values: Mapping[str, Any]) -> K:
    """The same as the rules know it after these columns of its row changed."""
    kind = type(one)
    # `dataclasses.replace` asks a dozen questions of each field.
    return kind(**{name: getattr(one, name) for name in kind.__match_args__} | _fields(kind, values))


def _fields(kind: type[K], values: Mapping[str, Any]) -> dict[str, Any]:
    named = {column.removesuffix("_id"): value for column, value in values.items()}
    # Of some columns no rule asks, such as the device that gave out a ticket.
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in named.items()
        if name in kind.__match_args__
    }


def window_of(row: Any, post: Post) -> Window:
    """A row as the rules know it, with what its window serves."""
    return Window(
        id=row.id,
        no=row.no,
        state=State(row.state),
        pause_reason=PauseReason(row.pause_reason) if row.pause_reason else None,
        pause_next=PauseReason(row.pause_next) if row.pause_next else None,
        staff=row.staff_id,
        since=row.since,
        services=post.services,
    )
