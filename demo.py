"""The demo hall, made once, with its secrets kept in a file beside its data."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from hall.actions import people, setup
from hall.rules.device import DeviceKind
from hall.rules.hall_file import read_hall_file
from hall.store import entries
from hall.store.database import Database, Hall
from hall.store.devices import paired_with
from hall.store.people import password_hash_of
from settings import Settings, make_data_folder

FILE = Path(__file__).parent / "halls" / "demo.toml"
PASSWORD_BYTES = 12
TOKEN_BYTES = 32


class NotInDemoMode(RuntimeError):
    """The demo hall exists in demo mode only; it says how to get there in both languages."""

    def __init__(self) -> None:
        super().__init__("只有演示模式才有演示大厅：请设 HAOHAO_DEMO=1。 / Demo mode only: set HAOHAO_DEMO=1.")


@dataclass(frozen=True, slots=True)
class Secrets:
    """Passwords by sign-in name and device tokens by device name, as drawn once."""

    passwords: dict[str, str]
    tokens: dict[str, str]
    proof: str = ""
    """That the hall knew these very secrets when they were last handed out (see `_proof`)."""


def demo_hall(settings: Settings, database: Database) -> dict[str, Any]:
    """Everybody and everything in the demo hall with their secrets, as `flask demo --json` prints it.

    Makes the hall from halls/demo.toml at the first time, reuses it afterwards. Raises NotInDemoMode.
    """
    if not settings.demo:
        raise NotInDemoMode()
    file = read_hall_file(FILE.read_text("utf-8"))
    with database.look() as connection:
        hall = entries.hall_with_code(connection, file.hall.code)
    if hall is None:
        hall = setup.load_hall(database, file=file, demo=True)
    return _told(database, hall, _handed_out(settings, database, hall))


def secrets_of(settings: Settings, database: Database) -> dict[str, Any]:
    """The secrets of the hall whose pages are to be ready: a replayed one's where there is one, else the demo's."""
    replayed = settings.data / "replay.json"
    if settings.replay_clock and replayed.exists():
        told: dict[str, Any] = json.loads(replayed.read_text("utf-8"))
        return told
    return demo_hall(settings, database)


def _handed_out(settings: Settings, database: Database, hall: int) -> Secrets:
    """The secrets of all who work or stand in the hall; what the file does not have yet is drawn and written."""
    page = make_data_folder(settings) / "demo.json"
    kept = _read(page)
    handle = database.hall(hall)
    with handle.look() as look:
        names = [one.name for one in look.set_up.staff.values() if one.active]
        devices = {one.name: one.id for one in look.set_up.devices.values() if _has_token(one.kind) and not one.revoked}
    found = Secrets(
        passwords={name: kept.passwords.get(name) or secrets.token_urlsafe(PASSWORD_BYTES) for name in names},
        tokens={name: kept.tokens.get(name) or secrets.token_urlsafe(TOKEN_BYTES) for name in devices},
        proof=kept.proof,
    )
    if found != kept:
        _write(page, found)
    tokens = {devices[name]: token for name, token in found.tokens.items()}
    if found.proof != _proof(handle, found, tokens):
        people.hand_out(handle, passwords=found.passwords, tokens=tokens)
        found = replace(found, proof=_proof(handle, found, tokens))
        _write(page, found)
    return found


def _proof(hall: Hall, found: Secrets, tokens: dict[int, str]) -> str:
    """A digest of the secrets and of what the hall keeps of them: while it stays, no start tries each password anew."""
    with hall.look() as look:
        hashes = {one.name: password_hash_of(look, one.id) for one in look.set_up.staff.values()}
        paired = sorted(paired_with(look, tokens))
    told = json.dumps([found.passwords, found.tokens, hashes, paired], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _has_token(kind: DeviceKind) -> bool:
    return kind is not DeviceKind.PRINTER


def _read(page: Path) -> Secrets:
    try:
        facts = json.loads(page.read_text("utf-8"))
        return Secrets(dict(facts["passwords"]), dict(facts["tokens"]), str(facts.get("proof", "")))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return Secrets({}, {})


def _write(page: Path, found: Secrets) -> None:
    """Written beside and then renamed, so that nobody ever reads half of it."""
    drawn = page.with_name(f"demo.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(found), file, ensure_ascii=False, indent=1)
    drawn.replace(page)


def _told(database: Database, hall: int, found: Secrets) -> dict[str, Any]:
    with database.hall(hall).look() as look:
        set_up = look.set_up
    no_of = {post.id: post.no for post in set_up.posts.values()}
    return {
        "hall": str(hall),
        "staff": [
            {
                "name": one.name,
                "password": found.passwords[one.name],
                "role": str(one.role),
                "window_no": no_of.get(one.habit_window or 0),
            }
            for one in set_up.staff.values()
            if one.name in found.passwords
        ],
        "devices": [
            {"kind": str(one.kind), "token": found.tokens[one.name], "window_no": no_of.get(one.window or 0)}
            for one in set_up.devices.values()
            if one.name in found.tokens
        ],
        "services": [
            {"code": one.code, "prefix": one.prefix, "name": one.name.to_facts()} for one in set_up.offered
        ],
    }
