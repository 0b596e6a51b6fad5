"""What an operator types: `flask --app server …`."""

import dataclasses
import json
import pkgutil
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import click
from flask import Flask

from demo import NotInDemoMode, demo_hall
from hall.actions import people, setup, tallies
from hall.errors import Refusal
from hall.events import EVENTS, Event
from hall.rules.hall_file import HallFileError, read_hall_file
from hall.rules.staff import Role
from hall.store import entries, journal, pictures, schema
from hall.store import recount as recounting
from hall.store.backup import NotCopied, copy_embedded
from hall.store.database import Clock, Database
from hall.store.look import Look
from hall.store.people import password_hash_of, staff_named
from hall.store.seal import Seal
from replay.command import replay
from settings import BadSetting, Settings, contact_keys_of, every_setting, key_of, make_data_folder, read_settings
from web.browser_types import typescript

EVENTS_HEAD = """# What happens in a hall

Written from the docstrings in `hall/events.py` by `flask --app server events-doc`; do not edit.
Each deed records one or more of these in the hall's journal, in the transaction that changes the hall;
after the commit the screens they concern are drawn anew. Numbers are ids; there is never free text.
"""
ROOT = Path(__file__).parent
EVENTS_DOC = ROOT / "docs" / "events.md"
PICTURE_TYPES = ROOT / "web" / "static" / "pictures.d.ts"


def register(app: Flask) -> None:
    """Give the app its commands."""
    for command in (migrate, hall, link, demo, backup, verify, recount, settings, replay, events_doc, picture_types):
        app.cli.add_command(command)


def open_database(settings: Settings, *, clock: Clock | None = None) -> Database:
    """The database of these settings. Raises UnknownSchema if its schema is not this program's."""
    key = key_of(settings)
    database = Database(settings.database, key=key, clock=clock, seal=Seal(contact_keys_of(settings)))
    with database.look() as connection:
        schema.must_be_newest(connection)
    return database


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """What is wrong is one line for the operator, never a trace, and the exit status is 1."""

    @wraps(command)
    def run(*words: Any, **options: Any) -> None:
        try:
            command(*words, **options)
        except (BadSetting, schema.UnknownSchema, NotInDemoMode, NotCopied) as wrong:
            raise click.ClickException(str(wrong)) from wrong
        except Refusal as refusal:
            facts = ", ".join(f"{name}={value}" for name, value in refusal.facts.items())
            raise click.ClickException(f"{refusal.title} ({refusal.code}{': ' + facts if facts else ''})") from refusal

    return run


@click.command()
@_plainly
def migrate() -> None:
    """Bring the database up to this program's schema."""
    settings = read_settings()
    _migrate(settings)
    click.echo(f"{schema.newest()}", err=True)


def _migrate(settings: Settings) -> None:
    make_data_folder(settings)
    schema.migrate(settings.database)


@click.group()
def hall() -> None:
    """Set up a hall."""


@hall.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_plainly
def load(file: Path) -> None:
    """Set up the hall that FILE describes, or anew the one with the same code."""
    try:
        read = read_hall_file(file.read_text("utf-8"))
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise click.ClickException(f"{file}:{line}: 不是 UTF-8 编码的文字 / not UTF-8 text") from error
    except HallFileError as error:
        for fault in error.problems:
            click.echo(f"{file}:{fault.line}: {fault.path}: {fault.message.zh} / {fault.message.en}", err=True)
        sys.exit(1)
    database = open_database(read_settings())
    loaded = setup.load_hall(database, file=read, actor="operator")
    counts = f"{len(read.services)} services, {len(read.windows)} windows, {len(read.staff)} people"
    click.echo(f"{read.hall.code}: {counts}", err=True)
    with database.hall(loaded).look() as look:
        step = _way_in(look)
    if step:
        click.echo(step, err=True)


NO_ADMINISTRATOR = (
    '还没有系统管理员：请在文件里加一位 [[staff]]，role = "administrator"，再载入一次 / '
    'no administrator yet: add one as [[staff]] with role = "administrator" and load the file again'
)


def _way_in(look: Look) -> str | None:
    """What is still to do before the first administrator can sign in; None once one has a password."""
    known = [one for one in look.set_up.staff.values() if one.active and one.role is Role.ADMINISTRATOR]
    if any(password_hash_of(look, one.id) for one in known):
        return None
    return f"下一步 / next: flask --app server link {known[0].name}" if known else NO_ADMINISTRATOR


@click.command()
@click.argument("name")
@_plainly
def link(name: str) -> None:
    """Print a one-time link with which NAME chooses a password (the first administrator, a forgotten one)."""
    settings = read_settings()
    database = open_database(settings)
    with database.look() as connection:
        row = staff_named(connection, name)
    if row is None:
        raise click.ClickException(f"没有工作人员“{name}” / there is nobody called “{name}”")
    token = people.give_link(database.hall(row.hall_id, actor="operator"), who=row.id)
    click.echo(f"{settings.public_url or ''}/link/{token}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="print everybody's secrets as one JSON document")
@_plainly
def demo(as_json: bool) -> None:
    """Make the demo hall, or reuse it (demo mode only)."""
    settings = read_settings()
    if not settings.demo:
        raise NotInDemoMode()
    _migrate(settings)
    told = demo_hall(settings, open_database(settings))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"hall {told['hall']}: {len(told['staff'])} people, {len(told['devices'])} devices", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@_plainly
def backup(file: Path) -> None:
    """Copy the embedded database into the new FILE while the hall works; print the head of each journal.

    The heads belong beside the copy, the key (in the data folder) apart from it.
    """
    for one in copy_embedded(read_settings().database, to=file):
        click.echo(f"{one.code} {one.seq} {one.hash}")


@click.command()
@_plainly
def verify() -> None:
    """Read every journal again, count every figure anew; exit 1 naming what is not what was written."""
    settings = read_settings()
    database = open_database(settings)
    found = 0
    with database.look() as connection:
        for row in entries.every_hall(connection):
            for fault in journal.faults(connection, hall=row.id, key=database.key):
                found += 1
                click.echo(f"{row.code}: row {fault.seq} {fault.what}")
            for one in recounting.differences(connection, row.id):
                found += 1
                click.echo(f"{row.code}: {one.day} {one.part} {one.key} {one.count} is {one.kept}, not {one.counted}")
    if found:
        sys.exit(1)
    click.echo("the journal is whole, the figures are those of the rows", err=True)


@click.command()
@_plainly
def recount() -> None:
    """Count anew from the rows what is added up by day, in every hall."""
    database = open_database(read_settings())
    with database.look() as connection:
        known = list(entries.every_hall(connection))
    for row in known:
        wrong = tallies.recount(database.hall(row.id, actor="operator"))
        click.echo(f"{row.code}: {wrong} counts were wrong", err=True)


@click.command()
def settings() -> None:
    """List every setting with its default."""
    width = max(len(one.name) for one in every_setting())
    for one in every_setting():
        default = f" [{one.default}]" if one.default else ""
        click.echo(f"{one.name:<{width}}  {one.help}{default}")


@click.command("events-doc")
def events_doc() -> None:
    """Write docs/events.md from the events' docstrings."""
    EVENTS_DOC.write_text(written_events(), "utf-8")


def written_events() -> str:
    """Every event with its documentation, as docs/events.md holds it."""
    return EVENTS_HEAD + "".join(_event(name, kind) for name, kind in EVENTS.items())


def _event(name: str, kind: type[Event]) -> str:
    told = " ".join((kind.__doc__ or "").split())
    facts = "".join(f"- `{field.name}`: {_named(field.type)}\n" for field in dataclasses.fields(kind))
    rooms = ", ".join(sorted(kind.concerns)) or "no screen"
    kept = " It changes what is set up." if kind.changes_set_up else ""
    return f"\n## `{name}`\n\n{told}\n\n{facts}\nConcerns: {rooms}.{kept}\n"


def _named(kind: Any) -> str:
    return f"`{kind.__name__ if isinstance(kind, type) and not get_args(kind) else kind}`"


@click.command("picture-types")
def picture_types() -> None:
    """Write web/static/pictures.d.ts from the pictures' dataclasses."""
    PICTURE_TYPES.write_text(written_picture_types(), "utf-8")


def written_picture_types() -> str:
    """The browser's types of every picture and every event."""
    files = [import_module(f"{pictures.__name__}.{file.name}") for file in pkgutil.iter_modules(pictures.__path__)]
    kinds = [kind for file in files for kind in vars(file).values() if isinstance(kind, type)]
    own = [kind for kind in kinds if dataclasses.is_dataclass(kind) and kind.__module__.startswith(pictures.__name__)]
    return typescript([*own, *EVENTS.values()])
