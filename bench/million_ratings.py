"""How long the figures of satisfaction take over a million ratings, beside a plain GROUP BY over the same rows.

The past of a demo hall is written into a file of its own, gone again afterwards. Each question is asked of the store,
each door through the app, a few times over the last thirty days and over everything there is; the middle one counts.
`python -m bench.million_ratings [ratings]`.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select

from bench import years
from hall.actions import tallies
from hall.rules.rating import Channel, Level
from hall.store import behind, presence, reports, shares
from hall.store.behind import Wanted
from hall.store.case_figures import case_figures
from hall.store.look import Look
from hall.store.names import By
from hall.store.own_figures import own_figures
from hall.store.sums import Span
from hall.store.tables import handlings, ratings
from hall.store.tallies import Part
from tests.rooms import Doors, make_demo, open_doors

RATINGS = 1_000_000
QUERY_BAR_MS = 300
PAGE_BAR_MS = 1000
TIMES = 3


def took(asked: Callable[[], Any]) -> float:
    """Milliseconds, the middle of a few."""
    each = []
    for _time in range(TIMES):
        began = time.perf_counter()
        asked()
        each.append((time.perf_counter() - began) * 1000)
    return median(each)


def naively(look: Look, span: Span, column: str) -> None:
    """What a window, clerk or service comes to, straight from the rows."""
    begins, ends = span.moments(look)
    for table, more, what in (
        (ratings, [ratings.c.counts], [ratings.c.level]),
        (handlings, [handlings.c.started_at.is_not(None), handlings.c.ending != "missed"], []),
    ):
        by = [table.c[column], *what]
        within = table.c.hall_id == look.hall_id, table.c.ended_at >= begins, table.c.ended_at < ends
        look.connection.execute(select(*by, func.count()).where(*within, *more).group_by(*by)).all()


def questions(look: Look, span: Span) -> dict[str, Callable[[], Any]]:
    """Every question of the dashboard, by name."""
    clerk = next(iter(look.set_up.staff))
    window = next(iter(look.set_up.posts))

    def single(**alike: Any) -> Callable[[], Any]:
        return partial(behind.ratings_behind, look, Wanted(span, **alike))

    return {f"by {by}": partial(reports.satisfaction, look, by=by, span=span) for by in By} | {
        "overall": partial(reports.overall, look, span=span),
        "heat": partial(shares.heat, look, span=span),
        "shares by week": partial(shares.shares, look, span=span, stride=shares.Stride.WEEK),
        "waits": partial(shares.waits, look, span=span),
        "presence": partial(presence.presence, look, Part.WINDOW, span),
        "cases": partial(case_figures, look, span),
        "a clerk's own": partial(own_figures, look, who=clerk),
        "single: all": single(),
        "single: window, level": single(window=window, level=Level.VERY_DISSATISFIED),
        "single: Sundays": single(weekday=7),
        "single: a quiet hour": single(hour=17, level=Level.VERY_DISSATISFIED, channel=Channel.DESK),
        "single: tag, channel": single(tag="115", channel=Channel.DESK, window=window),
        "single: flagged": single(flagged=True, window=window),
        "single: excluded": single(excluded=True),
        "single: cause": single(cause="waiting", window=window),
    }


def pages(span: Span) -> dict[str, str]:
    """Every door, by name."""
    days = f"from={span.first}&to={span.last}"
    compared = f"{days}&against_from={span.first}&against_to={span.last}"
    return {f"page by {by}": f"/manager/satisfaction?by={by}&{compared}" for by in By} | {
        "page heat": f"/manager/satisfaction/heat?{days}",
        "page shares": f"/manager/satisfaction/shares?{days}",
        "page waits": f"/manager/satisfaction/waits?{days}",
        "page ratings": f"/manager/ratings?{days}",
        "page ratings, filtered": f"/manager/ratings?{days}&hour=17&level=1&channel=desk",
        "file by service": f"/manager/satisfaction.csv?by=service&{days}",
    }


def report(name: str, ms: float, *, bar: int, beside: float) -> bool:
    """Print a row; was the bar met?"""
    met = ms <= bar
    print(f"  {name:<26}{ms:9.1f} ms   bar {bar:5d}   {ms / beside:6.3f} of the naive   {'met' if met else 'NOT MET'}")
    return met


def measure(doors: Doors, span: Span) -> bool:
    """Ask everything over a span; were all bars met?"""
    manager, _csrf = doors.signed_in("manager")
    with doors.backstage.hall.look() as look:
        beside = took(partial(naively, look, span, "window_id"))
        print(f"  {'GROUP BY over the rows':<26}{beside:9.1f} ms")
        met = [report(name, took(ask), bar=QUERY_BAR_MS, beside=beside) for name, ask in questions(look, span).items()]
    for name, path in pages(span).items():
        assert manager.get(path).status_code == 200, path
        met.append(report(name, took(partial(manager.get, path)), bar=PAGE_BAR_MS, beside=beside))
    return all(met)


def main(how_many: int = RATINGS) -> None:
    """Fill, count, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "made").mkdir()
        made = make_demo(Path(folder) / "made")
        began = time.perf_counter()
        days = years.fill(Path(folder) / "made" / "haohao.db", how_many)
        print(f"{how_many} ratings of {days} days written in {time.perf_counter() - began:.0f} s")
        with open_doors(made, Path(folder) / "hall") as doors:
            began = time.perf_counter()
            tallies.recount(doors.backstage.hall)
            print(f"added up in {time.perf_counter() - began:.0f} s")
            month = Span(years.LAST - timedelta(days=29), years.LAST)
            always = Span(years.LAST - timedelta(days=2 * days), years.LAST)
            met = True
            for name, span in (("the last 30 days", month), ("all days", always)):
                print(f"{name}: {span.first} to {span.last}")
                met = measure(doors, span) and met
    print("every bar met" if met else "NOT every bar met")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
