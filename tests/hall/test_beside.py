"""A second pair of hands, and what it may do with a deed that is not yet safe."""

import threading
from typing import Any

import pytest

from hall.actions import calls, tickets
from hall.events import Event
from hall.store.look import Look
from hall.store.standing import Head
from tests.hall.conftest import Scene
from web.beside import Beside


def test_one_thing_after_another_is_done_before_it_is_waited_for() -> None:
    hands, done = Beside(), list[int]()
    hands.wait()
    for n in range(200):
        hands.start(lambda n=n: done.append(n))  # type: ignore[misc]
        hands.wait()
        assert done == list(range(n + 1))


def test_it_goes_on_after_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    hands, done = Beside(), threading.Event()

    def fail() -> None:
        raise ValueError("a fault")

    hands.start(fail)
    hands.wait()
    hands.start(done.set)
    hands.wait()
    assert done.is_set()
    assert [one.message for one in caplog.records] == ["what was done beside a deed failed; it is done again after it"]


def test_what_is_foreseen_is_how_the_hall_stands_afterwards(scene: Scene) -> None:
    database = scene.database
    foreseen: list[tuple[Head, dict[int, Any]]] = []

    def foresee(look: Look, events: list[Event]) -> None:
        assert events
        foreseen.append((look.head, dict(look.standing.tickets)))

    database.foreseers.append(foresee)
    database.beside = Beside()
    scene.open(1)
    tickets.take(scene.hall, services=scene.general_services()[:1])
    calls.call_next(scene.hall, window_no=1, by=scene.clerk(1))
    if not database.embedded:
        assert foreseen == []
        return
    kept = database.standings[scene.hall_id]
    assert foreseen[-1] == (kept.head, kept.tickets)


def test_a_deed_that_comes_to_nothing_leaves_the_hands_free(scene: Scene) -> None:
    database = scene.database
    database.beside = Beside()
    database.foreseers.append(lambda _look, _events: None)
    hall, services = scene.hall, scene.general_services()[:1]

    def break_off() -> None:
        with hall.work():
            tickets.take(hall, services=services)
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError):
        break_off()
    first = tickets.take(scene.hall, services=services).ticket
    assert first.number == 1
