"""A call is spoken digit by digit, its window as a number."""

from hypothesis import given
from hypothesis import strategies as st

from display.phrases import cardinal, spoken
from hall.rules.numbering import number_text

DIGITS = "零一二三四五六七八九"
ENGLISH = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}


def value_of(words: str) -> int:
    """The number that Chinese cardinal `words` below a hundred mean, read as a child learns it."""
    tens, ten, ones = words.rpartition("十")
    return (DIGITS.index(tens) if tens else 1 if ten else 0) * 10 + (DIGITS.index(ones) if ones else 0)


def test_the_words_are_those_of_the_hall() -> None:
    chinese, english = spoken("A008", 3, languages=("zh", "en"))
    assert (chinese.language, chinese.text) == ("zh", "请 A 零零八号，到三号窗口办理")
    assert (english.language, english.text) == ("en", "Number A, zero zero eight, please go to window 3")


def test_windows_are_cardinals() -> None:
    said = {1: "一", 2: "二", 10: "十", 11: "十一", 12: "十二", 20: "二十", 21: "二十一", 99: "九十九"}
    assert {no: cardinal(no) for no in said} == said
    beyond = {100: "一百", 105: "一百零五", 110: "一百一十", 112: "一百一十二", 120: "一百二十"}
    assert {no: cardinal(no) for no in beyond} == beyond


def test_languages_keep_their_order_and_an_unknown_one_is_silent() -> None:
    assert [one.language for one in spoken("B021", 12, languages=("en", "xx", "yue", "zh"))] == ["en", "yue", "zh"]


def test_cantonese_never_says_yao() -> None:
    (cantonese,) = spoken("A111", 1, languages=("yue",))
    assert "一一一" in cantonese.text
    assert "幺" not in cantonese.text


@given(
    prefix=st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ"),
    number=st.integers(1, 12345),
    window_no=st.integers(1, 99),
)
def test_every_call_says_its_own_number_and_window(prefix: str, number: int, window_no: int) -> None:
    chinese, english = spoken(number_text(prefix, number), window_no, languages=("zh", "en"))

    called, _comma, where = chinese.text.partition("，到")
    digits = called.removeprefix(f"请 {prefix} ").removesuffix("号")
    assert int("".join(str(DIGITS.index(one)) for one in digits)) == number
    assert len(digits) == max(3, len(str(number)))
    assert value_of(where.removesuffix("号窗口办理")) == window_no

    named, words, way = english.text.split(", ")
    assert named == f"Number {prefix}"
    assert int("".join(ENGLISH[one] for one in words.split())) == number
    assert way == f"please go to window {window_no}"
