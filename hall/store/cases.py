"""Questions about the cases that follow low ratings, with how they change."""

from sqlalchemy import func, insert, select

from hall.rules.case import State, Step
from hall.rules.rating import Rating
from hall.store.database import Look, Work, new_id
from hall.store.tables import case_steps, cases


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
            opened_at=work.now,
        )
    )
    case = new_id(made)
    add_step(work, case, Step.OPENED)
    return case


def add_step(
    work: Work, case: int, kind: Step, *, by: int | None = None, text: str = "", facts: dict[str, object] | None = None
) -> None:
    """Write an entry into the story of a case; `by` is None for the citizen and for the house itself."""
    work.connection.execute(
        insert(case_steps).values(
            hall_id=work.hall_id, case_id=case, at=work.now, staff_id=by, kind=kind, text=text, facts=facts or {}
        )
    )
