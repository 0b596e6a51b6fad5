"""The way in for staff: name and password, one-time links, the way out."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hall.actions import people
from hall.rules.staff import Role
from tests.rooms import Doors, problem
from web.identity import SESSION_COOKIE
from web.sign_in import HOME

PAGE = {"Accept": "text/html"}
STRONG = "a long and easy one"


def member(doors: Doors, role: str) -> dict[str, Any]:
    return next(one for one in doors.people["staff"] if one["role"] == role)


def sign_in(doors: Doors, name: str, password: str, **headers: str) -> TestResponse:
    return doors.client().post("/sign-in", json={"name": name, "password": password}, headers=headers)


def link(doors: Doors, role: str = "clerk") -> str:
    """The path of a new one-time link."""
    name = member(doors, role)["name"]
    with doors.backstage.hall.look() as look:
        who = next(one.id for one in look.set_up.staff.values() if one.name == name)
    return f"/link/{people.give_link(doors.backstage.hall, who=who)}"


@pytest.mark.parametrize("role", list(Role))
def test_everybody_begins_where_their_work_is(doors: Doors, role: Role) -> None:
    one = member(doors, role)
    answer = sign_in(doors, one["name"], one["password"])
    assert answer.status_code == 200
    assert json.loads(answer.text)["home"] == HOME[role]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_wrong_name_and_a_wrong_password_are_told_alike(doors: Doors) -> None:
    answers = [sign_in(doors, member(doors, "clerk")["name"], "wrong"), sign_in(doors, "nobody", "wrong")]
    assert [problem(one) for one in answers] == [(401, "wrong-password")] * 2
    assert answers[0].text == answers[1].text
    assert "Set-Cookie" not in answers[0].headers


def test_after_ten_failures_even_the_right_password_waits(doors: Doors) -> None:
    one = member(doors, "desk")
    for _each in range(10):
        assert problem(sign_in(doors, one["name"], "wrong")) == (401, "wrong-password")
    assert problem(sign_in(doors, one["name"], one["password"])) == (429, "too-many")


def test_successes_are_never_counted(doors: Doors) -> None:
    one = member(doors, "desk")
    assert {sign_in(doors, one["name"], one["password"]).status_code for _each in range(12)} == {200}


def test_another_site_cannot_sign_anybody_in(doors: Doors) -> None:
    one = member(doors, "clerk")
    answer = sign_in(doors, one["name"], one["password"], Origin="https://elsewhere.example")
    assert problem(answer) == (403, "foreign-origin")


@pytest.mark.parametrize(
    "body", [{}, {"name": "x"}, {"name": "", "password": "y"}, {"name": "x", "password": "y", "z": 1}]
)
def test_half_a_form_is_refused_by_name(doors: Doors, body: dict[str, Any]) -> None:
    assert problem(doors.post("/sign-in", body)) == (422, "malformed")


def test_signing_out_ends_the_session_and_nobody_elses(doors: Doors) -> None:
    client, headers = doors.signed_in("desk")
    other, _headers = doors.signed_in("desk")
    assert problem(client.post("/sign-out", json={})) == (403, "wrong-csrf")
    assert client.post("/sign-out", json={}, headers=headers).status_code == 200
    assert problem(client.get("/me")) == (401, "not-signed-in")
    assert other.get("/me").status_code == 200


def test_whoever_is_signed_in_is_greeted_by_name(doors: Doors) -> None:
    client, _headers = doors.signed_in("desk")
    me = json.loads(client.get("/me").text)
    assert (me["role"], me["home"]) == ("desk", "/desk/")
    assert me["shown"]["zh"]
    assert problem(doors.client().get("/me")) == (401, "not-signed-in")


def test_a_page_asked_for_too_early_is_come_back_to(doors: Doors) -> None:
    answer = doors.client().get("/clerk/?window_no=99", headers=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?to=%2Fclerk%2F%3Fwindow_no%3D99")
    assert 'data-to="/clerk/?window_no=99"' in doors.client().get(answer.headers["Location"]).text


def test_what_stands_in_the_address_is_written_as_text(doors: Doors) -> None:
    shown = doors.client().get('/sign-in?to="><script>alert(1)</script>').text
    assert "<script>alert" not in shown


def test_a_program_is_told_and_not_sent_elsewhere(doors: Doors) -> None:
    assert problem(doors.client().get("/clerk/?window_no=99")) == (401, "not-signed-in")


# --- passwords ------------------------------------------------------------------------------------------


def test_a_changed_password_holds_and_ends_the_other_sessions(doors: Doors) -> None:
    one = member(doors, "clerk")
    client, headers = doors.signed_in("clerk")
    other, _headers = doors.signed_in("clerk")
    changed = client.post("/password", json={"old": one["password"], "new": STRONG}, headers=headers)
    assert changed.status_code == 200
    assert client.get("/me").status_code == 200
    assert problem(other.get("/me")) == (401, "not-signed-in")
    assert problem(sign_in(doors, one["name"], one["password"])) == (401, "wrong-password")
    assert sign_in(doors, one["name"], STRONG).status_code == 200


def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(doors: Doors) -> None:
    one = member(doors, "clerk")
    client, headers = doors.signed_in("clerk")

    def change(old: str, new: str) -> TestResponse:
        return client.post("/password", json={"old": old, "new": new}, headers=headers)

    assert problem(change("wrong", STRONG)) == (401, "wrong-password")
    for weak in ("short", one["password"]):
        assert problem(change(one["password"], weak)) == (422, "weak-password")
    assert problem(change(one["password"], "x" * 201)) == (422, "text-too-long")
    assert problem(client.post("/password", json={"old": "x", "new": STRONG})) == (403, "wrong-csrf")
    assert problem(doors.post("/password", {"old": "x", "new": STRONG})) == (401, "not-signed-in")


def test_guessing_the_old_password_is_limited_too(doors: Doors) -> None:
    client, headers = doors.signed_in("clerk")
    guesses = [client.post("/password", json={"old": "wrong", "new": STRONG}, headers=headers) for _each in range(11)]
    assert problem(guesses[9]) == (401, "wrong-password")
    assert problem(guesses[10]) == (429, "too-many")


def test_the_password_page_is_for_those_who_are_signed_in(doors: Doors) -> None:
    client, _headers = doors.signed_in("manager")
    shown = client.get("/password", headers=PAGE).text
    assert f'data-name="{member(doors, "manager")["name"]}"' in shown
    assert 'data-to="/manager/"' in shown


def test_a_one_time_link_sets_a_password_once(doors: Doors) -> None:
    path, one = link(doors), member(doors, "clerk")
    assert f'data-name="{one["name"]}"' in doors.client().get(path).text
    assert problem(doors.post(path, {"password": "short"})) == (422, "weak-password")
    assert doors.post(path, {"password": STRONG}).status_code == 200
    assert sign_in(doors, one["name"], STRONG).status_code == 200
    assert problem(doors.post(path, {"password": "another long one"})) == (410, "link-used")
    assert doors.client().get(path, headers=PAGE).status_code == 410


def test_a_newer_link_voids_the_one_before(doors: Doors) -> None:
    first, second = link(doors), link(doors)
    assert problem(doors.post(first, {"password": STRONG})) == (410, "link-used")
    assert doors.post(second, {"password": STRONG}).status_code == 200


def test_links_cannot_be_guessed_for_long(doors: Doors) -> None:
    tried = [doors.post(f"/link/guess-{n}", {"password": STRONG}) for n in range(11)]
    assert problem(tried[9]) == (410, "link-used")
    assert problem(tried[10]) == (429, "too-many")


def test_the_front_page_of_the_demo_hall_leads_to_every_screen(doors: Doors) -> None:
    shown = doors.client().get("/").text
    rooms = ["/kiosk/", "/display/", "/desk/", "/manager/", "/printer/", "/docs"]
    for address in [*rooms, "/manager/district", "/satisfaction/demo"]:
        assert f'href="{address}"' in shown
    for window_no in (1, 16):
        assert f'href="/clerk/?window_no={window_no}"' in shown
        assert f'href="/evaluator/?window_no={window_no}"' in shown
