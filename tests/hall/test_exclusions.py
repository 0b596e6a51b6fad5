"""A rating is left out of the figures by two people, for a reason, on record; it is never deleted."""

from datetime import date

import pytest
from sqlalchemy import select

from hall.actions import calls, exclusions, ratings, setup, tickets
from hall.errors import (
    ExclusionAlreadyAsked,
    ExclusionDecided,
    GroundMissing,
    NotExcluded,
    OwnRating,
    Refusal,
    SamePerson,
    TextTooLong,
    UnknownRecord,
)
from hall.rules.exclusion import Reason, State
from hall.rules.figures import Figures
from hall.rules.hall_file import read_hall_file
from hall.rules.handling import Outcome
from hall.rules.rating import Level, Opinion, RatingKind
from hall.rules.staff import Power
from hall.store import cases, journal, reports
from hall.store import exclusions as kept
from hall.store.sums import Span
from hall.store.tables import journal as journal_table
from hall.store.tables import ratings as ratings_table
from tests.crowd import at_once
from tests.hall.conftest import DEMO, Scene

TODAY = Span(date(2026, 11, 23), date(2026, 11, 23))
WORDS = "监控显示由本窗口人员代点"


def rated(scene: Scene, level: int = 1) -> tuple[int, int, int]:
    """A visitor of window 1 gave this level on the pad; returns rating, handling and ticket."""
    by = scene.clerk(1)
    tickets.take(scene.hall, services=scene.general_services()[:1])
    turn = calls.call_next(scene.hall, window_no=1, by=by)
    calls.start(scene.hall, window_no=1, by=by)
    scene.clock.pass_by(300)
    calls.finish(scene.hall, window_no=1, by=by, outcome=Outcome.ACCEPTED)
    scene.clock.pass_by(20)
    tags = {1: ("115",), 2: ("214",)}.get(level, ())
    given = ratings.rate_at_pad(
        scene.hall, handling=turn.handling.id, window=turn.handling.window, said=Opinion(Level(level), tags=tags)
    )
    return given, turn.handling.id, turn.ticket.id


def two(scene: Scene) -> tuple[int, int]:
    """Two people who may: the manager and the inspector."""
    with scene.hall.look() as look:
        one, other, *_rest = (one.id for one in look.set_up.staff.values() if one.may(Power.EXCLUDE))
    return one, other


def ask(scene: Scene, rating: int, by: int) -> int:
    return exclusions.ask(scene.hall, rating=rating, reason=Reason.STAFF, text=WORDS, by=by)


def figures(scene: Scene) -> Figures:
    with scene.hall.look() as look:
        return reports.overall(look, span=TODAY)


def waiting(scene: Scene) -> int:
    with scene.hall.look() as look:
        return kept.asked(look)


@pytest.fixture
def one(quick_scene: Scene) -> Scene:
    quick_scene.open(1)
    return quick_scene


def test_two_people_leave_a_rating_out_and_it_is_counted_beside_the_figures(scene: Scene) -> None:
    scene.open(1)
    rating, handling, _ticket = rated(scene)
    rated(scene, 5)
    asker, decider = two(scene)
    asked = ask(scene, rating, asker)
    assert (figures(scene).rated, figures(scene).excluded, waiting(scene)) == (2, 0, 1)
    with scene.hall.look() as look:
        assert [(each.exclusion.id, each.number, each.rating.id) for each in kept.pending(look)] == [
            (asked, "A001", rating)
        ]
        assert kept.in_span(look, TODAY) == []
    scene.clock.pass_by(60)
    exclusions.decide(scene.hall, exclusion=asked, approve=True, by=decider)
    now = figures(scene)
    assert (now.rated, now.excluded, now.low_rate, waiting(scene)) == (1, 1, 0.0, 0)
    with scene.hall.look() as look:
        (listed,) = kept.in_span(look, TODAY)
        assert kept.in_span(look, Span(date(2026, 11, 1), date(2026, 11, 22))) == []
        assert kept.pending(look) == []
        assert (listed.exclusion.reason, listed.exclusion.text) == (Reason.STAFF, WORDS)
        assert (listed.exclusion.asked_by, listed.exclusion.decided_by) == (asker, decider)
        assert listed.rating.level is Level.VERY_DISSATISFIED
        # It stays, and so does what followed it.
        assert len(look.connection.execute(select(ratings_table.c.id)).all()) == 2
        assert cases.of_handling(look, handling) is not None


def test_what_was_left_out_counts_again_once_lifted(scene: Scene) -> None:
    scene.open(1)
    rating, _handling, _ticket = rated(scene)
    asker, decider = two(scene)
    asked = ask(scene, rating, asker)
    before = figures(scene)
    exclusions.decide(scene.hall, exclusion=asked, approve=True, by=decider)
    exclusions.lift(scene.hall, exclusion=asked, by=asker)
    assert figures(scene) == before
    with scene.hall.look() as look:
        assert kept.in_span(look, TODAY) == []
        (settled,) = kept.settled(look)
        assert (settled.exclusion.state, settled.exclusion.lifted_by) == (State.LIFTED, asker)
    # And may be asked for anew.
    assert ask(scene, rating, decider) != asked


def test_a_declined_request_changes_no_figure(one: Scene) -> None:
    rating, _handling, _ticket = rated(one)
    asker, decider = two(one)
    asked = ask(one, rating, asker)
    before = figures(one)
    exclusions.decide(one.hall, exclusion=asked, approve=False, by=decider)
    assert figures(one) == before
    with one.hall.look() as look:
        assert [each.exclusion.state for each in kept.settled(look)] == [State.DECLINED]


def test_every_refusal_has_its_name_and_leaves_everything_as_it_was(one: Scene) -> None:
    rating, _handling, _ticket = rated(one)
    asker, decider = two(one)
    clerk = one.clerk(1)

    def refused(refusal: type[Refusal], deed: object, **named: object) -> None:
        with pytest.raises(refusal):
            deed(one.hall, **named)  # type: ignore[operator]

    def asks(refusal: type[Refusal], **changed: object) -> None:
        said = {"rating": rating, "reason": Reason.OTHER, "text": WORDS, "by": asker} | changed
        refused(refusal, exclusions.ask, **said)

    asks(UnknownRecord, rating=999)
    asks(OwnRating, by=clerk)
    asks(GroundMissing, text=" \u3000\u200b")
    asks(TextTooLong, text="长" * 301)
    asked = ask(one, rating, asker)
    asks(ExclusionAlreadyAsked)
    asks(ExclusionAlreadyAsked, by=decider)
    refused(UnknownRecord, exclusions.decide, exclusion=999, approve=True, by=decider)
    for approve in (True, False):
        refused(SamePerson, exclusions.decide, exclusion=asked, approve=approve, by=asker)
        refused(OwnRating, exclusions.decide, exclusion=asked, approve=approve, by=clerk)
    refused(NotExcluded, exclusions.lift, exclusion=asked, by=decider)
    assert figures(one).excluded == 0
    exclusions.decide(one.hall, exclusion=asked, approve=True, by=decider)
    asks(ExclusionAlreadyAsked)
    refused(ExclusionDecided, exclusions.decide, exclusion=asked, approve=False, by=decider)
    refused(OwnRating, exclusions.lift, exclusion=asked, by=clerk)
    refused(UnknownRecord, exclusions.lift, exclusion=999, by=decider)
    assert figures(one).excluded == 1


def test_a_rating_of_another_hall_is_not_there(one: Scene) -> None:
    rating, _handling, _ticket = rated(one)
    asker, decider = two(one)
    asked = ask(one, rating, asker)
    text = DEMO.read_text("utf-8").replace('code = "demo"', 'code = "elsewhere"')
    # People sign in by their names, which are their own in all halls.
    text = text.replace('[[staff]]\nname = "', '[[staff]]\nname = "x.')
    other = one.database.hall(setup.load_hall(one.database, file=read_hall_file(text), demo=True), actor="test")
    with pytest.raises(UnknownRecord):
        exclusions.ask(other, rating=rating, reason=Reason.TRIAL, text=WORDS, by=asker)
    with pytest.raises(UnknownRecord):
        exclusions.decide(other, exclusion=asked, approve=True, by=decider)
    with pytest.raises(UnknownRecord):
        exclusions.lift(other, exclusion=asked, by=decider)


def test_when_an_addition_is_left_out_the_first_rating_counts_again(one: Scene) -> None:
    rating, handling, ticket = rated(one, 5)
    asker, decider = two(one)
    one.clock.pass_by(600)
    added = ratings.rate_by_ticket(
        one.hall, ticket=ticket, handling=handling, said=Opinion(Level(2), tags=("214",), kind=RatingKind.ADDITION)
    )
    assert figures(one).counts == {2: 1}
    asked = ask(one, added, asker)
    exclusions.decide(one.hall, exclusion=asked, approve=True, by=decider)
    assert (figures(one).counts, figures(one).excluded) == ({5: 1}, 1)
    first = ask(one, rating, asker)
    exclusions.decide(one.hall, exclusion=first, approve=True, by=decider)
    assert (figures(one).counts, figures(one).excluded) == ({}, 2)
    exclusions.lift(one.hall, exclusion=asked, by=decider)
    assert (figures(one).counts, figures(one).excluded) == ({2: 1}, 1)


def test_of_two_who_decide_at_once_one_is_told_that_it_is_decided(scene: Scene) -> None:
    scene.open(1)
    rating, _handling, _ticket = rated(scene)
    asker, decider = two(scene)
    with scene.hall.look() as look:
        third = next(one.id for one in look.set_up.staff.values() if one.id not in (asker, decider, scene.clerk(1)))
    asked = ask(scene, rating, asker)
    people = (decider, third)

    def decide(one: int) -> None:
        exclusions.decide(scene.hall, exclusion=asked, approve=True, by=people[one])

    assert [type(wrong) for wrong in at_once(2, decide)] == [ExclusionDecided]
    assert (figures(scene).rated, figures(scene).excluded) == (0, 1)


def test_of_two_who_ask_at_once_one_is_told_that_it_is_asked(scene: Scene) -> None:
    scene.open(1)
    rating, _handling, _ticket = rated(scene)
    people = two(scene)

    def ask_too(one: int) -> None:
        ask(scene, rating, people[one])

    wrong = at_once(2, ask_too)
    assert [type(one) for one in wrong] == [ExclusionAlreadyAsked]


def test_all_of_it_is_journaled_and_no_word_of_it(one: Scene) -> None:
    rating, _handling, _ticket = rated(one)
    asker, decider = two(one)
    asked = ask(one, rating, asker)
    exclusions.decide(one.hall, exclusion=asked, approve=True, by=decider)
    exclusions.lift(one.hall, exclusion=asked, by=decider)
    exclusions.decide(one.hall, exclusion=ask(one, rating, asker), approve=False, by=decider)
    with one.hall.look() as look:
        rows = look.connection.execute(
            select(journal_table.c.kind, journal_table.c.facts).order_by(journal_table.c.seq)
        )
        told = [row for row in rows if "Exclusion" in row.kind or row.kind in ("RatingExcluded", "RatingKept")]
        assert list(journal.faults(look.connection, hall=one.hall_id, key=one.database.key)) == []
    assert [row.kind for row in told] == [
        "ExclusionAsked",
        "RatingExcluded",
        "ExclusionLifted",
        "ExclusionAsked",
        "RatingKept",
    ]
    assert not any(WORDS in row.facts for row in told)
