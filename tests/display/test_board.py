"""What stands on the wall."""

from dataclasses import replace

from display.live import LATEST_CALLS, board
from hall.actions import calls, tickets, windows
from hall.store.live import Live
from tests.display.conftest import Wall


def test_several_windows_call_at_once_and_all_stand_on_the_wall_newest_first(wall: Wall) -> None:
    taken = wall.take(5)
    wall.open(1, 2, 3, 4, 5)
    for no in (4, 2, 5, 1, 3):
        wall.call(no)
    shown = wall.board().calls
    assert [one.number for one in shown] == taken[::-1]
    assert [one.window_no for one in shown] == [3, 1, 5, 2, 4]
    assert not any(one.announced for one in shown)


def test_a_call_brings_its_words_in_the_languages_of_the_voice(wall: Wall) -> None:
    wall.take()
    wall.open(12)
    wall.call(12)
    board = wall.board()
    (shown,) = board.calls
    assert tuple(one.language for one in shown.spoken) == board.voice
    assert "十二号窗口" in shown.spoken[0].text


def test_who_is_served_is_no_longer_called_but_stays_in_view(wall: Wall) -> None:
    (number,) = wall.take()
    wall.open(1)
    wall.call(1)
    wall.serve(1)
    board = wall.board()
    assert board.calls == ()
    assert [(one.number, one.window_no, one.current) for one in board.recent] == [(number, 1, False)]


def test_only_the_latest_calls_are_kept(wall: Wall) -> None:
    taken = wall.take(LATEST_CALLS + 3)
    wall.open(1)
    for _each in taken:
        wall.call(1)
        wall.serve(1)
    assert [one.number for one in wall.board().recent] == taken[::-1][:LATEST_CALLS]


def test_a_visitor_called_again_elsewhere_stands_on_the_wall_once(wall: Wall) -> None:
    (number,) = wall.take()
    wall.open(1, 2)
    wall.call(1)
    calls.transfer(wall.hall, window_no=1, by=wall.clerk(1), to_window_no=2)
    wall.call(2)
    board = wall.board()
    assert [(one.number, one.window_no) for one in (*board.calls, *board.recent)] == [(number, 2)]


def test_a_call_says_the_area_of_its_window(wall: Wall) -> None:
    wall.take(2)
    wall.open(1, 9)
    wall.call(1)
    wall.call(9)
    assert {one.window_no: one.area for one in wall.board().calls} == {1: "A", 9: "B"}


def test_a_service_whose_last_window_closed_is_named_while_somebody_waits(wall: Wall) -> None:
    wall.take(2)
    wall.open(1)
    assert [(one.waiting, one.windows_open) for one in wall.board().queues] == [(2, 1)]
    windows.close(wall.hall, window_no=1, by=wall.clerk(1))
    assert [(one.waiting, one.windows_open) for one in wall.board().queues] == [(2, 0)]


def test_a_line_stands_in_each_area_that_serves_it_and_whoever_is_sent_to_a_window_in_its_own(wall: Wall) -> None:
    wall.take(3)
    wall.open(1, 9)
    (queue,) = wall.board().queues
    assert {one.area: one.waiting for one in queue.areas} == {"A": 3, "B": 3}
    wall.call(1)
    calls.transfer(wall.hall, window_no=1, by=wall.clerk(1), to_window_no=9)
    (queue,) = wall.board().queues
    assert queue.waiting == 3
    assert {one.area: one.waiting for one in queue.areas} == {"A": 2, "B": 3}


def test_a_service_of_one_area_is_waited_for_in_that_area_alone(wall: Wall) -> None:
    with wall.hall.look() as look:
        posts = list(look.set_up.posts.values())
        area_of = {
            one.code: {post.area for post in posts if one.id in post.services} for one in look.set_up.offered
        }
    code, areas = next((code, areas) for code, areas in area_of.items() if len(areas) == 1)
    tickets.take(wall.hall, services=[code])
    (queue,) = wall.board().queues
    assert [(one.area, one.waiting) for one in queue.areas] == [(area, 1) for area in areas if area is not None]


def test_the_wall_knows_no_reason_and_no_need_of_anybody(wall: Wall) -> None:
    from hall.rules.ticket import HelpNeed, Priority

    with wall.hall.look() as look:
        code = next(one.code for one in look.set_up.offered if one.kind == "service")
    tickets.take(wall.hall, services=[code], priority=Priority.ELDER, help_needs=[HelpNeed.WHEELCHAIR])
    wall.open(1)
    wall.call(1)
    told = repr(wall.board())
    assert "wheelchair" not in told.lower()
    assert "elder" not in told.lower()


def test_the_wall_needs_nothing_but_what_a_deed_leaves_in_memory(wall: Wall) -> None:
    wall.take(3)
    wall.open(1, 2)
    wall.call(1)
    wall.serve(1)
    wall.call(2)
    seen = wall.database.glance(int(wall.secrets["hall"]))
    assert seen is not None
    read = wall.board()
    assert replace(board(Live(seen)), now=read.now) == read
