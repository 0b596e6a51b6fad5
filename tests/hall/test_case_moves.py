"""Whatever people do to a case in whatever order, it stays in order, and the citizen's number stays hidden."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hall.actions import case_upkeep
from hall.actions import cases as deeds
from hall.errors import Refusal
from hall.rules.case import Case, Cause, Contact, Entry, State, Step, Verdict
from hall.rules.case_moves import LEADS_TO, TAKES, possible
from hall.rules.staff import Power, Role
from hall.store import cases, contacts
from hall.store.database import Database
from hall.store.seal import Seal
from tests.hall.conftest import KEY, SEAL_KEY, HandClock, Scene
from tests.hall.test_contacts import PHONE, low

WHO = st.integers(0, 5)
TEXT = st.sampled_from(["", "已核实", "好" * 501])
FOUND = st.sampled_from(Verdict)
CAUSE = st.sampled_from([None, *Cause])


class Handled(RuleBasedStateMachine):
    """One case; everybody tries everything. Refusals are welcome, disorder is not."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        file = shutil.copy(self.template, self.folder / "haohao.db")
        database = Database(f"sqlite:///{file}", key=KEY, clock=self.clock, seal=Seal([SEAL_KEY]))
        self.scene = Scene(database, self.clock)

    def teardown(self) -> None:
        self.scene.database.close()
        shutil.rmtree(self.folder)

    @initialize()
    def somebody_is_dissatisfied(self) -> None:
        self.case = low(self.scene)
        with self.scene.hall.look() as look:
            people = list(look.set_up.staff.values())
            self.staff = look.set_up.staff
        roles = (Role.MANAGER, Role.INSPECTOR, Role.DESK)
        self.people = [self.scene.clerk(1), self.scene.clerk(2), self.scene.clerk(3)]
        self.people += [next(one.id for one in people if one.role is role) for role in roles]
        self.before = self.read()

    def read(self) -> tuple[Case, list[Entry]]:
        with self.scene.hall.look() as look:
            return cases.get(look, self.case), cases.story(look, self.case)

    def tried(self, step: Step, deed: Callable[..., Any], by: int | None, **facts: Any) -> Any:
        """Do it; None if it was refused, which must then have changed nothing."""
        self.clock.pass_by(60)
        one, story = self.read()
        allowed = by is None or step in possible(one, story, self.staff[by])
        given = {} if by is None else {"by": by}
        try:
            done = deed(self.scene.hall, case=self.case, **given, **facts)
        except Refusal:
            assert self.read() == (one, story)
            return None
        assert allowed, f"{step} was done by somebody who may not"
        return done

    def seen(self) -> int:
        return self.before[1][-1].id

    @rule(phone=st.sampled_from([PHONE, "110"]))
    def leave_contact(self, phone: str) -> None:
        self.tried(Step.CONTACT_LEFT, deeds.leave_contact, None, phone=phone)

    @rule(satisfied=st.booleans())
    def answer(self, satisfied: bool) -> None:
        self.tried(Step.ANSWERED, deeds.answer, None, satisfied=satisfied)

    @rule(who=WHO, handler=WHO)
    def assign(self, who: int, handler: int) -> None:
        to = self.people[handler]
        self.tried(Step.ASSIGNED, deeds.assign, self.people[who], handler=to, seen=self.seen())

    @rule(who=WHO)
    def look_at_contact(self, who: int) -> None:
        by = self.people[who]
        found = self.tried(Step.CONTACT_SEEN, deeds.look_at_contact, by)
        if found is not None:
            one, story = self.read()
            assert found == Contact(PHONE)
            assert by != one.staff
            assert self.staff[by].may(Power.CASES) or by == one.handler
            assert (story[-1].kind, story[-1].staff) == (Step.CONTACT_SEEN, by)

    @rule(who=WHO, reached=st.booleans(), text=TEXT)
    def call_back(self, who: int, reached: bool, text: str) -> None:
        facts = {"reached": reached, "text": text, "seen": self.seen()}
        self.tried(Step.CALLED_BACK, deeds.call_back, self.people[who], **facts)

    @rule(who=WHO, step=st.sampled_from([Step.VERIFIED, Step.REVIEWED]), verdict=FOUND, cause=CAUSE, text=TEXT)
    def find(self, who: int, step: Step, verdict: Verdict, cause: Cause | None, text: str) -> None:
        deed = deeds.verify if step is Step.VERIFIED else deeds.review
        facts = {"verdict": verdict, "cause": cause, "text": text, "seen": self.seen()}
        self.tried(step, deed, self.people[who], **facts)

    @rule(who=WHO, step=st.sampled_from([Step.STATEMENT, Step.APPEAL, Step.NOTE]), text=TEXT)
    def say(self, who: int, step: Step, text: str) -> None:
        said = {Step.STATEMENT: deeds.give_statement, Step.APPEAL: deeds.appeal, Step.NOTE: deeds.note}
        self.tried(step, said[step], self.people[who], text=text)

    @rule(who=WHO, step=st.sampled_from([Step.RECTIFIED, Step.REPLIED]), text=TEXT)
    def write(self, who: int, step: Step, text: str) -> None:
        deed = deeds.rectify if step is Step.RECTIFIED else deeds.reply
        self.tried(step, deed, self.people[who], text=text, seen=self.seen())

    @rule(who=WHO, step=st.sampled_from([Step.RELEASED, Step.CLOSED]))
    def end(self, who: int, step: Step) -> None:
        deed = deeds.release if step is Step.RELEASED else deeds.close
        self.tried(step, deed, self.people[who], seen=self.seen())

    @rule()
    def somebody_is_not_satisfied(self) -> None:
        if self.before[0].answer_wanted:
            self.answer(satisfied=False)
            assert self.read()[0].satisfied is False

    @rule()
    def a_season_passes(self) -> None:
        self.clock.moment += timedelta(days=91)
        case_upkeep.keep_up(self.scene.hall)

    @rule(pick=st.integers(0, 50))
    def somebody_does_what_they_may(self, pick: int) -> None:
        """Far enough to see the later states, too."""
        one, story = self.before
        open_to = [
            (step, who)
            for who in self.people
            for step in possible(one, story, self.staff[who])
            if step not in (Step.NOTE, Step.CONTACT_SEEN) and (step is not Step.ASSIGNED or one.handler is None)
        ]
        if open_to:
            step, who = open_to[pick % len(open_to)]
            at = self.people.index(who)
            self._go(step, at, pick)

    def _go(self, step: Step, at: int, pick: int) -> None:
        verdict = list(Verdict)[pick % len(Verdict)] if pick % 2 else Verdict.JUSTIFIED
        cause = Cause.PEOPLE if verdict is Verdict.JUSTIFIED else None
        facts: dict[Step, Callable[[], None]] = {
            Step.ASSIGNED: lambda: Handled.assign(self, at, 1 + pick % 5),
            Step.CALLED_BACK: lambda: Handled.call_back(self, at, pick % 3 > 0, "已核实"),
            Step.VERIFIED: lambda: Handled.find(self, at, step, verdict, cause, "已核实"),
            Step.REVIEWED: lambda: Handled.find(self, at, step, verdict, cause, "已核实"),
            Step.STATEMENT: lambda: Handled.say(self, at, step, "已核实"),
            Step.APPEAL: lambda: Handled.say(self, at, step, "已核实"),
            Step.RECTIFIED: lambda: Handled.write(self, at, step, "已核实"),
            Step.REPLIED: lambda: Handled.write(self, at, step, "已核实"),
            Step.RELEASED: lambda: Handled.end(self, at, step),
            Step.CLOSED: lambda: Handled.end(self, at, step),
        }
        facts[step]()
        assert len(self.read()[1]) == len(self.before[1]) + 1, f"{step} was said to be possible"

    # --- what always holds ---

    @invariant()
    def the_case_moves_only_as_the_table_says(self) -> None:
        (one, story), (before, told) = self.read(), self.before
        assert story[: len(told)] == told, "a story is only ever added to"
        added = [entry.kind for entry in story[len(told) :]]
        if one.state is State.REOPENED and before.state is not State.REOPENED:
            assert (before.state in {State.REPLIED, State.CLOSED}, added) == (True, [Step.ANSWERED])
        elif one.state is not before.state:
            assert one.state in {LEADS_TO[step] for step in added if step in LEADS_TO}
        for entry in story[len(told) :]:
            assert entry.kind not in TAKES or before.state in TAKES[entry.kind]
        self.before = one, story

    @invariant()
    def who_decides_is_never_who_it_is_about(self) -> None:
        one, story = self.before
        assert one.handler != one.staff
        assert one.verified_by != one.staff
        by_clerk = {Step.STATEMENT, Step.APPEAL}
        assert all((entry.staff == one.staff) == (entry.kind in by_clerk) for entry in story if entry.staff)
        reviewers = {entry.staff for entry in story if entry.kind is Step.REVIEWED}
        assert one.verified_by not in reviewers

    @invariant()
    def what_is_written_agrees(self) -> None:
        one, story = self.before
        kinds = {entry.kind for entry in story}
        assert (one.cause is not None) == (one.verdict is Verdict.JUSTIFIED)
        assert (one.state is State.CLOSED) == (one.closed_at is not None)
        assert (one.replied_at is not None) == bool(one.reply)
        assert one.satisfied is None or one.replied_at is not None
        replies = [entry.text for entry in story if entry.kind is Step.REPLIED]
        answers = [entry.facts["satisfied"] for entry in story if entry.kind is Step.ANSWERED]
        assert replies == [text for text in (one.reply, one.reply_again) if text]
        assert len(answers) <= len(replies) <= 2
        assert one.satisfied is (answers[-1] if answers else None)
        assert (one.reopened_at is not None) == (answers[:1] == [False])
        assert one.answer_wanted == (len(answers) < len(replies))
        assert one.follows_up == (one.reopened_at is not None and len(replies) == 1)
        assert one.state is not State.REOPENED or one.follows_up
        measures = [entry for entry in story if entry.kind is Step.RECTIFIED]
        assert one.rectified_at == (measures[0].at if measures else None)
        assert (one.released_at is not None) == (Step.RELEASED in kinds)
        assert one.released_at is None or one.verified_at is not None
        assert one.rectified_at is None or one.verdict is Verdict.JUSTIFIED
        with self.scene.hall.look() as look:
            kept = contacts.of_case(look, self.case)
        assert (kept is not None) == (one.contact and Step.CONTACT_ERASED not in kinds)


def test_a_case_keeps_order_whatever_people_do(sqlite_demo: Path) -> None:
    Handled.template = sqlite_demo
    usual = settings(max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck), database=None)
    run_state_machine_as_test(Handled, settings=usual)
