"""What a hall file says, once read."""

from dataclasses import dataclass
from datetime import datetime

from hall.rules.exchange import Exchange
from hall.rules.hours import DayHours
from hall.rules.policy import Policy
from hall.rules.service import Material
from hall.rules.text import Text


@dataclass(frozen=True, slots=True)
class HallEntry:
    """The hall itself: `phone` is None until the hall gives one, `zone` is an IANA name, `accent` is #rrggbb.

    `district` is None for a hall that stands by itself; halls of the same one are seen side by side.
    """

    code: str
    name: Text
    address: Text
    phone: str | None
    zone: str
    languages: tuple[str, ...]
    voice: tuple[str, ...]
    accent: str
    welcome: Text
    ticket_note: Text
    district: str | None = None


@dataclass(frozen=True, slots=True)
class HoursEntry:
    """The week, Monday first, None for a day the hall does not open; seven times None when always open."""

    always_open: bool
    week: tuple[DayHours | None, ...]


@dataclass(frozen=True, slots=True)
class ClosureEntry:
    """The hall does not open from `begins` until just before `ends`: local times of the hall, without a zone."""

    begins: datetime
    ends: datetime
    notice: Text


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A group of services on the kiosk's home page."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """What a visitor comes for: `kind` is "service" or "enquiry" (the help desk's); `promised_days` are working days.

    `promised_days` is 0 for what is done on the spot, None when nothing is promised in days.
    """

    code: str
    kind: str
    prefix: str
    category: str
    name: Text
    summary: Text
    materials: tuple[Material, ...]
    conditions: tuple[Text, ...]
    procedure: tuple[Text, ...]
    promised: Text
    promised_days: int | None
    permit: bool
    usual_outcome: str
    popular: bool
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowEntry:
    """A window: `serves` names every service it offers; `serves_all` says that later services are to follow.

    All means every service but enquiries, which a window offers only as a help desk or by naming them.
    """

    no: int
    name: Text
    area: str | None
    serves_all: bool
    serves: tuple[str, ...]
    desk: bool


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of staff: `name` is for signing in, `shown` for the pad; `window_no` where they sit by habit."""

    name: str
    shown: Text
    number: str
    role: str
    window_no: int | None


@dataclass(frozen=True, slots=True)
class PrinterEntry:
    """How a printer is reached: `host` and `port` for network, `path` for file; `width` in dots."""

    driver: str
    mode: str
    host: str | None
    port: int | None
    path: str | None
    columns: int
    width: int


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """A device: `printer` names another device and belongs to kiosks, `printing` is set for printers alone."""

    kind: str
    name: Text
    window_no: int | None
    area: str | None
    printer: str | None
    printing: PrinterEntry | None


@dataclass(frozen=True, slots=True)
class ImprovementEntry:
    """What was changed because people said so; `case_no` is None when it follows no single case."""

    text: Text
    case_no: int | None
    shown: bool


@dataclass(frozen=True, slots=True)
class HallFile:
    """Everything one hall file says, checked; codes, numbers and names it refers to all exist in it."""

    hall: HallEntry
    hours: HoursEntry
    closures: tuple[ClosureEntry, ...]
    policy: Policy
    categories: tuple[CategoryEntry, ...]
    services: tuple[ServiceEntry, ...]
    windows: tuple[WindowEntry, ...]
    staff: tuple[StaffEntry, ...]
    devices: tuple[DeviceEntry, ...]
    notices: tuple[Text, ...]
    exchange: Exchange | None = None
    """None where the file says nothing of it."""
