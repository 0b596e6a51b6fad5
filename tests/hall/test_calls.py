"""From the call to the end of a handling, on both databases."""

import pytest
from sqlalchemy import select

from hall.actions import calls, ratings, tickets, windows
from hall.actions.calls import Called
from hall.errors import (
    LackingNotSaid,
    NobodyWaiting,
    NothingInHand,
    NothingToUndo,
    NotYourWindow,
    StaleHandling,
    StillServing,
    TextTooLong,
    TooSoonForMissed,
    TooSoonToRecall,
    UndoTooLate,
    UnknownHandling,
    UnknownService,
    UnknownWindow,
    WindowDoesNotServe,
    WindowNotOpen,
    WrongMove,
)
from hall.rules.handling import Ending, Handling, Outcome, Stage
from hall.rules.line import Why
from hall.rules.rating import Level, Opinion
from hall.rules.ticket import HelpNeed, Priority, Status, Ticket
from hall.rules.window import PauseReason
from hall.store import handlings
from hall.store import tickets as kept
from hall.store.tables import journal
from tests.hall.conftest import HandClock, Scene


class Window:
    """One window with its clerk, so that a scene reads as it happens."""

    def __init__(self, scene: Scene, no: int) -> None:
        self.scene, self.no, self.by = scene, no, scene.clerk(no)
        windows.open_window(scene.hall, window_no=no, by=self.by)

    def next(self, handling: int | None = None) -> Called:
        return calls.call_next(self.scene.hall, window_no=self.no, by=self.by, handling=handling)

    def recall(self) -> Called:
        return calls.recall(self.scene.hall, window_no=self.no, by=self.by)

    def start(self) -> Called:
        return calls.start(self.scene.hall, window_no=self.no, by=self.by)

    def finish(self, outcome: Outcome = Outcome.ACCEPTED, note: str = "", handling: int | None = None) -> None:
        calls.finish(self.scene.hall, window_no=self.no, by=self.by, outcome=outcome, note=note, handling=handling)

    def serve(self) -> Called:
        self.next()
        turn = self.start()
        self.finish()
        return turn

    def missed(self) -> None:
        calls.missed(self.scene.hall, window_no=self.no, by=self.by)

    def miss(self, clock: HandClock) -> Called:
        """Call three times in vain."""
        turn = self.next()
        for _again in range(2):
            clock.pass_by(30)
            self.recall()
        self.missed()
        return turn

    def park(self) -> None:
        calls.park(self.scene.hall, window_no=self.no, by=self.by)

    def unpark(self, ticket: int, handling: int | None = None) -> Called:
        return calls.unpark(self.scene.hall, window_no=self.no, by=self.by, ticket=ticket, handling=handling)

    def transfer(self, service: str | None = None, to: int | None = None, note: str = "") -> None:
        calls.transfer(self.scene.hall, window_no=self.no, by=self.by, service=service, to_window_no=to, note=note)

    def undo(self, handling: int | None = None) -> Called:
        return calls.undo(self.scene.hall, window_no=self.no, by=self.by, handling=handling)


def take(
    scene: Scene, *services: str, priority: Priority | None = None, help_needs: list[HelpNeed] | None = None
) -> Ticket:
    wanted = services or scene.general_services()[:1]
    return tickets.take(scene.hall, services=wanted, priority=priority, help_needs=help_needs or ()).ticket


def ticket_now(scene: Scene, ticket: int) -> Ticket:
    with scene.hall.look() as look:
        return kept.get(look, ticket)


def handled(scene: Scene, handling: int) -> Handling:
    with scene.hall.look() as look:
        return handlings.get(look, handling)


def journaled(scene: Scene) -> list[str]:
    with scene.database.look() as connection:
        return list(connection.scalars(select(journal.c.kind).order_by(journal.c.seq)))


def test_first_come_first_called_and_the_call_says_why(scene: Scene, clock: HandClock) -> None:
    first = take(scene)
    clock.pass_by(1)
    take(scene)
    turn = Window(scene, 1).next()
    assert turn.ticket.id == first.id
    assert turn.ticket.status is Status.CALLED
    assert (turn.handling.why, turn.handling.stage, turn.handling.times_called) == (Why.FIRST_ARRIVAL, Stage.CALLED, 1)


def test_priority_goes_first_twice_then_one_of_the_others(scene: Scene, clock: HandClock) -> None:
    for priority in (None, None, Priority.ELDER, Priority.INFANT, Priority.PREGNANT):
        take(scene, priority=priority)
        clock.pass_by(1)
    window = Window(scene, 1)
    order = [window.serve().ticket.text[-1] for _one in range(5)]
    assert order == ["3", "4", "1", "5", "2"]


def test_the_cap_holds_for_the_hall_not_for_one_window(scene: Scene, clock: HandClock) -> None:
    for priority in (None, Priority.ELDER, Priority.ELDER, Priority.ELDER):
        take(scene, priority=priority)
        clock.pass_by(1)
    whys = [Window(scene, no).next().handling.why for no in (1, 2, 3)]
    assert whys == [Why.PRIORITY, Why.PRIORITY, Why.OTHERS_TURN]


def test_nobody_waiting_is_said(scene: Scene) -> None:
    with pytest.raises(NobodyWaiting):
        Window(scene, 1).next()


def test_nobody_is_called_while_a_visitor_is_there(scene: Scene) -> None:
    take(scene)
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    with pytest.raises(StillServing) as refused:
        window.next()
    assert refused.value.facts["number"] == turn.ticket.text
    assert len(journaled(scene)) == journaled(scene).index("TicketCalled") + 1


def test_a_paused_or_closed_window_calls_nobody(scene: Scene) -> None:
    take(scene)
    by = scene.clerk(1)
    with pytest.raises(WindowNotOpen):
        calls.call_next(scene.hall, window_no=1, by=by)
    Window(scene, 1)
    windows.pause(scene.hall, window_no=1, by=by, reason=PauseReason.BREAK)
    with pytest.raises(WindowNotOpen):
        calls.call_next(scene.hall, window_no=1, by=by)


def test_only_who_sits_there_calls(scene: Scene) -> None:
    take(scene)
    Window(scene, 1)
    with pytest.raises(NotYourWindow):
        calls.call_next(scene.hall, window_no=1, by=scene.clerk(2))


def test_a_next_meant_after_another_visitor_calls_nobody(scene: Scene) -> None:
    for _one in range(4):
        take(scene)
    window = Window(scene, 1)
    old = window.serve().handling.id
    new = window.serve().handling.id
    with pytest.raises(StaleHandling):
        window.next(handling=old)
    with pytest.raises(UnknownHandling):
        window.next(handling=10**9)
    assert window.next(handling=new).handling.stage is Stage.CALLED


def test_a_next_may_name_the_visitor_just_set_aside(scene: Scene) -> None:
    take(scene)
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    window.park()
    assert window.next(handling=turn.handling.id).ticket.id != turn.ticket.id


def test_a_recall_waits_eight_seconds(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    window.next()
    clock.pass_by(7)
    with pytest.raises(TooSoonToRecall) as refused:
        window.recall()
    assert refused.value.facts == {"wait_s": 1}
    clock.pass_by(1)
    assert window.recall().handling.times_called == 2


def test_the_eight_seconds_begin_when_the_announcement_ends(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    clock.pass_by(6)
    calls.announced(scene.hall, handling=turn.handling.id, times_called=1)
    clock.pass_by(6)
    with pytest.raises(TooSoonToRecall):
        window.recall()
    clock.pass_by(2)
    window.recall()


def test_an_announcement_of_an_older_call_is_not_that_of_the_newer(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    clock.pass_by(9)
    window.recall()
    calls.announced(scene.hall, handling=turn.handling.id, times_called=1)
    assert handled(scene, turn.handling.id).announced_at is None


def test_who_is_being_served_is_not_called_again(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    window.next()
    window.start()
    clock.pass_by(60)
    with pytest.raises(WrongMove):
        window.recall()
    with pytest.raises(WrongMove):
        window.start()
    with pytest.raises(WrongMove):
        window.missed()


def test_three_times_stay_apart(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    clock.pass_by(100)
    turn = window.next()
    clock.pass_by(20)
    window.start()
    clock.pass_by(300)
    window.finish()
    one = handled(scene, turn.handling.id)
    assert one.started_at is not None
    assert one.ended_at is not None
    assert [
        (one.called_at - one.waiting_since).total_seconds(),
        (one.started_at - one.called_at).total_seconds(),
        (one.ended_at - one.started_at).total_seconds(),
    ] == [100, 20, 300]


def test_nobody_is_finished_before_being_started_nor_twice(scene: Scene) -> None:
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    with pytest.raises(WrongMove):
        window.finish()
    window.start()
    window.finish(handling=turn.handling.id)
    with pytest.raises(StaleHandling):
        window.finish(handling=turn.handling.id)
    with pytest.raises(NothingInHand):
        window.finish()


@pytest.mark.parametrize("outcome", [Outcome.DEFICIENT, Outcome.REFUSED])
def test_what_is_missing_or_the_ground_must_be_said(scene: Scene, outcome: Outcome) -> None:
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    window.start()
    with pytest.raises(LackingNotSaid):
        window.finish(outcome, note="  ")
    with pytest.raises(TextTooLong):
        window.finish(outcome, note="缺" * 1001)
    assert handled(scene, turn.handling.id).stage is Stage.SERVING
    window.finish(outcome, note=" 户口簿\n一寸照片两张 ")
    assert handled(scene, turn.handling.id).lacking == "户口簿\n一寸照片两张"


def test_several_services_follow_each_other_with_the_first_arrival(scene: Scene, clock: HandClock) -> None:
    first, second = scene.general_services()[:2]
    mine = take(scene, first, second)
    clock.pass_by(1)
    take(scene, first)
    one, other = Window(scene, 1), Window(scene, 2)
    turn = one.next()
    assert other.next().ticket.id != mine.id
    one.start()
    one.finish(note="材料已核对")
    again = ticket_now(scene, mine.id)
    assert (again.status, again.later_services, again.taken_at) == (Status.WAITING, (), mine.taken_at)
    assert again.note == "材料已核对"
    assert handled(scene, turn.handling.id).lacking == ""
    turn = one.next()
    assert turn.ticket.id == mine.id
    one.start()
    one.finish()
    assert ticket_now(scene, mine.id).status is Status.DONE


def test_missed_needs_three_calls_and_a_minute(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    window = Window(scene, 1)
    window.next()
    clock.pass_by(70)
    with pytest.raises(TooSoonForMissed):
        window.missed()
    window.recall()
    clock.pass_by(10)
    window.recall()
    window.missed()
    assert ticket_now(scene, mine.id).status is Status.MISSED


def test_three_calls_within_the_minute_are_not_enough(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    window.next()
    for _again in range(2):
        clock.pass_by(9)
        window.recall()
    clock.pass_by(41)
    with pytest.raises(TooSoonForMissed) as refused:
        window.missed()
    assert refused.value.facts == {"calls": 3, "seconds": 60}
    clock.pass_by(1)
    window.missed()


def test_who_needs_help_has_two_minutes(scene: Scene, clock: HandClock) -> None:
    take(scene, help_needs=[HelpNeed.WHEELCHAIR])
    window = Window(scene, 1)
    window.next()
    for _again in range(2):
        clock.pass_by(40)
        window.recall()
    with pytest.raises(TooSoonForMissed):
        window.missed()
    clock.pass_by(40)
    window.missed()


def test_a_missed_one_comes_back_after_three_others(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    window = Window(scene, 1)
    window.miss(clock)
    for _one in range(5):
        take(scene)
        clock.pass_by(1)
    tickets.restore(scene.hall, ticket=mine.id)
    order = [window.serve() for _one in range(6)]
    assert [turn.ticket.id for turn in order].index(mine.id) == 3
    assert order[3].handling.why == Why.RESTORED


def test_only_a_missed_one_is_brought_back(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    window = Window(scene, 1)
    for step in (window.next, window.start, window.park):
        step()
        with pytest.raises(WrongMove):
            tickets.restore(scene.hall, ticket=mine.id)
    window.unpark(mine.id)
    window.start()
    window.finish()
    with pytest.raises(WrongMove):
        tickets.restore(scene.hall, ticket=mine.id)
    other = take(scene)
    window.miss(clock)
    # Until midnight only: 24 hours later it is another day's number.
    clock.pass_by(24 * 3600)
    with pytest.raises(WrongMove):
        tickets.restore(scene.hall, ticket=other.id)


def test_who_is_set_aside_is_called_back_in_the_same_handling(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    take(scene)
    window = Window(scene, 1)
    turn = window.next()
    window.start()
    window.park()
    assert window.next().ticket.id != mine.id
    with pytest.raises(StillServing):
        window.unpark(mine.id)
    window.start()
    window.finish()
    clock.pass_by(60)
    back = window.unpark(mine.id, handling=turn.handling.id)
    assert (back.handling.id, back.handling.why, back.handling.times_called) == (turn.handling.id, Why.UNPARKED, 2)
    window.start()
    window.finish()
    assert handled(scene, turn.handling.id).ending == Outcome.ACCEPTED


def test_nobody_is_called_back_from_another_window_nor_twice(scene: Scene) -> None:
    mine = take(scene)
    one, other = Window(scene, 1), Window(scene, 2)
    turn = one.next()
    with pytest.raises(WrongMove):
        other.unpark(mine.id)
    one.park()
    with pytest.raises(WrongMove):
        other.unpark(mine.id)
    with pytest.raises(StaleHandling):
        one.unpark(mine.id, handling=turn.handling.id + 1)
    one.unpark(mine.id)


def test_sent_on_to_a_service_with_number_place_and_note(scene: Scene, clock: HandClock) -> None:
    first, second = scene.general_services()[:2]
    mine = take(scene, first)
    clock.pass_by(5)
    take(scene, second)
    one, other = Window(scene, 1), Window(scene, 2)
    one.next()
    clock.pass_by(30)
    one.transfer(service=second, note=" 请核对户口 ")
    turn = other.next()
    assert (turn.ticket.id, turn.ticket.text, turn.ticket.taken_at) == (mine.id, mine.text, mine.taken_at)
    assert turn.ticket.note == "请核对户口"
    # The present wait begins anew: three times are kept apart.
    assert (turn.handling.called_at - turn.handling.waiting_since).total_seconds() == 0


def test_what_one_is_sent_on_for_is_not_done_a_second_time(scene: Scene) -> None:
    first, second = scene.general_services()[:2]
    mine = take(scene, first, second)
    one = Window(scene, 1)
    one.next()
    one.transfer(service=second)
    assert ticket_now(scene, mine.id).later_services == ()


def test_sent_to_one_window_only_that_one_calls(scene: Scene) -> None:
    mine = take(scene)
    one, two, three = (Window(scene, no) for no in (1, 2, 3))
    one.next()
    one.transfer(to=3)
    with pytest.raises(NobodyWaiting):
        two.next()
    assert three.next().ticket.id == mine.id


def test_when_that_window_closes_any_other_calls(scene: Scene) -> None:
    mine = take(scene)
    one, three = Window(scene, 1), Window(scene, 3)
    one.next()
    one.transfer(to=3)
    windows.close(scene.hall, window_no=3, by=three.by)
    assert one.next().ticket.id == mine.id


def test_nobody_is_sent_where_nobody_serves(scene: Scene) -> None:
    take(scene)
    one = Window(scene, 1)
    one.next()
    for wrong, refusal in (
        ({"service": "no-such"}, UnknownService),
        ({"to": 99}, UnknownWindow),
        ({"to": 2}, WindowNotOpen),
        ({"to": 16}, WindowDoesNotServe),
    ):
        with pytest.raises(refusal):
            one.transfer(**wrong)
    with pytest.raises(TextTooLong):
        one.transfer(service=scene.general_services()[1], note="字" * 301)
    assert ticket_now(scene, 1).status is Status.CALLED


def test_a_mistaken_finish_is_taken_back_within_thirty_seconds(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    window = Window(scene, 1)
    done = window.serve()
    clock.pass_by(30)
    back = window.undo(handling=done.handling.id)
    assert (back.ticket.id, back.ticket.status, back.handling.stage) == (mine.id, Status.SERVING, Stage.SERVING)
    window.finish()
    clock.pass_by(30.001)
    with pytest.raises(UndoTooLate):
        window.undo()


def test_a_mistaken_missed_is_taken_back(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    window = Window(scene, 1)
    window.miss(clock)
    assert window.undo().ticket.status is Status.CALLED
    window.start()
    window.finish()
    assert ticket_now(scene, mine.id).status is Status.DONE


def test_undo_brings_the_next_service_back_where_it_was(scene: Scene) -> None:
    first, second = scene.general_services()[:2]
    mine = take(scene, first, second)
    window = Window(scene, 1)
    window.serve()
    window.undo()
    again = ticket_now(scene, mine.id)
    assert (again.service, again.later_services) == (mine.service, mine.later_services)


def test_nothing_is_taken_back_once_the_visitor_went_on(scene: Scene) -> None:
    first, second = scene.general_services()[:2]
    take(scene, first, second)
    one, two = Window(scene, 1), Window(scene, 2)
    one.serve()
    two.next()
    with pytest.raises(UndoTooLate):
        one.undo()
    two.start()
    two.finish()
    # Done, but by another window since: this handling is not the one to take back.
    with pytest.raises(UndoTooLate):
        one.undo()


def test_nothing_is_taken_back_once_rated_or_restored(scene: Scene, clock: HandClock) -> None:
    mine = take(scene)
    other = take(scene)
    window = Window(scene, 1)
    turn = window.serve()
    ratings.rate_by_ticket(scene.hall, ticket=mine.id, handling=turn.handling.id, said=Opinion(Level.SATISFIED))
    with pytest.raises(UndoTooLate):
        window.undo()
    window.miss(clock)
    tickets.restore(scene.hall, ticket=other.id)
    with pytest.raises(UndoTooLate):
        window.undo()


def test_only_a_missed_or_a_finish_of_ones_own_is_taken_back(scene: Scene) -> None:
    take(scene)
    take(scene)
    window = Window(scene, 1)
    with pytest.raises(NothingToUndo):
        window.undo()
    turn = window.next()
    window.transfer(to=None, service=scene.general_services()[1])
    assert handled(scene, turn.handling.id).ending == Ending.TRANSFERRED
    with pytest.raises(NothingToUndo):
        window.undo()
    window.serve()
    with pytest.raises(StaleHandling):
        window.undo(handling=turn.handling.id)
    window.next()
    with pytest.raises(StillServing):
        window.undo()


def test_every_deed_stands_in_the_journal(scene: Scene, clock: HandClock) -> None:
    take(scene)
    window = Window(scene, 1)
    window.next()
    clock.pass_by(9)
    window.recall()
    turn = window.start()
    window.park()
    window.unpark(turn.ticket.id)
    window.start()
    window.finish()
    window.undo()
    told = journaled(scene)
    assert told[told.index("TicketTaken") :] == [
        "TicketTaken",
        "WindowOpened",
        "TicketCalled",
        "TicketRecalled",
        "ServiceStarted",
        "TicketParked",
        "TicketUnparked",
        "ServiceStarted",
        "ServiceFinished",
        "Undone",
    ]
