"""The head of a request, read strictly: a name, a colon, a value on each line, or the request is not taken.

gevent's server reads it with Python's parser of e-mails, which forgives whatever a mail may contain. Whoever speaks to
this house is a browser, a device or the proxy before it: none of them needs that, and it took half the time between a
request's coming and the app.
"""

import re
from typing import Protocol

LONGEST = 16 * 1024
"""Bytes of one line."""
MOST = 100
"""Lines."""
ONCE = frozenset({"content-length", "host", "transfer-encoding"})
"""Where a second one could be understood otherwise by the proxy before us."""

_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)\r?\n")


class Lines(Protocol):
    """What a request comes from."""

    def readline(self, most: int, /) -> bytes: ...


class Head:
    """The fields of a request's head, as `gevent.pywsgi.WSGIHandler.MessageClass` is asked for them."""

    def __init__(self, lines: Lines, _seekable: object = None) -> None:
        self.headers: list[str] = []
        """Line by line."""
        self._values: dict[str, str] = {}
        self.status = self._read(lines)
        """What is wrong with it; "" if nothing is."""

    def _read(self, lines: Lines) -> str:
        for _line in range(MOST + 1):
            came = lines.readline(LONGEST + 1)
            if came in (b"\r\n", b"\n"):
                return ""
            line = came.decode("latin-1")
            field = _LINE.fullmatch(line)
            if field is None:
                return "Malformed line" if len(came) <= LONGEST else "Line too long"
            name = field[1].lower()
            if name in self._values and name in ONCE:
                return "Said twice"
            self.headers.append(line)
            self._values.setdefault(name, field[2].rstrip())
        return "Too many lines"

    def get(self, name: str, default: str | None = None) -> str | None:
        """What was said under a name, first."""
        return self._values.get(name.lower(), default)

    getheader = get

    @property
    def typeheader(self) -> str | None:
        """What kind of body follows."""
        return self._values.get("content-type")

    def __delitem__(self, name: str) -> None:
        del self._values[name.lower()]
