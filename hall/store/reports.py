"""Questions managers ask of the past: satisfaction by window, clerk, service, hour and whatever else tells them apart.

Every figure is taken over the same handlings: those that *ended* on the days asked for. What was added up by day
answers (`hall/store/tallies.py`), so that a question costs the days it asks for and no more.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from hall.rules.case import Verdict
from hall.rules.figures import Figures
from hall.rules.text import Text
from hall.store import names, sums
from hall.store.look import Look
from hall.store.names import UNDECIDED, UNFOUNDED
from hall.store.names import By as By
from hall.store.presence import Presence, presence
from hall.store.sums import Span as Span
from hall.store.sums import Sums
from hall.store.tables import cases, ratings
from hall.store.tallies import Part


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `key` is a window's or hour's number, a clerk's staff number, a code, a month, a level."""

    key: str
    name: Text
    figures: Figures
    presence: Presence | None
    """How long somebody sat there; None for rows that are no window, clerk or hall."""
    past: Figures | None
    """The same over as many days just before; None if nothing happened then."""
    against: Figures | None
    """The same over the days to compare with; None without such days, or if nothing happened then."""


def satisfaction(look: Look, *, by: By, span: Span, against: Span | None = None) -> list[Row]:
    """A row for everybody and everything that served or was rated in the span, in the hall's order."""
    now, past = _figures(look, by, span), _figures(look, by, span.before)
    other = _figures(look, by, against) if against else {}
    there = presence(look, _PRESENT[by], span) if by in _PRESENT else {}
    return [
        Row(key, name, now[one], there.get(one), past.get(one), other.get(one))
        for one, key, name in names.names(look, by, now)
    ]


def overall(look: Look, *, span: Span) -> Figures:
    """The whole hall in a span."""
    return sums.figures(sums.whole(look, span), look.policy.level_scores)


_PRESENT = {By.HALL: Part.HALL, By.WINDOW: Part.WINDOW, By.CLERK: Part.CLERK}


def _figures(look: Look, by: By, span: Span) -> dict[str, Figures]:
    scores = look.policy.level_scores
    found = {key: sums.figures(one, scores) for key, one in _SUMS[by](look, span).items()}
    return {key: one for key, one in found.items() if one.ended or one.rated or one.unsubmitted or one.excluded}


def _of(part: Part) -> Callable[[Look, Span], Mapping[str, Sums]]:
    return lambda look, span: sums.by_key(look, part, span)


def _by_category(look: Look, span: Span) -> Mapping[str, Sums]:
    codes = {one.id: one.code for one in look.set_up.categories}
    of_service = {str(one.id): codes[one.category] for one in look.set_up.services.values()}
    summed: defaultdict[str, Sums] = defaultdict(Counter)
    for service, one in sums.by_key(look, Part.SERVICE, span).items():
        summed[of_service[service]].update(one)
    return summed


def _by_weekday(look: Look, span: Span) -> Mapping[str, Sums]:
    return sums.folded(look, Part.HALL, span, lambda day, _key: str(day.isoweekday()))


def _by_month(look: Look, span: Span) -> Mapping[str, Sums]:
    return sums.folded(look, Part.HALL, span, lambda day, _key: f"{day:%Y-%m}")


def _by_level(look: Look, span: Span) -> Mapping[str, Sums]:
    said = sums.whole(look, span)
    return {name[1:]: Counter({name: said[name]}) for name in ("n5", "n4", "n3", "n2", "n1")}


def _by_cause(look: Look, span: Span) -> Mapping[str, Sums]:
    """The low ratings that count, by what was found of them: together they are all the low ratings there are."""
    begins, ends = span.moments(look)
    found = case(
        (cases.c.verdict == Verdict.JUSTIFIED, cases.c.cause),
        (cases.c.verdict.is_not(None), UNFOUNDED),
        else_=UNDECIDED,
    ).label("found")
    asked = (
        select(found, ratings.c.level, func.count().label("n"))
        .select_from(ratings.outerjoin(cases, cases.c.handling_id == ratings.c.handling_id))
        .where(ratings.c.hall_id == look.hall_id, ratings.c.ended_at >= begins, ratings.c.ended_at < ends)
        # As the partial index says it, so that it serves.
        .where(ratings.c.level < 3, ratings.c.counts)
        .group_by(found, ratings.c.level)
    )
    summed: defaultdict[str, Sums] = defaultdict(Counter)
    for row in look.connection.execute(asked):
        summed[row.found][f"n{row.level}"] += row.n
    return summed


_SUMS: dict[By, Callable[[Look, Span], Mapping[str, Sums]]] = {
    By.HALL: _of(Part.HALL),
    By.WINDOW: _of(Part.WINDOW),
    By.CLERK: _of(Part.CLERK),
    By.SERVICE: _of(Part.SERVICE),
    By.CATEGORY: _by_category,
    By.HOUR: _of(Part.HOUR),
    By.WEEKDAY: _by_weekday,
    By.MONTH: _by_month,
    By.LEVEL: _by_level,
    By.TAG: _of(Part.TAG),
    By.CHANNEL: _of(Part.CHANNEL),
    By.CAUSE: _by_cause,
}
