"""What follows a low rating, step by step: each deed is one move, or one entry in the story of its case."""

from hall.errors import AlreadyAnswered, ContactAlreadyLeft, ContactNotNeeded, NotRepliedYet
from hall.events import CaseAnswered, ContactLeft
from hall.rules.case import Contact, State, Step, entry_text
from hall.rules.rating import LONGEST_TEXT
from hall.store import cases, contacts
from hall.store.database import Hall

# --- the citizen --------------------------------------------------------------------------------


def leave_contact(hall: Hall, *, case: int, phone: str, name: str = "") -> None:
    """Leave a telephone number for a call-back: once, freely, after the rating is stored, until it is looked into.

    Refuses with UnknownCase, PhoneUnusable, TextTooLong, ContactAlreadyLeft, ContactNotNeeded.
    """
    with hall.work() as work:
        contact = Contact.written(phone, name)
        one = cases.get(work, case)
        if one.contact:
            raise ContactAlreadyLeft(case=str(case))
        if one.state is not State.RECEIVED:
            raise ContactNotNeeded(case=str(case))
        contacts.keep(work, case, contact)
        cases.change(work, one, contact=True, call_back_due=cases.due(work, days=work.policy.callback_days))
        cases.add_step(work, case, Step.CONTACT_LEFT)
        work.record(ContactLeft(case=case))


def answer(hall: Hall, *, case: int, satisfied: bool, note: str = "") -> None:
    """Say whether the reply satisfies: once, from the ticket's own link.

    Refuses with UnknownCase, NotRepliedYet, AlreadyAnswered, TextTooLong.
    """
    with hall.work() as work:
        said = entry_text(note, most=LONGEST_TEXT)
        one = cases.get(work, case)
        if one.replied_at is None:
            raise NotRepliedYet(case=str(case))
        if one.satisfied is not None:
            raise AlreadyAnswered(case=str(case))
        cases.change(work, one, satisfied=satisfied, answered_at=work.now)
        cases.add_step(work, case, Step.ANSWERED, text=said, facts={"satisfied": satisfied})
        work.record(CaseAnswered(case=case))
