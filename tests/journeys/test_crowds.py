"""Crowds at the doors of a real server: every number once, every ticket called once, one ticket per key."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.crowd import at_once
from tests.patience import PATIENCE
from tests.servers import DemoHall, serve_demo

KIOSKS = 64
TICKETS = 320


@pytest.fixture(params=["sqlite", "postgresql"])
def crowded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DemoHall]:
    """A demo hall on each database."""
    url = None
    if request.param == "postgresql":
        postgresql = request.getfixturevalue("postgresql")
        url = postgresql.url(postgresql.create())
    with serve_demo(tmp_path / "data", database_url=url) as hall:
        yield hall


def post(hall: DemoHall, path: str, body: dict[str, Any], headers: dict[str, str], by: Any = requests) -> Any:
    """What a door answers. A slow machine may say that it is busy, nothing done: every screen then asks again."""
    for _try in range(60):
        answer = by.post(hall.url + path, json=body, headers=headers, timeout=PATIENCE)
        if answer.status_code != 503:
            break
    return answer


def test_sixty_four_kiosks_and_sixteen_clerks(crowded: DemoHall) -> None:
    kiosk = {"Authorization": f"Bearer {crowded.token('kiosk')}"}
    services = [one["code"] for one in crowded.people["services"]]
    numbers: list[str] = []

    def take(one: int) -> None:
        with requests.Session() as session:
            for each in range(TICKETS // KIOSKS):
                body = {"service": services[(one + each) % len(services)]}
                answer = post(crowded, "/kiosk/tickets", body, kiosk, session)
                assert answer.status_code == 201, answer.text
                numbers.append(answer.json()["number"])

    assert at_once(KIOSKS, take) == []
    assert len(numbers) == TICKETS
    assert Counter(numbers).most_common(1)[0][1] == 1

    clerks = [one for one in crowded.people["staff"] if one["window_no"] is not None and one["role"] != "manager"]
    called: list[str] = []

    def serve(one: int) -> None:
        with requests.Session() as session:
            who = clerks[one]
            signed = post(crowded, "/sign-in", {"name": who["name"], "password": who["password"]}, {}, session)
            headers = {"X-CSRF-Token": signed.json()["csrf"]}
            at = f"/clerk/windows/{who['window_no']}"
            assert post(crowded, f"{at}/open", {}, headers, session).ok
            while (turn := post(crowded, f"{at}/next", {}, headers, session)).ok:
                called.append(turn.json()["ticket"]["number"])
                handling = turn.json()["handling"]
                assert post(crowded, f"{at}/start", {"handling": handling}, headers, session).ok
                body = {"handling": handling, "outcome": "accepted"}
                assert post(crowded, f"{at}/finish", body, headers, session).ok
            assert turn.json()["code"] == "nobody-waiting", turn.text

    assert at_once(len(clerks), serve) == []
    assert len(clerks) >= 16
    assert sorted(called) == sorted(numbers)


def test_sixty_four_retries_of_one_tap_are_one_ticket_and_one_slip(crowded: DemoHall) -> None:
    headers = {"Authorization": f"Bearer {crowded.token('kiosk')}", "Idempotency-Key": "one tap"}
    service = {"service": crowded.people["services"][0]["code"]}
    answers: list[Any] = []

    def tap(_one: int) -> None:
        answers.append(post(crowded, "/kiosk/tickets", service, headers))

    assert at_once(64, tap) == []
    assert {one.status_code for one in answers} == {201}
    assert len({one.text for one in answers}) == 1
    assert Counter(one.headers.get("Idempotency-Replayed") for one in answers) == {"true": 63, None: 1}
    other = post(crowded, "/kiosk/tickets", {**service, "language": "en"}, headers)
    assert (other.status_code, other.json()["code"]) == (422, "key-reused")
    again = post(crowded, "/kiosk/tickets", service, headers | {"Idempotency-Key": "another tap"})
    assert again.json()["id"] != answers[0].json()["id"]
