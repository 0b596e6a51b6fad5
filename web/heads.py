"""The fields of a request's head, read by llhttp instead of the server library's own way through `email.parser`.

Forgiving is what a reader of e-mail has to be and what a server must not be: two lengths, a length beside chunks, a
name with a space after it or a folded line mean one thing to a proxy and another to us (docs/decisions/httptools.md).
"""

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
        self.headers: list[str] = []
        """Every field as a line."""
        self._first: dict[str, str] = {}

    # --- what the parser tells ---------------------------------------------------------------------

    def on_header(self, name: bytes, value: bytes) -> None:
        line = (b"%b: %b" % (name, value)).decode("latin-1").rstrip(" \t")
        self.headers.append(line)
        self._first.setdefault(line[: len(name)].lower(), line[len(name) + 2 :])

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
