"""Every door: who may come in, and what a change must bring."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

import server  # noqa: F401  the rooms tell their doors when they are imported
from hall.rules.device import DeviceKind
from hall.rules.staff import POWERS, Power, Role
from tests.rooms import Doors, MadeDemo, open_doors, problem
from web.doors import DOORS, Door, Link

# What the bodies of doors would ask is not the question here: none of them takes this.
NO_BODY = "not json"
CHANGES = [door for door in DOORS if door.changes]


def named(door: Door) -> str:
    return f"{door.method} {door.path}"


def path_of(door: Door) -> str:
    """The door's path with parts that nothing has."""
    return re.sub(r"<(\w+)>", "none", re.sub(r"<int:\w+>", "999999", door.path))


@pytest.fixture(scope="module")
def doors(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with open_doors(made_demo, tmp_path_factory.mktemp("doors")) as opened:
        yield opened


@pytest.fixture(scope="module")
def staff(doors: Doors) -> dict[Role, tuple[FlaskClient, dict[str, str]]]:
    return {role: doors.signed_in(role) for role in Role}


ADDRESSES = (f"10.0.{n // 250}.{n % 250 + 1}" for n in range(60_000))
"""Each knock from another address: too many refusals of one address are refused by themselves."""


def ask(client: FlaskClient, door: Door, headers: dict[str, str]) -> tuple[int, str]:
    """Knock; the status, and the code if it was refused."""
    answer = client.open(
        path_of(door),
        method=door.method,
        data=NO_BODY if door.changes else None,
        headers=headers,
        environ_base={"REMOTE_ADDR": next(ADDRESSES)},
    )
    return problem(answer) if answer.status_code >= 400 else (answer.status_code, "")


@pytest.mark.parametrize("door", CHANGES, ids=named)
def test_nothing_is_changed_by_looking(doors: Doors, door: Door) -> None:
    reads = [one for one in doors.app.url_map.iter_rules() if one.rule == door.path and "GET" in (one.methods or ())]
    if not reads:
        assert doors.client().get(path_of(door)).status_code in (404, 405)


@pytest.mark.parametrize("door", DOORS, ids=named)
def test_a_stranger_is_asked_who_they_are(doors: Doors, door: Door) -> None:
    expected = (404, "unknown-ticket") if door.guest is Link else (401, "not-signed-in")
    assert ask(doors.client(), door, {}) == expected


@pytest.mark.parametrize("door", CHANGES, ids=named)
def test_no_change_is_taken_from_another_site(doors: Doors, door: Door) -> None:
    assert ask(doors.client(), door, {"Origin": "https://elsewhere.example"}) == (403, "foreign-origin")


@pytest.mark.parametrize("door", [one for one in CHANGES if isinstance(one.guest, Power)], ids=named)
def test_no_change_is_made_by_a_cookie_alone(staff: dict[Role, tuple[FlaskClient, dict[str, str]]], door: Door) -> None:
    for client, _csrf in staff.values():
        assert ask(client, door, {}) == (403, "wrong-csrf")
        assert ask(client, door, {"X-CSRF-Token": "0" * 32}) == (403, "wrong-csrf")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("door", [one for one in DOORS if isinstance(one.guest, Power)], ids=named)
def test_a_role_opens_its_own_doors_alone(
    staff: dict[Role, tuple[FlaskClient, dict[str, str]]], door: Door, role: Role
) -> None:
    client, csrf = staff[role]
    if door.guest not in POWERS[role]:
        assert ask(client, door, csrf) == (403, "not-allowed")
    elif not door.changes:
        assert ask(client, door, csrf)[0] not in (401, 403)
    elif door.body is not None:
        assert ask(client, door, csrf) == (422, "malformed")


@pytest.mark.parametrize("kind", [DeviceKind.KIOSK, DeviceKind.DISPLAY, DeviceKind.PAD])
@pytest.mark.parametrize("door", DOORS, ids=named)
def test_a_device_opens_the_doors_of_its_kind_alone(doors: Doors, door: Door, kind: DeviceKind) -> None:
    answered = ask(doors.client(), door, doors.device(kind))
    if isinstance(door.guest, DeviceKind):
        assert (answered == (403, "not-allowed")) == (door.guest is not kind)
    elif isinstance(door.guest, Power):
        assert answered == (401, "not-signed-in"), "a device is nobody of the staff"


def test_every_route_that_changes_anything_refuses_another_site(doors: Doors) -> None:
    """The few that are no doors too: pairing, signing in, photos, links."""
    for rule in doors.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}):
            path = re.sub(r"<(\w+)>", "none", re.sub(r"<int:\w+>", "999999", rule.rule))
            answer = doors.client().open(path, method=method, headers={"Origin": "https://elsewhere.example"})
            assert problem(answer) == (403, "foreign-origin"), f"{method} {rule.rule}"


def test_a_program_is_told_how_to_ask_instead(doors: Doors) -> None:
    wrong_way = doors.client().get("/kiosk/tickets")
    assert (wrong_way.status_code, wrong_way.headers["Allow"]) == (405, "OPTIONS, POST")
    nobody = doors.post("/kiosk/tickets", {})
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, "Bearer")
