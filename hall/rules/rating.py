"""What a rating is: five levels, the tags of each, and what makes one acceptable.

Levels and tags are those of the national 好差评 regime (国办发〔2019〕51号); codes as in use nationally,
their first digit being the level. They are never renamed in place: a change is a new version of the set, see
`hall/rules/tag_sets.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from unicodedata import category

from hall.errors import ReasonMissing, TagOfAnotherLevel, TextTooLong, UnknownTag
from hall.rules.text import Text

SCHEME = "gd-hcp"
VERSION = 1
LONGEST_TEXT = 150


class Level(IntEnum):
    """5 非常满意 … 1 非常不满意; 2 and 1 are low (差评)."""

    VERY_SATISFIED = 5
    SATISFIED = 4
    FAIRLY_SATISFIED = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1


LOW = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})
GOOD = frozenset({Level.VERY_SATISFIED, Level.SATISFIED, Level.FAIRLY_SATISFIED})


class Channel(StrEnum):
    """Where a rating came from."""

    PAD = "pad"
    """The pad on the window, right after the service."""
    PAPER = "paper"
    """The code on the slip, or on the pad for a few words more."""
    LINK = "link"
    """The ticket's own page on a phone."""
    DESK = "desk"
    """The pad at the help desk, with the rating code of the slip: for people without a phone."""


class RatingKind(StrEnum):
    FIRST = "first"
    ADDITION = "addition"
    """追评: once more, later; it takes the place of the first in the figures."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One answer people may choose; `local` ones are the hall's and never exported as national codes."""

    code: str
    level: Level
    text: Text
    local: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of a handling, not yet looked at."""

    level: Level
    tags: Sequence[str] = ()
    text: str = ""
    tag_set: str | None = None
    """The set of tags that was shown; None for the one in force."""
    kind: RatingKind = RatingKind.FIRST
    simulated: bool = False
    """Said in a hall under a replay clock: by nobody, and there is no one to answer."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating as remembered; `ended_at` is its handling's."""

    id: int
    handling: int
    ticket: int
    window: int
    staff: int
    service: int
    kind: RatingKind
    level: Level
    text: str
    channel: Channel
    at: datetime
    ended_at: datetime
    simulated: bool
    counts: bool
    """Is it the one of its handling in the figures? The last that is not excluded."""
    flagged: bool
    excluded: bool


def _tags(level: Level, *rows: tuple[str, str, str]) -> list[Tag]:
    return [Tag(code, level, Text(zh, en), local=not code.isdigit()) for code, zh, en in rows]


TAGS: Mapping[str, Tag] = {
    tag.code: tag
    for tag in [
        *_tags(
            Level.VERY_SATISFIED,
            ("510", "一窗受理一次办结", "One window, done in one visit"),
            ("511", "可以先受理后补材料", "Accepted first, documents later"),
            ("512", "不用提交证明", "No certificates needed"),
            ("513", "可以全程网上办理", "Can be done fully online"),
            ("514", "可以使用手机办理", "Can be done by phone"),
            ("515", "可以就近办理", "Can be done close to home"),
            ("516", "无需材料直接办理", "No documents needed at all"),
            ("517", "服务热情效率高", "Warm and efficient service"),
        ),
        *_tags(
            Level.SATISFIED,
            ("406", "填写一张表单就可完成申报", "One form was enough"),
            ("407", "在线提交材料窗口核验", "Documents sent online, checked here"),
            ("408", "一张清单告知全部申报材料", "One list named every document"),
            ("409", "用告知承诺减免申报材料", "A declaration replaced documents"),
            ("410", "可以在线预约办理", "Could be booked online"),
            ("411", "跑大厅一次办完", "Done in one visit"),
            ("412", "可以使用自助机办理", "Self-service machines available"),
            ("413", "服务态度较好", "Good manner"),
        ),
        *_tags(
            Level.FAIRLY_SATISFIED,
            ("307", "一次性告知需要补正的材料", "Told once what was missing"),
            ("308", "提供申报材料样本", "Sample documents provided"),
            ("309", "在承诺的时间内办结", "Done within the promised time"),
            ("310", "办事指南指引准确", "The guide was accurate"),
            ("311", "按办事指南要求的材料即可办理", "The listed documents were enough"),
            ("312", "可以快递送达", "Can be delivered by courier"),
            ("313", "跑动次数与承诺的一致", "As many visits as promised"),
            ("314", "服务态度一般", "Ordinary manner"),
        ),
        *_tags(
            Level.DISSATISFIED,
            ("207", "没有提供材料样本", "No sample documents"),
            ("208", "没有提供材料清单", "No list of documents"),
            ("209", "未在承诺时间内办结", "Not done within the promised time"),
            ("210", "同样内容的证明材料被要求多次提交", "Same proof asked for again"),
            ("211", "承诺网办但无法在线办理", "Promised online, but not possible"),
            ("212", "在线预约办理后到实体大厅重复取号排队", "Booked online, queued again here"),
            ("213", "窗口人员业务不熟练", "Staff unsure of the procedure"),
            ("214", "服务态度生硬", "Curt manner"),
            ("2-none", "以上都不是", "None of these"),
        ),
        *_tags(
            Level.VERY_DISSATISFIED,
            ("108", "在办事指南之外增加新的审批条件", "Conditions not in the guide"),
            ("109", "需提供办事指南之外的申报材料", "Documents not in the guide"),
            ("110", "无理由超过法定办理时间", "Legal time exceeded, no reason"),
            ("111", "办事指南提供样本有错", "Errors in the guide's samples"),
            ("112", "承诺在线收取申报材料实际无法收取", "Promised online filing failed"),
            ("113", "多头跑窗口和部门", "Sent from window to window"),
            ("114", "跑动次数与承诺的不一致", "More visits than promised"),
            ("115", "服务态度差效率低", "Poor manner and slow"),
            ("1-none", "以上都不是", "None of these"),
        ),
    ]
}


def written(text: str) -> str:
    """What somebody wrote, without the control characters that no database has to keep; "" if nothing can be read.

    Spaces of every width, and signs that have no width at all, are nothing.
    """
    kept = "".join(sign for sign in text if sign in "\n\t" or category(sign) not in ("Cc", "Cs")).strip()
    return kept if any(not sign.isspace() and category(sign) != "Cf" for sign in kept) else ""


def must_be_acceptable(level: Level, *, tags: Sequence[str], text: str, among: Mapping[str, Tag] = TAGS) -> None:
    """Refuse a rating with UnknownTag, TagOfAnotherLevel, TextTooLong or (low levels only) ReasonMissing.

    A low level asks for a tag or a text (practice of one county, not law); *none of these* is always a tag.
    `text` is as `written` gives it, `among` the tags that were shown, by code.
    """
    for code in tags:
        if code not in among:
            raise UnknownTag(tag=code)
        if among[code].level is not level:
            raise TagOfAnotherLevel(tag=code, level=int(level))
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(most=LONGEST_TEXT, field="text")
    if level in LOW and not tags and not text:
        raise ReasonMissing(level=int(level))


def wilson(good: int, n: int, *, z: float = 1.96) -> tuple[float, float] | None:
    """The 95 % Wilson interval of `good` of `n` as shares; None for n = 0."""
    if n == 0:
        return None
    share = good / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * ((share * (1 - share) + z * z / (4 * n)) / n) ** 0.5 / (1 + z * z / n)
    # Exact at the ends, where rounding would leave the share outside its own interval.
    return 0.0 if good == 0 else middle - half, 1.0 if good == n else middle + half
