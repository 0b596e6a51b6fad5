"""A hall is loaded from its file or changed by hand, by the same rules; nothing is ever deleted under a visitor."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from hall.actions import calls, days, help, setup, tickets, windows
from hall.errors import (
    HallClosed,
    Malformed,
    NameTaken,
    StillParked,
    StillServing,
    UnknownRecord,
    UnknownService,
    UnknownWindow,
    WindowTaken,
)
from hall.rules.device import DeviceKind
from hall.rules.hall_entries import HallFile
from hall.rules.hall_file import read_hall_file
from hall.rules.handling import Outcome
from hall.rules.ticket import Status
from hall.rules.window import PauseReason
from hall.store import entries, journal
from hall.store import tables as laid
from hall.store.setups import SetUp
from hall.store.tables import metadata
from hall.store.tickets import get, in_hall
from tests.hall.conftest import DEMO, Scene


def demo_file() -> HallFile:
    return read_hall_file(DEMO.read_text("utf-8"))


def set_up(scene: Scene) -> SetUp:
    with scene.hall.look() as look:
        return look.set_up


def counts(scene: Scene) -> dict[str, int]:
    with scene.database.look() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
            if name != "journal"
        }


def service_facts(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "prefix": "K",
        "category": "insurance",
        "name": {"zh": "新业务", "en": "New"},
        "summary": {"zh": "试试"},
        "materials": [{"name": {"zh": "身份证"}, "note": None, "copies": 1, "required": True}],
        "conditions": [],
        "procedure": [{"zh": "办理"}],
        "promised": {"zh": "当场办结"},
        "promised_days": None,
        "permit": False,
        "usual_outcome": "done_on_spot",
        "popular": False,
        "keywords": [],
        **changes,
    }


# --- loading ------------------------------------------------------------------------------------------------


def test_what_the_file_says_is_what_the_hall_has(scene: Scene) -> None:
    file, here = demo_file(), set_up(scene)
    assert [one.code for one in here.services.values()] == [one.code for one in file.services]
    assert [one.code for one in here.offered] == [one.code for one in file.services]
    assert {one.no for one in here.posts.values()} == {one.no for one in file.windows}
    assert {one.name for one in here.staff.values()} == {one.name for one in file.staff}
    assert {(one.kind, one.shown) for one in here.devices.values()} == {(one.kind, one.name) for one in file.devices}
    assert (here.policy, here.code, here.demo) == (file.policy, file.hall.code, True)
    assert len(here.notices) == len(file.notices)


def test_loading_twice_doubles_nothing(scene: Scene) -> None:
    before = counts(scene)
    assert setup.load_hall(scene.database, file=demo_file()) == scene.hall_id
    assert counts(scene) == before
    assert set_up(scene).demo


def test_two_halls_live_side_by_side(scene: Scene) -> None:
    file = demo_file()
    other = replace(file, hall=replace(file.hall, code="other"), staff=(), devices=())
    second = setup.load_hall(scene.database, file=other)
    assert second != scene.hall_id
    tickets.take(scene.database.hall(second), services=[file.services[0].code])
    with scene.database.look() as connection:
        assert [row.code for row in entries.every_hall(connection)] == ["demo", "other"]
        for hall in (scene.hall_id, second):
            assert list(journal.faults(connection, hall=hall, key=scene.database.key)) == []


def test_a_name_used_in_another_hall_undoes_the_whole_load(scene: Scene) -> None:
    before = counts(scene)
    file = demo_file()
    with pytest.raises(NameTaken):
        setup.load_hall(scene.database, file=replace(file, hall=replace(file.hall, code="other")))
    assert counts(scene) == before


def test_what_the_file_no_longer_lists_is_withdrawn_not_deleted(scene: Scene) -> None:
    file = demo_file()
    gone = file.services[0].code
    smaller = replace(
        file,
        services=file.services[1:],
        windows=tuple(
            replace(one, serves=tuple(code for code in one.serves if code != gone))
            for one in file.windows
            if one.no != 16
        ),
        staff=tuple(one for one in file.staff if one.window_no != 16),
        devices=tuple(one for one in file.devices if one.window_no != 16),
    )
    before = counts(scene)
    setup.load_hall(scene.database, file=smaller)
    here = set_up(scene)
    assert gone not in [one.code for one in here.offered]
    assert 16 not in [one.no for one in here.posts.values()]
    after = counts(scene)
    assert (after["services"], after["windows"]) == (before["services"], before["windows"])
    setup.load_hall(scene.database, file=file)
    assert gone in [one.code for one in set_up(scene).offered]
    assert 16 in [one.no for one in set_up(scene).posts.values()]


def test_a_load_that_would_take_an_open_window_is_refused_whole(scene: Scene) -> None:
    scene.open(16)
    file = demo_file()
    smaller = replace(
        file,
        hall=replace(file.hall, accent="#000000"),
        windows=tuple(one for one in file.windows if one.no != 16),
        staff=tuple(one for one in file.staff if one.window_no != 16),
        devices=tuple(one for one in file.devices if one.window_no != 16),
    )
    with pytest.raises(WindowTaken):
        setup.load_hall(scene.database, file=smaller)
    assert set_up(scene).accent != "#000000"


def test_closures_stand_at_the_hours_of_the_halls_own_zone(quick_scene: Scene) -> None:
    facts = {"from": "2026-12-01", "to": "2026-12-01", "notice": {"zh": "停电一天", "en": "No power"}}
    setup.add_closure(quick_scene.hall, facts=facts)
    (closure,) = set_up(quick_scene).hours.closures
    assert closure.begins == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert closure.ends == datetime(2026, 12, 1, 16, tzinfo=UTC)


# --- by hand --------------------------------------------------------------------------------------------------------


def test_a_closure_closes_and_opens_again_when_withdrawn(scene: Scene) -> None:
    facts = {"from": "2026-11-23T00:00", "to": "2026-11-23T18:00", "notice": {"zh": "消防演练"}}
    closure = setup.add_closure(scene.hall, facts=facts)
    with pytest.raises(HallClosed):
        tickets.take(scene.hall, services=scene.general_services()[:1])
    setup.withdraw_closure(scene.hall, closure=closure)
    tickets.take(scene.hall, services=scene.general_services()[:1])
    with pytest.raises(UnknownRecord):
        setup.withdraw_closure(scene.hall, closure=closure)


def test_hours_set_by_hand_are_kept_at_once(scene: Scene) -> None:
    setup.set_hours(scene.hall, facts={"tuesday": ["08:30", "12:00", "14:00", "17:30"]})
    with pytest.raises(HallClosed):  # it is Monday
        tickets.take(scene.hall, services=scene.general_services()[:1])
    setup.set_hours(scene.hall, facts={"always_open": True})
    tickets.take(scene.hall, services=scene.general_services()[:1])


def test_one_rule_changes_and_the_others_stay(scene: Scene) -> None:
    before = set_up(scene).policy
    setup.set_policy(scene.hall, facts={"priority_run": 4})
    assert set_up(scene).policy == replace(before, priority_run=4)


@pytest.mark.parametrize(
    ("deed", "facts", "field"),
    [
        (setup.set_policy, {"priority_run": 0}, "priority_run"),
        (setup.set_policy, {"priority_runs": 2}, "priority_runs"),
        (setup.set_hours, {"monday": ["17:00", "09:00"]}, "monday"),
        (setup.edit_hall, {"accent": "#ffff00"}, "accent"),
        (setup.add_closure, {"from": "yesterday", "to": "2026-12-01", "notice": {"zh": "一"}}, "from"),
        (setup.put_up_notice, {"text": {"zh": ""}}, "text.zh"),
        (setup.add_service, service_facts("x", prefix="kk"), "prefix"),
        (setup.add_service, service_facts("x", category="none"), "category"),
        (setup.add_service, service_facts("x", colour="red"), "colour"),
        (setup.add_window, {"no": 0, "name": {"zh": "窗口"}, "serves": "all"}, "no"),
        (setup.add_window, {"no": 30, "name": {"zh": "窗口"}, "serves": ["nothing"]}, "serves[1]"),
    ],
)
def test_what_a_file_may_not_say_a_page_may_not_either(
    quick_scene: Scene, deed: Any, facts: dict[str, Any], field: str
) -> None:
    before = counts(quick_scene)
    with pytest.raises(Malformed) as refused:
        deed(quick_scene.hall, facts=facts)
    problems: Any = refused.value.facts["problems"]
    assert field in [one["field"] for one in problems]
    assert all(one["why"]["zh"] and one["why"]["en"] for one in problems)
    assert counts(quick_scene) == before


def test_a_new_service_is_offered_by_every_general_window(scene: Scene) -> None:
    setup.add_service(scene.hall, facts=service_facts("new-one"))
    scene.open(1)
    taken = tickets.take(scene.hall, services=["new-one"])
    assert taken.ticket.text == "K001"
    assert calls.call_next(scene.hall, window_no=1, by=scene.clerk(1)).ticket.id == taken.ticket.id
    with pytest.raises(NameTaken):
        setup.add_service(scene.hall, facts=service_facts("new-one"))


def test_an_edited_service_keeps_its_code_and_place(scene: Scene) -> None:
    code = scene.general_services()[0]
    place = [one.code for one in set_up(scene).offered].index(code)
    setup.edit_service(scene.hall, service=code, facts=service_facts("another-code"))
    edited = set_up(scene).offered[place]
    assert (edited.code, edited.name.zh, edited.materials[0].copies) == (code, "新业务", 1)
    with pytest.raises(UnknownService):
        setup.edit_service(scene.hall, service="another-code", facts=service_facts("another-code"))


def test_whoever_waits_for_a_withdrawn_service_is_still_called(scene: Scene) -> None:
    scene.open(1, 13)
    code = next(one.code for one in set_up(scene).offered if one.category == set_up(scene).categories[0].id)
    waiting = [tickets.take(scene.hall, services=[code]).ticket.id for _n in range(3)]
    setup.withdraw_service(scene.hall, service=code)
    with pytest.raises(UnknownService):
        tickets.take(scene.hall, services=[code])
    assert calls.call_next(scene.hall, window_no=1, by=scene.clerk(1)).ticket.id == waiting[0]
    assert calls.call_next(scene.hall, window_no=13, by=scene.clerk(13)).ticket.id == waiting[1]
    # The file, loaded again without it, changes nothing for them.
    file = demo_file()
    windows_without = tuple(
        replace(one, serves=tuple(other for other in one.serves if other != code)) for one in file.windows
    )
    services_without = tuple(one for one in file.services if one.code != code)
    setup.load_hall(scene.database, file=replace(file, services=services_without, windows=windows_without))
    calls.start(scene.hall, window_no=13, by=scene.clerk(13))
    calls.finish(scene.hall, window_no=13, by=scene.clerk(13), outcome=Outcome.DONE_ON_SPOT)
    assert calls.call_next(scene.hall, window_no=13, by=scene.clerk(13)).ticket.id == waiting[2]


def test_a_window_is_added_changed_and_withdrawn(scene: Scene) -> None:
    facts: dict[str, Any] = {"no": 30, "name": {"zh": "新窗口"}, "area": "A", "serves": "all"}
    setup.add_window(scene.hall, facts=facts)
    with pytest.raises(NameTaken):
        setup.add_window(scene.hall, facts=facts)
    code = scene.general_services()[0]
    setup.edit_window(scene.hall, window_no=30, facts={"name": {"zh": "专窗"}, "serves": [code]})
    post = set_up(scene).post_by_no(30)
    assert (post.name.zh, post.area, len(post.services)) == ("专窗", None, 1)
    setup.withdraw_window(scene.hall, window_no=30)
    with pytest.raises(UnknownWindow):
        set_up(scene).post_by_no(30)
    setup.add_window(scene.hall, facts=facts)
    assert set_up(scene).post_by_no(30).id == post.id


@pytest.mark.parametrize("paused", [False, True])
def test_a_window_at_work_is_not_taken_away(scene: Scene, paused: bool) -> None:
    scene.open(1)
    if paused:
        windows.pause(scene.hall, window_no=1, by=scene.clerk(1), reason=PauseReason.BREAK)
    with pytest.raises(WindowTaken):
        setup.withdraw_window(scene.hall, window_no=1)


def test_nobody_parked_or_sent_to_a_window_is_forgotten_with_it(scene: Scene) -> None:
    scene.open(1, 2)
    for _n in range(2):
        tickets.take(scene.hall, services=scene.general_services()[:1])
    parked = calls.call_next(scene.hall, window_no=2, by=scene.clerk(2)).ticket.id
    calls.start(scene.hall, window_no=2, by=scene.clerk(2))
    calls.park(scene.hall, window_no=2, by=scene.clerk(2))
    sent = calls.call_next(scene.hall, window_no=1, by=scene.clerk(1)).ticket.id
    calls.start(scene.hall, window_no=1, by=scene.clerk(1))
    calls.transfer(scene.hall, window_no=1, by=scene.clerk(1), to_window_no=2)
    windows.close_for(scene.hall, window_no=2)
    with pytest.raises(StillParked):
        setup.withdraw_window(scene.hall, window_no=2)
    windows.open_window(scene.hall, window_no=2, by=scene.clerk(2))
    calls.unpark(scene.hall, window_no=2, by=scene.clerk(2), ticket=parked)
    calls.start(scene.hall, window_no=2, by=scene.clerk(2))
    calls.finish(scene.hall, window_no=2, by=scene.clerk(2), outcome=Outcome.DONE_ON_SPOT)
    windows.close(scene.hall, window_no=2, by=scene.clerk(2))
    setup.withdraw_window(scene.hall, window_no=2)
    assert calls.call_next(scene.hall, window_no=1, by=scene.clerk(1)).ticket.id == sent


def test_a_notice_goes_up_and_comes_down(scene: Scene) -> None:
    before = set_up(scene).notices
    notice = setup.put_up_notice(scene.hall, facts={"text": {"zh": "今日下午学习", "en": "Training this afternoon"}})
    assert len(set_up(scene).notices) == len(before) + 1
    setup.take_down_notice(scene.hall, notice=notice)
    assert set_up(scene).notices == before
    with pytest.raises(UnknownRecord):
        setup.take_down_notice(scene.hall, notice=99_999)


# --- the bell, lists to take home, the end of the day -----------------------------------------------------------------


def test_a_bell_rings_once_until_somebody_goes(scene: Scene) -> None:
    kiosk = next(one.id for one in set_up(scene).devices.values() if one.kind is DeviceKind.KIOSK)
    bell = help.ring(scene.hall, device=kiosk)
    assert help.ring(scene.hall, device=kiosk) == bell
    for _n in range(2):
        help.answer_bell(scene.hall, bell=bell, by=scene.clerk(17))
    assert help.ring(scene.hall, device=kiosk) != bell
    with pytest.raises(UnknownRecord):
        help.answer_bell(scene.hall, bell=99_999, by=scene.clerk(17))
    with scene.hall.look() as look:
        kinds = list(look.connection.scalars(select(laid.journal.c.kind)))
    assert (kinds.count("HelpAsked"), kinds.count("HelpAnswered")) == (2, 1)


def test_lists_taken_home_are_counted_by_service(scene: Scene) -> None:
    first, second = scene.general_services()[:2]
    for service, on_paper in ((first, True), (first, False), (second, True)):
        help.give_guide(scene.hall, service=service, on_paper=on_paper)
    with scene.hall.look() as look:
        given = {row.service_id: row.given for row in look.connection.execute(select(laid.guides))}
    here = set_up(scene)
    assert given == {here.service_by_code(first).id: 2, here.service_by_code(second).id: 1}


def test_only_a_person_puts_down_those_who_went(scene: Scene) -> None:
    scene.open(1)
    waiting = [tickets.take(scene.hall, services=scene.general_services()[:1]).ticket.id for _n in range(3)]
    calls.call_next(scene.hall, window_no=1, by=scene.clerk(1))
    with pytest.raises(StillServing):
        days.close_day(scene.hall)
    calls.start(scene.hall, window_no=1, by=scene.clerk(1))
    calls.finish(scene.hall, window_no=1, by=scene.clerk(1), outcome=Outcome.DONE_ON_SPOT)
    scene.clock.pass_by(26 * 3600)  # midnight alone changes nothing
    with scene.hall.look() as look:
        assert [one.id for one in in_hall(look)] == waiting[1:]
    assert days.close_day(scene.hall) == 2
    with scene.hall.look() as look:
        assert [get(look, one).status for one in waiting] == [Status.DONE, Status.LEFT, Status.LEFT]
    assert days.close_day(scene.hall) == 0


def test_a_page_changes_neither_the_code_nor_the_district_of_a_hall(scene: Scene) -> None:
    before = set_up(scene)
    facts = {
        "name": {"zh": "新名", "en": "New name"},
        "address": {"zh": "某路"},
        "phone": "",
        "zone": "Asia/Shanghai",
        "accent": "#0b4f8a",
    }
    setup.edit_hall(scene.hall, facts={**facts, "code": "other", "district": "天河区"})
    after = set_up(scene)
    assert (after.code, after.district) == (before.code, before.district)
    assert (before.district, after.name.en) == ("越秀区（演示）", "New name")
