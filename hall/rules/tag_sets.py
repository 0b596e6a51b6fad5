"""Sets of tags: what may be chosen with a level, in versions that never change once people have read them.

A code keeps its meaning through all versions of its scheme, because figures are counted by it: its words may be put
better in a new version, another meaning is another code. National codes keep their level, their first digit.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from hall.errors import Malformed, UnknownTagSet
from hall.rules.rating import LOW, SCHEME, TAGS, VERSION, Level, Tag
from hall.rules.text import Text

MOST_TAGS = 8
"""For a level, beside *none of these*: the smallest pad shows no more without scrolling."""
LONGEST = {"zh": 20, "en": 40}

NOT_SO_MANY = Text("每一级要有 1 至 {most} 个标签", "each level needs 1 to {most} tags")
NOT_A_TAG = Text("没有这个标签，新增的标签请不要填代码", "there is no such tag; leave the code of a new one out")
ANOTHER_LEVEL = Text("标签 {code} 属于另一级", "tag {code} belongs to another level")
TWICE = Text("同一级里重复了", "is there twice in this level")
NO_TEXT = Text(
    "请写中文，不超过 {zh} 个字（英文不超过 {en} 个字母）",
    "needs Chinese, at most {zh} characters; English at most {en}",
)
NOT_READ = Text("群众看到的文字里不写“差评”", "what citizens read never says “差评”")


@dataclass(frozen=True)
class TagSet:
    """One version of a scheme; `id` and `made_at` are None for the one that is built in."""

    scheme: str
    version: int
    tags: tuple[Tag, ...]
    in_force_from: date | None = None
    """A day of the hall; None while it is only drafted, and for the one that is built in."""
    id: int | None = None

    @property
    def name(self) -> str:
        """As screens and doors speak of it."""
        return f"{self.scheme}/{self.version}"

    @cached_property
    def by_code(self) -> Mapping[str, Tag]:
        return {tag.code: tag for tag in self.tags}

    def choices(self) -> dict[int, list[Tag]]:
        """Its tags by their level, in the order shown."""
        return {int(level): [tag for tag in self.tags if tag.level is level] for level in Level}


BUILT_IN = TagSet(SCHEME, VERSION, tuple(TAGS.values()))
"""In force where a hall has put none of its own into force."""


def in_force(sets: Iterable[TagSet], day: date) -> TagSet:
    """The one in force on a day: the latest to begin, the newer of two that began together."""
    begun = [one for one in sets if one.in_force_from is not None and one.in_force_from <= day]
    return max(begun, key=lambda one: (one.in_force_from, one.id), default=BUILT_IN)


def shown(sets: Sequence[TagSet], name: str | None, *, today: date) -> TagSet:
    """The set somebody was shown; without a name, the one in force.

    A screen may stand open while the next set begins: what it shows is as good as ever. Raises UnknownTagSet for a
    set that nobody can have been shown yet.
    """
    if name is None:
        return in_force(sets, today)
    begun = [one for one in sets if one.in_force_from is not None and one.in_force_from <= today]
    for one in (BUILT_IN, *begun):
        if one.name == name:
            return one
    raise UnknownTagSet(tag_set=name)


def none_of(level: Level) -> Tag:
    """*None of these* of a low level: nobody need type to say what was wrong."""
    return TAGS[f"{int(level)}-none"]


def drafted(facts: Mapping[str, Any], *, known: Mapping[str, Tag]) -> tuple[Tag, ...]:
    """The tags of a new version, as a manager's page sends them: level → its tags `{code, text: {zh, en}}` in order.

    A tag without a code is a new one of the hall's own; `known` are all there ever were, whose codes stay theirs.
    *None of these* is always added to the low levels. Raises Malformed with every fault.
    """
    faults: list[tuple[str, Text]] = []
    codes = set(known)
    made: list[Tag] = []
    for level in Level:
        field, rows = str(int(level)), facts.get(str(int(level)))
        rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        rows = [row for row in rows if not str(row.get("code") or "").endswith("-none")]
        if not 1 <= len(rows) <= MOST_TAGS:
            faults.append((field, NOT_SO_MANY.filled(most=MOST_TAGS)))
        mine: list[Tag] = []
        for place, row in enumerate(rows, 1):
            try:
                tag = _tag(row, level, known=known, codes=codes)
                if any(tag.code == one.code or tag.text.zh == one.text.zh for one in mine):
                    raise _Fault(TWICE)
                mine.append(tag)
                codes.add(tag.code)
            except _Fault as fault:
                faults.append((f"{field}[{place}]", fault.why))
        made += [*mine, none_of(level)] if level in LOW else mine
    if faults:
        told = [{"field": field, "why": why.to_facts()} for field, why in faults]
        raise Malformed(field=told[0]["field"], why=told[0]["why"], problems=told)
    return tuple(made)


class _Fault(ValueError):
    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


def _tag(row: Mapping[str, Any], level: Level, *, known: Mapping[str, Tag], codes: Iterable[str]) -> Tag:
    text = _text(row.get("text"))
    code = row.get("code")
    if not code:
        return Tag(_free_code(level, codes), level, text, local=True)
    old = known.get(str(code))
    if old is None:
        raise _Fault(NOT_A_TAG)
    if old.level is not level:
        raise _Fault(ANOTHER_LEVEL.filled(code=old.code))
    return Tag(old.code, level, text, local=old.local)


def _text(given: object) -> Text:
    parts = given if isinstance(given, Mapping) else {}
    zh, en = (str(parts.get(language) or "").strip() for language in ("zh", "en"))
    if not zh or len(zh) > LONGEST["zh"] or len(en) > LONGEST["en"]:
        raise _Fault(NO_TEXT.filled(**LONGEST))
    if "差评" in zh:
        raise _Fault(NOT_READ)
    return Text(zh, en or None)


def _free_code(level: Level, codes: Iterable[str]) -> str:
    """The next code of the hall's own at a level: never one that meant something else before."""
    used = [int(found[1]) for code in codes if (found := re.fullmatch(rf"{int(level)}-(\d+)", code))]
    return f"{int(level)}-{max(used, default=0) + 1}"
