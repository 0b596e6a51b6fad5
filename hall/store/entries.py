"""The writing of what is set up: each entry of a hall, made or changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from hall.errors import NameTaken, UnknownRecord
from hall.rules.exchange import Exchange
from hall.rules.hall_entries import (
    CategoryEntry,
    DeviceEntry,
    HallEntry,
    HoursEntry,
    PrinterEntry,
    ServiceEntry,
    StaffEntry,
    WindowEntry,
)
from hall.rules.hours import DayHours
from hall.rules.policy import Policy
from hall.rules.service import Material
from hall.rules.text import Text
from hall.store import recount
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import (
    categories,
    closures,
    devices,
    halls,
    hours,
    notices,
    services,
    staff,
    window_services,
    windows,
)


def hall_with_code(connection: Connection, code: str) -> int | None:
    """The id of the hall with this code."""
    return connection.execute(select(halls.c.id).where(halls.c.code == code)).scalar_one_or_none()


def every_hall(connection: Connection) -> list[Any]:
    """The rows (id, code, demo) of all halls, oldest first."""
    return list(connection.execute(select(halls.c.id, halls.c.code, halls.c.demo).order_by(halls.c.id)))


def free_hall_id(connection: Connection) -> int:
    """A number no hall has yet: chosen before the deed, because the deed's lock and journal are the hall's."""
    return int(connection.execute(select(func.coalesce(func.max(halls.c.id), 0))).scalar_one()) + 1


def hall_exists(work: Work) -> bool:
    """Is there a row for the hall this deed is about?"""
    return work.connection.execute(select(halls.c.id).where(halls.c.id == work.hall_id)).first() is not None


# --- the hall itself ----------------------------------------------------------------------------------


def add_hall(work: Work, entry: HallEntry, *, demo: bool) -> None:
    """The row of a new hall, closed all week until its hours are put."""
    values = {"id": work.hall_id, "demo": demo, "always_open": False, "policy": Policy().to_facts(), **_hall(entry)}
    work.connection.execute(insert(halls).values(**values))


def put_hall(work: Work, entry: HallEntry) -> list[str]:
    """Change the hall's own data; returns the names of what changed."""
    changed = _change(work, halls, work.hall_id, _hall(entry))
    if "zone" in changed:
        # Every day of the past begins at another moment now.
        recount.mend(work.connection, work.hall_id)
    return changed


def put_policy(work: Work, policy: Policy) -> list[str]:
    """Change the hall's rules; returns the names of those that changed."""
    facts = policy.to_facts()
    before = work.connection.execute(select(halls.c.policy).where(halls.c.id == work.hall_id)).scalar_one()
    work.connection.execute(update(halls).where(halls.c.id == work.hall_id).values(policy=facts))
    return [name for name, value in facts.items() if before.get(name) != value]


def put_exchange(work: Work, exchange: Exchange | None) -> list[str]:
    """Change what the hall is called in exchange records; returns the column's name if it changed."""
    return _change(work, halls, work.hall_id, {"exchange": exchange.to_facts() if exchange else {}})


def put_hours(work: Work, entry: HoursEntry) -> None:
    """Change the week."""
    work.connection.execute(update(halls).where(halls.c.id == work.hall_id).values(always_open=entry.always_open))
    work.connection.execute(delete(hours).where(hours.c.hall_id == work.hall_id))
    week = [
        {"hall_id": work.hall_id, "weekday": weekday, **_day(day)}
        for weekday, day in enumerate(entry.week)
        if day is not None
    ]
    if week:
        work.connection.execute(insert(hours), week)


def _hall(entry: HallEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name.to_facts(),
        "address": entry.address.to_facts(),
        "phone": entry.phone,
        "zone": entry.zone,
        "languages": list(entry.languages),
        "voice": list(entry.voice),
        "accent": entry.accent,
        "welcome": entry.welcome.to_facts(),
        "ticket_note": entry.ticket_note.to_facts(),
        "district": entry.district,
    }


def _day(day: DayHours) -> dict[str, str | None]:
    return {
        "opens": f"{day.opens:%H:%M}",
        "break_from": f"{day.break_from:%H:%M}" if day.break_from else None,
        "break_to": f"{day.break_to:%H:%M}" if day.break_to else None,
        "closes": f"{day.closes:%H:%M}",
    }


# --- categories and services ----------------------------------------------------------------------------


def put_categories(work: Work, entries: tuple[CategoryEntry, ...]) -> dict[str, int]:
    """Make the hall's categories those listed; returns id by code, also of old ones that services still name."""
    known = _ids(work, categories, "code")
    for position, entry in enumerate(entries):
        values = {"code": entry.code, "name": entry.name.to_facts(), "position": position}
        if entry.code in known:
            _change(work, categories, known[entry.code], values)
        else:
            known[entry.code] = _add(work, categories, values)
    named = select(services.c.category_id).where(services.c.hall_id == work.hall_id)
    listed = [entry.code for entry in entries]
    gone = categories.c.code.not_in(listed) & categories.c.id.not_in(named)
    work.connection.execute(delete(categories).where(categories.c.hall_id == work.hall_id, gone))
    return known


def category_ids(work: Work) -> dict[str, int]:
    """Id by code."""
    return _ids(work, categories, "code")


def service_ids(work: Work) -> dict[str, int]:
    """Id by code, withdrawn ones too."""
    return _ids(work, services, "code")


def put_service(
    work: Work, entry: ServiceEntry, *, category: int, position: int | None = None
) -> tuple[int, list[str]]:
    """Add a service, or change the one with the same code (bringing it back if withdrawn).

    Returns its id with the names of what changed. Without `position` it keeps its own, or comes last.
    """
    known = _ids(work, services, "code").get(entry.code)
    values = {**_service(entry), "category_id": category, "active": True}
    if known is None:
        last = select(func.coalesce(func.max(services.c.position), -1)).where(services.c.hall_id == work.hall_id)
        place = position if position is not None else work.connection.execute(last).scalar_one() + 1
        return _add(work, services, {**values, "position": place}), sorted(values)
    if position is not None:
        values["position"] = position
    return known, _change(work, services, known, values)


def withdraw_service(work: Work, service: int) -> bool:
    """No new tickets for it, its row stays; False if it was withdrawn before."""
    return bool(_change(work, services, service, {"active": False}))


def _service(entry: ServiceEntry) -> dict[str, Any]:
    return {
        "code": entry.code,
        "prefix": entry.prefix,
        "kind": entry.kind,
        "name": entry.name.to_facts(),
        "summary": entry.summary.to_facts(),
        "materials": [_material(one) for one in entry.materials],
        "conditions": [one.to_facts() for one in entry.conditions],
        "procedure": [one.to_facts() for one in entry.procedure],
        "promised": entry.promised.to_facts(),
        "promised_days": entry.promised_days,
        "permit": entry.permit,
        "usual_outcome": entry.usual_outcome,
        "popular": entry.popular,
        "keywords": list(entry.keywords),
    }


def _material(one: Material) -> dict[str, Any]:
    note = None if one.note is None else one.note.to_facts()
    return {"name": one.name.to_facts(), "note": note, "copies": one.copies, "required": one.required}


# --- windows ------------------------------------------------------------------------------------------------


def window_ids(work: Work) -> dict[int, int]:
    """Id by number, withdrawn ones too."""
    return _ids(work, windows, "no")


def put_window(work: Work, entry: WindowEntry, *, service_by_code: dict[str, int]) -> tuple[int, list[str]]:
    """Add a window, or change the one with the same number; returns its id with the names of what changed."""
    values = {
        "no": entry.no,
        "name": entry.name.to_facts(),
        "area": entry.area,
        "desk": entry.desk,
        "serves_all": entry.serves_all,
        "active": True,
    }
    known = _ids(work, windows, "no").get(entry.no)
    window, changed = (known, _change(work, windows, known, values)) if known else (_add(work, windows, values), ["no"])
    before = _served(work, window)
    # One that serves everything serves services of later days too, hence names none.
    serves = set() if entry.serves_all else {service_by_code[code] for code in entry.serves}
    # Withdrawn services stay: whoever waits for one must still be called.
    serves |= {service for service, active in before.items() if not active}
    if serves != set(before):
        changed = [*changed, "serves"]
        work.connection.execute(delete(window_services).where(window_services.c.window_id == window))
        if serves:
            rows = [{"window_id": window, "service_id": one} for one in sorted(serves)]
            work.connection.execute(insert(window_services), rows)
    return window, changed


def _served(work: Work, window: int) -> dict[int, bool]:
    """The services a window names: is each still offered?"""
    asked = (
        select(services.c.id, services.c.active)
        .join(window_services, window_services.c.service_id == services.c.id)
        .where(window_services.c.window_id == window)
    )
    return {row.id: row.active for row in work.connection.execute(asked)}


def withdraw_window(work: Work, window: int) -> bool:
    """The window is no longer there, its row stays; False if it was withdrawn before."""
    return bool(_change(work, windows, window, {"active": False}))


# --- people and devices ---------------------------------------------------------------------------------------


def staff_ids(work: Work) -> dict[str, int]:
    """Id by sign-in name, those who left too."""
    return _ids(work, staff, "name")


def put_staff(work: Work, entry: StaffEntry, *, who: int | None, window: int | None) -> tuple[int, list[str]]:
    """Add somebody (`who` None) or change them; returns the id with the names of what changed. Raises NameTaken."""
    values = {
        "name": entry.name,
        "shown": entry.shown.to_facts(),
        "number": entry.number,
        "role": entry.role,
        "habit_window_id": window,
    }
    _must_be_free(work, entry, who=who)
    try:
        with work.connection.begin_nested():
            if who is None:
                return _add(work, staff, values), sorted(values)
            return who, _change(work, staff, who, values)
    except IntegrityError as error:  # a hall beside this one took the name at the same moment
        raise NameTaken(name=entry.name) from error


def _must_be_free(work: Work, entry: StaffEntry, *, who: int | None) -> None:
    others = staff.c.id != (who or 0)
    if work.connection.execute(select(staff.c.id).where(staff.c.name == entry.name, others)).first():
        raise NameTaken(name=entry.name)
    here = staff.c.hall_id == work.hall_id
    if work.connection.execute(select(staff.c.id).where(here, staff.c.number == entry.number, others)).first():
        raise NameTaken(name=entry.number)


def device_ids(work: Work) -> dict[str, int]:
    """Id by name, of those in use."""
    in_use = (devices.c.hall_id == work.hall_id) & devices.c.revoked_at.is_(None)
    asked = select(devices.c.name, devices.c.id).where(in_use)
    return {row.name: row.id for row in work.connection.execute(asked)}


def put_device(
    work: Work, entry: DeviceEntry, *, device: int | None, window: int | None, printer: int | None
) -> tuple[int, list[str]]:
    """Add a device (`device` None) or change it; returns its id with the names of what changed."""
    values = {
        "kind": entry.kind,
        "name": entry.name.zh,
        "name_en": entry.name.en,
        "window_id": window,
        "area": entry.area,
        "printer_id": printer,
        **_printing(entry.printing),
    }
    if device is None:
        return _add(work, devices, values), sorted(values)
    return device, _change(work, devices, device, values)


def _printing(entry: PrinterEntry | None) -> dict[str, Any]:
    names = ("driver", "mode", "host", "port", "path", "columns", "width")
    return {name: None if entry is None else getattr(entry, name) for name in names}


# --- closures and notices ----------------------------------------------------------------------------------------


def add_closure(work: Work, *, begins: datetime, ends: datetime, notice: Text) -> int:
    """A closure from one moment to another; returns its id."""
    return _add(work, closures, {"begins": begins, "ends": ends, "notice": notice.to_facts()})


def has_closure(work: Work, *, begins: datetime, ends: datetime, notice: Text) -> bool:
    """Does exactly this closure stand already?"""
    asked = select(closures.c.notice).where(
        closures.c.hall_id == work.hall_id, closures.c.begins == begins, closures.c.ends == ends
    )
    return notice.to_facts() in list(work.connection.scalars(asked))


def withdraw_closure(work: Work, closure: int) -> None:
    """Raises UnknownRecord."""
    gone = delete(closures).where(closures.c.id == closure, closures.c.hall_id == work.hall_id)
    if work.connection.execute(gone).rowcount != 1:
        raise UnknownRecord(closure=str(closure))


def add_notice(work: Work, notice: Text) -> int:
    """A line for the displays, shown from now on; returns its id."""
    return _add(work, notices, {"text": notice.to_facts(), "shown": True})


def every_notice(look: Look) -> list[Any]:
    """The rows (id, text, shown) of the lines for the displays, oldest first."""
    asked = select(notices.c.id, notices.c.text, notices.c.shown)
    return list(look.connection.execute(asked.where(notices.c.hall_id == look.hall_id).order_by(notices.c.id)))


def show_notice(work: Work, notice: int, *, shown: bool) -> bool:
    """Put a line up or take it down; False if it was so already. Raises UnknownRecord."""
    if notice not in {one.id for one in every_notice(work)}:
        raise UnknownRecord(notice=str(notice))
    return bool(_change(work, notices, notice, {"shown": shown}))


# --- rows ------------------------------------------------------------------------------------------------------


def _ids(work: Work, table: Table, column: str) -> dict[Any, int]:
    rows = work.connection.execute(select(table.c[column], table.c.id).where(table.c.hall_id == work.hall_id))
    return {row[0]: row[1] for row in rows}


def _add(work: Work, table: Table, values: dict[str, Any]) -> int:
    return new_id(work.connection.execute(insert(table).values(hall_id=work.hall_id, **values)))


def _change(work: Work, table: Table, row: int, values: dict[str, Any]) -> list[str]:
    """Write what differs; returns its columns' names."""
    before = work.connection.execute(select(table).where(table.c.id == row)).one()._mapping
    changed = {name: value for name, value in values.items() if before[name] != value}
    if changed:
        work.connection.execute(update(table).where(table.c.id == row).values(**changed))
    return sorted(changed)
