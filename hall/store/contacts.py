"""Questions about the telephone numbers that citizens left, kept sealed until they are erased."""

import json
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from hall.rules.case import Contact
from hall.store.look import Look, Work
from hall.store.tables import contacts


def keep(work: Work, case: int, contact: Contact) -> None:
    """Keep a contact, sealed, as long as the hall's rule says. Raises SealBroken without a key."""
    sealed = work.seal.close(json.dumps([contact.phone, contact.name]))
    work.connection.execute(
        insert(contacts).values(
            hall_id=work.hall_id,
            case_id=case,
            sealed=sealed,
            left_at=work.now,
            erase_at=work.now + timedelta(days=work.policy.contact_days),
        )
    )


def of_case(look: Look, case: int) -> Contact | None:
    """What the citizen left; None when nothing was, or when it is erased. Raises SealBroken."""
    asked = select(contacts.c.sealed).where(contacts.c.hall_id == look.hall_id, contacts.c.case_id == case)
    sealed = look.connection.execute(asked).scalar_one_or_none()
    return Contact(*json.loads(look.seal.open(sealed))) if sealed is not None else None


def left_at(look: Look, case: int) -> datetime | None:
    """When the contact of a case was left; None when there is none, or none any more."""
    asked = select(contacts.c.left_at).where(contacts.c.hall_id == look.hall_id, contacts.c.case_id == case)
    return look.connection.execute(asked).scalar_one_or_none()


def erase_at(look: Look, case: int) -> datetime | None:
    """When the contact of a case is going to be erased; None when there is none, or none any more."""
    asked = select(contacts.c.erase_at).where(contacts.c.hall_id == look.hall_id, contacts.c.case_id == case)
    return look.connection.execute(asked).scalar_one_or_none()


def past(look: Look) -> list[int]:
    """The cases whose contact has been kept as long as it may be."""
    asked = select(contacts.c.case_id).where(contacts.c.hall_id == look.hall_id, contacts.c.erase_at <= look.now)
    return list(look.connection.scalars(asked))


def erase(work: Work, case: int) -> None:
    """Erase the contact of a case."""
    work.connection.execute(delete(contacts).where(contacts.c.hall_id == work.hall_id, contacts.c.case_id == case))
