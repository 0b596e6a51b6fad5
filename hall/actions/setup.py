"""What is set up in a hall: loaded from a file, or changed by hand, by the same rules."""

from zoneinfo import ZoneInfo

from hall.errors import Busy, NameTaken, StillParked, WindowTaken
from hall.events import (
    ClosureChanged,
    HallChanged,
    HallLoaded,
    NoticeChanged,
    ServiceEdited,
    WindowEdited,
)
from hall.rules import hall_forms
from hall.rules.hall_entries import HallFile
from hall.rules.hall_forms import Facts
from hall.rules.service import Service
from hall.store import entries, handlings, tickets, windows
from hall.store.database import Database, Hall
from hall.store.look import Work


def load_hall(database: Database, *, file: HallFile, demo: bool = False, actor: str = "system") -> int:
    """Set up the hall that a file describes, or anew the one with the same code; returns its id.

    What the file no longer lists of services and windows is withdrawn, never deleted; people, devices,
    closures and notices are only added or changed. Refuses with WindowTaken or StillParked if a window
    that is to go is not closed or has somebody parked, with NameTaken if a name belongs to somebody else.
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
        if file.exchange is not None:
            entries.put_exchange(work, file.exchange)
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
        entries.put_device(work, entry, device=known.get(entry.name.zh), window=window, printer=printer)


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


# --- the hall itself, by hand -----------------------------------------------------------------------------
# `facts` are those of the table in a hall file (halls/README.md); all of these refuse with Malformed, naming
# every fault, by the same rules as hall files.


def edit_hall(hall: Hall, *, facts: Facts) -> None:
    """Change the hall's name, address, telephone, languages, colour and texts; its code and district stay.

    Both are the operators' (the hall file): whoever steers one hall does not choose whose figures stand beside it.
    """
    with hall.work() as work:
        entry = hall_forms.hall({**facts, "code": work.set_up.code, "district": work.set_up.district})
        changed = entries.put_hall(work, entry)
        if changed:
            work.record(HallChanged(what=tuple(changed)))


def set_hours(hall: Hall, *, facts: Facts) -> None:
    """Change the week."""
    with hall.work() as work:
        entries.put_hours(work, hall_forms.hours(facts))
        work.record(HallChanged(what=("hours",)))


def set_policy(hall: Hall, *, facts: Facts) -> None:
    """Change the rules that `facts` names; the others stay."""
    with hall.work() as work:
        changed = entries.put_policy(work, hall_forms.policy(facts, before=work.policy))
        if changed:
            work.record(HallChanged(what=tuple(changed)))


def set_exchange(hall: Hall, *, facts: Facts) -> None:
    """Change what the hall is called in exchange records; nothing at all when every name and code is empty."""
    with hall.work() as work:
        changed = entries.put_exchange(work, hall_forms.exchange(facts))
        if changed:
            work.record(HallChanged(what=tuple(changed)))


def add_closure(hall: Hall, *, facts: Facts) -> int:
    """Put up a closure (告示); returns its id."""
    with hall.work() as work:
        entry = hall_forms.closure(facts)
        zone = work.set_up.zone
        begins, ends = entry.begins.replace(tzinfo=zone), entry.ends.replace(tzinfo=zone)
        closure = entries.add_closure(work, begins=begins, ends=ends, notice=entry.notice)
        work.record(ClosureChanged(closure=closure, kept=True))
        return closure


def withdraw_closure(hall: Hall, *, closure: int) -> None:
    """Withdraw a closure: the hall opens as its week says. Refuses with UnknownRecord."""
    with hall.work() as work:
        entries.withdraw_closure(work, closure)
        work.record(ClosureChanged(closure=closure, kept=False))


def put_up_notice(hall: Hall, *, facts: Facts) -> int:
    """Put up a line for the displays; returns its id."""
    with hall.work() as work:
        notice = entries.add_notice(work, hall_forms.notice(facts))
        work.record(NoticeChanged(notice=notice, shown=True))
        return notice


def take_down_notice(hall: Hall, *, notice: int) -> None:
    """Take a line from the displays. Refuses with UnknownRecord."""
    with hall.work() as work:
        if entries.show_notice(work, notice, shown=False):
            work.record(NoticeChanged(notice=notice, shown=False))


# --- services and windows, by hand ------------------------------------------------------------------------------


def add_service(hall: Hall, *, facts: Facts) -> int:
    """Add a service, or bring back a withdrawn one; returns its id. Refuses with NameTaken if its code is in use."""
    with hall.work() as work:
        set_up = work.set_up
        entry = hall_forms.service(facts, categories=set_up.categories)
        if any(one.code == entry.code and one.active for one in set_up.services.values()):
            raise NameTaken(name=entry.code)
        service, changed = entries.put_service(work, entry, category=entries.category_ids(work)[entry.category])
        work.record(ServiceEdited(service=service, what=tuple(changed)))
        return service


def edit_service(hall: Hall, *, service: str, facts: Facts) -> None:
    """Change the service with this code; the code stays. Refuses with UnknownService."""
    with hall.work() as work:
        known = work.set_up.service_by_code(service)
        entry = hall_forms.service({**facts, "code": known.code}, categories=work.set_up.categories)
        _one, changed = entries.put_service(work, entry, category=entries.category_ids(work)[entry.category])
        if changed:
            work.record(ServiceEdited(service=known.id, what=tuple(changed)))


def withdraw_service(hall: Hall, *, service: str) -> None:
    """Offer a service no longer; who waits for it is still served. Refuses with UnknownService."""
    with hall.work() as work:
        known = work.set_up.service_by_code(service)
        entries.withdraw_service(work, known.id)
        work.record(ServiceEdited(service=known.id, what=("active",)))


def add_window(hall: Hall, *, facts: Facts) -> int:
    """Add a window, or bring back a withdrawn one; returns its id. Refuses with NameTaken if its number is in use."""
    with hall.work() as work:
        entry = hall_forms.window(facts, services=_active(work))
        if any(post.no == entry.no for post in work.set_up.posts.values()):
            raise NameTaken(name=str(entry.no))
        window, changed = entries.put_window(work, entry, service_by_code=entries.service_ids(work))
        work.record(WindowEdited(window=window, what=tuple(changed)))
        return window


def edit_window(hall: Hall, *, window_no: int, facts: Facts) -> None:
    """Change what a window is called, where it stands, what it serves; its number stays. Refuses with UnknownWindow."""
    with hall.work() as work:
        post = work.set_up.post_by_no(window_no)
        entry = hall_forms.window({**facts, "no": window_no}, services=_active(work))
        _window, changed = entries.put_window(work, entry, service_by_code=entries.service_ids(work))
        if changed:
            work.record(WindowEdited(window=post.id, what=tuple(changed)))


def withdraw_window(hall: Hall, *, window_no: int) -> None:
    """Take a window out of use; tickets sent to it by name may be called anywhere.

    Refuses with UnknownWindow, WindowTaken while it is not closed, StillParked while somebody is parked there.
    """
    with hall.work() as work:
        post = work.set_up.post_by_no(window_no)
        _withdraw_window(work, post.id, window_no)
        work.record(WindowEdited(window=post.id, what=("active",)))


def _active(work: Work) -> list[Service]:
    return [one for one in work.set_up.services.values() if one.active]


def _withdraw_window(work: Work, window: int, no: int) -> None:
    if windows.held_by(work, window) is not None:
        raise WindowTaken(window_no=no)
    parked = handlings.parked_at(work, window)
    if parked:
        raise StillParked(number=tickets.get(work, parked[0].ticket).text, count=len(parked))
    tickets.set_free(work, window=window)
    entries.withdraw_window(work, window)
