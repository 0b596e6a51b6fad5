"""The texts of the house in the language of whoever reads them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCALE = Path(__file__).parent / "locale"

_FACT = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")


def _(text: str) -> str:
    """Mark a constant as a text of the house, so that `web.texts` finds it."""
    return text


def say(text: str, language: Language, **facts: object) -> str:
    """Return `text`, which is its own Chinese, in `language` with its facts filled in.

    A text without English stays Chinese: a visitor who sees the wrong language still sees the truth.
    `{n}` is filled with the fact n; `{n|person|people}` (English only) chooses by n being one.
    A fact that is itself a text in several languages is chosen too; an unknown fact stays as written.
    """
    words = text if language == "zh" else catalogue(language).get(text, text)
    if not facts:
        return words

    def fill(found: re.Match[str]) -> str:
        fact, one, many = found.groups()
        if fact not in facts:
            return found.group(0)
        value = facts[fact]
        if one is not None:
            return str(one if value == 1 else many)
        return text_of(value, language) if isinstance(value, Mapping) else str(value)

    return _FACT.sub(fill, words)


def text_of(text: Mapping[str, str | None], language: Language) -> str:
    """Return a text that is data, `{"zh": …, "en": …}`, in `language`; missing English falls back to Chinese."""
    return text.get(language) or text.get("zh") or ""


@cache
def catalogue(language: Language) -> dict[str, str]:
    """Return every translated text, Chinese to `language`, as the browser gets it; empty for Chinese itself."""
    words: dict[str, str] = {}
    for file in sorted((LOCALE / language).glob("*.po")):
        words.update(read_words(file))
    return words


def read_words(file: Path) -> dict[str, str]:
    """Return the texts of one .po file that have a translation."""
    with file.open("rb") as lines:
        entries = read_po(lines, locale=file.parent.name)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string and not entry.fuzzy}


def preferred(accepted: str | None) -> Language:
    """Return the first language of an `Accept-Language` header that we speak; Chinese when there is none."""
    for tag in (accepted or "").split(","):
        language = tag.split(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return "en" if language == "en" else "zh"
    return "zh"
