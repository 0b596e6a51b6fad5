"""What the console is shown."""

from datetime import timedelta

from hall.actions import calls, cases, ratings, tickets
from hall.rules.rating import Level, Opinion
from hall.rules.ticket import HelpNeed, Priority
from hall.store import cases as cases_store
from tests.clerk.conftest import ClerksHouse
from tests.hall.conftest import HandClock


def test_before_a_window_is_open_the_habit_window_is_known(house: ClerksHouse) -> None:
    picture = house.clerk(3, opens=False).picture
    assert picture.stand is None
    assert picture.habit_window_no == 3
    assert len(picture.stands) >= 16
    assert (picture.in_hand, picture.line, picture.before) == (None, (), None)


def test_who_is_next_and_why(house: ClerksHouse, clock: HandClock) -> None:
    house.take()
    clock.pass_by(60)
    house.take(priority=Priority.ELDER, help_needs=[HelpNeed.HEARING], language="en")
    picture = house.clerk(1).picture
    assert (picture.waiting_for_me, picture.next_why) == (2, "priority")
    assert picture.longest_since == clock.now() - timedelta(seconds=60)
    first = picture.line[0]
    assert (first.priority, first.help_needs, first.language) == ("elder", ("hearing",), "en")


def test_what_is_next_is_what_is_called(house: ClerksHouse, clock: HandClock) -> None:
    for priority in (None, Priority.ELDER, None, Priority.INFANT, Priority.ELDER):
        house.take(priority=priority)
        clock.pass_by(1)
    clerk = house.clerk(1)
    for _one in range(5):
        shown = clerk.picture
        called = clerk.must("next")
        assert (called["ticket"]["number"], called["why"]["code"]) == (shown.line[0].number, shown.next_why)
        clerk.must("start")
        clerk.must("finish", outcome="accepted")
    assert clerk.picture.next_why is None


def test_only_those_this_window_serves_wait_for_it(house: ClerksHouse) -> None:
    with house.scene.hall.look() as look:
        served = look.set_up.post_by_no(16).services
        other = next(one.code for one in look.set_up.offered if one.id not in served)
    house.take(other)
    assert house.clerk(16).picture.waiting_for_me == 0
    assert house.clerk(1).picture.waiting_for_me == 1


def test_the_visitor_in_hand_with_everything_a_clerk_needs(house: ClerksHouse, clock: HandClock) -> None:
    house.take(*house.services[:2], help_needs=[HelpNeed.WHEELCHAIR], language="en")
    clerk, other = house.clerk(1), house.clerk(2)
    clerk.must("next")
    hand = clerk.picture.in_hand
    assert hand is not None
    assert (hand.stage, hand.times_called, hand.announced, hand.started_at) == ("called", 1, False, None)
    assert hand.recall_at == clock.now() + timedelta(seconds=8)
    assert hand.missed_at == clock.now() + timedelta(seconds=120)
    assert len(hand.then) == 1
    assert hand.send_to == (2,)
    assert hand.materials
    calls.announced(house.scene.hall, handling=int(hand.handling), times_called=1)
    announced = clerk.picture.in_hand
    assert announced is not None
    assert announced.announced
    clerk.must("transfer", window_no=2, note="<b>请先看</b>")
    other.must("next")
    there = other.picture.in_hand
    assert there is not None
    assert there.note == "<b>请先看</b>"


def test_of_the_last_visitor_only_whether_they_rated(house: ClerksHouse, clock: HandClock) -> None:
    ticket = house.take()
    clerk = house.clerk(1)
    handling = clerk.must("next")["handling"]
    clerk.must("start")
    clerk.must("finish", outcome="accepted")
    before = clerk.picture.before
    assert before is not None
    assert (before.rateable, before.rated, before.undo_until) == (True, False, clock.now() + timedelta(seconds=30))
    ratings.rate_by_ticket(
        house.scene.hall, ticket=ticket, handling=int(handling), said=Opinion(Level.VERY_DISSATISFIED, tags=["115"])
    )
    before = clerk.picture.before
    assert before is not None
    assert (before.rated, before.undo_until) == (True, None)
    assert "level" not in repr(clerk.picture)


def test_after_thirty_seconds_nothing_is_to_be_undone(house: ClerksHouse, clock: HandClock) -> None:
    house.take()
    clerk = house.clerk(1)
    clerk.must("next")
    clerk.must("start")
    clerk.must("finish", outcome="accepted")
    clock.pass_by(30)
    before = clerk.picture.before
    assert before is not None
    assert before.undo_until is None
    clock.pass_by(600)
    assert clerk.picture.before is None


def test_set_aside_here_and_missed_everywhere(house: ClerksHouse, clock: HandClock) -> None:
    house.take()
    ticket = house.take()
    clerk, other = house.clerk(1), house.clerk(2)
    clerk.must("next")
    clerk.must("park")
    clerk.must("next")
    for _again in range(2):
        clock.pass_by(30)
        clerk.must("recall")
    clerk.must("missed")
    assert [one.number for one in clerk.picture.parked] == ["A001"]
    assert other.picture.parked == ()
    assert [one.number for one in other.picture.missed] == ["A002"]
    tickets.restore(house.scene.hall, ticket=ticket)
    assert other.picture.missed == ()


def test_a_low_rating_asks_its_clerk_for_a_statement_once_the_visitor_is_gone(
    house: ClerksHouse, clock: HandClock
) -> None:
    house.take()
    clerk, other = house.clerk(1), house.clerk(2)
    clerk.must("next")
    clerk.must("start")
    clerk.must("finish", outcome="accepted")
    before = clerk.picture.before
    assert before is not None
    handling = int(before.handling)
    said = Opinion(Level.DISSATISFIED, tags=("214",))
    ratings.rate_by_ticket(house.scene.hall, ticket=int(before.ticket), handling=handling, said=said)
    # Whoever still stands there is not to be known by it.
    assert clerk.picture.statements_wanted == 0
    clock.pass_by(601)
    assert (clerk.picture.statements_wanted, other.picture.statements_wanted) == (1, 0)
    with house.scene.hall.look() as look:
        case = cases_store.of_handling(look, handling)
    assert case is not None
    cases.give_statement(house.scene.hall, case=case, text="已向群众说明", by=house.scene.clerk(1))
    assert clerk.picture.statements_wanted == 0
