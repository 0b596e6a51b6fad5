"""Somebody with bad intent on the hall's Wi-Fi: every door is for its own guests."""

import re

import pytest
from limits import parse

from hall.rules.device import DeviceKind
from hall.rules.staff import POWERS, Power, Role
from tests.journeys.shut_house import FOREIGN, ROOMS_OF_DEVICES, House
from tests.rooms import problem
from web import limits
from web.doors import DOORS, Door, Link
from web.identity import DEVICE_COOKIES, csrf_of

NAMES = [f"{one.method} {one.path}" for one in DOORS]
CHANGES = [one for one in DOORS if one.changes]


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
            headers = {"Authorization": f"Bearer {house.session_of(role)}"}
            assert problem(house.asked(door, headers)) == (403, "not-allowed"), role


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
    token = house.session_of(role)
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": csrf_of("another")}, {"X-CSRF-Token": "é"}):
        house.app.extensions["haohao_limits"].storage.reset()
        answer = house.in_browser(token).open(path, method=door.method, json={}, headers=given)
        assert problem(answer) == (403, "wrong-csrf")


def test_asking_for_pages_changes_nothing(house: House) -> None:
    """No address changes anything when it is merely opened, by anybody, whatever the link that led there."""
    clients = [house.client(), *(house.in_browser(house.session_of(role)) for role in Role)]
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


def test_guessing_is_slowed_down_and_a_paired_device_is_not(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    # A second is over before 250 tries on a busy machine.
    monkeypatch.setattr(limits, "REFUSED", parse("200 per hour"))
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
