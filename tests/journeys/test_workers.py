"""Two workers over one PostgreSQL and one Valkey: a deed at one is seen at the other."""

import time
from pathlib import Path
from typing import Any

import requests
import socketio

from tests.servers import DemoHall, PostgreSQL, serve_demo, worker_beside

SOON = 1.0
PATIENCE = 15.0


class Wall:
    """A display at one worker."""

    def __init__(self, url: str, token: str) -> None:
        self.picture: dict[str, Any] = {}
        self._client = socketio.Client()
        self._client.on("picture", self._draw, namespace="/display")
        self._client.connect(url, auth={"token": token}, namespaces=["/display"], transports=["websocket"])

    def _draw(self, picture: dict[str, Any]) -> None:
        self.picture = picture

    def follows(self, hall: DemoHall) -> float:
        """Seconds from a number being taken at the other worker until it waits on this wall.

        The shortest of three: a busy machine may hold up one.
        """
        return min(self._follows(hall, count) for count in (1, 2, 3))

    def _follows(self, hall: DemoHall, count: int) -> float:
        headers = {"Authorization": f"Bearer {hall.token('kiosk')}"}
        body = {"service": hall.people["services"][0]["code"]}
        taken = requests.post(f"{hall.url}/kiosk/tickets", json=body, headers=headers, timeout=30)
        assert taken.status_code == 201
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if sum(one["waiting"] for one in self.picture.get("queues", ())) == count:
                return time.monotonic() - began
            time.sleep(0.01)
        raise TimeoutError(taken.json()["number"])

    def close(self) -> None:
        self._client.disconnect()


def test_a_ticket_taken_at_one_worker_is_on_the_wall_of_the_other(
    postgresql: PostgreSQL, valkey: str, tmp_path: Path
) -> None:
    url = postgresql.url(postgresql.create())
    with (
        serve_demo(tmp_path / "data", database_url=url, message_queue=valkey) as hall,
        worker_beside(hall.server) as two,
    ):
        wall = Wall(two.url, hall.token("display"))
        assert wall.follows(hall) < SOON
        wall.close()


def test_without_a_notice_the_wall_follows_within_a_tick(postgresql: PostgreSQL, tmp_path: Path) -> None:
    """A lost notice: there is no message queue at all, the journal's head alone tells."""
    url = postgresql.url(postgresql.create())
    with serve_demo(tmp_path / "data", database_url=url) as hall, worker_beside(hall.server) as two:
        wall = Wall(two.url, hall.token("display"))
        assert wall.follows(hall) < 2 * SOON
        wall.close()
