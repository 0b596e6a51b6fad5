"""A sheet as a picture, for printers without a Chinese font."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont, ImageOps

from kiosk.letters import CUT, RESET
from kiosk.line_breaks import Measure, broken, fits
from kiosk.paper import Line, QrCode, Rule, Sheet, Size

DOTS: dict[Size, int] = {Size.BODY: 26, Size.TALL: 34, Size.BIG: 50, Size.HUGE: 230}
"""Height of the letters in dots; eight dots are a millimetre."""

NARROW = 450
NARROWER = 0.88
"""Letters are this much smaller on 58 mm paper, or its lines would hold too few."""

LEADING = 1.36
MARGIN = 8
"""Dots left white on either side: heads seldom print to the very edge."""
BAND = 512
"""Rows sent at a time: many printers hold no more."""
QR_DOTS = 6
WELL_KNOWN = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
)
"""Where systems keep a Chinese font, with the face for simplified Chinese."""


class NoFont(Exception):
    """There is no Chinese font to draw with."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file, with the bold one beside it if there is one."""

    file: str
    index: int = 0

    @property
    def bold(self) -> "Face":
        """Its heavier sister; itself where the system has none."""
        sister = Path(self.file.replace("-Regular.", "-Bold."))
        return Face(str(sister), self.index) if sister.is_file() else self


def find_face(chosen: Path | None, *, well_known: Sequence[tuple[str, int]] = WELL_KNOWN) -> Face:
    """The font to draw with: the chosen file, else the first well-known one; raises NoFont."""
    if chosen is not None:
        # A collection of Noto holds Japanese first, whose glyphs differ.
        face = Face(str(chosen), 2 if "NotoSansCJK" in chosen.name and chosen.suffix == ".ttc" else 0)
        _font(face, DOTS[Size.BODY])
        return face
    for file, index in well_known:
        if Path(file).is_file():
            return Face(file, index)
    raise NoFont


def in_dots(sheet: Sheet, *, width: int, face: Face) -> bytes:
    """The bytes that print `sheet` as a picture of `width` dots."""
    # Not escpos' own image(): it writes to standard output for every picture.
    page = ImageOps.invert(drawn(sheet, width=width, face=face).convert("L")).convert("1")
    bands = [page.crop((0, top, width, min(top + BAND, page.height))) for top in range(0, page.height, BAND)]
    return RESET + b"".join(_band(band) for band in bands) + CUT


def _band(band: Image.Image) -> bytes:
    """GS v 0: a picture row by row, eight dots a byte, black is 1."""
    size = (-(-band.width // 8)).to_bytes(2, "little") + band.height.to_bytes(2, "little")
    return b"\x1dv0\x00" + size + band.tobytes()


def drawn(sheet: Sheet, *, width: int, face: Face) -> Image.Image:
    """The sheet in black and white, `width` dots wide; raises NoFont if the font cannot be read."""
    pieces = [piece for part in sheet.parts for piece in _drawn(part, width, face)]
    page = Image.new("1", (width, sum(piece.height for piece in pieces)), 1)
    top = 0
    for piece in pieces:
        page.paste(piece, (0, top))
        top += piece.height
    return page


def _drawn(part: Line | Rule | QrCode, width: int, face: Face) -> Iterator[Image.Image]:
    match part:
        case Line():
            yield from _line(part, width, face)
        case Rule():
            strip = Image.new("1", (width, 28), 1)
            ImageDraw.Draw(strip).line((MARGIN, 13, width - MARGIN, 13), fill=0, width=2)
            yield strip
        case QrCode(address=address):
            yield _qr(address, width)


def _line(line: Line, width: int, face: Face) -> Iterator[Image.Image]:
    font = _fitting(line, width - 2 * MARGIN, face.bold if line.bold else face)
    measure = _measure(font)
    indent = measure(line.mark) if line.mark else 0
    for count, text in enumerate(broken(line.text, width - 2 * MARGIN - indent, measure=measure)):
        height = round(float(font.size) * (1.05 if line.size is Size.HUGE else LEADING))
        strip = Image.new("1", (width, height), 1)
        pen = ImageDraw.Draw(strip)
        pen.fontmode = "1"
        if line.centred:
            pen.text((width // 2, height // 2), text, font=font, fill=0, anchor="mm")
        else:
            pen.text((MARGIN + indent, height // 2), text, font=font, fill=0, anchor="lm")
            if not count:
                pen.text((MARGIN, height // 2), line.mark, font=font, fill=0, anchor="lm")
        yield strip


def _measure(font: ImageFont.FreeTypeFont) -> Measure:
    return lambda text: math.ceil(font.getlength(text))


def _fitting(line: Line, width: int, face: Face) -> ImageFont.FreeTypeFont:
    """The font in the line's size, or smaller until no number must be split."""
    scale = NARROWER if width < NARROW else 1.0
    dots, smallest = round(DOTS[line.size] * scale), round(DOTS[Size.BODY] * scale)
    font = _font(face, dots)
    while dots > smallest and not fits(line.text, width, measure=_measure(font)):
        dots = max(smallest, dots - max(2, dots // 12))
        font = _font(face, dots)
    return font


@lru_cache(maxsize=32)
def _font(face: Face, dots: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(face.file, dots, index=face.index)
    except OSError as error:
        raise NoFont from error


def _qr(address: str, width: int) -> Image.Image:
    code = segno.make(address, error="m", micro=False)
    side = int(code.symbol_size(scale=1, border=2)[0])
    dots = max(1, min(QR_DOTS, width // side))
    strip = Image.new("1", (width, side * dots), 1)
    left = (width - side * dots) // 2
    pen = ImageDraw.Draw(strip)
    for y, row in enumerate(code.matrix_iter(scale=dots, border=2)):
        for x, dark in enumerate(row):
            if dark:
                pen.point((left + x, y), fill=0)
    return strip
