"""The line on which each value of a TOML text stands."""

import re

_BARE_END = re.compile(r"[,\]}\n#]")
_HEADER = re.compile(r"\[\[?[ \t]*")
_KEY_PART = re.compile(r'[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|\'([^\'\n]*)\'|([A-Za-z0-9_-]+))[ \t]*')


class TomlLines:
    """Knows the line of every path of a text that `tomllib` has already accepted.

    Paths read as people count: `services[3].name.zh` is in the third [[services]].
    """

    def __init__(self, text: str) -> None:
        # tomllib reads \r\n as \n; so must we, or the lines would still agree while the strings would not.
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._line = 1
        self._lines: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._document()

    def of(self, path: str) -> int:
        """The line of `path`, or of the nearest table around it; 1 for the file itself."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return 1

    def _document(self) -> None:
        table = ""
        while self._skip_blank():
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> str:
        line = self._line
        many = self._text.startswith("[[", self._at)
        self._match(_HEADER)
        names = self._key()
        path = ""
        for place, name in enumerate(names, start=1):
            path = _join(path, name)
            if many and place == len(names):
                self._counts[path] = self._counts.get(path, 0) + 1
            if path in self._counts:
                self._lines.setdefault(path, line)
                path = f"{path}[{self._counts[path]}]"
        self._lines.setdefault(path, line)
        self._forward(2 if many else 1)
        return path

    def _pair(self, table: str) -> None:
        line = self._line
        path = table
        for name in self._key():
            path = _join(path, name)
            self._lines.setdefault(path, line)
        self._forward(1)  # the "="
        self._skip_blank()
        self._value(path)

    def _key(self) -> list[str]:
        names = []
        while True:
            found = self._match(_KEY_PART)
            names.append(next(part for part in found.groups() if part is not None))
            if self._peek() != ".":
                return names
            self._forward(1)

    def _value(self, path: str) -> None:
        match self._peek():
            case "":
                raise ValueError(f"not TOML at line {self._line}")
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._string()
            case _:
                end = _BARE_END.search(self._text, self._at)
                self._forward((end.start() if end else len(self._text)) - self._at)

    def _array(self, path: str) -> None:
        self._forward(1)
        place = 0
        while self._skip_blank() != "]":
            if self._peek() == ",":
                self._forward(1)
                continue
            place += 1
            self._lines[f"{path}[{place}]"] = self._line
            self._value(f"{path}[{place}]")
        self._forward(1)

    def _inline_table(self, path: str) -> None:
        self._forward(1)
        while self._skip_blank() != "}":
            if self._peek() == ",":
                self._forward(1)
                continue
            self._pair(path)
        self._forward(1)

    def _string(self) -> None:
        quote = self._peek()
        if self._text.startswith(quote * 3, self._at):
            self._forward(3)
            self._run_to(quote * 3, escapes=quote == '"')
            while self._peek() == quote:  # a long string may end in one or two quotes of its own
                self._forward(1)
        else:
            self._forward(1)
            self._run_to(quote, escapes=quote == '"')

    def _run_to(self, end: str, *, escapes: bool) -> None:
        while not self._text.startswith(end, self._at):
            self._forward(2 if escapes and self._peek() == "\\" else 1)
        self._forward(len(end))

    def _skip_blank(self) -> str:
        """Move to the next character that is neither blank nor comment; return it, or "" at the end."""
        while (char := self._peek()) and char in " \t\n#":
            if char == "#":
                end = self._text.find("\n", self._at)
                self._forward((end if end >= 0 else len(self._text)) - self._at)
            else:
                self._forward(1)
        return char

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(f"not TOML at line {self._line}")
        self._forward(found.end() - self._at)
        return found

    def _forward(self, count: int) -> None:
        if self._at + count > len(self._text):  # never with a text tomllib accepted; a loop without end otherwise
            raise ValueError(f"not TOML at line {self._line}")
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
