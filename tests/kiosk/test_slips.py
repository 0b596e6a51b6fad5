"""What comes out of the virtual printer lies on a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hall.actions import printing, tickets
from hall.rules.device import JobState
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


def test_a_slip_that_perhaps_came_out_is_settled_by_a_look_or_by_another(app: Flask) -> None:
    here, client = house(app), app.test_client()
    assert here.demo is not None
    hall = here.database.hall(here.demo.hall)
    asks = {"Authorization": f"Bearer {here.demo.staff_token(Power.STEER, window_no=None)}"}
    with hall.look() as look:
        printer = next(iter(look.set_up.printers))
    for how, status, state in (("came-out", 200, "printed"), ("again", 201, "queued")):
        printing.print_test(hall, printer=printer)
        job = printing.claim_job(hall, printers=[printer])
        assert job is not None
        assert job.lease is not None
        printing.end_job(hall, job=job.id, lease=job.lease, state=JobState.UNCERTAIN)
        (trouble,) = client.get("/printer/slips", headers=asks).get_json()["troubles"]
        assert (trouble["job"], trouble["state"]) == (str(job.id), "uncertain")
        settled = client.post(f"/printer/slips/{job.id}/{how}", headers=asks)
        assert (settled.status_code, settled.get_json()["status"]) == (status, state)
        assert client.get("/printer/slips", headers=asks).get_json()["troubles"] == []


def test_only_those_who_run_the_hall_see_its_slips(app: Flask) -> None:
    assert app.test_client().get("/printer/slips").status_code == 401
    demo = house(app).demo
    assert demo is not None
    clerk = demo.staff_token(Power.SERVE, window_no=None)
    answer = app.test_client().get("/printer/slips", headers={"Authorization": f"Bearer {clerk}"})
    assert answer.status_code == 403
