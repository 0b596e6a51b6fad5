"""A hall with cases, and receivers on this machine that answer as a test wants."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts import MailServer, Sender
from alerts.worker import AlertWorker
from hall.actions import alerts
from hall.rules.alert import WANTED, RecipientKind
from hall.rules.alert_template import SAMPLES
from hall.store import outbox
from hall.store.outbox import Listed
from tests.hall.conftest import Scene
from tests.hall.conftest import clock as clock
from tests.hall.conftest import postgresql_demo as postgresql_demo
from tests.hall.conftest import quick_scene as quick_scene
from tests.hall.conftest import scene as scene
from tests.hall.conftest import sqlite_demo as sqlite_demo

SECRET = "a-secret-for-the-tests"


class WebReceiver:
    """A web server that keeps what it is sent and answers as planned, 200 when nothing is planned."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.plan: list[tuple[int, dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                status, headers, answer = receiver.plan.pop(0) if receiver.plan else (200, {}, b'{"errcode": 0}')
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_told: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook?key=robot"

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _headers, body in self.got]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class MailReceiver:
    """A mail server that keeps what it is sent; `refuses` is what it answers instead, once each."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.refuses: list[str] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refuses:
            return self.refuses.pop(0)
        self.got.append(envelope)
        return "250 OK"

    def close(self) -> None:
        self.controller.stop()


@pytest.fixture
def web() -> Iterator[WebReceiver]:
    receiver = WebReceiver()
    yield receiver
    receiver.close()


@pytest.fixture
def mail() -> Iterator[MailReceiver]:
    receiver = MailReceiver()
    yield receiver
    receiver.close()


def sender(mail: MailReceiver | None = None, *, plain: bool = True) -> Sender:
    """How the house of these tests sends."""
    return Sender(
        mail=MailServer.of(f"smtp://127.0.0.1:{mail.port}") if mail else None,
        mail_from="hall@example.org",
        plain=plain,
        address=lambda: "https://hall.example.org",
    )


def worker(scene: Scene, mail: MailReceiver | None = None, *, plain: bool = True) -> AlertWorker:
    return AlertWorker(scene.database, sender(mail, plain=plain))


def facts(kind: RecipientKind, address: str, **other: Any) -> dict[str, Any]:
    """What a manager writes of a recipient."""
    secret = {"secret": SECRET} if kind is RecipientKind.WEBHOOK else {}
    told = {"kind": kind, "name": "值班", "address": address, "template": SAMPLES[kind], "wants": list(WANTED)}
    return told | secret | other


def add_webhook(scene: Scene, web: WebReceiver, **other: Any) -> int:
    return alerts.add_recipient(scene.hall, facts=facts(RecipientKind.WEBHOOK, web.address, **other), plain=True)


def add_mailbox(scene: Scene, **other: Any) -> int:
    return alerts.add_recipient(scene.hall, facts=facts(RecipientKind.EMAIL, "duty@example.org", **other))


def messages(scene: Scene) -> list[Listed]:
    """The messages of the hall, oldest first."""
    with scene.hall.look() as look:
        return outbox.latest(look)[::-1]
