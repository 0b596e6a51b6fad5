"""What nobody does to cases: contacts are erased, deadlines set once their year is announced, seals renewed."""

from hall.events import ContactErased
from hall.rules.case import Case, Step
from hall.store import cases, contacts, sealed
from hall.store.database import Hall
from hall.store.look import Look


def anything_due(hall: Hall) -> bool:
    """Would `keep_up` change anything now? A reading, so that an idle hall is not locked every minute."""
    with hall.look() as look:
        dues = (_dues(look, one) for one in cases.without_due(look))
        return bool(contacts.past(look)) or any(dues) or bool(sealed.outdated(look))


def keep_up(hall: Hall) -> None:
    """Erase the contacts that were kept as long as they may be; set deadlines whose year has been announced.

    What is sealed with an older key is sealed with the newest, so that the older may be dropped.
    """
    with hall.work() as work:
        for case in contacts.past(work):
            contacts.erase(work, case)
            cases.add_step(work, case, Step.CONTACT_ERASED)
            work.record(ContactErased(case=case))
        for one in cases.without_due(work):
            dues = _dues(work, one)
            if dues:
                cases.change(work, one, **dues)
        sealed.renew(work)


def _dues(look: Look, one: Case) -> dict[str, object]:
    """The deadlines of a case that are not set and can be."""
    policy, found = look.policy, {}
    if one.rectify_due is None:
        found["rectify_due"] = cases.due(look, days=policy.rectify_days, since=one.opened_at)
    if one.contact and one.call_back_due is None and one.called_back_at is None:
        left_at = contacts.left_at(look, one.id)
        found["call_back_due"] = left_at and cases.due(look, days=policy.callback_days, since=left_at)
    if one.follows_up and one.again_due is None:
        found["again_due"] = cases.due(look, days=policy.rectify_days, since=one.reopened_at)
    return {name: day for name, day in found.items() if day is not None}
