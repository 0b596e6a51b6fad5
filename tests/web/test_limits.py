"""Limits that hold, and keep nobody out who may come in."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import create_app
from settings import read_settings
from tests.servers import free_port


@pytest.fixture
def without_queue(tmp_path: Path, sqlite_template: Path) -> FlaskClient:
    """A house whose message queue is away."""
    shutil.copy(sqlite_template, tmp_path / "haohao.db")
    away = f"redis://127.0.0.1:{free_port()}/0"
    app: Flask = create_app(
        read_settings({"HAOHAO_DATA": str(tmp_path), "HAOHAO_MESSAGE_QUEUE": away}), async_mode="threading"
    )
    return app.test_client()


def test_a_door_does_not_need_the_queue(without_queue: FlaskClient) -> None:
    answer = without_queue.post("/kiosk/tickets", json={"service": "any"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "not-signed-in")


def test_failures_are_counted_while_the_queue_is_away(without_queue: FlaskClient) -> None:
    wrong = {"name": "nobody", "password": "not this one"}
    answers = [without_queue.post("/sign-in", json=wrong).get_json()["code"] for _try in range(11)]
    assert answers == ["wrong-password"] * 10 + ["too-many"]


def test_a_screen_may_ask_for_its_code_while_the_queue_is_away(without_queue: FlaskClient) -> None:
    assert without_queue.post("/pairing", json={"kind": "kiosk"}).status_code == 201
