"""A number is taken, kept, given back, moved back and brought back: and never voided by the clock."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hall.actions import calls, setup, tickets
from hall.errors import (
    HallClosed,
    NobodyWaiting,
    NoMoreLater,
    PriorityNotSelfDeclared,
    Refusal,
    ServiceNotOffered,
    TooManyServices,
    UnknownService,
    UnknownTicket,
    WrongMove,
)
from hall.rules.hall_file import read_hall_file
from hall.rules.handling import Outcome
from hall.rules.ticket import HelpNeed, Priority, Status
from hall.store.tables import counters
from hall.store.tables import handlings as handlings_table
from hall.store.tables import tickets as tickets_table
from hall.store.tickets import in_hall
from tests.hall.conftest import HandClock, Scene


def take(scene: Scene, *, priority: Priority | None = None) -> tickets.Place:
    return tickets.take(scene.hall, services=scene.general_services()[:1], priority=priority)


def called(scene: Scene) -> str:
    """Call whoever is next at window 1 and serve them at once; returns the number."""
    turn = calls.call_next(scene.hall, window_no=1, by=scene.clerk(1))
    calls.start(scene.hall, window_no=1, by=scene.clerk(1))
    calls.finish(scene.hall, window_no=1, by=scene.clerk(1), outcome=Outcome.ACCEPTED)
    return turn.ticket.text


def missed(scene: Scene, clock: HandClock) -> int:
    """Call whoever is next at window 1 until they are put down as missed; returns the ticket."""
    turn = calls.call_next(scene.hall, window_no=1, by=scene.clerk(1))
    for _each in range(2):
        clock.pass_by(40)
        calls.recall(scene.hall, window_no=1, by=scene.clerk(1))
    calls.missed(scene.hall, window_no=1, by=scene.clerk(1))
    return turn.ticket.id


def status(scene: Scene, ticket: int) -> Status:
    with scene.hall.look() as look:
        row = look.connection.execute(select(tickets_table.c.status).where(tickets_table.c.id == ticket)).one()
        return Status(row.status)


@pytest.fixture
def one(quick_scene: Scene) -> Scene:
    quick_scene.open(1)
    return quick_scene


# --- taking ---


def test_a_number_is_a_letter_and_three_digits_from_001(scene: Scene) -> None:
    numbers = [take(scene).ticket.text for _each in range(3)]
    assert [number[1:] for number in numbers] == ["001", "002", "003"]
    assert re.fullmatch("[A-Z]", numbers[0][0])


def test_past_999_numbers_grow_to_four_digits_and_never_repeat(scene: Scene) -> None:
    take(scene)
    with scene.hall.work() as work:
        work.connection.execute(update(counters).values(last=998))
    assert [take(scene).ticket.text[1:] for _each in range(3)] == ["999", "1000", "1001"]


def test_numbers_begin_anew_on_the_halls_next_day(one: Scene, clock: HandClock) -> None:
    first = take(one).ticket
    # 16:00 UTC is midnight in the hall.
    clock.moment = clock.moment.replace(hour=15, minute=59)
    assert take(one).ticket.number == 2
    clock.pass_by(120)
    again = take(one).ticket
    assert (again.text, again.day) == (first.text, first.day + timedelta(days=1))


def test_no_ticket_is_voided_at_midnight(one: Scene, clock: HandClock) -> None:
    first = take(one).ticket
    clock.moment += timedelta(days=1)
    take(one)
    assert status(one, first.id) is Status.WAITING
    turn = calls.call_next(one.hall, window_no=1, by=one.clerk(1))
    assert (turn.ticket.id, turn.ticket.day) == (first.id, first.day)


def test_a_place_tells_how_many_are_ahead(one: Scene) -> None:
    assert [take(one).ahead for _each in range(4)] == [0, 1, 2, 3]


def test_what_cannot_be_taken_is_refused_by_name_and_uses_no_number(one: Scene) -> None:
    with pytest.raises(UnknownService):
        tickets.take(one.hall, services=["no-such-thing"])
    with pytest.raises(TooManyServices):
        tickets.take(one.hall, services=one.general_services()[:4])
    with pytest.raises(PriorityNotSelfDeclared):
        take(one, priority=Priority.OTHER)
    assert take(one).ticket.number == 1


def test_a_service_no_longer_offered_is_refused(one: Scene) -> None:
    code = one.general_services()[0]
    setup.withdraw_service(one.hall, service=code)
    with pytest.raises((ServiceNotOffered, UnknownService)):
        tickets.take(one.hall, services=[code])


def test_the_help_desk_may_give_any_reason(one: Scene) -> None:
    by = one.clerk(1)
    taken = tickets.take(one.hall, services=one.general_services()[:1], priority=Priority.OTHER, by=by)
    assert taken.ticket.priority is Priority.OTHER
    # Priority keeps the service's letter.
    assert taken.ticket.prefix == take(one).ticket.prefix


def test_one_ticket_carries_several_services_each_once(one: Scene) -> None:
    first, second = one.general_services()[:2]
    taken = tickets.take(one.hall, services=[first, second, first], help_needs=[HelpNeed.HEARING, HelpNeed.HEARING])
    assert len(taken.ticket.later_services) == 1
    assert taken.ticket.help_needs == (HelpNeed.HEARING,)


def test_a_ticket_with_two_services_goes_on_with_its_first_arrival(one: Scene) -> None:
    first, second = one.general_services()[:2]
    mine = tickets.take(one.hall, services=[first, second]).ticket
    other = take(one).ticket
    assert called(one) == mine.text
    assert status(one, mine.id) is Status.WAITING
    assert [called(one), called(one)] == [mine.text, other.text]
    assert status(one, mine.id) is Status.DONE


def test_a_closed_hall_gives_no_number_and_says_when_it_opens(one: Scene, clock: HandClock) -> None:
    real = (Path(__file__).resolve().parents[2] / "halls" / "jianshe.toml").read_text("utf-8")
    hall = one.database.hall(setup.load_hall(one.database, file=read_hall_file(real)), actor="test")
    with hall.look() as look:
        code = next(each.code for each in look.set_up.offered if each.kind == "service")
    # A Monday, 12:30 in the hall: noon.
    clock.moment = clock.moment.replace(hour=4, minute=30)
    with pytest.raises(HallClosed) as refused:
        tickets.take(hall, services=[code])
    assert str(refused.value.facts["opens"]).startswith("2026-11-23T")
    clock.moment = clock.moment.replace(hour=6, minute=1)
    taken = tickets.take(hall, services=[code]).ticket
    # After closing nothing is issued, and what was issued still waits.
    clock.moment = clock.moment.replace(hour=12)
    with pytest.raises(HallClosed):
        tickets.take(hall, services=[code])
    with hall.look() as look:
        assert [each.id for each in in_hall(look)] == [taken.id]


# --- priority ---


def test_priority_goes_first_but_not_more_than_twice_in_a_row(one: Scene) -> None:
    others = [take(one).ticket.text for _each in range(2)]
    first = [take(one, priority=Priority.ELDER).ticket.text for _each in range(3)]
    assert [called(one) for _each in range(5)] == [first[0], first[1], others[0], first[2], others[1]]


def test_a_priority_undone_keeps_its_first_arrival(one: Scene) -> None:
    early = take(one, priority=Priority.ELDER).ticket
    late = take(one).ticket
    tickets.set_priority(one.hall, ticket=early.id, priority=None)
    assert [called(one), called(one)] == [early.text, late.text]


# --- giving back ---


def test_a_number_given_back_is_never_called(one: Scene) -> None:
    mine, other = take(one).ticket, take(one).ticket
    assert tickets.cancel(one.hall, ticket=mine.id).status is Status.CANCELLED
    assert called(one) == other.text
    with pytest.raises(NobodyWaiting):
        called(one)


def test_a_called_number_given_back_frees_the_window(one: Scene) -> None:
    mine = take(one).ticket
    take(one)
    turn = calls.call_next(one.hall, window_no=1, by=one.clerk(1))
    assert turn.ticket.id == mine.id
    tickets.cancel(one.hall, ticket=mine.id)
    with one.hall.look() as look:
        ending = look.connection.scalar(
            select(handlings_table.c.ending).where(handlings_table.c.id == turn.handling.id)
        )
    assert ending == "cancelled"
    calls.call_next(one.hall, window_no=1, by=one.clerk(1))


def test_what_is_being_served_or_over_cannot_be_given_back(one: Scene, clock: HandClock) -> None:
    mine = take(one).ticket
    calls.call_next(one.hall, window_no=1, by=one.clerk(1))
    calls.start(one.hall, window_no=1, by=one.clerk(1))
    with pytest.raises(WrongMove):
        tickets.cancel(one.hall, ticket=mine.id)
    calls.finish(one.hall, window_no=1, by=one.clerk(1), outcome=Outcome.ACCEPTED)
    with pytest.raises(WrongMove):
        tickets.cancel(one.hall, ticket=mine.id)
    take(one)
    gone = missed(one, clock)
    with pytest.raises(WrongMove):
        tickets.cancel(one.hall, ticket=gone)
    with pytest.raises(UnknownTicket):
        tickets.cancel(one.hall, ticket=123456)


def test_given_back_twice_is_refused(one: Scene) -> None:
    mine = take(one).ticket
    tickets.cancel(one.hall, ticket=mine.id)
    with pytest.raises(WrongMove):
        tickets.cancel(one.hall, ticket=mine.id)


# --- 我晚点到 ---


def test_coming_later_lets_three_others_go_first(one: Scene) -> None:
    mine = take(one).ticket
    others = [take(one).ticket.text for _each in range(5)]
    assert tickets.come_later(one.hall, ticket=mine.id).ahead == 3
    assert [called(one) for _each in range(6)] == [*others[:3], mine.text, *others[3:]]


def test_coming_later_counts_beyond_those_ahead_already(one: Scene) -> None:
    first = take(one).ticket.text
    mine = take(one).ticket
    others = [take(one).ticket.text for _each in range(4)]
    assert tickets.come_later(one.hall, ticket=mine.id).ahead == 4
    assert [called(one) for _each in range(6)] == [first, *others[:3], mine.text, others[3]]


def test_coming_later_twice_is_all(scene: Scene) -> None:
    scene.open(1)
    mine = take(scene).ticket
    for _each in range(9):
        take(scene)
    assert [tickets.come_later(scene.hall, ticket=mine.id).ahead for _each in range(2)] == [3, 6]
    with pytest.raises(NoMoreLater):
        tickets.come_later(scene.hall, ticket=mine.id)


def test_nobody_waits_for_somebody_who_comes_later_when_nobody_else_is_there(one: Scene) -> None:
    mine = take(one).ticket
    tickets.come_later(one.hall, ticket=mine.id)
    assert called(one) == mine.text


def test_only_who_waits_may_come_later(one: Scene) -> None:
    mine = take(one).ticket
    calls.call_next(one.hall, window_no=1, by=one.clerk(1))
    with pytest.raises(WrongMove):
        tickets.come_later(one.hall, ticket=mine.id)


def test_how_often_and_how_far_are_rules_of_the_hall(one: Scene) -> None:
    setup.set_policy(one.hall, facts={"later_by": 1, "later_times": 1})
    mine = take(one).ticket
    others = [take(one).ticket.text for _each in range(2)]
    tickets.come_later(one.hall, ticket=mine.id)
    with pytest.raises(NoMoreLater):
        tickets.come_later(one.hall, ticket=mine.id)
    assert [called(one) for _each in range(3)] == [others[0], mine.text, others[1]]


# --- bringing back ---


def test_a_restored_ticket_has_its_turn_after_three_others(one: Scene, clock: HandClock) -> None:
    take(one)
    gone = missed(one, clock)
    others = [take(one).ticket.text for _each in range(5)]
    back = tickets.restore(one.hall, ticket=gone)
    assert back.ahead == 3
    assert [called(one) for _each in range(6)] == [*others[:3], back.ticket.text, *others[3:]]


def test_only_a_missed_ticket_of_today_is_restored(one: Scene, clock: HandClock) -> None:
    waiting = take(one).ticket
    with pytest.raises(WrongMove):
        tickets.restore(one.hall, ticket=waiting.id)
    gone = missed(one, clock)
    clock.moment += timedelta(days=1)
    with pytest.raises(Refusal):
        tickets.restore(one.hall, ticket=gone)


# --- changing on the way ---


def test_another_service_keeps_number_and_place(one: Scene) -> None:
    mine, other = take(one).ticket, take(one).ticket
    changed = tickets.change_service(one.hall, ticket=mine.id, service=one.general_services()[1])
    assert (changed.text, changed.taken_at) == (mine.text, mine.taken_at)
    assert changed.service != mine.service
    assert [called(one), called(one)] == [mine.text, other.text]


def test_a_service_is_added_once_and_three_are_the_most(one: Scene) -> None:
    codes = one.general_services()
    mine = take(one).ticket
    for code in (codes[1], codes[1], codes[2]):
        tickets.add_service(one.hall, ticket=mine.id, service=code)
    with pytest.raises(TooManyServices):
        tickets.add_service(one.hall, ticket=mine.id, service=codes[3])


def test_help_needs_are_corrected_apart_from_priority(one: Scene) -> None:
    mine = take(one).ticket
    after = tickets.set_help_needs(one.hall, ticket=mine.id, help_needs=[HelpNeed.WHEELCHAIR])
    assert (after.help_needs, after.priority) == ((HelpNeed.WHEELCHAIR,), None)
