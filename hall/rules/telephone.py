"""Telephone numbers at which somebody of the Greater Bay Area can be called back."""

import re
from unicodedata import normalize

from hall.errors import PhoneUnusable

_BETWEEN = re.compile(r"[\s()·.]")
_DASHES = re.compile(r"[‐-―−]")
_EXTENSION = re.compile(r"(.+?)-?(?:转分机|分机|转|ext|x|#|-)([0-9]{1,6})", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+86)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:\+860?|0)((?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7})")
_HONG_KONG_OR_MACAO = re.compile(r"\+85[23][2-9][0-9]{7}")


def telephone(written: str) -> str:
    """The number in one form, whatever stands between its digits: 13800138000, 02083331234-801, +85221234567.

    Mobiles of the mainland, landlines with their area code and perhaps an extension, both with or without +86, and
    numbers of Hong Kong and Macao with +852 and +853. Raises PhoneUnusable.
    """
    given = _DASHES.sub("-", _BETWEEN.sub("", normalize("NFKC", written)))
    # An extension first: what follows the last dash of a landline would else be taken for its last digits.
    extended = _EXTENSION.fullmatch(given)
    landline = _LANDLINE.fullmatch(_digits(extended[1])) if extended else None
    if extended and landline:
        return f"0{landline[1]}-{extended[2]}"
    digits = _digits(given)
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if landline := _LANDLINE.fullmatch(digits):
        return f"0{landline[1]}"
    if _HONG_KONG_OR_MACAO.fullmatch(digits):
        return digits
    raise PhoneUnusable(field="phone")


def _digits(given: str) -> str:
    """Without dashes, and as it is dialled from abroad with + for 00."""
    return re.sub(r"^00", "+", given.replace("-", ""))
