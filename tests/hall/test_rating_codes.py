"""评价码: six digits that lead to one ticket, kept nowhere, found without looking through any."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from hall.actions import printing, ratings, tickets
from hall.errors import RatingClosed, UnknownCode, UnknownHandling
from hall.rules.rating import Channel, Level, Opinion, RatingKind
from hall.rules.rating_code import CODES, code_of, ticket_of
from hall.store import rating_codes
from tests.hall.conftest import KEY, HandClock, Scene
from tests.hall.test_ratings import kept, rate, served

ids = st.integers(1, 10**12)


@given(
    ticket=ids, behind=st.integers(0, CODES - 1), hall=st.integers(1, 10**6), key=st.binary(min_size=16, max_size=32)
)
def test_a_code_leads_back_to_its_ticket_among_the_last_million(
    ticket: int, behind: int, hall: int, key: bytes
) -> None:
    code = code_of(ticket, hall=hall, key=key)
    assert len(code) == 6
    assert code.isdigit()
    assert ticket_of(code, newest=ticket + behind, hall=hall, key=key) == ticket


def test_ten_thousand_tickets_in_a_row_have_ten_thousand_codes() -> None:
    assert len({code_of(one, hall=1, key=KEY) for one in range(1, 10_001)}) == 10_000


def test_codes_do_not_tell_of_each_other() -> None:
    codes = [int(code_of(one, hall=1, key=KEY)) for one in range(1, 201)]
    assert len({b - a for a, b in pairwise(codes)}) > 190
    assert code_of(1, hall=1, key=KEY) != code_of(1, hall=2, key=KEY)
    assert code_of(1, hall=1, key=KEY) != code_of(1, hall=1, key=KEY[::-1])


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", " 12345"])
def test_what_is_no_code_is_nobodys(code: str) -> None:
    assert ticket_of(code, newest=10, hall=1, key=KEY) is None


def code(scene: Scene, ticket: int) -> str:
    return code_of(ticket, hall=scene.hall_id, key=KEY)


def at_desk(
    scene: Scene, ticket: int, handling: int, kind: RatingKind = RatingKind.FIRST, level: Level = Level.SATISFIED
) -> int:
    said = Opinion(level, kind=kind)
    with scene.hall.look() as look:
        mine = rating_codes.ticket_with(look, code(scene, ticket)).id
    return ratings.rate_by_ticket(scene.hall, ticket=mine, handling=handling, said=said, channel=Channel.DESK)


def test_a_slips_code_rates_at_the_help_desk(scene: Scene) -> None:
    scene.open(1)
    turn = served(scene)
    at_desk(scene, turn.ticket.id, turn.handling.id)
    at_desk(scene, turn.ticket.id, turn.handling.id, RatingKind.ADDITION, Level.VERY_SATISFIED)
    assert [(row["channel"], row["kind"], row["counts"]) for row in kept(scene)] == [
        (Channel.DESK, RatingKind.FIRST, False),
        (Channel.DESK, RatingKind.ADDITION, True),
    ]


def test_a_code_rates_its_own_ticket_alone(quick_scene: Scene) -> None:
    quick_scene.open(1)
    mine, other = served(quick_scene), served(quick_scene)
    with pytest.raises(UnknownHandling):
        at_desk(quick_scene, other.ticket.id, mine.handling.id)


def test_a_code_holds_as_long_as_its_ticket_may_be_rated(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    turn = served(quick_scene)
    clock.moment += timedelta(days=7)
    with pytest.raises(RatingClosed):
        at_desk(quick_scene, turn.ticket.id, turn.handling.id)
    clock.moment += timedelta(days=2)
    with pytest.raises(UnknownCode):
        at_desk(quick_scene, turn.ticket.id, turn.handling.id)


def test_a_code_that_nobody_has_is_refused(quick_scene: Scene) -> None:
    with quick_scene.hall.look() as look, pytest.raises(UnknownCode):
        rating_codes.ticket_with(look, "123456")


def test_no_code_is_kept(quick_scene: Scene) -> None:
    quick_scene.open(1)
    turn = served(quick_scene)
    printing.print_ticket(quick_scene.hall, ticket=turn.ticket.id)
    rate(quick_scene, turn)
    with quick_scene.hall.look() as look:
        tables = look.connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        held = [str(row) for name in list(tables) for row in look.connection.execute(text(f"SELECT * FROM {name}"))]
    assert not any(code(quick_scene, turn.ticket.id) in row for row in held)


def test_the_way_back_does_not_grow_with_history(scene: Scene) -> None:
    """One question for the newest ticket, one for this one; each by the key of its table."""
    first = tickets.take(scene.hall, services=scene.general_services()[:1]).ticket
    with scene.hall.look() as look:
        assert rating_codes.ticket_with(look, code(scene, first.id)).id == first.id
        if look.connection.dialect.name == "sqlite":
            plan = look.connection.execute(text(f"EXPLAIN QUERY PLAN {rating_codes.NEWEST}")).one()
            assert plan.detail.startswith("SEARCH")
