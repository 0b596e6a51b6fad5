"""Makes hundreds of houses in one process quick, and no different: what is always the same is made once.

A server builds one house, makes each of these once, and waits for the disk; the servers that tests start do so too.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Engine
from sqlalchemy import create_engine as make_engine
from werkzeug.routing import Rule

from hall.store import database

Builder = Callable[..., tuple[str, str]]


def install() -> None:
    """From now on every house in this process is made so."""
    Rule._compile_builder = _builder  # type: ignore[assignment, method-assign]
    vars(database).update(create_engine=_engine, _prepare_sqlite=_prepare_sqlite)


_compile = Rule._compile_builder
_builders: dict[tuple[Any, ...], Builder] = {}


def _builder(rule: Rule, append_unknown: bool = True) -> Builder:
    """What writes the address of a route: made from its text alone, and half of what a house costs.

    Werkzeug has no public name for it; should it change, the tests fail at their first app.
    """
    key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
    made = _builders.get(key)
    if made is None:
        made = _builders[key] = _compile(rule, append_unknown)
    return made


_spelled: dict[Any, Any] = {}


def _engine(url: Any, **options: Any) -> Engine:
    """An engine that spells its statements as all others do: SQLAlchemy keeps spellings for each engine apart."""
    engine = make_engine(url, **options)
    if engine.dialect.name == "sqlite":
        # Spellings are looked up by the dialect's own object.
        engine.dialect = _dialect()
        engine.update_execution_options(compiled_cache=_spelled)
    return engine


@cache
def _dialect() -> Dialect:
    """The dialect whose spellings all share; it knows its database only after it was connected once."""
    first = make_engine("sqlite://")
    first.connect().close()
    first.dispose()
    return first.dialect


_prepare = database._prepare_sqlite


def _prepare_sqlite(connection: Any, record: object) -> None:
    """As the house does, but waiting for no disk: tests cut the power of servers, never of themselves."""
    _prepare(connection, record)
    connection.execute("PRAGMA synchronous=OFF").close()
