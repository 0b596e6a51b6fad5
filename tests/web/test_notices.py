"""News between workers, which no deed may wait for."""

import socket
import threading

import pytest

from tests.servers import free_port
from web.notices import QueueNotices


def test_a_notice_reaches_whoever_listens(valkey: str) -> None:
    heard: list[int] = []
    rung = threading.Event()

    def ring(hall: int) -> None:
        heard.append(hall)
        rung.set()

    threading.Thread(target=QueueNotices(valkey).listen, args=(ring,), daemon=True).start()
    sender = QueueNotices(valkey)
    for _try in range(600):
        sender.send(7, 12)
        if rung.wait(0.1):
            break
    assert set(heard) == {7}


@pytest.mark.server
def test_a_queue_that_is_away_or_silent_holds_no_deed_up() -> None:
    """It is asked once, for a second; then the deed goes on."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port in (free_port(), silent.getsockname()[1]):
            QueueNotices(f"redis://127.0.0.1:{port}/0").send(1, 1)
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
