"""What is added up by day can be counted anew: after a migration, after a change of zone, after a doubt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from alembic import command
from sqlalchemy import Connection, MetaData, create_engine, select, update

from hall.actions import setup, tallies, windows
from hall.rules.hall_file import read_hall_file
from hall.store import recount, schema
from hall.store.tables import milliseconds
from hall.store.tables import ratings as ratings_table
from hall.store.tables import tallies as tallies_table
from tests.hall.conftest import DEMO, HandClock, Scene

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
"""In Shanghai."""


OLDER_JOURNAL: list[dict[str, Any]] = [
    {
        "hall_id": 1,
        "seq": seq,
        "at": milliseconds(NOON) + seq,
        "actor": "staff:9",
        "kind": "k",
        "facts": "{}",
        "prev": "",
        "hash": f"{seq}",
    }
    for seq in (1, 2, 3)
]
OLDER_ANSWERS: list[dict[str, Any]] = [
    {
        "hall_id": 1,
        "actor": "staff:9",
        "door": "POST /d",
        "key": key,
        "body_hash": "h",
        "status": 200,
        "body": "{}",
        "at": milliseconds(NOON),
    }
    for key in ("second", "first")
]
"""In the order in which they were given."""


def lay_older(connection: Connection) -> None:
    """A database as the program before left it: one visitor served and rated, one missed."""
    config = schema._config()
    config.attributes["connection"] = connection
    command.upgrade(config, "2026_11_23_the_house")
    older = MetaData()
    older.reflect(connection)

    def put(table: str, **values: Any) -> None:
        connection.execute(older.tables[table].insert().values(**values))

    zh = {"zh": "字", "en": None}
    hall: dict[str, Any] = {"id": 1, "code": "old", "name": zh, "address": zh, "zone": "Asia/Shanghai"}
    hall |= {"languages": ["zh"], "voice": [], "accent": "#000000", "welcome": zh, "ticket_note": zh, "policy": {}}
    put("halls", **hall, always_open=True, demo=False)
    put("categories", id=1, hall_id=1, code="c", name=zh, position=1)
    texts = dict.fromkeys(("name", "summary", "promised"), zh)
    lists: dict[str, Any] = {name: [] for name in ("materials", "conditions", "procedure", "keywords")}
    service = {"id": 1, "hall_id": 1, "code": "s", "prefix": "A", "category_id": 1, "kind": "service", "position": 1}
    put("services", **service, **texts, **lists, permit=False, usual_outcome="accepted", popular=False, active=True)
    put("windows", id=7, hall_id=1, no=1, name=zh, desk=False, serves_all=True)
    put("staff", id=9, hall_id=1, name="wang", shown=zh, number="1", role="clerk")
    for number, ending in ((1, "accepted"), (2, "missed")):
        day, now = NOON.date(), milliseconds(NOON + timedelta(hours=number))
        ticket: dict[str, Any] = {"id": number, "hall_id": 1, "service_id": 1, "day": day, "prefix": "A"}
        ticket |= {"number": number, "later_services": [], "status": "done", "help_needs": [], "language": "zh"}
        put("tickets", **ticket, taken_at=now, waiting_since=now)
        one: dict[str, Any] = {"id": number, "hall_id": 1, "day": day, "ticket_id": number, "window_id": 7}
        one |= {
            "staff_id": 9,
            "service_id": 1,
            "stage": "ended",
            "waiting_since": now,
            "called_at": now + 60_000,
            "times_called": 1,
        }
        one |= {"last_called_at": now + 60_000, "ended_at": now + 300_000, "ending": ending, "why": "arrival"}
        put("handlings", **one, started_at=now + 90_000 if ending == "accepted" else None)
    said: dict[str, Any] = {"hall_id": 1, "handling_id": 1, "ticket_id": 1, "window_id": 7}
    said |= {
        "staff_id": 9,
        "service_id": 1,
        "text": "",
        "channel": "pad",
        "ended_at": milliseconds(NOON + timedelta(hours=1)) + 300_000,
    }
    for rating, kind, level in ((1, "first", 2), (2, "addition", 5)):
        put("ratings", id=rating, kind=kind, level=level, at=said["ended_at"] + rating, **said)
    put("rating_tags", rating_id=2, scheme="gd-hcp", version=1, code="510", shown=zh)
    for row in OLDER_JOURNAL:
        put("journal", **row)
    for row in OLDER_ANSWERS:
        put("answers", **row)
    put("window_spells", hall_id=1, window_id=7, staff_id=9, state="open", begins=now - 3_600_000, ends=now + 600_000)


def test_what_an_older_program_left_is_added_up(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        lay_older(connection)
    schema.migrate(empty_database_url)
    with engine.connect() as connection:
        rows = {(row.part, row.key): row for row in connection.execute(select(tallies_table))}
        assert [recount.differences(connection, 1), len(rows)] == [[], 9]
        assert list(connection.scalars(select(ratings_table.c.counts).order_by(ratings_table.c.id))) == [False, True]
        written = connection.exec_driver_sql("SELECT * FROM journal ORDER BY seq").mappings()
        assert [dict(row) for row in written] == OLDER_JOURNAL
        given = connection.exec_driver_sql("SELECT * FROM answers ORDER BY id").mappings()
        assert [dict(row) for row in given] == [{"id": place} | row for place, row in enumerate(OLDER_ANSWERS, 1)]
    engine.dispose()
    assert {row.day for row in rows.values()} == {NOON.date()}
    for at in (("hall", ""), ("window", "7"), ("clerk", "9"), ("service", "1"), ("hour", "13"), ("wait", "1")):
        one = rows[at]
        assert (one.ended, one.n5, one.n2) == (1, 1, 0)
        assert (one.waited_ms, one.walked_ms, one.served_ms) == (60_000, 30_000, 210_000)
    assert (rows["channel", "pad"].n5, rows["via", "9:pad"].n5, rows["tag", "510"].n5) == (1, 1, 1)
    whole = rows["hall", ""]
    # The missed one was in hand as well, from the call to the end.
    assert (whole.open_ms, whole.paused_ms, whole.in_hand_ms) == (4_200_000, 0, 480_000)


def test_a_hall_that_moves_to_another_zone_keeps_true_figures(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    clock.pass_by(3600)
    windows.close(quick_scene.hall, window_no=1, by=quick_scene.clerk(1))
    clock.pass_by(12 * 3600)
    with quick_scene.hall.look() as look:
        before = set(look.connection.scalars(select(tallies_table.c.day)))
    file = read_hall_file(DEMO.read_text("utf-8"))
    moved = replace(file, hall=replace(file.hall, zone="America/Los_Angeles"))
    setup.load_hall(quick_scene.database, file=moved, demo=True)
    with quick_scene.hall.look() as look:
        assert recount.differences(look.connection, look.hall_id) == []
        days = set(look.connection.scalars(select(tallies_table.c.day)))
    assert (len(before), len(days), before & days) == (1, 1, set())


def test_what_is_wrong_is_named_mended_and_told(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    clock.pass_by(60)
    windows.close(quick_scene.hall, window_no=1, by=quick_scene.clerk(1))
    assert tallies.recount(quick_scene.hall) == 0
    with quick_scene.hall.work() as work:
        work.connection.execute(update(tallies_table).where(tallies_table.c.part == "hall").values(ended=3, open_ms=0))
    with quick_scene.hall.look() as look:
        named = recount.differences(look.connection, look.hall_id)
    found = [(one.part, one.count, one.kept, one.counted) for one in named]
    assert found == [("hall", "ended", 3, 0), ("hall", "open_ms", 0, 60_000)]
    assert tallies.recount(quick_scene.hall) == 2
    assert tallies.recount(quick_scene.hall) == 0
