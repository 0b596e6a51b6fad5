"""The doors of the displays."""

from hall.rules.device import DeviceKind
from tests.display.conftest import Wall, picture_in


def test_the_wall_comes_with_its_picture(wall: Wall) -> None:
    answer = wall.client().get("/display/")
    assert answer.status_code == 200
    assert picture_in(answer.text)["stands"]
    assert 'name="haohao-area"' not in answer.text


def test_an_area_is_kept_and_cannot_break_out_of_its_place(wall: Wall) -> None:
    assert 'name="haohao-area" content="B"' in wall.client().get("/display/?area=B").text
    assert "<script>alert" not in wall.client().get('/display/?area="><script>alert(1)</script>').text


def test_the_strip_knows_its_window(wall: Wall) -> None:
    assert 'name="haohao-window" content="3"' in wall.client().get("/display/window/3").text


def test_a_strip_above_no_window_is_refused(wall: Wall) -> None:
    assert wall.client().get("/display/window/77").status_code == 404


def test_a_call_that_was_spoken_is_no_longer_to_be_announced(wall: Wall) -> None:
    wall.take()
    wall.open(1)
    called = wall.call(1)
    answer = wall.told(called.handling.id, 1)
    assert (answer.status_code, answer.json) == (200, {"handling": str(called.handling.id), "times_called": 1})
    assert wall.board().calls[0].announced


def test_the_first_display_to_tell_is_the_one_that_counts(wall: Wall) -> None:
    wall.take()
    wall.open(1)
    called = wall.call(1)
    before = wall.board().seq
    assert wall.told(called.handling.id, 1).status_code == 200
    after = wall.board().seq
    assert wall.told(called.handling.id, 1).status_code == 200
    assert (after, wall.board().seq) == (before + 1, after)


def test_an_announcement_of_an_earlier_call_does_not_silence_the_later_one(wall: Wall) -> None:
    wall.take()
    wall.open(1)
    called = wall.call(1)
    assert wall.told(called.handling.id, 2).status_code == 200
    assert not wall.board().calls[0].announced


def test_a_call_that_never_was_is_refused(wall: Wall) -> None:
    answer = wall.told("999999", 1)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert wall.told("1; drop table", 1).status_code in (400, 422)
    assert wall.told("1", 0).status_code in (400, 422)


def test_only_a_display_may_tell(wall: Wall) -> None:
    said = {"handling": "1", "times_called": 1}
    kiosk = wall.client().post("/display/announced", json=said, headers=wall.token(DeviceKind.KIOSK))
    assert kiosk.status_code == 403
    assert wall.client().post("/display/announced", json=said).status_code == 401


def test_a_retry_gets_the_first_answer_again(wall: Wall) -> None:
    wall.take()
    wall.open(1)
    called = wall.call(1)
    key = {"Idempotency-Key": "announced-1"}
    first, again = (wall.told(called.handling.id, 1, **key) for _each in range(2))
    assert first.data == again.data
    assert again.headers["Idempotency-Replayed"] == "true"
