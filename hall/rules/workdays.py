"""Which days count as working days, and when a deadline in working days ends.

Holidays and make-up workdays are those the State Council announces for each year. A year that is not yet announced is
never guessed: whatever needs it is None, and shown as 待国务院放假安排公布. A closure of the hall is no holiday.
"""

from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


def is_working_day(day: date, *, makeup_counts: bool) -> bool | None:
    """Is it one? None while the arrangement of its year is not known.

    `makeup_counts`: does a weekend day that is worked to make up for a holiday count? (L: yes)
    """
    try:
        worked: bool = chinese_calendar.is_workday(day)
    except NotImplementedError:  # the library's word for a year whose arrangement is not announced
        return None
    return worked and (makeup_counts or day.weekday() < SATURDAY)


def due_on(day: date, *, days: int, makeup_counts: bool) -> date | None:
    """The last day of a term of so many working days that begins with something on `day`, which is not counted itself.

    (《民法典》第二百零一条.) None while it runs into a year whose arrangement is not known.
    """
    left = days
    while left > 0:
        day += timedelta(days=1)
        worked = is_working_day(day, makeup_counts=makeup_counts)
        if worked is None:
            return None
        left -= worked
    return day
