"""What is rated under a replay clock is simulated, by whichever door it came: it was said by nobody."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from hall.rules.rating_code import code_of
from hall.store.tables import cases, ratings
from tests.evaluator.conftest import WINDOW
from tests.rooms import Doors
from web.identity import link_token

DESK = 17


@pytest.mark.parametrize("channel", ["pad", "link", "paper", "desk"])
@pytest.mark.parametrize("replayed", [True, False])
def test_a_rating_under_a_replay_clock_is_simulated_and_opens_no_case(
    doors: Doors, channel: str, replayed: bool
) -> None:
    doors.house.settings = replace(doors.house.settings, replay_clock=replayed)
    ticket = doors.backstage.take()
    said = {"handling": str(doors.backstage.serve(WINDOW)), "level": 1, "tags": ["115"]}
    hall, key = doors.backstage.hall_id, doors.house.database.key
    own_page, code = f"/t/{link_token(key, hall=hall, ticket=ticket)}/ratings", code_of(ticket, hall=hall, key=key)
    answer = {
        "pad": lambda: doors.post("/evaluator/ratings", said, doors.device("pad", window_no=WINDOW)),
        "link": lambda: doors.post(own_page, said),
        "paper": lambda: doors.post(own_page, said | {"via": "paper"}),
        "desk": lambda: doors.post(
            "/evaluator/code/ratings", said | {"code": code}, doors.device("pad", window_no=DESK)
        ),
    }[channel]()
    assert answer.status_code == 201, answer.text
    kept = [tuple(row) for row in doors.backstage.rows(select(ratings.c.channel, ratings.c.simulated))]
    assert kept == [(channel, replayed)]
    assert len(doors.backstage.rows(select(cases.c.id))) == (0 if replayed else 1)
