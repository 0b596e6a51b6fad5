"""Whose turn it is, tried with lines that nobody would think of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hall.rules.line import (
    Caller,
    Turn,
    Waiting,
    Why,
    ahead_of_each,
    count_ahead,
    estimate_s,
    expected,
    may_call,
    next_in_line,
)
from hall.rules.numbering import number_text

OPENING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
EVERYTHING = frozenset({1, 2, 3})
WINDOWS = [Caller(1, EVERYTHING), Caller(2, frozenset({1})), Caller(3, frozenset({2, 3})), Caller(4, EVERYTHING)]


def somebody(
    ticket: int, *, minute: int = 0, priority: bool = False, yields: int = 0, service: int = 1, only: int | None = None
) -> Waiting:
    at = OPENING + timedelta(minutes=minute)
    return Waiting(ticket, service, at, priority, yields, only, moved_back=yields > 0)


@st.composite
def lines(draw: st.DrawFn, *, yields: int = 4, most: int = 12) -> list[Waiting]:
    """A line by first arrival, as the store reads it; several may have come in the same moment."""
    people = draw(
        st.lists(
            st.tuples(
                st.integers(0, 6),
                st.booleans(),
                st.integers(0, yields),
                st.sampled_from(sorted(EVERYTHING)),
                st.sampled_from([None, None, None, 1, 3]),
            ),
            max_size=most,
        )
    )
    line = [
        somebody(place + 1, minute=minute, priority=first, yields=held, service=service, only=only)
        for place, (minute, first, held, service, only) in enumerate(people)
    ]
    return sorted(line, key=lambda one: one.arrival)


def called_one_by_one(line: list[Waiting], *, run: int, cap: int) -> Iterator[Turn]:
    """The calls one window would really make, the line written down anew after each."""
    while (turn := next_in_line(line, run=run, cap=cap)) is not None:
        yield turn
        run = turn.run
        line = [replace(one, yields=max(0, one.yields - 1)) for one in line if one.ticket != turn.waiting.ticket]


def numbers(turns: Iterator[Turn]) -> list[int]:
    return [turn.waiting.ticket for turn in turns]


@given(lines(), st.integers(0, 3), st.integers(1, 3))
def test_everybody_is_called_once(line: list[Waiting], run: int, cap: int) -> None:
    assert sorted(numbers(expected(line, run=run, cap=cap))) == sorted(one.ticket for one in line)


@given(lines(), st.integers(0, 3), st.integers(1, 3))
def test_what_is_foretold_is_what_happens(line: list[Waiting], run: int, cap: int) -> None:
    foretold = [(turn.waiting.ticket, turn.run) for turn in expected(line, run=run, cap=cap)]
    assert foretold == [(turn.waiting.ticket, turn.run) for turn in called_one_by_one(line, run=run, cap=cap)]


@given(lines(yields=0), st.integers(1, 3))
def test_among_equals_first_arrival_decides(line: list[Waiting], cap: int) -> None:
    order = [turn.waiting for turn in expected(line, run=0, cap=cap)]
    for kind in (True, False):
        arrivals = [one.arrival for one in order if one.priority is kind]
        assert arrivals == sorted(arrivals)


@given(lines(yields=0), st.integers(0, 3), st.integers(1, 3))
def test_priority_never_goes_first_more_often_in_a_row_than_the_rule_says(
    line: list[Waiting], run: int, cap: int
) -> None:
    others, in_a_row = sum(not one.priority for one in line), run
    for turn in expected(line, run=run, cap=cap):
        if not turn.waiting.priority:
            others, in_a_row = others - 1, 0
        elif others:
            in_a_row += 1
            assert in_a_row <= max(cap, run)


@given(lines(yields=0), st.integers(1, 3))
def test_nobody_is_overtaken_longer_than_the_cap_allows(line: list[Waiting], cap: int) -> None:
    order = [turn.waiting for turn in expected(line, run=0, cap=cap)]
    for place, one in enumerate(order):
        if not one.priority:
            before = sum(other.arrival < one.arrival for other in line if not other.priority)
            overtaking = sum(other.priority for other in order[:place])
            assert overtaking <= cap * (before + 1)


@given(lines())
def test_whoever_lets_n_others_go_first_is_called_after_n_others_or_when_nobody_else_is_there(
    line: list[Waiting],
) -> None:
    for place, turn in enumerate(expected(line, run=0, cap=2)):
        if place < turn.waiting.yields:
            assert turn.why is Why.NOBODY_ELSE
            gone = {one.waiting.ticket for one in list(expected(line, run=0, cap=2))[:place]}
            assert all(one.yields > 0 for one in line if one.ticket not in gone)


@given(st.integers(1, 6), st.integers(0, 8))
def test_a_restored_ticket_goes_after_exactly_n_others(yields: int, others: int) -> None:
    line = [somebody(1, yields=yields), *(somebody(2 + one, minute=one + 1) for one in range(others))]
    assert numbers(expected(line, run=0, cap=2)).index(1) == min(yields, others)


def test_each_call_says_why() -> None:
    line = [somebody(1), somebody(2, minute=1, priority=True), somebody(3, minute=2, priority=True)]
    line += [somebody(4, minute=3, priority=True), somebody(5, yields=2), somebody(6, minute=9, yields=9)]
    told = [(turn.waiting.ticket, turn.why) for turn in expected(line, run=0, cap=2)]
    assert told == [
        (2, Why.PRIORITY),
        (3, Why.PRIORITY),
        (1, Why.OTHERS_TURN),
        (4, Why.PRIORITY),
        (5, Why.RESTORED),
        (6, Why.NOBODY_ELSE),
    ]


def test_priority_calls_while_nobody_else_waits_do_not_count() -> None:
    line = [somebody(one, minute=one, priority=True) for one in range(1, 6)]
    assert [turn.run for turn in expected(line, run=1, cap=2)] == [1] * 5


def test_who_was_sent_to_one_window_is_called_by_no_other() -> None:
    one = somebody(1, service=2, only=2)
    assert may_call(one, window=2, services=frozenset({1}))
    assert not may_call(one, window=4, services=EVERYTHING)


def test_nobody_waits() -> None:
    assert next_in_line([], run=0, cap=2) is None


@given(lines(), st.integers(0, 3), st.lists(st.sampled_from(WINDOWS), unique=True))
def test_ahead_is_whom_any_window_able_to_call_would_call_before(
    line: list[Waiting], run: int, at_work: list[Caller]
) -> None:
    told = ahead_of_each(line, at_work, WINDOWS, run=run, cap=2)
    for one in line:
        able = [each for each in at_work if may_call(one, window=each.window, services=each.services)]
        able = able or [each for each in WINDOWS if may_call(one, window=each.window, services=each.services)]
        before: set[int] = set()
        for window in able:
            mine = [each for each in line if may_call(each, window=window.window, services=window.services)]
            order = numbers(called_one_by_one(mine, run=run, cap=2))
            before |= set(order[: order.index(one.ticket)])
        assert told[one.ticket] == before
    assert count_ahead(line, at_work, WINDOWS, run=run, cap=2) == {one: len(who) for one, who in told.items()}


@given(st.integers(1, 99_999))
def test_numbers_have_three_digits_and_grow_past_999(number: int) -> None:
    text = number_text("A", number)
    assert text == "A" + str(number).rjust(3, "0")
    assert (len(text) == 4) is (number < 1000)


@given(st.integers(0, 500), st.integers(1, 20), st.floats(1, 3600))
def test_a_wait_is_told_as_a_range_of_whole_minutes(ahead: int, windows: int, mean: float) -> None:
    span = estimate_s(ahead, windows=windows, mean_service_s=mean)
    assert span is not None
    low, high = span
    assert 0 <= low < high
    assert low % 60 == high % 60 == 0
    assert low <= (ahead + 0.5) * mean / windows <= high


def test_without_a_window_or_a_served_visitor_no_wait_is_told() -> None:
    assert estimate_s(3, windows=0, mean_service_s=300) is None
    assert estimate_s(3, windows=2, mean_service_s=None) is None
