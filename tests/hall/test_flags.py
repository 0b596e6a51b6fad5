"""Flags are raised in the deed that gives the ground, drop nothing, and are shown to nobody in front."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, event, select

from evaluator.live import pad
from hall.actions import calls, devices, people, ratings, tickets
from hall.actions.calls import Called
from hall.rules.device import DeviceKind
from hall.rules.handling import Outcome
from hall.rules.integrity import Flag
from hall.rules.rating import Level, Opinion
from hall.store import exclusions, flags
from hall.store.live import Live
from hall.store.look import Look
from hall.store.sums import Span
from hall.store.tables import devices as devices_table
from hall.store.tables import ratings as ratings_table
from hall.store.tables import sessions
from phone.live import phone
from tests.hall.conftest import Scene

DAY = Span(date(2026, 11, 23), date(2026, 11, 23))
CONSOLE, PHONE = "c" * 64, "d" * 64


def served(scene: Scene, window_no: int = 1, *, seconds: float = 300, services: int = 1) -> Called:
    by = scene.clerk(window_no)
    tickets.take(scene.hall, services=scene.general_services()[:services])
    turn = calls.call_next(scene.hall, window_no=window_no, by=by)
    calls.start(scene.hall, window_no=window_no, by=by)
    scene.clock.pass_by(seconds)
    calls.finish(scene.hall, window_no=window_no, by=by, outcome=Outcome.ACCEPTED)
    return turn


def at_pad(scene: Scene, turn: Called, *, simulated: bool = False) -> int:
    handling = turn.handling
    return ratings.rate_at_pad(
        scene.hall, handling=handling.id, window=handling.window, said=Opinion(Level(5), simulated=simulated)
    )


def by_link(scene: Scene, turn: Called, *, address: str | None = None) -> int:
    hall = scene.database.hall(scene.hall_id, actor="test", address=address)
    return ratings.rate_by_ticket(hall, ticket=turn.ticket.id, handling=turn.handling.id, said=Opinion(Level(5)))


def flagged(scene: Scene) -> dict[int, set[Flag]]:
    """Rating → its flags; a rating says itself that it has some."""
    with scene.hall.look() as look:
        rows = look.connection.execute(select(ratings_table.c.id, ratings_table.c.flagged)).all()
        found = flags.of_ratings(look, [row.id for row in rows])
    assert {row.id for row in rows if row.flagged} == set(found)
    return {rating: {one.flag for one in raised} for rating, raised in found.items()}


@pytest.fixture
def one(quick_scene: Scene) -> Scene:
    quick_scene.open(1)
    return quick_scene


def test_what_is_given_in_its_time_is_not_flagged(one: Scene) -> None:
    turn = served(one)
    one.clock.pass_by(12)
    at_pad(one, turn)
    one.clock.pass_by(12)
    served(one)
    assert flagged(one) == {}


def test_a_rating_at_once_after_a_handling_of_no_length_is_kept_and_flagged(one: Scene) -> None:
    rating = at_pad(one, served(one, seconds=1))
    assert flagged(one) == {rating: {Flag.QUICK, Flag.TOO_SHORT}}
    with one.hall.look() as look:
        row = look.connection.execute(select(ratings_table)).one()
        assert (row.counts, row.excluded, row.level) == (True, False, 5)


@pytest.mark.parametrize(("seconds", "expected"), [(3, {Flag.BEFORE_NEXT}), (3.001, set())])
def test_what_the_pad_gave_just_before_the_next_call_is_flagged_when_that_call_comes(
    one: Scene, seconds: float, expected: set[Flag]
) -> None:
    turn = served(one)
    one.clock.pass_by(30)
    rating = at_pad(one, turn)
    one.clock.pass_by(seconds)
    assert flagged(one) == {}
    tickets.take(one.hall, services=one.general_services()[:1])
    calls.call_next(one.hall, window_no=1, by=one.clerk(1))
    assert flagged(one).get(rating, set()) == expected


def test_calling_somebody_set_aside_is_a_next_call_too(one: Scene) -> None:
    by, service = one.clerk(1), one.general_services()[:1]
    tickets.take(one.hall, services=service)
    aside = calls.call_next(one.hall, window_no=1, by=by)
    calls.start(one.hall, window_no=1, by=by)
    calls.park(one.hall, window_no=1, by=by)
    turn = served(one)
    one.clock.pass_by(30)
    rating = at_pad(one, turn)
    calls.unpark(one.hall, window_no=1, by=by, ticket=aside.ticket.id)
    assert flagged(one) == {rating: {Flag.BEFORE_NEXT}}


def test_five_within_a_minute_at_one_window_are_all_flagged(scene: Scene) -> None:
    scene.open(1)
    one = scene
    given = []
    for _visitor in range(5):
        turn = served(one, seconds=10)
        one.clock.pass_by(4)
        given.append(at_pad(one, turn))
    assert {rating for rating, found in flagged(one).items() if Flag.BURST in found} == set(given)


def test_a_replayed_day_is_never_flagged(one: Scene) -> None:
    for _visitor in range(6):
        at_pad(one, served(one, seconds=1), simulated=True)
    assert flagged(one) == {}


def sign_in(scene: Scene, *window_nos: int, address: str | None) -> None:
    """The clerks of these windows come in at an address."""
    for no in window_nos:
        with scene.hall.look() as look:
            name = look.set_up.staff_by_id(scene.clerk(no)).name
        people.hand_out(scene.hall, passwords={name: "a long password"}, tokens={})
        people.sign_in(scene.database, name=name, password="a long password", address=address)


def pair(scene: Scene, *, address: str | None) -> int:
    asked = devices.ask_pairing(scene.database, kind=DeviceKind.DISPLAY)
    device = devices.approve_pairing(scene.hall, code=asked.code, facts={"kind": "display", "name": "another wall"})
    assert devices.collect(scene.database, secret=asked.secret, address=address)
    return device


def later(scene: Scene, address: str | None) -> int:
    """A visitor is served, and rates by phone from an address two minutes later."""
    turn = served(scene)
    scene.clock.pass_by(120)
    return by_link(scene, turn, address=address)


def test_a_rating_by_phone_from_a_consoles_address_is_flagged_and_from_another_is_not(scene: Scene) -> None:
    scene.open(1)
    one = scene
    sign_in(one, 1, address=CONSOLE)
    assert flagged(one) == {}
    later(one, PHONE)
    later(one, None)
    rating = later(one, CONSOLE)
    assert flagged(one) == {rating: {Flag.OWN_CONSOLE}}


def test_a_shared_proxy_alone_flags_nothing(one: Scene) -> None:
    sign_in(one, 1, 2, 3, address=CONSOLE)
    later(one, CONSOLE)
    assert flagged(one) == {}


def test_a_paired_pads_address_alone_flags_nothing(one: Scene) -> None:
    device = pair(one, address=CONSOLE)
    later(one, CONSOLE)
    sign_in(one, 1, address=CONSOLE)
    later(one, CONSOLE)
    assert flagged(one) == {}
    devices.revoke_device(one.hall, device=device)
    assert flagged(one).keys() == set()
    rating = later(one, CONSOLE)
    assert flagged(one) == {rating: {Flag.OWN_CONSOLE}}


def test_a_console_left_for_half_a_day_is_one_no_more(one: Scene) -> None:
    sign_in(one, 1, address=CONSOLE)
    one.clock.pass_by(timedelta(hours=12).total_seconds())
    later(one, CONSOLE)
    assert flagged(one) == {}


def test_the_pad_itself_may_stand_where_the_console_does(one: Scene) -> None:
    sign_in(one, 1, address=CONSOLE)
    turn = served(one)
    one.clock.pass_by(30)
    hall = one.database.hall(one.hall_id, actor="test", address=CONSOLE)
    ratings.rate_at_pad(hall, handling=turn.handling.id, window=turn.handling.window, said=Opinion(Level(5)))
    assert flagged(one) == {}


def test_where_a_demos_people_and_screens_are_is_not_kept(one: Scene) -> None:
    with one.hall.look() as look:
        name = look.set_up.staff_by_id(one.clerk(1)).name
    people.open_session(one.hall, name=name)
    with one.hall.look() as look:
        kept = [
            *look.connection.scalars(select(sessions.c.address)),
            *look.connection.scalars(select(devices_table.c.address)),
        ]
    assert set(kept) == {None}


def test_nobody_in_front_sees_a_flag(one: Scene) -> None:
    """The pad looks the same after a rating that was flagged and after one that was not; the phone tells of none."""
    pads = []
    for seconds, after in ((1, 0), (300, 30)):
        turn = served(one, seconds=seconds)
        one.clock.pass_by(after)
        at_pad(one, turn)
        with one.hall.look() as look:
            live = Live(look)
            pads.append(replace(pad(live, turn.handling.window), seq=0, now=one.clock.moment))
            assert "flag" not in repr(phone(live, turn.ticket.id))
    assert len(flagged(one)) == 1
    assert pads[0] == replace(pads[1], now=pads[0].now)


@pytest.mark.parametrize(
    "asked",
    [
        lambda look: flags.page(look, DAY),
        lambda look: flags.page(look, DAY, before=flags.Place(look.now, 7)),
        lambda look: flags.how_many(look, DAY),
        lambda look: exclusions.in_span(look, DAY),
    ],
)
def test_what_is_flagged_or_left_out_is_found_by_its_own_index(
    quick_scene: Scene, asked: Callable[[Look], object]
) -> None:
    """However many other ratings there are: the partial index is one of few rows."""
    plans = []

    def explain(connection: Connection, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if statement.startswith("SELECT"):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            plans.append(" ".join(str(row[3]) for row in rows))

    with quick_scene.hall.look() as look:
        assert look.set_up
        event.listen(quick_scene.database.reads, "before_cursor_execute", explain)
        asked(look)
        event.remove(quick_scene.database.reads, "before_cursor_execute", explain)
    assert "ix_ratings_flagged" in plans[0] or "ix_ratings_excluded" in plans[0]
    assert "SCAN" not in plans[0]
