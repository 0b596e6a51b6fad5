"""A clerk's own figures: added up so that none can be told apart, without what was not the clerk's doing."""

from collections import Counter
from datetime import date as Date
from datetime import datetime, time, timedelta

from sqlalchemy import BigInteger, ColumnElement, and_, exists, func, or_, select, type_coerce

from hall.rules.case import Cause, Verdict
from hall.rules.figures import Figures
from hall.rules.policy import range_of
from hall.rules.rating import RatingKind
from hall.store import sums
from hall.store.look import Look
from hall.store.sums import Span
from hall.store.tables import cases, milliseconds, moment_of, ratings
from hall.store.tallies import Part

QUARTER_MS = 15 * 60 * 1000
"""Days are counted by quarters of an hour in SQL and put together in the hall's zone: some are off by 30 or 45 min."""
LONG_AGO = Date(2000, 1, 1)


def own_figures(look: Look, *, who: int) -> Figures | None:
    """A clerk's own, added up; None before there are enough ratings to hide who gave which.

    What a day brings is shown from the next day on, and only together with as many new ratings as were needed at
    first: from a sum that grows by one, the one could be told. An addition is new like any other; until it may be
    shown, the first rating stands for it.

    Of each handling the one rating counts that counts in the hall's figures. A low one whose case was verified
    counts only with the cause *people*: justified for another cause, or found unjustified, mistaken or malicious,
    it stays in the hall's figures and leaves the clerk's sheet. Until it is verified it counts.
    """
    until = _shown_until(look, who)
    if until is None:
        return None
    ends = datetime.combine(until + timedelta(days=1), time(0), look.hours.zone)
    served = sums.by_key(look, Part.CLERK, Span(LONG_AGO, until)).get(str(who), Counter[str]())
    counts = Counter({level: served[f"n{level}"] for level in (5, 4, 3, 2, 1)})
    # What is added up holds what was said too late to be shown, and what the clerk does not answer for.
    counts.subtract(_levels(look, who, ends, ratings.c.counts, ratings.c.at >= ends))
    counts.update(_levels(look, who, ends, _stood_in(ends)))
    counts.subtract(_not_the_clerks(look, who, ends))
    shown = {level: n for level, n in counts.items() if n}
    return Figures(served["ended"], shown, look.policy.level_scores)


def _levels(look: Look, who: int, ends: datetime, *alike: ColumnElement[bool]) -> Counter[int]:
    """Of the services that ended before a moment, and may still have been rated after it: level → ratings."""
    longest = timedelta(days=range_of("rating_days")[1])
    asked = (
        select(ratings.c.level, func.count().label("n"))
        .where(ratings.c.staff_id == who, ratings.c.ended_at >= ends - longest, ratings.c.ended_at < ends, *alike)
        .group_by(ratings.c.level)
    )
    return Counter({row.level: row.n for row in look.connection.execute(asked)})


def _stood_in(ends: datetime) -> ColumnElement[bool]:
    """A first rating that counted until an addition was given, after a moment."""
    later = ratings.alias("later")
    replaced = exists().where(later.c.handling_id == ratings.c.handling_id, later.c.counts, later.c.at >= ends)
    first = ratings.c.kind == RatingKind.FIRST
    return and_(first, ~ratings.c.counts, ~ratings.c.excluded, ratings.c.at < ends, replaced)


def _not_the_clerks(look: Look, who: int, ends: datetime) -> Counter[int]:
    """The low ratings whose cases were verified, and not with the cause *people*: level → ratings."""
    asked = (
        select(ratings.c.level, func.count().label("n"))
        .join(cases, cases.c.handling_id == ratings.c.handling_id)
        .where(cases.c.staff_id == who, cases.c.verdict.is_not(None))
        .where(or_(cases.c.verdict != Verdict.JUSTIFIED, cases.c.cause != Cause.PEOPLE))
        .where(ratings.c.level <= 2, ratings.c.at < ends, or_(ratings.c.counts, _stood_in(ends)))
        .group_by(ratings.c.level)
    )
    return Counter({row.level: row.n for row in look.connection.execute(asked)})


def _shown_until(look: Look, who: int) -> Date | None:
    """The last day of which anything may be shown; None before the first."""
    given = _given_by_day(look, who)
    fresh, until = 0, None
    for day in sorted(given):
        fresh += given[day]
        if fresh >= look.policy.own_levels_from:
            fresh, until = 0, day
    return until


def _given_by_day(look: Look, who: int) -> Counter[Date]:
    """Day → ratings given, for the days before today. Excluded ones too: what was shown must not shrink again."""
    midnight = datetime.combine(look.today, time(0), look.hours.zone)
    quarter = type_coerce(ratings.c.at, BigInteger).op("/")(QUARTER_MS).label("quarter")
    asked = (
        select(quarter, func.count().label("n"))
        # Nothing but what stands in the index: a clerk's ratings of years are counted, not read.
        .where(ratings.c.staff_id == who, ratings.c.at < midnight)
        .group_by(quarter)
        .order_by(quarter)
    )
    given: Counter[Date] = Counter()
    day, over = LONG_AGO, 0
    for row in look.connection.execute(asked):
        at = row.quarter * QUARTER_MS
        if at >= over:
            day = look.hours.day(moment_of(at))
            over = milliseconds(datetime.combine(day + timedelta(days=1), time(0), look.hours.zone))
        given[day] += row.n
    return given
