"""What was answered under a key is repeated for a day, and does not pile up."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hall.store import answers
from hall.store.answers import KEPT, SWEPT, SWEPT_EVERY, Answer
from hall.store.tables import answers as answers_table
from tests.hall.conftest import HandClock, Scene

GIVEN = Answer(201, '{"number":"A001"}')


def remember(scene: Scene, *keys: str) -> None:
    with scene.hall.work() as work:
        for key in keys:
            answers.remember(work, door="POST /d", key=key, request=b"{}", answer=GIVEN)


def known(scene: Scene, key: str) -> Answer | None:
    with scene.hall.work() as work:
        return answers.known(work, door="POST /d", key=key, request=b"{}")


def kept(scene: Scene) -> int:
    with scene.hall.look() as look:
        return int(look.connection.scalar(select(func.count()).select_from(answers_table)) or 0)


def sweep(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the deed that falls on the sixteenth row of the journal does."""
    monkeypatch.setattr(answers, "SWEPT_EVERY", 1)
    remember(scene, "the one that sweeps")


def test_an_answer_is_repeated_for_a_day(scene: Scene, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(scene, "k")
    clock.moment += KEPT - timedelta(milliseconds=1)
    sweep(scene, monkeypatch)
    assert known(scene, "k") == GIVEN


def test_after_a_day_it_is_swept_and_its_key_is_free(
    scene: Scene, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(scene, "k")
    clock.moment += KEPT
    # Not swept yet: a late retry still finds it, rather than a row in its way.
    assert known(scene, "k") == GIVEN
    sweep(scene, monkeypatch)
    assert known(scene, "k") is None
    remember(scene, "k")


def test_a_sweep_looks_at_the_oldest_only(scene: Scene, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    remember(scene, *(f"old {n}" for n in range(SWEPT + 3)))
    clock.moment += KEPT
    sweep(scene, monkeypatch)
    assert kept(scene) == 3 + 1
    assert known(scene, f"old {SWEPT - 1}") is None
    assert known(scene, f"old {SWEPT}") == GIVEN
    # More go at a time than come between two sweeps.
    assert SWEPT > SWEPT_EVERY
