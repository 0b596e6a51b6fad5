"""The schema of a database: brought up to date on purpose, refused when unknown."""

from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from hall.store import recount

MIGRATIONS = Path(__file__).parent / "migrations"
SCHEMA_LOCK = 0
"""No hall has this number, so its advisory lock is the schema's."""


class UnknownSchema(RuntimeError):
    """The database's schema is not the one this program was written for; it says what to do in both languages."""


def migrate(url: str) -> None:
    """Bring the database at `url` up to the newest schema: all of it or, after an error, nothing.

    What is added up by day is then counted anew from the rows: it is right whatever the older program had kept.

    Raises UnknownSchema if it was made by a newer program.
    """
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:of)"), {"of": SCHEMA_LOCK})
            must_not_be_newer(connection)
            config = _config()
            config.attributes["connection"] = connection
            before = version_known(connection)
            command.upgrade(config, "head")
            _must_hold_together(connection)
            if before not in (None, newest()):
                recount.mend_every(connection)
    finally:
        engine.dispose()


def version_known(connection: Connection) -> str | None:
    """The schema's version, None for an empty database; raises UnknownSchema for one this program never had."""
    version = MigrationContext.configure(connection).get_current_revision()
    must_not_be_newer(connection)
    return version


def must_be_newest(connection: Connection) -> None:
    """Raises UnknownSchema unless the database has exactly the schema of this program."""
    version = version_known(connection)
    if version is None:
        raise UnknownSchema("数据库是空的，请先运行 migrate。 / The database is empty: run migrate first.")
    if version != newest():
        raise UnknownSchema(
            f"数据库结构（{version}）较旧，请先备份，再运行 migrate。 / "
            f"The schema ({version}) is older than this program: make a back-up, then run migrate."
        )


def must_not_be_newer(connection: Connection) -> None:
    """Raises UnknownSchema for a version this program never had."""
    version = MigrationContext.configure(connection).get_current_revision()
    if version is not None and version not in _versions():
        raise UnknownSchema(
            f"数据库结构（{version}）比本程序新，请换用更新的程序。 / "
            f"The schema ({version}) is newer than this program: use the newer program."
        )


def newest() -> str:
    """The version this program was written for."""
    return _versions()[0]


@cache
def _versions() -> tuple[str, ...]:
    """Every version there ever was, newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    # A percent sign would be taken for a place to fill in.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url)
    # Foreign keys stay off: SQLite changes a table by copying it, which would empty those that refer to it.
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": 10})
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _must_hold_together(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        torn: list[Any] = list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        if torn:
            raise RuntimeError(f"rows refer to nothing after the migration: {torn[:5]}")
