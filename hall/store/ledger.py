"""The ledger of cases (好差评整改台账): what became of each low rating, without any contact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from hall.rules.case import Cause, State, Verdict
from hall.rules.rating import Level
from hall.rules.text import Text
from hall.rules.timing import Timing, timing
from hall.store.look import Look
from hall.store.reports import Span
from hall.store.tables import cases, ratings, windows


@dataclass(frozen=True, slots=True)
class Entry:
    """One case as it stands now; moments are UTC, days the hall's."""

    no: int
    opened_at: datetime
    window_no: int
    clerk: Text
    clerk_number: str
    service: Text
    level: Level
    state: State
    verdict: Verdict | None
    cause: Cause | None
    measure: str
    due: date | None
    """Of the rectification; None without one, and while the year's holidays are not announced."""
    timing: Timing | None
    reply: str
    measure_again: str
    """What more was put right after the first reply did not satisfy."""
    again_due: date | None
    reply_again: str
    satisfied: bool | None
    """The last answer."""


def entries(look: Look, span: Span) -> Iterator[Entry]:
    """The cases of the handlings that ended in a span, as all figures; in the order in which they were opened."""
    begins, ends = span.moments(look)
    asked = (
        select(cases, windows.c.no.label("window_no"), ratings.c.level)
        .join(windows, windows.c.id == cases.c.window_id)
        .join(ratings, ratings.c.id == cases.c.rating_id)
        .where(cases.c.hall_id == look.hall_id, cases.c.ended_at >= begins, cases.c.ended_at < ends)
        .order_by(cases.c.no)
    )
    for row in look.connection.execute(asked):
        clerk = look.set_up.staff_by_id(row.staff_id)
        verdict = Verdict(row.verdict) if row.verdict else None
        rectified = look.hours.day(row.rectified_at) if row.rectified_at else None
        yield Entry(
            no=row.no,
            opened_at=row.opened_at,
            window_no=row.window_no,
            clerk=clerk.shown,
            clerk_number=clerk.number,
            service=look.set_up.services[row.service_id].name,
            level=Level(row.level),
            state=State(row.state),
            verdict=verdict,
            cause=Cause(row.cause) if row.cause else None,
            measure=row.measure,
            due=row.rectify_due,
            timing=timing(verdict, due=row.rectify_due, rectified=rectified, today=look.today),
            reply=row.reply,
            measure_again=row.measure_again,
            again_due=row.again_due,
            reply_again=row.reply_again,
            satisfied=row.satisfied,
        )
