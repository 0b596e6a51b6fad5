"""Every screen is drawn for its own guest alone, and no longer than for as long as they are one."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import socketio
from sqlalchemy import select

from hall.actions import devices, people
from hall.rules.device import DeviceKind
from hall.store.tables import handlings, tickets
from tests.backstage import Backstage
from tests.journeys.shut_house import FOREIGN, ROOMS_OF_DEVICES
from tests.patience import PATIENCE, PatientClient
from tests.servers import DemoHall, serve_demo
from web.identity import SESSION_COOKIE

# However busy the machine: a screen that is not shut stays open for good, an answer that is due comes.
ROOMS_OF_STAFF = {"clerk": "clerk", "desk": "desk", "manager": "manager"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoHall]:
    with serve_demo(tmp_path_factory.mktemp("served")) as hall:
        yield hall


@pytest.fixture(scope="module")
def stage(demo: DemoHall) -> Iterator[Backstage]:
    behind = Backstage.beside(demo)
    yield behind
    behind.database.close()


class Socket:
    """A screen's socket; `pictures` are those it was sent."""

    def __init__(self, url: str, room: str, token: Any = None, headers: dict[str, str] | None = None) -> None:
        self.pictures: list[Any] = []
        self.gone = threading.Event()
        self.got = threading.Event()
        self.client = PatientClient(reconnection=False)
        self.client.on("picture", self._draw, namespace=f"/{room}")
        self.client.on("disconnect", lambda *_why: self.gone.set(), namespace=f"/{room}")
        auth = {"token": token} if token is not None else None
        self.client.connect(
            url,
            auth=auth,
            headers=headers or {},
            namespaces=[f"/{room}"],
            transports=["polling"],
        )

    def _draw(self, picture: Any) -> None:
        self.pictures.append(picture)
        self.got.set()

    def close(self) -> None:
        self.client.disconnect()


def admitted(url: str, room: str, token: Any = None, headers: dict[str, str] | None = None) -> bool:
    """Was the socket let in and given a picture? False if it was refused and given none."""
    try:
        socket = Socket(url, room, token, headers)
    except socketio.exceptions.ConnectionError:
        return False
    drawn = socket.got.wait(PATIENCE)
    socket.close()
    assert drawn, f"/{room} was admitted and shown nothing"
    return True


def tokens_of(demo: DemoHall, stage: Backstage) -> dict[str, str]:
    """The right token of every screen."""
    told = {room: demo.token(kind) for room, kind in ROOMS_OF_DEVICES.items()}
    told |= {
        room: people.open_session(stage.hall, name=demo.member(role)["name"]) for room, role in ROOMS_OF_STAFF.items()
    }
    return told | {"phone": stage.link(stage.take()).removeprefix("/t/")}


SCREENS = (*ROOMS_OF_DEVICES, *ROOMS_OF_STAFF, "phone")


@pytest.mark.parametrize("room", SCREENS)
def test_a_screen_is_drawn_for_its_own_guest_alone(demo: DemoHall, stage: Backstage, room: str) -> None:
    right = tokens_of(demo, stage)
    assert admitted(demo.url, room, right[room])
    assert admitted(demo.url, room, right[room], {"Origin": demo.url})
    for token in (None, "", "guessed", "\ud800", "1-1-\ud800", 7, {"token": right[room]}, [right[room]]):
        assert not admitted(demo.url, room, token), token
    kin = {"desk": {"manager", "desk"}, "clerk": {"clerk", "desk"}, "manager": {"manager"}}
    for other, token in right.items():
        if other != room and other not in kin.get(room, set()):
            assert not admitted(demo.url, room, token), other
    assert not admitted(demo.url, room, right[room], {"Origin": FOREIGN})
    assert not admitted(demo.url, room, right[room], {"Origin": FOREIGN, "Host": "evil.example"})


@pytest.mark.parametrize("room", list(ROOMS_OF_STAFF))
def test_a_screen_of_staff_is_drawn_by_cookie_too(demo: DemoHall, stage: Backstage, room: str) -> None:
    token = people.open_session(stage.hall, name=demo.member(ROOMS_OF_STAFF[room])["name"])
    cookie = {"Cookie": f"{SESSION_COOKIE}={token}"}
    assert admitted(demo.url, room, headers=cookie | {"Origin": demo.url})
    assert not admitted(demo.url, room, headers=cookie | {"Origin": FOREIGN})
    assert not admitted(demo.url, room, headers={"Cookie": f"{SESSION_COOKIE}=guessed"})


def test_a_namespace_that_is_no_screen_admits_nobody(demo: DemoHall, stage: Backstage) -> None:
    right = tokens_of(demo, stage)
    for room in ("", "admin", "printer"):
        assert not admitted(demo.url, room, right["manager"])


def test_a_revoked_device_goes_dark_at_once(demo: DemoHall, stage: Backstage) -> None:
    asked = devices.ask_pairing(stage.database, kind=DeviceKind.DISPLAY)
    device = devices.approve_pairing(stage.hall, code=asked.code, facts={"kind": "display", "name": "stolen-wall"})
    token = devices.collect(stage.database, secret=asked.secret)
    wall = Socket(demo.url, "display", token)
    assert wall.got.wait(PATIENCE)
    manager = people.open_session(stage.hall, name=demo.member("manager")["name"])
    headers = {"Authorization": f"Bearer {manager}"}
    answer = requests.post(f"{demo.url}/manager/devices/{device}/revoke", json={}, headers=headers, timeout=PATIENCE)
    assert answer.ok, answer.text
    assert wall.gone.wait(PATIENCE)
    assert not admitted(demo.url, "display", token)


def test_a_session_that_ends_leaves_no_screen_behind(demo: DemoHall, stage: Backstage) -> None:
    clerk = demo.member("clerk", window_no=5)
    with requests.Session() as browser:
        signed = browser.post(
            f"{demo.url}/sign-in", json={"name": clerk["name"], "password": clerk["password"]}, timeout=PATIENCE
        )
        cookie = {"Cookie": f"{SESSION_COOKIE}={browser.cookies[SESSION_COOKIE]}"}
        console = Socket(demo.url, "clerk", headers=cookie)
        other = Socket(demo.url, "clerk", people.open_session(stage.hall, name=clerk["name"]))
        assert console.got.wait(PATIENCE)
        headers = {"X-CSRF-Token": signed.json()["csrf"]}
        assert browser.post(f"{demo.url}/sign-out", json={}, headers=headers, timeout=PATIENCE).ok
    assert console.gone.wait(PATIENCE)
    assert not other.gone.wait(0.2)
    assert not admitted(demo.url, "clerk", headers=cookie)
    other.close()


def test_somebody_who_leaves_leaves_no_screen_behind(demo: DemoHall, stage: Backstage) -> None:
    clerk = demo.member("clerk", window_no=6)
    token = people.open_session(stage.hall, name=clerk["name"])
    console = Socket(demo.url, "clerk", token)
    assert console.got.wait(PATIENCE)
    with stage.hall.look() as look:
        who = next(one.id for one in look.set_up.staff.values() if one.name == clerk["name"])
    manager = people.open_session(stage.hall, name=demo.member("manager")["name"])
    headers = {"Authorization": f"Bearer {manager}"}
    answer = requests.post(f"{demo.url}/manager/staff/{who}/deactivate", json={}, headers=headers, timeout=PATIENCE)
    assert answer.ok, answer.text
    assert console.gone.wait(PATIENCE)
    assert not admitted(demo.url, "clerk", token)


def test_a_socket_carries_no_commands(demo: DemoHall, stage: Backstage) -> None:
    right = tokens_of(demo, stage)
    kiosk = Socket(demo.url, "kiosk", right["kiosk"])
    assert kiosk.got.wait(PATIENCE)

    def there() -> list[Any]:
        return [stage.rows(select(table.c.id)) for table in (handlings, tickets)]

    before = there()
    for word in ("join", "picture", "take", "connect", "message", "subscribe"):
        kiosk.client.emit(word, {"room": "clerk:1:1", "service": "social-card"}, namespace="/kiosk")
    time.sleep(0.3)
    assert there() == before
    kiosk.close()
    assert admitted(demo.url, "kiosk", right["kiosk"])
