"""What is set up in a hall: read whole, kept until it changes."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, bindparam, select

from hall.errors import UnknownDevice, UnknownService, UnknownStaff, UnknownWindow
from hall.rules.device import Device, DeviceKind, Driver, PaperMode, Printer
from hall.rules.exchange import Exchange
from hall.rules.handling import Outcome
from hall.rules.hours import Closure, DayHours, Hours
from hall.rules.policy import Policy
from hall.rules.rating import Level, Tag
from hall.rules.service import Category, Material, Service
from hall.rules.staff import Role, Staff
from hall.rules.tag_sets import TagSet, in_force
from hall.rules.text import Text
from hall.store.tables import (
    categories,
    closures,
    devices,
    halls,
    hours,
    notices,
    services,
    staff,
    tag_sets,
    window_services,
    windows,
)

log = logging.getLogger("haohao")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Post:
    """A window as set up: what does not change while it is open."""

    id: int
    no: int
    name: Text
    area: str | None
    desk: bool
    serves_all: bool
    services: frozenset[int]


@dataclass(frozen=True)
class SetUp:
    """Everything set up in one hall; `version` is the journal's seq of the latest change."""

    version: int
    hall: int
    code: str
    name: Text
    address: Text
    phone: str | None
    zone: ZoneInfo
    languages: tuple[str, ...]
    voice: tuple[str, ...]
    accent: str
    welcome: Text
    ticket_note: Text
    district: str | None
    """Halls of the same one are seen side by side; None for a hall that stands by itself."""
    demo: bool
    policy: Policy
    exchange: Exchange | None
    """None until the hall has its codes."""
    hours: Hours
    categories: tuple[Category, ...]
    services: Mapping[int, Service]
    """Every service ever set up, in the hall's order; `offered` leaves out the withdrawn ones."""
    posts: Mapping[int, Post]
    """The windows in use, by id, in the order of their numbers."""
    staff: Mapping[int, Staff]
    devices: Mapping[int, Device]
    printers: Mapping[int, Printer]
    notices: tuple[Text, ...]
    """The lines now shown on the displays."""
    tag_sets: tuple[TagSet, ...]
    """The hall's own sets of tags that have a day to begin on."""

    def tag_set_on(self, day: date) -> TagSet:
        """The set of tags in force on a day of the hall."""
        return in_force(self.tag_sets, day)

    @cached_property
    def offered(self) -> tuple[Service, ...]:
        """The services that some window serves."""
        served = frozenset[int]().union(*(post.services for post in self.posts.values()))
        return tuple(one for one in self.services.values() if one.active and one.id in served)

    def service_by_code(self, code: str) -> Service:
        """Raises UnknownService."""
        for one in self.services.values():
            if one.code == code and one.active:
                return one
        raise UnknownService(service=code)

    def post_by_no(self, no: int) -> Post:
        """Raises UnknownWindow."""
        for post in self.posts.values():
            if post.no == no:
                return post
        raise UnknownWindow(window_no=no)

    def staff_by_id(self, who: int) -> Staff:
        """Raises UnknownStaff."""
        if who not in self.staff:
            raise UnknownStaff(staff=who)
        return self.staff[who]

    def device_by_id(self, device: int) -> Device:
        """Raises UnknownDevice."""
        if device not in self.devices:
            raise UnknownDevice(device=device)
        return self.devices[device]

    def printer_of(self, device: int | None) -> Printer | None:
        """The printer a kiosk prints on, or else the hall's first; None without any."""
        kiosk = self.devices.get(device or 0)
        own = self.printers.get(kiosk.printer or 0) if kiosk else None
        return own or next(iter(self.printers.values()), None)

    def printer_at_desk(self) -> Printer | None:
        """The printer at a window with the help desk's own service, or else the hall's first; None without any."""
        asked = self.enquiry()
        at_desk = {post.id for post in self.posts.values() if asked is not None and asked.id in post.services}
        own = (one for one in self.printers.values() if self.devices[one.id].window in at_desk)
        return next(own, None) or self.printer_of(None)

    def desk_pad(self) -> Device | None:
        """A pad at the help desk, for those who rate by code; None without any."""
        desks = {post.id for post in self.posts.values() if post.desk}
        pads = (one for one in self.devices.values() if one.kind is DeviceKind.PAD and one.window in desks)
        return next((one for one in pads if not one.revoked), None)

    def enquiry(self) -> Service | None:
        """The help desk's own service, for those who do not know what they need."""
        return next((one for one in self.offered if one.kind == "enquiry"), None)


def read(connection: Connection, hall: int) -> SetUp:
    """Read the set-up of a hall."""
    this = {"hall": hall}
    row = connection.execute(_ROW, this).one()
    known = {one.id: _service(one) for one in connection.execute(_SERVICES, this)}
    people = {one.id: _staff(one) for one in connection.execute(_STAFF, this)}
    machines = list(connection.execute(_DEVICES, this))
    policy = Policy.from_facts(row.policy)
    return SetUp(
        version=row.set_up,
        hall=row.id,
        code=row.code,
        name=Text(**row.name),
        address=Text(**row.address),
        phone=row.phone,
        zone=ZoneInfo(row.zone),
        languages=tuple(row.languages),
        voice=tuple(row.voice),
        accent=row.accent,
        welcome=Text(**row.welcome),
        ticket_note=Text(**row.ticket_note),
        district=row.district,
        demo=row.demo,
        policy=policy,
        exchange=Exchange.from_facts(row.exchange),
        hours=_hours(connection, row, policy),
        categories=tuple(Category(one.id, one.code, Text(**one.name)) for one in connection.execute(_CATEGORIES, this)),
        services=known,
        posts=_posts(connection, this, known),
        staff=people,
        devices={one.id: _device(one) for one in machines},
        printers={
            one.id: _printer(one) for one in machines if one.kind == DeviceKind.PRINTER and one.revoked_at is None
        },
        notices=tuple(Text(**one.text) for one in connection.execute(_NOTICES, this)),
        tag_sets=tuple(tag_set_of(one) for one in connection.execute(_TAG_SETS, this)),
    )


_HALL: BindParameter[int] = bindparam("hall")
_ROW = select(halls).where(halls.c.id == _HALL)
_SERVICES = select(services).where(services.c.hall_id == _HALL).order_by(services.c.position, services.c.id)
_CATEGORIES = select(categories).where(categories.c.hall_id == _HALL).order_by(categories.c.position, categories.c.id)
_STAFF = (
    select(
        staff.c.id,
        staff.c.hall_id,
        staff.c.name,
        staff.c.shown,
        staff.c.number,
        staff.c.role,
        staff.c.habit_window_id,
        staff.c.active,
        staff.c.photo_tag,
    )
    .where(staff.c.hall_id == _HALL)
    .order_by(staff.c.number)
)
_DEVICES = select(devices).where(devices.c.hall_id == _HALL).order_by(devices.c.id)
_WINDOWS = select(windows).where(windows.c.hall_id == _HALL, windows.c.active).order_by(windows.c.no)
_OFFERS = (
    select(window_services.c.window_id, window_services.c.service_id)
    .join(windows, windows.c.id == window_services.c.window_id)
    .where(windows.c.hall_id == _HALL)
)
_NOTICES = select(notices.c.text).where(notices.c.hall_id == _HALL, notices.c.shown).order_by(notices.c.id)
_TAG_SETS = select(tag_sets).where(tag_sets.c.hall_id == _HALL, tag_sets.c.in_force_from.is_not(None))
_HOURS = select(hours).where(hours.c.hall_id == _HALL)
_CLOSURES = select(closures).where(closures.c.hall_id == _HALL).order_by(closures.c.begins)


def _readable(read: Callable[[Any], T], rows: Any) -> tuple[T, ...]:
    """What can be read of a list: one bad line of one service must not take the whole hall with it."""
    known: list[T] = []
    for one in rows if isinstance(rows, list) else []:
        try:
            known.append(read(one))
        except (KeyError, TypeError):
            log.warning("a line of a service's lists cannot be read and is left out")
    return tuple(known)


def _text(one: dict[str, Any]) -> Text:
    return Text(**one)


def _material(one: dict[str, Any]) -> Material:
    note = Text(**one["note"]) if one["note"] else None
    return Material(name=Text(**one["name"]), note=note, copies=one["copies"], required=one["required"])


def _service(row: Any) -> Service:
    return Service(
        id=row.id,
        code=row.code,
        prefix=row.prefix,
        category=row.category_id,
        kind=row.kind,
        name=Text(**row.name),
        summary=Text(**row.summary),
        materials=_readable(_material, row.materials),
        conditions=_readable(_text, row.conditions),
        procedure=_readable(_text, row.procedure),
        promised=Text(**row.promised),
        promised_days=row.promised_days,
        permit=row.permit,
        usual_outcome=Outcome(row.usual_outcome),
        popular=row.popular,
        keywords=_readable(str, row.keywords),
        active=row.active,
    )


def _staff(row: Any) -> Staff:
    return Staff(
        id=row.id,
        hall=row.hall_id,
        name=row.name,
        shown=Text(**row.shown),
        number=row.number,
        role=Role(row.role),
        habit_window=row.habit_window_id,
        active=row.active,
        photo_tag=row.photo_tag,
    )


def _device(row: Any) -> Device:
    return Device(
        id=row.id,
        hall=row.hall_id,
        kind=DeviceKind(row.kind),
        name=row.name,
        window=row.window_id,
        area=row.area,
        printer=row.printer_id,
        paired=row.token_hash is not None,
        revoked=row.revoked_at is not None,
        english=row.name_en,
    )


def _printer(row: Any) -> Printer:
    return Printer(
        id=row.id,
        name=row.name,
        driver=Driver(row.driver),
        host=row.host,
        port=row.port,
        path=row.path,
        mode=PaperMode(row.mode),
        columns=row.columns,
        width=row.width,
    )


def tag_set_of(row: Any) -> TagSet:
    """A set of tags as the rules know it."""
    tags = tuple(Tag(one["code"], Level(one["level"]), Text(**one["text"]), one["local"]) for one in row.tags)
    return TagSet(row.scheme, row.version, tags, row.in_force_from, row.id)


def _posts(connection: Connection, this: dict[str, int], known: Mapping[int, Service]) -> dict[int, Post]:
    named: dict[int, set[int]] = {}
    for offer in connection.execute(_OFFERS, this):
        named.setdefault(offer.window_id, set()).add(offer.service_id)
    # Withdrawn services too: `offered` leaves them out, but whoever waits for one must still be called.
    usual = {one.id for one in known.values() if one.kind == "service"}
    enquiries = set(known) - usual
    posts = {}
    for row in connection.execute(_WINDOWS, this):
        offers = named.get(row.id, set())
        # All means every service but enquiries: those are the help desk's, or named.
        offers |= (usual if row.serves_all else set()) | (enquiries if row.desk else set())
        posts[row.id] = Post(row.id, row.no, Text(**row.name), row.area, row.desk, row.serves_all, frozenset(offers))
    return posts


def _hours(connection: Connection, row: Any, policy: Policy) -> Hours:
    week: list[DayHours | None] = [None] * 7
    for day in connection.execute(_HOURS, {"hall": row.id}):
        week[day.weekday] = DayHours(
            opens=time.fromisoformat(day.opens),
            break_from=time.fromisoformat(day.break_from) if day.break_from else None,
            break_to=time.fromisoformat(day.break_to) if day.break_to else None,
            closes=time.fromisoformat(day.closes),
        )
    shut = [
        Closure(one.id, one.begins, one.ends, Text(**one.notice))
        for one in connection.execute(_CLOSURES, {"hall": row.id})
    ]
    return Hours(
        zone=ZoneInfo(row.zone),
        week=tuple(week),
        closures=shut,
        always_open=row.always_open,
        cutoff=timedelta(minutes=policy.issue_cutoff_min),
    )
