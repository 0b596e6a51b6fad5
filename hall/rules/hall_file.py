"""The reading of a hall file, which refuses it whole with every fault at its line."""

import re
import tomllib
from typing import Any, Final

from hall.rules.device import DeviceKind
from hall.rules.exchange import Exchange
from hall.rules.hall_entries import DeviceEntry, HallFile, ServiceEntry, WindowEntry
from hall.rules.hall_inside import category_entry, device_entry, service_entry, staff_entry, window_entry
from hall.rules.hall_itself import closure_entry, exchange_entry, hall_entry, hours_entry, notice_entry
from hall.rules.hall_table import Faults, Problem, Table
from hall.rules.policy import BadPolicy, Policy
from hall.rules.text import Text
from hall.rules.toml_lines import TomlLines

LONGEST_FILE: Final = 1_000_000

BAD_TOML = Text("第 {line} 行不是合法的 TOML：{why}", "line {line} is not TOML: {why}")
FILE_TOO_LONG = Text("文件太大：最多 {most} 个字", "the file is too long: {most} characters at most")
TOO_DEEP = Text("文件里的括号嵌套太深", "the file nests its brackets too deeply")
NO_SUCH_PRINTER = Text("没有打印机“{value}”", "there is no printer “{value}”")
UNSERVED = Text("没有窗口办理业务“{value}”", "no window serves “{value}”")
ONE_ENQUIRY = Text(
    '应有且只有一项业务写 kind = "enquiry"（不知道办什么）',
    'exactly one service must be kind = "enquiry" (the help desk\'s)',
)
NO_DESK = Text("至少要有一个窗口写 desk = true（导办台）", "at least one window must be desk = true (the help desk)")

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


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


def _devices(tables: list[Table], windows: tuple[WindowEntry, ...]) -> tuple[DeviceEntry, ...]:
    devices = tuple(device_entry(table, windows) for table in tables)
    printers = {device.name.zh for device in devices if device.kind == DeviceKind.PRINTER}
    for table, device in zip(tables, devices, strict=True):
        if device.printer is not None and device.printer not in printers:
            table.refuse("printer", NO_SUCH_PRINTER, value=device.printer)
    return devices


def _check_together(services: tuple[ServiceEntry, ...], windows: tuple[WindowEntry, ...], faults: Faults) -> None:
    served = {code for window in windows for code in window.serves}
    for n, service in enumerate(services, start=1):
        if service.code and service.code not in served:
            faults.add(f"services[{n}].code", UNSERVED, value=service.code)
    if services and sum(service.kind == "enquiry" for service in services) != 1:
        faults.add("services", ONE_ENQUIRY)
    if windows and not any(window.desk for window in windows):
        faults.add("windows", NO_DESK)
