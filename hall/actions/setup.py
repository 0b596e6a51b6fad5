"""What is set up in a hall: loaded from a file, or changed by hand, by the same rules."""

from zoneinfo import ZoneInfo

from hall.errors import Busy, WindowTaken
from hall.events import HallLoaded
from hall.rules.hall_entries import HallFile
from hall.store import entries, windows
from hall.store.database import Database, Work


def load_hall(database: Database, *, file: HallFile, demo: bool = False, actor: str = "system") -> int:
    """Set up the hall that a file describes, or anew the one with the same code; returns its id.

    What the file no longer lists of services and windows is withdrawn, never deleted; people, devices,
    closures and notices are only added or changed. Refuses with WindowTaken if a window that is to go
    is not closed, and with NameTaken if a name belongs to somebody else.
    """
    with database.look() as connection:
        known = entries.hall_with_code(connection, file.hall.code)
        hall = database.hall(known or entries.free_hall_id(connection), actor=actor)
    with hall.work() as work:
        if known is None:
            if entries.hall_exists(work):  # somebody else's new hall took the number meanwhile
                raise Busy()
            entries.add_hall(work, file.hall, demo=demo)
        entries.put_hall(work, file.hall)
        entries.put_hours(work, file.hours)
        entries.put_policy(work, file.policy)
        _load_services(work, file)
        _load_windows(work, file)
        _load_people(work, file)
        _load_devices(work, file)
        _load_notices(work, file)
        work.record(HallLoaded(services=len(file.services), windows=len(file.windows)))
    return hall.id


def _load_services(work: Work, file: HallFile) -> None:
    category_by_code = entries.put_categories(work, file.categories)
    for position, entry in enumerate(file.services):
        entries.put_service(work, entry, category=category_by_code[entry.category], position=position)
    listed = {entry.code for entry in file.services}
    for code, service in entries.service_ids(work).items():
        if code not in listed:
            entries.withdraw_service(work, service)


def _load_windows(work: Work, file: HallFile) -> None:
    service_by_code = entries.service_ids(work)
    for entry in file.windows:
        entries.put_window(work, entry, service_by_code=service_by_code)
    listed = {entry.no for entry in file.windows}
    for no, window in entries.window_ids(work).items():
        if no not in listed:
            _withdraw_window(work, window, no)


def _withdraw_window(work: Work, window: int, no: int) -> bool:
    if windows.held_by(work, window) is not None:
        raise WindowTaken(window_no=no)
    return entries.withdraw_window(work, window)


def _load_people(work: Work, file: HallFile) -> None:
    known, window_by_no = entries.staff_ids(work), entries.window_ids(work)
    for entry in file.staff:
        window = window_by_no[entry.window_no] if entry.window_no else None
        entries.put_staff(work, entry, who=known.get(entry.name), window=window)


def _load_devices(work: Work, file: HallFile) -> None:
    window_by_no = entries.window_ids(work)
    # Printers first: kiosks name them.
    for entry in sorted(file.devices, key=lambda entry: entry.printing is None):
        known = entries.device_ids(work)
        window = window_by_no[entry.window_no] if entry.window_no else None
        printer = known[entry.printer] if entry.printer else None
        entries.put_device(work, entry, device=known.get(entry.name), window=window, printer=printer)


def _load_notices(work: Work, file: HallFile) -> None:
    zone = ZoneInfo(file.hall.zone)
    for closure in file.closures:
        begins, ends = closure.begins.replace(tzinfo=zone), closure.ends.replace(tzinfo=zone)
        if not entries.has_closure(work, begins=begins, ends=ends, notice=closure.notice):
            entries.add_closure(work, begins=begins, ends=ends, notice=closure.notice)
    standing = [notice.text for notice in entries.every_notice(work)]
    for text in file.notices:
        if text.to_facts() not in standing:
            entries.add_notice(work, text)
