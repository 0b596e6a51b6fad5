"""What follows a low rating, step by step: each deed is one move, or one entry in the story of its case.

`seen` is the newest entry that whoever decides has read: a case that went on meanwhile is refused, not overrun.
"""

from typing import Any

from hall.errors import (
    AlreadyAnswered,
    CaseChanged,
    CauseNotFit,
    ContactAlreadyLeft,
    ContactMissing,
    ContactNotNeeded,
    EntryMissing,
    HandlerNotFit,
    NotRepliedYet,
    UnknownCase,
)
from hall.events import CaseAnswered, CaseAssigned, CaseStepTaken, ContactLeft, ContactSeen
from hall.rules.alert import AlertKind
from hall.rules.case import Case, Cause, Contact, State, Step, Verdict, entry_text
from hall.rules.case_moves import LEADS_TO, cause_fits, may_handle, must_be_possible, reopens, sight
from hall.rules.rating import LONGEST_TEXT
from hall.store import cases, contacts, outbox
from hall.store.database import Hall
from hall.store.look import Work

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
    """Say whether the reply satisfies, from the ticket's own link: each reply once.

    One that does not satisfy is followed up by a second reply, the last; also when the case was closed meanwhile.
    Refuses with UnknownCase, NotRepliedYet, AlreadyAnswered, TextTooLong.
    """
    with hall.work() as work:
        said = entry_text(note, most=LONGEST_TEXT)
        one = cases.get(work, case)
        if one.replied_at is None:
            raise NotRepliedYet(case=str(case))
        if not one.answer_wanted:
            raise AlreadyAnswered(case=str(case))
        moved: dict[str, Any] = {"answered_again_at" if one.reopened_at else "answered_at": work.now}
        if reopens(one, satisfied=satisfied):
            due = cases.due(work, days=work.policy.rectify_days)
            moved |= {"state": State.REOPENED, "reopened_at": work.now, "again_due": due, "closed_at": None}
        cases.change(work, one, satisfied=satisfied, **moved)
        cases.add_step(work, case, Step.ANSWERED, text=said, facts={"satisfied": satisfied})
        if not satisfied:
            outbox.add(work, kind=AlertKind.UNSATISFIED, case=case)
        work.record(CaseAnswered(case=case))


# --- who handles it ---------------------------------------------------------------------------------


def assign(hall: Hall, *, case: int, seen: int, handler: int, by: int) -> None:
    """Name who handles a case; another may be named while it is open.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, UnknownStaff, and HandlerNotFit for the rated
    clerk and for whoever no longer works here.
    """
    with hall.work() as work:
        one = _taken_up(work, case, Step.ASSIGNED, by=by, seen=seen)
        if not may_handle(one, work.set_up.staff_by_id(handler)):
            raise HandlerNotFit(field="handler")
        cases.change(work, one, handler_id=handler)
        cases.add_step(work, case, Step.ASSIGNED, by=by, facts={"handler": handler})
        work.record(CaseAssigned(case=case, handler=handler))


def look_at_contact(hall: Hall, *, case: int, by: int) -> Contact:
    """Read the telephone number a citizen left; each look stands in the story and in the journal.

    Refuses with UnknownCase, CaseNotYours, WrongCaseMove, NoHandlerYet, ContactMissing, SealBroken.
    """
    with hall.work() as work:
        _taken_up(work, case, Step.CONTACT_SEEN, by=by)
        contact = contacts.of_case(work, case)
        if contact is None:
            raise ContactMissing()
        cases.add_step(work, case, Step.CONTACT_SEEN, by=by)
        work.record(ContactSeen(case=case))
        return contact


def call_back(hall: Hall, *, case: int, seen: int, reached: bool, text: str, by: int) -> None:
    """Write down a call-back: what was said, or why nobody was reached, which moves nothing.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, NoHandlerYet, ContactMissing, EntryMissing,
    TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.CALLED_BACK, by=by, seen=seen), _said(text)
        moved: dict[str, Any] = {"state": LEADS_TO[Step.CALLED_BACK], "called_back_at": work.now} if reached else {}
        _enter(work, one, Step.CALLED_BACK, by=by, text=said, facts={"reached": reached}, **moved)


def verify(
    hall: Hall, *, case: int, seen: int, verdict: Verdict, text: str, by: int, cause: Cause | None = None
) -> None:
    """Say what was found: only a justified one has a cause, and goes on to be put right.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, NoHandlerYet, CallBackFirst, CauseNotFit,
    EntryMissing, TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.VERIFIED, by=by, seen=seen), _said(text)
        facts = _found(verdict, cause)
        moved = {"state": LEADS_TO[Step.VERIFIED], "verified_at": work.now, "verified_by": by, **facts}
        _enter(work, one, Step.VERIFIED, by=by, text=said, facts=facts, **moved)


def release(hall: Hall, *, case: int, seen: int, by: int) -> None:
    """Let the rated clerk read tags and text from now on; never the contact.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, AlreadyReleased.
    """
    with hall.work() as work:
        one = _taken_up(work, case, Step.RELEASED, by=by, seen=seen)
        _enter(work, one, Step.RELEASED, by=by, released_at=work.now)


def rectify(hall: Hall, *, case: int, seen: int, text: str, by: int) -> None:
    """Say what was put right; in the second round, what more.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, AppealOpen, EntryMissing, TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.RECTIFIED, by=by, seen=seen), _said(text)
        again = one.reopened_at is not None
        # When it was put right at first is what the deadline was about.
        what: dict[str, Any] = {"measure_again": said} if again else {"rectified_at": work.now, "measure": said}
        _enter(work, one, Step.RECTIFIED, by=by, text=said, state=LEADS_TO[Step.RECTIFIED], **what)


def reply(hall: Hall, *, case: int, seen: int, text: str, by: int) -> None:
    """Reply to the citizen, who reads it on the ticket's own link; after an answer of dissatisfaction once more.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, AppealOpen, EntryMissing, TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.REPLIED, by=by, seen=seen), _said(text)
        again = "_again" if one.reopened_at else ""
        what: dict[str, Any] = {f"replied{again}_at": work.now, f"reply{again}": said}
        _enter(work, one, Step.REPLIED, by=by, text=said, state=LEADS_TO[Step.REPLIED], **what)


def close(hall: Hall, *, case: int, seen: int, by: int) -> None:
    """Close a case that was replied to. Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove."""
    with hall.work() as work:
        one = _taken_up(work, case, Step.CLOSED, by=by, seen=seen)
        _enter(work, one, Step.CLOSED, by=by, state=LEADS_TO[Step.CLOSED], closed_at=work.now)


def note(hall: Hall, *, case: int, text: str, by: int) -> None:
    """Write something down. Refuses with UnknownCase, CaseNotYours, WrongCaseMove, EntryMissing, TextTooLong."""
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.NOTE, by=by), _said(text)
        _enter(work, one, Step.NOTE, by=by, text=said)


# --- the rated clerk, and whoever reviews ---------------------------------------------------------------


def give_statement(hall: Hall, *, case: int, text: str, by: int) -> None:
    """The rated clerk says how it was, once, before it is verified.

    Refuses with UnknownCase, CaseNotYours, WrongCaseMove, AlreadySaid, EntryMissing, TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.STATEMENT, by=by), _said(text)
        _enter(work, one, Step.STATEMENT, by=by, text=said)


def appeal(hall: Hall, *, case: int, text: str, by: int) -> None:
    """The rated clerk appeals against *justified*, once; until it is reviewed nothing goes on.

    Refuses with UnknownCase, CaseNotYours, WrongCaseMove, AlreadySaid, EntryMissing, TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.APPEAL, by=by), _said(text)
        _enter(work, one, Step.APPEAL, by=by, text=said)
        outbox.add(work, kind=AlertKind.APPEAL, case=case)


def review(
    hall: Hall, *, case: int, seen: int, verdict: Verdict, text: str, by: int, cause: Cause | None = None
) -> None:
    """Uphold what was found, or find otherwise, after an appeal; by another person than whoever verified.

    Refuses with UnknownCase, CaseNotYours, CaseChanged, WrongCaseMove, NoAppeal, ReviewerIsVerifier, CauseNotFit,
    EntryMissing, TextTooLong.
    """
    with hall.work() as work:
        one, said = _taken_up(work, case, Step.REVIEWED, by=by, seen=seen), _said(text)
        facts = _found(verdict, cause)
        _enter(work, one, Step.REVIEWED, by=by, text=said, facts=facts, **facts)


# --- what they share ---------------------------------------------------------------------------------


def _taken_up(work: Work, case: int, step: Step, *, by: int, seen: int | None = None) -> Case:
    """The case, if it takes this deed by this person now; whoever may not see it learns of none."""
    one, who = cases.get(work, case), work.set_up.staff_by_id(by)
    if sight(one, who) is None:
        raise UnknownCase(case=str(case))
    story = cases.story(work, case)
    must_be_possible(step, one, story, who)
    if seen is not None and seen != story[-1].id:
        raise CaseChanged(case=str(case))
    return one


def _enter(
    work: Work, one: Case, step: Step, *, by: int, text: str = "", facts: dict[str, Any] | None = None, **values: Any
) -> None:
    if values:
        cases.change(work, one, **values)
    cases.add_step(work, one.id, step, by=by, text=text, facts=facts)
    work.record(CaseStepTaken(case=one.id, step=step))


def _said(text: str) -> str:
    said = entry_text(text)
    if not said:
        raise EntryMissing(field="text")
    return said


def _found(verdict: Verdict, cause: Cause | None) -> dict[str, Any]:
    if not cause_fits(verdict, cause):
        raise CauseNotFit(field="cause")
    return {"verdict": verdict, "cause": cause}
