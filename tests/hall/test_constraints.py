"""Beneath the deeds stand constraints: each refuses what a wrong deed would write."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, Connection, Index, Table, UniqueConstraint, insert, select, update
from sqlalchemy.exc import IntegrityError

from hall.actions import calls, devices, help, people, printing, ratings, setup, tickets
from hall.rules.device import DeviceKind
from hall.rules.handling import Outcome
from hall.rules.rating import Level, Opinion, RatingKind
from hall.store import answers
from hall.store.tables import (
    contacts,
    exclusions,
    improvements,
    metadata,
    outbox,
    parkings,
    recipients,
    tag_sets,
    unsubmitted,
)
from tests.hall.conftest import Scene


def expected() -> set[str]:
    """The names of every constraint that can be violated by a value."""
    names = set()
    for table in metadata.tables.values():
        names |= {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        names |= {_unique(one) for one in table.constraints if isinstance(one, UniqueConstraint)}
        names |= {str(one.name) for one in table.indexes if isinstance(one, Index) and one.unique}
    return names


def _unique(one: UniqueConstraint) -> str:
    table = one.table.name
    return f"uq_{table}_{'_'.join(column.name for column in one.columns)}"


@pytest.fixture
def busy(scene: Scene) -> Scene:
    """A hall in which there is a row of everything."""
    scene.open(1, 2)
    _serve(scene)
    _follow_up(scene)
    _come_in(scene)
    setup.add_closure(scene.hall, facts={"from": "2026-12-01", "to": "2026-12-02", "notice": {"zh": "停电"}})
    setup.set_hours(scene.hall, facts={"monday": ["09:00", "17:00"]})
    with scene.hall.work() as work:
        answers.remember(work, door="d", key="k", request=b"", answer=answers.Answer(200, "{}"))
    return scene


def _serve(scene: Scene) -> None:
    services, clerk = scene.general_services(), scene.clerk(1)
    for _n in range(12):
        tickets.take(scene.hall, services=services[:1])
    first = calls.call_next(scene.hall, window_no=1, by=clerk)
    calls.start(scene.hall, window_no=1, by=clerk)
    calls.finish(scene.hall, window_no=1, by=clerk, outcome=Outcome.DONE_ON_SPOT)
    calls.call_next(scene.hall, window_no=1, by=clerk)
    handling = first.handling
    ratings.rate_at_pad(scene.hall, handling=handling.id, window=handling.window, said=Opinion(Level(1), tags=("115",)))
    kiosk = _kiosk(scene)
    help.ring(scene.hall, device=kiosk)
    help.give_guide(scene.hall, service=services[0], on_paper=False)
    printing.print_ticket(scene.hall, ticket=first.ticket.id, device=kiosk)


def _follow_up(scene: Scene) -> None:
    """A row of everything that follows a rating, as bare rows: what the deeds write is their own tests' matter."""
    with scene.hall.work() as work:

        def put(table: Table, **values: Any) -> None:
            ours = {"hall_id": work.hall_id} if "hall_id" in table.c else {}
            work.connection.execute(insert(table).values(**ours, **values))

        put(parkings, handling_id=2, begins=work.now)
        put(tag_sets, scheme="own", version=1, tags=[], made_at=work.now)
        put(unsubmitted, handling_id=1, level=1, channel="pad", at=work.now)
        put(exclusions, rating_id=1, state="asked", reason="test", text="", asked_by=1, asked_at=work.now)
        put(contacts, case_id=1, sealed=b"", left_at=work.now, erase_at=work.now)
        put(improvements, text={"zh": "添了座椅", "en": None}, shown=True, made_at=work.now)
        put(recipients, kind="email", name="值班", address="a@b.example", template="", wants=[], active=True)
        put(outbox, recipient_id=1, kind="low_rating", case_id=1, state="queued", asked_at=work.now, due_at=work.now)


def _come_in(scene: Scene) -> None:
    with scene.hall.look() as look:
        name = look.set_up.staff_by_id(scene.clerk(1)).name
    people.hand_out(scene.hall, passwords={name: "a long password"}, tokens={_kiosk(scene): "a token"})
    people.sign_in(scene.database, name=name, password="a long password")
    people.give_link(scene.hall, who=scene.clerk(1))
    devices.ask_pairing(scene.database, kind=DeviceKind.PAD)


def _kiosk(scene: Scene) -> int:
    with scene.hall.look() as look:
        return next(one.id for one in look.set_up.devices.values() if one.kind is DeviceKind.KIOSK)


LATER = datetime(2026, 12, 1, tzinfo=UTC)
CHECKS: dict[str, dict[str, Any]] = {
    "ck_closures_span": {"ends": 0},
    "ck_services_kind": {"kind": "other"},
    "ck_windows_state": {"state": "ajar"},
    "ck_windows_clerk": {"state": "open", "staff_id": None, "pause_reason": None},
    "ck_windows_pause_reason": {"pause_reason": "break"},
    "ck_staff_role": {"role": "king"},
    "ck_devices_kind": {"kind": "toaster"},
    "ck_tickets_status": {"status": "lost"},
    "ck_tickets_yields": {"yields": -1},
    "ck_tickets_number": {"number": 0},
    "ck_handlings_stage": {"stage": "dreaming", "ended_at": None, "ending": None},
    "ck_handlings_ended_at": {"ended_at": None},
    "ck_handlings_ending": {"ending": None},
    "ck_handlings_started_at": {"stage": "serving", "started_at": None, "ended_at": None, "ending": None},
    "ck_ratings_level": {"level": 6},
    "ck_ratings_kind": {"kind": "third"},
    "ck_ratings_channel": {"channel": "rumour"},
    "ck_ratings_counts": {"counts": True, "excluded": True},
    "ck_unsubmitted_level": {"level": 0},
    "ck_unsubmitted_channel": {"channel": "rumour"},
    "ck_exclusions_state": {"state": "hidden", "decided_by": 2},
    "ck_exclusions_two_people": {"state": "excluded", "asked_by": 2, "decided_by": 2},
    "ck_exclusions_lifted": {"state": "lifted", "decided_by": 2, "lifted_by": None},
    "ck_exclusions_decided": {"state": "excluded", "decided_by": None},
    "ck_cases_state": {"state": "forgotten"},
    "ck_cases_verdict": {"verdict": "inconvenient", "verified_at": LATER},
    "ck_cases_cause": {"cause": "weather"},
    "ck_cases_handler": {"handler_id": 3, "staff_id": 3},
    "ck_cases_verified": {"verdict": "justified", "verified_at": None},
    "ck_cases_closed": {"state": "closed", "closed_at": None},
    "ck_cases_reopened": {"state": "reopened", "reopened_at": None},
    "ck_cases_again": {"reopened_at": None, "replied_again_at": LATER},
    "ck_recipients_kind": {"kind": "pigeon"},
    "ck_outbox_state": {"state": "perhaps"},
    "ck_print_jobs_state": {"state": "chewed"},
}
"""Values that each CHECK refuses, put into a row that is right."""


def test_every_constraint_has_a_test() -> None:
    tested = set(CHECKS) | {name for name in expected() if name.startswith("uq_")}
    assert tested == expected()


def test_no_row_says_what_cannot_be(busy: Scene) -> None:
    with busy.database.deed(busy.hall_id) as connection:
        for name in sorted(CHECKS):
            told = _refusal_of_change(connection, name)
            assert name in told, told


def _refusal_of_change(connection: Connection, name: str) -> str:
    target = next(table for table in metadata.tables.values() if name.startswith(f"ck_{table.name}_"))
    rows = list(connection.execute(select(target).order_by(target.c.id)).mappings())
    row = next((one for one in rows if one.get("ended_at") is not None), rows[0])
    values = dict(CHECKS[name])
    if "ends" in values:
        values["ends"] = row["begins"]
    with pytest.raises(IntegrityError) as refused, connection.begin_nested():
        connection.execute(update(target).where(target.c.id == row["id"]).values(**values))
    return str(refused.value)


def test_nothing_is_there_twice(busy: Scene) -> None:
    with busy.database.deed(busy.hall_id) as connection:
        for name in sorted(one for one in expected() if one.startswith("uq_")):
            table, columns, where = _unique_facts(name)
            told = _refusal_of_copy(connection, metadata.tables[table], columns, where)
            assert name in told or all(re.search(rf"\b{table}\.{column}\b", told) for column in columns), told


def _refusal_of_copy(connection: Connection, target: Table, columns: list[str], where: Any) -> str:
    """What the database says to a second row that differs in everything else that must differ."""
    asked = select(target).where(*(target.c[column].is_not(None) for column in columns))
    row = connection.execute(asked if where is None else asked.where(where)).mappings().first()
    assert row is not None, f"no row in {target.name} to copy"
    copy = {key: value for key, value in row.items() if key != "id"}
    copy |= {key: _another(target.c[key], copy[key]) for key in _other_unique(target, columns)}
    if target.name == "halls":  # halls are numbered before their deed begins
        copy["id"] = 999
    if target.name == "ratings" and "kind" in columns:  # only one of a handling counts, whichever
        copy["counts"] = False
    with pytest.raises(IntegrityError) as refused, connection.begin_nested():
        connection.execute(insert(target).values(**copy))
    return str(refused.value)


def _unique_facts(name: str) -> tuple[str, list[str], Any]:
    for table in metadata.tables.values():
        for one in table.constraints:
            if isinstance(one, UniqueConstraint) and _unique(one) == name:
                return table.name, [column.name for column in one.columns], None
        for index in table.indexes:
            if index.unique and index.name == name:
                where = index.dialect_options["sqlite"]["where"]
                return table.name, [column.name for column in index.columns], where
    raise LookupError(name)


def _other_unique(table: Table, columns: list[str]) -> set[str]:
    """Columns to make different, so that no other constraint of the table speaks first."""
    change = set()
    for one in table.constraints:
        if isinstance(one, UniqueConstraint):
            theirs = [column.name for column in one.columns]
            if theirs != columns:
                change |= {theirs[-1]} - set(columns)
    for index in table.indexes:
        if index.unique and [column.name for column in index.columns] != columns:
            change |= {column.name for column in index.columns if column.name not in columns}
    return change


def _another(column: Column[Any], value: Any) -> Any:
    """A value nobody has, or of a row a few further on where it must name one."""
    if value == RatingKind.FIRST:
        return RatingKind.ADDITION
    if isinstance(value, str):
        return (value[:-1] + "~") if value else "~"
    return value + (5 if column.foreign_keys else 500) if isinstance(value, int) else value


def test_what_is_violated_tells_no_words_of_anybody(scene: Scene) -> None:
    """A fault goes to the log as it is."""
    words = "某人的电话 13800138000"
    row = {"hall_id": scene.hall.id, "case_id": 987654321, "text": {"zh": words}, "shown": True}
    with pytest.raises(IntegrityError) as fault, scene.hall.work() as work:
        work.connection.execute(insert(improvements).values(row | {"made_at": work.now}))
    assert words not in str(fault.value)
