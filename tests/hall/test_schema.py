"""The schema is the migrations', on both databases, and never guessed at."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from hall.store import schema
from hall.store.database import Database
from hall.store.tables import metadata
from tests import servers


def tidy(sql: str) -> str:
    """Spacing says nothing, nor does the order in which a table names its columns and constraints."""
    # A table that was copied in place has its name in quotes from then on.
    sql = re.sub(r'"(\w+)"', r"\1", re.sub(r"\s+", " ", sql)).strip()
    if not sql.upper().startswith("CREATE TABLE"):
        return sql
    head, _open, inside = sql.partition("(")
    inside, _close, tail = inside.rpartition(")")
    return f"{head.strip()} ({', '.join(sorted(parts(inside)))}){tail}"


def parts(inside: str) -> list[str]:
    found, depth = [""], 0
    for char in inside:
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            found.append("")
        else:
            found[-1] += char
    return [part.strip() for part in found]


def ddl(connection: Connection) -> set[str]:
    """Everything the database says of its tables, indexes and constraints."""
    if connection.dialect.name == "sqlite":
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").scalars()
        return {tidy(sql) for sql in made if "alembic_version" not in sql}
    asked = [
        "SELECT format('%s.%s %s null=%s default=%s', table_name, column_name, "
        "concat_ws(' ', data_type, character_maximum_length), is_nullable, column_default) "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
        "SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'",
    ]
    return {row for question in asked for row in connection.execute(text(question)).scalars()}


def ddl_at(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = ddl(connection)
    engine.dispose()
    return found


def test_migrations_from_empty_give_what_tables_py_says(
    empty_database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    schema.migrate(empty_database_url)
    if empty_database_url.startswith("sqlite"):
        expected = f"sqlite:///{tmp_path / 'expected.db'}"
        servers.lay_tables(expected)
    else:
        server: servers.PostgreSQL = request.getfixturevalue("postgresql")
        expected = server.url(request.getfixturevalue("postgresql_template"))
    assert ddl_at(empty_database_url) == ddl_at(expected)
    assert len(ddl_at(expected)) > len(metadata.tables)


def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    schema.migrate(empty_database_url)
    first = ddl_at(empty_database_url)
    schema.migrate(empty_database_url)
    assert ddl_at(empty_database_url) == first


def test_an_empty_database_is_refused_with_what_to_do(empty_database_url: str) -> None:
    database = Database(empty_database_url, key=b"k")
    with database.look() as connection:
        assert schema.version_known(connection) is None
        with pytest.raises(schema.UnknownSchema, match="migrate"):
            schema.must_be_newest(connection)
    database.close()


def test_a_newer_schema_is_neither_served_nor_migrated(empty_database_url: str) -> None:
    schema.migrate(empty_database_url)
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        schema.must_be_newest(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '2099_01_01_the_future'"))
    with engine.connect() as connection, pytest.raises(schema.UnknownSchema, match="2099_01_01_the_future"):
        schema.must_be_newest(connection)
    engine.dispose()
    with pytest.raises(schema.UnknownSchema):
        schema.migrate(empty_database_url)
