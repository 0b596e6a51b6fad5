"""Statements made ready once say what SQLAlchemy says."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from hall.actions import calls, tickets
from hall.store import answers
from hall.store.answers import Answer
from hall.store.prepared import Prepared, add_row, change_row
from hall.store.tables import handlings, journal, windows
from hall.store.tables import tickets as tickets_table
from tests.hall.conftest import Scene


def test_a_row_comes_back_as_sqlalchemy_reads_it(scene: Scene) -> None:
    scene.open(1)
    one = tickets.take(scene.hall, services=scene.general_services()[:2]).ticket
    called = calls.call_next(scene.hall, window_no=1, by=scene.clerk(1)).handling
    with scene.hall.work() as work:
        for table, row in ((tickets_table, one.id), (handlings, called.id)):
            asked = select(table).where(table.c.id == row)
            kept = work.connection.execute(asked).one()
            assert Prepared(asked).one(work.connection, {})._asdict() == dict(kept._mapping)
            change_row(work.connection, table, row, {"day": kept.day, "waiting_since": work.now})
            changed = work.connection.execute(asked).one()
            assert dict(changed._mapping) == dict(kept._mapping) | {"waiting_since": work.now}


def test_a_row_added_is_the_row_that_is_there(scene: Scene) -> None:
    one = tickets.take(scene.hall, services=scene.general_services()[:2]).ticket
    with scene.hall.work() as work:
        asked = select(tickets_table)
        first = work.connection.execute(asked.where(tickets_table.c.id == one.id)).one()
        given = {name: value for name, value in first._mapping.items() if name != "id"} | {"number": 999}
        added = add_row(work.connection, tickets_table, given)
        assert added != one.id
        there = work.connection.execute(asked.where(tickets_table.c.id == added)).one()
        assert dict(there._mapping) == given | {"id": added}


def test_what_is_not_there_is_not_there(scene: Scene) -> None:
    nobody = Prepared(select(windows).where(windows.c.no == -1))
    with scene.hall.look() as look:
        assert nobody.one_or_none(look.connection, {}) is None
        with pytest.raises(ValueError, match="unpack"):
            nobody.one(look.connection, {})


def test_a_constraint_refuses_as_from_anywhere_else(scene: Scene) -> None:
    tickets.take(scene.hall, services=scene.general_services()[:1])
    again = Prepared(insert(journal), columns=journal.c.keys())
    with scene.hall.work() as work:
        first = work.connection.execute(select(journal).limit(1)).one()
        with pytest.raises(IntegrityError) as refused, work.connection.begin_nested():
            again.run(work.connection, dict(first._mapping))
    # What was to be written is not told to the log.
    assert first.hash not in str(refused.value.params)


def test_an_answer_is_kept_as_it_was_given(scene: Scene) -> None:
    given = Answer(200, '{"号": "A001"}')
    with scene.hall.work() as work:
        answers.remember(work, door="d", key="k", request=b"?", answer=given)
    with scene.hall.work() as work:
        assert answers.known(work, door="d", key="k", request=b"?") == given
        assert answers.known(work, door="d", key="other", request=b"?") is None
