"""How a screen that nobody knows becomes a device of the hall."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from hall.actions import devices, setup
from hall.rules.hall_file import read_hall_file
from hall.store.database import Hall
from hall.store.tables import pairings
from server import create_app
from settings import read_settings
from tests.rooms import problem
from tests.servers import lay_tables
from web.context import House

HALL = Path(__file__).resolve().parents[2] / "halls" / "jianshe.toml"
PAGES = {"kiosk": "/kiosk/", "display": "/display/", "pad": "/evaluator/"}


class RealHall:
    """A hall that is no demo: its screens have to be let in."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.house: House = app.extensions["haohao"]
        file = read_hall_file(HALL.read_text("utf-8"))
        self.hall_id = setup.load_hall(self.house.database, file=file, demo=False)

    @property
    def hall(self) -> Hall:
        return self.house.database.hall(self.hall_id, actor="test")

    def approve(self, code: str, **facts: Any) -> int:
        return devices.approve_pairing(self.hall, code=code, facts={"name": "新设备", **facts})


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealHall]:
    settings = read_settings({"HAOHAO_DATA": str(tmp_path)})
    lay_tables(settings.database)
    app = create_app(settings, async_mode="threading")
    hall = RealHall(app)
    yield hall
    hall.house.database.close()


def said(answer: TestResponse) -> dict[str, Any]:
    return dict(json.loads(answer.text))


def ask(client: FlaskClient, kind: str = "kiosk") -> dict[str, Any]:
    answer = client.post("/pairing", json={"kind": kind})
    assert answer.status_code == 201, answer.text
    return said(answer)


def collect(client: FlaskClient, secret: str) -> TestResponse:
    return client.post("/pairing/collect", json={"secret": secret})


@pytest.mark.parametrize("kind", ["kiosk", "display", "pad"])
def test_an_unknown_screen_shows_a_code_until_it_is_let_in(real: RealHall, kind: str) -> None:
    screen = real.app.test_client()
    assert f'id="pairing" data-kind="{kind}"' in screen.get(PAGES[kind]).text
    asked = ask(screen, kind)
    assert re.fullmatch(r"\d{6}", asked["code"])
    waiting = collect(screen, asked["secret"])
    assert (waiting.status_code, said(waiting)) == (202, {"paired": False})
    real.approve(asked["code"], **({"window_no": 1} if kind == "pad" else {}))
    assert said(collect(screen, asked["secret"])) == {"paired": True}
    assert 'id="pairing"' not in screen.get(PAGES[kind]).text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(real: RealHall) -> None:
    screen = real.app.test_client()
    asked = ask(screen)
    real.approve(asked["code"])
    cookie = collect(screen, asked["secret"]).headers["Set-Cookie"]
    assert cookie.startswith("haohao_kiosk=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" in cookie


def test_a_secret_is_good_for_one_screen(real: RealHall) -> None:
    screen, other = real.app.test_client(), real.app.test_client()
    asked = ask(screen)
    real.approve(asked["code"])
    assert collect(screen, asked["secret"]).status_code == 200
    assert problem(collect(other, asked["secret"])) == (410, "pairing-gone")


def test_neither_a_guessed_secret_nor_the_code_opens_anything(real: RealHall) -> None:
    screen = real.app.test_client()
    asked = ask(screen)
    real.approve(asked["code"])
    for guess in ("guessed", asked["code"]):
        assert problem(collect(real.app.test_client(), guess)) == (410, "pairing-gone")


def test_an_old_code_is_gone(real: RealHall) -> None:
    screen = real.app.test_client()
    asked = ask(screen)
    with real.house.database.deed(0) as connection:
        connection.execute(update(pairings).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    assert problem(collect(screen, asked["secret"])) == (410, "pairing-gone")


def test_a_revoked_screen_asks_for_a_code_again(real: RealHall) -> None:
    screen = real.app.test_client()
    asked = ask(screen)
    device = real.approve(asked["code"])
    collect(screen, asked["secret"])
    devices.revoke_device(real.hall, device=device)
    assert 'id="pairing"' in screen.get("/kiosk/").text
    assert problem(screen.post("/kiosk/help", json={})) == (401, "not-signed-in")


def test_a_forgotten_screen_asks_for_a_code_again(real: RealHall) -> None:
    screen = real.app.test_client()
    asked = ask(screen)
    real.approve(asked["code"])
    collect(screen, asked["secret"])
    assert screen.post("/pairing/forget", json={"kind": "kiosk"}).status_code == 200
    assert 'id="pairing"' in screen.get("/kiosk/").text


def test_a_kiosk_is_no_display(real: RealHall) -> None:
    screen = real.app.test_client()
    asked = ask(screen)
    real.approve(asked["code"])
    collect(screen, asked["secret"])
    assert 'id="pairing" data-kind="display"' in screen.get("/display/").text


@pytest.mark.parametrize("door", ["/pairing", "/pairing/forget"])
@pytest.mark.parametrize("body", [{}, {"kind": "throne"}, {"kind": "kiosk", "hall": 1}])
def test_what_is_no_screen_is_refused_by_name(real: RealHall, door: str, body: dict[str, Any]) -> None:
    assert problem(real.app.test_client().post(door, json=body)) == (422, "malformed")


@pytest.mark.parametrize("door", ["/pairing", "/pairing/collect", "/pairing/forget"])
def test_another_site_cannot_pair_anything(real: RealHall, door: str) -> None:
    answer = real.app.test_client().post(door, json={}, headers={"Origin": "https://elsewhere.example"})
    assert problem(answer) == (403, "foreign-origin")


def test_one_address_cannot_use_up_the_codes(real: RealHall) -> None:
    screen = real.app.test_client()
    for _each in range(30):
        ask(screen)
    assert problem(screen.post("/pairing", json={"kind": "kiosk"})) == (429, "too-many")


def test_outside_demo_mode_the_front_page_is_the_way_in(real: RealHall) -> None:
    assert real.app.test_client().get("/").headers["Location"] == "/sign-in"


def test_a_page_for_staff_leads_to_the_way_in(real: RealHall) -> None:
    answer = real.app.test_client().get("/desk/", headers={"Accept": "text/html"})
    assert answer.headers["Location"] == "/sign-in?to=%2Fdesk%2F"
