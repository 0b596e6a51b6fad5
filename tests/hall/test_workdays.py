"""Deadlines in working days: by the holidays that were announced, never by a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.rules.workdays import due_on, is_working_day

YEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # a Saturday worked to make up for the Spring Festival
        (date(2026, 2, 16), False),  # a Monday of the Spring Festival
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday worked for the National Day
        (date(2026, 11, 28), False),  # a usual Saturday
    ],
)
def test_working_days_are_those_of_the_state_councils_arrangement(day: date, worked: bool) -> None:
    assert is_working_day(day, makeup_counts=True) is worked


def test_a_make_up_saturday_counts_only_where_the_hall_says_so() -> None:
    friday = date(2026, 10, 9)
    assert due_on(friday, days=1, makeup_counts=True) == date(2026, 10, 10)
    assert due_on(friday, days=1, makeup_counts=False) == date(2026, 10, 12)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert due_on(date(2026, 11, 23), days=1, makeup_counts=True) == date(2026, 11, 24)
    assert due_on(date(2026, 11, 23), days=15, makeup_counts=True) == date(2026, 12, 14)


def test_a_term_over_a_holiday_ends_after_it() -> None:
    assert due_on(date(2026, 9, 30), days=1, makeup_counts=True) == date(2026, 10, 8)


def test_a_year_that_is_not_announced_is_never_guessed() -> None:
    assert is_working_day(date(2099, 3, 2), makeup_counts=True) is None
    assert due_on(date(2099, 3, 2), days=1, makeup_counts=True) is None


@given(day=YEAR, days=st.integers(1, 30), makeup_counts=st.booleans())
def test_a_term_holds_just_as_many_working_days_as_it_says(day: date, days: int, makeup_counts: bool) -> None:
    due = due_on(day, days=days, makeup_counts=makeup_counts)
    span = range(1, (due - day).days + 1) if due else range(1, 62)
    worked = [is_working_day(day + timedelta(days=n), makeup_counts=makeup_counts) for n in span]
    if due is None:
        assert None in worked
    else:
        assert sum(map(bool, worked)) == days
        assert worked[-1]
