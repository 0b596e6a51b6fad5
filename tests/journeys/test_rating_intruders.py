"""Who would like to rate what is not theirs: from the hall's own Wi-Fi, from a console, with what they overheard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hall.actions import ratings
from hall.rules.rating import Level, Opinion
from hall.rules.staff import Role
from hall.store.tables import answers, rating_flags, sessions
from hall.store.tables import ratings as ratings_table
from tests.journeys.shut_house import House
from tests.rooms import MadeDemo, problem

CONSOLE, PHONE, PROXY = "10.20.0.5", "10.20.7.9", "10.20.0.1"


@pytest.fixture
def house(made_demo: MadeDemo, tmp_path: Path) -> Iterator[House]:
    """A hall with sign-in, where window 1 is open."""
    made = House(made_demo, tmp_path / "data")
    made.backstage.open(1)
    yield made
    made.house.database.close()


def served(house: House) -> tuple[str, str]:
    """Somebody was served; returns the path of their link and their handling."""
    ticket = house.backstage.take()
    return house.backstage.link(ticket), str(house.backstage.serve(1))


def sign_in(house: House, address: str, **headers: str) -> None:
    clerk = next(one for one in house.people["staff"] if one["window_no"] == 1)
    said = {"name": clerk["name"], "password": clerk["password"]}
    answer = house.client().post("/sign-in", json=said, environ_base={"REMOTE_ADDR": address}, headers=headers)
    assert answer.status_code == 200, answer.text


def rate(house: House, link: str, handling: str, address: str = PHONE, **headers: str) -> Any:
    said = {"handling": handling, "level": 5}
    base = {"REMOTE_ADDR": address}
    return house.client().post(f"{link}/ratings", json=said, environ_base=base, headers=headers)


def from_console(house: House, address: str, **headers: str) -> bool:
    """Was a rating by link from there kept and flagged as coming from a console?"""
    kept = rate(house, *served(house), address, **headers)
    assert kept.status_code == 201, kept.text
    flags = select(rating_flags.c.code).where(rating_flags.c.rating_id == int(kept.get_json()["id"]))
    return "own_console" in {row.code for row in house.backstage.rows(flags)}


def forwarded(addresses: str) -> dict[str, str]:
    return {"X-Forwarded-For": addresses}


def test_a_console_is_known_whatever_a_browser_says_of_its_way(house: House) -> None:
    sign_in(house, CONSOLE)
    assert from_console(house, CONSOLE)
    assert from_console(house, CONSOLE, **forwarded(PHONE))
    assert not from_console(house, PHONE)
    # Nobody puts another's rating under suspicion by a header either.
    assert not from_console(house, PHONE, **forwarded(CONSOLE))


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_tells(made_demo: MadeDemo, tmp_path: Path) -> None:
    house = House(made_demo, tmp_path / "data", HAOHAO_TRUSTED_PROXIES="1")
    house.backstage.open(1)
    sign_in(house, PROXY, **forwarded(CONSOLE))
    assert from_console(house, PROXY, **forwarded(CONSOLE))
    # What a browser put there before it came to the proxy is not believed.
    assert from_console(house, PROXY, **forwarded(f"{PHONE}, {CONSOLE}"))
    assert not from_console(house, PROXY, **forwarded(PHONE))
    assert not from_console(house, PROXY, **forwarded(f"{CONSOLE}, {PHONE}"))
    house.house.database.close()


def test_an_address_is_kept_as_a_hash_that_only_this_house_can_make(house: House, tmp_path: Path) -> None:
    sign_in(house, CONSOLE)
    rate(house, *served(house), PHONE)
    (kept,) = {row.address for row in house.backstage.rows(select(sessions.c.address))} - {None}
    assert len(kept) == 64
    written = b"".join(file.read_bytes() for file in (tmp_path / "data").glob("haohao.db*"))
    for address in (CONSOLE, PHONE):
        assert address.encode() not in written
    assert kept.encode() in written


def test_a_demo_keeps_no_address(made_demo: MadeDemo, tmp_path: Path) -> None:
    demo = House(made_demo, tmp_path / "data", HAOHAO_DEMO="1")
    demo.backstage.open(1)
    sign_in(demo, "127.0.0.1")
    assert not from_console(demo, "127.0.0.1")
    assert {row.address for row in demo.backstage.rows(select(sessions.c.address))} == {None}
    demo.house.database.close()


def test_what_was_overheard_rates_nothing_a_second_time(house: House) -> None:
    """A whole request sent again: the same answer with its key, a refusal without, never a second row."""
    link, handling = served(house)
    key = {"Idempotency-Key": "one-tap"}
    first = rate(house, link, handling, **key)
    again = rate(house, link, handling, "10.20.7.66", **key)
    assert (again.status_code, again.get_json()) == (201, first.get_json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert problem(rate(house, link, handling)) == (409, "already-rated")
    other, theirs = served(house)
    # The key is that of the first link: on another it starts from nothing.
    assert rate(house, other, theirs, **key).get_json() != first.get_json()
    assert len(house.backstage.rows(select(ratings_table.c.id))) == 2
    # Nor does what is kept for retries tell the link.
    assert all(link.rpartition("-")[2] not in row.body for row in house.backstage.rows(select(answers.c.body)))


def test_with_ones_own_link_nobody_elses_handling_is_found(house: House) -> None:
    """Every number tried is answered alike, whether somebody has it or nobody."""
    link, handling = served(house)
    others = [served(house)[1] for _visitor in range(3)]
    told = {rate(house, link, other).text.replace(f'"{other}"', '"n"') for other in (*others, "987654", "0")}
    assert len(told) == 1
    assert problem(rate(house, link, others[0])) == (404, "unknown-handling")
    assert house.backstage.rows(select(ratings_table.c.id)) == []
    assert rate(house, link, handling).status_code == 201


@pytest.mark.parametrize("role", [Role.CLERK, Role.DESK, Role.MANAGER, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_whoever_is_signed_in_rates_nothing_by_any_door(house: House, role: Role) -> None:
    link, handling = served(house)
    browser = house.in_browser(house.session(role))
    browser.set_cookie("haohao_pad", house.device("pad", window_no=1)["Authorization"].removeprefix("Bearer "))
    said = {"handling": handling, "level": 5}
    for door in (f"{link}/ratings", "/evaluator/ratings"):
        assert problem(browser.post(door, json=said)) == (403, "staff-may-not-rate")
    by_code = {"code": "000000", **said}
    assert problem(browser.post("/evaluator/code/ratings", json=by_code)) == (403, "staff-may-not-rate")
    assert house.backstage.rows(select(ratings_table.c.id)) == []


def test_a_citizen_sets_nothing_but_what_was_said(house: House) -> None:
    """Whether a rating counts, is simulated or flagged is nobody's to send."""
    link, handling = served(house)
    for extra in ("simulated", "counts", "flagged", "excluded", "channel", "at", "staff", "window"):
        said = {"handling": handling, "level": 5, extra: True}
        assert problem(house.client().post(f"{link}/ratings", json=said)) == (422, "malformed"), extra
    assert house.backstage.rows(select(ratings_table.c.id)) == []


def test_nobody_has_two_voices_by_signing_in_twice(house: House) -> None:
    """A second session, by cookie or on another machine, is the same person."""
    _link, handling = served(house)
    with house.backstage.hall.look() as look:
        window = look.set_up.post_by_no(1).id
    rating = ratings.rate_at_pad(house.backstage.hall, handling=int(handling), window=window, said=Opinion(Level(4)))
    one, other = ({"Authorization": f"Bearer {house.session(Role.MANAGER)}"} for _each in range(2))
    asked = house.post(
        f"/manager/integrity/ratings/{rating}/exclusions", {"reason": "trial", "text": "调试"}, one
    ).get_json()["id"]
    decision = f"/manager/integrity/exclusions/{asked}/decision"
    for headers in (one, other):
        assert problem(house.post(decision, {"approve": True}, headers)) == (403, "same-person")
    inspector = {"Authorization": f"Bearer {house.session(Role.INSPECTOR)}"}
    assert house.post(decision, {"approve": True}, inspector).status_code == 200
