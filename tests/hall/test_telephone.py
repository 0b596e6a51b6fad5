"""A number that can be called is kept in one form however it was written; anything else is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import PhoneUnusable
from hall.rules.telephone import telephone


def digits(least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most or least)


MOBILES = st.tuples(st.sampled_from("3456789"), digits(9)).map(lambda drawn: "1" + "".join(drawn))
AREAS = st.sampled_from(["10", "20", "21", "755", "668", "379"])
LANDLINES = st.tuples(AREAS, st.sampled_from("2345678"), digits(6, 7)).map("".join)
ABROAD = st.tuples(st.sampled_from(["+852", "+853"]), st.sampled_from("2569"), digits(7)).map("".join)
GAPS = st.lists(st.sampled_from(["", "", " ", "　"]), min_size=20, max_size=20)


def spaced(number: str, gaps: list[str]) -> str:
    """With gaps between its digits, as people write them."""
    return "".join(one + gap for one, gap in zip(number, gaps, strict=False)) + number[len(gaps) :]


@given(MOBILES, st.sampled_from(["", "+86", "0086"]), GAPS)
def test_a_mobile_is_kept_as_its_eleven_digits(number: str, prefix: str, gaps: list[str]) -> None:
    assert telephone(spaced(prefix + number, gaps)) == number
    assert telephone(f"{prefix} {number[:3]}-{number[3:7]}-{number[7:]}") == number


@given(LANDLINES, st.sampled_from(["0", "+86", "+860", "0086"]), GAPS)
def test_a_landline_is_kept_with_its_area_code(number: str, prefix: str, gaps: list[str]) -> None:
    assert telephone(spaced(prefix + number, gaps)) == f"0{number}"


@given(LANDLINES, st.sampled_from(["-", " 转 ", "转分机", "—", " ext. ", "#", "x"]), digits(1, 6))
def test_an_extension_is_told_from_the_number(number: str, marked: str, extension: str) -> None:
    assert telephone(f"0{number}{marked}{extension}") == f"0{number}-{extension}"


@given(ABROAD, GAPS)
def test_a_number_of_hong_kong_or_macao_keeps_its_code(number: str, gaps: list[str]) -> None:
    assert telephone(spaced(number, gaps)) == telephone(number.replace("+", "00")) == number


@given(MOBILES | LANDLINES.map("0{}".format) | ABROAD | st.builds("0{}-{}".format, LANDLINES, digits(1, 6)))
def test_what_was_kept_is_read_as_itself(number: str) -> None:
    assert telephone(telephone(number)) == telephone(number)


@given(st.text("0123456789+- 转ax", max_size=24))
def test_anything_is_either_in_one_of_the_forms_or_refused(text: str) -> None:
    try:
        kept = telephone(text)
    except PhoneUnusable:
        return
    assert kept.startswith(("1", "0", "+852", "+853"))
    assert 10 <= len(kept.split("-")[0]) <= 12
    assert "a" not in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110",
        "12345",
        "83331234",
        "12800138000",
        "1380013800",
        "138001380000",
        "4008001234",
        "+1 212 555 1234",
        "+85212345678",
        "21234567",
        "13800138000-801",
        "020-13331234",
        "请回电",
        "1380013800a",
        "8888888888888888888888",
    ],
)
def test_what_cannot_be_called_is_refused_by_name(text: str) -> None:
    with pytest.raises(PhoneUnusable):
        telephone(text)
