"""Who asks is remembered, and made sure of in the deed itself: another process may have shown them out meanwhile."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from hall.actions import devices, people
from hall.store.database import Database, Hall
from hall.store.people import session_of
from tests.rooms import Doors, problem
from web.identity import link_token, marked_code, with_links, without_links
from web.spelling import spelled

BETTER = "another long password"
End = Callable[[Database, Hall, dict[str, Any], int, int], object]
"""Ends a session, or all of a person: their hall, what the demo knows of them, their id, the session's."""

ENDS: dict[str, End] = {
    "signed out": lambda _all, hall, _who, staff, session: people.sign_out(hall, who=staff, session=session),
    "another password": lambda _all, hall, who, staff, _session: people.change_password(
        hall, who=staff, session=0, old=who["password"], new=BETTER
    ),
    "by link": lambda everywhere, hall, _who, staff, _session: people.use_link(
        everywhere, token=people.give_link(hall, who=staff), password=BETTER
    ),
    "gone": lambda _all, hall, _who, staff, _session: people.deactivate(hall, who=staff),
}


@pytest.fixture
def elsewhere(doors: Doors) -> Iterator[Database]:
    """The same database as another process has it open."""
    here = doors.house.database
    other = Database(here.url.render_as_string(hide_password=False), key=here.key)
    yield other
    other.close()


@pytest.mark.parametrize("how", ENDS)
def test_a_session_that_ended_elsewhere_does_nothing_more(doors: Doors, elsewhere: Database, how: str) -> None:
    client, carried = doors.signed_in("clerk")
    who = next(one for one in doors.people["staff"] if one["role"] == "clerk")
    desk = f"/clerk/windows/{who['window_no']}"
    assert client.post(f"{desk}/open", json={}, headers=carried).status_code == 200
    with elsewhere.look() as connection:
        token = client.get_cookie("haohao_session")
        assert token is not None
        row = session_of(connection, token.value, now=elsewhere.clock.now())
    assert row is not None
    ENDS[how](elsewhere, elsewhere.hall(doors.people["hall"]), who, row.staff_id, row.id)
    assert problem(client.post(f"{desk}/pause", json={}, headers=carried)) == (401, "not-signed-in")


def test_a_session_that_ran_out_does_nothing_more(doors: Doors) -> None:
    client, carried = doors.signed_in("clerk")
    assert client.post("/clerk/windows/3/open", json={}, headers=carried).status_code == 200
    doors.house.database.clock = AfterTheDay()
    assert problem(client.post("/clerk/windows/3/pause", json={}, headers=carried)) == (401, "not-signed-in")


class AfterTheDay:
    """A clock that is ahead by the length of a session."""

    def now(self) -> datetime:
        return datetime.now(UTC) + people.SESSION


def test_a_device_that_was_revoked_elsewhere_does_nothing_more(doors: Doors, elsewhere: Database) -> None:
    kiosk, wanted = doors.device("kiosk"), {"service": doors.people["services"][0]["code"]}
    assert doors.post("/kiosk/tickets", wanted, kiosk).status_code == 201
    with (hall := elsewhere.hall(doors.people["hall"])).look() as look:
        known = [one.id for one in look.set_up.devices.values() if one.kind == "kiosk"]
    for one in known:
        devices.revoke_device(hall, device=one)
    assert problem(doors.post("/kiosk/tickets", wanted, kiosk)) == (401, "not-signed-in")


KEY = b"k" * 32


def test_links_and_codes_are_not_in_what_is_kept_and_are_in_what_is_told_again() -> None:
    code = marked_code(KEY, hall=1, ticket=7)
    told = f'{{"link":"https://hall.example/t/{link_token(KEY, hall=1, ticket=7)}","code":"{code}"}}'
    kept = without_links(told, KEY)
    assert link_token(KEY, hall=1, ticket=7) not in kept
    assert code not in kept
    assert with_links(kept, KEY) == told


HALVES = ("/t/1-7-", f"/t/1-7-{'A' * 22}", "/t/1-7-\x01", "rating-code:1-7-", "rating-code:1-7-000000")


@pytest.mark.parametrize("words", HALVES)
def test_whoever_writes_half_a_link_is_told_no_whole_one(words: str) -> None:
    """An answer may hold what its reader wrote: what stands there for another's ticket stays as it is."""
    told = spelled({"note": words})
    assert with_links(without_links(told, KEY), KEY) == told
