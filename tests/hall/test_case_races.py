"""Two who do something to a case in the same instant: one does it, the other is told."""

import threading
from collections.abc import Callable
from typing import Any

from hall.actions import case_upkeep
from hall.actions import cases as deeds
from hall.errors import Refusal
from hall.rules.case import Step, Verdict
from tests.hall.conftest import HandClock, Scene
from tests.hall.test_cases import Desk
from tests.hall.test_contacts import PHONE


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all of them in the same instant; returns the codes of what was refused."""
    gate, refused = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
        except Refusal as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_of_two_who_find_at_once_one_finds(scene: Scene) -> None:
    desk = Desk(scene)
    desk.do(deeds.assign, handler=desk.colleague)
    found: dict[str, Any] = {"case": desk.case, "seen": desk.seen(), "verdict": Verdict.MISTAKEN, "text": "误评"}
    refused = at_once(
        *(lambda by=by: deeds.verify(scene.hall, by=by, **found) for by in (desk.manager, desk.colleague))
    )
    assert refused == ["wrong-case-move"]
    assert desk.story().count(Step.VERIFIED) == 1


def test_of_two_managers_who_name_a_handler_at_once_one_names(scene: Scene) -> None:
    desk = Desk(scene)
    named = {"case": desk.case, "seen": desk.seen(), "by": desk.manager}
    refused = at_once(
        *(lambda to=to: deeds.assign(scene.hall, handler=to, **named) for to in (desk.colleague, desk.stranger))
    )
    assert refused == ["case-changed"]
    assert desk.now().handler in (desk.colleague, desk.stranger)


def test_a_number_left_twice_in_the_same_instant_is_kept_once(scene: Scene) -> None:
    desk = Desk(scene)
    refused = at_once(*(lambda: deeds.leave_contact(scene.hall, case=desk.case, phone=PHONE) for _each in range(2)))
    assert refused == ["contact-already-left"]
    assert desk.story().count(Step.CONTACT_LEFT) == 1


def test_two_rounds_in_the_same_instant_erase_once(scene: Scene, clock: HandClock) -> None:
    desk = Desk(scene)
    desk.leave_contact()
    clock.pass_by(91 * 86_400)
    assert at_once(*(lambda: case_upkeep.keep_up(scene.hall) for _each in range(2))) == []
    assert desk.story().count(Step.CONTACT_ERASED) == 1
