"""What became of the low ratings: the cases that were opened on some days, and how far they are."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from hall.rules.case import Verdict
from hall.store.database import Look
from hall.store.sums import Span
from hall.store.tables import cases


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Counts of cases; shares are 0…1, None where there is nothing to divide by."""

    opened: int
    replied: int
    with_contact: int
    called_back: int
    """Of those with a contact."""
    justified: int
    rectified_on_time: int
    """Of the justified: on the day it was due or before. One still under way, or without a deadline, is not yet."""
    answered: int
    """The citizen said whether the reply satisfies."""
    satisfied: int

    @property
    def reply_rate(self) -> float | None:
        """差评回复率: replied / opened."""
        return _share(self.replied, self.opened)

    @property
    def call_back_rate(self) -> float | None:
        """实名差评回访率: called back / those who left a contact."""
        return _share(self.called_back, self.with_contact)

    @property
    def on_time_rate(self) -> float | None:
        """按时整改率: rectified in time / justified."""
        return _share(self.rectified_on_time, self.justified)

    @property
    def satisfied_rate(self) -> float | None:
        """回访整改满意率: satisfied / answered."""
        return _share(self.satisfied, self.answered)


def case_figures(look: Look, span: Span) -> CaseFigures:
    """The cases opened in a span, as they stand now."""
    begins, ends = span.moments(look)
    within = cases.c.hall_id == look.hall_id, cases.c.opened_at >= begins, cases.c.opened_at < ends
    counted = look.connection.execute(
        select(
            func.count().label("opened"),
            _how_many(cases.c.replied_at.is_not(None)).label("replied"),
            _how_many(cases.c.contact).label("with_contact"),
            _how_many(cases.c.contact & cases.c.called_back_at.is_not(None)).label("called_back"),
            _how_many(cases.c.verdict == Verdict.JUSTIFIED).label("justified"),
            _how_many(cases.c.satisfied.is_not(None)).label("answered"),
            _how_many(cases.c.satisfied.is_(True)).label("satisfied"),
        ).where(*within)
    ).one()
    rectified = select(cases.c.rectified_at, cases.c.rectify_due).where(
        *within,
        cases.c.verdict == Verdict.JUSTIFIED,
        cases.c.rectified_at.is_not(None),
        cases.c.rectify_due.is_not(None),
    )
    # On which date a moment lies is the hall's zone to say, not the database's.
    on_time = sum(look.hours.day(at) <= due for at, due in look.connection.execute(rectified))
    return CaseFigures(rectified_on_time=on_time, **counted._mapping)


def _how_many(of: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((of, 1), else_=0)), 0)


def _share(part: int, of: int) -> float | None:
    return part / of if of else None
