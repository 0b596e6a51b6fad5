"""The figures of satisfaction: counted twice, over the hall's own days, never guessed."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from hall.actions import calls, ratings, tickets, windows
from hall.rules.figures import Figures
from hall.rules.handling import Outcome
from hall.rules.rating import Level, wilson
from hall.store import reports
from hall.store.own_figures import own_figures
from hall.store.reports import By, Span
from hall.store.tables import handlings as handlings_table
from hall.store.tables import ratings as ratings_table
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
    ratings.rate_by_link(scene.hall, ticket=ticket, handling=handling, level=level, tags=tags)


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


# --- the same, counted slowly ------------------------------------------------------------------------------------


def by_hand(scene: Scene, by: By, span: Span) -> dict[str, tuple[int, dict[int, int]]]:
    """The table again, one row of the database after the other, as one would with a pencil."""
    with scene.hall.look() as look:
        served = look.connection.execute(select(handlings_table)).mappings().all()
        said = look.connection.execute(select(ratings_table)).mappings().all()
        set_up = look.set_up
    found: dict[str, tuple[int, dict[int, int]]] = {}

    def key(row: Any) -> str:
        match by:
            case By.WINDOW:
                return str(set_up.posts[row["window_id"]].no)
            case By.CLERK:
                return set_up.staff[row["staff_id"]].number
            case By.SERVICE:
                return set_up.services[row["service_id"]].code
            case _:
                return str(row["ended_at"].astimezone(SHANGHAI).hour)

    def within(row: Any) -> bool:
        return row["ended_at"] is not None and span.first <= row["ended_at"].astimezone(SHANGHAI).date() <= span.last

    for row in served:
        if within(row) and row["started_at"] is not None and row["ending"] != "missed":
            ended, levels = found.get(key(row), (0, {}))
            found[key(row)] = (ended + 1, levels)
    for row in said:
        if within(row) and row["kind"] == "first":
            _ended, levels = found[key(row)]
            levels[row["level"]] = levels.get(row["level"], 0) + 1
    return found


@pytest.mark.parametrize("by", [By.WINDOW, By.CLERK, By.SERVICE, By.HOUR])
def test_a_second_count_agrees(scene: Scene, clock: HandClock, by: By) -> None:
    at(clock, 2026, 11, 20, 22, 0)
    scene.open(1, 2, 3)
    for turn in range(24):
        clock.pass_by(1500)
        serve(scene, 1 + turn % 3, list(Level)[turn % 5] if turn % 4 else None)
    for span in (ALWAYS, Span(date(2026, 11, 21), date(2026, 11, 21)), Span(date(2026, 11, 20), date(2026, 11, 20))):
        with scene.hall.look() as look:
            rows = reports.satisfaction(look, by=by, span=span)
            total = reports.overall(look, span=span)
        counted = by_hand(scene, by, span)
        assert {row.key: (row.figures.ended, dict(row.figures.counts)) for row in rows} == counted
        assert total.ended == sum(ended for ended, _levels in counted.values())
        assert total.rated == sum(sum(levels.values()) for _ended, levels in counted.values())


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


# --- one's own -------------------------------------------------------------------------------------------------------


def own(scene: Scene, window_no: int) -> tuple[int, dict[int, int]] | None:
    with scene.hall.look() as look:
        figures = own_figures(look, who=scene.clerk(window_no))
    return (figures.ended, dict(figures.counts)) if figures else None


def test_a_clerk_sees_his_own_from_five_ratings_and_the_next_day(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    for _visitor in range(4):
        serve(quick_scene, 1, Level.SATISFIED)
    clock.pass_by(86400)
    assert own(quick_scene, 1) is None, "four are too few"
    serve(quick_scene, 1, Level.VERY_DISSATISFIED)
    assert own(quick_scene, 1) is None, "the fifth was given today"
    clock.pass_by(86400)
    assert own(quick_scene, 1) == (5, {4: 4, 1: 1})


def test_one_more_rating_does_not_show_by_itself(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    for _visitor in range(5):
        serve(quick_scene, 1, Level.SATISFIED)
    clock.pass_by(86400)
    before = own(quick_scene, 1)
    serve(quick_scene, 1, Level.VERY_DISSATISFIED)
    clock.pass_by(86400)
    assert own(quick_scene, 1) == before == (5, {4: 5}), "from a sum that grew by one, the one could be told"
    for _visitor in range(4):
        serve(quick_scene, 1, Level.SATISFIED)
    clock.pass_by(86400)
    assert own(quick_scene, 1) == (10, {4: 9, 1: 1})


def test_a_late_rating_shows_no_sooner_than_the_day_after_it_was_given(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    served = [serve(quick_scene, 1) for _visitor in range(5)]
    clock.pass_by(2 * 86400)
    for handling in served:
        rate(quick_scene, handling, Level.SATISFIED)
    assert own(quick_scene, 1) is None
    clock.pass_by(86400)
    assert own(quick_scene, 1) == (5, {4: 5})


def _days() -> tuple[date, date]:
    return date(2026, 11, 23), date(2026, 11, 23) + timedelta(days=1)
