"""A printer on another computer: its agent claims slips through the doors, and leases hold as in the server."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select, update

from hall.actions import printing
from hall.rules.device import Driver, JobState
from hall.store import paper
from hall.store.tables import answers, devices, print_jobs
from kiosk.agent import Agent, Door, hold_line
from kiosk.print_worker import PrintWorker
from tests.patience import PATIENCE
from tests.rooms import Doors, problem
from tests.servers import DemoHall

CUT = b"\x1dV\x42\x00"


@dataclass
class Hung:
    """The demo hall with its first printer at an agent's computer; the agent has its token."""

    doors: Doors
    printer: int
    agent: dict[str, str]

    def ask(self) -> int:
        ticket = self.doors.backstage.take()
        return printing.print_ticket(self.doors.backstage.hall, ticket=ticket, printer=self.printer).id

    def state(self, job: int) -> tuple[str, str]:
        with self.doors.backstage.hall.look() as look:
            found = paper.get(look, job)
        assert found is not None
        return found.state, found.fault

    def claim(self) -> dict[str, Any]:
        claimed = self.doors.post("/printer/jobs/claim", {}, self.agent).get_json()["claimed"]
        return dict(claimed)

    def ended(self, claimed: dict[str, Any], state: str, **said: str) -> dict[str, Any]:
        body = {"lease": claimed["lease"], "state": state, **said}
        return dict(self.doors.post(f"/printer/jobs/{claimed['job']}/ended", body, self.agent).get_json())


def administrator(doors: Doors, method: str, path: str, body: dict[str, Any]) -> Any:
    client, csrf = doors.signed_in("administrator")
    answer = client.open(f"/manager{path}", method=method, json=body, headers=csrf)
    assert answer.status_code in (200, 201), answer.text
    return answer.get_json()


@pytest.fixture
def hung(doors: Doors) -> Hung:
    facts = {"name": "取号机旁", "driver": "agent", "mode": "text", "columns": 32, "width": 384}
    printer = administrator(doors, "POST", "/printers", {"facts": facts})["id"]
    asked = doors.post("/pairing", {"kind": "printer"}).get_json()
    administrator(doors, "POST", f"/devices/{printer}/replace", {"code": asked["code"]})
    screen = doors.client()
    assert screen.post("/pairing/collect", json={"secret": asked["secret"]}).status_code == 200
    cookie = screen.get_cookie("haohao_printer")
    assert cookie is not None
    return Hung(doors, int(printer), {"Authorization": f"Bearer {cookie.value}"})


def test_a_slip_is_claimed_once_and_printed(hung: Hung) -> None:
    job = hung.ask()
    told = hung.doors.client().get("/printer/jobs/", headers=hung.agent).get_json()
    assert (told["waiting"], told["mode"], told["columns"]) == (True, "text", 32)
    claimed = hung.claim()
    assert (claimed["job"], claimed["kind"], claimed["slip"]["number"]) == (str(job), "ticket", "A001")
    assert hung.doors.post("/printer/jobs/claim", {}, hung.agent).get_json() == {"claimed": None}
    assert hung.ended(claimed, "printed") == {"job": str(job), "held": True}
    assert hung.state(job)[0] == JobState.PRINTED


def test_a_lost_answer_is_given_again_not_another_slip(hung: Hung) -> None:
    hung.ask(), hung.ask()
    same = hung.agent | {"Idempotency-Key": "once"}
    first, again = (hung.doors.post("/printer/jobs/claim", {}, same).get_json() for _each in range(2))
    assert first == again
    code = first["claimed"]["code"][-6:]
    assert code.isdigit()
    assert not any(code in row.body for row in hung.doors.backstage.rows(select(answers.c.body))), "kept in plain"


def test_what_was_not_sent_waits_again_and_fails_after_three_tries(hung: Hung) -> None:
    job = hung.ask()
    for _try in range(3):
        assert hung.state(job)[0] == JobState.QUEUED
        hung.ended(hung.claim(), "not-sent", fault="no-file")
    assert hung.state(job) == (JobState.FAILED, "no-file")


def test_an_agent_that_died_leaves_its_slip_uncertain_and_has_nothing_more_to_say(hung: Hung) -> None:
    job = hung.ask()
    claimed = hung.claim()
    with hung.doors.house.database.deed(hung.doors.backstage.hall_id) as connection:
        late = hung.doors.house.database.clock.now() - timedelta(seconds=1)
        connection.execute(update(print_jobs).values(lease_until=late))
    # The server does not print in its place, but it does see that the lease ran out.
    PrintWorker(lambda: [hung.doors.backstage.hall], link=lambda _hall, _ticket: None).go_round()
    assert hung.state(job)[0] == JobState.UNCERTAIN
    assert hung.ended(claimed, "printed") == {"job": str(job), "held": False}
    assert hung.state(job)[0] == JobState.UNCERTAIN


def test_only_the_agent_of_such_a_printer_comes_in(hung: Hung) -> None:
    doors = hung.doors
    assert problem(doors.post("/printer/jobs/claim", {}, doors.device("kiosk"))) == (403, "not-allowed")
    assert problem(doors.post("/printer/jobs/claim", {})) == (401, "not-signed-in")
    malformed = doors.post("/printer/jobs/1/ended", {"lease": "x", "state": "gone"}, hung.agent)
    assert problem(malformed) == (422, "malformed")
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(update(devices).where(devices.c.id == hung.printer).values(driver=Driver.VIRTUAL))
    doors.house.database.set_ups.clear()
    assert problem(doors.post("/printer/jobs/claim", {}, hung.agent)) == (403, "not-allowed")


# --- the program itself, at a real server -------------------------------------------------------------


class Office:
    """The administrator and a kiosk of a running demo hall."""

    def __init__(self, demo: DemoHall) -> None:
        self.url, self._session = demo.url, requests.Session()
        member = demo.member("administrator")
        signed = self._session.post(
            f"{demo.url}/sign-in", json={"name": member["name"], "password": member["password"]}, timeout=PATIENCE
        )
        self._session.headers["X-CSRF-Token"] = signed.json()["csrf"]

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self._session.post(f"{self.url}/manager{path}", json=body, timeout=PATIENCE)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def add(self, name: str) -> str:
        facts = {"name": name, "driver": "agent", "mode": "text", "columns": 32, "width": 384}
        return str(self.post("/printers", {"facts": facts})["id"])


@pytest.fixture(scope="module")
def office(demo: DemoHall) -> Office:
    return Office(demo)


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A serial line: the end that the printer has, and the path of the other."""
    ours, theirs = os.openpty()
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_the_agent_pairs_and_prints_on_a_serial_line(office: Office, line: tuple[int, str], tmp_path: Path) -> None:
    printer, (ours, path) = office.add("串口"), line
    held = hold_line(path, 19200)
    assert held is not None
    came: list[bytes] = []
    reads = threading.Thread(target=lambda: came.append(_read_until_cut(ours)), daemon=True)
    reads.start()
    door = Door(office.url, tmp_path / "token")
    assert door.pair(lambda code: office.post(f"/devices/{printer}/replace", {"code": code}))
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    office.post(f"/printers/{printer}/test", {})
    # A new start finds its token again.
    Agent(Door(office.url, tmp_path / "token"), path).go_round()
    reads.join(timeout=PATIENCE)
    os.close(held)
    assert "串口".encode("gb18030") in came[0]
    assert not Door(office.url, tmp_path / "token").look()["waiting"]


def test_a_printer_that_is_unplugged_keeps_its_slip(office: Office, tmp_path: Path) -> None:
    printer = office.add("拔掉的")
    door = Door(office.url, tmp_path / "token")
    assert door.pair(lambda code: office.post(f"/devices/{printer}/replace", {"code": code}))
    office.post(f"/printers/{printer}/test", {})
    assert Agent(door, "/dev/usb/none").go_round() > 1, "it is left alone for a while"
    assert door.look()["waiting"], "not lost"
    out = tmp_path / "slips"
    Agent(door, str(out)).go_round()
    assert out.read_bytes().count(CUT) == 1


def _read_until_cut(line: int) -> bytes:
    came = b""
    while CUT not in came:
        came += os.read(line, 4096)
    return came
