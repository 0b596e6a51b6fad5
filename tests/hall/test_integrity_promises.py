"""Three faults that were found in a real product, and are absent here: each has its own proof."""

import ast
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from evaluator.live import pad
from hall.actions import calls, days, ratings, tickets, windows
from hall.actions.calls import Called
from hall.rules.exchange import Which
from hall.rules.handling import Outcome
from hall.rules.rating import Level, Opinion
from hall.store import reports
from hall.store.case_figures import case_figures
from hall.store.exchange import every_said
from hall.store.live import Live
from hall.store.names import By
from hall.store.sums import Span
from hall.store.tables import case_steps, rating_tags, tallies, unsubmitted
from hall.store.tables import ratings as ratings_table
from phone.live import phone
from tests.hall.conftest import Scene

ROOT = Path(__file__).resolve().parents[2]
EVER = Span(date(2026, 11, 1), date(2026, 12, 31))


@pytest.fixture
def one(quick_scene: Scene) -> Scene:
    quick_scene.open(1)
    return quick_scene


def served(scene: Scene, outcome: Outcome = Outcome.ACCEPTED, note: str = "") -> Called:
    by = scene.clerk(1)
    tickets.take(scene.hall, services=scene.general_services()[:1])
    turn = calls.call_next(scene.hall, window_no=1, by=by)
    calls.start(scene.hall, window_no=1, by=by)
    scene.clock.pass_by(300)
    calls.finish(scene.hall, window_no=1, by=by, outcome=outcome, note=note)
    return turn


def rate(scene: Scene, level: int, *tags: str, text: str = "") -> int:
    turn = served(scene)
    scene.clock.pass_by(30)
    return ratings.rate_at_pad(
        scene.hall,
        handling=turn.handling.id,
        window=turn.handling.window,
        said=Opinion(Level(level), tags=tags, text=text),
    )


def rows(scene: Scene, statement: Any) -> list[Any]:
    with scene.hall.look() as look:
        return list(look.connection.execute(statement))


# --- no default ratings ----------------------------------------------------------------------------


def callers_of(name: str) -> dict[str, int]:
    """Files of the product in which something of this name is called → how often."""
    found: dict[str, int] = {}
    for folder in ("hall", "web", "evaluator", "phone", "kiosk", "display", "clerk", "desk", "manager", "replay"):
        for file in (ROOT / folder).rglob("*.py"):
            written = file.read_text("utf-8")
            if not all(word in written for word in re.findall(r"\w+", name)):
                continue
            calls_made = [node for node in ast.walk(ast.parse(written)) if isinstance(node, ast.Call)]
            times = sum(name in (ast.unparse(node.func), ast.unparse(node)) for node in calls_made)
            if times:
                found[file.relative_to(ROOT).as_posix()] = times
    return found


def test_no_default_ratings_ever_appear_however_much_time_goes_by(one: Scene) -> None:
    """Days, closings, time-outs, pages looked at and left: who did not rate has not rated."""
    turns = [served(one, outcome) for outcome in (Outcome.ACCEPTED, Outcome.DONE_ON_SPOT, Outcome.REFERRED)]
    turns.append(served(one, Outcome.REFUSED, "不在本中心办理"))
    # One chooses very satisfied and leaves.
    ratings.leave_at_pad(
        one.hall, handling=turns[-1].handling.id, window=turns[-1].handling.window, level=Level.VERY_SATISFIED
    )
    waits = tickets.take(one.hall, services=one.general_services()[:1]).ticket.id
    moments = [timedelta(seconds=s) for s in (1, 60, 61, 3600)] + [timedelta(days=d) for d in (1, 2, 6, 7, 8, 15, 30)]
    started = one.clock.moment
    for at in moments:
        one.clock.moment = started + at
        with one.hall.look() as look:
            live = Live(look)
            pad(live, turns[-1].handling.window)
            for turn in turns:
                phone(live, turn.ticket.id)
            assert reports.overall(look, span=EVER).rated == 0
        if at == timedelta(days=1):
            windows.close(one.hall, window_no=1, by=one.clerk(1))
            days.close_day(one.hall, expected=1)
        if at == timedelta(days=2):
            one.open(1)
            served(one)
    assert rows(one, select(func.count()).select_from(ratings_table))[0][0] == 0
    levels = [func.sum(tallies.c[f"n{level}"]) for level in (5, 4, 3, 2, 1)]
    assert set(rows(one, select(*levels))[0]) == {0}
    assert rows(one, select(func.count()).select_from(unsubmitted))[0][0] == 1
    assert rows(one, select(tallies.c.ended).where(tallies.c.part == "hall")) != []
    assert waits


def test_only_what_a_citizen_does_at_a_door_makes_a_rating() -> None:
    """One statement writes ratings, one deed uses it, and only the doors of pads and phones ask for it."""
    assert callers_of("insert(ratings)") == {"hall/store/ratings.py": 1}
    assert callers_of("ratings.add") == {"hall/actions/ratings.py": 1}
    doors = {file for name in ("rate_at_pad", "rate_by_ticket") for file in callers_of(f"ratings.{name}")}
    assert {file.split("/")[0] for file in doors} == {"evaluator", "phone"}


# --- no invented reasons ------------------------------------------------------------------------------


def test_no_reasons_are_invented_where_none_was_given(one: Scene) -> None:
    """What nobody wrote or chose is empty wherever it is kept, told and exported."""
    for level in (5, 4, 3):
        rate(one, level)
        rate(one, level, text="  \u3000 ")
    rate(one, 2, "2-none")
    rate(one, 1, text="等了很久")
    kept = rows(one, select(ratings_table.c.level, ratings_table.c.text).order_by(ratings_table.c.id))
    assert [tuple(row) for row in kept] == [
        (5, ""),
        (5, ""),
        (4, ""),
        (4, ""),
        (3, ""),
        (3, ""),
        (2, ""),
        (1, "等了很久"),
    ]
    assert [row.code for row in rows(one, select(rating_tags.c.code))] == ["2-none"]
    told = [(said.level, said.tags, said.text) for said in every_said(one.hall, span=EVER, which=Which.EFFECTIVE)]
    assert told == [(level, ["2-none"] if level == 2 else [], text) for level, text in kept]
    assert {row.text for row in rows(one, select(case_steps.c.text))} == {""}
    with one.hall.look() as look:
        assert [row.key for row in reports.satisfaction(look, by=By.TAG, span=EVER)] == ["2-none"]


# --- no hard-coded rates ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("levels", "good", "low", "score"),
    [
        ([], None, None, None),
        ([1], 0.0, 1.0, 0.0),
        ([5], 1.0, 0.0, 10.0),
        ([5, 4, 3, 2, 1], 3 / 5, 2 / 5, 27 / 5),
        ([2, 2, 1, 3], 1 / 4, 3 / 4, 12 / 4),
    ],
)
def test_no_rates_are_hard_coded_every_one_follows_what_was_said(
    one: Scene, levels: list[int], good: float | None, low: float | None, score: float | None
) -> None:
    served(one)
    for level in levels:
        rate(one, level, *({1: ("115",), 2: ("214",)}.get(level, ())))
    with one.hall.look() as look:
        now = reports.overall(look, span=EVER)
    assert (now.good_rate, now.low_rate, now.score) == (good, low, score)
    assert now.participation == len(levels) / (len(levels) + 1)


def test_no_rate_of_what_was_put_right_is_full_before_anything_was(one: Scene) -> None:
    """Where nothing was due there is no rate; where something was and nothing came of it, the rate is none at all."""
    with one.hall.look() as look:
        before = case_figures(look, EVER)
    rates = ("reply_rate", "call_back_rate", "on_time_rate", "satisfied_rate")
    assert [getattr(before, rate_name) for rate_name in rates] == [None] * 4
    rate(one, 1, "115")
    with one.hall.look() as look:
        after = case_figures(look, EVER)
    assert (after.opened, after.reply_rate) == (1, 0.0)
    assert (after.call_back_rate, after.on_time_rate, after.satisfied_rate) == (None, None, None)
