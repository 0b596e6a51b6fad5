"""The words in which a call is spoken."""

from functools import cache

from hall.store.pictures.display import Spoken

_CHINESE = "零一二三四五六七八九"
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_IN_CHINESE = str.maketrans(dict(zip("0123456789", _CHINESE, strict=True)))
_IN_ENGLISH = dict(zip("0123456789", _ENGLISH, strict=True))


def spoken(number: str, window_no: int, *, languages: tuple[str, ...]) -> tuple[Spoken, ...]:
    """A call in each of these languages, in their order; one that is not known here stays silent."""
    return tuple([Spoken(one, _SAID[one](number, window_no)) for one in languages if one in _SAID])


@cache
def cardinal(number: int) -> str:
    """十二 for 12, 二十 for 20, 一百零五 for 105: how a window is named. From 1 to 999."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        # Ten windows are 十号, not 一十号; after a hundred the 一 is spoken.
        words += ("" if tens == 1 and not hundreds else _CHINESE[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_CHINESE[ones] if ones else "")


def _chinese(number: str, window_no: int) -> str:
    # 1 stays 一: 幺 is optional in Mandarin, wrong in Cantonese.
    digits = number[1:].translate(_IN_CHINESE)
    return f"请 {number[0]} {digits}号，到{cardinal(window_no)}号窗口办理"


def _english(number: str, window_no: int) -> str:
    digits = " ".join(map(_IN_ENGLISH.__getitem__, number[1:]))
    return f"Number {number[0]}, {digits}, please go to window {window_no}"


_SAID = {"zh": _chinese, "yue": _chinese, "en": _english}
