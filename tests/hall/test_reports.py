"""The figures of satisfaction: over the hall's own days, never guessed (test_figures_twice.py counts them again)."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hall.actions import calls, ratings, tickets, windows
from hall.rules.figures import Figures
from hall.rules.handling import Outcome
from hall.rules.rating import Level, Opinion, wilson
from hall.store import reports
from hall.store.reports import By, Span
from hall.store.tables import handlings as handlings_table
from tests.hall.conftest import HandClock, Scene

SHANGHAI = ZoneInfo("Asia/Shanghai")
SCORES = (10, 8, 6, 3, 0)
ALWAYS = Span(date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture(params=["Pacific/Kiritimati", "America/Los_Angeles"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """The machine believes itself far away from the hall."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def at(clock: HandClock, *when: int) -> None:
    """Set the hall's own clock."""
    clock.moment = datetime(*when, tzinfo=SHANGHAI).astimezone(UTC)  # type: ignore[misc,arg-type]


def serve(scene: Scene, window_no: int, level: Level | None = None) -> int:
    """Take, call, serve, and rate if a level is given; returns the handling."""
    clerk = scene.clerk(window_no)
    tickets.take(scene.hall, services=[scene.general_services()[0]], by=clerk)
    handling = calls.call_next(scene.hall, window_no=window_no, by=clerk).handling.id
    calls.start(scene.hall, window_no=window_no, by=clerk)
    calls.finish(scene.hall, window_no=window_no, by=clerk, outcome=Outcome.ACCEPTED)
    if level is not None:
        rate(scene, handling, level)
    return handling


def rate(scene: Scene, handling: int, level: Level) -> None:
    """Rate by the ticket's own link."""
    with scene.hall.look() as look:
        asked = select(handlings_table.c.ticket_id).where(handlings_table.c.id == handling)
        ticket = look.connection.execute(asked).scalar_one()
    tags = {Level.DISSATISFIED: ["2-none"], Level.VERY_DISSATISFIED: ["1-none"]}.get(level, [])
    ratings.rate_by_ticket(scene.hall, ticket=ticket, handling=handling, said=Opinion(level, tags=tags))


def table(scene: Scene, by: By, first: date, last: date) -> dict[str, tuple[int, int]]:
    """Key → (ended, rated)."""
    with scene.hall.look() as look:
        rows = reports.satisfaction(look, by=by, span=Span(first, last))
    return {row.key: (row.figures.ended, row.figures.rated) for row in rows}


# --- figures -------------------------------------------------------------------------------------------------


@given(st.integers(0, 300), st.lists(st.sampled_from(list(Level)), max_size=80))
def test_the_figures_are_those_one_counts_by_hand(unrated: int, given_levels: list[Level]) -> None:
    ended = unrated + len(given_levels)
    counts = {int(level): given_levels.count(level) for level in set(given_levels)}
    figures = Figures(ended, counts, SCORES)
    points = [{5: 10, 4: 8, 3: 6, 2: 3, 1: 0}[level] for level in given_levels]
    good = [level for level in given_levels if level >= 3]
    low = [level for level in given_levels if level <= 2]
    assert figures.rated == len(given_levels)
    assert figures.participation == (len(given_levels) / ended if ended else None)
    assert figures.abstention == (pytest.approx(unrated / ended) if ended else None)
    if not given_levels:
        assert (figures.good_rate, figures.low_rate, figures.score, figures.interval) == (None,) * 4
        return
    assert figures.good_rate == pytest.approx(len(good) / len(given_levels))
    assert figures.low_rate == pytest.approx(len(low) / len(given_levels))
    assert figures.score == pytest.approx(sum(points) / len(points))
    assert figures.interval == wilson(len(good), len(given_levels))
    assert figures.interval is not None
    assert figures.good_rate is not None
    low_end, high_end = figures.interval
    assert low_end <= figures.good_rate <= high_end


# --- whose day it is --------------------------------------------------------------------------------------------------


def test_a_day_ends_at_the_halls_midnight_wherever_the_machine_is(
    quick_scene: Scene, clock: HandClock, elsewhere: str
) -> None:
    at(clock, 2026, 11, 23, 9, 0)
    quick_scene.open(1)
    at(clock, 2026, 11, 23, 23, 59, 59)
    serve(quick_scene, 1, Level.SATISFIED)
    at(clock, 2026, 11, 24, 0, 0, 0)
    serve(quick_scene, 1)
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    assert table(quick_scene, By.WINDOW, monday, monday) == {"1": (1, 1)}
    assert table(quick_scene, By.WINDOW, tuesday, tuesday) == {"1": (1, 0)}
    assert table(quick_scene, By.HOUR, monday, tuesday) == {"0": (1, 0), "23": (1, 1)}


def test_a_rating_counts_on_the_day_of_the_service_it_is_about(quick_scene: Scene, clock: HandClock) -> None:
    at(clock, 2026, 11, 23, 15, 0)
    quick_scene.open(1)
    handling = serve(quick_scene, 1)
    at(clock, 2026, 11, 25, 10, 0)
    rate(quick_scene, handling, Level.VERY_SATISFIED)
    assert table(quick_scene, By.WINDOW, date(2026, 11, 23), date(2026, 11, 23)) == {"1": (1, 1)}
    assert table(quick_scene, By.WINDOW, date(2026, 11, 25), date(2026, 11, 25)) == {}


def test_nothing_served_gives_an_empty_table_without_shares(quick_scene: Scene) -> None:
    for by in By:
        assert table(quick_scene, by, date(2026, 11, 1), date(2026, 11, 2)) == {}
    with quick_scene.hall.look() as look:
        total = reports.overall(look, span=ALWAYS)
    assert (total.ended, total.rated, total.participation, total.good_rate, total.interval) == (0, 0, None, None, None)


def test_who_was_missed_is_no_service_and_who_was_sent_on_is_one_at_each_window(
    quick_scene: Scene, clock: HandClock
) -> None:
    quick_scene.open(1, 2)
    one, two = quick_scene.clerk(1), quick_scene.clerk(2)
    service = quick_scene.general_services()[0]
    tickets.take(quick_scene.hall, services=[service], by=one)
    calls.call_next(quick_scene.hall, window_no=1, by=one)
    for _call in range(2):
        clock.pass_by(200)
        calls.recall(quick_scene.hall, window_no=1, by=one)
    clock.pass_by(200)
    calls.missed(quick_scene.hall, window_no=1, by=one)
    assert table(quick_scene, By.WINDOW, *_days()) == {}
    tickets.take(quick_scene.hall, services=[service], by=one)
    calls.call_next(quick_scene.hall, window_no=1, by=one)
    calls.start(quick_scene.hall, window_no=1, by=one)
    calls.transfer(quick_scene.hall, window_no=1, by=one, to_window_no=2)
    calls.call_next(quick_scene.hall, window_no=2, by=two)
    calls.start(quick_scene.hall, window_no=2, by=two)
    calls.finish(quick_scene.hall, window_no=2, by=two, outcome=Outcome.ACCEPTED)
    assert table(quick_scene, By.WINDOW, *_days()) == {"1": (1, 0), "2": (1, 0)}


def test_a_window_taken_out_of_use_keeps_its_figures(quick_scene: Scene) -> None:
    from hall.actions import setup

    quick_scene.open(3)
    serve(quick_scene, 3, Level.SATISFIED)
    windows.close(quick_scene.hall, window_no=3, by=quick_scene.clerk(3))
    setup.withdraw_window(quick_scene.hall, window_no=3)
    assert table(quick_scene, By.WINDOW, *_days()) == {"3": (1, 1)}


def _days() -> tuple[date, date]:
    return date(2026, 11, 23), date(2026, 11, 23) + timedelta(days=1)
