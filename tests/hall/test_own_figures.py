"""A clerk's own sheet: nobody can be told from it, and it holds what was the clerk's doing."""

from typing import Any

from sqlalchemy import select, update

from hall.actions import calls, ratings, tickets
from hall.rules.handling import Outcome
from hall.rules.rating import Level, Opinion, RatingKind
from hall.store import ratings as kept
from hall.store import reports
from hall.store.own_figures import own_figures
from hall.store.reports import By, Span
from hall.store.tables import cases
from hall.store.tables import handlings as handlings_table
from tests.hall.conftest import HandClock, Scene

DAY = 86400


def serve(scene: Scene, level: Level | None = None) -> int:
    """Take, call, serve at window 1, and rate if a level is given; returns the handling."""
    clerk = scene.clerk(1)
    tickets.take(scene.hall, services=[scene.general_services()[0]], by=clerk)
    handling = calls.call_next(scene.hall, window_no=1, by=clerk).handling.id
    calls.start(scene.hall, window_no=1, by=clerk)
    calls.finish(scene.hall, window_no=1, by=clerk, outcome=Outcome.ACCEPTED)
    if level is not None:
        rate(scene, handling, level)
    return handling


def rate(scene: Scene, handling: int, level: Level, kind: RatingKind = RatingKind.FIRST) -> None:
    """Rate by the ticket's own link."""
    with scene.hall.look() as look:
        asked = select(handlings_table.c.ticket_id).where(handlings_table.c.id == handling)
        ticket = look.connection.execute(asked).scalar_one()
    tags = {Level.DISSATISFIED: ["2-none"], Level.VERY_DISSATISFIED: ["1-none"]}.get(level, [])
    ratings.rate_by_ticket(scene.hall, ticket=ticket, handling=handling, said=Opinion(level, tags=tags, kind=kind))


def own(scene: Scene) -> tuple[int, dict[int, int]] | None:
    with scene.hall.look() as look:
        figures = own_figures(look, who=scene.clerk(1))
    assert figures is None or figures.ended is not None
    return (figures.ended, dict(figures.counts)) if figures else None


def halls(scene: Scene) -> dict[int, int]:
    """What the clerk has in the hall's own figures."""
    with scene.hall.look() as look:
        (row,) = reports.satisfaction(look, by=By.CLERK, span=Span(look.hours.day(look.now).replace(day=1), look.today))
    return dict(row.figures.counts)


def find(scene: Scene, handling: int, verdict: str, cause: str | None = None) -> None:
    """What was found of a low rating."""
    with scene.hall.work() as work:
        found: dict[str, Any] = {"verdict": verdict, "cause": cause, "verified_at": work.now}
        work.connection.execute(update(cases).where(cases.c.handling_id == handling).values(**found))


# --- nobody can be told ---------------------------------------------------------------------------------------------


def test_a_clerk_sees_his_own_from_five_ratings_and_the_next_day(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    for _visitor in range(4):
        serve(quick_scene, Level.SATISFIED)
    clock.pass_by(DAY)
    assert own(quick_scene) is None, "four are too few"
    serve(quick_scene, Level.VERY_DISSATISFIED)
    assert own(quick_scene) is None, "the fifth was given today"
    clock.pass_by(DAY)
    assert own(quick_scene) == (5, {4: 4, 1: 1})


def test_one_more_rating_does_not_show_by_itself(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    for _visitor in range(5):
        serve(quick_scene, Level.SATISFIED)
    clock.pass_by(DAY)
    before = own(quick_scene)
    serve(quick_scene, Level.VERY_DISSATISFIED)
    clock.pass_by(DAY)
    assert own(quick_scene) == before == (5, {4: 5}), "from a sum that grew by one, the one could be told"
    for _visitor in range(4):
        serve(quick_scene, Level.SATISFIED)
    clock.pass_by(DAY)
    assert own(quick_scene) == (10, {4: 9, 1: 1})


def test_a_late_rating_shows_no_sooner_than_the_day_after_it_was_given(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    served = [serve(quick_scene) for _visitor in range(5)]
    clock.pass_by(2 * DAY)
    for handling in served:
        rate(quick_scene, handling, Level.SATISFIED)
    assert own(quick_scene) is None
    clock.pass_by(DAY)
    assert own(quick_scene) == (5, {4: 5})


def test_an_addition_takes_the_firsts_place_once_it_may_be_shown(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    served = [serve(quick_scene, Level.SATISFIED) for _visitor in range(5)]
    clock.pass_by(DAY)
    rate(quick_scene, served[0], Level.VERY_DISSATISFIED, RatingKind.ADDITION)
    clock.pass_by(DAY)
    assert own(quick_scene) == (5, {4: 5})
    for _visitor in range(4):
        serve(quick_scene, Level.VERY_SATISFIED)
    clock.pass_by(DAY)
    assert own(quick_scene) == (9, {5: 4, 4: 4, 1: 1})


# --- what was the clerk's doing -------------------------------------------------------------------------------------


def test_of_the_verified_low_ratings_only_those_of_people_count(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    serve(quick_scene, Level.DISSATISFIED)
    find(quick_scene, serve(quick_scene, Level.VERY_DISSATISFIED), "justified", "people")
    for cause in ("materials", "procedure", "waiting", "equipment"):
        find(quick_scene, serve(quick_scene, Level.DISSATISFIED), "justified", cause)
    for verdict in ("unjustified", "mistaken", "malicious"):
        find(quick_scene, serve(quick_scene, Level.VERY_DISSATISFIED), verdict)
    assert halls(quick_scene) == {2: 5, 1: 4}, "they stay in the hall's figures, whatever was found"
    clock.pass_by(DAY)
    assert own(quick_scene) == (9, {2: 1, 1: 1}), "one is not decided yet, one was the clerk's doing"


def test_a_good_addition_counts_whatever_was_found_of_the_first(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    for _visitor in range(4):
        serve(quick_scene, Level.SATISFIED)
    low = serve(quick_scene, Level.DISSATISFIED)
    rate(quick_scene, low, Level.SATISFIED, RatingKind.ADDITION)
    find(quick_scene, low, "unjustified")
    clock.pass_by(DAY)
    assert own(quick_scene) == (5, {4: 5})


def test_what_was_left_out_of_the_figures_leaves_the_sheet(quick_scene: Scene, clock: HandClock) -> None:
    quick_scene.open(1)
    for _visitor in range(4):
        serve(quick_scene, Level.SATISFIED)
    low = serve(quick_scene, Level.DISSATISFIED)
    clock.pass_by(DAY)
    with quick_scene.hall.work() as work:
        kept.exclude(work, kept.of_handling(work, low)[0], excluded=True)
    assert own(quick_scene) == (5, {4: 4})
