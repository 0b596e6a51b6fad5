"""Somebody with bad intent on the hall's Wi-Fi: every door and every screen is for its own guests."""

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from hall.actions import devices, exclusions, people, printing, ratings, setup
from hall.actions import help as helping
from hall.rules.device import DeviceKind
from hall.rules.exclusion import Reason
from hall.rules.hall_file import read_hall_file
from hall.rules.rating import Level, Opinion
from hall.rules.staff import POWERS, Power, Role
from hall.store.tables import cases, handlings, metadata, print_jobs, staff
from hall.store.tables import devices as devices_table
from server import create_app
from settings import BadSetting, read_settings
from tests.backstage import Backstage
from tests.rooms import Doors, MadeDemo, problem
from tests.servers import ROOT, DemoHall, running, serve_demo, server_over
from web.doors import DOORS, Door, Link
from web.identity import DEVICE_COOKIES, SESSION_COOKIE, csrf_of

FOREIGN = "http://evil.example"
NAMES = [f"{one.method} {one.path}" for one in DOORS]
CHANGES = [one for one in DOORS if one.changes]
# However busy the machine: a screen that is not shut stays open for good, an answer that is due comes.
PATIENCE = 120.0
ROOMS_OF_DEVICES = {"kiosk": "kiosk", "display": "display", "evaluator": "pad"}
ROOMS_OF_STAFF = {"clerk": "clerk", "desk": "desk", "manager": "manager"}


class House(Doors):
    """The demo hall's people and devices in a house that asks everybody who they are, with a second hall in it."""

    def __init__(self, made: MadeDemo, folder: Path, **settings: str) -> None:
        data = str(made.copy(folder))
        app = create_app(read_settings({"HAOHAO_DATA": data, **settings}), async_mode="threading")
        super().__init__(app, made.people)

    def asked(self, door: Door, headers: dict[str, str] | None = None, *, of: str = "1") -> TestResponse:
        """What a door answers to an empty body."""
        self.app.extensions["haohao_limits"].storage.reset()
        path = re.sub(r"<[^>]+>", of, door.path.replace("<token>", f"1-1-{'A' * 22}"))
        return self.client().open(path, method=door.method, json={} if door.changes else None, headers=headers)

    def session(self, role: Role) -> str:
        """The token of a new session of somebody with this role."""
        member = next(one for one in self.people["staff"] if one["role"] == role)
        return people.open_session(self.backstage.hall, name=member["name"])

    def in_browser(self, token: str) -> FlaskClient:
        client = self.client()
        client.set_cookie(SESSION_COOKIE, token)
        return client

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table."""
        with self.house.database.look() as connection:
            return {
                table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables
            }


@pytest.fixture(scope="module")
def house(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """For tests that leave nothing behind."""
    made = House(made_demo, tmp_path_factory.mktemp("house"))
    yield made
    made.house.database.close()


@pytest.fixture
def fresh(made_demo: MadeDemo, tmp_path: Path) -> Iterator[House]:
    made = House(made_demo, tmp_path / "data")
    yield made
    made.house.database.close()


# --- doors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS, ids=NAMES)
@pytest.mark.parametrize("token", [None, "guessed", "x" * 3000], ids=["none", "guessed", "endless"])
def test_without_a_token_every_door_is_shut(house: House, door: Door, token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    expected = (404, "unknown-ticket") if door.guest is Link else (401, "not-signed-in")
    assert problem(house.asked(door, headers)) == expected


@pytest.mark.parametrize("door", DOORS, ids=NAMES)
def test_a_device_opens_the_doors_of_its_kind_alone(house: House, door: Door) -> None:
    for kind in ROOMS_OF_DEVICES.values():
        answer = house.asked(door, house.device(kind))
        if isinstance(door.guest, DeviceKind):
            if door.guest != kind:
                assert problem(answer) == (403, "not-allowed")
            else:
                assert answer.status_code not in (401, 403)
        else:
            assert answer.status_code in (401, 404)


@pytest.mark.parametrize("door", [one for one in DOORS if isinstance(one.guest, Power)], ids=lambda one: one.path)
def test_staff_open_the_doors_of_their_powers_alone(house: House, door: Door) -> None:
    assert isinstance(door.guest, Power)
    for role in Role:
        if door.guest not in POWERS[role]:
            headers = {"Authorization": f"Bearer {_session_of(house, role)}"}
            assert problem(house.asked(door, headers)) == (403, "not-allowed"), role


def _session_of(house: House, role: Role) -> str:
    kept: dict[Role, str] = house.__dict__.setdefault("sessions", {})
    if role not in kept:
        kept[role] = house.session(role)
    return kept[role]


@pytest.mark.parametrize("door", CHANGES, ids=lambda one: f"{one.method} {one.path}")
def test_a_page_of_another_site_changes_nothing(house: House, door: Door) -> None:
    for origin in (FOREIGN, "null", "http://localhost.evil.example", "https://localhost:1"):
        assert problem(house.asked(door, {"Origin": origin})) == (403, "foreign-origin")


@pytest.mark.parametrize(
    "path", ["/sign-in", "/password", "/link/x", "/pairing", "/pairing/collect", "/pairing/forget"]
)
def test_the_ways_in_are_shut_to_other_sites_too(house: House, path: str) -> None:
    house.app.extensions["haohao_limits"].storage.reset()
    assert problem(house.client().post(path, json={}, headers={"Origin": FOREIGN})) == (403, "foreign-origin")


@pytest.mark.parametrize("door", CHANGES, ids=lambda one: f"{one.method} {one.path}")
def test_every_change_by_cookie_carries_the_sessions_own_token(house: House, door: Door) -> None:
    if not isinstance(door.guest, Power):
        return
    role = next(one for one in Role if door.guest in POWERS[one])
    path = re.sub(r"<[^>]+>", "1", door.path)
    token = _session_of(house, role)
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": csrf_of("another")}, {"X-CSRF-Token": "é"}):
        house.app.extensions["haohao_limits"].storage.reset()
        answer = house.in_browser(token).open(path, method=door.method, json={}, headers=given)
        assert problem(answer) == (403, "wrong-csrf")


def test_asking_for_pages_changes_nothing(house: House) -> None:
    """No address changes anything when it is merely opened, by anybody, whatever the link that led there."""
    clients = [house.client(), *(house.in_browser(_session_of(house, role)) for role in Role)]
    for kind in ROOMS_OF_DEVICES.values():
        clients.append(house.client())
        token = house.device(kind)["Authorization"].removeprefix("Bearer ")
        clients[-1].set_cookie(DEVICE_COOKIES[DeviceKind(kind)], token)
    before = house.rows()
    paths = {re.sub(r"<[^>]+>", "1", str(rule)) for rule in house.app.url_map.iter_rules()}
    for client in clients:
        for path in sorted(paths):
            house.app.extensions["haohao_limits"].storage.reset()
            assert client.get(path).status_code < 500, path
    after = house.rows()
    # Who took single ratings out of the hall is written down, whatever led them there; nothing else is.
    written = set(after["journal"]) - set(before["journal"])
    assert all("'RatingsExported'" in row for row in written)
    for moved in ("journal", "halls"):
        del before[moved], after[moved]
    assert after == before


def test_another_halls_people_tickets_and_devices_are_not_there(fresh: House) -> None:
    """Halls share a house, not their business: whatever belongs to the other one does not exist here."""
    ids = _ids_of_another_hall(fresh)
    tried = 0
    for door in DOORS:
        named = re.findall(r"<int:(\w+)>", door.path)
        if not named or named[0] not in ids or not (isinstance(door.guest, Power) or door.guest is DeviceKind.KIOSK):
            continue
        for role in (Role.DESK, Role.MANAGER, Role.ADMINISTRATOR):
            headers = fresh.device("kiosk") if isinstance(door.guest, DeviceKind) else None
            if headers is None and (not isinstance(door.guest, Power) or door.guest not in POWERS[role]):
                continue
            headers = headers or {"Authorization": f"Bearer {_session_of(fresh, role)}"}
            path = re.sub(r"<int:\w+>", str(ids[named[0]]), door.path)
            answer = fresh.client().open(path, method=door.method, json=BODIES.get(named[0]), headers=headers)
            if answer.status_code == 422:
                continue
            assert problem(answer) in ((404, problem(answer)[1]), (409, "no-printer")), (door.method, path)
            # Nor does the answer tell that somewhere it does exist.
            nowhere = re.sub(r"<int:\w+>", "987654321", door.path)
            other = fresh.client().open(nowhere, method=door.method, json=BODIES.get(named[0]), headers=headers)
            assert problem(other) == problem(answer), door.path
            tried += 1
    assert tried > 15
    pad = fresh.device("pad")
    said = {"handling": str(ids["handling"]), "level": 5, "tags": []}
    assert problem(fresh.post("/evaluator/ratings", said, pad)) == (404, "unknown-handling")
    display = {"handling": str(ids["handling"]), "times_called": 1}
    assert problem(fresh.post("/display/announced", display, fresh.device("display"))) == (404, "unknown-handling")
    clerk = {"Authorization": f"Bearer {_session_of(fresh, Role.CLERK)}"}
    assert fresh.post("/clerk/windows/1/open", {}, clerk).status_code == 200
    assert problem(fresh.post("/clerk/windows/1/unpark", {"ticket": str(ids["ticket"])}, clerk))[0] in (404, 409)


BODIES: dict[str, Any] = {
    "ticket": {},
    "handling": {},
    "bell": {},
    "job": {},
    "rating": {"reason": "trial", "text": "调试"},
    "exclusion": {"approve": True},
}


def _ids_of_another_hall(house: House) -> dict[str, int]:
    """One of everything in a second hall of the same house."""
    file = (ROOT / "halls" / "demo.toml").read_text("utf-8")
    code = read_hall_file(file).hall.code
    # Sign-in names are the whole house's: the other hall's people are called differently.
    other = file.replace(f'code = "{code}"', 'code = "elsewhere"', 1)
    entry = read_hall_file(other)
    renamed = tuple(replace(one, name=f"x.{one.name}") for one in entry.staff)
    made = setup.load_hall(house.house.database, file=replace(entry, staff=renamed), demo=True)
    stage = Backstage(house.house.database, made)
    stage.open(1)
    ticket = stage.take()
    handling = stage.serve(1)
    with stage.hall.look() as look:
        window = look.set_up.post_by_no(1).id
    rating = ratings.rate_at_pad(stage.hall, handling=handling, window=window, said=Opinion(Level(1), tags=("115",)))
    exclusion = exclusions.ask(stage.hall, rating=rating, reason=Reason.TRIAL, text="调试", by=stage.clerk(2))
    device = stage.rows(select(devices_table.c.id).where(devices_table.c.hall_id == made))[0].id
    bell = helping.ring(stage.hall, device=device)
    printing.print_ticket(stage.hall, ticket=ticket, device=device)
    printer = stage.rows(
        select(devices_table.c.id).where(devices_table.c.hall_id == made, devices_table.c.kind == "printer")
    )[0].id
    notice = setup.put_up_notice(stage.hall, facts={"text": {"zh": "告示"}})
    closure = setup.add_closure(
        stage.hall, facts={"from": "2030-01-01", "to": "2030-01-01", "notice": {"zh": "元旦放假"}}
    )
    return {
        "ticket": ticket,
        "handling": handling,
        "rating": rating,
        "exclusion": exclusion,
        "case": stage.rows(select(cases.c.id).where(cases.c.hall_id == made))[0].id,
        "bell": int(bell),
        "job": stage.rows(select(print_jobs.c.id).where(print_jobs.c.hall_id == made))[0].id,
        "device": device,
        "printer": printer,
        "who": stage.rows(select(staff.c.id).where(staff.c.hall_id == made))[0].id,
        "notice": int(notice),
        "closure": int(closure),
    }


def test_a_link_cannot_be_guessed_from_another(house: House) -> None:
    ticket = house.backstage.take()
    right = house.backstage.link(ticket).removeprefix("/t/")
    hall, number, seal = right.split("-", 2)
    guesses = [
        f"{hall}-{int(number) + 1}-{seal}",
        f"{int(hall) + 1}-{number}-{seal}",
        f"{hall}-{number}-{seal[::-1]}",
        f"{hall}-{number}-{seal[:-1]}",
        f"{hall}-{number}-",
        f"{hall}-0{number}-{seal}",
        f"0{hall}-{number}-{seal}",
        f"-{hall}-{number}-{seal}",
        f"{hall}-{number}-{seal}=",
        f" {right}",
        "²-²-²",
    ]
    assert house.client().get(f"/t/{right}/picture").status_code == 200
    assert len(seal) == 22
    for guess in guesses:
        assert problem(house.client().get(f"/t/{guess}/picture")) == (404, "unknown-ticket"), guess


def test_guessing_is_slowed_down_and_a_paired_device_is_not(house: House) -> None:
    house.app.extensions["haohao_limits"].storage.reset()
    codes = {
        house.client().get(f"/t/1-1-{n:022d}/picture", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code
        for n in range(250)
    }
    assert codes == {404, 429}
    kiosk, body = house.device("kiosk"), {"service": house.backstage.services()[0]}
    for _each in range(210):
        house.client().get("/kiosk/tickets/1/qr", headers={"Authorization": "Bearer wrong"})
    assert house.client().post("/kiosk/tickets", json=body, headers=kiosk).status_code == 201


# --- coming in ---------------------------------------------------------------------------------------------


def test_ten_failures_shut_a_name_and_an_address_and_successes_count_for_nothing(fresh: House) -> None:
    member = next(one for one in fresh.people["staff"] if one["role"] == "clerk")
    other = next(one for one in fresh.people["staff"] if one["role"] == "desk")
    right = {"name": member["name"], "password": member["password"]}

    def tries(body: dict[str, str], address: str) -> int:
        return fresh.client().post("/sign-in", json=body, environ_base={"REMOTE_ADDR": address}).status_code

    for _each in range(12):
        assert tries(right, "10.0.0.1") == 200
    # The name in other spellings is the same name; each try comes from elsewhere.
    spellings = [member["name"], f" {member['name']}", f"{member['name']} ", f"\t{member['name']}"]
    for n in range(10):
        assert tries({"name": spellings[n % 4], "password": "wrong"}, f"10.0.1.{n}") == 401
    assert tries({"name": f"  {member['name']}", "password": "wrong"}, "10.0.1.99") == 429
    assert tries(right, "10.0.0.1") == 429
    # Another name from another address is not concerned.
    assert tries({"name": other["name"], "password": other["password"]}, "10.0.0.2") == 200
    for n in range(10):
        assert tries({"name": f"nobody-{n}", "password": "wrong"}, "10.0.2.1") == 401
    assert tries({"name": other["name"], "password": other["password"]}, "10.0.2.1") == 429
    assert tries({"name": other["name"], "password": other["password"]}, "10.0.2.2") == 200


def test_a_name_that_exists_is_refused_as_one_that_does_not(fresh: House) -> None:
    member = next(one for one in fresh.people["staff"] if one["role"] == "clerk")
    known = fresh.post("/sign-in", {"name": member["name"], "password": "wrong"})
    unknown = fresh.post("/sign-in", {"name": "nobody", "password": "wrong"})
    assert problem(known) == problem(unknown) == (401, "wrong-password")
    assert known.text == unknown.text


def test_a_session_is_new_at_every_sign_in_and_over_at_sign_out(fresh: House) -> None:
    member = next(one for one in fresh.people["staff"] if one["role"] == "clerk")
    client = fresh.in_browser("planted-by-somebody")
    answer = client.post("/sign-in", json={"name": member["name"], "password": member["password"]})
    mine = client.get_cookie(SESSION_COOKIE)
    assert mine is not None
    assert mine.value != "planted-by-somebody"
    assert fresh.in_browser("planted-by-somebody").get("/me").status_code == 401
    assert client.get("/me").status_code == 200
    headers = {"X-CSRF-Token": answer.json["csrf"]}  # type: ignore[index]
    assert client.post("/sign-out", json={}, headers=headers).status_code == 200
    assert client.get_cookie(SESSION_COOKIE) is None
    assert fresh.in_browser(mine.value).get("/me").status_code == 401
    assert fresh.in_browser(mine.value).post("/clerk/windows/1/open", json={}, headers=headers).status_code == 401


def test_a_change_of_password_ends_the_other_sessions(fresh: House) -> None:
    member = next(one for one in fresh.people["staff"] if one["role"] == "clerk")
    stolen = people.open_session(fresh.backstage.hall, name=member["name"])
    client, headers = fresh.signed_in("clerk")
    changed = {"old": member["password"], "new": "correct horse battery"}
    assert client.post("/password", json=changed, headers=headers).status_code == 200
    assert client.get("/me").status_code == 200
    assert fresh.in_browser(stolen).get("/me").status_code == 401


@pytest.mark.parametrize(("address", "secure"), [(None, False), ("https://queue.example.cn", True)])
def test_no_script_reads_a_cookie_and_no_other_site_sends_one(
    made_demo: MadeDemo, tmp_path: Path, address: str | None, secure: bool
) -> None:
    settings = {"HAOHAO_PUBLIC_URL": address} if address else {}
    house = House(made_demo, tmp_path / "data", **settings)
    member = next(one for one in house.people["staff"] if one["role"] == "manager")
    client = house.client()
    signed = client.post("/sign-in", json={"name": member["name"], "password": member["password"]}, base_url=address)
    asked = house.client().post("/pairing", json={"kind": "kiosk"}).json
    assert asked is not None
    devices.approve_pairing(house.backstage.hall, code=asked["code"], facts={"kind": "kiosk", "name": "new"})
    collected = house.client().post("/pairing/collect", json={"secret": asked["secret"]})
    for answer in (signed, collected):
        (cookie,) = answer.headers.getlist("Set-Cookie")
        assert "HttpOnly" in cookie
        assert re.search(r"SameSite=(Lax|Strict)", cookie)
        assert ("Secure" in cookie) == secure
        assert "Domain" not in cookie
    again = house.client().post("/pairing/collect", json={"secret": asked["secret"]})
    assert problem(again) == (410, "pairing-gone")
    house.house.database.close()


def test_a_guessed_pairing_code_lets_nobody_in(fresh: House) -> None:
    asked = fresh.client().post("/pairing", json={"kind": "display"}).json
    assert asked is not None
    manager = {"Authorization": f"Bearer {fresh.session(Role.MANAGER)}"}
    wrong = f"{(int(asked['code']) + 1) % 1_000_000:06d}"
    facts = {"code": wrong, "facts": {"kind": "display", "name": "wall-9"}}
    assert problem(fresh.post("/manager/devices/pair", facts, manager)) == (410, "pairing-gone")
    # Who guesses the code still lacks the secret; who asks with a wrong secret gets nothing.
    assert problem(fresh.post("/pairing/collect", {"secret": asked["code"]})) == (410, "pairing-gone")


# --- answers -----------------------------------------------------------------------------------------------


def test_every_answer_carries_its_shields(house: House) -> None:
    ticket = house.backstage.link(house.backstage.take())
    clerk = house.in_browser(_session_of(house, Role.CLERK))
    for client, path in [
        (house.client(), "/sign-in"),
        (house.client(), "/kiosk/"),
        (house.client(), ticket),
        (clerk, "/clerk/"),
        (house.client(), "/docs"),
        (house.client(), "/problems"),
        (house.client(), "/nowhere"),
        (house.client(), "/hall.css"),
        (house.client(), "/t/1-1-x"),
    ]:
        headers = client.get(path, headers={"Accept": "text/html"}).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in headers
        if path not in ("/hall.css",):
            assert "no-store" in headers["Cache-Control"], path


def test_each_answer_has_a_nonce_of_its_own(house: House) -> None:
    one, two = (house.client().get("/sign-in").headers["Content-Security-Policy"] for _each in range(2))
    assert one != two


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../server.py",
        "/static/x/../../settings.py",
        "/static/x/%2e%2e/%2e%2e/settings.py",
        "/static/x/..%2f..%2fsettings.py",
        "/static/x/%252e%252e/settings.py",
        "/static/x/..\\..\\settings.py",
        "/static/x/kiosk/../routes.py",
        "/static/x/kiosk/%2e%2e/routes.py",
        "/static/x/hall/../../pyproject.toml",
        "/static/x//etc/passwd",
        "/static/x/kiosk//etc/passwd",
        "/static/x/tests/conftest.py",
        "/static/x/data/haohao.db",
        "/static/x/./../doors.py",
    ],
)
def test_no_path_leads_out_of_the_static_folders(house: House, path: str) -> None:
    answer = house.client().get(path)
    assert answer.status_code in (404, 308), path
    assert "import" not in answer.text


def test_a_sign_in_leads_to_no_other_site(house: House) -> None:
    def led(to: str) -> bool:
        page = house.client().get("/sign-in", query_string={"to": to}, headers={"Accept": "text/html"}).text
        return f'data-to="{to}"' in page

    assert led("/clerk/?window_no=3")
    for to in ("//evil.example", FOREIGN, "javascript:alert(1)", "/\\evil.example", "/\t/evil.example"):
        assert not led(to), to


# --- the demo, which asks nobody ------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", ["HAOHAO_DEMO", "HAOHAO_REPLAY_CLOCK"])
@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.20"])
def test_a_demo_or_a_replay_listens_on_this_machine_alone(tmp_path: Path, setting: str, bind: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({setting: "1", "HAOHAO_BIND": bind, "HAOHAO_DATA": str(tmp_path)})
    assert refused.value.name == "HAOHAO_BIND"


@pytest.fixture
def demo_house(made_demo: MadeDemo, tmp_path: Path) -> Iterator[House]:
    made = House(made_demo, tmp_path / "data", HAOHAO_DEMO="1")
    yield made
    made.house.database.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000"])
def test_the_demo_answers_to_this_machines_names(demo_house: House, host: str) -> None:
    assert demo_house.client().get("/kiosk/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.5",
    ],
)
def test_the_demo_does_not_answer_to_a_name_that_was_led_here(demo_house: House, host: str) -> None:
    """A page of another site that lets its own name lead to 127.0.0.1 reads no token of the demo."""
    for path in ("/", "/kiosk/", "/clerk/?window_no=1", "/healthz"):
        answer = demo_house.client().get(path, headers={"Host": host, "Accept": "text/html"})
        assert answer.status_code == 403
        assert "haohao-token" not in answer.text
    answer = demo_house.client().post("/kiosk/tickets", json={}, headers={"Host": host} | demo_house.device("kiosk"))
    assert problem(answer) == (403, "foreign-host")


def test_a_house_with_sign_in_answers_to_any_name(house: House) -> None:
    assert house.client().get("/sign-in", headers={"Host": "queue.example.cn"}).status_code == 200


def test_the_demos_own_public_name_is_answered(made_demo: MadeDemo, tmp_path: Path) -> None:
    made = House(
        made_demo, tmp_path / "data", HAOHAO_DEMO="1", HAOHAO_PUBLIC_URL="https://try.example.cn"
    )
    assert made.client().get("/kiosk/", headers={"Host": "try.example.cn"}).status_code == 200
    assert made.client().get("/kiosk/", headers={"Host": "evil.example"}).status_code == 403
    made.house.database.close()


# --- screens -------------------------------------------------------------------------------------------------


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
        self.client = socketio.Client(reconnection=False)
        self.client.on("picture", self._draw, namespace=f"/{room}")
        self.client.on("disconnect", lambda *_why: self.gone.set(), namespace=f"/{room}")
        auth = {"token": token} if token is not None else None
        self.client.connect(
            url,
            auth=auth,
            headers=headers or {},
            namespaces=[f"/{room}"],
            wait_timeout=int(PATIENCE),
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
    for token in (None, "", "guessed", 7, {"token": right[room]}, [right[room]]):
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
    before = stage.rows(select(handlings.c.id))
    for word in ("join", "picture", "take", "connect", "message", "subscribe"):
        kiosk.client.emit(word, {"room": "clerk:1:1", "service": "social-card"}, namespace="/kiosk")
    time.sleep(0.3)
    assert stage.rows(select(handlings.c.id)) == before
    kiosk.close()
    assert admitted(demo.url, "kiosk", right["kiosk"])


# --- what is written down ----------------------------------------------------------------------------------------


def test_the_log_holds_no_secret_after_a_whole_journey(tmp_path: Path) -> None:
    """Neither a password, nor a token, nor a ticket's link, nor what people wrote, whatever went wrong on the way."""
    server = server_over(tmp_path / "data", demo="1")
    told = json.loads(server.flask("demo", "--json"))
    words = "这里是我写的话"
    with running(server):
        demo = DemoHall(server, told)
        secret = _journey(demo, words)
    log = server.log.read_text("utf-8")
    assert "/kiosk/" in log, "the list of links"
    for one in [*secret, words]:
        assert one not in log, one[:6]
    kept = (tmp_path / "data" / "haohao.db").read_bytes() + b"".join(
        file.read_bytes() for file in (tmp_path / "data").glob("haohao.db-*")
    )
    for one in secret:
        assert one.encode() not in kept, one[:6]


def _journey(demo: DemoHall, words: str) -> list[str]:
    """Take, call, serve, rate, with refusals and faults between; returns every secret that was used."""
    kiosk = {"Authorization": f"Bearer {demo.token('kiosk')}"}
    pad = {"Authorization": f"Bearer {demo.token('pad', window_no=1)}"}
    clerk = demo.member("clerk", window_no=1)
    body = {"service": demo.people["services"][0]["code"]}
    taken = requests.post(
        f"{demo.url}/kiosk/tickets", json=body, headers=kiosk | {"Idempotency-Key": "a-tap"}, timeout=PATIENCE
    ).json()
    link = taken["link"][taken["link"].index("/t/") :]
    requests.get(f"{demo.url}{link}", timeout=PATIENCE)
    requests.get(f"{demo.url}{link}/picture", timeout=PATIENCE)
    requests.get(f"{demo.url}{link}x", timeout=PATIENCE)
    requests.get(f"{demo.url}{link}/nowhere", timeout=PATIENCE)
    with requests.Session() as browser:
        wrong = {"name": clerk["name"], "password": "wrong-password-1"}
        requests.post(f"{demo.url}/sign-in", json=wrong, timeout=PATIENCE)
        signed = browser.post(
            f"{demo.url}/sign-in", json={"name": clerk["name"], "password": clerk["password"]}, timeout=PATIENCE
        ).json()
        session = browser.cookies[SESSION_COOKIE]
        headers = {"X-CSRF-Token": signed["csrf"]}
        deeds: list[tuple[str, dict[str, str]]] = [
            ("open", {}),
            ("next", {}),
            ("start", {}),
            ("finish", {"outcome": "deficient", "note": words}),
            ("finish", {"outcome": "accepted"}),
        ]
        for deed, what in deeds:
            browser.post(f"{demo.url}/clerk/windows/1/{deed}", json=what, headers=headers, timeout=PATIENCE)
        browser.get(f"{demo.url}/clerk/", timeout=PATIENCE)
    handling = requests.get(f"{demo.url}{link}/picture", timeout=PATIENCE).json()["rateable"][0]["handling"]
    said = {"handling": handling, "level": 1, "tags": [], "text": words}
    assert requests.post(f"{demo.url}{link}/ratings", json=said, timeout=PATIENCE).status_code == 201
    requests.post(f"{demo.url}/evaluator/ratings", json=said, headers=pad, timeout=PATIENCE)
    requests.post(f"{demo.url}{link}/ratings", data=b"{", timeout=PATIENCE)
    requests.get(f"{demo.url}/link/a-one-time-link-that-is-wrong", timeout=PATIENCE)
    return [
        demo.token("kiosk"),
        demo.token("pad", window_no=1),
        clerk["password"],
        "wrong-password-1",
        session,
        signed["csrf"],
        link.split("-", 2)[2],
        "a-one-time-link-that-is-wrong",
    ]
