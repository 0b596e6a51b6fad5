"""What is in a hall as its tables say it: services, windows, staff and machines, each refused with every fault."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from hall.rules.device import DeviceKind, Driver, PaperMode
from hall.rules.hall_entries import CategoryEntry, DeviceEntry, PrinterEntry, ServiceEntry, StaffEntry, WindowEntry
from hall.rules.hall_table import CODE, CODE_SHAPE, Table
from hall.rules.handling import Outcome
from hall.rules.service import Material
from hall.rules.staff import Role
from hall.rules.text import Text

SERVICE_KINDS: Final = ("service", "enquiry")
USUAL_OUTCOMES: Final = (Outcome.DONE_ON_SPOT, Outcome.ACCEPTED, Outcome.CONSULTED)
SEATED_ROLES: Final = (Role.CLERK, Role.DESK)
RAW_PRINTING_PORT: Final = 9100

SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
SIGN_IN_SHAPE = Text("小写字母开头的登录名", "a sign-in name that begins with a small letter")
STAFF_NUMBER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
STAFF_NUMBER_SHAPE = Text("字母和数字组成的工号", "a staff number of letters and digits")
PREFIX = re.compile(r"[A-Z]")
PREFIX_SHAPE = Text("一个大写字母 A–Z", "one capital letter A–Z")
AREA = re.compile(r"[A-Za-z0-9\u4e00-\u9fff]{1,8}")
AREA_SHAPE = Text("1 至 8 个字的区域名", "an area of 1 to 8 characters")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:\-]*[A-Za-z0-9])?")
HOST_SHAPE = Text("主机名或 IP 地址", "a host name or IP address")

NO_SUCH_CATEGORY = Text("没有类别“{value}”", "there is no category “{value}”")
NO_SUCH_SERVICE = Text("没有业务“{value}”", "there is no service “{value}”")
NO_SUCH_WINDOW = Text("没有 {value} 号窗口", "there is no window {value}")
BAD_SERVES = Text('“serves”应为 "all" 或业务代码的列表', '“serves” must be "all" or a list of service codes')
NO_SEAT = Text("角色“{value}”应写 window_no", "a member of staff with role “{value}” needs window_no")
NOT_AT_DESK = Text("{value} 号窗口不是导办台", "window {value} is not a help desk")
NOT_FOR_KIND = Text("“{key}”不适用于 {value}", "“{key}” does not go with {value}")


class Coded(Protocol):
    """Something with a code, whether a file says it or the hall has it."""

    @property
    def code(self) -> str: ...


class OfKind(Coded, Protocol):
    """A service of either kind."""

    @property
    def kind(self) -> str: ...


class Numbered(Protocol):
    """A window."""

    @property
    def no(self) -> int: ...
    @property
    def desk(self) -> bool: ...


def category_entry(table: Table) -> CategoryEntry:
    """One [[categories]] table."""
    entry = CategoryEntry(table.shaped("code", CODE, CODE_SHAPE), table.both("name", most=12))
    table.faults.once("category", entry.code, table.path_of("code"), "code")
    table.end()
    return entry


def service_entry(table: Table, categories: Sequence[Coded]) -> ServiceEntry:
    """One [[services]] table, whose category must be one of `categories`."""
    entry = ServiceEntry(
        code=table.shaped("code", CODE, CODE_SHAPE),
        kind=table.choice("kind", SERVICE_KINDS, "service"),
        prefix=table.shaped("prefix", PREFIX, PREFIX_SHAPE),
        category=table.text("category", most=40),
        name=table.both("name", most=20),
        summary=table.both("summary", most=80),
        materials=tuple(_material(material) for material in table.tables("materials", most=30)),
        conditions=table.both_list("conditions", most=120),
        procedure=table.both_list("procedure", most=120),
        promised=table.both("promised", most=40),
        promised_days=table.optional_whole("promised_days", 0, 365),
        permit=table.flag("permit", default=False),
        usual_outcome=table.choice("usual_outcome", USUAL_OUTCOMES),
        popular=table.flag("popular", default=False),
        keywords=table.texts("keywords", most=20),
    )
    table.faults.once("service", entry.code, table.path_of("code"), "code")
    if entry.category and entry.category not in {category.code for category in categories}:
        table.refuse("category", NO_SUCH_CATEGORY, value=entry.category)
    table.end()
    return entry


def _material(table: Table) -> Material:
    entry = Material(
        name=table.both("name", most=60),
        note=table.optional_both("note", most=120),
        copies=table.optional_whole("copies", 0, 20) or 0,
        required=table.flag("required", default=True),
    )
    table.end()
    return entry


def window_entry(table: Table, services: Sequence[OfKind]) -> WindowEntry:
    """One [[windows]] table, which may name `services` only."""
    entry = WindowEntry(
        no=table.whole("no", 1, 999) or 0,
        name=table.both("name", most=16),
        area=_area(table),
        serves_all=table.value("serves") == "all",
        serves=(),
        desk=table.flag("desk", default=False),
    )
    table.faults.once("window", entry.no or None, table.path_of("no"), "no")
    serves = _serves(table, entry, services)
    table.end()
    return replace(entry, serves=serves)


def _serves(table: Table, entry: WindowEntry, services: Sequence[OfKind]) -> tuple[str, ...]:
    if entry.serves_all:
        return tuple(service.code for service in services if entry.desk or service.kind != "enquiry")
    if not table.has("serves"):
        return ()
    if not isinstance(table.value("serves"), list) or not table.value("serves"):
        table.refuse("serves", BAD_SERVES)
        return ()
    codes = table.texts("serves", most=40)
    for n, code in enumerate(codes, start=1):
        if code and code not in {service.code for service in services}:
            table.refuse(f"serves[{n}]", NO_SUCH_SERVICE, value=code)
    return codes


def _area(table: Table) -> str | None:
    return (table.shaped("area", AREA, AREA_SHAPE) or None) if table.has("area") else None


def _window_no(table: Table, windows: Sequence[Numbered]) -> int | None:
    no = table.optional_whole("window_no", 1, 999)
    if no is not None and no not in {window.no for window in windows}:
        table.refuse("window_no", NO_SUCH_WINDOW, value=no)
        return None
    return no


def staff_entry(table: Table, windows: Sequence[Numbered]) -> StaffEntry:
    """One [[staff]] table, whose seat must be one of `windows`."""
    entry = StaffEntry(
        name=table.shaped("name", SIGN_IN_NAME, SIGN_IN_SHAPE),
        shown=table.both("shown", most=20),
        number=table.shaped("number", STAFF_NUMBER, STAFF_NUMBER_SHAPE, most=20),
        role=table.choice("role", tuple(Role)),
        window_no=_window_no(table, windows),
    )
    table.faults.once("staff name", entry.name, table.path_of("name"), "name")
    table.faults.once("staff number", entry.number, table.path_of("number"), "number")
    if entry.role in SEATED_ROLES and not table.has("window_no"):
        table.refuse("role", NO_SEAT, value=entry.role)
    if entry.role == Role.DESK and entry.window_no in {window.no for window in windows if not window.desk}:
        table.refuse("window_no", NOT_AT_DESK, value=entry.window_no)
    table.end()
    return entry


def device_entry(table: Table, windows: Sequence[Numbered]) -> DeviceEntry:
    """One [[devices]] table; that its printer exists is checked by whoever knows all devices."""
    entry = DeviceEntry(
        kind=table.choice("kind", tuple(DeviceKind)),
        name=table.name("name", most=40),
        window_no=_window_no(table, windows),
        area=_area(table),
        printer=table.optional_text("printer", most=40),
        printing=None,
    )
    table.faults.once("device", entry.name.zh, table.path_of("name"), "name")
    if entry.kind == DeviceKind.PAD:
        table.value("window_no")  # a pad rates the visitors of one window, so it must have one
    if entry.printer is not None and entry.kind not in (DeviceKind.KIOSK, ""):
        table.refuse("printer", NOT_FOR_KIND, value=entry.kind)
    if entry.kind == DeviceKind.PRINTER:
        entry = replace(entry, printing=_printing(table))
    table.end()
    return entry


def _printing(table: Table) -> PrinterEntry:
    driver = table.choice("driver", tuple(Driver), Driver.VIRTUAL)
    for key, owner in (("host", Driver.NETWORK), ("port", Driver.NETWORK), ("path", Driver.FILE)):
        if table.has(key) and driver not in (owner, ""):
            table.refuse(key, NOT_FOR_KIND, value=driver)
    return PrinterEntry(
        driver=driver,
        mode=table.choice("mode", tuple(PaperMode), PaperMode.TEXT),
        host=table.shaped("host", HOST, HOST_SHAPE, most=253) if driver == Driver.NETWORK else None,
        port=(table.optional_whole("port", 1, 65535) or RAW_PRINTING_PORT) if driver == Driver.NETWORK else None,
        path=table.text("path", most=200) if driver == Driver.FILE else None,
        columns=table.optional_whole("columns", 16, 96) or 48,
        width=table.optional_whole("width", 128, 2048) or 576,
    )
