"""Demo mode: each page carries its own identity for its tab, so that all screens live in one browser."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hall.actions import people
from hall.rules.device import DeviceKind
from hall.rules.staff import Power, Role
from hall.store.database import Database
from web.languages import _

ROLES: dict[Power, Role] = {
    Power.SERVE: Role.CLERK,
    Power.HELP: Role.DESK,
    Power.WATCH: Role.MANAGER,
    Power.RATINGS: Role.MANAGER,
    Power.CASES: Role.MANAGER,
    Power.EXCLUDE: Role.MANAGER,
    Power.SURVEY: Role.DISTRICT,
    Power.STEER: Role.MANAGER,
    Power.PEOPLE: Role.MANAGER,
    Power.SELF: Role.CLERK,
}


KIOSK, DISPLAY, DESK, MANAGER = _("取号机"), _("叫号屏"), _("导办台"), _("管理")
DISTRICT, PUBLIC = _("全区满意度"), _("群众满意度")
PRINTER, CONSOLE, PAD, DESK_PAD = _("打印出的小票"), _("窗口"), _("评价器"), _("导办台评价器")


@dataclass(frozen=True, slots=True)
class Link:
    """A screen of the demo hall, ready to open; `window_no` is None for those of the whole hall."""

    title: str
    path: str
    window_no: int | None


class Demo:
    """The demo hall's secrets, in the shape that `flask demo --json` prints."""

    def __init__(self, database: Database, read: Callable[[], dict[str, Any]]) -> None:
        self.database = database
        self._read = read

    @cached_property
    def secrets(self) -> dict[str, Any]:
        """Read when first needed: a command like *migrate* comes before there is a hall."""
        return self._read()

    @property
    def hall(self) -> int:
        return int(self.secrets["hall"])

    @property
    def _code(self) -> str:
        with self.database.hall(self.hall).look() as look:
            return look.set_up.code

    def device_token(self, kind: DeviceKind, *, window_no: int | None) -> str | None:
        """The token of a device of this kind, at this window if one is named."""
        for one in self.secrets["devices"]:
            if one["kind"] == kind and one["token"] and window_no in (None, one["window_no"]):
                return str(one["token"])
        return None

    def staff_token(self, power: Power, *, window_no: int | None, role: str | None = None) -> str | None:
        """A new session of whoever sits at this window, or of the first in this role, or the one the power is for."""
        for one in self.secrets["staff"]:
            here = window_no is not None and one["window_no"] == window_no
            if here or (window_no is None and one["role"] == (role or ROLES[power])):
                return people.open_session(self.database.hall(self.hall), name=one["name"])
        return None

    def links(self) -> list[Link]:
        """Every screen of the demo hall, ready."""
        windows = sorted({one["window_no"] for one in self.secrets["staff"] if one["role"] == Role.CLERK})
        pads = {one["window_no"] for one in self.secrets["devices"] if one["kind"] == DeviceKind.PAD}
        return [
            Link(KIOSK, "/kiosk/", None),
            Link(DISPLAY, "/display/", None),
            Link(DESK, "/desk/", None),
            Link(MANAGER, "/manager/", None),
            Link(DISTRICT, "/manager/district", None),
            Link(PUBLIC, f"/satisfaction/{self._code}", None),
            Link(PRINTER, "/printer/", None),
            *(Link(CONSOLE, f"/clerk/?window_no={no}", no) for no in windows),
            *(Link(PAD, f"/evaluator/?window_no={no}", no) for no in windows),
            *(Link(DESK_PAD, f"/evaluator/?window_no={no}", no) for no in sorted(pads - set(windows))),
        ]
