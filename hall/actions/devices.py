"""How machines come into the hall: paired by a six-digit code, replaced, revoked; with the printers they use.

`facts` are those of a [[devices]] table in a hall file (halls/README.md); wrong ones are refused with Malformed.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hall.errors import Busy, Malformed, NameTaken, PairingGone, PrinterUnknown, UnknownDevice
from hall.events import DeviceEdited, DevicePaired, DeviceReady, DeviceRevoked
from hall.rules import hall_forms
from hall.rules.device import DeviceKind
from hall.rules.hall_entries import DeviceEntry
from hall.rules.hall_forms import Facts
from hall.rules.text import Text
from hall.store import devices, entries
from hall.store.database import Database, Hall
from hall.store.look import Work

PAIRING = timedelta(minutes=10)
MOST_PAIRINGS = 200
"""Devices that may wait at once: anybody may ask, so the table must not grow without bound."""
NO_HALL = 0
"""A device that asks to be paired belongs to no hall yet."""

ANOTHER_KIND = Text("屏幕上的是“{kind}”", "the screen that shows this code is a {kind}")


@dataclass(frozen=True, slots=True)
class Pairing:
    """What a device that asks to be paired gets: the code it shows, the secret it keeps, until when both hold."""

    code: str
    secret: str
    expires_at: datetime


def ask_pairing(database: Database, *, kind: DeviceKind) -> Pairing:
    """A device asks to be paired, a printer by its agent. Refuses with Busy when too many ask at once."""
    now = database.clock.now()
    secret = secrets.token_urlsafe(32)
    with database.deed(NO_HALL) as connection:
        devices.forget_old_pairings(connection, now=now)
        shown = devices.codes_shown(connection)
        if len(shown) >= MOST_PAIRINGS:
            raise Busy()
        code = next(code for code in iter(_six_digits, None) if code not in shown)
        devices.add_pairing(connection, code=code, secret=secret, kind=kind, expires_at=now + PAIRING)
    return Pairing(code, secret, now + PAIRING)


def approve_pairing(hall: Hall, *, code: str, facts: Facts) -> int:
    """A manager lets in the device that shows `code`, as a new one; returns its id.

    Refuses with PairingGone for a wrong or old code, NameTaken, PrinterUnknown.
    """
    with hall.work() as work:
        pairing = _pairing(work, code)
        entry = _entry(work, {"kind": pairing.kind, **facts})
        _must_be(entry.kind, pairing.kind)
        device, _changed = _put(work, entry, device=None)
        _approve(work, pairing.id, device, entry.kind)
        return device


def replace_device(hall: Hall, *, device: int, code: str) -> None:
    """The machine that shows `code` takes the place of a lost or broken one: same name, same window.

    The old one is out at once. Refuses with UnknownDevice, PairingGone, NameTaken if its name went to another.
    """
    with hall.work() as work:
        known = work.set_up.device_by_id(device)
        pairing = _pairing(work, code)
        _must_be(known.kind, pairing.kind)
        _must_be_free(work, known.name, device)
        devices.take_token(work, device=device)
        work.record(DeviceRevoked(device=device))
        _approve(work, pairing.id, device, known.kind)


def collect(database: Database, *, secret: str, address: str | None = None) -> str | None:
    """A device asks for its token: None until a manager approved it, then the token, once.

    `address` is where it stands, as it may be kept (see `Database.hall`).
    Refuses with PairingGone if the secret is unknown, too old or used.
    """
    with database.look() as connection:
        pairing = devices.pairing_with_secret(connection, secret, now=database.clock.now())
    if pairing is None:
        raise PairingGone()
    if pairing.device_id is None:
        return None
    token = secrets.token_urlsafe(32)
    actor = f"device:{pairing.device_id}"
    with database.hall(pairing.hall_id, actor=actor, address=address).work() as work:
        # Asked again under the lock: of two that hold the secret one gets a token.
        still = devices.pairing_with_secret(work.connection, secret, now=work.now)
        if still is None or not devices.collected(work, pairing=still.id):
            raise PairingGone()
        devices.give_token(work, device=still.device_id, token=token)
        work.record(DeviceReady(device=still.device_id))
    return token


def revoke_device(hall: Hall, *, device: int) -> None:
    """Put a device out of use: its token is void and its screens are gone at once. Refuses with UnknownDevice."""
    with hall.work() as work:
        if not work.set_up.device_by_id(device).revoked:
            devices.revoke(work, device=device)
            work.record(DeviceRevoked(device=device))


def add_printer(hall: Hall, *, facts: Facts) -> int:
    """A printer that the server reaches by itself; returns its id. Refuses with NameTaken."""
    with hall.work() as work:
        entry = _entry(work, {**facts, "kind": DeviceKind.PRINTER})
        device, _changed = _put(work, entry, device=None)
        work.record(DeviceEdited(device=device, what=("kind",)))
        return device


def change_device(hall: Hall, *, device: int, facts: Facts) -> None:
    """Change a device's name, window, area or printer, or how a printer is reached; its kind stays.

    Refuses with UnknownDevice, NameTaken, PrinterUnknown.
    """
    with hall.work() as work:
        known = work.set_up.device_by_id(device)
        if known.revoked:
            raise UnknownDevice(device=str(device))
        entry = _entry(work, {**facts, "kind": known.kind})
        _device, changed = _put(work, entry, device=device)
        if changed:
            work.record(DeviceEdited(device=device, what=tuple(changed)))


def _six_digits() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def _pairing(work: Work, code: str) -> Any:
    pairing = devices.pairing_with_code(work.connection, code.replace(" ", ""), now=work.now)
    if pairing is None:
        raise PairingGone()
    return pairing


def _approve(work: Work, pairing: int, device: int, kind: str) -> None:
    if not devices.approve(work, pairing=pairing, device=device):
        raise PairingGone()
    work.record(DevicePaired(device=device, kind=kind))


def _must_be(kind: str, shown: str) -> None:
    if kind != shown:
        raise Malformed(field="kind", why=ANOTHER_KIND.filled(kind=shown).to_facts())


def _entry(work: Work, facts: Facts) -> DeviceEntry:
    return hall_forms.device(facts, windows=list(work.set_up.posts.values()))


def _put(work: Work, entry: DeviceEntry, *, device: int | None) -> tuple[int, list[str]]:
    set_up = work.set_up
    _must_be_free(work, entry.name.zh, device)
    window = set_up.post_by_no(entry.window_no).id if entry.window_no is not None else None
    printer = None
    if entry.printer is not None:
        printer = next((one.id for one in set_up.printers.values() if one.name == entry.printer), None)
        if printer is None:
            raise PrinterUnknown(printer=entry.printer)
    return entries.put_device(work, entry, device=device, window=window, printer=printer)


def _must_be_free(work: Work, name: str, device: int | None) -> None:
    if any(one.name == name and one.id != device and not one.revoked for one in work.set_up.devices.values()):
        raise NameTaken(name=name)
