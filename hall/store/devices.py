"""Questions about the pairing of devices, with the tokens they hold.

Only hashes of tokens are kept, so that whoever reads the database cannot come in with them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from hall.store.look import Look, Work
from hall.store.people import hashed
from hall.store.tables import devices, pairings


def paired_with(look: Look, tokens: Mapping[int, str]) -> set[int]:
    """Those devices (ids) that hold the token given for them, and may use it."""
    asked = select(devices.c.id, devices.c.token_hash).where(
        devices.c.hall_id == look.hall_id, devices.c.revoked_at.is_(None)
    )
    return {one.id for one in look.connection.execute(asked) if hashed(tokens.get(one.id, "")) == one.token_hash}


def paired_from(look: Look, address: str) -> bool:
    """Was a device that is in use paired from this address, as it is kept?"""
    asked = select(devices.c.id).where(
        devices.c.hall_id == look.hall_id, devices.c.address == address, devices.c.revoked_at.is_(None)
    )
    return look.connection.execute(asked.limit(1)).first() is not None


def give_token(work: Work, *, device: int, token: str) -> None:
    """A device is paired with this token from now on; the one before, if any, is void."""
    values = {"token_hash": hashed(token), "paired_at": work.now, "revoked_at": None, "address": work.address}
    work.connection.execute(update(devices).where(devices.c.id == device).values(**values))


def take_token(work: Work, *, device: int) -> None:
    """The device's token is void; the device waits to be paired anew."""
    values = {"token_hash": None, "paired_at": None, "revoked_at": None, "address": None}
    work.connection.execute(update(devices).where(devices.c.id == device).values(**values))


def revoke(work: Work, *, device: int) -> None:
    """The device is out of use; its row stays, because tickets and jobs name it."""
    values = {"token_hash": None, "revoked_at": work.now}
    work.connection.execute(update(devices).where(devices.c.id == device).values(**values))
    asked = (pairings.c.device_id == device) & pairings.c.collected_at.is_(None)
    work.connection.execute(delete(pairings).where(asked))


# --- pairings: a device shows a code and keeps a secret until a manager has approved it ---------------------


def forget_old_pairings(connection: Connection, *, now: datetime) -> None:
    """Pairings that ran out are of no use to anybody."""
    connection.execute(delete(pairings).where(pairings.c.expires_at <= now))


def add_pairing(connection: Connection, *, code: str, secret: str, kind: str, expires_at: datetime) -> None:
    """A device asks to be paired: it shows `code` and keeps `secret`."""
    connection.execute(insert(pairings).values(code=code, secret_hash=hashed(secret), kind=kind, expires_at=expires_at))


def codes_shown(connection: Connection) -> set[str]:
    """The codes now on screens."""
    return set(connection.scalars(select(pairings.c.code)))


def pairing_with_code(connection: Connection, code: str, *, now: datetime) -> Any | None:
    """The row (id, kind) of the pairing that shows this code and waits for approval."""
    asked = select(pairings.c.id, pairings.c.kind).where(
        pairings.c.code == code, pairings.c.expires_at > now, pairings.c.device_id.is_(None)
    )
    return connection.execute(asked).first()


def pairing_with_secret(connection: Connection, secret: str, *, now: datetime) -> Any | None:
    """The pairing of whoever holds this secret, while its device has not collected its token."""
    asked = select(pairings).where(
        pairings.c.secret_hash == hashed(secret), pairings.c.expires_at > now, pairings.c.collected_at.is_(None)
    )
    return connection.execute(asked).one_or_none()


def approve(work: Work, *, pairing: int, device: int) -> bool:
    """The pairing's device may collect its token; False if somebody else approved it at the same moment."""
    approved = update(pairings).where(pairings.c.id == pairing, pairings.c.device_id.is_(None))
    return work.connection.execute(approved.values(hall_id=work.hall_id, device_id=device)).rowcount == 1


def collected(work: Work, *, pairing: int) -> bool:
    """The pairing is used up; False if it was before."""
    used = update(pairings).where(pairings.c.id == pairing, pairings.c.collected_at.is_(None))
    return work.connection.execute(used.values(collected_at=work.now)).rowcount == 1
