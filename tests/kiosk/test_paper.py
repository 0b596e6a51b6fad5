"""A slip says what its visitor needs, in lines that fit the paper."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.rules.service import Material
from hall.rules.slip import GuideSlip, LackingSlip, Slip, SlipKind, TicketSlip, slip_of
from hall.rules.text import Text
from kiosk.letters import CHINESE_ON, CUT, RESET, encoded, in_letters
from kiosk.line_breaks import KEEP, broken, columns_of
from kiosk.paper import QrCode, Row, Rule, compose, rows
from kiosk.raster import NoFont, drawn, find_face, in_dots

WHEN = datetime(2026, 11, 23, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai"))
LINK = "https://hall.example.org/t/1-1-AbCdEfGhIjKlMnOpQrStUv"
HALL: dict[str, Any] = {
    "language": "zh",
    "hall": Text("建设街政务中心", "Jianshe Street Service Centre"),
    "phone": "020-0000 0000",
    "asked_at": WHEN,
    "demo": False,
}
TICKET = TicketSlip(
    **HALL,
    number="A008",
    service=Text("领取或补办社保卡", "Get or replace a social security card"),
    later=(),
    priority=False,
    ahead=3,
    estimate=(600, 1200),
    taken_at=WHEN,
    bring=(Text("本人身份证", "Your identity card"),),
    note=Text("二楼请乘电梯。", "Take the lift to the second floor."),
)
TOLD: dict[str, Any] = {
    "service": TICKET.service,
    "promised": Text("5 个工作日内办结", "Within 5 working days"),
    "conditions": (Text("已参加社会保险"),),
    "procedure": (Text("窗口核对材料"), Text("选择发卡银行")),
    "materials": (
        Material(name=Text("本人身份证"), note=None, copies=1, required=True),
        Material(name=Text("委托书"), note=Text("由他人代办时需要"), copies=0, required=False),
    ),
}
GUIDE = GuideSlip(**HALL, **TOLD)
LACKING = LackingSlip(
    **HALL, **TOLD, number="A008", window_no=3, staff_number="JS103", refused=False, lacking="户口簿原件\n照片两张"
)


def kind_of(slip: Slip) -> SlipKind:
    return {TicketSlip: SlipKind.TICKET, LackingSlip: SlipKind.LACKING, GuideSlip: SlipKind.GUIDE}[type(slip)]


def laid(
    slip: Slip, *, columns: int = 48, again: bool = False, link: str | None = None, code: str | None = None
) -> list[Row | Rule | QrCode]:
    return rows(compose(kind_of(slip), slip.to_facts(), again=again, link=link, code=code), columns=columns)


def words(slip: Slip, **how: Any) -> str:
    return "\n".join(row.text for row in laid(slip, **how) if isinstance(row, Row))


# --- what it says --------------------------------------------------------------------------------------


def test_a_ticket_tells_number_service_people_wait_time_rule_and_telephone() -> None:
    said = words(TICKET)
    for part in (
        "A008",
        "领取或补办社保卡",
        "等候人数：3 人",
        "预计等候：10 至 20 分钟",
        "取号时间：2026-11-23 09:41",
        "温馨提示",
        "三次叫号未到即过号；过号不作废",
        "二楼请乘电梯。",
        "本人身份证",
        "办公电话：020-0000 0000",
    ):
        assert part in said


def test_a_note_that_tells_the_rule_is_not_told_twice() -> None:
    note = Text("三次叫号未到即过号；过号不作废，当日可到导办台恢复排队。")
    assert words(replace(TICKET, note=note)).count("三次叫号") == 1


def test_an_unknown_wait_is_said_to_be_unknown() -> None:
    assert "暂时无法预计等候时间" in words(replace(TICKET, estimate=None))


def test_a_short_wait_is_up_to_some_minutes() -> None:
    assert "预计等候：5 分钟以内" in words(replace(TICKET, estimate=(0, 300)))


def test_a_ticket_that_no_longer_waits_tells_no_place() -> None:
    said = words(replace(TICKET, ahead=None, estimate=None))
    assert "等候人数" not in said
    assert "预计" not in said


def test_the_number_is_the_largest_thing_on_the_slip() -> None:
    largest = max((row for row in laid(TICKET) if isinstance(row, Row)), key=lambda row: row.high)
    assert (largest.text, largest.wide, largest.high) == ("A008", 8, 8)


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("number", ["A008", "A1008", "Z9999"])
def test_a_number_past_999_still_stands_on_one_line(number: str, columns: int) -> None:
    laid_out = laid(replace(TICKET, number=number), columns=columns)
    (row,) = [row for row in laid_out if isinstance(row, Row) and number in row.text]
    assert row.text == number
    assert row.wide * len(number) <= columns


def test_priority_is_one_word_without_a_reason() -> None:
    assert "优先" in words(replace(TICKET, priority=True)).splitlines()
    assert "优先" not in words(TICKET)


def test_a_reprint_says_so_with_its_time() -> None:
    assert "【补打】" in words(TICKET, again=True)
    assert "补打时间：2026-11-23 09:41" in words(TICKET, again=True)
    assert "补打" not in words(TICKET)


def test_english_visitors_read_english_and_the_service_in_chinese_too() -> None:
    said = words(replace(TICKET, language="en"))
    assert "Ahead of you: 3" in said
    assert "10 to 20 min" in said
    assert "领取或补办社保卡" in said
    assert "等候" not in said


def test_without_an_address_there_is_no_code_to_scan() -> None:
    assert not any(isinstance(row, QrCode) for row in laid(TICKET))
    assert "扫码" not in words(TICKET)
    assert QrCode(f"{LINK}?via=paper") in laid(TICKET, link=LINK)
    assert "扫码看排队进度，办完可评价" in words(TICKET, link=LINK)


def test_whoever_has_no_phone_reads_a_code_where_the_help_desk_takes_it() -> None:
    slip = replace(TICKET, rated_at_desk=True)
    said = words(slip, code="012345").replace(KEEP, " ")
    assert "评价码 012 345" in said
    assert "没有手机？凭评价码到导办台评价" in said
    assert "评价码" not in words(TICKET, code="012345"), "no pad at the help desk: no promise"
    assert "评价码" not in words(slip)


def test_a_guide_says_that_it_is_no_number() -> None:
    said = words(GUIDE)
    assert "要带的材料" in said
    assert "原件和复印件 1 份" in said
    assert "这张单不是排队号" in said


def test_what_is_missing_is_told_whole() -> None:
    said = words(LACKING)
    for part in ("一次性告知书", "需补齐的材料", "户口簿原件", "照片两张", "JS103"):
        assert part in said
    for part in ("全部材料", "办理条件", "办理程序", "承诺时限"):
        assert part in said


def test_a_refusal_tells_its_ground() -> None:
    said = words(replace(LACKING, refused=True, lacking="不属于本中心办理范围"))
    assert "不予办理的理由" in said
    assert "需补齐" not in said


@pytest.mark.parametrize("slip", [TICKET, GUIDE, LACKING])
def test_facts_survive_the_database(slip: Slip) -> None:
    assert slip_of(kind_of(slip), slip.to_facts()) == slip


# --- lines ---------------------------------------------------------------------------------------------------

ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("，。、；：？！（）《》“”…—·％,.;:?!()[] A0189-/国务办理材料的é"),
        st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    ),
    max_size=120,
)


@given(ANY_TEXT, st.integers(4, 48))
def test_no_line_is_wider_than_the_paper_and_nothing_is_lost(text: str, width: int) -> None:
    lines = broken(text, width)
    assert all(columns_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(ANY_TEXT, st.sampled_from([32, 48]), st.sampled_from(["zh", "en"]))
def test_any_service_name_fits_the_slip(name: str, columns: int, language: str) -> None:
    slip = replace(TICKET, language=language, service=Text(name or "名", name))
    for row in laid(slip, columns=columns):
        if isinstance(row, Row):
            assert columns_of(row.text) * row.wide <= columns


PARTS = st.lists(st.sampled_from(["办理", "A1234", "，", "。", "020-8888", "（", "）", "请到"]), max_size=40)


@given(PARTS, st.integers(12, 48))
def test_numbers_are_never_split_nor_marks_put_at_the_head(parts: list[str], width: int) -> None:
    text = " ".join(parts) if len(parts) % 2 else "".join(parts)
    runs = re.findall(r"[A-Z0-9-]+", text)
    lines = broken(text, width)
    if all(len(run) + 2 * sum(text.count(mark) for mark in "，。（）") <= width for run in runs):
        assert [run for line in lines for run in re.findall(r"[A-Z0-9-]+", line)] == runs
        glued = "".join(parts) == text
        assert not glued or not any(line[0] in "，。）" for line in lines[1:])


def test_a_full_stop_never_begins_a_line() -> None:
    assert broken("一二三四五六，七八九。", 12) == ["一二三四五", "六，七八九。"]


def test_a_line_of_full_width_marks_alone_stays_whole() -> None:
    assert broken("，。！？", 48) == ["，。！？"]


def test_a_number_stays_with_its_unit() -> None:
    slip = replace(TICKET, ahead=12345)
    assert [row.text for row in laid(slip, columns=32) if isinstance(row, Row) and "1234" in row.text] == ["12345 人"]


def test_no_text_may_carry_a_printers_commands() -> None:
    slip = replace(TICKET, service=Text("坏\x1b@名\x1d字\u202e", None))
    assert "\x1b" not in words(slip)
    assert "坏 @名 字" in words(slip)


# --- letters ----------------------------------------------------------------------------------------------------


def test_chinese_is_gb18030_after_the_printer_was_told_so() -> None:
    printed = in_letters(compose("ticket", TICKET.to_facts()), columns=48)
    assert printed.startswith(RESET + CHINESE_ON)
    assert "领取或补办社保卡".encode("gb18030") in printed
    assert printed.endswith(CUT + RESET)


def test_the_bytes_of_the_number_are_exactly_these() -> None:
    printed = in_letters(compose("ticket", TICKET.to_facts()), columns=48)
    # Centred, font A upright, bold, eight times as wide and high, the number; then bold off and twice as high again.
    begins = printed.index(b"A008")
    assert b"\x1d!\x77" in printed[begins - 40 : begins]
    assert b"\x1ba\x01" in printed[begins - 40 : begins]
    after = printed[begins + len(b"A008\n") :]
    assert after.index(b"\x1d!") < after.index("领取".encode("gb18030"))


def test_every_line_says_its_own_size() -> None:
    sheet = compose("ticket", TICKET.to_facts(), link=LINK)
    lines = [row for row in rows(sheet, columns=48) if not isinstance(row, QrCode)]
    assert in_letters(sheet, columns=48).count(b"\x1d!") == len(lines) + 1


def test_marks_alone_are_not_turned_into_question_marks() -> None:
    assert encoded("，。！？") == bytes.fromhex("a3aca1a3a3a1a3bf")


def test_what_a_printer_would_obey_is_not_printed() -> None:
    assert encoded("缺\x1bp0照\x1d片\n") == "缺p0照片".encode("gb18030")


def test_what_no_printer_can_write_is_shown_as_missing() -> None:
    assert encoded("好👍") == "好〓".encode("gb18030")
    assert encoded("㐀") == "㐀".encode("gb18030")


# --- a picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [384, 576])
def test_a_slip_as_a_picture_is_as_wide_as_the_paper_and_mostly_white(width: int) -> None:
    page = drawn(compose("ticket", TICKET.to_facts(), link=LINK), width=width, face=find_face(None))
    ink = page.histogram()[0] / (page.width * page.height)
    assert page.width == width
    assert 900 < page.height < 2000
    assert 0.05 < ink < 0.25
    # Nothing is drawn to the very edge.
    assert page.crop((0, 0, 4, page.height)).histogram()[0] == 0
    assert page.crop((width - 4, 0, width, page.height)).histogram()[0] == 0


def test_the_number_is_at_least_twenty_millimetres_high_as_a_picture() -> None:
    with_number = drawn(compose("ticket", TICKET.to_facts()), width=576, face=find_face(None))
    inked = [y for y in range(90, 340) if with_number.crop((0, y, 576, y + 1)).histogram()[0]]
    longest = max(len(run) for run in "".join("x" if y in inked else " " for y in range(90, 340)).split())
    assert longest >= 8 * 18


def test_a_picture_is_sent_in_bands_that_a_printer_can_hold() -> None:
    face = find_face(None)
    sheet = compose("ticket", TICKET.to_facts())
    page = drawn(sheet, width=576, face=face)
    printed = in_dots(sheet, width=576, face=face)
    header = b"\x1dv0\x00\x48\x00"
    assert printed.startswith(RESET + header)
    bands = -(-page.height // 512)
    assert len(printed) == len(RESET) + len(CUT) + bands * (len(header) + 2) + 72 * page.height
    # Black is 1: as many bits as black dots.
    body = printed[len(RESET) + len(header) + 2 :]
    assert body[: 72 * 8].count(0) > 72 * 6


def test_without_a_chinese_font_it_is_said_so() -> None:
    with pytest.raises(NoFont):
        find_face(None, well_known=[])
