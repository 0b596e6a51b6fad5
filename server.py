"""Builds the app and opens its doors: the only file that knows every room."""

import sys

from gevent import monkey

if __name__ == "__main__":
    # Before anything that opens a socket or takes a lock; never in a process that only imports this.
    monkey.patch_all()

import logging
import socket
from datetime import datetime
from typing import BinaryIO

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import alerts
import clerk
import commands
import demo
import desk
import display
import evaluator
import kiosk
import manager
import phone
from hall.store.database import Clock, Database, WallClock
from hall.store.schema import must_be_newest
from hall.store.seal import Seal
from settings import BadSetting, Settings, contact_keys_of, key_of, read_settings
from web import doors, heads, house_doors, limits, own_host, pages, pairing, problems, replay_clock, sign_in
from web.app import LARGEST_BODY, App
from web.beside import Beside
from web.context import House
from web.demo import Demo
from web.identity import Identities
from web.languages import say
from web.notices import QueueNotices
from web.push import Push, sockets
from web.settle import settle

ROOMS = (kiosk, display, evaluator, clerk, desk, manager, phone)

log = logging.getLogger("haohao")


def create_app(settings: Settings | None = None, *, async_mode: str = "gevent") -> Flask:
    """The whole house as a Flask app. Raises BadSetting or UnknownSchema rather than start half right."""
    settings = settings or _settings()
    app = App("haohao", static_folder=None, template_folder="web/templates")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.converters["int"] = doors.WholeInPath
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    clock: Clock = replay_clock.SetClock() if settings.replay_clock else WallClock()
    seal = Seal(contact_keys_of(settings))
    database = Database(settings.database, key=key_of(settings), clock=clock, seal=seal)
    identities = Identities(database)
    notices = QueueNotices(settings.message_queue) if settings.message_queue else None
    screens = [room.screen for room in ROOMS]
    push = Push(sockets(app, async_mode, screens), database, identities, screens, notices)
    demo_mode = Demo(database, lambda: demo.secrets_of(settings, database)) if settings.demo else None
    app.extensions["haohao"] = House(settings, database, identities, push, demo_mode)
    own_host.install(app, settings)
    problems.install(app, pages.page)
    pages.install(app)
    limits.install(app, settings)
    more = (*kiosk.more, *manager.more, *phone.more)
    for bp in (house_doors.bp, sign_in.bp, pairing.bp, *(room.bp for room in ROOMS), *more):
        app.register_blueprint(bp)
    if settings.replay_clock:
        app.register_blueprint(replay_clock.bp)
    commands.register(app)
    return app


def _settings() -> Settings:
    try:
        return read_settings()
    except BadSetting as error:
        sys.exit(str(error))


def serve() -> None:
    """Serve until stopped."""
    from gevent.pywsgi import WSGIHandler, WSGIServer

    class Handler(WSGIHandler):
        """Reads heads strictly; leaves a socket alone once it was a websocket: what still comes there is no HTTP."""

        headers: heads.Head  # type: ignore[assignment]

        def MessageClass(self, fp: BinaryIO, *_seekable: object) -> heads.Head:  # type: ignore[override]
            return heads.read(fp)

        def _headers(self) -> list[tuple[str, str]]:
            return self.headers.fields

        def run_application(self) -> None:
            super().run_application()
            if (self.environ or {}).get("HTTP_UPGRADE", "").lower() == "websocket":
                self.close_connection = True

    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    settings = _settings()
    app = create_app(settings)
    house: House = app.extensions["haohao"]
    with house.database.look() as connection:
        must_be_newest(connection)
    if house.database.embedded:
        house.database.beside = Beside()
    house.push.start()
    stop_printing = kiosk.print_slips(house.database, house.link, settings.font)
    stop_sending = alerts.send_alerts(house.database, sender_of(house))
    stop_keeping = manager.keep_cases(house.database)
    listener = _listener(settings.bind, settings.port)
    host, port = listener.getsockname()[:2]
    if settings.demo:
        house.own_address = f"http://{host}:{port}"
    _tell_links(f"http://{host}:{port}", house)
    # One line a request would hold tickets' links, and nobody reads it: refusals and faults are logged by themselves.
    server = WSGIServer(listener, app, log=None, error_log=log, handler_class=Handler)
    settle()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        log.info("stopped at %s", datetime.now().astimezone().isoformat(timespec="seconds"))
    finally:
        stop_sending()
        stop_printing()
        stop_keeping()


def sender_of(house: House) -> alerts.Sender:
    """How the alerts of this house leave it."""
    settings = house.settings
    return alerts.Sender(
        mail=alerts.MailServer.of(settings.smtp_url) if settings.smtp_url else None,
        mail_from=settings.mail_from or "",
        plain=house.plain_webhooks,
        address=lambda: house.address,
    )


def _tell_links(address: str, house: House) -> None:
    """One short list of what there is to open."""
    print(f"\n号好 Haohao  {address}/\n", flush=True)
    for one in house.demo.links() if house.demo is not None else []:
        at = f" {one.window_no}" if one.window_no is not None else ""
        # The address first: terminals do not agree how wide Chinese is.
        print(f"  {address + one.path:<50} {one.title}{at}  {say(one.title, 'en')}{at}", flush=True)


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=1024)
    # Without it answers on a kept-alive connection come about 44 ms late.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


if __name__ == "__main__":
    serve()
