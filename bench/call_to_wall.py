"""How long a call takes to reach an open display, beside a bare websocket echo in the same run.

A clerk's *next* is posted to a real server over a kept-alive connection, as the console posts it: with its key and
the handling it shows. The clock stops when the display's socket has the picture with that call. The echo is the same
trip without a hall: one message to a gevent websocket server and back. Both trips end in the same plain websocket
client, uncompressed as the house's sockets are. They go in turn, a call and an echo, so that a machine that is busy
with something else for a while is so for both.

What is measured is the house, not a client library: the request is spelled before the clock starts and leaves in one
piece, as it leaves a browser, and the picture's words are read after the clock has stopped.
`python -m bench.call_to_wall [calls]`.
"""

import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from replay.doors import Doors
from tests.servers import DemoHall, serve_demo

CALLS = 200
BAR = 4.0
WINDOW_NO = 3
PAUSE_S = 0.15
"""Longer than two breaths between pictures: each call is measured by itself, not in the queue of the one before."""


class Wall:
    """An open display: speaks as much Socket.IO as hearing pictures takes."""

    def __init__(self, socket: ClientConnection, token: str) -> None:
        self._socket = socket
        self._socket.recv()
        self._socket.send("40/display," + json.dumps({"token": token}))
        # Admitted, then the picture it is born with.
        for _each in range(2):
            self._socket.recv()

    def shown(self, number: str) -> float:
        """When the call of this number came; waits 5 s at most."""
        while True:
            said = self._socket.recv(timeout=5)
            now = time.perf_counter()
            if any(one["number"] == number for one in self._calls(str(said))):
                return now

    def catch_up(self) -> None:
        """Take what came meanwhile, so that the next picture is the next call's."""
        while True:
            try:
                self._calls(str(self._socket.recv(timeout=0)))
            except TimeoutError:
                return

    def _calls(self, said: str) -> list[dict[str, Any]]:
        if said == "2":
            self._socket.send("3")  # still there
            return []
        _picture, drawn = json.loads(said.removeprefix("42/display,"))
        calls: list[dict[str, Any]] = drawn["calls"]
        return calls


@contextmanager
def open_wall(hall: DemoHall) -> Iterator[Wall]:
    """The wall of this house."""
    address = hall.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
    with connect(address, compression=None) as socket:
        yield Wall(socket, hall.token("display"))


class Console:
    """A clerk's console at its window."""

    def __init__(self, hall: DemoHall) -> None:
        who = hall.member("clerk", window_no=WINDOW_NO)
        doors = Doors(hall.url)
        answer, cookie = doors.exchange("/sign-in", {"name": who["name"], "password": who["password"]}, {})
        doors.close()
        host = urlsplit(hall.url)
        self._head = (
            f"Host: {host.netloc}\r\nContent-Type: application/json\r\n"
            f"X-CSRF-Token: {answer['csrf']}\r\nCookie: {(cookie or '').split(';')[0]}\r\n"
        )
        self._socket = socket.create_connection((host.hostname, host.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def spelled(self, deed: str, **body: object) -> bytes:
        """A deed as it goes over the wire."""
        sent = json.dumps(body)
        line = f"POST /clerk/windows/{WINDOW_NO}/{deed} HTTP/1.1\r\n"
        own = f"Idempotency-Key: {uuid.uuid4()}\r\nContent-Length: {len(sent)}\r\n"
        return f"{line}{self._head}{own}\r\n{sent}".encode()

    def send(self, spelled: bytes) -> None:
        """Post a deed, without waiting for what comes of it."""
        self._socket.sendall(spelled)

    def answer(self) -> dict[str, Any]:
        """What came of it."""
        response = http.client.HTTPResponse(self._socket)
        response.begin()
        told: dict[str, Any] = json.loads(response.read())
        if response.status != 200:
            raise RuntimeError(f"refused: {told}")
        return told

    def do(self, deed: str, **body: object) -> dict[str, Any]:
        self.send(self.spelled(deed, **body))
        return self.answer()

    def close(self) -> None:
        self._socket.close()


def calls(hall: DemoHall) -> Generator[float]:
    """Milliseconds from each *next* to the wall, for as long as they are asked for."""
    console, kiosk = Console(hall), Doors(hall.url)
    token = {"Authorization": f"Bearer {hall.token('kiosk')}"}
    wanted = {"service": hall.people["services"][0]["code"]}
    handling: object = None
    console.do("open")
    with closing(console), closing(kiosk), open_wall(hall) as wall:
        while True:
            number = str(kiosk.post("/kiosk/tickets", wanted, **token)["number"])
            time.sleep(PAUSE_S)
            wall.catch_up()
            call = console.spelled("next", handling=handling)
            began = time.perf_counter()
            console.send(call)
            took = wall.shown(number) - began
            handling = console.answer()["handling"]
            console.do("start", handling=handling)
            console.do("finish", handling=handling, outcome="done_on_spot")
            yield took * 1000


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
    with subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"ws://127.0.0.1:{int(process.stdout.readline())}/"
        finally:
            process.terminate()


def echoes() -> Generator[float]:
    """Milliseconds of each message there and back, for as long as they are asked for."""
    with echo_server() as url, connect(url, compression=None) as socket:
        while True:
            time.sleep(PAUSE_S)
            began = time.perf_counter()
            socket.send("there and back")
            socket.recv()
            yield (time.perf_counter() - began) * 1000


def report(name: str, took: list[float]) -> float:
    """Print a row; returns the median."""
    middle = median(took)
    print(f"{name:<24} median {middle:7.2f} ms   p99 {quantiles(took, n=100)[-1]:7.2f} ms   n {len(took)}")
    return middle


def main(how_many: int = CALLS) -> None:
    """Measure both, in turn, and print their ratio."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_demo(Path(folder)) as hall,
        closing(calls(hall)) as calling,
        closing(echoes()) as echoing,
    ):
        pairs = [(next(calling), next(echoing)) for _each in range(how_many)]
    to_wall = report("call to wall", [one for one, _echo in pairs])
    bare = report("bare websocket echo", [one for _call, one in pairs])
    ratio = to_wall / bare
    print(f"ratio of medians {ratio:.1f}   bar {BAR:.0f}   {'met' if ratio <= BAR else 'NOT MET'}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
