"""Where a text may be broken into lines: Chinese anywhere but before a full stop, numbers and words nowhere."""

import re
from collections.abc import Callable, Iterator

Measure = Callable[[str], int]

KEEP = "\u00a0"
"""A space that does not break a line: between the parts of a telephone number, between a number and its unit."""

_OPENING = "（〔［｛〈《「『【“‘(["
_CLOSING = "，。、；：？！）〕］｝〉》」』】”’…—·％,.;:?!)]%℃"
# A word: everything of one byte, e.g. A008, 020-8888, 2026-11-23, e-mail.
_WORDS = re.compile(r"[!-~\u00a0]+|\s+|.", re.DOTALL)


def columns_of(text: str) -> int:
    """How many half-width columns a text takes on a printer's Chinese font: one per byte of ASCII, else two.

    Characters of ambiguous width (“”·—é) are double-byte there, hence two.
    """
    return sum(1 if character.isascii() or character == KEEP else 2 for character in text)


def broken(text: str, width: int, *, measure: Measure = columns_of) -> list[str]:
    """`text` in lines no wider than `width`; at least one line.

    No line begins with a closing or ends with an opening punctuation mark; no word or number is split
    unless it is wider than a whole line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width, measure):
        if piece.isspace() and KEEP not in piece:
            line += " " if line else ""
        elif measure(line + piece) <= width:
            line += piece
        else:
            if line.strip():
                lines.append(line.rstrip())
            line = piece
    lines.append(line.rstrip())
    return [one.replace(KEEP, " ") for one in lines]


def fits(text: str, width: int, *, measure: Measure = columns_of) -> bool:
    """Does each word of `text` fit a line of `width` unsplit?"""
    return all(measure(piece) <= width for piece in _glued(text))


def _pieces(text: str, width: int, measure: Measure) -> Iterator[str]:
    """What must stay together, cut up only where it would not fit a line by itself."""
    for piece in _glued(text):
        part = ""
        for character in piece:
            if part and measure(part + character) > width:
                yield part
                part = ""
            part += character
        yield part


def _glued(text: str) -> Iterator[str]:
    """Words and single Chinese characters, each with the punctuation that may not leave it."""
    piece = ""
    for word in _WORDS.findall(text):
        if word.isspace() and KEEP not in word:
            if piece:
                yield piece
            yield " "
            piece = ""
        elif not piece or word[0] in _CLOSING + KEEP or piece[-1] in _OPENING + KEEP:
            piece += word
        else:
            yield piece
            piece = word
    if piece:
        yield piece
