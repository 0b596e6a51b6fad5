"""The exchange record: what the platform above the hall is told, in either order, and what it is not told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.actions import calls, exclusions, ratings, tickets
from hall.rules.exchange import (
    NATIONAL_CHANNELS,
    PROGRESS,
    SATISFACTION,
    Exchange,
    Order,
    Said,
    Which,
    record,
)
from hall.rules.exclusion import Reason
from hall.rules.handling import Ending, Outcome
from hall.rules.rating import TAGS, Channel, Level, Opinion, RatingKind
from hall.rules.staff import Role
from hall.store import exchange as store
from hall.store import handlings
from hall.store.exchange import every_said
from hall.store.reports import Span
from tests.hall.conftest import HandClock, Scene

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).resolve().parents[2] / "halls" / "exchange.schema.json").read_text("utf-8"))
)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HALL = Exchange("440104", "DEMO-1", "中心")
ALWAYS = Span(date(2026, 1, 1), date(2027, 12, 31))
WELL_SERVED = Said(
    kind=RatingKind.FIRST,
    level=Level.VERY_SATISFIED,
    tags=("510", "517"),
    text="很好",
    channel=Channel.PAD,
    at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC),
    started_at=datetime(2026, 11, 23, 15, 50, tzinfo=UTC),
    ended_at=datetime(2026, 11, 23, 16, 29, 59, tzinfo=UTC),
    ending=Outcome.DONE_ON_SPOT,
    hall="demo",
    day=date(2026, 11, 23),
    ticket="A008",
    nth=1,
    service="social-card",
    service_name="领取社保卡",
    enquiry=False,
    promised_days=0,
    window_no=3,
    clerk="张三",
    clerk_number="1003",
)

every_kind = st.builds(
    replace,
    st.just(WELL_SERVED),
    kind=st.sampled_from(list(RatingKind)),
    level=st.sampled_from(list(Level)),
    tags=st.lists(st.sampled_from(sorted(TAGS)), unique=True),
    text=st.text(max_size=150),
    channel=st.sampled_from(list(Channel)),
    ending=st.sampled_from([str(one) for one in PROGRESS]),
    nth=st.integers(1, 40),
    enquiry=st.booleans(),
    promised_days=st.none() | st.integers(0, 60),
)


def test_every_field_of_one_record() -> None:
    assert record(WELL_SERVED, HALL, zone=SHANGHAI) == {
        "areaCode": "440104",
        "deptCode": "DEMO-1",
        "orgName": "中心",
        "taskCode": "social-card",
        "taskName": "领取社保卡",
        "projectNo": "demo-20261123-A008-social-card",
        "proStatus": "3",
        "projectType": "1",
        "acceptDate": "20261123T235000",
        "resultDate": "20261124T002959",
        "serviceName": "申报",
        "serviceNumber": "1",
        "serviceTime": "20261124T002959",
        "winName": "3号窗口",
        "handleUserName": "张三",
        "handleUserNumber": "1003",
        "pf": "4",
        "satisfaction": "5",
        "evalDetail": "510,517",
        "writingEvaluation": "很好",
        "assessTime": "20261124T003000",
        "assessNumber": "1",
        "isdefault": "0",
    }


@given(every_kind, st.sampled_from(list(Order)))
def test_every_record_keeps_the_schema_and_tells_nothing_else(said: Said, order: Order) -> None:
    told = record(said, replace(HALL, order=order), zone=SHANGHAI)
    SCHEMA.validate(told)
    assert told["isdefault"] == "0"
    assert {"mobile", "userName", "userProp", "certKey"}.isdisjoint(told)
    assert "none" not in told["evalDetail"]


@pytest.mark.parametrize(
    ("order", "best", "worst"), [(Order.NATIONAL, "5", "1"), (Order.GBT, "1", "5")], ids=["national", "GB/T 39046"]
)
def test_the_two_orders_count_in_opposite_directions(order: Order, best: str, worst: str) -> None:
    exchange = replace(HALL, order=order)
    told = [record(replace(WELL_SERVED, level=level), exchange, zone=SHANGHAI)["satisfaction"] for level in Level]
    assert sorted(told) == ["1", "2", "3", "4", "5"]
    assert record(WELL_SERVED, exchange, zone=SHANGHAI)["satisfaction"] == best
    assert record(replace(WELL_SERVED, level=Level.VERY_DISSATISFIED), exchange, zone=SHANGHAI)["satisfaction"] == worst
    assert SATISFACTION[order][Level.FAIRLY_SATISFIED] == "3"


def test_each_channel_and_each_ending_has_its_code() -> None:
    assert set(NATIONAL_CHANNELS) == set(Channel)
    assert {str(one) for one in PROGRESS} == {*map(str, Outcome), *map(str, Ending)} - {str(Ending.MISSED)}
    assert all(set(SATISFACTION[order]) == set(Level) for order in Order)


def test_a_province_may_want_other_channels() -> None:
    zhejiang = replace(HALL, channels={**NATIONAL_CHANNELS, Channel.DESK: "9"})
    assert record(replace(WELL_SERVED, channel=Channel.DESK), zhejiang, zone=SHANGHAI)["pf"] == "9"
    assert Exchange.from_facts(json.loads(json.dumps(zhejiang.to_facts()))) == zhejiang


def test_what_was_only_asked_for_again_has_no_result_yet() -> None:
    told = record(replace(WELL_SERVED, ending=Outcome.DEFICIENT, promised_days=None), HALL, zone=SHANGHAI)
    assert (told["proStatus"], told["serviceName"]) == ("1", "补正")
    assert {"acceptDate", "resultDate", "projectType"}.isdisjoint(told)


# --- what is read for it ---------------------------------------------------------------------------------------


def serve(scene: Scene, level: Level, tags: tuple[str, ...] = (), *, simulated: bool = False) -> int:
    """Take, call, serve, rate at window 3; returns the handling."""
    clerk = scene.clerk(3)
    tickets.take(scene.hall, services=[scene.general_services()[0]], by=clerk)
    handling = calls.call_next(scene.hall, window_no=3, by=clerk).handling
    calls.start(scene.hall, window_no=3, by=clerk)
    calls.finish(scene.hall, window_no=3, by=clerk, outcome=Outcome.ACCEPTED)
    ratings.rate_at_pad(
        scene.hall, handling=handling.id, window=handling.window, said=Opinion(level, tags=tags, simulated=simulated)
    )
    return handling.id


def test_what_was_said_is_read_in_order_and_in_portions(
    scene: Scene, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PORTION", 2)
    scene.open(3)
    for level in (Level.SATISFIED, Level.VERY_SATISFIED, Level.FAIRLY_SATISFIED, Level.SATISFIED):
        serve(scene, level)
        clock.pass_by(60)
    serve(scene, Level.DISSATISFIED, ("214", "2-none"))
    clock.pass_by(60)
    serve(scene, Level.VERY_SATISFIED, simulated=True)
    said = list(every_said(scene.hall, span=ALWAYS, which=Which.EFFECTIVE))
    assert [int(one.level) for one in said] == [4, 5, 3, 4, 2]
    assert said[-1].tags == ["2-none", "214"]
    assert (said[0].window_no, said[0].ticket, said[0].nth, said[0].hall) == (3, "A001", 1, "demo")
    for one in said:
        SCHEMA.validate(record(one, HALL, zone=SHANGHAI))


def test_an_addition_is_a_record_of_its_own_or_takes_the_place_of_the_first(quick_scene: Scene) -> None:
    quick_scene.open(3)
    handling = serve(quick_scene, Level.SATISFIED)
    with quick_scene.hall.look() as look:
        ticket = handlings.get(look, handling).ticket
        one, two = [who.id for who in look.set_up.staff.values() if who.role in (Role.MANAGER, Role.INSPECTOR)][:2]
    added = ratings.rate_by_ticket(
        quick_scene.hall,
        ticket=ticket,
        handling=handling,
        said=Opinion(Level.FAIRLY_SATISFIED, kind=RatingKind.ADDITION),
    )

    def told(which: Which) -> list[tuple[str, str]]:
        records = [record(said, HALL, zone=SHANGHAI) for said in every_said(quick_scene.hall, span=ALWAYS, which=which)]
        return [(one["assessNumber"], one["satisfaction"]) for one in records]

    assert told(Which.EVERY) == [("1", "4"), ("2", "3")]
    assert told(Which.EFFECTIVE) == [("2", "3")]
    asked = exclusions.ask(quick_scene.hall, rating=added, reason=Reason.TRIAL, text="调试", by=one)
    exclusions.decide(quick_scene.hall, exclusion=asked, approve=True, by=two)
    assert told(Which.EVERY) == told(Which.EFFECTIVE) == [("1", "4")]


def test_only_the_days_asked_for_are_read(quick_scene: Scene) -> None:
    quick_scene.open(3)
    serve(quick_scene, Level.SATISFIED)
    before = Span(date(2026, 11, 1), date(2026, 11, 22))
    assert list(every_said(quick_scene.hall, span=before, which=Which.EVERY)) == []
