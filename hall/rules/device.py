"""A machine in the hall, paired once: kiosk, display, pad or printer."""

from dataclasses import dataclass
from enum import StrEnum

from hall.rules.text import Text


class DeviceKind(StrEnum):
    KIOSK = "kiosk"
    DISPLAY = "display"
    PAD = "pad"
    PRINTER = "printer"


class Driver(StrEnum):
    """How a printer is reached: a page that shows the slips, TCP 9100, a file, or an agent on its own computer."""

    VIRTUAL = "virtual"
    NETWORK = "network"
    FILE = "file"
    AGENT = "agent"


class PaperMode(StrEnum):
    """Text in the printer's own Chinese font (GB18030), or the slip as a picture for printers without one."""

    TEXT = "text"
    RASTER = "raster"


@dataclass(frozen=True, slots=True)
class Device:
    """One device as remembered; the token itself is known to the device alone."""

    id: int
    hall: int
    kind: DeviceKind
    name: str
    window: int | None
    area: str | None
    printer: int | None
    """The printer (device id) a kiosk prints on."""
    paired: bool
    revoked: bool
    english: str | None = None
    """Its name in English; `name` is Chinese, and what others call it by."""

    @property
    def shown(self) -> Text:
        """Its name in both languages."""
        return Text(self.name, self.english)


@dataclass(frozen=True, slots=True)
class Printer:
    """How a printer is to be driven."""

    id: int
    name: str
    driver: Driver
    host: str | None
    port: int | None
    """Where a network printer listens (9100 by custom); None for the others."""
    path: str | None
    """Where a file printer writes; None for the others."""
    mode: PaperMode
    columns: int
    """Characters (half width) in a line: 32 on 58 mm paper, 48 on 80 mm."""
    width: int
    """Dots in a line: 384 on 58 mm paper, 576 on 80 mm."""


class JobState(StrEnum):
    """A print job. A lease that runs out in SENT becomes UNCERTAIN, never a second slip."""

    QUEUED = "queued"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    REPRINTED = "reprinted"
