"""Everybody may read a hall's satisfaction, sums alone; a hall may keep it to itself."""

import json
import re
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient

from hall.actions import improvements, setup
from phone.satisfaction import ASKED
from tests.hall.test_published import said
from tests.rooms import Doors, problem


def told(client: FlaskClient, path: str = "/satisfaction/demo") -> dict[str, Any]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    written = re.search(r'id="picture"[^>]*>(.*?)</script>', answer.text, re.S)
    assert written
    facts: dict[str, Any] = json.loads(written[1])
    return facts


def yesterday(doors: Doors) -> date:
    with doors.backstage.hall.look() as look:
        return look.today - timedelta(days=1)


def test_anybody_reads_the_sums_and_nobodys_name(doors: Doors) -> None:
    said(doors.backstage.hall, day=yesterday(doors), part="hall", rated={"": 120}, low=12)
    improvements.add_improvement(doors.backstage.hall, facts={"text": {"zh": "加了座位"}})
    facts = told(doors.client())
    assert (facts["total"]["rated"], facts["total"]["good_rate"], facts["total"]["counts"]) == (
        120,
        0.9,
        [108, 0, 0, 0, 12],
    )
    assert (facts["days"], facts["to"]) == (30, yesterday(doors).isoformat())
    assert facts["improvements"] == [{"zh": "加了座位", "en": None}]
    with doors.backstage.hall.look() as look:
        people = look.set_up.staff.values()
        assert not [one.number for one in people if one.shown.zh in str(facts) or one.number in str(facts)]


def test_a_month_is_asked_for_by_its_name(doors: Doors) -> None:
    month = f"{yesterday(doors):%Y-%m}"
    assert told(doors.client(), f"/satisfaction/demo?month={month}")["from"] == f"{month}-01"
    for wrong in ("2026", "2026-13", "2999-01", "x", "2026-11-01-01"):
        assert problem(doors.client().get(f"/satisfaction/demo?month={wrong}")) == (422, "malformed")


def test_a_browser_may_keep_it_a_while_and_no_other_hall_is_there(doors: Doors) -> None:
    answer = doors.client().get("/satisfaction/demo")
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert problem(doors.client().get("/satisfaction/nowhere")) == (404, "not-found")
    setup.set_policy(doors.backstage.hall, facts={"public_satisfaction": 0})
    assert problem(doors.client().get("/satisfaction/demo")) == (404, "not-found")


def test_whoever_asks_too_often_waits(doors: Doors) -> None:
    client = doors.client()
    answers = [client.get("/satisfaction/nowhere").status_code for _each in range(ASKED.amount + 1)]
    assert answers[-2:] == [404, 429]


def test_a_display_reads_its_slides_as_the_rules_allow(doors: Doors) -> None:
    improvements.add_improvement(doors.backstage.hall, facts={"text": {"zh": "加了座位"}})
    client, display = doors.client(), doors.device("display")

    def slides() -> Any:
        return client.get("/display/slides", headers=display).get_json()

    assert slides() == {"improvements": [{"zh": "加了座位", "en": None}], "satisfaction": None}
    setup.set_policy(doors.backstage.hall, facts={"wall_improvements": 0, "wall_satisfaction": 1})
    assert slides() == {"improvements": [], "satisfaction": None}
    said(doors.backstage.hall, day=yesterday(doors), part="hall", rated={"": 30})
    assert slides()["satisfaction"]["total"]["rated"] == 30
