"""Which deed a case takes in which state, who may do it, and where it leads: a table one can read aloud."""

from collections.abc import Sequence
from enum import StrEnum

from hall.errors import (
    AlreadyReleased,
    AlreadySaid,
    AppealOpen,
    CallBackFirst,
    CaseNotYours,
    ContactMissing,
    NoAppeal,
    NoHandlerYet,
    Refusal,
    ReviewerIsVerifier,
    WrongCaseMove,
)
from hall.rules.case import Case, Cause, Entry, State, Step, Verdict
from hall.rules.staff import Power, Role, Staff

OPEN = frozenset(State) - {State.CLOSED}

TAKES: dict[Step, frozenset[State]] = {
    Step.ASSIGNED: OPEN,
    Step.NOTE: OPEN,
    Step.CONTACT_SEEN: OPEN,
    Step.CALLED_BACK: frozenset({State.RECEIVED}),
    Step.STATEMENT: frozenset({State.RECEIVED, State.CALLED_BACK}),
    Step.VERIFIED: frozenset({State.RECEIVED, State.CALLED_BACK}),
    Step.APPEAL: frozenset({State.VERIFIED}),
    Step.REVIEWED: frozenset({State.VERIFIED}),
    Step.RELEASED: frozenset({State.VERIFIED, State.REOPENED, State.RECTIFIED, State.REPLIED, State.CLOSED}),
    Step.RECTIFIED: frozenset({State.VERIFIED, State.REOPENED}),
    Step.REPLIED: frozenset({State.VERIFIED, State.REOPENED, State.RECTIFIED}),
    Step.CLOSED: frozenset({State.REPLIED}),
}
"""Deed → the states in which a case takes it."""

LEADS_TO: dict[Step, State] = {
    Step.CALLED_BACK: State.CALLED_BACK,
    Step.VERIFIED: State.VERIFIED,
    Step.RECTIFIED: State.RECTIFIED,
    Step.REPLIED: State.REPLIED,
    Step.CLOSED: State.CLOSED,
}
"""Deeds after which a case is in another state; a call-back in vain leaves it where it is."""

RATED_CLERKS = frozenset({Step.STATEMENT, Step.APPEAL})
"""What the rated clerk does, and nobody else."""
MANAGERS = frozenset({Step.ASSIGNED, Step.REVIEWED, Step.RELEASED})
"""What the handler as such may not do."""
UNHANDLED = RATED_CLERKS | MANAGERS | {Step.NOTE}
"""What needs no handler yet."""


def reopens(case: Case, *, satisfied: bool) -> bool:
    """Does the citizen's answer lead back, from wherever the case is? To one more reply: the second is the last."""
    return not satisfied and case.reopened_at is None


class Sight(StrEnum):
    """How much of a case somebody sees."""

    WHOLE = "whole"
    """All but the contact, which is looked at by a deed of its own."""
    OWN = "own"
    """The rated clerk: that there is one, and what was found; tags and text only once released, the contact never."""


def sight(case: Case, by: Staff) -> Sight | None:
    """What somebody sees of a case; None: as if there were none."""
    if by.id == case.staff:
        return Sight.OWN
    return Sight.WHOLE if by.may(Power.RATINGS) or by.id == case.handler else None


def may_handle(case: Case, who: Staff) -> bool:
    """May somebody be named its handler? Anybody of the hall but the rated clerk."""
    return who.active and who.id != case.staff and who.role is not Role.DISTRICT


def must_be_possible(step: Step, case: Case, story: Sequence[Entry], by: Staff) -> None:
    """Refuse a deed that is not this person's, or that the case does not take now.

    Raises CaseNotYours, WrongCaseMove, NoHandlerYet, ContactMissing, CallBackFirst, AlreadySaid, NoAppeal,
    ReviewerIsVerifier, AppealOpen, AlreadyReleased.
    """
    if not _is_theirs(step, case, by):
        raise CaseNotYours()
    if case.state not in TAKES[step]:
        raise WrongCaseMove(state=case.state)
    if case.handler is None and step not in UNHANDLED:
        raise NoHandlerYet()
    _must_fit_the_story(step, case, {entry.kind for entry in story}, by)


def possible(case: Case, story: Sequence[Entry], by: Staff) -> list[Step]:
    """Every deed this person may do now, in the order of the table."""
    return [step for step in TAKES if not _refused(step, case, story, by)]


def _refused(step: Step, case: Case, story: Sequence[Entry], by: Staff) -> bool:
    try:
        must_be_possible(step, case, story, by)
    except Refusal:
        return True
    return False


def _is_theirs(step: Step, case: Case, by: Staff) -> bool:
    if by.id == case.staff or step in RATED_CLERKS:
        return by.id == case.staff and step in RATED_CLERKS
    return by.may(Power.CASES) or (by.id == case.handler and step not in MANAGERS)


def _must_fit_the_story(step: Step, case: Case, told: set[Step], by: Staff) -> None:
    callable_ = case.contact and Step.CONTACT_ERASED not in told
    appealed = Step.APPEAL in told and Step.REVIEWED not in told
    if step in (Step.CONTACT_SEEN, Step.CALLED_BACK) and not callable_:
        raise ContactMissing()
    # Somebody who cannot be reached must not keep a case open for ever: one attempt with its reason is enough.
    if step is Step.VERIFIED and callable_ and Step.CALLED_BACK not in told:
        raise CallBackFirst()
    if step in RATED_CLERKS and step in told:
        raise AlreadySaid()
    if step is Step.APPEAL and not case.justified:
        raise WrongCaseMove(state=case.state)
    if step is Step.REVIEWED:
        _must_review(case, by, appealed)
    if step in (Step.RECTIFIED, Step.REPLIED) and appealed:
        raise AppealOpen()
    # Only what was justified is put right, and it is before anybody is told so.
    if step is Step.RECTIFIED and not case.justified:
        raise WrongCaseMove(state=case.state)
    if step is Step.REPLIED and case.state is State.VERIFIED and case.justified:
        raise WrongCaseMove(state=case.state)
    if step is Step.RELEASED and case.released_at is not None:
        raise AlreadyReleased()


def _must_review(case: Case, by: Staff, appealed: bool) -> None:
    if not appealed:
        raise NoAppeal()
    if by.id == case.verified_by:
        raise ReviewerIsVerifier()


def cause_fits(verdict: Verdict, cause: Cause | None) -> bool:
    """What was justified has a cause, and nothing else has."""
    return (verdict is Verdict.JUSTIFIED) == (cause is not None)
