"""A telephone number is left freely, once, sealed; the reply is answered once."""

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select

from hall.actions import case_upkeep, ratings
from hall.actions import cases as deeds
from hall.errors import (
    ContactAlreadyLeft,
    ContactNotNeeded,
    NotRepliedYet,
    PhoneUnusable,
    SealBroken,
    TextTooLong,
    UnknownCase,
)
from hall.rules.alert import RecipientKind
from hall.rules.alert_entry import RecipientEntry
from hall.rules.case import Contact, State
from hall.rules.rating import Level, Opinion
from hall.store import cases, contacts, journal, recipients
from hall.store.seal import Seal
from hall.store.tables import case_steps
from hall.store.tables import contacts as contacts_table
from hall.store.tables import journal as journal_table
from manager.upkeep import look_after
from tests.hall.conftest import SEAL_KEY, Scene
from tests.hall.test_ratings import served

PHONE = "13800138000"


def low(scene: Scene, window_no: int = 1) -> int:
    """Somebody is served and rates it low; returns the case that follows."""
    scene.open(window_no)
    turn = served(scene, window_no)
    ratings.rate_at_pad(
        scene.hall,
        handling=turn.handling.id,
        window=turn.handling.window,
        said=Opinion(Level.DISSATISFIED, tags=["214"]),
    )
    with scene.hall.look() as look:
        case = cases.of_handling(look, turn.handling.id)
    assert case is not None
    return case


def contact_of(scene: Scene, case: int) -> Contact | None:
    with scene.hall.look() as look:
        return contacts.of_case(look, case)


def test_a_number_that_was_left_can_be_read_only_with_the_key(scene: Scene) -> None:
    case = low(scene)
    deeds.leave_contact(scene.hall, case=case, phone=" １３８ 0013-8000 ", name="王女士")
    assert contact_of(scene, case) == Contact(PHONE, "王女士")
    with scene.hall.look() as look:
        one = cases.get(look, case)
        assert (one.contact, str(one.call_back_due), str(one.rectify_due)) == (True, "2026-11-24", "2026-12-14")
        row = look.connection.execute(select(contacts_table)).one()
        told = "".join(look.connection.scalars(select(journal_table.c.facts)))
        steps = str(look.connection.execute(select(case_steps)).all())
        assert list(journal.faults(look.connection, hall=scene.hall_id, key=scene.database.key)) == []
    for kept in (row.sealed.decode(), told, steps):
        assert PHONE not in kept
        assert "王" not in kept
    scene.database.seal = Seal([Fernet.generate_key()])
    with pytest.raises(SealBroken):
        contact_of(scene, case)


def test_an_older_key_still_opens_what_it_sealed(quick_scene: Scene) -> None:
    new, old = Fernet.generate_key(), Fernet.generate_key()
    sealed = Seal([old]).close(PHONE)
    assert Seal([new, old]).open(sealed) == PHONE
    with pytest.raises(SealBroken):
        Seal([old]).open(Seal([new, old]).close(PHONE))
    for deed in (lambda: Seal(()).open(sealed), lambda: Seal(()).close(PHONE)):
        with pytest.raises(SealBroken):
            deed()


def test_a_newer_key_takes_over_what_an_older_one_sealed(scene: Scene) -> None:
    case = low(scene)
    deeds.leave_contact(scene.hall, case=case, phone=PHONE)
    entry = RecipientEntry(RecipientKind.WEBHOOK, "群机器人", "https://robot.example/1", "{}", (), secret="s" * 32)
    with scene.hall.work() as work:
        robot = recipients.add(work, entry)
    assert not case_upkeep.anything_due(scene.hall)
    new = Fernet.generate_key()
    scene.database.seal = Seal([new, SEAL_KEY])
    assert case_upkeep.anything_due(scene.hall)
    look_after(scene.database)
    assert not case_upkeep.anything_due(scene.hall)
    # The older one is dropped: nothing is lost.
    scene.database.seal = Seal([new])
    assert contact_of(scene, case) == Contact(PHONE)
    with scene.hall.look() as look:
        assert recipients.secret_of(look, robot) == "s" * 32


def test_what_no_key_opens_is_left_as_it_is(quick_scene: Scene) -> None:
    deeds.leave_contact(quick_scene.hall, case=low(quick_scene), phone=PHONE)
    quick_scene.database.seal = Seal([Fernet.generate_key(), Fernet.generate_key()])
    assert not case_upkeep.anything_due(quick_scene.hall)
    assert Seal(()).renewed(b"") is None


def test_a_number_is_left_once_and_only_until_it_was_looked_into(quick_scene: Scene) -> None:
    scene, case = quick_scene, low(quick_scene)
    deeds.leave_contact(scene.hall, case=case, phone=PHONE)
    with pytest.raises(ContactAlreadyLeft):
        deeds.leave_contact(scene.hall, case=case, phone=PHONE)
    other = low(scene, 2)
    with scene.hall.work() as work:
        cases.change(work, cases.get(work, other), state=State.CALLED_BACK)
    with pytest.raises(ContactNotNeeded):
        deeds.leave_contact(scene.hall, case=other, phone=PHONE)
    with pytest.raises(UnknownCase):
        deeds.leave_contact(scene.hall, case=987654, phone=PHONE)


@pytest.mark.parametrize("phone", ["", "110", "请回电", "1380013800a", "1" * 16, "<b>13800138000</b>"])
def test_what_cannot_be_called_is_refused_and_nothing_is_kept(quick_scene: Scene, phone: str) -> None:
    case = low(quick_scene)
    with pytest.raises(PhoneUnusable):
        deeds.leave_contact(quick_scene.hall, case=case, phone=phone)
    with pytest.raises(TextTooLong):
        deeds.leave_contact(quick_scene.hall, case=case, phone=PHONE, name="王" * 41)
    with quick_scene.hall.look() as look:
        assert look.connection.execute(select(func.count()).select_from(contacts_table)).scalar_one() == 0


def test_there_is_nothing_to_answer_before_the_reply(quick_scene: Scene) -> None:
    case = low(quick_scene)
    with pytest.raises(NotRepliedYet):
        deeds.answer(quick_scene.hall, case=case, satisfied=True)


def test_the_citizen_sees_how_far_it_is_and_what_they_may_still_say(quick_scene: Scene) -> None:
    case = low(quick_scene)
    with quick_scene.hall.look() as look:
        one = cases.get(look, case)
        shown = cases.shown_to_citizen(look, one.handling)
        assert cases.shown_to_citizen(look, 987654) is None
    assert shown is not None
    assert (shown.contact_wanted, shown.contact_left, shown.replies, shown.answer_wanted) == (True, False, (), False)
    deeds.leave_contact(quick_scene.hall, case=case, phone=PHONE)
    with quick_scene.hall.look() as look:
        shown = cases.shown_to_citizen(look, one.handling)
    assert shown is not None
    assert (shown.contact_wanted, shown.contact_left) == (False, True)
