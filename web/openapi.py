"""The OpenAPI document, written from the doors themselves; how they refuse is read in `web/refusals.py`."""

import inspect
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from flask import Flask
from pydantic import TypeAdapter

from hall.rules.device import DeviceKind
from hall.rules.staff import Power
from web.doors import DOORS, Anyone, Door, Link
from web.openapi_page import ROOMS
from web.problems import every_refusal, status_of
from web.refusals import refusals_of
from web.told import told_of

REFERENCE = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `type` leads to /problems#code",
    "required": ["type", "title", "status", "detail", "code", "text"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "text": {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}},
    },
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same key repeats the first answer for 24 hours",
}


@cache
def document(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.1: every door with its guest, what it takes, what it answers, how it refuses."""
    doors = [*DOORS, *_beside(app)]
    adapters: list[tuple[Any, Any, TypeAdapter[Any]]] = []
    for place, door in enumerate(doors):
        if door.body is not None:
            adapters.append((place, "validation", TypeAdapter(door.body)))
        if door.answer is not None and door.answer is not type(None) and not _is_raw(door.answer):
            adapters.append((place, "serialization", TypeAdapter(door.answer)))
    shapes, parts = TypeAdapter.json_schemas(adapters, ref_template=REFERENCE)
    paths: dict[str, Any] = {}
    for place, door in enumerate(doors):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path)
        takes, answers = shapes.get((place, "validation")), shapes.get((place, "serialization"))
        paths.setdefault(path, {})[door.method.lower()] = _operation(door, takes, answers)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Haohao 号好",
            "version": "0.1.0",
            "description": "Commands by HTTP; news by Socket.IO: each screen's namespace sends `picture`, whole.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": tag} for tag in dict.fromkeys(_room(door) for door in doors)],
        "paths": paths,
        "components": {
            "schemas": parts.get("$defs", {}) | {"Problem": PROBLEM},
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer", "description": "Token of a paired device"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "haohao_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


def _beside(app: Flask) -> Iterator[Door]:
    """The routes that change something without being doors."""
    known = {(door.method, door.path) for door in DOORS}
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}):
            if (method, rule.rule) in known:
                continue
            view = app.view_functions[rule.endpoint]
            says, route = (view.__doc__ or rule.endpoint).strip().splitlines()[0], inspect.unwrap(view)
            told = told_of(route)
            yield Door(
                method, rule.rule, _guest_of(view), says, told.takes, told.answers, told.status, True, False, route
            )


def _guest_of(view: Any) -> Any:
    """Whom a route that is no door asks for, as it says itself: `come_in(Power.PEOPLE)`."""
    asked = re.search(r"come_in\(Power\.(\w+)\)", inspect.getsource(inspect.unwrap(view)))
    return Power[asked[1]] if asked else Anyone


def _is_raw(answer: Any) -> bool:
    return isinstance(answer, type) and hasattr(answer, "status_code")


def _operation(door: Door, takes: Any, answers: Any) -> dict[str, Any]:
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if kind else "string"}}
        for kind, name in re.findall(r"<(?:(int):)?(\w+)>", door.path)
    ]
    well = {"description": door.says} | ({"content": {"application/json": {"schema": answers}}} if answers else {})
    operation: dict[str, Any] = {
        "operationId": f"{_room(door)}_{door.view.__name__}",
        "tags": [_room(door)],
        "summary": door.says,
        "description": f"For {_guest(door)}.",
        "parameters": [*parts, *([KEY] if door.changes and door in DOORS else [])],
        "responses": {str(status): well for status in (door.status, told_of(door.view).also) if status}
        | _refused(door),
        "security": _security(door),
    }
    if takes is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    return operation


def _room(door: Door) -> str:
    """The room whose door it is, or the house: signing in, pairing, one's own."""
    first = door.path.split("/")[1]
    others = {"t": "phone", "printer": "kiosk", "mine": "manager", "cases": "manager"}
    return first if first in ROOMS else others.get(first, "house")


def _guest(door: Door) -> str:
    if isinstance(door.guest, DeviceKind):
        return f"a paired {door.guest.value}"
    if isinstance(door.guest, Power):
        return f"staff who may {door.guest.value}" if door.guest is not Power.SELF else "any member of staff"
    return "whoever holds the ticket's link" if door.guest is Link else "anyone"


def _security(door: Door) -> list[dict[str, list[str]]]:
    if isinstance(door.guest, DeviceKind):
        return [{"device": []}]
    if isinstance(door.guest, Power):
        return [{"staff": [], "csrf": []}] if door.changes else [{"staff": []}]
    assert door.guest in (Link, Anyone), "no other guests"
    return []


def _refused(door: Door) -> dict[str, Any]:
    """The refusals of a door by status, with their codes."""
    by_status: dict[str, list[str]] = {}
    kinds = every_refusal()
    for code in dict.fromkeys([*_at_the_door(door), *refusals_of(door.view)]):
        by_status.setdefault(str(status_of(kinds[code]())), []).append(code)
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {status: {"description": ", ".join(codes)} | problem for status, codes in sorted(by_status.items())}


def _at_the_door(door: Door) -> Iterator[str]:
    """What may be wrong with a request before any deed."""
    if isinstance(door.guest, DeviceKind | Power):
        yield from ("not-signed-in", "not-allowed", "too-many")
    if door.guest is Link:
        yield from ("unknown-ticket", "too-many")
    if door.changes:
        yield from ("foreign-origin", "busy")
        if isinstance(door.guest, Power):
            yield "wrong-csrf"
        if door in DOORS:
            yield from ("key-reused", "malformed", "text-too-long", "too-large")
    if "@limits.failures" in inspect.getsource(door.view):
        yield "too-many"
    if door.body is not None:
        yield from ("malformed", "text-too-long", "too-large")
    if door.rates:
        yield "staff-may-not-rate"
