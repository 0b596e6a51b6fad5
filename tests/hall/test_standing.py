"""What is kept of a hall from deed to deed."""

import re
from pathlib import Path

import pytest

from hall.actions import calls, setup, tickets
from hall.store.database import Database
from tests.hall.conftest import KEY, Scene

CHANGE = re.compile(r"(?:update|insert|delete|add_row|change_row)\((?:[\w.]+, )?(windows|tickets|handlings)\b")
HALL = Path(__file__).resolve().parents[2] / "hall"


def numbers_waiting(database: Database, hall: int) -> list[str]:
    with database.hall(hall).look() as look:
        return [one.text for one in look.standing.line()]


def test_a_deed_leaves_how_the_hall_stands_for_whoever_comes_next(scene: Scene) -> None:
    scene.open(1)
    taken = tickets.take(scene.hall, services=scene.general_services()[:1]).ticket
    called = calls.call_next(scene.hall, window_no=1, by=scene.clerk(1))
    seen = scene.database.glance(scene.hall_id)
    assert seen is not None
    assert seen.standing.line() == [called.ticket]
    assert seen.standing.latest_calls() == [called.handling]
    assert called.ticket.id == taken.id


def test_a_glance_asks_the_database_nothing(scene: Scene) -> None:
    scene.open(1)
    seen = scene.database.glance(scene.hall_id)
    assert seen is not None
    with pytest.raises(RuntimeError):
        _ = seen.connection


def test_what_another_process_did_is_read_anew(scene: Scene) -> None:
    other = Database(scene.database.url.render_as_string(hide_password=False), key=KEY, clock=scene.clock)
    wanted = scene.general_services()[:1]
    for database in (scene.database, other, scene.database, other):
        tickets.take(database.hall(scene.hall_id, actor="test"), services=wanted)
        assert numbers_waiting(scene.database, scene.hall_id) == numbers_waiting(other, scene.hall_id)
    assert len(numbers_waiting(scene.database, scene.hall_id)) == 4
    other.close()


def test_a_deed_undone_leaves_what_was_kept_before(scene: Scene) -> None:
    tickets.take(scene.hall, services=scene.general_services()[:1])
    before = scene.database.glance(scene.hall_id)
    with pytest.raises(ZeroDivisionError):
        _take_and_fail(scene)
    after = scene.database.glance(scene.hall_id)
    assert before is not None
    assert after is not None
    assert after.standing is before.standing
    assert len(numbers_waiting(scene.database, scene.hall_id)) == 1


def _take_and_fail(scene: Scene) -> None:
    with (hall := scene.hall).work():
        tickets.take(hall, services=scene.general_services()[:1])
        raise ZeroDivisionError


def test_what_is_set_up_anew_is_seen_at_once(scene: Scene) -> None:
    scene.open(1)
    setup.edit_window(scene.hall, window_no=2, facts={"name": {"zh": "专窗"}, "serves": scene.general_services()[:1]})
    with scene.hall.look() as look:
        post = look.set_up.post_by_no(2)
        assert look.standing.windows[post.id].services == post.services


def test_only_the_nouns_own_files_change_what_is_kept() -> None:
    allowed = {"windows": {"windows.py", "entries.py"}, "tickets": {"tickets.py"}, "handlings": {"handlings.py"}}
    for file in sorted(HALL.rglob("*.py")):
        for changed in CHANGE.findall(file.read_text()):
            assert file.name in allowed[changed], f"{file} changes {changed} past what is kept"
