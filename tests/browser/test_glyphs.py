"""Every character the house can write is drawn, none as the empty box of a font that lacks it."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from hall.rules import rating
from tests.screens import Screens
from tests.servers import ROOT, DemoHall
from web.languages import catalogue

WRITTEN = ("hall", "web", "kiosk", "display", "evaluator", "clerk", "desk", "manager", "phone")

# The picture of a character nobody has: unassigned, private, and no character at all.
NOBODY_HAS = ["\u0378", "\ue0f0", "\U0010fffe"]

UNDRAWN = """async ([characters, nobodyHas, stack, style]) => {
  const family = getComputedStyle(document.documentElement).getPropertyValue(stack);
  const font = `${style} 40px ${family}`;
  await Promise.allSettled([document.fonts.load(font, "0"), document.fonts.ready]);
  const canvas = new OffscreenCanvas(64, 64);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = font;
  pen.textBaseline = "middle";
  const picture = (one) => {
    pen.clearRect(0, 0, 64, 64);
    pen.fillText(one, 4, 32);
    return String(pen.getImageData(0, 0, 64, 64).data.filter((_, at) => at % 4 === 3));
  };
  const blank = picture(" ");
  const missing = new Set(nobodyHas.map(picture));
  return {
    boxes: [...missing].filter((one) => one !== blank).length,
    undrawn: characters.filter((one) => { const drawn = picture(one); return drawn === blank || missing.has(drawn); }),
  };
}"""


def texts_of(table: object) -> Iterator[str]:
    """Every text in a hall file."""
    if isinstance(table, dict):
        for value in table.values():
            yield from texts_of(value)
    elif isinstance(table, list):
        for value in table:
            yield from texts_of(value)
    elif isinstance(table, str):
        yield table


def everything_written() -> str:
    """Catalogues with their Chinese, hall files, rating tags, and what pages and modules hold besides."""
    words = [text for pair in catalogue("en").items() for text in pair]
    for file in (ROOT / "halls").glob("*.toml"):
        words += texts_of(tomllib.loads(file.read_text("utf-8")))
    words.append(repr(rating.TAGS))
    for room in WRITTEN:
        for ending in ("*.js", "*.html", "*.py"):
            words += [file.read_text("utf-8") for file in (ROOT / room).rglob(ending) if "vendor" not in file.parts]
    return "".join(words)


CHARACTERS = sorted({one for one in everything_written() if one.isprintable() and not one.isspace()})


@pytest.mark.parametrize("stack", ["--sans", "--serif", "--numerals", "--mono"])
@pytest.mark.parametrize("style", ["400", "700"])
def test_every_character_of_the_house_is_drawn(demo: DemoHall, screens: Screens, stack: str, style: str) -> None:
    page = screens.open(f"{demo.url}/kiosk/", "kiosk")
    found: dict[str, Any] = page.evaluate(UNDRAWN, [CHARACTERS, NOBODY_HAS, stack, style])
    assert found["boxes"] > 0, "the picture of a missing character was not found"
    assert len(CHARACTERS) > 800
    assert found["undrawn"] == []


def test_a_missing_character_would_be_noticed(demo: DemoHall, screens: Screens) -> None:
    page = screens.open(f"{demo.url}/kiosk/", "kiosk")
    found: dict[str, Any] = page.evaluate(UNDRAWN, [["号", "\ue123", "好"], NOBODY_HAS, "--sans", "400"])
    assert found["undrawn"] == ["\ue123"]
