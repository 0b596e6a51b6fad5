"""Questions about who may come in: sessions, one-time links, device tokens and pairings.

Only hashes of tokens are kept, so that whoever reads the database cannot come in with them.
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import devices, links, sessions, staff


def hashed(token: str) -> str:
    """What is kept of a token. Tokens are random and long, so a plain SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def staff_named(connection: Connection, name: str) -> Any | None:
    """The row (id, hall_id, password_hash, active) of whoever signs in with this name, in any hall."""
    asked = select(staff.c.id, staff.c.hall_id, staff.c.password_hash, staff.c.active).where(staff.c.name == name)
    return connection.execute(asked).one_or_none()


def password_hash_of(look: Look, who: int) -> str | None:
    """None until a password was chosen."""
    kept: str | None = look.connection.execute(select(staff.c.password_hash).where(staff.c.id == who)).scalar_one()
    return kept


_SESSION = (
    select(sessions.c.id, sessions.c.staff_id, sessions.c.hall_id, sessions.c.expires_at)
    .join(staff, staff.c.id == sessions.c.staff_id)
    .where(sessions.c.token_hash == bindparam("hashed"), sessions.c.ended_at.is_(None))
    .where(sessions.c.expires_at > bindparam("now"), staff.c.active)
)
_DEVICE = select(devices.c.id, devices.c.hall_id).where(
    devices.c.token_hash == bindparam("hashed"), devices.c.revoked_at.is_(None)
)


def session_of(connection: Connection, token: str, *, now: datetime) -> Any | None:
    """The row (id, staff_id, hall_id, expires_at) of a session that still lasts, its person still working here."""
    return connection.execute(_SESSION, {"hashed": hashed(token), "now": now}).one_or_none()


def device_with(connection: Connection, token: str) -> Any | None:
    """The row (id, hall_id) of the device with this token, unless revoked."""
    return connection.execute(_DEVICE, {"hashed": hashed(token)}).one_or_none()


def add_session(work: Work, *, who: int, token: str, expires_at: datetime) -> int:
    """A new session; returns its id."""
    made = work.connection.execute(
        insert(sessions).values(
            hall_id=work.hall_id,
            staff_id=who,
            token_hash=hashed(token),
            created_at=work.now,
            expires_at=expires_at,
            address=work.address,
        )
    )
    return new_id(made)


def came_in_from(look: Look, address: str, *, since: datetime) -> list[Any]:
    """The rows (staff_id, created_at) of the sessions begun at this address, as it is kept, since a moment."""
    asked = select(sessions.c.staff_id, sessions.c.created_at).where(
        sessions.c.hall_id == look.hall_id, sessions.c.address == address, sessions.c.created_at > since
    )
    return list(look.connection.execute(asked))


def end_sessions(work: Work, *, who: int, only: int | None = None, but: int | None = None) -> list[int]:
    """End somebody's sessions (one, all, or all but one); returns the ids of those that ended."""
    which = (sessions.c.staff_id == who) & sessions.c.ended_at.is_(None)
    if only is not None:
        which &= sessions.c.id == only
    if but is not None:
        which &= sessions.c.id != but
    ended = work.connection.scalars(update(sessions).where(which).values(ended_at=work.now).returning(sessions.c.id))
    return list(ended)


def add_link(work: Work, *, who: int, token: str, expires_at: datetime) -> None:
    """A one-time link to choose a password; those made before are void."""
    work.connection.execute(
        update(links).where(links.c.staff_id == who, links.c.used_at.is_(None)).values(used_at=work.now)
    )
    work.connection.execute(
        insert(links).values(hall_id=work.hall_id, staff_id=who, token_hash=hashed(token), expires_at=expires_at)
    )


def link_with(connection: Connection, token: str, *, now: datetime) -> Any | None:
    """The row (id, hall_id, staff_id) of a one-time link that is neither used nor expired."""
    asked = select(links.c.id, links.c.hall_id, links.c.staff_id).where(
        links.c.token_hash == hashed(token), links.c.used_at.is_(None), links.c.expires_at > now
    )
    return connection.execute(asked).one_or_none()


def use_link(work: Work, link: int) -> bool:
    """Use a link up; False if somebody did before."""
    used = work.connection.execute(
        update(links).where(links.c.id == link, links.c.used_at.is_(None)).values(used_at=work.now)
    )
    return used.rowcount == 1


def set_password_hash(work: Work, *, who: int, password_hash: str) -> None:
    """Keep the argon2id hash of somebody's password; the password itself is kept nowhere."""
    work.connection.execute(update(staff).where(staff.c.id == who).values(password_hash=password_hash))


def photo_with(connection: Connection, who: int, tag: str) -> bytes | None:
    """Somebody's photo as JPEG, if this is its tag."""
    photo: bytes | None = connection.execute(
        select(staff.c.photo).where(staff.c.id == who, staff.c.photo_tag == tag)
    ).scalar_one_or_none()
    return photo


def lasting(connection: Connection, which: set[int], *, now: datetime) -> set[int]:
    """Those of the given sessions that still last, their people still working here."""
    if not which:
        return set()
    asked = (
        select(sessions.c.id)
        .join(staff, staff.c.id == sessions.c.staff_id)
        .where(sessions.c.id.in_(sorted(which)), sessions.c.ended_at.is_(None))
        .where(sessions.c.expires_at > now, staff.c.active)
    )
    return set(connection.scalars(asked))


def set_active(work: Work, *, who: int, active: bool) -> None:
    """Somebody leaves or comes back."""
    work.connection.execute(update(staff).where(staff.c.id == who).values(active=active))


def set_photo(work: Work, *, who: int, jpeg: bytes | None) -> None:
    """Keep a photo; its tag is new whenever the photo is, so that browsers may keep it for ever."""
    tag = None if jpeg is None else hashlib.sha256(jpeg).hexdigest()[:16]
    work.connection.execute(update(staff).where(staff.c.id == who).values(photo=jpeg, photo_tag=tag))
