"""What comes out of the virtual printer lies on a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hall.actions import printing, tickets
from hall.rules.staff import Power
from kiosk.print_worker import PrintWorker
from server import create_app
from settings import read_settings
from tests.rooms import MadeDemo
from web.context import House


@pytest.fixture
def app(made_demo: MadeDemo, tmp_path: Path) -> Iterator[Flask]:
    """A demo hall with a public address."""
    folder, address = str(made_demo.copy(tmp_path / "hall")), "https://hall.example.org"
    given = {"HAOHAO_DEMO": "1", "HAOHAO_DATA": folder, "HAOHAO_PUBLIC_URL": address}
    made = create_app(read_settings(given), async_mode="threading")
    yield made
    house(made).database.close()


def house(app: Flask) -> House:
    found: House = app.extensions["haohao"]
    return found


def slips(client: FlaskClient, app: Flask) -> list[dict[str, object]]:
    demo = house(app).demo
    assert demo is not None
    token = demo.staff_token(Power.STEER, window_no=None)
    answer = client.get("/printer/slips", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    found: list[dict[str, object]] = answer.get_json()["slips"]
    return found


def test_a_slip_lies_on_the_page_once_it_has_come_out(app: Flask) -> None:
    here, client = house(app), app.test_client()
    assert here.demo is not None
    hall = here.database.hall(here.demo.hall)
    with hall.look() as look:
        code = next(one.code for one in look.set_up.offered if one.kind == "service")
    ticket = tickets.take(hall, services=[code]).ticket
    printing.print_ticket(hall, ticket=ticket.id)
    assert slips(client, app) == []
    with hall.look() as look:
        printer = next(iter(look.set_up.printers.values()))
    assert PrintWorker(lambda: [hall], link=here.link).print_one(hall, printer)
    (slip,) = slips(client, app)
    lines = slip["lines"]
    assert isinstance(lines, list)
    assert any(line["text"] == ticket.text and line["high"] == 8 for line in lines)
    assert any((line["qr"] or "").startswith("data:image/svg+xml") for line in lines)


def test_only_those_who_run_the_hall_see_its_slips(app: Flask) -> None:
    assert app.test_client().get("/printer/slips").status_code == 401
    demo = house(app).demo
    assert demo is not None
    clerk = demo.staff_token(Power.SERVE, window_no=None)
    answer = app.test_client().get("/printer/slips", headers={"Authorization": f"Bearer {clerk}"})
    assert answer.status_code == 403
