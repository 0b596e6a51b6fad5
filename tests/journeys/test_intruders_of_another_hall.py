"""Halls share a house, not their business: whatever belongs to the other one does not exist here."""

import re
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from hall.actions import exclusions, printing, ratings, setup
from hall.actions import help as helping
from hall.rules.device import DeviceKind
from hall.rules.exclusion import Reason
from hall.rules.hall_file import read_hall_file
from hall.rules.rating import Level, Opinion
from hall.rules.staff import POWERS, Power, Role
from hall.store.tables import cases, print_jobs, staff
from hall.store.tables import devices as devices_table
from tests.backstage import Backstage
from tests.journeys.shut_house import House
from tests.rooms import problem
from tests.servers import ROOT
from web.doors import DOORS


def test_another_halls_people_tickets_and_devices_are_not_there(fresh: House) -> None:
    """Halls share a house, not their business: whatever belongs to the other one does not exist here."""
    ids = _ids_of_another_hall(fresh)
    tried = 0
    for door in DOORS:
        named = re.findall(r"<int:(\w+)>", door.path)
        if not named or named[0] not in ids or not (isinstance(door.guest, Power) or door.guest is DeviceKind.KIOSK):
            continue
        for role in (Role.DESK, Role.MANAGER, Role.ADMINISTRATOR):
            headers = fresh.device("kiosk") if isinstance(door.guest, DeviceKind) else None
            if headers is None and (not isinstance(door.guest, Power) or door.guest not in POWERS[role]):
                continue
            headers = headers or {"Authorization": f"Bearer {fresh.session_of(role)}"}
            path = re.sub(r"<int:\w+>", str(ids[named[0]]), door.path)
            answer = fresh.client().open(path, method=door.method, json=BODIES.get(named[0]), headers=headers)
            if answer.status_code == 422:
                continue
            assert problem(answer) in ((404, problem(answer)[1]), (409, "no-printer")), (door.method, path)
            # Nor does the answer tell that somewhere it does exist.
            nowhere = re.sub(r"<int:\w+>", "987654321", door.path)
            other = fresh.client().open(nowhere, method=door.method, json=BODIES.get(named[0]), headers=headers)
            assert problem(other) == problem(answer), door.path
            tried += 1
    assert tried > 15
    pad = fresh.device("pad")
    said = {"handling": str(ids["handling"]), "level": 5, "tags": []}
    assert problem(fresh.post("/evaluator/ratings", said, pad)) == (404, "unknown-handling")
    display = {"handling": str(ids["handling"]), "times_called": 1}
    assert problem(fresh.post("/display/announced", display, fresh.device("display"))) == (404, "unknown-handling")
    clerk = {"Authorization": f"Bearer {fresh.session_of(Role.CLERK)}"}
    assert fresh.post("/clerk/windows/1/open", {}, clerk).status_code == 200
    assert problem(fresh.post("/clerk/windows/1/unpark", {"ticket": str(ids["ticket"])}, clerk))[0] in (404, 409)


BODIES: dict[str, Any] = {
    "ticket": {},
    "handling": {},
    "bell": {},
    "job": {},
    "rating": {"reason": "trial", "text": "调试"},
    "exclusion": {"approve": True},
}


def _ids_of_another_hall(house: House) -> dict[str, int]:
    """One of everything in a second hall of the same house."""
    file = (ROOT / "halls" / "demo.toml").read_text("utf-8")
    code = read_hall_file(file).hall.code
    # Sign-in names are the whole house's: the other hall's people are called differently.
    other = file.replace(f'code = "{code}"', 'code = "elsewhere"', 1)
    entry = read_hall_file(other)
    renamed = tuple(replace(one, name=f"x.{one.name}") for one in entry.staff)
    made = setup.load_hall(house.house.database, file=replace(entry, staff=renamed), demo=True)
    stage = Backstage(house.house.database, made)
    stage.open(1)
    ticket = stage.take()
    handling = stage.serve(1)
    with stage.hall.look() as look:
        window = look.set_up.post_by_no(1).id
    rating = ratings.rate_at_pad(stage.hall, handling=handling, window=window, said=Opinion(Level(1), tags=("115",)))
    exclusion = exclusions.ask(stage.hall, rating=rating, reason=Reason.TRIAL, text="调试", by=stage.clerk(2))
    device = stage.rows(select(devices_table.c.id).where(devices_table.c.hall_id == made))[0].id
    bell = helping.ring(stage.hall, device=device)
    printing.print_ticket(stage.hall, ticket=ticket, device=device)
    printer = stage.rows(
        select(devices_table.c.id).where(devices_table.c.hall_id == made, devices_table.c.kind == "printer")
    )[0].id
    notice = setup.put_up_notice(stage.hall, facts={"text": {"zh": "告示"}})
    closure = setup.add_closure(
        stage.hall, facts={"from": "2030-01-01", "to": "2030-01-01", "notice": {"zh": "元旦放假"}}
    )
    return {
        "ticket": ticket,
        "handling": handling,
        "rating": rating,
        "exclusion": exclusion,
        "case": stage.rows(select(cases.c.id).where(cases.c.hall_id == made))[0].id,
        "bell": int(bell),
        "job": stage.rows(select(print_jobs.c.id).where(print_jobs.c.hall_id == made))[0].id,
        "device": device,
        "printer": printer,
        "who": stage.rows(select(staff.c.id).where(staff.c.hall_id == made))[0].id,
        "notice": int(notice),
        "closure": int(closure),
    }
