"""The OpenAPI document, written from the doors themselves."""

import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from hall.rules.device import DeviceKind
from hall.rules.staff import Power
from web.doors import DOORS, Anyone, Door, Link

REFERENCE = "#/components/schemas/{model}"


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1: every door with its guest, what it takes, what it answers, how it refuses."""
    bodies = sorted({door.body for door in DOORS if door.body is not None}, key=lambda one: one.__name__)
    _names, shapes = models_json_schema([(one, "validation") for one in bodies], ref_template=REFERENCE)
    schemas: dict[str, Any] = shapes.get("$defs", {}) | {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for door in DOORS:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path)
        paths.setdefault(path, {})[door.method.lower()] = _operation(door, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Haohao 号好",
            "version": "0.1.0",
            "description": "Commands by HTTP; news by Socket.IO: each screen's namespace sends `picture`, whole.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer", "description": "Token of a paired device"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "haohao_session"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
            },
        },
    }


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


def _operation(door: Door, schemas: dict[str, Any]) -> dict[str, Any]:
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if kind else "string"}}
        for kind, name in re.findall(r"<(?:(int):)?(\w+)>", door.path)
    ]
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    operation: dict[str, Any] = {
        "summary": door.says,
        "parameters": [*parts, *([KEY] if door.changes else [])],
        "responses": {
            str(door.status): {"description": door.says} | _answer(door, schemas),
            "4XX": {"description": "Refused"} | problem,
        },
        "security": _security(door),
    }
    if door.body is not None:
        shape = {"$ref": REFERENCE.format(model=door.body.__name__)}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": shape}}}
    return operation


def _answer(door: Door, schemas: dict[str, Any]) -> dict[str, Any]:
    if door.answer is None or door.answer is type(None):
        return {}
    shape = TypeAdapter(door.answer).json_schema(ref_template=REFERENCE, mode="serialization")
    schemas |= shape.pop("$defs", {})
    return {"content": {"application/json": {"schema": shape}}}


def _security(door: Door) -> list[dict[str, list[str]]]:
    if isinstance(door.guest, DeviceKind):
        return [{"device": []}]
    if isinstance(door.guest, Power):
        return [{"staff": [], "csrf": []}] if door.changes else [{"staff": []}]
    assert door.guest in (Link, Anyone), "no other guests"
    return []
