"""The OpenAPI document as a page lays it out for reading: rooms, their doors, fields with their kinds in words."""

from dataclasses import dataclass
from typing import Any

from web.languages import _

ROOMS: dict[str, str] = {
    "kiosk": _("取号机"),
    "display": _("叫号屏"),
    "evaluator": _("评价器"),
    "clerk": _("窗口"),
    "desk": _("导办台"),
    "manager": _("管理"),
    "phone": _("手机"),
    "house": _("登录与配对"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body or an answer."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The refusals that share a status."""

    status: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoorRead:
    """One door, for reading."""

    anchor: str
    method: str
    path: str
    says: str
    guest: str
    status: str
    takes: tuple[Field, ...]
    answers: tuple[Field, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class RoomRead:
    """A room with its doors; `title` is a marked text."""

    name: str
    title: str
    doors: tuple[DoorRead, ...]


def to_read(document: dict[str, Any]) -> list[RoomRead]:
    """The document by room."""
    rooms: dict[str, list[DoorRead]] = {name: [] for name in ROOMS}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            read = _door(method.upper(), path, operation, document["components"]["schemas"])
            rooms[operation["tags"][0]].append(read)
    return [RoomRead(name, ROOMS[name], tuple(doors)) for name, doors in rooms.items() if doors]


def _door(method: str, path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> DoorRead:
    well, *rest = sorted(operation["responses"].items())
    return DoorRead(
        anchor=operation["operationId"],
        method=method,
        path=path,
        says=operation["summary"],
        guest=operation["description"],
        status=well[0],
        takes=_fields(operation.get("requestBody"), schemas),
        answers=_fields(well[1], schemas),
        refused=tuple(Refused(status, tuple(told["description"].split(", "))) for status, told in rest),
    )


def _fields(held: dict[str, Any] | None, schemas: dict[str, Any]) -> tuple[Field, ...]:
    if not held or "content" not in held:
        return ()
    shape = _whole(held["content"]["application/json"]["schema"], schemas)
    required = shape.get("required", [])
    return tuple(
        Field(name, _kind(one, schemas), name in required) for name, one in shape.get("properties", {}).items()
    )


def _whole(shape: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schemas[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return found


def _kind(shape: dict[str, Any], schemas: dict[str, Any]) -> str:
    """A shape in words: “string”, “list of string”, “elder | disabled”, “{zh, en} or null”."""
    one = _whole(shape, schemas)
    if "anyOf" in one:
        return " or ".join(_kind(each, schemas) for each in one["anyOf"])
    if "enum" in one:
        return " | ".join(str(each) for each in one["enum"])
    if "const" in one:
        return str(one["const"])
    if "prefixItems" in one or one.get("type") == "array":
        items = one.get("items") or one.get("prefixItems", [{}])[0]
        return f"list of {_kind(items, schemas)}" if isinstance(items, dict) else "list"
    if one.get("type") == "object" and "properties" in one:
        return "{" + ", ".join(one["properties"]) + "}"
    if one.get("format") == "date-time":
        return "moment (RFC 3339)"
    return str(one.get("format") or one.get("type") or "any")
