"""What a hall shows to everybody of its satisfaction: sums alone, none from which a single rating could be told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from hall.rules.figures import Figures
from hall.rules.text import Text
from hall.store import names, sums
from hall.store.look import Look
from hall.store.names import By
from hall.store.sums import Span
from hall.store.tallies import Part

LEAST = 30
"""Ratings below which nothing is shown to everybody, however few a hall's own rule for ranking asks for."""
USUAL_DAYS = 30
MONTHS_BACK = 24


@dataclass(frozen=True, slots=True)
class Shown:
    """One window or service; `figures` is None where there are too few ratings, or where they could be worked out."""

    key: str
    name: Text
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody may read; `total` is None while the whole hall has too few ratings."""

    span: Span
    least: int
    total: Figures | None
    windows: tuple[Shown, ...]
    services: tuple[Shown, ...]


def least(look: Look) -> int:
    """Ratings from which figures are shown to everybody."""
    return max(LEAST, look.policy.rank_from)


def usual_span(look: Look) -> Span:
    """The last 30 days that are over: what a running day brings could be told one by one."""
    yesterday = look.today - timedelta(days=1)
    return Span(yesterday - timedelta(days=USUAL_DAYS - 1), yesterday)


def month_span(look: Look, month: Date) -> Span | None:
    """The days of a month that are over; None for one that has not begun, or long ago."""
    if month.replace(day=1) not in months(look):
        return None
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Span(first, min(last, look.today - timedelta(days=1)))


def months(look: Look) -> list[Date]:
    """The months that may be asked for, newest first: each has at least one day that is over."""
    newest = (look.today - timedelta(days=1)).replace(day=1)
    found = [newest]
    while len(found) < MONTHS_BACK:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def published(look: Look, span: Span) -> Published:
    """What everybody may read of these days."""
    n, scores = least(look), look.policy.level_scores
    total = sums.figures(sums.whole(look, span), scores)
    enough = total.rated >= n
    return Published(
        span=span,
        least=n,
        total=total if enough else None,
        windows=tuple(_shown(look, By.WINDOW, Part.WINDOW, span, n)) if enough else (),
        services=tuple(_shown(look, By.SERVICE, Part.SERVICE, span, n)) if enough else (),
    )


def _shown(look: Look, by: By, part: Part, span: Span, n: int) -> Iterable[Shown]:
    found = {key: sums.figures(one, look.policy.level_scores) for key, one in sums.by_key(look, part, span).items()}
    there = {key: one for key, one in found.items() if one.ended or one.rated}
    hidden = withheld({key: one.rated for key, one in there.items()}, least=n)
    for one, key, name in names.names(look, by, there):
        yield Shown(key, name, None if one in hidden else there[one])


def withheld(rated: Mapping[str, int], *, least: int) -> set[str]:
    """Whose figures are not shown: those with too few ratings, and enough others that no difference tells them.

    The total stands beside them: of a single row that is missing everything could be worked out from the rest, and of
    several with few ratings together, what those few said.
    """
    hidden = {key for key, n in rated.items() if n < least}
    if not any(rated[key] for key in hidden):
        return hidden
    for key in sorted(rated, key=lambda one: (rated[one], one)):
        if len(hidden) > 1 and sum(rated[one] for one in hidden) >= least:
            break
        hidden.add(key)
    return hidden
