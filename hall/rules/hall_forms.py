"""The entries of a hall as a manager's page sends them, checked by the rules of hall files.

`facts` have the keys of the table in a hall file (halls/README.md); what is null counts as left out.
Each raises Malformed with the first fault's `field` and `why`, and all of them in `problems`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from hall.errors import Malformed
from hall.rules import alert_entry, hall_inside, hall_itself
from hall.rules.alert_entry import RecipientEntry
from hall.rules.exchange import Exchange
from hall.rules.hall_entries import (
    ClosureEntry,
    DeviceEntry,
    HallEntry,
    HoursEntry,
    ImprovementEntry,
    ServiceEntry,
    StaffEntry,
    WindowEntry,
)
from hall.rules.hall_table import Faults, Table
from hall.rules.policy import BadPolicy, Policy
from hall.rules.text import Text
from hall.rules.toml_lines import TomlLines

LONGEST_IMPROVEMENT = 100
"""What is read on a display ten metres away."""

Facts = Mapping[str, Any]
Entry = TypeVar("Entry")


def hall(facts: Facts) -> HallEntry:
    """The hall itself."""
    return _read(facts, hall_itself.hall_entry)


def hours(facts: Facts) -> HoursEntry:
    """The week."""
    return _read(facts, hall_itself.hours_entry)


def closure(facts: Facts) -> ClosureEntry:
    """A closure; `from` and `to` are dates or local times, as TOML or as ISO 8601 in a text."""
    return _read({**facts, **{key: _local(facts.get(key)) for key in ("from", "to")}}, hall_itself.closure_entry)


def service(facts: Facts, *, categories: Sequence[hall_inside.Coded]) -> ServiceEntry:
    """A service."""
    return _read(facts, lambda table: hall_inside.service_entry(table, categories))


def window(facts: Facts, *, services: Sequence[hall_inside.OfKind]) -> WindowEntry:
    """A window."""
    return _read(facts, lambda table: hall_inside.window_entry(table, services))


def staff(facts: Facts, *, windows: Sequence[hall_inside.Numbered]) -> StaffEntry:
    """A member of staff."""
    return _read(facts, lambda table: hall_inside.staff_entry(table, windows))


def device(facts: Facts, *, windows: Sequence[hall_inside.Numbered]) -> DeviceEntry:
    """A device."""
    return _read(facts, lambda table: hall_inside.device_entry(table, windows))


def notice(facts: Facts) -> Text:
    """A line for the displays."""
    return _read(facts, hall_itself.notice_entry)


def exchange(facts: Facts) -> Exchange | None:
    """What the hall is called in exchange records; None if every name and code is left empty."""
    if not any(facts.get(key) for key in ("area_code", "dept_code", "org_name")):
        return None
    return _read(facts, hall_itself.exchange_entry)


def recipient(facts: Facts, *, plain: bool, keeps_secret: bool = False) -> RecipientEntry:
    """Somebody who is told by e-mail or webhook; see `hall/rules/alert_entry.py`."""
    return _read(facts, lambda table: alert_entry.recipient_entry(table, plain=plain, keeps_secret=keeps_secret))


def improvement(facts: Facts) -> ImprovementEntry:
    """What was changed because people said so."""
    return _read(facts, _improvement_entry)


def _improvement_entry(table: Table) -> ImprovementEntry:
    entry = ImprovementEntry(
        text=table.both("text", most=LONGEST_IMPROVEMENT),
        case_no=table.optional_whole("case", 1, 10**9),
        shown=table.flag("shown", default=True),
    )
    table.end()
    return entry


def policy(facts: Facts, *, before: Policy) -> Policy:
    """The rules as they were, but for those in `facts`."""
    try:
        return Policy.from_facts({**before.to_facts(), **facts})
    except BadPolicy as refused:
        raise _malformed([(one.name, one.message) for one in refused.problems]) from refused


def _read(facts: Facts, entry: Callable[[Table], Entry]) -> Entry:
    faults = Faults(TomlLines(""))
    read = entry(Table(_given(facts), "", faults))
    if faults.found:
        raise _malformed([(fault.path, fault.message) for fault in faults.found])
    return read


def _given(value: Any) -> Any:
    """The same without what is null, at any depth."""
    if isinstance(value, Mapping):
        return {key: _given(one) for key, one in value.items() if one is not None}
    return [_given(one) for one in value] if isinstance(value, list | tuple) else value


def _malformed(problems: list[tuple[str, Text]]) -> Malformed:
    told = [{"field": field, "why": why.to_facts()} for field, why in problems]
    return Malformed(field=told[0]["field"], why=told[0]["why"], problems=told)


def _local(value: object) -> object:
    """A date or a local time written as text; anything else as it is, to be refused with the other faults."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == len("2026-10-01") else datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
