"""Questions about who outside is told of cases, with how they change."""

from typing import Any

from sqlalchemy import insert, select, update

from hall.errors import UnknownRecord
from hall.rules.alert import AlertKind, Recipient, RecipientKind
from hall.rules.alert_entry import RecipientEntry
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import recipients


def every_one(look: Look) -> list[Recipient]:
    """Those who are told, in the order they were added; not those withdrawn."""
    asked = select(recipients).where(recipients.c.hall_id == look.hall_id, recipients.c.active)
    return [_recipient(row) for row in look.connection.execute(asked.order_by(recipients.c.id))]


def get(look: Look, recipient: int) -> Recipient:
    """Raises UnknownRecord, also for one that was withdrawn or is another hall's."""
    return _recipient(_row(look, recipient))


def secret_of(look: Look, recipient: int) -> str | None:
    """What a webhook's messages are signed with; None for e-mail. Raises SealBroken."""
    sealed = _row(look, recipient).secret
    return None if sealed is None else look.seal.open(sealed)


def is_wanted(look: Look, kind: AlertKind) -> bool:
    """Does anybody want to be told of this?"""
    return any(kind in one.wants for one in every_one(look))


def add(work: Work, entry: RecipientEntry) -> int:
    """A new recipient; returns its id. Raises SealBroken where a secret is to be kept without a key."""
    made = work.connection.execute(
        insert(recipients).values(hall_id=work.hall_id, active=True, kind=entry.kind, **_values(work, entry))
    )
    return new_id(made)


def put(work: Work, recipient: int, entry: RecipientEntry) -> list[str]:
    """Change a recipient, whose kind stays; returns the names of what changed."""
    before = _row(work, recipient)._mapping
    changed = {name: value for name, value in _values(work, entry).items() if before[name] != value}
    if changed:
        work.connection.execute(update(recipients).where(recipients.c.id == recipient).values(**changed))
    return sorted(changed)


def withdraw(work: Work, recipient: int) -> None:
    """Tell somebody no longer: their address and secret are erased, what was sent stays countable."""
    _row(work, recipient)
    gone = {"active": False, "address": "", "secret": None, "wants": []}
    work.connection.execute(update(recipients).where(recipients.c.id == recipient).values(**gone))


def _values(work: Work, entry: RecipientEntry) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": entry.name,
        "address": entry.address,
        "template": entry.template,
        "wants": list(entry.wants),
    }
    if entry.secret is not None:
        values["secret"] = work.seal.close(entry.secret)
    return values


def _row(look: Look, recipient: int) -> Any:
    asked = select(recipients).where(
        recipients.c.hall_id == look.hall_id, recipients.c.id == recipient, recipients.c.active
    )
    row = look.connection.execute(asked).one_or_none()
    if row is None:
        raise UnknownRecord(id=str(recipient))
    return row


def _recipient(row: Any) -> Recipient:
    return Recipient(
        id=row.id,
        kind=RecipientKind(row.kind),
        name=row.name,
        address=row.address,
        template=row.template,
        wants=tuple(AlertKind(one) for one in row.wants),
        active=row.active,
    )
