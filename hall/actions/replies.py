"""What a citizen does about what followed their own rating: with the ticket's link, or its code at the help desk."""

from hall.actions import cases as case_deeds
from hall.errors import UnknownCase
from hall.store import cases
from hall.store.database import Hall
from hall.store.look import Work


def leave_contact(hall: Hall, *, ticket: int, case: int, phone: str, name: str = "") -> None:
    """Leave a telephone number for a call-back about one's own ticket.

    Refuses with UnknownCase, also for another ticket's, and as `hall.actions.cases.leave_contact` does.
    """
    with hall.work() as work:
        _must_be_of(work, case, ticket)
        case_deeds.leave_contact(hall, case=case, phone=phone, name=name)


def answer(hall: Hall, *, ticket: int, case: int, satisfied: bool, note: str = "") -> None:
    """Say whether the reply satisfies: as long as it takes, also when the days for rating are over.

    Refuses with UnknownCase, also for another ticket's, and as `hall.actions.cases.answer` does.
    """
    with hall.work() as work:
        _must_be_of(work, case, ticket)
        case_deeds.answer(hall, case=case, satisfied=satisfied, note=note)


def _must_be_of(work: Work, case: int, ticket: int) -> None:
    if cases.get(work, case).ticket != ticket:
        # As if there were none: a ticket tells nothing of other people's tickets.
        raise UnknownCase(case=str(case))
