"""Whatever clerks, visitors and the help desk do in whatever order, the hall stays in order."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, select

from hall.actions import calls, ratings, tickets, windows
from hall.errors import Refusal
from hall.rules.handling import Outcome, Stage
from hall.rules.rating import Level, Opinion
from hall.rules.ticket import MOVES, UNDO, Priority, Status, Ticket
from hall.rules.window import PauseReason
from hall.store import journal, standing
from hall.store.database import Database
from hall.store.look import Look
from hall.store.standing import Standing, ticket_of
from hall.store.tables import handlings
from hall.store.tables import ratings as ratings_table
from hall.store.tables import tickets as tickets_table
from tests.hall.conftest import KEY, HandClock, Scene

POSTS = (1, 2, 3)
POST = st.sampled_from(POSTS)
PICK = st.integers(0, 50)


class Day(RuleBasedStateMachine):
    """A day at three windows; refusals are welcome, disorder is not."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        file = shutil.copy(self.template, self.folder / "haohao.db")
        self.scene = Scene(Database(f"sqlite:///{file}", key=KEY, clock=self.clock), self.clock)
        self.by = {no: self.scene.clerk(no) for no in POSTS}
        self.codes = self.scene.general_services()[:3]
        self.before: dict[int, Ticket] = {}
        self.undone = False

    def teardown(self) -> None:
        with self.scene.database.look() as connection:
            # Once is enough: what breaks the chain in between stays broken.
            faults = list(journal.faults(connection, hall=self.scene.hall_id, key=KEY))
        self.scene.database.close()
        shutil.rmtree(self.folder)
        assert faults == []

    def tried(self, deed: Callable[..., Any], **facts: Any) -> Any:
        """Do it; None if it was refused."""
        self.clock.pass_by(1)
        try:
            return deed(self.scene.hall, **facts)
        except Refusal:
            return None

    def at(self, deed: Callable[..., Any], no: int, **facts: Any) -> Any:
        return self.tried(deed, window_no=no, by=self.by[no], **facts)

    def some_ticket(self, pick: int) -> int:
        return pick % (len(self.before) or 1) + 1

    # --- what people do ---

    @initialize()
    def everybody_opens(self) -> None:
        self.scene.open(*POSTS)

    @rule(pick=PICK, more=st.booleans(), priority=st.sampled_from([None, None, Priority.ELDER]))
    def take(self, pick: int, more: bool, priority: Priority | None) -> None:
        wanted = [self.codes[pick % 3], *([self.codes[(pick + 1) % 3]] if more else [])]
        self.tried(tickets.take, services=wanted, priority=priority)

    @rule(no=POST)
    def call(self, no: int) -> None:
        self.at(calls.call_next, no)

    @rule(no=POST)
    def start(self, no: int) -> None:
        self.at(calls.start, no)

    @rule(no=POST, outcome=st.sampled_from(Outcome), said=st.sampled_from(["", "户口簿"]))
    def finish(self, no: int, outcome: Outcome, said: str) -> None:
        self.at(calls.finish, no, outcome=outcome, note=said)

    @rule(no=POST)
    def call_in_vain(self, no: int) -> None:
        for _again in range(2):
            self.clock.pass_by(60)
            self.at(calls.recall, no)
        self.at(calls.missed, no)

    @rule(no=POST)
    def park(self, no: int) -> None:
        self.at(calls.park, no)

    @rule(no=POST, pick=PICK)
    def unpark(self, no: int, pick: int) -> None:
        self.at(calls.unpark, no, ticket=self.some_ticket(pick))

    @rule(no=POST, pick=PICK)
    def send_to_service(self, no: int, pick: int) -> None:
        self.at(calls.transfer, no, service=self.codes[pick % 3], note="请继续办理")

    @rule(no=POST, to=POST)
    def send_to_window(self, no: int, to: int) -> None:
        self.at(calls.transfer, no, to_window_no=to)

    @rule(no=POST)
    def undo(self, no: int) -> None:
        self.undone = self.at(calls.undo, no) is not None

    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        self.tried(tickets.restore, ticket=self.some_ticket(pick))

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        self.tried(tickets.cancel, ticket=self.some_ticket(pick))

    @rule(pick=PICK)
    def come_later(self, pick: int) -> None:
        self.tried(tickets.come_later, ticket=self.some_ticket(pick))

    @rule(pick=PICK)
    def rate(self, pick: int) -> None:
        with self.scene.database.look() as connection:
            rows = connection.execute(select(handlings.c.id, handlings.c.ticket_id)).all()
        if rows:
            one = rows[pick % len(rows)]
            self.tried(ratings.rate_by_ticket, ticket=one.ticket_id, handling=one.id, said=Opinion(Level.SATISFIED))

    @rule(no=POST)
    def pause_and_resume(self, no: int) -> None:
        self.at(windows.pause, no, reason=PauseReason.BREAK)
        self.at(windows.resume, no)

    @rule(no=POST)
    def close_and_open(self, no: int) -> None:
        self.at(windows.close, no)
        self.at(windows.open_window, no)

    # --- what must hold ---

    @invariant()
    def the_hall_is_in_order(self) -> None:
        """Everything that must hold, seen in one reading."""
        with self.scene.database.look() as connection:
            here = {row.id: ticket_of(row) for row in connection.execute(select(tickets_table))}
            rows = connection.execute(select(handlings)).all()
            rated = connection.scalars(select(ratings_table.c.handling_id)).all()
            self.what_is_kept_is_what_a_fresh_reading_finds(connection)
        self.everybody_moved_as_the_table_says(here)
        self.one_visitor_one_window(rows)
        self.moments_follow_each_other(rows)
        self.nobody_final_has_anything_open(rows)
        assert len(rated) == len(set(rated)), "nobody is rated twice"

    def everybody_moved_as_the_table_says(self, here: dict[int, Ticket]) -> None:
        for ticket, one in here.items():
            was = self.before.get(ticket)
            if was is not None and was.status is not one.status:
                undone = self.undone and UNDO.get(was.status) in (one.status, Status.SERVING)
                assert undone or one.status in MOVES[was.status], (was.status, one.status)
            if was is not None:
                # First arrival and number are for ever.
                assert (was.taken_at, was.text) == (one.taken_at, one.text)
        self.before, self.undone = here, False

    def one_visitor_one_window(self, rows: Sequence[Any]) -> None:
        is_open = [row for row in rows if row.ended_at is None]
        active = [row for row in is_open if row.stage in (Stage.CALLED, Stage.SERVING)]
        assert len({row.ticket_id for row in is_open}) == len(is_open)
        assert len({row.window_id for row in active}) == len(active)
        stage_of = {row.ticket_id: row.stage for row in is_open}
        for ticket, one in self.before.items():
            in_hand = one.status in (Status.CALLED, Status.SERVING, Status.PARKED)
            assert stage_of.get(ticket) == (one.status if in_hand else None)
        for row in rows:
            assert (row.stage == Stage.ENDED) is (row.ended_at is not None) is (row.ending is not None)

    def moments_follow_each_other(self, rows: Sequence[Any]) -> None:
        for row in rows:
            moments: list[datetime] = [
                one for one in (row.waiting_since, row.called_at, row.started_at, row.ended_at) if one is not None
            ]
            assert moments == sorted(moments)

    def nobody_final_has_anything_open(self, rows: Sequence[Any]) -> None:
        final = {ticket for ticket, one in self.before.items() if not MOVES[one.status]}
        assert not [row.id for row in rows if row.ticket_id in final and row.ended_at is None]

    def what_is_kept_is_what_a_fresh_reading_finds(self, connection: Connection) -> None:
        database, hall = self.scene.database, self.scene.hall_id
        kept = database.glance(hall)
        if kept is None:
            # After an undo, until somebody asks.
            return
        look = database.at_hand(connection, hall, Look)
        fresh = standing.read(connection, head=look.head, set_up=look.set_up, today=look.today)
        assert seen(kept.standing, kept.today) == seen(fresh, look.today)
        tidied = kept.standing.without_the_gone(kept.today)
        assert (tidied.tickets, tidied.handlings) == (fresh.tickets, fresh.handlings)


def seen(one: Standing, today: date) -> list[Any]:
    """Everything a deed or a picture may ask of a standing."""
    return [
        one.head,
        list(one.windows.values()),
        one.line(),
        {each.id: each for each in one.open()},
        {window: one.active_at(window) for window in one.windows},
        one.last_ended(),
        {window: one.last_ended_at(window) for window in one.windows},
        [(each, one.tickets[each.ticket]) for each in one.latest_calls()],
        {each.id: each for each in one.tickets.values() if each.status is Status.MISSED and each.day == today},
    ]


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_a_day_of_whatever_people_do_keeps_the_hall_in_order(sqlite_demo: Path) -> None:
    Day.template = sqlite_demo
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
