"""Rows that may be there already, said as both databases understand it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those of the rows that no constraint finds there already."""
    connection.execute(_insert(connection.dialect.name)(table).on_conflict_do_nothing(), rows)


def add_up(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, keys: tuple[str, ...]) -> None:
    """Insert rows of counts, or add them to what stands under the same keys."""
    connection.execute(_adding(connection.dialect.name, table, keys), rows)


@cache
def _adding(dialect: str, table: Table, keys: tuple[str, ...]) -> Any:
    adding = _insert(dialect)(table)
    more = {column.name: column + adding.excluded[column.name] for column in table.c if column.name not in keys}
    return adding.on_conflict_do_update(index_elements=list(keys), set_=more)


def _insert(dialect: str) -> Any:
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
