"""What a kiosk shows."""

from typing import Any

from sqlalchemy import text, update

from hall.actions import help as helping
from hall.actions import printing, tickets
from hall.rules.device import DeviceKind
from hall.store.live import Live
from hall.store.pictures.kiosk import Kiosk
from hall.store.tables import services
from kiosk.live import kiosk
from tests.rooms import Doors

CODE = "social-card"


def device(doors: Doors, place: int = 0) -> int:
    with doors.backstage.hall.look() as look:
        return [one.id for one in look.set_up.devices.values() if one.kind is DeviceKind.KIOSK][place]


def picture(doors: Doors, place: int = 0) -> Kiosk:
    with doors.backstage.hall.look() as look:
        return kiosk(Live(look), device(doors, place))


def test_every_service_is_shown_with_its_line(doors: Doors) -> None:
    doors.backstage.open(1, 2)
    doors.backstage.take(CODE)
    shown = picture(doors)
    guide = next(one for one in shown.services if one.code == CODE)
    assert (guide.waiting, guide.windows_open) == (1, 2)
    assert guide.materials
    assert (shown.waiting, shown.windows_open) == (1, 2)
    assert shown.enquiry == "enquiry"


def test_who_comes_now_is_told_of_every_line_its_windows_serve(doors: Doors) -> None:
    doors.backstage.open(1)
    doors.backstage.take("resident-medical-join")
    guide = next(one for one in picture(doors).services if one.code == CODE)
    assert (guide.waiting, guide.ahead) == (0, 1)
    assert tickets.take(doors.backstage.hall, services=[CODE]).ahead == guide.ahead


def test_a_window_that_serves_a_whole_category_counts_once(doors: Doors) -> None:
    doors.backstage.open(1)
    doors.backstage.take(CODE)
    doors.backstage.take("resident-medical-join")
    insurance = next(one for one in picture(doors).categories if one.code == "insurance")
    assert (insurance.waiting, insurance.windows_open) == (2, 1)


def test_a_window_on_pause_is_open_on_no_screen(doors: Doors) -> None:
    doors.backstage.open(1, 2)
    ticket = doors.backstage.take(CODE)
    doors.backstage.pause(2)
    assert open_windows(doors, ticket) == {
        "kiosk": 1,
        "category": 1,
        "service": 1,
        "wall": 1,
        "phone": 1,
        "hall": 1,
        "desk": 1,
    }
    doors.backstage.pause(1)
    assert set(open_windows(doors, ticket).values()) == {0}


def open_windows(doors: Doors, ticket: int) -> dict[str, int]:
    """Screen → how many windows it says are open (for the service that is waited for)."""

    def draw(room: str, key: int = 0) -> Any:
        return doors.house.push.picture(room, doors.backstage.hall_id, key)

    at_kiosk = picture(doors)
    return {
        "kiosk": at_kiosk.windows_open,
        "category": next(one.windows_open for one in at_kiosk.categories if one.code == "insurance"),
        "service": next(one.windows_open for one in at_kiosk.services if one.code == CODE),
        "wall": draw("display")["queues"][0]["windows_open"],
        "phone": draw("phone", ticket)["windows_open"],
        "hall": draw("manager")["windows_open"],
        "desk": draw("desk")["windows_open"],
    }


def test_other_reasons_are_not_offered_without_the_desk(doors: Doors) -> None:
    assert "elder" in picture(doors).priorities
    assert "other" not in picture(doors).priorities


def test_the_bell_shows_on_the_kiosk_that_rang(doors: Doors) -> None:
    bell = helping.ring(doors.backstage.hall, device=device(doors))
    assert (picture(doors, 0).bell_rung, picture(doors, 1).bell_rung) == (True, False)
    helping.answer_bell(doors.backstage.hall, bell=bell, by=doors.backstage.clerk(1))
    assert not picture(doors).bell_rung


def test_a_slip_is_followed_to_its_end(doors: Doors) -> None:
    taken = tickets.take(doors.backstage.hall, services=[CODE], device=device(doors))
    job = printing.print_ticket(doors.backstage.hall, ticket=taken.ticket.id, device=device(doors))
    assert [(one.job, one.state) for one in picture(doors).slips] == [(str(job.id), "queued")]


def test_nothing_in_the_picture_tells_who_waits(doors: Doors) -> None:
    doors.backstage.take(CODE)
    assert "A001" not in repr(picture(doors))


def test_a_service_without_lists_or_english_never_kills_the_picture(doors: Doors) -> None:
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        bare = {"materials": [], "conditions": [], "procedure": [], "keywords": [], "name": {"zh": "新业务"}}
        connection.execute(update(services).where(services.c.code == CODE).values(**bare))
    doors.house.database.set_ups.clear()
    guide = next(one for one in picture(doors).services if one.code == CODE)
    assert (guide.name.zh, guide.name.en, guide.materials) == ("新业务", None, ())


def test_a_broken_row_is_left_bare_and_the_others_stay(doors: Doors) -> None:
    with doors.house.database.deed(doors.backstage.hall_id) as connection:
        connection.execute(text("UPDATE services SET materials = '[{\"nom\": 1}]' WHERE code = :code"), {"code": CODE})
    doors.house.database.set_ups.clear()
    shown = picture(doors)
    assert len(shown.services) > 30
