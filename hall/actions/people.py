"""Who may come in: signing in and out, passwords, one-time links, and who works here."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hall.actions.windows import close_for
from hall.errors import (
    LastAdministrator,
    LinkUsed,
    StillServing,
    TextTooLong,
    UnknownStaff,
    WeakPassword,
    WrongPassword,
)
from hall.events import DeviceReady, LinkGiven, PasswordChanged, SignedIn, SignedOut, StaffChanged
from hall.rules import hall_forms
from hall.rules.hall_forms import Facts
from hall.rules.staff import SHORTEST_PASSWORD, Role, Staff
from hall.store import devices, entries, handlings, people, tickets, windows
from hall.store.database import Database, Hall
from hall.store.look import Work

SESSION = timedelta(hours=12)
LINK = timedelta(hours=24)
LONGEST_PASSWORD = 200

# OWASP's smaller setting (19 MiB, 2 passes, one lane): about 25 ms, which is all one process can spare at a counter.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
"""Compared with when nobody has the name, so that the answer takes as long and tells nothing."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody just came in; `token` is known to their browser alone."""

    token: str
    id: int
    staff: int
    hall: int
    expires_at: datetime


def sign_in(database: Database, *, name: str, password: str, address: str | None = None) -> Session:
    """Come in with name and password, from an address as it may be kept (see `Database.hall`).

    Refuses with WrongPassword, whichever of the two was wrong.
    """
    with database.look() as connection:
        row = people.staff_named(connection, name)
    right = _fits(row.password_hash if row and row.password_hash else _NOBODY, password)
    if row is None or not right or not row.active:
        raise WrongPassword()
    return _come_in(database.hall(row.hall_id, actor=f"staff:{row.id}", address=address), who=row.id)


def open_session(hall: Hall, *, name: str) -> str:
    """Demo mode's way in, without a password; returns the token. Refuses with UnknownStaff outside a demo hall."""
    with hall.look() as look:
        row = people.staff_named(look.connection, name)
        if row is None or not row.active or row.hall_id != look.hall_id or not look.set_up.demo:
            raise UnknownStaff(staff=name)
    return _come_in(hall.database.hall(hall.id, actor=f"staff:{row.id}"), who=row.id).token


def _come_in(hall: Hall, *, who: int) -> Session:
    token = secrets.token_urlsafe(32)
    with hall.work() as work:
        expires_at = work.now + SESSION
        session = people.add_session(work, who=who, token=token, expires_at=expires_at)
        work.record(SignedIn(staff=who))
    return Session(token, session, who, hall.id, expires_at)


def sign_out(hall: Hall, *, who: int, session: int) -> None:
    """End one's session; the screens that used it are gone at once.

    Refuses with StillServing while a visitor is in hand (承诺七: nobody leaves before the visitor has).
    """
    with hall.work() as work:
        window = windows.of_staff(work, who)
        active = handlings.active_at(work, window.id) if window is not None else None
        if active is not None:
            raise StillServing(number=tickets.get(work, active.ticket).text, handling=str(active.id))
        if people.end_sessions(work, who=who, only=session):
            work.record(SignedOut(staff=who))


def change_password(hall: Hall, *, who: int, session: int, old: str, new: str) -> None:
    """Choose another password; all other sessions of that person end.

    Refuses with WrongPassword if `old` is wrong, WeakPassword or TextTooLong for `new`.
    """
    with hall.look() as look:
        person, known = look.set_up.staff_by_id(who), people.password_hash_of(look, who)
    if not _fits(known or _NOBODY, old) or known is None:
        raise WrongPassword()
    _must_be_strong(new, person=person, old=old)
    new_hash = _HASHER.hash(new)
    with hall.work() as work:
        if people.password_hash_of(work, who) != known:  # changed meanwhile: `old` is no longer right
            raise WrongPassword()
        people.set_password_hash(work, who=who, password_hash=new_hash)
        people.end_sessions(work, who=who, but=session)
        work.record(PasswordChanged(staff=who))


def give_link(hall: Hall, *, who: int) -> str:
    """A one-time link for somebody to choose a password within a day: returns its token; links before are void.

    Refuses with UnknownStaff for somebody unknown or no longer here.
    """
    token = secrets.token_urlsafe(32)
    with hall.work() as work:
        if not work.set_up.staff_by_id(who).active:
            raise UnknownStaff(staff=str(who))
        people.add_link(work, who=who, token=token, expires_at=work.now + LINK)
        work.record(LinkGiven(staff=who))
    return token


def whose_link(database: Database, *, token: str) -> Staff:
    """Whom a one-time link is for. Refuses with LinkUsed if it is used, expired or unknown."""
    with database.look() as connection:
        row = people.link_with(connection, token, now=database.clock.now())
    if row is None:
        raise LinkUsed()
    with database.hall(row.hall_id).look() as look:
        person = look.set_up.staff_by_id(row.staff_id)
    if not person.active:
        raise LinkUsed()
    return person


def use_link(database: Database, *, token: str, password: str) -> Staff:
    """Choose a password by a one-time link; every session of that person ends. Returns who it is.

    Refuses with LinkUsed, WeakPassword, TextTooLong.
    """
    person = whose_link(database, token=token)
    _must_be_strong(password, person=person, old=None)
    new_hash = _HASHER.hash(password)
    with database.hall(person.hall, actor=f"staff:{person.id}").work() as work:
        row = people.link_with(work.connection, token, now=work.now)
        if row is None or not people.use_link(work, row.id):
            raise LinkUsed()
        people.set_password_hash(work, who=person.id, password_hash=new_hash)
        people.end_sessions(work, who=person.id)
        work.record(PasswordChanged(staff=person.id))
    return person


def hand_out(hall: Hall, *, passwords: Mapping[str, str], tokens: Mapping[int, str]) -> None:
    """Give a demo hall's people (by name) and devices (by id) the secrets kept beside it.

    Refuses with UnknownStaff outside a demo hall.
    """
    with hall.look() as look:
        if not look.set_up.demo:
            raise UnknownStaff(staff="demo")
        people_by_name = {one.name: one.id for one in look.set_up.staff.values()}
        known = {name: people.password_hash_of(look, who) for name, who in people_by_name.items()}
        paired = devices.paired_with(look, tokens)
    wrong = {name: text for name, text in passwords.items() if not _fits(known[name] or "", text)}
    hashes = {people_by_name[name]: _HASHER.hash(text) for name, text in wrong.items()}
    with hall.work() as work:
        for who, password_hash in hashes.items():
            people.set_password_hash(work, who=who, password_hash=password_hash)
            work.record(PasswordChanged(staff=who))
        for device, token in tokens.items():
            if device not in paired:
                devices.give_token(work, device=device, token=token)
                work.record(DeviceReady(device=device))


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password[: LONGEST_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


def _must_be_strong(password: str, *, person: Staff, old: str | None) -> None:
    if len(password) > LONGEST_PASSWORD:
        raise TextTooLong(most=LONGEST_PASSWORD)
    names = {person.name.lower(), person.shown.zh.lower(), (person.shown.en or "").lower(), person.number.lower()}
    if len(password) < SHORTEST_PASSWORD or password.strip().lower() in names or password == old:
        raise WeakPassword(least=SHORTEST_PASSWORD)


# --- who works here -----------------------------------------------------------------------------------
# `facts` are those of a [[staff]] table in a hall file (halls/README.md); wrong ones are refused with Malformed.


def add_staff(hall: Hall, *, facts: Facts) -> int:
    """Somebody joins; returns their id. They choose a password by a link (see `give_link`). Refuses with NameTaken."""
    with hall.work() as work:
        entry = hall_forms.staff(facts, windows=list(work.set_up.posts.values()))
        who, changed = entries.put_staff(work, entry, who=None, window=_window(work, entry.window_no))
        work.record(StaffChanged(staff=who, what=tuple(changed)))
        return who


def change_staff(hall: Hall, *, who: int, facts: Facts) -> None:
    """Change somebody's names, number, role or seat.

    Refuses with UnknownStaff, NameTaken, and LastAdministrator if nobody would be left in that role.
    """
    with hall.work() as work:
        before = work.set_up.staff_by_id(who)
        entry = hall_forms.staff(facts, windows=list(work.set_up.posts.values()))
        if entry.role != Role.ADMINISTRATOR:
            _must_leave_an_administrator(work, before)
        _who, changed = entries.put_staff(work, entry, who=who, window=_window(work, entry.window_no))
        if changed:
            work.record(StaffChanged(staff=who, what=tuple(changed)))


def deactivate(hall: Hall, *, who: int) -> None:
    """Somebody leaves: they cannot come in any more, what they did stays. The window they left open closes.

    Refuses with UnknownStaff, LastAdministrator, and StillServing while they have a visitor in hand.
    """
    with hall.work() as work:
        person = work.set_up.staff_by_id(who)
        if not person.active:
            return
        _must_leave_an_administrator(work, person)
        window = windows.of_staff(work, who)
        if window is not None:
            close_for(hall, window_no=window.no)
        people.set_active(work, who=who, active=False)
        people.end_sessions(work, who=who)
        work.record(StaffChanged(staff=who, what=("active",)))


def reactivate(hall: Hall, *, who: int) -> None:
    """Somebody comes back, with the password they had. Refuses with UnknownStaff."""
    with hall.work() as work:
        if not work.set_up.staff_by_id(who).active:
            people.set_active(work, who=who, active=True)
            work.record(StaffChanged(staff=who, what=("active",)))


def set_photo(hall: Hall, *, who: int, jpeg: bytes | None) -> None:
    """Show this photo, already re-encoded, on the pad; None = the drawn stand-in. Refuses with UnknownStaff."""
    with hall.work() as work:
        work.set_up.staff_by_id(who)
        people.set_photo(work, who=who, jpeg=jpeg)
        work.record(StaffChanged(staff=who, what=("photo",)))


def _window(work: Work, window_no: int | None) -> int | None:
    return None if window_no is None else work.set_up.post_by_no(window_no).id


def _must_leave_an_administrator(work: Work, person: Staff) -> None:
    """Somebody must be able to let people in."""
    others = [one for one in work.set_up.staff.values() if one.active and one.id != person.id]
    mattered = person.active and person.role is Role.ADMINISTRATOR
    if mattered and not any(one.role is Role.ADMINISTRATOR for one in others):
        raise LastAdministrator()
