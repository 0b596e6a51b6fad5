"""A table of a hall file being read, with every fault remembered at its line."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from hall.rules.text import Text
from hall.rules.toml_lines import TomlLines

UNKNOWN_KEY = Text("没有“{key}”这一项", "there is no key “{key}” here")
UNKNOWN_KEY_BUT = Text("没有“{key}”这一项，是不是“{near}”？", "there is no key “{key}” here; did you mean “{near}”?")
MISSING_KEY = Text("缺少“{key}”", "“{key}” is missing")
NOT_TEXT = Text("“{key}”应为文字", "“{key}” must be a text in quotes")
NOT_BOTH = Text('“{key}”应写成 {{ zh = "…", en = "…" }}', '“{key}” must be written {{ zh = "…", en = "…" }}')
BLANK = Text("“{key}”不能为空", "“{key}” must not be empty")
TOO_LONG = Text("“{key}”太长：{n} 个字，最多 {most} 个", "“{key}” is too long: {n} characters, {most} at most")
NOT_ONE_LINE = Text("“{key}”只能是一行，不能有控制字符", "“{key}” must be one line without control characters")
NOT_FLAG = Text("“{key}”只能是 true 或 false", "“{key}” must be true or false")
NOT_WHOLE = Text("“{key}”应为 {low} 至 {high} 的整数", "“{key}” must be a whole number from {low} to {high}")
NOT_CHOICE = Text("“{key}”只能是 {allowed} 之一，不能是“{value}”", "“{key}” must be one of {allowed}, not “{value}”")
NOT_SHAPED = Text("“{key}”应为{shape_zh}，不能是“{value}”", "“{key}” must be {shape_en}, not “{value}”")
NOT_LIST = Text("“{key}”应为列表 [ … ]", "“{key}” must be a list [ … ]")
NOT_TABLE = Text("“{key}”应为一节 [{key}]", "“{key}” must be a table [{key}]")
NOT_TABLES = Text("“{key}”应为若干节 [[{key}]]", "“{key}” must be tables [[{key}]]")
TOO_FEW = Text("“{key}”至少要有 {n} 项", "“{key}” needs at least {n}")
TOO_MANY = Text("“{key}”最多 {n} 项", "“{key}” may hold {n} at most")
REPEATED = Text(
    "“{key}”重复：“{value}”已在第 {line} 行用过", "“{key}” is repeated: “{value}” was already used on line {line}"
)

CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
CODE_SHAPE = Text("小写字母、数字和连字符", "small letters, digits and hyphens")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: the line it stands on, its path (the third service is `services[3]`), what is wrong."""

    line: int
    path: str
    message: Text

    def __str__(self) -> str:
        return f"line {self.line}: {self.path}: {self.message.en}"


class Faults:
    """The faults found so far."""

    def __init__(self, lines: TomlLines) -> None:
        self.lines = lines
        self.found: list[Problem] = []
        self._seen: dict[tuple[str, object], str] = {}

    def add(self, path: str, message: Text, **facts: object) -> None:
        """Remember that `message`, filled with `facts`, is true of `path`."""
        self.found.append(Problem(self.lines.of(path), path, message.filled(**facts)))

    def once(self, kind: str, value: object, path: str, key: str) -> None:
        """Remember a fault if `value` was used before among all of one `kind`; empty values were told already."""
        if value in ("", None):
            return
        first = self._seen.setdefault((kind, value), path)
        if first != path:
            self.add(path, REPEATED, key=key, value=value, line=self.lines.of(first))


class Table:
    """One table of the file; each question marks its key as known, `end()` reports the others.

    A question that finds a fault remembers it, then answers with an empty value, so that reading goes on
    to the next fault.
    """

    def __init__(self, facts: Mapping[str, Any], path: str, faults: Faults) -> None:
        self._facts = facts
        self._asked: set[str] = set()
        self.path = path
        self.faults = faults

    @property
    def facts(self) -> Mapping[str, Any]:
        """Everything the table says, for a rule that checks all of it by itself."""
        return self._facts

    def path_of(self, key: str) -> str:
        """The path of `key` in this table."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, message: Text, **facts: object) -> None:
        """Remember a fault of `key`."""
        self.faults.add(self.path_of(key), message, key=key, **facts)

    def has(self, key: str) -> bool:
        """Whether the file gives `key`."""
        self._asked.add(key)
        return key in self._facts

    def value(self, key: str) -> Any:
        """The raw value of `key`; None after remembering a fault if it is missing."""
        if self.has(key):
            return self._facts[key]
        self.refuse(key, MISSING_KEY)
        return None

    def text(self, key: str, *, most: int) -> str:
        """A text of one line, 1 to `most` characters."""
        value = self.value(key)
        return "" if value is None else self._line(key, value, most)

    def optional_text(self, key: str, *, most: int) -> str | None:
        """The same for a key that may be missing."""
        return (self.text(key, most=most) or None) if self.has(key) else None

    def shaped(self, key: str, pattern: re.Pattern[str], shape: Text, *, most: int = 40) -> str:
        """A text that matches the whole of `pattern`, called `shape` in the refusal."""
        text = self.text(key, most=most)
        if text and not pattern.fullmatch(text):
            self.refuse(key, NOT_SHAPED, shape_zh=shape.zh, shape_en=shape.en, value=text)
            return ""
        return text

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of `allowed`; `default` if the key may be missing."""
        if default is not None and not self.has(key):
            return default
        text = self.text(key, most=40)
        if text and text not in allowed:
            self.refuse(key, NOT_CHOICE, allowed=", ".join(allowed), value=text)
            return ""
        return text

    def both(self, key: str, *, most: int) -> Text:
        """A text in the hall's languages: Chinese is required, English may be missing."""
        value = self.value(key)
        return Text("") if value is None else self._both(key, value, most)

    def name(self, key: str, *, most: int) -> Text:
        """A name in the hall's languages, or as one line where it has only the Chinese one."""
        value = self.value(key)
        if isinstance(value, str):
            return Text(self._line(key, value, most))
        return Text("") if value is None else self._both(key, value, most)

    def optional_both(self, key: str, *, most: int) -> Text | None:
        """The same for a key that may be missing."""
        return self.both(key, most=most) if self.has(key) else None

    def both_list(self, key: str, *, most: int) -> tuple[Text, ...]:
        """A list of such texts, empty if missing."""
        return tuple(self._both(f"{key}[{n}]", item, most) for n, item in enumerate(self._items(key), start=1))

    def texts(self, key: str, *, most: int) -> tuple[str, ...]:
        """A list of plain texts without repetition, empty if missing."""
        found: list[str] = []
        for n, item in enumerate(self._items(key), start=1):
            text = self._line(f"{key}[{n}]", item, most)
            self.faults.once(self.path_of(key), text, self.path_of(f"{key}[{n}]"), key)
            found.append(text)
        return tuple(found)

    def choices(self, key: str, allowed: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of at least one of `allowed` without repetition."""
        if not self.has(key):
            return default
        found = self.texts(key, most=40)
        for n, text in enumerate(found, start=1):
            if text and text not in allowed:
                self.refuse(f"{key}[{n}]", NOT_CHOICE, allowed=", ".join(allowed), value=text)
        if not found and isinstance(self._facts[key], list):
            self.refuse(key, TOO_FEW, n=1)
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._facts[key] if self.has(key) else default
        if not isinstance(value, bool):
            self.refuse(key, NOT_FLAG)
            return default
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; None after a fault."""
        value = self.value(key)
        if value is None:
            return None
        # bool is an int to Python; `no = true` is a slip all the same.
        if type(value) is not int or not low <= value <= high:
            self.refuse(key, NOT_WHOLE, low=low, high=high)
            return None
        return value

    def optional_whole(self, key: str, low: int, high: int) -> int | None:
        """The same for a key that may be missing."""
        return self.whole(key, low, high) if self.has(key) else None

    def tables(self, key: str, *, least: int = 0, most: int = 500) -> list["Table"]:
        """The [[key]] tables, or a list of inline tables."""
        value = self._facts[key] if self.has(key) else []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(key, NOT_TABLES)
            return []
        if len(value) < least:
            self.refuse(key, TOO_FEW, n=least)
        if len(value) > most:
            self.refuse(key, TOO_MANY, n=most)
        path = self.path_of(key)
        return [Table(item, f"{path}[{n}]", self.faults) for n, item in enumerate(value, start=1)]

    def table(self, key: str) -> "Table | None":
        """The [key] table; None after a fault."""
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(key, NOT_TABLE)
            return None
        return Table(value, self.path_of(key), self.faults)

    def end(self) -> None:
        """Remember a fault for every key nobody asked about."""
        for key in self._facts:
            if key not in self._asked:
                near = get_close_matches(key, sorted(self._asked), n=1)
                if near:
                    self.refuse(key, UNKNOWN_KEY_BUT, near=near[0])
                else:
                    self.refuse(key, UNKNOWN_KEY)

    def _items(self, key: str) -> list[Any]:
        value = self._facts[key] if self.has(key) else []
        if not isinstance(value, list):
            self.refuse(key, NOT_LIST)
            return []
        return value

    def _line(self, key: str, value: object, most: int) -> str:
        if not isinstance(value, str):
            self.refuse(key, NOT_TEXT)
        elif not value.strip():
            self.refuse(key, BLANK)
        elif len(value) > most:
            self.refuse(key, TOO_LONG, n=len(value), most=most)
        # a control character would reach the paper as a command to the printer
        elif any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in value):
            self.refuse(key, NOT_ONE_LINE)
        else:
            return value.strip()
        return ""

    def _both(self, key: str, value: object, most: int) -> Text:
        if not isinstance(value, dict):
            self.refuse(key, NOT_BOTH)
            return Text("")
        text = Table(value, self.path_of(key), self.faults)
        # English needs about two and a half letters for each Chinese character of the same sentence.
        both = Text(text.text("zh", most=most), text.optional_text("en", most=most * 3))
        text.end()
        return both
