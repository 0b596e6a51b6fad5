"""Answers held against the OpenAPI document: each status stands there, each refusal by its code, each body fits."""

import json
import re
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from web.openapi import document


class AsTold:
    """The document of an app, and what of its answers does not stand in it."""

    def __init__(self, app: Flask) -> None:
        self.document = document(app)
        self._shapes: dict[tuple[str, str], Draft202012Validator | None] = {}

    def fault(self, answer: TestResponse, method: str, path: str) -> str | None:
        """How an answer of the door at this route differs from what is told of it; None if it does not."""
        told = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
        expected = self.document["paths"][told][method.lower()]["responses"].get(str(answer.status_code))
        where = f"{method} {path} {answer.status_code}"
        if expected is None:
            return f"{where} {_code(answer)}"
        if answer.status_code >= 400:
            code = _code(answer)
            return None if code in expected["description"].split(", ") else f"{where} {code}"
        shape = self._shape(method, told, expected)
        if shape is None:
            return f"{where} without a shape"
        wrong = next(shape.iter_errors(json.loads(answer.text)), None)
        return f"{where} {wrong.json_path} {wrong.message[:200]}" if wrong else None

    def _shape(self, method: str, path: str, expected: dict[str, Any]) -> Draft202012Validator | None:
        if (method, path) not in self._shapes:
            shape = expected.get("content", {}).get("application/json", {}).get("schema")
            whole = {"allOf": [shape], "components": self.document["components"]}
            self._shapes[method, path] = Draft202012Validator(whole) if shape else None
        return self._shapes[method, path]


def _code(answer: TestResponse) -> str:
    return str(json.loads(answer.text)["code"])
