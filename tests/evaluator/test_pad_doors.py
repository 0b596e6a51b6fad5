"""The pad's doors: a rating comes from the pad of that window, once, and never beside a staff session."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hall.store.tables import ratings, tallies, unsubmitted
from tests.evaluator.conftest import WINDOW
from tests.rooms import Doors, problem


def served(doors: Doors) -> str:
    doors.backstage.take()
    return str(doors.backstage.serve(WINDOW))


def rate(doors: Doors, handling: str, /, *, key: str | None = None, **body: Any) -> TestResponse:
    headers = doors.device("pad", window_no=WINDOW) | ({"Idempotency-Key": key} if key else {})
    return doors.post("/evaluator/ratings", {"handling": handling, "level": 5} | body, headers)


def kept(doors: Doors) -> int:
    return int(doors.backstage.rows(select(func.count()).select_from(ratings))[0][0])


def test_the_pad_of_the_window_rates(doors: Doors) -> None:
    answer = rate(doors, served(doors), tags=["517"])
    assert answer.status_code == 201
    assert int(answer.get_json()["id"]) > 0
    assert kept(doors) == 1


def test_a_retry_with_the_same_key_is_the_same_rating(doors: Doors) -> None:
    handling = served(doors)
    first, again = (rate(doors, handling, key="one touch") for _each in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert problem(rate(doors, handling, key="one touch", level=1, tags=["115"])) == (422, "key-reused")
    assert problem(rate(doors, handling, key="another touch")) == (409, "already-rated")
    assert kept(doors) == 1


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"tags": ["000"]}, (422, "unknown-tag")),
        ({"tags": ["207"]}, (422, "tag-of-another-level")),
        ({"tag_set": "gd-hcp/9"}, (404, "unknown-tag-set")),
        ({"level": 1}, (422, "reason-missing")),
        ({"level": 2, "text": " \u3000 \n"}, (422, "reason-missing")),
        ({"text": "好" * 151}, (422, "text-too-long")),
        ({"text": "x" * 10_000}, (422, "text-too-long")),
        ({"level": 0}, (422, "malformed")),
        ({"level": 6}, (422, "malformed")),
        ({"level": None}, (422, "malformed")),
        ({"level": "very good"}, (422, "malformed")),
        ({"tags": "510"}, (422, "malformed")),
        ({"tags": ["510"] * 21}, (422, "text-too-long")),
        ({"handling": "none"}, (422, "malformed")),
        ({"handling": "987654"}, (404, "unknown-handling")),
        ({"channel": "link"}, (422, "malformed")),
        ({"window": 3}, (422, "malformed")),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(
    doors: Doors, body: dict[str, Any], refused: tuple[int, str]
) -> None:
    assert problem(rate(doors, served(doors), **body)) == refused
    assert kept(doors) == 0


def test_a_rating_needs_a_level(doors: Doors) -> None:
    answer = doors.post("/evaluator/ratings", {"handling": served(doors)}, doors.device("pad", window_no=WINDOW))
    assert problem(answer) == (422, "malformed")


def test_a_level_left_on_the_pad_is_kept_until_the_handling_is_rated(doors: Doors) -> None:
    handling = served(doors)
    headers = doors.device("pad", window_no=WINDOW)
    for level in (1, 2):
        assert doors.post("/evaluator/unsubmitted", {"handling": handling, "level": level}, headers).status_code == 200
    assert [(row.level, row.channel) for row in doors.backstage.rows(select(unsubmitted))] == [(2, "pad")]
    assert counted(doors) == 1
    assert rate(doors, handling).status_code == 201
    assert doors.post("/evaluator/unsubmitted", {"handling": handling, "level": 1}, headers).status_code == 200
    assert doors.backstage.rows(select(unsubmitted)) == []
    assert counted(doors) == 0


def counted(doors: Doors) -> int:
    whole = select(tallies.c.unsubmitted).where(tallies.c.part == "hall")
    return int(doors.backstage.rows(whole)[0][0])


def test_a_level_taken_away_by_the_next_visitor_is_kept_and_anothers_is_not(doors: Doors) -> None:
    handling = served(doors)
    doors.backstage.take()
    doors.backstage.call(WINDOW)
    doors.backstage.start(WINDOW)
    body = {"handling": handling, "level": 4}
    assert problem(doors.post("/evaluator/unsubmitted", body, doors.device("pad", window_no=1))) == (403, "wrong-pad")
    assert doors.post("/evaluator/unsubmitted", body, doors.device("pad", window_no=WINDOW)).status_code == 200


def test_the_pads_code_leads_to_the_tickets_page_while_it_asks_about_it(doors: Doors) -> None:
    handling = served(doors)
    path, headers = f"/evaluator/handlings/{handling}/link", doors.device("pad", window_no=WINDOW)
    doors.house.own_address = "http://127.0.0.1:8000"
    assert doors.client().get(path, headers=headers).get_json()["qr"].startswith("data:image/svg+xml")
    other = doors.client().get(path, headers=doors.device("pad", window_no=1))
    assert problem(other) == (403, "wrong-pad")
    rate(doors, handling)
    assert problem(doors.client().get(path, headers=headers)) == (409, "already-rated")


def test_without_an_address_there_is_no_code_to_scan(doors: Doors) -> None:
    path = f"/evaluator/handlings/{served(doors)}/link"
    assert doors.client().get(path, headers=doors.device("pad", window_no=WINDOW)).get_json() == {"qr": None}


def test_a_missed_visitor_has_nothing_to_rate(doors: Doors) -> None:
    doors.backstage.policy(missed_after_calls=1, missed_after_s=0, missed_after_help_s=0)
    doors.backstage.take()
    handling = str(doors.backstage.call(WINDOW).handling.id)
    doors.backstage.miss(WINDOW)
    assert problem(rate(doors, handling)) == (410, "rating-closed")
    left = doors.post(
        "/evaluator/unsubmitted", {"handling": handling, "level": 1}, doors.device("pad", window_no=WINDOW)
    )
    assert problem(left) == (410, "rating-closed")


def test_another_windows_pad_is_refused(doors: Doors) -> None:
    body = {"handling": served(doors), "level": 5}
    assert problem(doors.post("/evaluator/ratings", body, doors.device("pad", window_no=1))) == (403, "wrong-pad")


def test_the_next_start_closes_it(doors: Doors) -> None:
    handling = served(doors)
    doors.backstage.take()
    doors.backstage.call(WINDOW)
    doors.backstage.start(WINDOW)
    assert problem(rate(doors, handling)) == (410, "rating-closed")


@pytest.mark.parametrize("role", ["clerk", "manager", "administrator"])
def test_staff_may_not_rate_even_from_a_browser_with_the_pad_in_it(doors: Doors, role: str) -> None:
    handling = served(doors)
    client, csrf = doors.signed_in(role)
    headers = doors.device("pad", window_no=WINDOW) | csrf
    answer = client.post("/evaluator/ratings", json={"handling": handling, "level": 5}, headers=headers)
    assert problem(answer) == (403, "staff-may-not-rate")
    assert kept(doors) == 0


@pytest.mark.parametrize("kind", ["kiosk", "display"])
def test_other_devices_may_not_rate(doors: Doors, kind: str) -> None:
    body = {"handling": served(doors), "level": 5}
    assert problem(doors.post("/evaluator/ratings", body, doors.device(kind))) == (403, "not-allowed")


def test_nobody_rates_without_a_pad(doors: Doors) -> None:
    body = {"handling": served(doors), "level": 5}
    assert problem(doors.post("/evaluator/ratings", body)) == (401, "not-signed-in")
    assert problem(doors.post("/evaluator/ratings", body, {"Authorization": "Bearer x"})) == (401, "not-signed-in")


def test_a_foreign_page_may_not_rate(doors: Doors) -> None:
    headers = doors.device("pad", window_no=WINDOW) | {"Origin": "https://elsewhere.example"}
    body = {"handling": served(doors), "level": 5}
    assert problem(doors.post("/evaluator/ratings", body, headers)) == (403, "foreign-origin")


def test_reading_never_rates(doors: Doors) -> None:
    assert doors.client().get("/evaluator/ratings").status_code == 405


def test_the_page_is_that_of_its_window(doors: Doors) -> None:
    served(doors)
    page = doors.client().get(f"/evaluator/?window_no={WINDOW}").text
    picture = json.loads(page.split('id="picture"')[1].split(">", 1)[1].split("</script>")[0])
    assert picture["window_no"] == WINDOW
    assert picture["to_rate"]["number"] == "A001"
    tags = json.loads(page.split('id="tags"')[1].split(">", 1)[1].split("<")[0])
    assert tags["name"] == picture["tag_set"] == "gd-hcp/1"
    assert [tag["text"]["zh"] for tag in tags["levels"]["1"]][-1] == "以上都不是"


def test_the_pad_never_learns_who_rated_how(doors: Doors) -> None:
    rate(doors, served(doors), level=1, tags=["115"])
    page = doors.client().get(f"/evaluator/?window_no={WINDOW}").text
    picture = page.split('id="picture"')[1].split("</script>")[0]
    assert '"to_rate": null' in picture
    assert "115" not in picture
