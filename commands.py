"""What an operator types: `flask --app server …`."""

import json
import logging
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask

from demo import NotInDemoMode, demo_hall
from hall.actions import people, setup
from hall.errors import Refusal
from hall.rules.hall_file import HallFileError, read_hall_file
from hall.store import entries, journal, schema
from hall.store.database import Clock, Database
from hall.store.people import staff_named
from replay.command import replay
from settings import BadSetting, Settings, every_setting, key_of, make_data_folder, read_settings

log = logging.getLogger("haohao")


def register(app: Flask) -> None:
    """Give the app its commands."""
    for command in (migrate, hall, link, demo, verify, settings, replay):
        app.cli.add_command(command)


def open_database(settings: Settings, *, clock: Clock | None = None) -> Database:
    """The database of these settings. Raises UnknownSchema if its schema is not this program's."""
    key = key_of(settings)
    database = Database(settings.database, key=key, clock=clock)
    with database.look() as connection:
        schema.must_be_newest(connection)
    return database


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """What is wrong is one line for the operator, never a trace, and the exit status is 1."""

    @wraps(command)
    def run(*words: Any, **options: Any) -> None:
        try:
            command(*words, **options)
        except (BadSetting, schema.UnknownSchema, NotInDemoMode) as wrong:
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
    setup.load_hall(database, file=read, actor="operator")
    counts = f"{len(read.services)} services, {len(read.windows)} windows, {len(read.staff)} people"
    click.echo(f"{read.hall.code}: {counts}", err=True)


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
@_plainly
def verify() -> None:
    """Read every journal again; exit 1 naming the rows that are not what was written."""
    settings = read_settings()
    database = open_database(settings)
    found = 0
    with database.look() as connection:
        for row in entries.every_hall(connection):
            for fault in journal.faults(connection, hall=row.id, key=database.key):
                found += 1
                click.echo(f"{row.code}: row {fault.seq} {fault.what}")
    if found:
        sys.exit(1)
    click.echo("the journal is whole", err=True)


@click.command()
def settings() -> None:
    """List every setting with its default."""
    width = max(len(one.name) for one in every_setting())
    for one in every_setting():
        default = f" [{one.default}]" if one.default else ""
        click.echo(f"{one.name:<{width}}  {one.help}{default}")
