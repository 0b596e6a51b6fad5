"""The document that other programs read, and the page that people read."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from server import create_app
from settings import read_settings
from web.doors import DOORS
from web.openapi import document
from web.openapi_page import to_read
from web.problems import every_refusal

METHODS = {"get", "post", "put", "patch", "delete"}
# What OpenAPI 3.1 asks of the parts that this house writes.
SHAPE: dict[str, Any] = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d+$"},
        "info": {"type": "object", "required": ["title", "version"]},
        "paths": {
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {"propertyNames": {"enum": sorted(METHODS)}},
        },
        "components": {
            "properties": {
                "schemas": {"propertyNames": {"pattern": r"^[A-Za-z0-9._-]+$"}},
                "securitySchemes": {
                    "additionalProperties": {"required": ["type"], "properties": {"in": {"enum": ["cookie", "header"]}}}
                },
            }
        },
    },
}
OPERATION: dict[str, Any] = {
    "type": "object",
    "required": ["operationId", "tags", "summary", "responses", "parameters", "security"],
    "properties": {
        "summary": {"type": "string", "minLength": 5},
        "parameters": {
            "items": {
                "required": ["name", "in", "schema"],
                "if": {"properties": {"in": {"const": "path"}}},
                "then": {"properties": {"required": {"const": True}}},
            }
        },
        "requestBody": {"required": ["content"]},
        "responses": {
            "minProperties": 1,
            "propertyNames": {"pattern": r"^[1-5]\d\d$"},
            "additionalProperties": {"required": ["description"], "properties": {"description": {"minLength": 1}}},
        },
    },
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Flask:
    folder = tmp_path_factory.mktemp("data")
    shutil.copy(sqlite_template, folder / "haohao.db")
    return create_app(read_settings({"HAOHAO_DATA": str(folder)}), async_mode="threading")


@pytest.fixture(scope="module")
def told(app: Flask) -> dict[str, Any]:
    return document(app)


def operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def test_the_document_has_the_shape_that_openapi_asks_for(told: dict[str, Any]) -> None:
    Draft202012Validator(SHAPE).validate(told)
    for _method, _path, operation in operations(told):
        Draft202012Validator(OPERATION).validate(operation)
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_door_stands_in_the_document(told: dict[str, Any]) -> None:
    written = {(method.upper(), path) for method, path, _operation in operations(told)}
    doors = {(door.method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", door.path)) for door in DOORS}
    assert doors <= written


def test_every_route_that_changes_something_stands_in_the_document(app: Flask, told: dict[str, Any]) -> None:
    written = {(method.upper(), path) for method, path, _operation in operations(told)}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
            assert (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)) in written


def test_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    schemas = told["components"]["schemas"]
    assert {one.rpartition("/")[2] for one in references(told)} <= set(schemas)


def test_doors_of_two_rooms_keep_their_own_shapes(told: dict[str, Any]) -> None:
    def answer(path: str) -> dict[str, Any]:
        responses = told["paths"][path]["post"]["responses"]
        shape = next(one for status, one in responses.items() if status.startswith("2"))
        name = shape["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        found: dict[str, Any] = told["components"]["schemas"][name]
        return found

    assert "ahead" in answer("/kiosk/tickets")["properties"]
    assert "times_called" in answer("/clerk/windows/{window_no}/next")["properties"]


def test_every_path_part_is_told(told: dict[str, Any]) -> None:
    for _method, path, operation in operations(told):
        parts = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert parts == set(re.findall(r"{(\w+)}", path)), path


def test_every_operation_has_a_name_of_its_own(told: dict[str, Any]) -> None:
    names = [operation["operationId"] for _method, _path, operation in operations(told)]
    assert len(names) == len(set(names))


def test_a_door_tells_the_refusals_of_its_deeds(told: dict[str, Any]) -> None:
    def codes(path: str) -> dict[str, set[str]]:
        responses = told["paths"][path]["post"]["responses"]
        return {status: set(one["description"].split(", ")) for status, one in responses.items() if status >= "400"}

    assert {"nobody-waiting", "stale-handling"} <= codes("/clerk/windows/{window_no}/next")["409"]
    assert "hall-closed" in codes("/kiosk/tickets")["409"]
    assert "staff-may-not-rate" in codes("/evaluator/ratings")["403"]
    assert "too-many" in codes("/sign-in")["429"]
    known = set(every_refusal())
    for _method, _path, operation in operations(told):
        for status, one in operation["responses"].items():
            if status >= "400":
                assert set(one["description"].split(", ")) <= known


def test_the_page_shows_every_door(app: Flask, told: dict[str, Any]) -> None:
    answer = app.test_client().get("/docs")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    for _method, path, operation in operations(told):
        assert f'id="{operation["operationId"]}"' in page
        assert path in page
    assert "<script" not in page


def test_the_page_says_kinds_in_words(told: dict[str, Any]) -> None:
    rooms = {room.name: room for room in to_read(told)}
    taking = next(door for door in rooms["kiosk"].doors if (door.method, door.path) == ("POST", "/kiosk/tickets"))
    taken = {field.name: field for field in taking.takes}
    assert taken["service"].required
    assert not taken["priority"].required
    assert "elder" in taken["priority"].kind
    assert {field.name: field.kind for field in taking.answers}["taken_at"] == "moment (RFC 3339)"
    assert all(field.kind for room in rooms.values() for door in room.doors for field in (*door.takes, *door.answers))


def test_the_document_is_served_as_json(app: Flask, told: dict[str, Any]) -> None:
    answer = app.test_client().get("/openapi.json")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == told
