"""What a slip says in the visitor's language, ready for any printer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from hall.rules.service import Material
from hall.rules.slip import GuideSlip, LackingSlip, Slip, TestSlip, TicketSlip, slip_of
from hall.rules.text import Text
from kiosk.line_breaks import KEEP, broken, columns_of, fits
from web.languages import Language, _, say, text_of

AGAIN = _("补打")
AGAIN_AT = _("补打时间：{when}")
YOUR_NUMBER = _("您的号码")
PRIORITY = _("优先")
LATER = _("之后办理：{service}")
AHEAD = _("等候人数：{n} 人")
ESTIMATE = _("预计等候：{low} 至 {high} 分钟")
ESTIMATE_UP_TO = _("预计等候：{high} 分钟以内")
NO_ESTIMATE = _("暂时无法预计等候时间")
TAKEN = _("取号时间：{when}")
TIP = _("温馨提示")
LISTEN = _("请留意叫号和显示屏。")
MISSED_RULE = _("三次叫号未到即过号；过号不作废，当日可到导办台恢复排队。")
BRING = _("办理时请出示")
PHONE = _("办公电话：{phone}")
SCAN = _("扫码看排队进度，办完可评价")
CODE = _("评价码 {code}")
NO_PHONE = _("没有手机？凭评价码到导办台评价")
DEMO = _("演示用，不作办事依据")

GUIDE = _("办理须知")
PROMISED = _("承诺时限：{promised}")
CONDITIONS = _("办理条件")
MATERIALS = _("要带的材料")
COPIES = _("原件和复印件 {n} 份")
IF_NEEDED = _("视情况")
PROCEDURE = _("办理程序")
NO_NUMBER_YET = _("这张单不是排队号。材料带齐后，请到取号机取号。")
PRINTED = _("打印时间：{when}")

NOTICE = _("一次性告知书")
NUMBER_IS = _("号码：{number}")
STILL_LACKING = _("需补齐的材料")
GROUND = _("不予办理的理由")
ALL_MATERIALS = _("全部材料")
TOLD_AT = _("告知时间：{when}")
TOLD_BY = _("经办：{window_no} 号窗口，工号 {staff_number}")
TOLD_BY_STAFF = _("经办：工号 {staff_number}")

TRIAL = _("打印测试")
READABLE = _("这行字清楚、不是乱码，打印机就设置好了。")

BOX = "□ "


class Size(Enum):
    """How large a line is; a printer turns it into multiples of its own letter."""

    BODY = "body"
    TALL = "tall"
    """Of normal width but twice as high: as much on a line, far easier to read."""
    BIG = "big"
    HUGE = "huge"
    """As large as the paper is wide: the number alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, however many it becomes on the paper."""

    text: str
    size: Size = Size.TALL
    centred: bool = False
    bold: bool = False
    mark: str = ""
    """Stands before the first line (a box, a count); the others are indented by as much."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """An address to scan."""

    address: str


Part = Line | Rule | QrCode


@dataclass(frozen=True, slots=True)
class Sheet:
    """A composed slip: from top to bottom, then it is cut off."""

    language: Language
    parts: tuple[Part, ...]


def compose(
    kind: str, facts: dict[str, Any], *, again: bool = False, link: str | None = None, code: str | None = None
) -> Sheet:
    """The slip of a print job; `link` is the ticket's own page, None leaves the QR code out.

    `code` is the ticket's 评价码, told where the help desk has a pad for it.
    """
    slip = slip_of(kind, facts)
    language: Language = "en" if slip.language == "en" else "zh"
    parts: list[Part] = [Line(_in(slip.hall, language), centred=True, bold=True)]
    if again:
        parts.append(Line(f"【{say(AGAIN, language)}】", Size.BIG, centred=True, bold=True))
    match slip:
        case TicketSlip():
            parts += _ticket(slip, language)
        case LackingSlip():
            parts += _lacking(slip, language)
        case GuideSlip():
            parts += _guide(slip, language)
        case TestSlip():
            parts += _trial(slip, language)
    if again:
        parts.append(Line(say(AGAIN_AT, language, when=_when(slip.asked_at)), Size.BODY))
    if link is not None and isinstance(slip, TicketSlip | LackingSlip):
        parts += [QrCode(f"{link}?via=paper"), Line(say(SCAN, language), centred=True)]
    if code is not None and slip.rated_at_desk and isinstance(slip, TicketSlip | LackingSlip):
        parts.append(Line(say(CODE, language, code=f"{code[:3]}{KEEP}{code[3:]}"), Size.BIG, centred=True, bold=True))
        parts.append(Line(say(NO_PHONE, language), centred=True))
    if slip.demo:
        parts.append(Line(say(DEMO, language), Size.BODY, centred=True))
    return Sheet(language, tuple(_clean(part) for part in parts))


def _ticket(slip: TicketSlip, language: Language) -> Iterator[Part]:
    yield Line(say(YOUR_NUMBER, language), centred=True)
    yield Line(slip.number, Size.HUGE, centred=True, bold=True)
    if slip.priority:
        yield Line(say(PRIORITY, language), Size.BIG, centred=True)
    yield Line(_in(slip.service, language), Size.BIG, centred=True, bold=True)
    if _in(slip.service, language) != slip.service.zh:
        # Whoever helps in the hall reads Chinese.
        yield Line(slip.service.zh, centred=True)
    for later in slip.later:
        yield Line(say(LATER, language, service=_in(later, language)))
    yield Rule()
    if slip.ahead is not None:
        yield Line(say(AHEAD, language, n=slip.ahead), Size.BIG, bold=True)
        yield Line(_estimate(slip.estimate, language), Size.BIG)
    yield Line(say(TAKEN, language, when=_when(slip.taken_at)))
    yield Rule()
    yield Line(say(TIP, language), bold=True)
    yield from (Line(text) for text in _tips(slip.note, language))
    if slip.bring:
        yield Rule()
        yield Line(say(BRING, language), bold=True)
        yield from (Line(_in(one, language), mark=BOX) for one in slip.bring)
    yield from _phone(slip, language)


def _estimate(estimate: tuple[int, int] | None, language: Language) -> str:
    if estimate is None:
        return say(NO_ESTIMATE, language)
    low, high = estimate[0] // 60, -(-estimate[1] // 60)
    return say(ESTIMATE if low else ESTIMATE_UP_TO, language, low=low, high=high)


def _tips(note: Text, language: Language) -> Iterator[str]:
    """The hall's own note, with the rule of missed calls unless the note tells it."""
    yield say(LISTEN, language)
    if "过号" not in note.zh:
        yield say(MISSED_RULE, language)
    if note.zh:
        yield _in(note, language)


def _guide(slip: GuideSlip, language: Language) -> Iterator[Part]:
    yield Line(say(GUIDE, language), centred=True)
    yield Line(_in(slip.service, language), Size.BIG, centred=True, bold=True)
    yield Rule()
    yield from _told(slip, language, MATERIALS)
    yield Rule()
    yield Line(say(NO_NUMBER_YET, language), bold=True)
    yield from _phone(slip, language)
    yield Line(say(PRINTED, language, when=_when(slip.asked_at)), Size.BODY)


def _lacking(slip: LackingSlip, language: Language) -> Iterator[Part]:
    yield Line(say(NOTICE, language), Size.BIG, centred=True, bold=True)
    yield Line(say(NUMBER_IS, language, number=slip.number))
    yield Line(_in(slip.service, language))
    yield Rule()
    yield Line(say(GROUND if slip.refused else STILL_LACKING, language), bold=True)
    for text in slip.lacking.splitlines():
        yield Line(text, bold=True, mark="" if slip.refused else BOX)
    yield Rule()
    yield from _told(slip, language, ALL_MATERIALS)
    yield Rule()
    told_by = TOLD_BY if slip.window_no else TOLD_BY_STAFF
    yield Line(say(told_by, language, window_no=slip.window_no, staff_number=slip.staff_number))
    yield Line(say(TOLD_AT, language, when=_when(slip.asked_at)))
    yield from _phone(slip, language)


def _told(slip: GuideSlip, language: Language, materials: str) -> Iterator[Part]:
    """Materials, conditions, time and procedure: all that a guide and a notice owe the visitor."""
    yield Line(say(materials, language), bold=True)
    yield from (Line(_material(one, language), mark=BOX) for one in slip.materials)
    if slip.conditions:
        yield Line(say(CONDITIONS, language), bold=True)
        yield from (Line(_in(one, language), mark="· ") for one in slip.conditions)
    if slip.procedure:
        yield Line(say(PROCEDURE, language), bold=True)
        yield from (Line(_in(one, language), mark=f"{n}. ") for n, one in enumerate(slip.procedure, 1))
    yield Line(say(PROMISED, language, promised=_in(slip.promised, language)))


def _material(one: Material, language: Language) -> str:
    remarks = [] if one.required else [say(IF_NEEDED, language)]
    if one.copies:
        remarks.append(say(COPIES, language, n=one.copies))
    if one.note is not None:
        remarks.append(_in(one.note, language))
    if not remarks:
        return _in(one.name, language)
    if language == "zh":
        return f"{_in(one.name, language)}（{'，'.join(remarks)}）"
    return f"{_in(one.name, language)} ({'; '.join(remarks)})"


def _trial(slip: TestSlip, language: Language) -> Iterator[Part]:
    yield Line(say(TRIAL, language), Size.BIG, centred=True, bold=True)
    yield Line("A008", Size.HUGE, centred=True, bold=True)
    yield Line(slip.printer, centred=True)
    yield Rule()
    yield Line(say(READABLE, language))
    # Printers that mistake a line of full-width marks alone for another code page show it here.
    yield Line("，。、；：？！“”（）")
    yield Line("0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    yield Line(_when(slip.asked_at), Size.BODY)


def _phone(slip: Slip, language: Language) -> Iterator[Part]:
    if slip.phone:
        yield Line(say(PHONE, language, phone=slip.phone.replace(" ", KEEP)), bold=True)


def _in(text: Text, language: Language) -> str:
    return text_of(text.to_facts(), language)


def _when(moment: datetime) -> str:
    return moment.strftime(f"%Y-%m-%d{KEEP}%H:%M")


_COMMANDS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
# “3 人”, “10 至 20 分钟”; in English “10 to 20 min”.
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=\w)|(?<=\d 至) (?=\d)|(?<=\d to) (?=\d)")


def _clean(part: Part) -> Part:
    """No text may carry a printer's commands, nor leave a number alone at the end of a line."""
    if not isinstance(part, Line):
        return part
    text = _NUMBER_AND_UNIT.sub(KEEP, _COMMANDS.sub(" ", part.text))
    return Line(text, part.size, part.centred, part.bold, part.mark)


# --- laid out in columns, for printers with letters of their own ------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it stands on the paper; `wide` and `high` are multiples of the printer's letter."""

    text: str
    wide: int = 1
    high: int = 1
    centred: bool = False
    bold: bool = False


def rows(sheet: Sheet, *, columns: int) -> list[Row | Rule | QrCode]:
    """The sheet on paper of `columns` half-width letters: no row is wider, nothing is lost."""
    laid: list[Row | Rule | QrCode] = []
    for part in sheet.parts:
        if isinstance(part, Line):
            laid += _rows_of(part, columns)
        else:
            laid.append(part)
    return laid


def _rows_of(line: Line, columns: int) -> Iterator[Row]:
    wide, high = _scale(line, columns)
    indent = columns_of(line.mark)
    for count, text in enumerate(broken(line.text, columns // wide - indent)):
        before = " " * indent if count else line.mark
        yield Row(before + text, wide, high, line.centred, line.bold)


def _scale(line: Line, columns: int) -> tuple[int, int]:
    """The multiples of a line's size; smaller where a number would not fit unsplit."""
    if line.size is Size.HUGE:
        # Eight is the most that a printer can; some air beside the number makes it easier to find.
        times = max(1, min(8, (columns - 4) // max(1, columns_of(line.text))))
        return times, times
    if line.size is Size.BIG and fits(line.text, columns // 2):
        return 2, 2
    return (1, 1) if line.size is Size.BODY else (1, 2)
