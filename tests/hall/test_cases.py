"""A low rating is looked into by another than the rated clerk, step by step, and what protects people holds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from hall.actions import case_upkeep
from hall.actions import cases as deeds
from hall.errors import (
    AlreadyAnswered,
    AlreadyReleased,
    AlreadySaid,
    AppealOpen,
    CallBackFirst,
    CaseChanged,
    CaseNotYours,
    CauseNotFit,
    ContactMissing,
    EntryMissing,
    HandlerNotFit,
    NoHandlerYet,
    ReviewerIsVerifier,
    TextTooLong,
    UnknownCase,
    WrongCaseMove,
)
from hall.rules import workdays
from hall.rules.case import Case, Cause, Contact, State, Step, Verdict
from hall.rules.case_moves import LEADS_TO, TAKES, Sight, possible, sight
from hall.rules.staff import Role
from hall.store import case_lists, cases, contacts
from hall.store.case_figures import CaseFigures, against_clerk, case_figures
from hall.store.look import Look
from hall.store.sums import Span
from tests.hall.conftest import HandClock, Scene
from tests.hall.test_contacts import PHONE, low


class Desk:
    """One case and the people around it."""

    def __init__(self, scene: Scene, case: int | None = None) -> None:
        self.scene = scene
        self.case = case or low(scene)
        with scene.hall.look() as look:
            people = look.set_up.staff.values()
            self.manager = next(one.id for one in people if one.role is Role.MANAGER)
            self.inspector = next(one.id for one in people if one.role is Role.INSPECTOR)
        self.rated, self.colleague, self.stranger = (scene.clerk(no) for no in (1, 2, 3))

    def now(self) -> Case:
        with self.scene.hall.look() as look:
            return cases.get(look, self.case)

    def story(self) -> list[Step]:
        with self.scene.hall.look() as look:
            return [entry.kind for entry in cases.story(look, self.case)]

    def seen(self) -> int:
        with self.scene.hall.look() as look:
            return cases.story(look, self.case)[-1].id

    def do(self, deed: Callable[..., Any], **facts: Any) -> Any:
        """By the manager, who has just read the case."""
        return deed(self.scene.hall, case=self.case, **{"by": self.manager, "seen": self.seen(), **facts})

    def say(self, deed: Callable[..., Any], by: int, text: str = "当时系统故障") -> Any:
        return deed(self.scene.hall, case=self.case, by=by, text=text)

    def may(self, who: int) -> list[Step]:
        with self.scene.hall.look() as look:
            return possible(cases.get(look, self.case), cases.story(look, self.case), look.set_up.staff_by_id(who))

    def leave_contact(self) -> None:
        deeds.leave_contact(self.scene.hall, case=self.case, phone=PHONE)

    def verified(self, verdict: Verdict = Verdict.JUSTIFIED, by: int | None = None) -> "Desk":
        self.do(deeds.assign, handler=self.colleague)
        cause = Cause.PEOPLE if verdict is Verdict.JUSTIFIED else None
        self.do(deeds.verify, verdict=verdict, cause=cause, text="已调看录像", by=by or self.colleague)
        return self


def span_of(look: Look) -> Span:
    return Span(look.today - timedelta(days=60), look.today)


@pytest.fixture
def desk(quick_scene: Scene) -> Desk:
    return Desk(quick_scene)


def test_a_low_rating_is_handled_from_received_to_closed(scene: Scene, clock: HandClock) -> None:
    desk = Desk(scene)
    desk.leave_contact()
    desk.do(deeds.assign, handler=desk.colleague)
    desk.say(deeds.give_statement, desk.rated)
    look_at = {"case": desk.case, "by": desk.colleague}
    assert deeds.look_at_contact(scene.hall, **look_at) == Contact(PHONE)
    desk.do(deeds.call_back, reached=True, text="群众反映等候太久", by=desk.colleague)
    clock.moment += timedelta(days=1)
    desk.do(deeds.verify, verdict=Verdict.JUSTIFIED, cause=Cause.WAITING, text="属实", by=desk.colleague)
    desk.do(deeds.release)
    desk.do(deeds.rectify, text="高峰期增开一个窗口", by=desk.colleague)
    desk.do(deeds.reply, text="您反映的问题属实，已增开窗口", by=desk.colleague)
    deeds.answer(scene.hall, case=desk.case, satisfied=True)
    desk.do(deeds.close, by=desk.colleague)
    one = desk.now()
    assert (one.state, one.cause, one.satisfied) == (State.CLOSED, Cause.WAITING, True)
    assert desk.story() == [
        Step.OPENED,
        Step.CONTACT_LEFT,
        Step.ASSIGNED,
        Step.STATEMENT,
        Step.CONTACT_SEEN,
        Step.CALLED_BACK,
        Step.VERIFIED,
        Step.RELEASED,
        Step.RECTIFIED,
        Step.REPLIED,
        Step.ANSWERED,
        Step.CLOSED,
    ]
    with scene.hall.look() as look:
        found = case_figures(look, span_of(look))
        # Waiting lies with nobody at a window.
        assert against_clerk(look, who=desk.rated, span=span_of(look)) == 0
    assert (found.opened, found.replied, found.with_contact, found.called_back) == (1, 1, 1, 1)
    assert (found.justified, found.rectified_on_time, found.answered, found.satisfied) == (1, 1, 1, 1)
    assert found.causes == {Cause.WAITING: 1}
    assert found.reply_rate == found.call_back_rate == found.on_time_rate == found.satisfied_rate == 1.0


def test_the_table_names_every_deed_and_leads_only_onwards() -> None:
    order = list(State)
    for step, to in LEADS_TO.items():
        assert all(order.index(before) < order.index(to) for before in TAKES[step])
    assert all(states <= set(State) for states in TAKES.values())
    by_citizen_or_house = {Step.OPENED, Step.CONTACT_LEFT, Step.CONTACT_ERASED, Step.ANSWERED}
    assert set(TAKES) | by_citizen_or_house == set(Step)


def test_the_handler_is_never_the_rated_clerk(desk: Desk) -> None:
    with pytest.raises(HandlerNotFit):
        desk.do(deeds.assign, handler=desk.rated)
    with pytest.raises(CaseNotYours):
        desk.do(deeds.assign, handler=desk.colleague, by=desk.rated)
    assert desk.now().handler is None


def test_nothing_is_looked_into_before_somebody_is_named(desk: Desk) -> None:
    with pytest.raises(NoHandlerYet):
        desk.do(deeds.verify, verdict=Verdict.MISTAKEN, text="误评")
    desk.say(deeds.note, desk.manager)
    assert desk.may(desk.manager) == [Step.ASSIGNED, Step.NOTE]


def test_a_clerk_sees_a_case_only_as_its_handler_or_as_the_rated_one(desk: Desk) -> None:
    for who in (desk.stranger, desk.colleague):
        with pytest.raises(UnknownCase):
            desk.say(deeds.note, who)
    desk.do(deeds.assign, handler=desk.colleague)
    desk.say(deeds.note, desk.colleague)
    with desk.scene.hall.look() as look:
        seen_by = {who: sight(cases.get(look, desk.case), look.set_up.staff_by_id(who)) for who in look.set_up.staff}
    assert seen_by[desk.rated] is Sight.OWN
    assert seen_by[desk.colleague] is seen_by[desk.manager] is seen_by[desk.inspector] is Sight.WHOLE
    assert seen_by[desk.stranger] is None
    # An inspector reads; what is done is others' to do.
    assert desk.may(desk.inspector) == []


def test_whoever_left_a_number_is_called_back_before_anything_is_found(desk: Desk) -> None:
    desk.leave_contact()
    desk.do(deeds.assign, handler=desk.colleague)
    found = {"verdict": Verdict.UNJUSTIFIED, "text": "录像与反映不符"}
    with pytest.raises(CallBackFirst):
        desk.do(deeds.verify, **found)
    desk.do(deeds.call_back, reached=False, text="三次无人接听")
    assert desk.now().state is State.RECEIVED
    desk.do(deeds.verify, **found)
    with desk.scene.hall.look() as look:
        assert case_figures(look, span_of(look)).call_back_rate == 0


def test_without_a_number_nobody_is_called(desk: Desk) -> None:
    desk.do(deeds.assign, handler=desk.colleague)
    for deed in (
        lambda: desk.do(deeds.call_back, reached=True, text="已通话"),
        lambda: deeds.look_at_contact(desk.scene.hall, case=desk.case, by=desk.manager),
    ):
        with pytest.raises(ContactMissing):
            deed()


def test_only_what_was_justified_has_a_cause_and_is_put_right(desk: Desk) -> None:
    desk.do(deeds.assign, handler=desk.colleague)
    for verdict, cause in ((Verdict.JUSTIFIED, None), (Verdict.MALICIOUS, Cause.PEOPLE)):
        with pytest.raises(CauseNotFit):
            desk.do(deeds.verify, verdict=verdict, cause=cause, text="已核实")
    desk.verified(Verdict.MISTAKEN)
    with pytest.raises(WrongCaseMove):
        desk.do(deeds.rectify, text="已改")
    desk.do(deeds.reply, text="感谢您的意见")
    assert desk.now().state is State.REPLIED


def test_what_was_justified_is_put_right_before_it_is_replied_to(desk: Desk) -> None:
    desk.verified()
    with pytest.raises(WrongCaseMove):
        desk.do(deeds.reply, text="感谢您的意见")
    with pytest.raises(WrongCaseMove):
        desk.do(deeds.close)
    with desk.scene.hall.look() as look:
        assert against_clerk(look, who=desk.rated, span=span_of(look)) == 1


def test_an_appeal_is_reviewed_by_another_and_holds_everything_up(desk: Desk) -> None:
    desk.verified(by=desk.manager)
    desk.say(deeds.appeal, desk.rated)
    with pytest.raises(AppealOpen):
        desk.do(deeds.rectify, text="已改")
    with pytest.raises(ReviewerIsVerifier):
        desk.do(deeds.review, verdict=Verdict.MISTAKEN, text="点错了")
    with pytest.raises(CaseNotYours):
        desk.do(deeds.review, verdict=Verdict.MISTAKEN, text="点错了", by=desk.colleague)
    with pytest.raises(AlreadySaid):
        desk.say(deeds.appeal, desk.rated)


def test_an_appeal_shows_in_the_list_until_it_is_reviewed(scene: Scene) -> None:
    desk = Desk(scene).verified()

    def waits() -> tuple[int, list[bool], int]:
        with scene.hall.look() as look:
            every, _after = case_lists.page(look, case_lists.Wanted())
            asked, _after = case_lists.page(look, case_lists.Wanted(appealed=True))
            return case_lists.now(look).appeals, [one.appealed for one in every], len(asked)

    assert waits() == (0, [False], 0)
    desk.say(deeds.appeal, desk.rated)
    assert waits() == (1, [True], 1)
    desk.do(deeds.review, verdict=Verdict.MISTAKEN, text="群众说点错了窗口")
    assert waits() == (0, [False], 0)


def test_a_review_may_find_otherwise(desk: Desk) -> None:
    desk.verified()
    desk.say(deeds.appeal, desk.rated)
    desk.do(deeds.review, verdict=Verdict.MISTAKEN, text="群众说点错了窗口")
    one = desk.now()
    assert (one.verdict, one.cause, one.verified_by) == (Verdict.MISTAKEN, None, desk.colleague)
    desk.do(deeds.reply, text="已更正")


def test_a_statement_is_given_once_and_before_anything_is_found(desk: Desk) -> None:
    for who in (desk.manager, desk.inspector):
        with pytest.raises(CaseNotYours):
            desk.say(deeds.give_statement, who)
    desk.say(deeds.give_statement, desk.rated)
    with pytest.raises(AlreadySaid):
        desk.say(deeds.give_statement, desk.rated)
    desk.verified(Verdict.UNJUSTIFIED)
    assert desk.may(desk.rated) == []


def test_what_people_wrote_is_released_once_and_only_after_it_was_looked_into(desk: Desk) -> None:
    with pytest.raises(WrongCaseMove):
        desk.do(deeds.release)
    desk.verified()
    with pytest.raises(CaseNotYours):
        desk.do(deeds.release, by=desk.colleague)
    desk.do(deeds.release)
    with pytest.raises(AlreadyReleased):
        desk.do(deeds.release)


def test_a_case_that_went_on_meanwhile_is_read_again_first(desk: Desk) -> None:
    desk.do(deeds.assign, handler=desk.colleague)
    seen = desk.seen()
    desk.say(deeds.give_statement, desk.rated)
    with pytest.raises(CaseChanged):
        desk.do(deeds.verify, verdict=Verdict.MISTAKEN, text="误评", seen=seen)
    assert desk.now().state is State.RECEIVED


@pytest.mark.parametrize("text", ["", " 　\n", "\u200b"])
def test_an_entry_without_words_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(EntryMissing):
        desk.say(deeds.note, desk.manager, text)
    with pytest.raises(TextTooLong):
        desk.say(deeds.note, desk.manager, "好" * 501)
    assert desk.story() == [Step.OPENED]


def test_a_number_is_erased_when_its_time_is_over(scene: Scene, clock: HandClock) -> None:
    desk = Desk(scene)
    desk.leave_contact()
    desk.do(deeds.assign, handler=desk.colleague)
    clock.moment += timedelta(days=90) - timedelta(seconds=1)
    assert not case_upkeep.anything_due(scene.hall)
    clock.pass_by(1)
    assert case_upkeep.anything_due(scene.hall)
    case_upkeep.keep_up(scene.hall)
    assert not case_upkeep.anything_due(scene.hall)
    with scene.hall.look() as look:
        assert contacts.of_case(look, desk.case) is None
    assert desk.story()[-1] is Step.CONTACT_ERASED
    with pytest.raises(ContactMissing):
        deeds.look_at_contact(scene.hall, case=desk.case, by=desk.manager)
    # Nobody can be called any more; the case goes on without.
    desk.do(deeds.verify, verdict=Verdict.MISTAKEN, text="误评")


def test_a_deadline_waits_for_its_year_to_be_announced(
    scene: Scene, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = workdays.is_working_day
    monkeypatch.setattr(
        workdays, "is_working_day", lambda day, **rule: announced(day, **rule) if day < date(2026, 11, 24) else None
    )
    desk = Desk(scene)
    desk.leave_contact()
    assert (desk.now().rectify_due, desk.now().call_back_due) == (None, None)
    clock.moment += timedelta(days=3)
    assert not case_upkeep.anything_due(scene.hall)
    monkeypatch.undo()
    assert case_upkeep.anything_due(scene.hall)
    case_upkeep.keep_up(scene.hall)
    assert (str(desk.now().rectify_due), str(desk.now().call_back_due)) == ("2026-12-14", "2026-11-24")


def answered_no(desk: Desk) -> None:
    deeds.answer(desk.scene.hall, case=desk.case, satisfied=False)


def test_a_reply_that_does_not_satisfy_is_followed_up_once(scene: Scene, clock: HandClock) -> None:
    desk = Desk(scene).verified()
    desk.do(deeds.rectify, text="已培训")
    clock.moment += timedelta(days=1)
    desk.do(deeds.reply, text="已处理")
    desk.do(deeds.close)
    answered_no(desk)
    one = desk.now()
    assert (one.state, one.closed_at, one.follows_up, str(one.again_due)) == (State.REOPENED, None, True, "2026-12-15")
    with pytest.raises(WrongCaseMove):
        desk.do(deeds.close)
    with pytest.raises(AlreadyAnswered):
        answered_no(desk)
    with scene.hall.look() as look:
        found = case_figures(look, span_of(look))
        assert (found.answered, found.satisfied, found.rectified_on_time) == (1, 0, 1)
    clock.moment += timedelta(days=30)
    with scene.hall.look() as look:
        assert case_lists.now(look).overdue == 1
        assert one.due is not None
        assert one.due.over(look.today)
    desk.do(deeds.rectify, text="已加开窗口")
    desk.do(deeds.reply, text="又加开了窗口")
    deeds.answer(scene.hall, case=desk.case, satisfied=True)
    desk.do(deeds.close)
    one = desk.now()
    assert (one.measure, one.measure_again, one.reply, one.reply_again) == (
        "已培训",
        "已加开窗口",
        "已处理",
        "又加开了窗口",
    )
    with scene.hall.look() as look:
        assert case_lists.now(look).overdue == 0
        found = case_figures(look, span_of(look))
        assert (found.replied, found.answered, found.satisfied, found.rectified_on_time) == (1, 1, 1, 1)


def test_a_second_answer_of_dissatisfaction_is_kept_and_ends_it(desk: Desk) -> None:
    desk.verified(Verdict.UNJUSTIFIED)
    desk.do(deeds.reply, text="录像与反映不符")
    answered_no(desk)
    # Nothing was justified: there is nothing to put right, only to explain.
    assert desk.may(desk.manager) == [Step.ASSIGNED, Step.NOTE, Step.RELEASED, Step.REPLIED]
    desk.do(deeds.reply, text="请您来看录像")
    answered_no(desk)
    one = desk.now()
    assert (one.state, one.satisfied, one.follows_up, one.answer_wanted) == (State.REPLIED, False, False, False)
    assert desk.may(desk.manager) == [Step.ASSIGNED, Step.NOTE, Step.RELEASED, Step.CLOSED]
    with pytest.raises(AlreadyAnswered):
        answered_no(desk)


def test_the_deadline_of_a_second_reply_waits_for_its_year_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.verified(Verdict.MISTAKEN)
    desk.do(deeds.reply, text="感谢您的意见")
    with monkeypatch.context() as unannounced:
        unannounced.setattr(workdays, "is_working_day", lambda _day, **_rule: None)
        answered_no(desk)
        assert desk.now().again_due is None
        assert not case_upkeep.anything_due(desk.scene.hall)
    case_upkeep.keep_up(desk.scene.hall)
    assert str(desk.now().again_due) == "2026-12-14"


def test_a_month_without_low_ratings_divides_by_nothing(scene: Scene) -> None:
    with scene.hall.look() as look:
        none = case_figures(look, span_of(look))
    assert none == CaseFigures()
    assert (none.reply_rate, none.call_back_rate, none.on_time_rate, none.satisfied_rate) == (None,) * 4
