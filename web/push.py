"""Keeps every open screen equal to the hall: the only file that speaks Socket.IO.

Sockets carry no commands. `connect` finds out who is there and joins the one topic that follows from
the identity; from then on the server sends the whole picture after every change. One reading of the
hall serves all topics of a flush; a flush happens at once, and at most every 50 ms.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from flask import Flask, request
from flask_socketio import ConnectionRefusedError, SocketIO
from pydantic_core import to_jsonable_python
from sqlalchemy import select

from hall.errors import Refusal
from hall.events import ALL, DeviceRevoked, Event, PasswordChanged, SignedOut, StaffChanged
from hall.rules.device import DeviceKind
from hall.rules.staff import Power
from hall.store import people
from hall.store.database import Database
from hall.store.live import Live
from hall.store.look import Look
from hall.store.standing import Head
from hall.store.tables import halls
from web.identity import (
    DEVICE_COOKIES,
    SESSION_COOKIE,
    AtDevice,
    Identities,
    Identity,
    OnStaff,
    of_kind,
    visitor,
    with_power,
)
from web.own_host import must_be_of_this_machine
from web.spelling import spelled

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("haohao")

WALL = "display"
"""The room whose pictures go out first: it is drawn from what a deed left in memory, without another reading."""
BREATH_S = 0.05
"""Between two flushes of a hall: what happens meanwhile goes out as one picture."""
TICK_S = 1.0
"""How often the journal's head is compared, so that a lost notice heals within a second."""
SHOWN_OUT = (DeviceRevoked, PasswordChanged, SignedOut, StaffChanged)
"""Events after which some open screen may no longer be welcome."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What a room shows live: whom it admits, which topic is theirs, and how it is drawn."""

    room: str
    guest: DeviceKind | Power | None
    """A device of this kind, staff with this power, or None: the link of a ticket."""
    key: Callable[[Any], int]
    """The part of the topic that follows from the identity; 0 where all see the same."""
    draw: Callable[[Live, int], Any]


Topic = tuple[int, str, int]
"""Hall, room, key."""


class Notices(Protocol):
    """Carries “hall changed, seq” between workers."""

    def send(self, hall: int, seq: int) -> None: ...

    def listen(self, ring: Callable[[int], None]) -> None:
        """Call `ring` with the hall for every notice, for ever."""


@dataclass
class _Hall:
    """What this worker knows of one hall."""

    bell: threading.Event = field(default_factory=threading.Event)
    due: set[str] = field(default_factory=set)
    """Rooms whose pictures are to be drawn anew."""
    sent: dict[str, float] = field(default_factory=dict)
    """Room → when its pictures were last sent."""
    drawn: dict[str, int] = field(default_factory=dict)
    """Room → the seq its screens show."""
    open: bool | None = None
    watched: dict[Topic, set[str]] = field(default_factory=dict)

    def rooms(self) -> set[str]:
        """The rooms somebody watches."""
        return {room for _hall, room, _key in self.watched}

    def ready(self, now: float) -> set[str]:
        """The rooms that are due and have drawn breath since their last picture."""
        return {room for room in self.due if self.has_breath(room, now)}

    def has_breath(self, room: str, now: float) -> bool:
        """Was its last picture long enough ago?"""
        return now - self.sent.get(room, 0.0) >= BREATH_S


class Words:
    """JSON as the sockets send it: pictures as they were drawn, in one pass."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(value: object, **_as_usual: object) -> str:
        return spelled(value)


def sockets(app: Flask, async_mode: str, screens: Sequence[Screen]) -> SocketIO:
    """The app's own sockets. Only pages of this house may connect: the library's default is the same origin."""
    without = app.wsgi_app
    made = SocketIO(
        app,
        async_mode=async_mode,
        json=Words,
        ping_interval=5,
        ping_timeout=5,
        max_http_buffer_size=10_000,
        # Without it the library lets anybody stand in its default namespace.
        namespaces=[f"/{one.room}" for one in screens],
    )
    app.wsgi_app = _sockets_apart(app.wsgi_app, without)  # type: ignore[method-assign, assignment]
    return made


def _sockets_apart(sockets: "WSGIApplication", others: "WSGIApplication") -> "WSGIApplication":
    """Only what is a socket's goes through the library, which copies the environment of every request.

    Sockets do not squeeze: a picture is small, but each of a thousand screens would squeeze it by itself.
    """

    def above(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith("/socket.io/"):
            return others(environ, start_response)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return sockets(environ, start_response)

    return above


class Push:
    """The screens of this process."""

    def __init__(
        self,
        socketio: SocketIO,
        database: Database,
        identities: Identities,
        screens: Sequence[Screen],
        notices: Notices | None = None,
    ) -> None:
        self.socketio = socketio
        self.database = database
        self.identities = identities
        self.screens = {one.room: one for one in screens}
        self.notices = notices
        self._halls: dict[int, _Hall] = {}
        self._sockets: dict[str, tuple[Topic, Identity]] = {}
        self._starting = threading.Lock()
        for one in screens:
            socketio.on_event("connect", self._connect_to(one), namespace=f"/{one.room}")
            socketio.on_event("disconnect", self._gone, namespace=f"/{one.room}")
        self._foreseen: tuple[Head, list[tuple[Topic, str]]] | None = None
        database.foreseers.append(self._foresee)
        database.listeners.append(self._told)

    def start(self) -> None:
        """Begin to watch the journal's head, and the other workers' notices."""
        self.socketio.start_background_task(self._tick)
        if self.notices is not None:
            self.socketio.start_background_task(self.notices.listen, self._ring)

    def picture(self, room: str, hall: int, key: int) -> Any:
        """One screen's picture now, as plain JSON values: what a page is born with."""
        with self.database.look() as connection:
            live = Live(self.database.at_hand(connection, hall, Look))
            return to_jsonable_python(self.screens[room].draw(live, key))

    # --- coming and going -----------------------------------------------------------------

    def _connect_to(self, screen: Screen) -> Callable[..., None]:
        def connect(auth: object = None) -> None:
            try:
                must_be_of_this_machine()
                identity = self._identify(screen, auth.get("token") if isinstance(auth, dict) else None)
                topic = (identity.hall, screen.room, screen.key(identity))
                first = self.picture(screen.room, identity.hall, topic[2])
            except Refusal as refusal:
                raise ConnectionRefusedError(refusal.code) from refusal
            sid: str = request.sid  # type: ignore[attr-defined]
            self._sockets[sid] = (topic, identity)
            self._hall(identity.hall).watched.setdefault(topic, set()).add(sid)
            self.socketio.emit("picture", first, to=sid, namespace=f"/{screen.room}")

        return connect

    def _identify(self, screen: Screen, token: object) -> Identity:
        # Every token is ASCII; JSON may carry half a character, which nothing could look for.
        given = token if isinstance(token, str) and token.isascii() and token else None
        if screen.guest is None:
            return visitor(self.database.key, given or "")
        if isinstance(screen.guest, DeviceKind):
            cookie = request.cookies.get(DEVICE_COOKIES[screen.guest])
            return of_kind(self.identities.device(given or cookie), screen.guest)
        found = self.identities.staff(bearer=given, cookie=request.cookies.get(SESSION_COOKIE))
        return with_power(found, screen.guest)

    def _gone(self, *_reason: object) -> None:
        self._forget(request.sid)  # type: ignore[attr-defined]

    def _forget(self, sid: str) -> None:
        topic, _identity = self._sockets.pop(sid, (None, None))
        if topic is None:
            return
        watched = self._hall(topic[0]).watched
        watched.get(topic, set()).discard(sid)
        if not watched.get(topic):
            watched.pop(topic, None)

    def _show_out(self, hall: int) -> None:
        """Disconnect, at once, the screens of revoked devices and ended sessions."""
        here = {sid: one for sid, one in self._sockets.items() if one[0][0] == hall}
        if not here:
            return
        with self.database.look() as connection:
            look = self.database.at_hand(connection, hall, Look)
            sessions = {one.session for _topic, one in here.values() if isinstance(one, OnStaff)}
            lasting = people.lasting(connection, sessions, now=look.now)
            revoked = {one.id for one in look.set_up.devices.values() if one.revoked or not one.paired}
        for sid, (topic, one) in here.items():
            gone = isinstance(one, AtDevice) and one.device.id in revoked
            if gone or (isinstance(one, OnStaff) and one.session not in lasting):
                self.socketio.server.disconnect(sid, namespace=f"/{topic[1]}")

    # --- pictures --------------------------------------------------------------------------

    def _told(self, hall: int, seq: int, events: list[Event]) -> None:
        rooms = frozenset[str]().union(*(one.concerns for one in events))
        if WALL in rooms and self._show_wall(hall, seq):
            rooms -= {WALL}
        if self.notices is not None:
            self.notices.send(hall, seq)
        if any(isinstance(one, SHOWN_OUT) for one in events):
            self._show_out(hall)
        self._ring(hall, rooms)

    def _foresee(self, look: Look, events: list[Event]) -> None:
        """Draw the wall as it will be, to be sent once the deed is safe."""
        here = self._halls.get(look.hall_id)
        if here is not None and any(WALL in one.concerns for one in events) and self._may_show_wall(here):
            live, walls = Live(look), [one for one in here.watched if one[1] == WALL]
            drawn = [(one, self._packet(WALL, self.screens[WALL].draw(live, one[2]))) for one in walls]
            here.open = live.opening.open
            self._foreseen = look.head, drawn

    def _may_show_wall(self, here: _Hall) -> bool:
        return WALL in here.rooms() and here.has_breath(WALL, time.monotonic())

    def _show_wall(self, hall: int, seq: int) -> bool:
        """Send the wall as the deed left it, before even its answer goes out; False if it has to wait its turn."""
        here = self._halls.get(hall)
        if here is None or not self._may_show_wall(here):
            return False
        foreseen, self._foreseen = self._foreseen, None
        kept = self.database.standings.get(hall)
        # Of a deed that came to nothing another wall may be left; no two deeds have the same head.
        if foreseen is not None and kept is not None and foreseen[0] == kept.head:
            for topic, packet in foreseen[1]:
                self._send(here.watched.get(topic, ()), WALL, packet)
            self._was_sent(here, {WALL}, seq)
        else:
            look = self.database.glance(hall)
            if look is None:
                return False
            self._draw(here, Live(look), {WALL})
        # Now, not when this greenlet has nothing else to do.
        time.sleep(0)
        return True

    def _ring(self, hall: int, rooms: frozenset[str] = ALL) -> None:
        here = self._halls.get(hall)
        if here is not None and rooms:
            here.due |= rooms
            here.bell.set()

    def _hall(self, hall: int) -> _Hall:
        with self._starting:
            if hall not in self._halls:
                self._halls[hall] = _Hall()
                self.socketio.start_background_task(self._keep_equal, hall)
            return self._halls[hall]

    def _keep_equal(self, hall: int) -> None:
        here = self._halls[hall]
        while True:
            # Those that were just drawn wait for their breath, the others go at once.
            here.bell.wait(BREATH_S if here.due else None)
            here.bell.clear()
            rooms = here.ready(time.monotonic())
            here.due -= rooms
            try:
                self._flush(hall, here, rooms & here.rooms())
            except Exception:
                # A reading that failed is tried again with the next tick: the seq stays behind.
                log.exception("pictures of hall %s could not be drawn", hall)

    def _flush(self, hall: int, here: _Hall, rooms: set[str]) -> None:
        if not rooms:
            return
        with self.database.look() as connection:
            self._draw(here, Live(self.database.at_hand(connection, hall, Look)), rooms)

    def _draw(self, here: _Hall, live: Live, rooms: set[str]) -> None:
        """Draw the pictures of these rooms from one reading, and send them."""
        # The wall first: it is what a called visitor looks at.
        for topic in sorted((one for one in here.watched if one[1] in rooms), key=lambda one: one[1] != WALL):
            try:
                drawn = self.screens[topic[1]].draw(live, topic[2])
            except Refusal:
                # What they watched is no longer there, such as a window that was withdrawn.
                for sid in list(here.watched[topic]):
                    self.socketio.server.disconnect(sid, namespace=f"/{topic[1]}")
                continue
            except Exception:
                log.exception("picture %s could not be drawn", topic)
                continue
            self._send(here.watched.get(topic, ()), topic[1], self._packet(topic[1], drawn))
        here.open = live.opening.open
        self._was_sent(here, rooms, live.seq)

    def _was_sent(self, here: _Hall, rooms: set[str], seq: int) -> None:
        here.drawn |= {room: max(seq, here.drawn.get(room, -1)) for room in rooms}
        here.sent |= dict.fromkeys(rooms, time.monotonic())

    def _packet(self, room: str, drawn: Any) -> str:
        """A picture in words of Socket.IO, put together once for all who watch.

        The library's own way looks for bytes in the picture, and for those who are to get it in rooms of its own.
        """
        return f'2/{room},["picture",{spelled(drawn)}]'

    def _send(self, sids: Iterable[str], room: str, packet: str) -> None:
        server = self.socketio.server
        # One found dead as something is sent to it leaves at once.
        for sid in tuple(sids):
            server.eio.send(server.manager.eio_sid_from_sid(sid, f"/{room}"), packet)

    def _tick(self) -> None:
        while True:
            self.socketio.sleep(TICK_S)
            try:
                self._compare()
            except Exception:
                log.exception("the journal's head could not be compared")

    def _compare(self) -> None:
        watched = [hall for hall, here in self._halls.items() if here.watched]
        if not watched:
            return
        with self.database.look() as connection:
            heads = connection.execute(select(halls.c.id, halls.c.seq).where(halls.c.id.in_(watched))).all()
            now_open = {
                one.id: (look := self.database.at_hand(connection, one.id, Look)).hours.is_open(look.now)
                for one in heads
            }
        for one in heads:
            here = self._halls[one.id]
            if now_open[one.id] != here.open:
                self._ring(one.id)
            self._ring(one.id, frozenset(room for room in here.rooms() if here.drawn.get(room, -1) < one.seq))
            self._show_out(one.id)
