"""What everybody may read tells no single rating, and a district sees the sums of its halls alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from hall.actions import improvements as deeds
from hall.actions import setup
from hall.errors import Malformed, UnknownRecord
from hall.rules.hall_entries import HallFile
from hall.rules.hall_file import read_hall_file
from hall.store import improvements
from hall.store.database import Hall
from hall.store.districts import side_by_side
from hall.store.look import Look
from hall.store.published import LEAST, Published, month_span, months, published, usual_span, withheld
from hall.store.sums import Span
from hall.store.tables import tallies
from tests.backstage import Backstage
from tests.hall.conftest import DEMO, Scene
from tests.hall.test_contacts import low

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 90), max_size=8)


@given(rated=COUNTS, least=st.integers(1, 60))
def test_what_is_hidden_cannot_be_worked_out_from_the_sum(rated: dict[str, int], least: int) -> None:
    hidden = withheld(rated, least=least)
    assert {key for key, n in rated.items() if n < least} <= hidden
    together = sum(rated[key] for key in hidden)
    if together and hidden != set(rated):
        assert together >= least
        assert len(hidden) > 1
    # Nothing is hidden for nothing.
    if all(n >= least for n in rated.values()):
        assert hidden == set()


def said(hall: Hall, *, day: date, part: str, rated: dict[str, int], low: int = 0) -> None:
    """Ratings of a day as they stand in the tallies."""
    rows = [
        {"hall_id": hall.id, "part": part, "day": day, "key": key, "ended": 2 * n, "n5": n - low, "n1": low}
        for key, n in rated.items()
    ]
    with hall.database.deed(hall.id) as connection:
        connection.execute(insert(tallies), rows)


def look_at(look: Look) -> Published:
    return published(look, usual_span(look))


def ids(scene: Scene) -> list[str]:
    with scene.hall.look() as look:
        return [str(one) for one in look.set_up.posts]


def test_below_thirty_nothing_is_shown(scene: Scene) -> None:
    first, second, third, *_others = ids(scene)
    with scene.hall.look() as look:
        yesterday = look.today - timedelta(days=1)
        assert look_at(look).total is None
    said(scene.hall, day=yesterday, part="hall", rated={"": LEAST - 1})
    with scene.hall.look() as look:
        assert look_at(look) == Published(usual_span(look), LEAST, None, (), ())
    said(scene.hall, day=yesterday - timedelta(days=1), part="hall", rated={"": 90}, low=9)
    windows = {first: 5, second: 40, third: 74}
    said(scene.hall, day=yesterday, part="window", rated=windows)
    with scene.hall.look() as look:
        shown = look_at(look)
        today = Span(look.today, look.today)
        assert published(look, today).total is None
    assert shown.total is not None
    assert (shown.total.rated, shown.total.ended, shown.total.good) == (119, 238, 110)
    # One window has too few; the next is left out too, or the first could be worked out.
    assert [one.figures.rated if one.figures else None for one in shown.windows] == [None, None, 74]


def test_a_hall_may_ask_for_more_but_not_for_less(quick_scene: Scene) -> None:
    with quick_scene.hall.look() as look:
        yesterday = look.today - timedelta(days=1)
    said(quick_scene.hall, day=yesterday, part="hall", rated={"": 40})
    for rank_from, shown in ((1, True), (50, False)):
        setup.set_policy(quick_scene.hall, facts={"rank_from": rank_from})
        with quick_scene.hall.look() as look:
            assert (look_at(look).total is not None) is shown
    said(quick_scene.hall, day=yesterday - timedelta(days=200), part="hall", rated={"": 20})


def test_a_month_is_shown_as_far_as_it_is_over(quick_scene: Scene) -> None:
    with quick_scene.hall.look() as look:
        assert look.today == date(2026, 11, 23)
        assert month_span(look, date(2026, 11, 5)) == Span(date(2026, 11, 1), date(2026, 11, 22))
        assert month_span(look, date(2026, 2, 1)) == Span(date(2026, 2, 1), date(2026, 2, 28))
        assert month_span(look, date(2026, 12, 1)) is None
        assert month_span(look, date(2020, 1, 1)) is None
        assert len(months(look)) == 24


# --- a district ----------------------------------------------------------------------------------------------


def another_hall(scene: Scene | Backstage, code: str, *, district: str | None) -> Hall:
    """The same hall once more under another code."""
    file = read_hall_file(DEMO.read_text("utf-8"))
    own = replace(file.hall, code=code, name=replace(file.hall.name, zh=code), district=district)
    people = tuple(replace(one, name=f"{code}.{one.name}") for one in file.staff)
    again: HallFile = replace(file, hall=own, staff=people)
    return scene.database.hall(setup.load_hall(scene.database, file=again))


def test_a_district_sees_its_own_halls_side_by_side(scene: Scene) -> None:
    with scene.hall.look() as look:
        district, day = look.set_up.district, look.today
    assert district is not None
    neighbour = another_hall(scene, "neighbour", district=district)
    for name in ("天河区", None):
        said(another_hall(scene, f"far-{(name and 1) or 2}", district=name), day=day, part="hall", rated={"": 99})
    said(scene.hall, day=day, part="hall", rated={"": 10})
    said(neighbour, day=day, part="hall", rated={"": 50}, low=5)
    sides = list(side_by_side(scene.database, district=district, span=Span(day, day)))
    assert [(one.code, one.figures.rated, one.figures.ended) for one in sides] == [
        ("demo", 10, 20),
        ("neighbour", 50, 100),
    ]


# --- improvements --------------------------------------------------------------------------------------------

CHANGED = {"zh": "等候区加了座位", "en": "More seats"}


def test_what_was_changed_is_shown_newest_first(scene: Scene) -> None:
    case = low(scene)
    first = deeds.add_improvement(scene.hall, facts={"text": CHANGED, "case": 1})
    deeds.add_improvement(scene.hall, facts={"text": {"zh": "午间开窗"}, "shown": False})
    deeds.add_improvement(scene.hall, facts={"text": {"zh": "免费拍照"}})
    with scene.hall.look() as look:
        assert [one.zh for one in improvements.shown(look)] == ["免费拍照", "等候区加了座位"]
        listed = improvements.every_one(look)
    assert [(one.case, one.case_no, one.shown) for one in listed] == [
        (None, None, True),
        (None, None, False),
        (case, 1, True),
    ]
    deeds.edit_improvement(scene.hall, improvement=first, facts={"text": CHANGED, "shown": False})
    with scene.hall.look() as look:
        assert [one.zh for one in improvements.shown(look)] == ["免费拍照"]
        assert improvements.every_one(look)[-1].case is None


def test_an_improvement_is_refused_at_the_field_that_is_wrong(quick_scene: Scene) -> None:
    for facts, field in (
        ({"text": {"zh": ""}}, "text.zh"),
        ({"text": {"zh": "改" * 101}}, "text.zh"),
        ({"text": CHANGED, "case": 7}, "case"),
        ({"text": CHANGED, "case": 0}, "case"),
        ({"text": CHANGED, "loud": True}, "loud"),
    ):
        with pytest.raises(Malformed) as refused:
            deeds.add_improvement(quick_scene.hall, facts=facts)
        assert refused.value.facts["field"] == field
    with pytest.raises(UnknownRecord):
        deeds.edit_improvement(quick_scene.hall, improvement=99, facts={"text": CHANGED})
