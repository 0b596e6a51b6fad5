"""The server is killed in the middle of the day: nothing acknowledged is lost, and every page is whole again."""

import gc
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from hall.store import journal
from hall.store.tables import handlings as handlings_table
from hall.store.tables import journal as journal_table
from hall.store.tables import ratings
from hall.store.tables import tickets as tickets_table
from tests.journeys.day import Day, at_work, head, open_pages, until_whole
from tests.servers import serve_demo

# Ten of the house with its own database; on PostgreSQL, which lives on, a cut is only that of the house.
CUTS = {"sqlite": 10, "postgresql": 3}


# The pages' client library forgets a socket whose server dies between the handshake and its first word.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_power_cuts_lose_nothing_that_was_acknowledged(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database_url = None
    if kind == "postgresql":
        postgresql = request.getfixturevalue("postgresql")
        database_url = postgresql.url(postgresql.create())
    with serve_demo(tmp_path / "data", database_url=database_url) as hall:
        server, kept = hall.server, database_url or f"sqlite:///{tmp_path / 'data' / 'haohao.db'}"
        day = Day(hall)
        pages = open_pages(hall)
        with at_work(day):
            for _cut in range(CUTS[kind]):
                day.go_on()
                server.kill()
                acknowledged = head(kept)
                server.start()
                until_whole(pages, acknowledged)
        for page in pages:
            page.close()
        gc.collect()
        server.stop()
        must_all_be_there(kept, day, CUTS[kind])
        assert server.flask("verify") is not None


def must_all_be_there(url: str, day: Day, cuts: int) -> None:
    """Everything acknowledged stands in the database, once."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tickets = list(connection.scalars(select(tickets_table.c.id)))
        calls = set(connection.scalars(select(handlings_table.c.id)))
        ended = set(connection.scalars(select(handlings_table.c.id).where(handlings_table.c.stage == "ended")))
        rated = list(connection.scalars(select(ratings.c.handling_id)))
        numbers = connection.execute(select(tickets_table.c.prefix, tickets_table.c.number)).all()
    engine.dispose()
    assert len(day.tickets) >= 3 * cuts, "too little happened for the test to mean anything"
    assert len(day.rated) >= cuts
    assert set(day.tickets) <= set(tickets)
    assert len(numbers) == len(set(numbers))
    assert set(day.called) <= calls
    assert len(day.called) == len(set(day.called))
    assert set(day.finished) <= ended
    assert set(day.rated) <= set(rated)
    assert len(rated) == len(set(rated))


def test_a_changed_row_of_the_journal_is_found(database_url: str, tmp_path: Path) -> None:
    """`verify` names the row that somebody changed, and a tail that somebody cut off."""
    from hall.actions import setup, tickets
    from hall.rules.hall_file import read_hall_file
    from hall.store.database import Database
    from tests.hall.conftest import DEMO, KEY

    database = Database(database_url, key=KEY)
    hall = setup.load_hall(database, file=read_hall_file(DEMO.read_text("utf-8")), demo=True)
    with database.hall(hall).look() as look:
        service = look.set_up.offered[0].code
    for _each in range(5):
        tickets.take(database.hall(hall), services=[service])
    seq = head(database_url)

    def faults() -> list[int]:
        with database.look() as connection:
            return [one.seq for one in journal.faults(connection, hall=hall, key=KEY)]

    assert faults() == []
    engine = create_engine(database_url)
    with engine.begin() as connection:
        row = journal_table.c
        connection.execute(journal_table.update().where(row.seq == seq - 2).values(actor="somebody else"))
    assert faults() == [seq - 2]
    with engine.begin() as connection:
        connection.execute(journal_table.delete().where(journal_table.c.seq == seq))
    assert faults() == [seq - 2, seq]
    engine.dispose()
    database.close()
