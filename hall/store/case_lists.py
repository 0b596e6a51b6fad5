"""Questions about many cases: how they stand now, and page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, func, literal, or_, select, tuple_

from hall.rules.case import Case, State, Step
from hall.rules.case_moves import TAKES
from hall.rules.rating import Level
from hall.store import case_figures
from hall.store.case_figures import Counted
from hall.store.cases import CLOSED, case_of
from hall.store.look import Look
from hall.store.pictures.manager import CaseNews, CasesNow
from hall.store.sums import Span
from hall.store.tables import case_steps, cases, milliseconds, ratings, windows

PAGE = 50
LAST_DAY = date(9999, 12, 31)
"""Where whatever has no deadline stands in the order of deadlines."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: the case with the level that opened it; does an appeal wait for its review?"""

    case: Case
    level: Level
    appealed: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases a list is to hold."""

    states: frozenset[State] = frozenset(State)
    overdue: bool = False
    handler: int | None = None
    unassigned: bool = False
    """Open ones that nobody handles yet."""
    appealed: bool = False
    """Those whose appeal waits for its review."""

    @property
    def closed_too(self) -> bool:
        return State.CLOSED in self.states and not (self.overdue or self.unassigned or self.appealed)


@dataclass(frozen=True, slots=True)
class After:
    """Where the page before ended: among the open ones by deadline, among the closed ones by when they were opened."""

    open: bool
    at: date | datetime
    case: int

    def __str__(self) -> str:
        at = milliseconds(self.at) if isinstance(self.at, datetime) else self.at.isoformat()
        return f"{'open' if self.open else 'closed'}.{at}.{self.case}"

    @classmethod
    def read(cls, text: str) -> "After":
        """The same from its text; raises ValueError."""
        kind, at, case_id = text.split(".")
        if kind == "open":
            return cls(True, date.fromisoformat(at), int(case_id))
        if kind != "closed":
            raise ValueError(kind)
        return cls(False, datetime.fromtimestamp(int(at) / 1000, UTC), int(case_id))


def now(look: Look) -> CasesNow:
    """How many are open, and what of them waits for somebody."""
    waits = (_due < look.today, cases.c.handler_id.is_(None), _APPEALED)
    asked = select(func.count(), *(func.count().filter(one) for one in waits)).where(*_open(look))
    counted = look.connection.execute(asked).one()
    newest = select(case_steps.c.id).where(case_steps.c.hall_id == look.hall_id).order_by(case_steps.c.id.desc())
    step = look.connection.execute(newest.limit(1)).scalar_one_or_none()
    return CasesNow(
        open=counted[0],
        overdue=counted[1],
        unassigned=counted[2],
        appeals=counted[3],
        newest=str(step or 0),
        latest=_latest(look),
    )


def _latest(look: Look) -> CaseNews | None:
    """The case that was opened last."""
    asked = select(cases.c.id, cases.c.no, cases.c.opened_at, windows.c.no.label("window_no"))
    last = asked.join(windows, windows.c.id == cases.c.window_id).where(cases.c.hall_id == look.hall_id)
    row = look.connection.execute(last.order_by(cases.c.no.desc()).limit(1)).one_or_none()
    return None if row is None else CaseNews(str(row.id), row.no, row.window_no, row.opened_at)


def page(look: Look, wanted: Wanted, after: After | None = None) -> tuple[list[Listed], After | None]:
    """Open ones first, the nearest deadline on top, then the closed ones, newest first; and where the next begins."""
    found: list[Listed] = []
    if after is None or after.open:
        found = _read(look, _open_page(look, wanted, after))
    if len(found) <= PAGE and wanted.closed_too:
        found += _read(look, _closed_page(look, wanted, None if after is None or after.open else after))
    shown = found[:PAGE]
    return shown, _after(shown[-1].case) if len(found) > PAGE else None


def behind(look: Look, span: Span, counted: Counted, *, before: int | None = None) -> tuple[list[Listed], int | None]:
    """The cases behind a figure, newest first, a page from below a number on; and the number for the next."""
    which = case_figures.behind(look, span, counted, before=before, most=PAGE + 1)
    shown = _read(look, _LISTED.where(cases.c.id.in_(which[:PAGE])).order_by(cases.c.no.desc()))
    return shown, shown[-1].case.no if len(which) > PAGE else None


def about(look: Look, clerk: int) -> list[Case]:
    """The newest cases whose rated clerk this is."""
    asked = select(cases).where(cases.c.hall_id == look.hall_id, cases.c.staff_id == clerk)
    rows = look.connection.execute(asked.order_by(cases.c.opened_at.desc(), cases.c.id.desc()).limit(PAGE))
    return [case_of(row) for row in rows]


def statements_wanted(look: Look, *, opened_before: datetime) -> dict[int, int]:
    """Rated clerk → how many of their open cases have no statement yet and still take one; of all clerks at once."""
    said = select(case_steps.c.id).where(case_steps.c.case_id == cases.c.id, case_steps.c.kind == Step.STATEMENT)
    wanted = (
        select(cases.c.staff_id, func.count().label("wanted"))
        .where(*_open(look), cases.c.state.in_(sorted(TAKES[Step.STATEMENT])))
        .where(cases.c.opened_at < opened_before, ~said.exists())
        .group_by(cases.c.staff_id)
    )
    return {row.staff_id: row.wanted for row in look.connection.execute(wanted)}


def _open_page(look: Look, wanted: Wanted, after: After | None) -> Select[Any]:
    asked = _LISTED.where(*_open(look), cases.c.state.in_(sorted(wanted.states)))
    if wanted.handler is not None:
        # Not by the handler's index, which knows all they ever had: there are only so many open ones.
        asked = asked.where(cases.c.handler_id + 0 == wanted.handler)
    if wanted.overdue:
        asked = asked.where(_due < look.today)
    if wanted.unassigned:
        asked = asked.where(cases.c.handler_id.is_(None))
    if wanted.appealed:
        asked = asked.where(_APPEALED)
    if after is not None:
        asked = asked.where(tuple_(_due, cases.c.id) > tuple_(literal(after.at, Date), literal(after.case)))
    return asked.order_by(_due, cases.c.id).limit(PAGE + 1)


def _closed_page(look: Look, wanted: Wanted, after: After | None) -> Select[Any]:
    asked = _LISTED.where(cases.c.hall_id == look.hall_id, cases.c.state == CLOSED)
    if wanted.handler is not None:
        asked = asked.where(cases.c.handler_id == wanted.handler)
    if after is not None:
        at, earlier = after.at, cases.c.id < after.case
        # The first of the two is what the index is entered by.
        asked = asked.where(cases.c.opened_at <= at, or_(cases.c.opened_at < at, earlier))
    return asked.order_by(cases.c.opened_at.desc(), cases.c.id.desc()).limit(PAGE + 1)


def _open(look: Look) -> Sequence[ColumnElement[bool]]:
    return cases.c.hall_id == look.hall_id, cases.c.state != CLOSED


def _after(one: Case) -> After:
    if one.state is State.CLOSED:
        return After(False, one.opened_at, one.id)
    due = one.due
    return After(True, due.on if due and due.on else LAST_DAY, one.id)


def _read(look: Look, asked: Select[Any]) -> list[Listed]:
    found = look.connection.execute(asked)
    return [Listed(case_of(row), Level(row.level), bool(row.appealed)) for row in found]


def _told(step: Step) -> ColumnElement[bool]:
    return exists().where(case_steps.c.case_id == cases.c.id, case_steps.c.kind == step)


_APPEALED = (cases.c.state == State.VERIFIED) & _told(Step.APPEAL) & ~_told(Step.REVIEWED)
_LISTED = select(cases, ratings.c.level, _APPEALED.label("appealed")).join(ratings, ratings.c.id == cases.c.rating_id)
_due = func.coalesce(
    case(
        (cases.c.reopened_at.is_not(None) & cases.c.replied_again_at.is_(None), cases.c.again_due),
        (cases.c.replied_at.is_not(None), None),
        (and_(cases.c.contact, cases.c.state == State.RECEIVED), cases.c.call_back_due),
        else_=cases.c.rectify_due,
    ),
    literal(LAST_DAY, Date),
)
"""The same as `Case.due`, for the order of a list."""
