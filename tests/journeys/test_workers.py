"""Two workers over one PostgreSQL and one Valkey: a deed at one is seen at the other."""

import time
from pathlib import Path
from typing import Any

import requests
from redis import Redis

from tests.patience import PATIENCE, PatientClient
from tests.servers import DemoHall, PostgreSQL, serve_demo, worker_beside
from web.notices import CHANNEL


class Wall:
    """A display at one worker."""

    def __init__(self, url: str, token: str) -> None:
        self.picture: dict[str, Any] = {}
        self._client = PatientClient()
        self._client.on("picture", self._draw, namespace="/display")
        self._client.connect(url, auth={"token": token}, namespaces=["/display"], transports=["websocket"])

    def _draw(self, picture: dict[str, Any]) -> None:
        self.picture = picture

    def follows(self, hall: DemoHall) -> None:
        """A number is taken at the other worker, and waits on this wall."""
        headers = {"Authorization": f"Bearer {hall.token('kiosk')}"}
        body = {"service": hall.people["services"][0]["code"]}
        taken = requests.post(f"{hall.url}/kiosk/tickets", json=body, headers=headers, timeout=PATIENCE)
        assert taken.status_code == 201
        began = time.monotonic()
        while sum(one["waiting"] for one in self.picture.get("queues", ())) != 1:
            assert time.monotonic() - began < PATIENCE, taken.json()["number"]
            time.sleep(0.01)

    def close(self) -> None:
        self._client.disconnect()


def test_a_ticket_taken_at_one_worker_is_on_the_wall_of_the_other(
    postgresql: PostgreSQL, valkey: str, tmp_path: Path
) -> None:
    url = postgresql.url(postgresql.create())
    with (
        serve_demo(tmp_path / "data", database_url=url, message_queue=valkey) as hall,
        worker_beside(hall.server) as two,
        Redis.from_url(valkey).pubsub(ignore_subscribe_messages=True) as queue,  # type: ignore[no-untyped-call]
    ):
        queue.subscribe(CHANNEL)
        queue.get_message(timeout=PATIENCE)
        wall = Wall(two.url, hall.token("display"))
        wall.follows(hall)
        wall.close()
        notice = queue.get_message(timeout=PATIENCE)
        assert notice is not None, "nobody was told through the queue"
        assert notice["data"].startswith(f"{hall.people['hall']}:".encode())


def test_without_a_notice_the_wall_follows_all_the_same(postgresql: PostgreSQL, tmp_path: Path) -> None:
    """A lost notice: there is no message queue at all, the journal's head alone tells."""
    url = postgresql.url(postgresql.create())
    with serve_demo(tmp_path / "data", database_url=url) as hall, worker_beside(hall.server) as two:
        wall = Wall(two.url, hall.token("display"))
        wall.follows(hall)
        wall.close()
