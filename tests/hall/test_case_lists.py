"""Lists and figures of cases, counted a second time by hand: slowly, obviously, on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from hall.actions import ratings
from hall.rules.case import Case, Cause, State, Verdict
from hall.rules.case_moves import OPEN
from hall.rules.rating import Level, Opinion
from hall.store import case_lists, ledger
from hall.store.case_figures import CaseFigures, Counted, against_clerk, case_figures
from hall.store.case_lists import PAGE, Wanted
from hall.store.cases import case_of
from hall.store.look import Look
from hall.store.sums import Span
from hall.store.tables import cases
from tests.hall.conftest import Scene
from tests.hall.test_ratings import served

HOW_MANY = 10
DAYS = st.dates(date(2026, 11, 19), date(2026, 11, 26))
MOMENTS = st.integers(0, 9 * 86_400).map(lambda s: datetime(2026, 11, 18, tzinfo=UTC) + timedelta(seconds=s))
ORDER = list(State)


@dataclass(frozen=True)
class Drawn:
    """What became of one case; only what fits its state is written."""

    state: State
    ended_at: datetime
    opened_at: datetime
    contact: bool
    called: bool
    call_back_due: date | None
    rectify_due: date | None
    verdict: Verdict
    cause: Cause
    rectified_at: datetime
    satisfied: bool | None
    again: bool
    again_due: date | None
    handled: bool

    def row(self, handler: int, by: int) -> dict[str, Any]:
        """The columns of the case."""
        far = ORDER.index(self.state)
        reopened = self.state is State.REOPENED or (far >= ORDER.index(State.RECTIFIED) and self.again)
        replied = reopened or far >= ORDER.index(State.REPLIED)
        rectified = reopened or far >= ORDER.index(State.RECTIFIED)
        justified = far >= 2 and self.verdict is Verdict.JUSTIFIED
        return {
            "state": self.state,
            "ended_at": self.ended_at,
            "opened_at": self.opened_at,
            "handler_id": handler if self.handled else None,
            "contact": self.contact,
            "call_back_due": self.call_back_due if self.contact else None,
            "rectify_due": self.rectify_due,
            "called_back_at": self.opened_at if self.contact and self.called and far >= 1 else None,
            "verified_at": self.opened_at if far >= 2 else None,
            "verified_by": by if far >= 2 else None,
            "verdict": self.verdict if far >= 2 else None,
            "cause": self.cause if justified else None,
            "rectified_at": self.rectified_at if justified and rectified else None,
            "replied_at": self.opened_at if replied else None,
            "satisfied": (self.satisfied or False if reopened else self.satisfied) if replied else None,
            "reopened_at": self.opened_at if reopened else None,
            "again_due": self.again_due if reopened else None,
            "replied_again_at": self.opened_at if reopened and far >= ORDER.index(State.REPLIED) else None,
            "closed_at": self.opened_at if self.state is State.CLOSED else None,
        }


DRAWN = st.builds(
    Drawn,
    state=st.sampled_from(State),
    ended_at=MOMENTS,
    opened_at=MOMENTS,
    contact=st.booleans(),
    called=st.booleans(),
    call_back_due=st.none() | DAYS,
    rectify_due=st.none() | DAYS,
    verdict=st.sampled_from(Verdict),
    cause=st.sampled_from(Cause),
    rectified_at=MOMENTS,
    satisfied=st.none() | st.booleans(),
    again=st.booleans(),
    again_due=st.none() | DAYS,
    handled=st.booleans(),
)


@pytest.fixture
def crowd(scene: Scene) -> Scene:
    """A hall in which ten handlings of window 1 were rated low."""
    scene.open(1)
    for _each in range(HOW_MANY):
        scene.clock.pass_by(60)
        turn = served(scene)
        ratings.rate_at_pad(
            scene.hall,
            handling=turn.handling.id,
            window=turn.handling.window,
            said=Opinion(Level.DISSATISFIED, tags=["214"]),
        )
    return scene


def drawn_into(scene: Scene, drawn: list[Drawn]) -> None:
    handler, by = scene.clerk(2), scene.clerk(3)
    with scene.hall.work() as work:
        opened = work.connection.scalars(select(cases.c.id).order_by(cases.c.id)).all()
        for case, one in zip(opened, drawn, strict=True):
            work.connection.execute(update(cases).where(cases.c.id == case).values(**one.row(handler, by)))


def every(look: Look) -> list[tuple[Case, datetime]]:
    """Each case with when its handling ended."""
    return [(case_of(row), row.ended_at) for row in look.connection.execute(select(cases))]


def in_order(found: list[Case]) -> list[int]:
    """Open ones by deadline, then the closed ones, newest first."""
    far = date(9999, 12, 31)
    still = [one for one in found if one.state is not State.CLOSED]
    still.sort(key=lambda one: ((one.due.on if one.due else None) or far, one.id))
    done = [one for one in found if one.state is State.CLOSED]
    done.sort(key=lambda one: (one.opened_at, one.id), reverse=True)
    return [one.id for one in [*still, *done]]


def read_all(look: Look, wanted: Wanted) -> list[int]:
    """Every page, one after another."""
    shown, after = case_lists.page(look, wanted)
    while after is not None:
        more, after = case_lists.page(look, wanted, case_lists.After.read(str(after)))
        shown += more
    return [one.case.id for one in shown]


def counted(look: Look, span: Span) -> CaseFigures:
    """The figures of a span, one case at a time."""
    total = dict.fromkeys(
        ("opened", "replied", "with_contact", "called_back", "justified", "rectified_on_time", "answered", "satisfied"),
        0,
    )
    causes: dict[Cause, int] = {}
    for one, ended_at in every(look):
        if not span.first <= look.hours.day(ended_at) <= span.last:
            continue
        total["opened"] += 1
        total["replied"] += one.replied_at is not None
        total["with_contact"] += one.contact
        total["called_back"] += one.called_back_at is not None
        total["answered"] += one.satisfied is not None
        total["satisfied"] += one.satisfied is True
        if one.verdict is Verdict.JUSTIFIED and one.cause is not None:
            total["justified"] += 1
            causes[one.cause] = causes.get(one.cause, 0) + 1
            if one.rectified_at is not None:
                total["rectified_on_time"] += (
                    one.rectify_due is None or look.hours.day(one.rectified_at) <= one.rectify_due
                )
    return CaseFigures(**total, causes=causes)


def is_counted(look: Look, one: Case) -> set[str]:
    """Under what a case is counted, in the words of the figures."""
    on_time = one.rectified_at is not None and (
        one.rectify_due is None or look.hours.day(one.rectified_at) <= one.rectify_due
    )
    told = {
        "opened": True,
        "replied": one.replied_at is not None,
        "not_replied": one.replied_at is None,
        "with_contact": one.contact,
        "called_back": one.called_back_at is not None,
        "not_called_back": one.contact and one.called_back_at is None,
        "justified": one.justified,
        "rectified_on_time": one.justified and on_time,
        "not_on_time": one.justified and not on_time,
        "answered": one.satisfied is not None,
        "satisfied": one.satisfied is True,
        "not_satisfied": one.satisfied is False,
    }
    return {name for name, so in told.items() if so}


USUAL = settings(max_examples=25, suppress_health_check=list(HealthCheck), database=None)


@USUAL
@given(drawn=st.lists(DRAWN, min_size=HOW_MANY, max_size=HOW_MANY), first=DAYS, length=st.integers(0, 3))
def test_figures_and_ledger_of_cases_are_those_counted_by_hand(
    crowd: Scene, drawn: list[Drawn], first: date, length: int
) -> None:
    drawn_into(crowd, drawn)
    span = Span(first, first + timedelta(days=length))
    with crowd.hall.look() as look:
        assert case_figures(look, span) == counted(look, span)
        by_people = counted(look, span).causes.get(Cause.PEOPLE, 0)
        assert against_clerk(look, who=crowd.clerk(1), span=span) == by_people
        assert against_clerk(look, who=crowd.clerk(2), span=span) == 0
        listed = sorted(one.no for one, ended_at in every(look) if span.first <= look.hours.day(ended_at) <= span.last)
        assert [one.no for one in ledger.entries(look, span)] == listed


@USUAL
@given(
    drawn=st.lists(DRAWN, min_size=HOW_MANY, max_size=HOW_MANY),
    first=DAYS,
    length=st.integers(0, 3),
    asked=st.sampled_from(Counted),
)
def test_behind_a_figure_of_cases_are_just_those_it_counts(
    crowd: Scene, drawn: list[Drawn], first: date, length: int, asked: Counted
) -> None:
    drawn_into(crowd, drawn)
    span, found, before = Span(first, first + timedelta(days=length)), list[int](), None
    with pytest.MonkeyPatch.context() as patch, crowd.hall.look() as look:
        patch.setattr(case_lists, "PAGE", 3)
        there = [one for one, ended_at in every(look) if span.first <= look.hours.day(ended_at) <= span.last]
        while before is not None or not found:
            page, before = case_lists.behind(look, span, asked, before=before)
            found += [one.case.no for one in page]
            if before is None:
                break
        figures = case_figures(look, span)
    assert found == sorted((one.no for one in there if asked in is_counted(look, one)), reverse=True)
    assert len(found) == getattr(figures, asked, len(found))


@USUAL
@given(
    drawn=st.lists(DRAWN, min_size=HOW_MANY, max_size=HOW_MANY),
    states=st.sampled_from([frozenset(State), OPEN, *(frozenset({one}) for one in State)]),
    overdue=st.booleans(),
    mine=st.booleans(),
    unassigned=st.booleans(),
)
def test_a_list_holds_what_was_asked_for_in_order_whatever_its_pages(
    crowd: Scene, drawn: list[Drawn], states: frozenset[State], overdue: bool, mine: bool, unassigned: bool
) -> None:
    drawn_into(crowd, drawn)
    handler = crowd.clerk(2) if mine else None
    with pytest.MonkeyPatch.context() as patch, crowd.hall.look() as look:
        patch.setattr(case_lists, "PAGE", 3)
        known = [one for one, _ended_at in every(look)]
        late = {one.id for one in known if one.due is not None and one.due.over(look.today)}
        wanted = [
            one
            for one in known
            if one.state in states and (not overdue or one.id in late) and (not mine or one.handler == handler)
            if not unassigned or (one.handler is None and one.state in OPEN)
        ]
        assert read_all(look, Wanted(states, overdue, handler, unassigned)) == in_order(wanted)
        here, unhandled = case_lists.now(look), [one for one in known if one.handler is None and one.state in OPEN]
        assert (here.open, here.overdue) == (sum(one.state in OPEN for one in known), len(late))
        assert (here.unassigned, here.appeals) == (len(unhandled), 0)
        newest = sorted(known, key=lambda one: (one.opened_at, one.id), reverse=True)
        assert [one.id for one in case_lists.about(look, crowd.clerk(1))] == [one.id for one in newest[:3]]
    assert case_lists.PAGE == PAGE
