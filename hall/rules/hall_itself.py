"""The hall itself as its tables say it: name and hours, closures and notices, its codes for the platform above."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import available_timezones

from hall.rules.exchange import NATIONAL_CHANNELS, Exchange, Order
from hall.rules.hall_entries import ClosureEntry, HallEntry, HoursEntry
from hall.rules.hall_table import CODE, CODE_SHAPE, Faults, Table
from hall.rules.hours import DayHours
from hall.rules.rating import Channel
from hall.rules.text import Text
from hall.rules.toml_lines import TomlLines

LANGUAGES: Final = ("zh", "en")
VOICES: Final = ("zh", "yue", "en")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CONTRAST: Final = 7.0

WELCOME = Text("您好，请取号", "Welcome. Please take a number")
TICKET_NOTE = Text(
    "三次叫号未到即过号；过号不作废，当日可到导办台恢复排队。",
    "After three calls without you the number is passed, not lost: the help desk puts you back in line today.",
)

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
COLOUR_SHAPE = Text("颜色 #rrggbb", "a colour #rrggbb")
PHONE = re.compile(r"[0-9+(][0-9 ()+\-]{2,30}(?:转[0-9]{1,6})?")
PHONE_SHAPE = Text("电话号码", "a telephone number")
AREA_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}|[0-9]{6})?")
AREA_CODE_SHAPE = Text("6、9 或 12 位行政区划代码", "an administrative division code of 6, 9 or 12 digits")
DEPT_CODE = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*")
DEPT_CODE_SHAPE = Text("字母和数字组成的机构代码", "an organisation code of letters and digits")
CHANNEL_CODE = re.compile(r"[0-9A-Za-z]{1,4}")
CHANNEL_CODE_SHAPE = Text("1 至 4 位的渠道代码", "a channel code of 1 to 4 letters or digits")
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")

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

# Stands in a closure that is refused in any case.
_NO_MOMENT: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # local time of the hall, as in every hall file


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


def notice_entry(table: Table) -> Text:
    """One [[notices]] table."""
    text = table.both("text", most=80)
    table.end()
    return text
