"""The cases that follow low ratings (整改): the list, one of them, its sheet; and a clerk's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, request

from hall.errors import Malformed
from hall.rules.case import State
from hall.rules.case_moves import OPEN
from hall.rules.staff import Power
from hall.store import case_lists
from hall.store.case_figures import Counted, against_clerk
from hall.store.case_lists import After, Wanted
from hall.store.sums import Span
from manager.asked import asked_span
from manager.case_doors import cases_bp
from manager.case_out import CaseRow, case_rows
from manager.room import bp, in_both, show_page, show_to_readers
from web.doors import Asked
from web.languages import _
from web.problems import NOT_VALID

TITLE = _("差评整改")
TITLE_MINE = _("我的差评事项")
LONGEST_NUMBER = 10
GROUPS = {"open": OPEN, "closed": frozenset({State.CLOSED}), "": frozenset(State)}


@dataclass(frozen=True, slots=True)
class CasesOut:
    """One page of cases: open ones first, the nearest deadline on top; behind a figure the newest first.

    `next` begins the page after it.
    """

    cases: tuple[CaseRow, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case about the reader: that there is one, and what was found; how low it was only once released."""

    id: str
    no: int
    state: str
    opened_at: datetime
    service: dict[str, str | None]
    verdict: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class MyCases:
    """The newest cases about the reader, and those the reader handles."""

    about: tuple[OwnCase, ...]
    counted: int
    """Of the last 365 days: justified, and for a cause that lies with people; what stands on one's own sheet."""
    handled: tuple[CaseRow, ...]


show_to_readers(bp, "listed", Power.RATINGS, "cases", title=TITLE, script="cases.js")


@bp.door("GET", "/cases", guest=Power.RATINGS)
def listed(asked: Asked) -> CasesOut:
    """Cases by `?state=` (open, closed, or one state), `?overdue=1`, `?unassigned=1`, `?appealed=1`, `?mine=1`.

    Or those behind a figure: `?counted=` over the days `?from=` `?to=`. 50 a page from `?before=`.
    """
    if request.args.get("counted"):
        return _behind(asked)
    wanted = Wanted(
        states=_states(),
        overdue=request.args.get("overdue") == "1",
        handler=asked.staff.staff.id if request.args.get("mine") == "1" else None,
        unassigned=request.args.get("unassigned") == "1",
        appealed=request.args.get("appealed") == "1",
    )
    with asked.hall.look() as look:
        found, after = case_lists.page(look, wanted, _after())
        return CasesOut(case_rows(look, found), str(after) if after else None)


@bp.get("/cases/<int:case>")
def show_case(case: int) -> Response:
    """One case."""
    return show_page(Power.RATINGS, "cases", title=TITLE, script="case.js")


show_to_readers(cases_bp, "my_cases", Power.SELF, "mine", title=TITLE_MINE, script="mine_cases.js")


@cases_bp.door("GET", "/mine/cases", guest=Power.SELF)
def my_cases(asked: Asked) -> MyCases:
    """The cases about oneself, and those one handles."""
    who = asked.staff.staff
    with asked.hall.look() as look:
        services = look.set_up.services
        about = tuple(
            OwnCase(
                str(one.id),
                one.no,
                one.state,
                one.opened_at,
                services[one.service].name.to_facts(),
                one.verdict,
                one.cause,
            )
            for one in case_lists.about(look, who.id)
        )
        handled, _more = case_lists.page(look, Wanted(handler=who.id))
        year = Span(look.today - timedelta(days=364), look.today)
        return MyCases(about, against_clerk(look, who=who.id, span=year), case_rows(look, handled))


@cases_bp.get("/mine/cases/<int:case>")
def show_mine(case: int) -> Response:
    """One case, to its handler or to the rated clerk."""
    return show_page(Power.SELF, "mine", title=TITLE_MINE, script="mine_case.js")


def _behind(asked: Asked) -> CasesOut:
    counted, before = request.args["counted"], request.args.get("before", "")
    if counted not in set(Counted):
        raise Malformed(field="counted", why=in_both(NOT_VALID))
    if before and not (before.isascii() and before.isdigit() and len(before) < LONGEST_NUMBER):
        raise Malformed(field="before", why=in_both(NOT_VALID))
    with asked.hall.look() as look:
        span = asked_span(look)
        found, following = case_lists.behind(look, span, Counted(counted), before=int(before) if before else None)
        return CasesOut(case_rows(look, found), str(following) if following else None)


def _states() -> frozenset[State]:
    given = request.args.get("state", "")
    if given in GROUPS:
        return GROUPS[given]
    if given not in set(State):
        raise Malformed(field="state", why=in_both(NOT_VALID))
    return frozenset({State(given)})


def _after() -> After | None:
    given = request.args.get("before")
    try:
        return After.read(given) if given else None
    except (ValueError, OverflowError, OSError):
        raise Malformed(field="before", why=in_both(NOT_VALID)) from None
