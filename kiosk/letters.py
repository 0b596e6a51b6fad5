"""A sheet in a printer's own letters: ESC/POS with Chinese in GB18030."""

import os
import unicodedata
from pathlib import Path

# The library knows hundreds of printers and reads them all when imported, half a second of every start; ours speak
# the standard alone. It asks for the file here, before it is imported.
os.environ["ESCPOS_CAPABILITIES_FILE"] = str(Path(__file__).with_name("printer_profile.json"))

from escpos.escpos import QR_ECLEVEL_M
from escpos.printer import Dummy

from kiosk.paper import QrCode, Row, Rule, Sheet, rows

RESET = b"\x1b@"
CHINESE_ON = b"\x1c&"
"""FS &: without it many printers print each Chinese character as two Latin ones."""
CHINESE_OFF = b"\x1c."
CUT = b"\x1dV\x42\x00"
"""GS V B 0: feeds the last line past the blade, then cuts, leaving a hinge."""

MISSING = "〓"
"""What Chinese printing has always put for a letter that the fount lacks."""

QR_DOTS = 6


def in_letters(sheet: Sheet, *, columns: int) -> bytes:
    """The bytes that print `sheet` on paper of `columns` half-width letters."""
    printer = Dummy()
    for part in (RESET, CHINESE_ON):
        printer._raw(part)
    for row in rows(sheet, columns=columns):
        match row:
            case Row():
                _row(printer, row)
            case Rule():
                # A rule of the size before would wrap: sizes stick.
                _row(printer, Row("-" * columns))
            case QrCode(address=address):
                printer.set(align="center", bold=False, custom_size=True, width=1, height=1)
                printer.qr(address, ec=QR_ECLEVEL_M, size=QR_DOTS, native=True)
                printer._raw(b"\n")
    for part in (CHINESE_OFF, CUT, RESET):
        printer._raw(part)
    return bytes(printer.output)


def _row(printer: Dummy, row: Row) -> None:
    printer.set(
        align="center" if row.centred else "left", bold=row.bold, custom_size=True, width=row.wide, height=row.high
    )
    # Not printer.text(): it sends full-width marks standing alone as “?”.
    printer._raw(encoded(row.text) + b"\n")


def encoded(text: str) -> bytes:
    """GB18030, but for what no printer's Chinese font holds: emoji, rare scripts."""
    return b"".join(_letter(character) for character in text)


def _letter(character: str) -> bytes:
    # A printer obeys control characters, wherever they stand.
    if unicodedata.category(character) == "Cc":
        return b""
    code = character.encode("gb18030", "replace")
    if len(code) == 4 and not unicodedata.name(character, "").startswith("CJK UNIFIED"):
        return MISSING.encode("gb18030")
    return code
