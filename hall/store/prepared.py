"""Statements of every deed, made ready once.

SQLAlchemy finds out anew at each execution what is the same every time: the statement's key in its cache, how its
values are bound, what its columns become. For the handful of statements that every deed asks that is dearer than the
database's own work. They are written in SQLAlchemy's language all the same, one spelling for both databases.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


def _row_of(names: Iterable[str]) -> Callable[[Iterable[Any]], Any]:
    """What makes a row out of its values: its columns go by their names."""
    made: Callable[[Iterable[Any]], Any] = namedtuple("Row", names)._make  # type: ignore[attr-defined]
    return made


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as one kind of database takes it."""

    words: str
    binds: list[tuple[str, Convert | None]]
    """Every place of a value, in order, with what makes of the value what the driver takes."""
    fixed: dict[str, Any]
    """The values that are part of the statement."""
    by_name: bool
    row: Callable[[Iterable[Any]], Any]
    conversions: list[tuple[int, Convert]]
    """The columns that come otherwise than they are meant, with what makes of them what is meant."""

    def bound(self, given: Mapping[str, Any]) -> Any:
        if self.fixed:
            given = self.fixed | dict(given)
        if self.by_name:
            return {name: convert(given[name]) if convert else given[name] for name, convert in self.binds}
        return [convert(given[name]) if convert else given[name] for name, convert in self.binds]

    def read(self, found: Iterable[Any]) -> Any:
        if not self.conversions:
            return self.row(found)
        values = list(found)
        for place, convert in self.conversions:
            values[place] = convert(values[place])
        return self.row(values)


class Prepared:
    """A statement of SQLAlchemy's whose values are all given when it is asked; an INSERT names its `columns`.

    It knows no expanding IN, and no defaults but those of the database.
    """

    def __init__(self, statement: Select[Any] | Insert | Update, *, columns: Iterable[str] = ()) -> None:
        self._statement = statement
        self._columns = list(columns)
        self._ready: dict[str, _Ready] = {}

    def run(self, connection: Connection, given: Mapping[str, Any]) -> None:
        """Do it; what comes back, if anything, is not wanted."""
        self._ask(connection, given, returns=False)

    def one(self, connection: Connection, given: Mapping[str, Any]) -> Any:
        """The one row that is there."""
        (row,) = self._ask(connection, given)
        return row

    def one_or_none(self, connection: Connection, given: Mapping[str, Any]) -> Any | None:
        """The one row that may be there."""
        rows = self._ask(connection, given)
        return rows[0] if rows else None

    def _ask(self, connection: Connection, given: Mapping[str, Any], *, returns: bool = True) -> list[Any]:
        ready = self._ready.get(connection.dialect.name) or self._make_ready(connection.dialect)
        try:
            # Both drivers make a cursor by themselves; it goes with its last row.
            driver: Any = connection.connection.dbapi_connection
            cursor = driver.execute(ready.words, ready.bound(given))
            return [ready.read(row) for row in cursor.fetchall()] if returns else []
        except connection.dialect.loaded_dbapi.Error as error:
            # As SQLAlchemy raises it, so that a refusal by a constraint or a lock looks the same from everywhere.
            base = connection.dialect.loaded_dbapi.Error
            raise DBAPIError.instance(ready.words, None, error, base, hide_parameters=True) from error

    def _make_ready(self, dialect: Dialect) -> _Ready:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns or None)
        assert isinstance(compiled, SQLCompiler), "only questions and changes are prepared"
        names = compiled.positiontup if compiled.positiontup is not None else list(compiled.binds)
        columns = list(self._statement.exported_columns)
        back = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
        ready = _Ready(
            words=compiled.string,
            binds=[(name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names],
            fixed={name: one.value for name, one in compiled.binds.items() if not one.required},
            by_name=compiled.positiontup is None,
            row=_row_of(one.name for one in columns),
            conversions=[(place, convert) for place, convert in enumerate(back) if convert is not None],
        )
        self._ready[dialect.name] = ready
        return ready


def add_row(connection: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Add a row; returns its id."""
    return int(_adding(table, tuple(values)).one(connection, values).id)


def change_row(connection: Connection, table: Table, row: int, values: Mapping[str, Any]) -> None:
    """Change the row of this id."""
    changed = {f"to_{column}": value for column, value in values.items()}
    _changing(table, tuple(values)).run(connection, {"this": row} | changed)


@cache
def _adding(table: Table, columns: tuple[str, ...]) -> Prepared:
    return Prepared(insert(table).returning(table.c.id), columns=columns)


@cache
def _changing(table: Table, columns: tuple[str, ...]) -> Prepared:
    to: dict[str, BindParameter[Any]] = {column: bindparam(f"to_{column}") for column in columns}
    return Prepared(update(table).where(table.c.id == bindparam("this")).values(to))
