"""The fields of a request's head, read by llhttp instead of the server library's own way through `email.parser`.

Forgiving is what a reader of e-mail has to be and what a server must not be: two lengths, a length beside chunks, a
name with a space after it or a folded line mean one thing to a proxy and another to us (docs/decisions/httptools.md).
"""

from functools import lru_cache
from typing import BinaryIO

import httptools

LONGEST = 64 * 1024
"""Bytes of a head; the longest honest one, with every cookie of a demo hall, has two thousand."""
_LINE = b"POST / HTTP/1.1\r\n"
"""The request's own line is the server library's to judge: here it only opens the head."""
_ENDS = (b"\r\n", b"\n", b"")


class Head:
    """A head as `gevent.pywsgi` asks for it; `status` says what is wrong with it, if anything."""

    def __init__(self) -> None:
        self.status = ""
        self.whole = False
        self.fields: list[tuple[str, str]] = []
        """Every field as WSGI names it, in order."""
        self._first: dict[str, str] = {}

    # --- what the parser tells ---------------------------------------------------------------------

    def on_header(self, name: bytes, value: bytes) -> None:
        small, in_environ = _named(name)
        told = value.decode("latin-1").strip(" \t")
        self._first.setdefault(small, told)
        if in_environ is not None:
            self.fields.append((in_environ, told))

    def on_headers_complete(self) -> None:
        self.whole = True

    # --- what the server asks ----------------------------------------------------------------------

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field of this name, in whatever case."""
        return self._first.get(name.lower(), default)

    getheader = get

    def __delitem__(self, name: str) -> None:
        del self._first[name.lower()]

    @property
    def typeheader(self) -> str | None:
        return self._first.get("content-type")


@lru_cache(maxsize=256)
def _named(name: bytes) -> tuple[str, str | None]:
    """A field's name in small letters, and in WSGI's environment.

    WSGI names two fields apart from the others, and cannot tell a dash from an underscore: that one is left out, or
    somebody could write the name of a field that only a proxy may set.
    """
    word = name.decode("latin-1")
    apart = "_" in word or word.lower() in ("content-type", "content-length")
    return word.lower(), None if apart else "HTTP_" + word.upper().replace("-", "_")


def read(file: BinaryIO) -> Head:
    """Read to the end of a head, its request line gone already; what is no head gets a `status`."""
    head = Head()
    lines = [_LINE]
    left = LONGEST
    while lines[-1] not in _ENDS:
        lines.append(file.readline(left))
        left -= len(lines[-1])
        if left <= 0:
            head.status = "too long"
            return head
    parser = httptools.HttpRequestParser(head)
    try:
        parser.feed_data(b"".join(lines))
    except httptools.HttpParserUpgrade:
        # The head of a websocket ends what the parser has to say.
        pass
    except httptools.HttpParserError as error:
        head.status = str(error)
    if not head.whole:
        head.status = head.status or "cut off"
    return head
