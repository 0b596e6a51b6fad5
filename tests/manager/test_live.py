"""What the live hall shows."""

from datetime import datetime
from typing import Any

from hall.actions import help, windows
from hall.rules.rating import Level
from hall.rules.window import PauseReason
from hall.store import handlings
from tests.manager.test_satisfaction import serve
from tests.rooms import Doors


def live(doors: Doors) -> Any:
    return doors.house.push.picture("manager", doors.backstage.hall_id, 0)


def test_an_empty_hall_is_told_without_anything_to_do(doors: Doors) -> None:
    picture = live(doors)
    assert (picture["attention"], picture["queues"], picture["hours"]) == ([], [], [])
    assert picture["said"] == {"ended": 0, "rated": 0, "good": 0, "low": 0}
    assert [one["window_no"] for one in picture["at_work"]] == [one["window_no"] for one in picture["stands"]]


def test_a_window_shows_whom_it_serves_and_what_it_has_done(doors: Doors) -> None:
    doors.backstage.open(3)
    serve(doors, 3, Level.SATISFIED)
    doors.backstage.take()
    doors.backstage.call(3)
    picture = live(doors)
    work = next(one for one in picture["at_work"] if one["window_no"] == 3)
    assert (work["stage"], work["served"], work["number"] is not None) == ("called", 1, True)
    assert work["since"] is not None
    assert picture["said"] == {"ended": 1, "rated": 1, "good": 1, "low": 0}
    assert [(one["taken"], one["served"]) for one in picture["hours"]] == [(2, 1)]
    assert str(doors.backstage.clerk(3)) not in [one["id"] for one in picture["free_clerks"]]


def test_a_free_window_says_since_when_it_is_free(doors: Doors) -> None:
    doors.backstage.open(3)
    doors.backstage.take()
    served = doors.backstage.serve(3)
    picture = live(doors)
    work, stand = (next(one for one in picture[part] if one["window_no"] == 3) for part in ("at_work", "stands"))
    with doors.backstage.hall.look() as look:
        gone = handlings.get(look, served).ended_at
    assert gone is not None
    assert datetime.fromisoformat(work["since"]) == gone > datetime.fromisoformat(stand["since"])
    assert next(one for one in picture["at_work"] if one["window_no"] == 4)["since"] is None


def test_a_line_that_nobody_serves_needs_attention(doors: Doors) -> None:
    doors.backstage.take()
    assert [one["code"] for one in live(doors)["attention"]] == ["unserved"]


def test_a_long_line_asks_for_more_windows(doors: Doors) -> None:
    doors.backstage.open(3)
    doors.backstage.policy(long_queue=2)
    for _visitor in range(3):
        doors.backstage.take()
    assert [(one["code"], one["count"]) for one in live(doors)["attention"]] == [("long_queue", 3)]


def test_a_pause_is_shown_with_its_reason_and_a_bell_until_answered(doors: Doors) -> None:
    doors.backstage.open(3)
    windows.pause(doors.backstage.hall, window_no=3, by=doors.backstage.clerk(3), reason=PauseReason.MEETING)
    with doors.backstage.hall.look() as look:
        kiosk = next(one.id for one in look.set_up.devices.values() if one.kind == "kiosk")
    bell = help.ring(doors.backstage.hall, device=kiosk)
    picture = live(doors)
    assert [one["bell"] for one in picture["bells"]] == [str(bell)]
    assert next(one for one in picture["stands"] if one["window_no"] == 3)["pause_reason"] == "meeting"
