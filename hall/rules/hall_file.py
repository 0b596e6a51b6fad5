"""The reading of a hall file, which refuses it whole with every fault at its line."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol
from zoneinfo import available_timezones

from hall.rules.device import DeviceKind, Driver, PaperMode
from hall.rules.exchange import NATIONAL_CHANNELS, Exchange, Order
from hall.rules.hall_entries import (
    CategoryEntry,
    ClosureEntry,
    DeviceEntry,
    HallEntry,
    HallFile,
    HoursEntry,
    PrinterEntry,
    ServiceEntry,
    StaffEntry,
    WindowEntry,
)
from hall.rules.hall_table import Faults, Problem, Table
from hall.rules.handling import Outcome
from hall.rules.hours import DayHours
from hall.rules.policy import BadPolicy, Policy
from hall.rules.rating import Channel
from hall.rules.service import Material
from hall.rules.staff import Role
from hall.rules.text import Text
from hall.rules.toml_lines import TomlLines

LANGUAGES: Final = ("zh", "en")
VOICES: Final = ("zh", "yue", "en")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SERVICE_KINDS: Final = ("service", "enquiry")
USUAL_OUTCOMES: Final = (Outcome.DONE_ON_SPOT, Outcome.ACCEPTED, Outcome.CONSULTED)
SEATED_ROLES: Final = (Role.CLERK, Role.DESK)
RAW_PRINTING_PORT: Final = 9100
CONTRAST: Final = 7.0
LONGEST_FILE: Final = 1_000_000

WELCOME = Text("您好，请取号", "Welcome. Please take a number")
TICKET_NOTE = Text(
    "三次叫号未到即过号；过号不作废，当日可到导办台恢复排队。",
    "After three calls without you the number is passed, not lost: the help desk puts you back in line today.",
)

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
CODE_SHAPE = Text("小写字母、数字和连字符", "small letters, digits and hyphens")
SIGN_IN_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
SIGN_IN_SHAPE = Text("小写字母开头的登录名", "a sign-in name that begins with a small letter")
STAFF_NUMBER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
STAFF_NUMBER_SHAPE = Text("字母和数字组成的工号", "a staff number of letters and digits")
PREFIX = re.compile(r"[A-Z]")
PREFIX_SHAPE = Text("一个大写字母 A–Z", "one capital letter A–Z")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
COLOUR_SHAPE = Text("颜色 #rrggbb", "a colour #rrggbb")
PHONE = re.compile(r"[0-9+(][0-9 ()+\-]{2,30}(?:转[0-9]{1,6})?")
PHONE_SHAPE = Text("电话号码", "a telephone number")
AREA = re.compile(r"[A-Za-z0-9\u4e00-\u9fff]{1,8}")
AREA_SHAPE = Text("1 至 8 个字的区域名", "an area of 1 to 8 characters")
AREA_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}|[0-9]{6})?")
AREA_CODE_SHAPE = Text("6、9 或 12 位行政区划代码", "an administrative division code of 6, 9 or 12 digits")
DEPT_CODE = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
DEPT_CODE_SHAPE = Text("字母和数字组成的机构代码", "an organisation code of letters and digits")
CHANNEL_CODE = re.compile(r"[0-9A-Za-z]{1,4}")
CHANNEL_CODE_SHAPE = Text("1 至 4 位的渠道代码", "a channel code of 1 to 4 letters or digits")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:\-]*[A-Za-z0-9])?")
HOST_SHAPE = Text("主机名或 IP 地址", "a host name or IP address")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")

BAD_TOML = Text("第 {line} 行不是合法的 TOML：{why}", "line {line} is not TOML: {why}")
FILE_TOO_LONG = Text("文件太大：最多 {most} 个字", "the file is too long: {most} characters at most")
TOO_DEEP = Text("文件里的括号嵌套太深", "the file nests its brackets too deeply")
NO_SUCH_ZONE = Text("没有时区“{value}”（应如 Asia/Shanghai）", "there is no time zone “{value}” (write Asia/Shanghai)")
TOO_PALE = Text(
    "颜色 {value} 与白色的对比度只有 {ratio}:1，应不低于 7:1",
    "{value} has a contrast of {ratio}:1 to white; 7:1 is required",
)
CHINESE_FIRST = Text("“{key}”应包含 zh", "“{key}” must include zh")
BAD_DAY = Text(
    '“{key}”应写成 ["08:30", "12:00", "14:00", "17:30"] 或 ["09:00", "17:00"]，时间由早到晚',
    '“{key}” must be ["08:30", "12:00", "14:00", "17:30"] or ["09:00", "17:00"], earliest first',
)
OPEN_AND_HOURS = Text("always_open = true 时不能再写“{key}”", "“{key}” does not go with always_open = true")
NEVER_OPEN = Text("一周之中没有一天开放", "the hall is not open on any day of the week")
BAD_DATE = Text(
    "“{key}”应为日期 2026-10-01，或不带时区的 2026-10-01T14:00:00，不加引号",
    "“{key}” must be a date 2026-10-01, or 2026-10-01T14:00:00 without a zone, without quotes",
)
ENDS_FIRST = Text("“to”早于“from”", "“to” is earlier than “from”")
NO_SUCH_CATEGORY = Text("没有类别“{value}”", "there is no category “{value}”")
NO_SUCH_SERVICE = Text("没有业务“{value}”", "there is no service “{value}”")
NO_SUCH_WINDOW = Text("没有 {value} 号窗口", "there is no window {value}")
NO_SUCH_PRINTER = Text("没有打印机“{value}”", "there is no printer “{value}”")
BAD_SERVES = Text('“serves”应为 "all" 或业务代码的列表', '“serves” must be "all" or a list of service codes')
UNSERVED = Text("没有窗口办理业务“{value}”", "no window serves “{value}”")
ONE_ENQUIRY = Text(
    '应有且只有一项业务写 kind = "enquiry"（不知道办什么）',
    'exactly one service must be kind = "enquiry" (the help desk\'s)',
)
NO_DESK = Text("至少要有一个窗口写 desk = true（导办台）", "at least one window must be desk = true (the help desk)")
NO_SEAT = Text("角色“{value}”应写 window_no", "a member of staff with role “{value}” needs window_no")
NOT_AT_DESK = Text("{value} 号窗口不是导办台", "window {value} is not a help desk")
NOT_FOR_KIND = Text("“{key}”不适用于 {value}", "“{key}” does not go with {value}")

# Stands in a closure that is refused in any case.
_NO_MOMENT: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # local time of the hall, as in every hall file
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


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


class HallFileError(ValueError):
    """A hall file was refused; `problems` holds every fault, first line first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.path)))
        super().__init__("\n".join(map(str, self.problems)))


def read_hall_file(text: str) -> HallFile:
    """The hall that `text` describes (TOML; the format is told in halls/README.md).

    Raises HallFileError with every fault found, each with its line.
    """
    facts, faults = _parsed(text)
    file = Table(facts, "", faults)
    categories = tuple(category_entry(table) for table in file.tables("categories", least=1, most=24))
    services = tuple(service_entry(table, categories) for table in file.tables("services", least=1))
    windows = tuple(window_entry(table, services) for table in file.tables("windows", least=1))
    found = HallFile(
        hall=hall_entry(file.table("hall")),
        hours=hours_entry(file.table("hours")),
        closures=tuple(closure_entry(table) for table in file.tables("closures")),
        policy=_policy(file.table("policy") if file.has("policy") else None, faults),
        categories=categories,
        services=services,
        windows=windows,
        staff=tuple(staff_entry(table, windows) for table in file.tables("staff")),
        devices=_devices(file.tables("devices"), windows),
        notices=tuple(notice_entry(table) for table in file.tables("notices", most=50)),
        exchange=_exchange(file),
    )
    file.end()
    _check_together(services, windows, faults)
    if faults.found:
        raise HallFileError(faults.found)
    return found


def _parsed(text: str) -> tuple[dict[str, Any], Faults]:
    text = text.removeprefix("\ufeff")  # editors on Windows put it there unasked
    if len(text) > LONGEST_FILE:
        raise HallFileError([Problem(1, "", FILE_TOO_LONG.filled(most=LONGEST_FILE))])
    try:
        return tomllib.loads(text), Faults(TomlLines(text))
    except RecursionError:
        raise HallFileError([Problem(1, "", TOO_DEEP)]) from None
    except ValueError as error:  # TOMLDecodeError, or a number or date Python cannot hold
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else max(1, len(text.splitlines()))
        why = _AT_LINE.sub("", str(error))
        raise HallFileError([Problem(line, "", BAD_TOML.filled(line=line, why=why))]) from error


def hall_entry(table: Table | None) -> HallEntry:
    """The [hall] table."""
    table = table or _absent()
    entry = HallEntry(
        code=table.shaped("code", CODE, CODE_SHAPE),
        name=table.both("name", most=40),
        address=table.both("address", most=100),
        phone=_phone(table),
        zone=_zone(table),
        languages=_languages(table, "languages", LANGUAGES, LANGUAGES),
        voice=_languages(table, "voice", VOICES, ("zh",)),
        accent=_accent(table),
        welcome=table.optional_both("welcome", most=40) or WELCOME,
        ticket_note=table.optional_both("ticket_note", most=120) or TICKET_NOTE,
        district=table.optional_text("district", most=20),
    )
    table.end()
    return entry


def _absent() -> Table:
    # What is asked of a table that is missing altogether was told once already.
    return Table({}, "", Faults(TomlLines("")))


def _phone(table: Table) -> str | None:
    # A hall file may be loaded before its telephone is known: phone = "" is a promise to fill it in.
    if table.has("phone") and table.value("phone") == "":
        return None
    return table.shaped("phone", PHONE, PHONE_SHAPE) or None


def _zone(table: Table) -> str:
    zone = table.text("zone", most=40)
    if zone and zone not in available_timezones():
        table.refuse("zone", NO_SUCH_ZONE, value=zone)
    return zone


def _languages(table: Table, key: str, allowed: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    found = table.choices(key, allowed, default)
    if key == "languages" and found and "zh" not in found:
        table.refuse(key, CHINESE_FIRST)
    return found


def _accent(table: Table) -> str:
    accent = table.shaped("accent", COLOUR, COLOUR_SHAPE).lower()
    if accent and (ratio := contrast_to_white(accent)) < CONTRAST:
        # rounded down: 6.99 must not be shown as the 7 it has not reached
        table.refuse("accent", TOO_PALE, value=accent, ratio=f"{int(ratio * 10) / 10:.1f}")
    return accent


def contrast_to_white(colour: str) -> float:
    """The contrast ratio (WCAG 2, 1 to 21) of a colour `#rrggbb` to white."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def hours_entry(table: Table | None) -> HoursEntry:
    """The [hours] table."""
    table = table or _absent()
    always_open = table.flag("always_open", default=False)
    week = tuple(_day(table, name) for name in WEEKDAYS)
    for name in WEEKDAYS:
        if always_open and table.has(name):
            table.refuse(name, OPEN_AND_HOURS)
    if not always_open and not any(table.has(name) for name in WEEKDAYS):
        table.faults.add(table.path, NEVER_OPEN)
    table.end()
    return HoursEntry(always_open, week)


def _day(table: Table, name: str) -> DayHours | None:
    if not table.has(name):
        return None
    written = table.value(name)
    if (
        isinstance(written, list)
        and len(written) in (2, 4)
        and all(isinstance(clock, str) and CLOCK.fullmatch(clock) for clock in written)
        and sorted(set(written)) == written
    ):
        clocks = [time.fromisoformat(clock) for clock in written]
        if len(clocks) == 2:
            return DayHours(clocks[0], None, None, clocks[1])
        return DayHours(*clocks)
    table.refuse(name, BAD_DAY)
    return None


def closure_entry(table: Table) -> ClosureEntry:
    """One [[closures]] table."""
    begins, ends = _moment(table, "from"), _moment(table, "to", whole_day=timedelta(days=1))
    if begins is not None and ends is not None and ends <= begins:
        table.refuse("to", ENDS_FIRST)
    entry = ClosureEntry(begins or _NO_MOMENT, ends or _NO_MOMENT, table.both("notice", most=200))
    table.end()
    return entry


def _moment(table: Table, key: str, *, whole_day: timedelta = timedelta(0)) -> datetime | None:
    """The local moment of `key`; `whole_day` is added to a plain date, so that a last day belongs to the closure."""
    value = table.value(key)
    if isinstance(value, date) and 2000 <= value.year <= 2100:
        moment = value if isinstance(value, datetime) else datetime.combine(value, time()) + whole_day
        if moment.tzinfo is None:
            return moment
    if value is not None:
        table.refuse(key, BAD_DATE)
    return None


def _policy(table: Table | None, faults: Faults) -> Policy:
    if table is None:
        return Policy()
    try:
        return Policy.from_facts(table.facts)
    except BadPolicy as refused:
        for problem in refused.problems:
            faults.add(table.path_of(problem.name), problem.message)
        return Policy()


def _exchange(file: Table) -> Exchange | None:
    table = file.table("exchange") if file.has("exchange") else None
    return None if table is None else exchange_entry(table)


def exchange_entry(table: Table) -> Exchange:
    """The [exchange] table; channels it does not name have their national codes."""
    named = table.table("channels") if table.has("channels") else None
    entry = Exchange(
        area_code=table.shaped("area_code", AREA_CODE, AREA_CODE_SHAPE),
        dept_code=table.shaped("dept_code", DEPT_CODE, DEPT_CODE_SHAPE),
        org_name=table.text("org_name", most=60),
        order=Order(table.choice("order", tuple(Order), Order.NATIONAL) or Order.NATIONAL),
        channels={channel: _channel_code(named, channel) for channel in Channel},
    )
    if named is not None:
        named.end()
    table.end()
    return entry


def _channel_code(named: Table | None, channel: Channel) -> str:
    if named is None or not named.has(channel):
        return NATIONAL_CHANNELS[channel]
    return named.shaped(channel, CHANNEL_CODE, CHANNEL_CODE_SHAPE)


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


def _devices(tables: list[Table], windows: tuple[WindowEntry, ...]) -> tuple[DeviceEntry, ...]:
    devices = tuple(device_entry(table, windows) for table in tables)
    printers = {device.name for device in devices if device.kind == DeviceKind.PRINTER}
    for table, device in zip(tables, devices, strict=True):
        if device.printer is not None and device.printer not in printers:
            table.refuse("printer", NO_SUCH_PRINTER, value=device.printer)
    return devices


def device_entry(table: Table, windows: Sequence[Numbered]) -> DeviceEntry:
    """One [[devices]] table; that its printer exists is checked by whoever knows all devices."""
    entry = DeviceEntry(
        kind=table.choice("kind", tuple(DeviceKind)),
        name=table.text("name", most=40),
        window_no=_window_no(table, windows),
        area=_area(table),
        printer=table.optional_text("printer", most=40),
        printing=None,
    )
    table.faults.once("device", entry.name, table.path_of("name"), "name")
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


def notice_entry(table: Table) -> Text:
    """One [[notices]] table."""
    text = table.both("text", most=80)
    table.end()
    return text


def _check_together(services: tuple[ServiceEntry, ...], windows: tuple[WindowEntry, ...], faults: Faults) -> None:
    served = {code for window in windows for code in window.serves}
    for n, service in enumerate(services, start=1):
        if service.code and service.code not in served:
            faults.add(f"services[{n}].code", UNSERVED, value=service.code)
    if services and sum(service.kind == "enquiry" for service in services) != 1:
        faults.add("services", ONE_ENQUIRY)
    if windows and not any(window.desk for window in windows):
        faults.add("windows", NO_DESK)
