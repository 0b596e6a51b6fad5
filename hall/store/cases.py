"""Questions about the cases that follow low ratings, with how they change."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, literal_column, select

from hall.errors import UnknownCase
from hall.rules.case import TOLD, Case, Cause, Entry, State, Step, Verdict
from hall.rules.rating import Rating
from hall.rules.workdays import due_on
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.pictures.rateable import Followed, Reply
from hall.store.prepared import change_row
from hall.store.tables import case_steps, cases

CLOSED: ColumnElement[str] = literal_column("'closed'")
"""As it stands in the index of the open ones: a database sees in no parameter that the two are the same."""
_OF_HANDLING = select(cases).where(cases.c.hall_id == bindparam("hall"), cases.c.handling_id == bindparam("handling"))


def get(look: Look, case: int) -> Case:
    """Raises UnknownCase, also for one of another hall."""
    asked = select(cases).where(cases.c.hall_id == look.hall_id, cases.c.id == case)
    row = look.connection.execute(asked).one_or_none()
    if row is None:
        raise UnknownCase(case=str(case))
    return case_of(row)


def shown_to_citizen(look: Look, handling: int) -> Followed | None:
    """What a citizen sees of what followed their rating of a handling; None while nothing does."""
    row = look.connection.execute(_OF_HANDLING, {"hall": look.hall_id, "handling": handling}).one_or_none()
    if row is None:
        return None
    case = case_of(row)
    return Followed(
        case=str(case.id),
        told=TOLD[case.state],
        replies=_replies(case),
        contact_left=case.contact,
        contact_wanted=case.state is State.RECEIVED and not case.contact,
        contact_days=look.policy.contact_days,
        satisfied=case.satisfied,
        answer_wanted=case.answer_wanted,
        follows_up=case.follows_up,
        again_by=case.again_due,
    )


def _replies(case: Case) -> tuple[Reply, ...]:
    told = ((case.reply, case.replied_at), (case.reply_again, case.replied_again_at))
    return tuple(Reply(text, at) for text, at in told if at is not None)


def story(look: Look, case: int) -> list[Entry]:
    """What happened in a case, in order."""
    asked = select(case_steps).where(case_steps.c.hall_id == look.hall_id, case_steps.c.case_id == case)
    return [
        Entry(row.id, row.at, row.staff_id, Step(row.kind), row.text, row.facts)
        for row in look.connection.execute(asked.order_by(case_steps.c.id))
    ]


def without_due(look: Look) -> list[Case]:
    """Open cases with a deadline that could not be set yet: the arrangement of its year was not known."""
    lacks = cases.c.rectify_due.is_(None) | (
        cases.c.call_back_due.is_(None) & cases.c.contact & cases.c.called_back_at.is_(None)
    )
    lacks |= cases.c.reopened_at.is_not(None) & cases.c.again_due.is_(None)
    asked = select(cases).where(cases.c.hall_id == look.hall_id, cases.c.state != CLOSED, lacks)
    return [case_of(row) for row in look.connection.execute(asked)]


def change(work: Work, case: Case, **values: Any) -> Case:
    """Change a case; returns it as it is now."""
    change_row(work.connection, cases, case.id, values)
    return get(work, case.id)


def of_handling(look: Look, handling: int) -> int | None:
    """The case of a handling, None without one."""
    asked = select(cases.c.id).where(cases.c.hall_id == look.hall_id, cases.c.handling_id == handling)
    return look.connection.execute(asked).scalar_one_or_none()


def open_one(work: Work, rating: Rating) -> int:
    """A new case for a low rating, with the next number of the hall; returns its id."""
    newest = select(func.coalesce(func.max(cases.c.no), 0)).where(cases.c.hall_id == work.hall_id)
    made = work.connection.execute(
        insert(cases).values(
            hall_id=work.hall_id,
            no=work.connection.execute(newest).scalar_one() + 1,
            handling_id=rating.handling,
            rating_id=rating.id,
            ticket_id=rating.ticket,
            window_id=rating.window,
            staff_id=rating.staff,
            service_id=rating.service,
            state=State.RECEIVED,
            ended_at=rating.ended_at,
            opened_at=work.now,
            rectify_due=due(work, days=work.policy.rectify_days),
        )
    )
    case = new_id(made)
    add_step(work, case, Step.OPENED)
    return case


def add_step(
    work: Work,
    case: int,
    kind: Step,
    *,
    by: int | None = None,
    text: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Write an entry into the story of a case; `by` is None for the citizen and for the house itself."""
    work.connection.execute(
        insert(case_steps).values(
            hall_id=work.hall_id, case_id=case, at=work.now, staff_id=by, kind=kind, text=text, facts=dict(facts or {})
        )
    )


def due(look: Look, *, days: int, since: datetime | None = None) -> date | None:
    """The last of so many working days after `since` (now); None while the arrangement of a year is not known."""
    begins = look.hours.day(since or look.now)
    return due_on(begins, days=days, makeup_counts=bool(look.policy.makeup_counts))


def case_of(row: Any) -> Case:
    """A row as the rules know it."""
    return Case(
        id=row.id,
        no=row.no,
        handling=row.handling_id,
        rating=row.rating_id,
        ticket=row.ticket_id,
        window=row.window_id,
        staff=row.staff_id,
        service=row.service_id,
        state=State(row.state),
        opened_at=row.opened_at,
        handler=row.handler_id,
        contact=row.contact,
        call_back_due=row.call_back_due,
        rectify_due=row.rectify_due,
        called_back_at=row.called_back_at,
        verified_at=row.verified_at,
        verified_by=row.verified_by,
        verdict=Verdict(row.verdict) if row.verdict else None,
        cause=Cause(row.cause) if row.cause else None,
        released_at=row.released_at,
        rectified_at=row.rectified_at,
        measure=row.measure,
        replied_at=row.replied_at,
        reply=row.reply,
        satisfied=row.satisfied,
        answered_at=row.answered_at,
        reopened_at=row.reopened_at,
        again_due=row.again_due,
        measure_again=row.measure_again,
        replied_again_at=row.replied_again_at,
        reply_again=row.reply_again,
        answered_again_at=row.answered_again_at,
        closed_at=row.closed_at,
    )
