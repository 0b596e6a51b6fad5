"""The browser's types of Python's facts, written from the dataclasses themselves."""

import dataclasses
import enum
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

PLAIN: dict[Any, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
    datetime: "string",
    date: "string",
    Any: "unknown",
    object: "unknown",
}
HEAD = "// Written by `flask --app server picture-types` from the Python dataclasses; do not edit.\n"


def typescript(kinds: Iterable[type]) -> str:
    """One interface per dataclass, with those they hold, each once, in reading order."""
    written: dict[type, str] = {}
    for kind in kinds:
        _write(kind, written)
    names = [kind.__name__ for kind in written]
    if len(names) != len(set(names)):
        raise TypeError(f"two dataclasses share a name: {sorted(name for name in names if names.count(name) > 1)}")
    return HEAD + "\n" + "\n".join(written.values())


def _write(kind: type, written: dict[type, str]) -> None:
    if kind in written:
        return
    hints = get_type_hints(kind)
    lines = [f"export interface {kind.__name__} {{"]
    lines += [f"  {field.name}: {_type(hints[field.name])};" for field in dataclasses.fields(kind)]
    written[kind] = "\n".join([*_told(kind), *lines, "}", ""])
    for hint in hints.values():
        for inner in _dataclasses(hint):
            _write(inner, written)


def _told(kind: type) -> list[str]:
    """The docstring; one that dataclass made up by itself tells nothing."""
    doc = (kind.__doc__ or "").strip()
    if not doc or doc.startswith(f"{kind.__name__}("):
        return []
    lines = [line.strip() for line in doc.splitlines()]
    return [f"/** {lines[0]} */"] if len(lines) == 1 else ["/**", *(f" * {line}".rstrip() for line in lines), " */"]


def _type(hint: Any) -> str:
    origin, inside = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return " | ".join(f'"{one}"' for one in inside)
    if origin in (Union, types.UnionType):
        return " | ".join(_type(one) for one in inside)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return " | ".join(f'"{one.value}"' if isinstance(one.value, str) else str(one.value) for one in hint)
    if dataclasses.is_dataclass(hint):
        return str(getattr(hint, "__name__", hint))
    if origin is tuple and Ellipsis not in inside:
        return f"[{', '.join(_type(one) for one in inside)}]"
    if origin is not None and issubclass(origin, Mapping):
        return f"{{[key: {_type(inside[0])}]: {_type(inside[1])}}}"
    if origin is not None and issubclass(origin, Sequence | AbstractSet):
        one = _type(inside[0])
        return f"({one})[]" if "|" in one else f"{one}[]"
    raise TypeError(f"no browser type for {hint}")


def _dataclasses(hint: Any) -> Iterable[type]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for inner in typing.get_args(hint):
        yield from _dataclasses(inner)
