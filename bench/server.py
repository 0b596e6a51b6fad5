"""A demo hall on a free port, for measuring."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers import DemoHall, serve_demo


@dataclass(frozen=True, slots=True)
class DemoServer:
    """Where it is, with everybody's secrets."""

    hall: DemoHall

    @property
    def url(self) -> str:
        return self.hall.url

    @property
    def service(self) -> str:
        """The code of the first service."""
        return str(self.hall.people["services"][0]["code"])

    def token(self, kind: str, *, window_no: int | None = None) -> str:
        return self.hall.token(kind, window_no=window_no)

    def clerk(self, window_no: int) -> dict[str, Any]:
        return self.hall.member("clerk", window_no=window_no)


@contextmanager
def demo_server(folder: Path, *, database_url: str | None = None) -> Iterator[DemoServer]:
    """Serve the demo hall over `folder` as long as the block lasts."""
    with serve_demo(folder, database_url=database_url) as hall:
        yield DemoServer(hall)
