"""Somebody who would come in as another: by guessing, by what was stolen, by a link that leads elsewhere."""

import re
from pathlib import Path

import pytest

from hall.actions import devices, people
from hall.rules.staff import Role
from tests.crowd import at_once
from tests.journeys.shut_house import FOREIGN, House
from tests.rooms import MadeDemo, problem
from web.identity import SESSION_COOKIE


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


def test_a_hundred_tries_in_one_instant_are_no_more_than_ten(fresh: House) -> None:
    member = next(one for one in fresh.people["staff"] if one["role"] == "clerk")

    told: list[int] = []

    def guess(n: int) -> None:
        said = {"name": member["name"], "password": f"guess-{n}"}
        answer = fresh.client().post("/sign-in", json=said, environ_base={"REMOTE_ADDR": f"10.0.3.{n}"})
        told.append(answer.status_code)

    assert at_once(30, guess) == []
    assert sorted(told) == [401] * 10 + [429] * 20


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


def test_a_sign_in_leads_to_no_other_site(house: House) -> None:
    def led(to: str) -> bool:
        page = house.client().get("/sign-in", query_string={"to": to}, headers={"Accept": "text/html"}).text
        return f'data-to="{to}"' in page

    assert led("/clerk/?window_no=3")
    for to in ("//evil.example", FOREIGN, "javascript:alert(1)", "/\\evil.example", "/\t/evil.example"):
        assert not led(to), to
