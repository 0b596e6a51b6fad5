"""The hall of a replayed day: a service per recorded code, a window per recorded clerk, open the whole day."""

import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hall.actions import people, setup
from hall.rules.device import DeviceKind
from hall.rules.hall_entries import (
    CategoryEntry,
    DeviceEntry,
    HallEntry,
    HallFile,
    HoursEntry,
    PrinterEntry,
    ServiceEntry,
    StaffEntry,
    WindowEntry,
)
from hall.rules.policy import Policy
from hall.rules.text import Text
from hall.store.database import Database

ZONE = "Asia/Shanghai"
KNOWN = {
    "PS": Text("一般业务", "Regular service"),
    "PE": Text("一般业务（英语）", "Regular service in English"),
    "IN": Text("网上办事帮助", "Online help"),
    "NE": Text("证券业务", "Securities"),
    "NW": Text("新客户", "New customers"),
    "TT": Text("回电", "Call-back"),
}


def hall_file(services: Sequence[str], clerks: Sequence[str], *, code: str) -> HallFile:
    """A hall that is always open, where every window serves everything; names carry its code, to be unique."""
    nothing = Text("", "")
    return HallFile(
        hall=HallEntry(
            code=code,
            name=Text("重放的大厅", "A replayed hall"),
            address=nothing,
            phone=None,
            zone=ZONE,
            languages=("zh", "en"),
            voice=("zh",),
            accent="#0b5c55",
            welcome=Text("这是一天真实到达的重放", "This is a replay of a real day"),
            ticket_note=nothing,
        ),
        hours=HoursEntry(always_open=True, week=(None,) * 7),
        closures=(),
        policy=Policy(),
        categories=(CategoryEntry("all", Text("全部业务", "All services")),),
        services=tuple(_service(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place % 26]) for place, one in enumerate(services)),
        windows=tuple(
            WindowEntry(no, Text("综合窗口", "General window"), None, True, tuple(services), no == 1)
            for no in range(1, len(clerks) + 1)
        ),
        staff=(
            *(
                StaffEntry(f"{code}.{one.lower()}", Text(one.title(), one.title()), str(1000 + no), "clerk", no)
                for no, one in enumerate(clerks, start=1)
            ),
            StaffEntry(f"{code}.manager", Text("值班负责人", "Duty manager"), "1", "manager", None),
            StaffEntry(f"{code}.desk", Text("导办员", "Help desk"), "2", "desk", None),
        ),
        devices=(
            DeviceEntry("kiosk", Text("kiosk"), None, None, "paper", None),
            DeviceEntry("display", Text("wall"), None, None, None, None),
            DeviceEntry(
                "printer", Text("paper"), None, None, None, PrinterEntry("virtual", "text", None, None, None, 32, 384)
            ),
            *(DeviceEntry("pad", Text(f"pad-{no}"), no, None, None, None) for no in range(1, len(clerks) + 1)),
        ),
        notices=(),
    )


def _service(code: str, prefix: str) -> ServiceEntry:
    name = KNOWN.get(code, Text(code, code))
    return ServiceEntry(
        code=code,
        kind="service",
        prefix=prefix,
        category="all",
        name=name,
        summary=name,
        materials=(),
        conditions=(),
        procedure=(),
        promised=Text("当场办结", "On the spot"),
        promised_days=0,
        permit=False,
        usual_outcome="done_on_spot",
        popular=True,
        keywords=(),
    )


def set_up(database: Database, file: HallFile, *, secrets_file: Path) -> dict[str, Any]:
    """Load the hall, hand out passwords and tokens, and keep them in a 0600 file for the server's own pages."""
    hall = setup.load_hall(database, file=file, demo=True, actor="replay")
    handle = database.hall(hall, actor="replay")
    with handle.look() as look:
        staff = list(look.set_up.staff.values())
        devices = [one for one in look.set_up.devices.values() if one.kind is not DeviceKind.PRINTER]
        numbers = {post.id: post.no for post in look.set_up.posts.values()}
    passwords = {one.name: secrets.token_urlsafe(12) for one in staff}
    tokens = {one.id: secrets.token_urlsafe(32) for one in devices}
    people.hand_out(handle, passwords=passwords, tokens=tokens)
    told = {
        "hall": str(hall),
        "staff": [
            {
                "name": one.name,
                "password": passwords[one.name],
                "role": one.role,
                "window_no": numbers.get(one.habit_window or 0),
            }
            for one in staff
        ],
        "devices": [
            {"kind": one.kind, "token": tokens[one.id], "window_no": numbers.get(one.window or 0)} for one in devices
        ],
    }
    secrets_file.touch(mode=0o600)
    secrets_file.write_text(json.dumps(told), "utf-8")
    return told
