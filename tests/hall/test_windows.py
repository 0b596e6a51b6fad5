"""Windows are opened, paused, resumed, closed and taken up, on both databases."""

import pytest
from sqlalchemy import select

from hall.actions import calls, tickets, windows
from hall.errors import (
    ClerkElsewhere,
    NobodyWaiting,
    NotYourWindow,
    PauseReasonMissing,
    StillParked,
    StillServing,
    UnknownWindow,
    WindowNotOpen,
    WindowTaken,
    WrongMove,
)
from hall.rules.handling import Outcome
from hall.rules.window import PauseReason, State, Window
from hall.store import windows as kept
from hall.store.tables import window_spells
from tests.hall.conftest import HandClock, Scene


def now(scene: Scene, no: int) -> Window:
    with scene.hall.look() as look:
        return kept.by_no(look, no)


def with_a_visitor(scene: Scene, no: int = 1) -> calls.Called:
    tickets.take(scene.hall, services=scene.general_services()[:1])
    scene.open(no)
    return calls.call_next(scene.hall, window_no=no, by=scene.clerk(no))


def finish(scene: Scene, no: int = 1) -> None:
    by = scene.clerk(no)
    calls.start(scene.hall, window_no=no, by=by)
    calls.finish(scene.hall, window_no=no, by=by, outcome=Outcome.ACCEPTED)


def test_a_clerk_opens_a_window_and_closes_it(scene: Scene) -> None:
    by = scene.clerk(3)
    one = windows.open_window(scene.hall, window_no=3, by=by)
    assert (one.state, one.staff) == (State.OPEN, by)
    one = windows.close(scene.hall, window_no=3, by=by)
    assert (one.state, one.staff) == (State.CLOSED, None)


def test_one_window_one_clerk_and_one_clerk_one_window(scene: Scene) -> None:
    scene.open(1, 2)
    with pytest.raises(WindowTaken):
        windows.open_window(scene.hall, window_no=1, by=scene.clerk(3))
    with pytest.raises(ClerkElsewhere) as refused:
        windows.open_window(scene.hall, window_no=3, by=scene.clerk(1))
    assert refused.value.facts["at_window"] == 1


def test_a_window_that_is_not_there_is_said(scene: Scene) -> None:
    with pytest.raises(UnknownWindow):
        windows.open_window(scene.hall, window_no=99, by=scene.clerk(1))


def test_a_console_that_died_takes_its_window_up_again_with_the_visitor(scene: Scene) -> None:
    turn = with_a_visitor(scene)
    one = windows.open_window(scene.hall, window_no=1, by=scene.clerk(1))
    assert one.state is State.OPEN
    calls.start(scene.hall, window_no=1, by=scene.clerk(1), handling=turn.handling.id)


def test_a_pause_needs_a_reason(scene: Scene) -> None:
    scene.open(1)
    by = scene.clerk(1)
    with pytest.raises(PauseReasonMissing):
        windows.pause(scene.hall, window_no=1, by=by, reason=None)
    one = windows.pause(scene.hall, window_no=1, by=by, reason=PauseReason.MEETING)
    assert (one.state, one.pause_reason, one.staff) == (State.PAUSED, PauseReason.MEETING, by)
    one = windows.resume(scene.hall, window_no=1, by=by)
    assert (one.state, one.pause_reason) == (State.OPEN, None)


def test_only_who_sits_there_pauses_resumes_or_closes(scene: Scene) -> None:
    scene.open(1)
    other = scene.clerk(2)
    with pytest.raises(NotYourWindow):
        windows.pause(scene.hall, window_no=1, by=other, reason=PauseReason.BREAK)
    with pytest.raises(NotYourWindow):
        windows.resume(scene.hall, window_no=1, by=other)
    with pytest.raises(NotYourWindow):
        windows.close(scene.hall, window_no=1, by=other)
    with pytest.raises(WindowNotOpen):
        windows.pause(scene.hall, window_no=2, by=other, reason=PauseReason.BREAK)


@pytest.mark.parametrize("ending", ["finish", "missed", "park", "transfer"])
def test_a_planned_pause_comes_when_the_visitor_is_done(scene: Scene, clock: HandClock, ending: str) -> None:
    with_a_visitor(scene)
    by = scene.clerk(1)
    one = windows.pause(scene.hall, window_no=1, by=by, reason=PauseReason.BREAK)
    assert (one.state, one.pause_next) == (State.OPEN, PauseReason.BREAK)
    if ending == "finish":
        finish(scene)
    elif ending == "missed":
        for _again in range(2):
            clock.pass_by(30)
            calls.recall(scene.hall, window_no=1, by=by)
        calls.missed(scene.hall, window_no=1, by=by)
    elif ending == "park":
        calls.park(scene.hall, window_no=1, by=by)
    else:
        calls.transfer(scene.hall, window_no=1, by=by, service=scene.general_services()[1])
    one = now(scene, 1)
    assert (one.state, one.pause_reason, one.pause_next) == (State.PAUSED, PauseReason.BREAK, None)


def test_a_planned_pause_can_be_given_up(scene: Scene) -> None:
    with_a_visitor(scene)
    by = scene.clerk(1)
    windows.pause(scene.hall, window_no=1, by=by, reason=PauseReason.BREAK)
    windows.resume(scene.hall, window_no=1, by=by)
    finish(scene)
    assert now(scene, 1).state is State.OPEN


def test_nobody_leaves_a_visitor(scene: Scene) -> None:
    turn = with_a_visitor(scene)
    by = scene.clerk(1)
    with pytest.raises(StillServing) as refused:
        windows.close(scene.hall, window_no=1, by=by)
    assert refused.value.facts["number"] == turn.ticket.text
    with pytest.raises(StillServing):
        windows.close_for(scene.hall, window_no=1)
    finish(scene)
    windows.close(scene.hall, window_no=1, by=by)


def test_nobody_goes_home_with_somebody_set_aside(scene: Scene) -> None:
    turn = with_a_visitor(scene)
    by = scene.clerk(1)
    calls.park(scene.hall, window_no=1, by=by)
    with pytest.raises(StillParked) as refused:
        windows.close(scene.hall, window_no=1, by=by)
    assert refused.value.facts == {"number": turn.ticket.text, "count": 1}


def test_what_a_manager_closes_keeps_who_was_set_aside_for_whoever_opens_it_next(scene: Scene) -> None:
    turn = with_a_visitor(scene)
    calls.park(scene.hall, window_no=1, by=scene.clerk(1))
    windows.close_for(scene.hall, window_no=1)
    other = scene.clerk(2)
    windows.open_window(scene.hall, window_no=1, by=other)
    back = calls.unpark(scene.hall, window_no=1, by=other, ticket=turn.ticket.id)
    assert (back.handling.id, back.handling.staff) == (turn.handling.id, other)


def test_closing_twice_is_closing_once(scene: Scene) -> None:
    scene.open(1)
    for _twice in range(2):
        assert windows.close(scene.hall, window_no=1, by=scene.clerk(1)).state is State.CLOSED
        assert windows.close_for(scene.hall, window_no=1).state is State.CLOSED


def test_another_clerk_takes_a_window_over_with_its_visitor(scene: Scene) -> None:
    turn = with_a_visitor(scene)
    other = scene.clerk(5)
    windows.take_over(scene.hall, window_no=1, by=other)
    with pytest.raises(NotYourWindow):
        calls.start(scene.hall, window_no=1, by=scene.clerk(1))
    calls.start(scene.hall, window_no=1, by=other, handling=turn.handling.id)
    ended = calls.finish(scene.hall, window_no=1, by=other, outcome=Outcome.ACCEPTED)
    # The rating is of who served.
    assert ended.staff == other


def test_nobody_takes_over_a_closed_window_or_a_second_one(scene: Scene) -> None:
    with pytest.raises(WrongMove):
        windows.take_over(scene.hall, window_no=1, by=scene.clerk(5))
    scene.open(1, 5)
    with pytest.raises(ClerkElsewhere):
        windows.take_over(scene.hall, window_no=1, by=scene.clerk(5))


def test_every_spell_is_kept_and_they_follow_each_other(scene: Scene, clock: HandClock) -> None:
    scene.open(1)
    by = scene.clerk(1)
    clock.pass_by(60)
    windows.pause(scene.hall, window_no=1, by=by, reason=PauseReason.TRAINING)
    clock.pass_by(60)
    windows.resume(scene.hall, window_no=1, by=by)
    clock.pass_by(60)
    windows.close(scene.hall, window_no=1, by=by)
    with scene.database.look() as connection:
        spells = connection.execute(select(window_spells).order_by(window_spells.c.begins)).all()
    assert [(one.state, one.pause_reason) for one in spells] == [("open", None), ("paused", "training"), ("open", None)]
    assert [one.ends for one in spells[:-1]] == [one.begins for one in spells[1:]]
    assert spells[-1].ends is not None


def test_a_window_calls_only_for_what_it_serves(scene: Scene) -> None:
    scene.open(16)
    with scene.hall.look() as look:
        served = look.set_up.post_by_no(16).services
        other = next(one for one in look.set_up.offered if one.id not in served)
    tickets.take(scene.hall, services=[other.code])
    with pytest.raises(NobodyWaiting):
        calls.call_next(scene.hall, window_no=16, by=scene.clerk(16))
