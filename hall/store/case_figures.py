"""What became of low ratings: counts over the cases of the handlings that ended in a span, as all figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import inf
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, func, select, true, type_coerce

from hall.rules.case import Cause, Verdict
from hall.store.look import Look
from hall.store.sums import Span
from hall.store.tables import cases, milliseconds


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """How cases were handled. Shares are 0…1, None where there is nothing to divide by.

    A case whose first reply did not satisfy goes through a second round: what was replied and put right at first stays
    what is counted and measured, and of the citizen's two answers the last.
    """

    opened: int = 0
    replied: int = 0
    with_contact: int = 0
    called_back: int = 0
    """Reached by telephone, of those with a contact."""
    justified: int = 0
    rectified_on_time: int = 0
    answered: int = 0
    satisfied: int = 0
    causes: dict[Cause, int] = field(default_factory=dict)
    """Of the justified ones, every cause that there was."""

    @property
    def reply_rate(self) -> float | None:
        """差评回复率."""
        return _share(self.replied, self.opened)

    @property
    def call_back_rate(self) -> float | None:
        """实名差评回访率."""
        return _share(self.called_back, self.with_contact)

    @property
    def on_time_rate(self) -> float | None:
        """按时整改率: first rectified in time / justified, also those whose time is not over."""
        return _share(self.rectified_on_time, self.justified)

    @property
    def satisfied_rate(self) -> float | None:
        """回访整改满意率: satisfied in their last answer / citizens who answered."""
        return _share(self.satisfied, self.answered)


class Counted(StrEnum):
    """What is counted of cases, and so may be listed: the counts of `CaseFigures`, and what is missing to the whole."""

    OPENED = "opened"
    REPLIED = "replied"
    NOT_REPLIED = "not_replied"
    WITH_CONTACT = "with_contact"
    CALLED_BACK = "called_back"
    NOT_CALLED_BACK = "not_called_back"
    JUSTIFIED = "justified"
    ON_TIME = "rectified_on_time"
    NOT_ON_TIME = "not_on_time"
    """Justified and put right late, or not yet."""
    ANSWERED = "answered"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


def case_figures(look: Look, span: Span, *, where: Sequence[ColumnElement[bool]] = ()) -> CaseFigures:
    """The figures of a span; `where` narrows it by columns of `cases`."""
    counted = look.connection.execute(_over(look, span, _COUNTS).where(*where)).one()
    justified = look.connection.execute(_over(look, span, _JUSTIFIED_ONES).where(*where, _JUSTIFIED)).all()
    return CaseFigures(
        **counted._mapping,
        justified=len(justified),
        rectified_on_time=sum(_on_time(look, justified)),
        causes=dict(Counter(Cause(one.cause) for one in justified if one.cause is not None)),
    )


def behind(look: Look, span: Span, counted: Counted, *, before: int | None = None, most: int) -> list[int]:
    """Ids of the cases that are counted so, newest first, those with a number below `before`."""
    asked = _over(look, span, [cases.c.id, *_JUSTIFIED_ONES]).where(_IS[counted]).order_by(cases.c.no.desc())
    if before is not None:
        asked = asked.where(cases.c.no < before)
    if counted not in (Counted.ON_TIME, Counted.NOT_ON_TIME):
        return [one.id for one in look.connection.execute(asked.limit(most))]
    rows = look.connection.execute(asked).all()
    wanted = counted is Counted.ON_TIME
    return [one.id for one, on_time in zip(rows, _on_time(look, rows), strict=True) if on_time is wanted][:most]


def _on_time(look: Look, justified: Sequence[Any]) -> list[bool]:
    """Which of some justified cases were first put right in time."""
    over = {due: _over_at(look, due) for due in {one.rectify_due for one in justified}}
    return [one.at is not None and one.at < over[one.rectify_due] for one in justified]


def _over_at(look: Look, due: date | None) -> float:
    """The first millisecond after a deadline; one that is not set yet lies in a year that has not begun."""
    if due is None:
        return inf
    return milliseconds(datetime.combine(due + timedelta(days=1), time(0), look.hours.zone))


def against_clerk(look: Look, *, who: int, span: Span) -> int:
    """What counts on a clerk's sheet: justified, and for a cause that lies with people."""
    by_people = (cases.c.staff_id == who, _JUSTIFIED, cases.c.cause == Cause.PEOPLE)
    counted: int = look.connection.execute(_over(look, span, [func.count()]).where(*by_people)).scalar_one()
    return counted


def _share(some: int, of: int) -> float | None:
    return some / of if of else None


def _over(look: Look, span: Span, columns: Sequence[Any]) -> Select[Any]:
    begins, ends = span.moments(look)
    return select(*columns).where(cases.c.hall_id == look.hall_id, cases.c.ended_at >= begins, cases.c.ended_at < ends)


def _number(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.count().filter(condition).label(name)


_JUSTIFIED = cases.c.verdict == Verdict.JUSTIFIED
_IS: dict[Counted, ColumnElement[bool]] = {
    Counted.OPENED: true(),
    Counted.REPLIED: cases.c.replied_at.is_not(None),
    Counted.NOT_REPLIED: cases.c.replied_at.is_(None),
    Counted.WITH_CONTACT: cases.c.contact,
    Counted.CALLED_BACK: cases.c.called_back_at.is_not(None),
    Counted.NOT_CALLED_BACK: cases.c.contact & cases.c.called_back_at.is_(None),
    Counted.JUSTIFIED: _JUSTIFIED,
    # Whether in time is not for the database to say: its days are not the hall's.
    Counted.ON_TIME: _JUSTIFIED,
    Counted.NOT_ON_TIME: _JUSTIFIED,
    Counted.ANSWERED: cases.c.satisfied.is_not(None),
    Counted.SATISFIED: cases.c.satisfied.is_(True),
    Counted.NOT_SATISFIED: cases.c.satisfied.is_(False),
}
_COUNTS = [
    func.count().label("opened"),
    *(
        _number(_IS[one], one.value)
        for one in (Counted.REPLIED, Counted.WITH_CONTACT, Counted.CALLED_BACK, Counted.ANSWERED, Counted.SATISFIED)
    ),
]
# Moments as they are kept: compared as numbers, the thousands of a year cost next to nothing.
_JUSTIFIED_ONES = [cases.c.cause, cases.c.rectify_due, type_coerce(cases.c.rectified_at, BigInteger).label("at")]
