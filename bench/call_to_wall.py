"""How long a call takes to reach an open display, beside a bare websocket echo in the same run.

A clerk's *next* is posted to a real server over a kept-alive connection; the clock stops when the display's
socket has the picture with that call. The echo is the same trip without a hall: one message to a gevent
websocket server and back. `python -m bench.call_to_wall [calls]`.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import socketio
from websockets.sync.client import connect

from bench.server import DemoServer, demo_server
from replay.doors import AtDesk, Doors

CALLS = 200
BAR = 4.0
PAUSE_S = 0.15
"""Longer than two breaths between pictures: each call is measured by itself, not in the queue of the one before."""


class Wall:
    """An open display: knows when each handling first stood on it."""

    def __init__(self, server: DemoServer) -> None:
        self._seen: dict[str, float] = {}
        self._news = threading.Condition()
        self._client = socketio.Client()
        self._client.on("picture", self._draw, namespace="/display")
        token = {"token": server.token("display")}
        self._client.connect(server.url, auth=token, namespaces=["/display"], transports=["websocket"])

    def _draw(self, picture: dict[str, object]) -> None:
        now = time.perf_counter()
        with self._news:
            for call in picture["calls"]:  # type: ignore[attr-defined]
                self._seen.setdefault(call["handling"], now)
            self._news.notify_all()

    def shown(self, handling: str) -> float:
        """When the call stood on the wall; waits 5 s at most."""
        with self._news:
            if not self._news.wait_for(lambda: handling in self._seen, timeout=5):
                raise TimeoutError(f"call {handling} never reached the wall")
            return self._seen[handling]

    def close(self) -> None:
        self._client.disconnect()


def calls(server: DemoServer, how_many: int) -> list[float]:
    """Milliseconds from each *next* to the wall."""
    doors, clerk = Doors(server.url), server.clerk(3)
    at = AtDesk(doors, name=clerk["name"], password=clerk["password"], window_no=3)
    kiosk = {"Authorization": f"Bearer {server.token('kiosk')}"}
    wall, took = Wall(server), []
    at.do("open")
    for _each in range(how_many):
        doors.post("/kiosk/tickets", {"service": server.service}, **kiosk)
        time.sleep(PAUSE_S)
        began = time.perf_counter()
        handling = str(at.do("next")["handling"])
        took.append((wall.shown(handling) - began) * 1000)
        at.do("start", handling=handling)
        at.do("finish", handling=handling, outcome="done_on_spot")
    wall.close()
    doors.close()
    return took


ECHO = """
from gevent import monkey; monkey.patch_all()
import socket, sys
from gevent.pywsgi import WSGIServer
from simple_websocket import Server, ConnectionClosed
def app(environ, start_response):
    ws = Server(environ)
    try:
        while True: ws.send(ws.receive())
    except ConnectionClosed:
        return []
listener = socket.create_server(("127.0.0.1", 0))
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
print(listener.getsockname()[1], flush=True)
WSGIServer(listener, app, log=None).serve_forever()
"""


@contextmanager
def echo_server() -> Iterator[str]:
    """A websocket server that only sends back what it got."""
    process = subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"ws://127.0.0.1:{int(process.stdout.readline())}/"
    finally:
        process.terminate()
        process.wait()


def echoes(how_many: int) -> list[float]:
    """Milliseconds of each message there and back."""
    took = []
    with echo_server() as url, connect(url) as socket:
        for _each in range(how_many):
            time.sleep(PAUSE_S)
            began = time.perf_counter()
            socket.send("there and back")
            socket.recv()
            took.append((time.perf_counter() - began) * 1000)
    return took


def report(name: str, took: list[float]) -> float:
    """Print a row; returns the median."""
    middle = median(took)
    print(f"{name:<24} median {middle:7.2f} ms   p99 {quantiles(took, n=100)[-1]:7.2f} ms   n {len(took)}")
    return middle


def main(how_many: int = CALLS) -> None:
    """Measure both and print their ratio."""
    with tempfile.TemporaryDirectory() as folder, demo_server(Path(folder)) as server:
        to_wall = report("call to wall", calls(server, how_many))
    bare = report("bare websocket echo", echoes(how_many))
    ratio = to_wall / bare
    print(f"ratio of medians {ratio:.1f}   bar {BAR:.0f}   {'met' if ratio <= BAR else 'NOT MET'}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
