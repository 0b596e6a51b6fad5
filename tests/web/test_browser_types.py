"""The browser's types are those of the dataclasses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

import pytest

from web.browser_types import typescript


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Part:
    """A part
    of the whole.
    """

    n: float


@dataclass(frozen=True)
class Whole:
    name: str
    at: datetime | None
    colour: Colour
    colours: tuple[Colour, ...]
    pair: tuple[int, bool]
    parts: list[Part]
    by_name: dict[str, tuple[Part, ...]]
    kind: Literal["a", "b"]
    maybe: Part | None


def test_each_kind_of_field_has_its_type() -> None:
    written = typescript([Whole])
    for line in (
        "name: string;",
        "at: string | null;",
        'colour: "red" | "blue";',
        'colours: ("red" | "blue")[];',
        "pair: [number, boolean];",
        "parts: Part[];",
        "by_name: {[key: string]: Part[]};",
        'kind: "a" | "b";',
        "maybe: Part | null;",
    ):
        assert f"  {line}\n" in written
    assert written.count("export interface Part {") == 1
    assert "/**\n * A part\n * of the whole.\n */\nexport interface Part" in written


def test_what_has_no_type_in_the_browser_is_refused() -> None:
    @dataclass
    class Odd:
        thing: bytes

    with pytest.raises(TypeError, match="bytes"):
        typescript([Odd])


def test_two_of_one_name_are_refused() -> None:
    def another() -> Any:
        @dataclass
        class Part:
            n: int

        return Part

    with pytest.raises(TypeError, match="Part"):
        typescript([Whole, another()])
