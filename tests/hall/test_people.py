"""Who may come in, with what, and for how long."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hall.actions import calls, devices, people, tickets
from hall.actions.people import LINK, LONGEST_PASSWORD, SESSION
from hall.errors import (
    LastAdministrator,
    LinkUsed,
    Malformed,
    NameTaken,
    PairingGone,
    PrinterUnknown,
    StillServing,
    TextTooLong,
    UnknownDevice,
    UnknownStaff,
    WeakPassword,
    WrongPassword,
)
from hall.rules.device import DeviceKind
from hall.rules.handling import Outcome
from hall.rules.staff import Role, Staff
from hall.store import journal
from hall.store import people as questions
from hall.store.devices import paired_with
from hall.store.tables import journal as journal_table
from hall.store.tables import links, sessions, staff
from tests.hall.conftest import HandClock, Scene

GOOD = "correct horse battery"
BETTER = "another long password"


def somebody(scene: Scene, role: Role) -> Staff:
    with scene.hall.look() as look:
        return next(one for one in look.set_up.staff.values() if one.role is role and one.active)


def facts_of(scene: Scene, person: Staff, **changes: object) -> dict[str, object]:
    with scene.hall.look() as look:
        post = look.set_up.posts.get(person.habit_window or 0)
    facts: dict[str, object] = {
        "name": person.name,
        "shown": person.shown.to_facts(),
        "number": person.number,
        "role": str(person.role),
        "window_no": post.no if post else None,
    }
    return facts | changes


def with_password(scene: Scene, role: Role) -> Staff:
    person = somebody(scene, role)
    people.hand_out(scene.hall, passwords={person.name: GOOD}, tokens={})
    return person


def kinds(scene: Scene) -> list[str]:
    with scene.hall.look() as look:
        return list(look.connection.scalars(select(journal_table.c.kind).order_by(journal_table.c.seq)))


def comes_in(scene: Scene, token: str) -> bool:
    with scene.database.look() as connection:
        return questions.session_of(connection, token, now=scene.clock.now()) is not None


# --- signing in -------------------------------------------------------------------------------------------


def test_name_and_password_open_a_session_that_the_journal_knows(scene: Scene) -> None:
    person = with_password(scene, Role.CLERK)
    session = people.sign_in(scene.database, name=person.name, password=GOOD)
    assert (session.staff, session.hall) == (person.id, scene.hall_id)
    assert comes_in(scene, session.token)
    assert kinds(scene)[-1] == "SignedIn"


@pytest.mark.parametrize("name", ["nobody", "", "chen.jiayi' OR 1=1 --", "名" * 500])
def test_a_name_nobody_has_is_refused_like_a_wrong_password(quick_scene: Scene, name: str) -> None:
    person = with_password(quick_scene, Role.CLERK)
    with pytest.raises(WrongPassword) as unknown:
        people.sign_in(quick_scene.database, name=name, password=GOOD)
    with pytest.raises(WrongPassword) as wrong:
        people.sign_in(quick_scene.database, name=person.name, password=GOOD + "!")
    assert unknown.value.facts == wrong.value.facts == {}


def test_somebody_without_a_password_cannot_come_in(quick_scene: Scene) -> None:
    person = somebody(quick_scene, Role.CLERK)
    for guess in ("", person.name, "None"):
        with pytest.raises(WrongPassword):
            people.sign_in(quick_scene.database, name=person.name, password=guess)


def test_a_session_ends_by_itself_after_its_day(quick_scene: Scene) -> None:
    person = with_password(quick_scene, Role.CLERK)
    session = people.sign_in(quick_scene.database, name=person.name, password=GOOD)
    quick_scene.clock.pass_by(SESSION.total_seconds() - 1)
    assert comes_in(quick_scene, session.token)
    quick_scene.clock.pass_by(1)
    assert not comes_in(quick_scene, session.token)


def test_signing_out_ends_that_session_alone(scene: Scene) -> None:
    person = with_password(scene, Role.CLERK)
    first, second = (people.sign_in(scene.database, name=person.name, password=GOOD) for _n in range(2))
    people.sign_out(scene.hall, who=person.id, session=first.id)
    assert not comes_in(scene, first.token)
    assert comes_in(scene, second.token)
    assert kinds(scene)[-1] == "SignedOut"


def test_no_password_and_no_token_stands_in_the_database(quick_scene: Scene) -> None:
    person = with_password(quick_scene, Role.CLERK)
    session = people.sign_in(quick_scene.database, name=person.name, password=GOOD)
    link = people.give_link(quick_scene.hall, who=person.id)
    with quick_scene.database.look() as connection:
        kept = repr([list(connection.execute(select(table))) for table in (staff, sessions, links, journal_table)])
    assert all(secret not in kept for secret in (GOOD, session.token, link))
    assert "$argon2id$" in kept


# --- passwords and links --------------------------------------------------------------------------------------


def test_another_password_ends_all_other_sessions(scene: Scene) -> None:
    person = with_password(scene, Role.CLERK)
    here, there = (people.sign_in(scene.database, name=person.name, password=GOOD) for _n in range(2))
    people.change_password(scene.hall, who=person.id, session=here.id, old=GOOD, new=BETTER)
    assert comes_in(scene, here.token)
    assert not comes_in(scene, there.token)
    with pytest.raises(WrongPassword):
        people.sign_in(scene.database, name=person.name, password=GOOD)
    people.sign_in(scene.database, name=person.name, password=BETTER)


def test_changing_a_password_needs_the_old_one(quick_scene: Scene) -> None:
    person = with_password(quick_scene, Role.CLERK)
    with pytest.raises(WrongPassword):
        people.change_password(quick_scene.hall, who=person.id, session=1, old="not this one", new=BETTER)


@pytest.mark.parametrize(("new", "refusal"), [("short", WeakPassword), (GOOD, WeakPassword), ("x" * 201, TextTooLong)])
def test_a_weak_password_is_refused(quick_scene: Scene, new: str, refusal: type[Exception]) -> None:
    person = with_password(quick_scene, Role.CLERK)
    with pytest.raises(refusal):
        people.change_password(quick_scene.hall, who=person.id, session=1, old=GOOD, new=new)
    assert LONGEST_PASSWORD == 200


def test_ones_own_name_is_no_password(quick_scene: Scene) -> None:
    person = with_password(quick_scene, Role.CLERK)
    assert len(person.shown.en or "") >= 10
    with pytest.raises(WeakPassword):
        people.change_password(
            quick_scene.hall, who=person.id, session=1, old=GOOD, new=(person.shown.en or "").upper()
        )


def test_a_link_lets_the_first_administrator_in_once(scene: Scene) -> None:
    first = somebody(scene, Role.ADMINISTRATOR)
    token = people.give_link(scene.hall, who=first.id)
    assert people.whose_link(scene.database, token=token).id == first.id
    with pytest.raises(WeakPassword):
        people.use_link(scene.database, token=token, password="short")
    assert people.use_link(scene.database, token=token, password=GOOD).id == first.id
    people.sign_in(scene.database, name=first.name, password=GOOD)
    with pytest.raises(LinkUsed):
        people.use_link(scene.database, token=token, password=BETTER)


def test_a_link_is_good_for_a_day_and_void_once_there_is_a_newer(quick_scene: Scene) -> None:
    person = somebody(quick_scene, Role.CLERK)
    older = people.give_link(quick_scene.hall, who=person.id)
    newer = people.give_link(quick_scene.hall, who=person.id)
    with pytest.raises(LinkUsed):
        people.whose_link(quick_scene.database, token=older)
    quick_scene.clock.pass_by(LINK.total_seconds())
    with pytest.raises(LinkUsed):
        people.use_link(quick_scene.database, token=newer, password=GOOD)


# --- who works here ------------------------------------------------------------------------------------------------


def test_somebody_joins_changes_and_leaves(scene: Scene) -> None:
    facts = {"name": "new.clerk", "shown": {"zh": "新同事"}, "number": "JS900", "role": "clerk", "window_no": 1}
    who = people.add_staff(scene.hall, facts=facts)
    people.use_link(scene.database, token=people.give_link(scene.hall, who=who), password=GOOD)
    session = people.sign_in(scene.database, name="new.clerk", password=GOOD)
    people.change_staff(scene.hall, who=who, facts=facts | {"role": "desk", "window_no": 17})
    with scene.hall.look() as look:
        assert look.set_up.staff_by_id(who).role is Role.DESK
    people.deactivate(scene.hall, who=who)
    assert not comes_in(scene, session.token)
    with pytest.raises(WrongPassword):
        people.sign_in(scene.database, name="new.clerk", password=GOOD)
    with pytest.raises(UnknownStaff):
        people.give_link(scene.hall, who=who)
    people.reactivate(scene.hall, who=who)
    people.sign_in(scene.database, name="new.clerk", password=GOOD)


@pytest.mark.parametrize("taken", ["name", "number"])
def test_two_people_never_share_a_name_or_a_number(scene: Scene, taken: str) -> None:
    clerk, manager = somebody(scene, Role.CLERK), somebody(scene, Role.MANAGER)
    same = facts_of(scene, manager, **{taken: getattr(clerk, taken)})
    with pytest.raises(NameTaken):
        people.change_staff(scene.hall, who=manager.id, facts=same)
    with pytest.raises(NameTaken):
        people.add_staff(scene.hall, facts=facts_of(scene, clerk, number="JS901"))


def test_wrong_facts_are_all_named_in_both_languages(quick_scene: Scene) -> None:
    wrong = {"name": "Bad Name", "shown": {"zh": ""}, "number": "1", "role": "king"}
    with pytest.raises(Malformed) as refused:
        people.add_staff(quick_scene.hall, facts=wrong)
    problems: Any = refused.value.facts["problems"]
    assert {"name", "shown.zh", "role"} <= {one["field"] for one in problems}
    assert all(one["why"]["zh"] and one["why"]["en"] for one in problems)


def test_the_last_administrator_stays(scene: Scene) -> None:
    last = somebody(scene, Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        people.deactivate(scene.hall, who=last.id)
    with pytest.raises(LastAdministrator):
        people.change_staff(scene.hall, who=last.id, facts=facts_of(scene, last, role="manager"))
    second = {"name": "second", "shown": {"zh": "二"}, "number": "JS902", "role": "administrator"}
    people.add_staff(scene.hall, facts=second)
    people.deactivate(scene.hall, who=last.id)


def test_who_leaves_leaves_no_window_open_and_no_visitor_alone(scene: Scene) -> None:
    scene.open(1)
    tickets.take(scene.hall, services=scene.general_services()[:1])
    clerk = scene.clerk(1)
    calls.call_next(scene.hall, window_no=1, by=clerk)
    with pytest.raises(StillServing):
        people.deactivate(scene.hall, who=clerk)
    calls.start(scene.hall, window_no=1, by=clerk)
    calls.finish(scene.hall, window_no=1, by=clerk, outcome=Outcome.DONE_ON_SPOT)
    people.deactivate(scene.hall, who=clerk)
    assert "WindowClosed" in kinds(scene)


def test_a_photo_has_a_new_tag_whenever_it_is_new(quick_scene: Scene) -> None:
    person = somebody(quick_scene, Role.CLERK)
    tags = []
    for jpeg in (b"one", b"two", None):
        people.set_photo(quick_scene.hall, who=person.id, jpeg=jpeg)
        tags.append(somebody(quick_scene, Role.CLERK).photo_tag)
    assert tags[0] != tags[1]
    assert tags[2] is None


# --- devices ----------------------------------------------------------------------------------------------------------


def pair(scene: Scene, **facts: object) -> tuple[int, str]:
    asked = devices.ask_pairing(scene.database, kind=DeviceKind(str(facts["kind"])))
    assert devices.collect(scene.database, secret=asked.secret) is None
    device = devices.approve_pairing(scene.hall, code=asked.code, facts=facts)
    token = devices.collect(scene.database, secret=asked.secret)
    assert token is not None
    return device, token


def is_let_in(scene: Scene, token: str) -> bool:
    with scene.database.look() as connection:
        return questions.device_with(connection, token) is not None


def test_a_device_shows_a_code_and_keeps_a_token_once_approved(scene: Scene) -> None:
    asked = devices.ask_pairing(scene.database, kind=DeviceKind.PAD)
    assert len(asked.code) == 6
    assert asked.code.isdigit()
    with pytest.raises(Malformed):
        devices.approve_pairing(scene.hall, code=asked.code, facts={"name": "新评价器"})
    device = devices.approve_pairing(scene.hall, code=asked.code, facts={"name": "新评价器", "window_no": 3})
    token = devices.collect(scene.database, secret=asked.secret)
    assert token is not None
    assert is_let_in(scene, token)
    with scene.hall.look() as look:
        paired = look.set_up.device_by_id(device)
        assert (paired.kind, paired.window, paired.paired) == (DeviceKind.PAD, look.set_up.post_by_no(3).id, True)
    with pytest.raises(PairingGone):
        devices.collect(scene.database, secret=asked.secret)
    with pytest.raises(PairingGone):
        devices.approve_pairing(scene.hall, code=asked.code, facts={"name": "又一台", "window_no": 4})


def test_a_code_is_good_for_ten_minutes(scene: Scene) -> None:
    asked = devices.ask_pairing(scene.database, kind=DeviceKind.KIOSK)
    scene.clock.pass_by(timedelta(minutes=10).total_seconds())
    with pytest.raises(PairingGone):
        devices.approve_pairing(scene.hall, code=asked.code, facts={"name": "三号取号机"})
    with pytest.raises(PairingGone):
        devices.collect(scene.database, secret=asked.secret)


def test_a_code_lets_in_only_the_kind_of_screen_that_shows_it(quick_scene: Scene) -> None:
    asked = devices.ask_pairing(quick_scene.database, kind=DeviceKind.DISPLAY)
    with pytest.raises(Malformed):
        devices.approve_pairing(quick_scene.hall, code=asked.code, facts={"kind": "kiosk", "name": "三号取号机"})
    with pytest.raises(PairingGone):
        devices.approve_pairing(quick_scene.hall, code="000", facts={"name": "三号取号机"})


def test_a_revoked_device_is_out_at_once(scene: Scene) -> None:
    device, token = pair(scene, kind="display", name="侧屏", area="B")
    devices.revoke_device(scene.hall, device=device)
    assert not is_let_in(scene, token)
    devices.revoke_device(scene.hall, device=device)
    assert kinds(scene).count("DeviceRevoked") == 1


def test_a_lost_device_is_replaced_in_its_place(scene: Scene) -> None:
    device, lost = pair(scene, kind="pad", name="新评价器", window_no=5)
    asked = devices.ask_pairing(scene.database, kind=DeviceKind.PAD)
    devices.replace_device(scene.hall, device=device, code=asked.code)
    assert not is_let_in(scene, lost)
    found = devices.collect(scene.database, secret=asked.secret)
    assert found is not None
    with scene.database.look() as connection:
        row = questions.device_with(connection, found)
    assert row is not None
    assert row.id == device


def test_two_devices_never_share_a_name(quick_scene: Scene) -> None:
    asked = devices.ask_pairing(quick_scene.database, kind=DeviceKind.KIOSK)
    with pytest.raises(NameTaken):
        devices.approve_pairing(quick_scene.hall, code=asked.code, facts={"name": "一号取号机"})
    with pytest.raises(PrinterUnknown):
        devices.approve_pairing(quick_scene.hall, code=asked.code, facts={"name": "三号取号机", "printer": "没有"})


def test_a_printer_is_added_and_changed(scene: Scene) -> None:
    facts: dict[str, object] = {"name": "三号打印机", "driver": "network", "host": "192.0.2.7", "mode": "raster"}
    printer = devices.add_printer(scene.hall, facts=facts)
    devices.change_device(scene.hall, device=printer, facts=facts | {"host": "192.0.2.8"})
    with scene.hall.look() as look:
        assert (look.set_up.printers[printer].host, look.set_up.printers[printer].port) == ("192.0.2.8", 9100)
    devices.revoke_device(scene.hall, device=printer)
    with pytest.raises(UnknownDevice):
        devices.change_device(scene.hall, device=printer, facts=facts)


def test_handing_out_the_same_secrets_twice_changes_nothing(scene: Scene) -> None:
    person = somebody(scene, Role.CLERK)
    with scene.hall.look() as look:
        kiosk = next(one.id for one in look.set_up.devices.values() if one.kind is DeviceKind.KIOSK)
    for _n in range(2):
        people.hand_out(scene.hall, passwords={person.name: GOOD}, tokens={kiosk: "a kiosk's token"})
    assert kinds(scene).count("PasswordChanged") == kinds(scene).count("DeviceReady") == 1
    with scene.hall.look() as look:
        assert paired_with(look, {kiosk: "a kiosk's token"}) == {kiosk}


def test_the_journal_of_people_is_whole(scene: Scene, clock: HandClock) -> None:
    person = with_password(scene, Role.CLERK)
    people.sign_in(scene.database, name=person.name, password=GOOD)
    clock.pass_by(1)
    people.deactivate(scene.hall, who=person.id)
    with scene.database.look() as connection:
        assert list(journal.faults(connection, hall=scene.hall_id, key=scene.database.key)) == []


def test_nobody_signs_out_with_a_visitor_in_hand(quick_scene: Scene) -> None:
    quick_scene.open(1)
    by = quick_scene.clerk(1)
    tickets.take(quick_scene.hall, services=quick_scene.general_services()[:1])
    calls.call_next(quick_scene.hall, window_no=1, by=by)
    with pytest.raises(StillServing):
        people.sign_out(quick_scene.hall, who=by, session=1)
