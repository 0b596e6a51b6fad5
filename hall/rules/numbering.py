"""How tickets are numbered: one series per hall, day and prefix, from 001, never repeated."""


def number_text(prefix: str, number: int) -> str:
    """A008 for (A, 8); past 999 the number grows to four digits."""
    return f"{prefix}{number:03d}"


def parse_number(text: str) -> tuple[str, int] | None:
    """(A, 8) for "a008", "A8" or "Ａ００８" as people type it; None if it is no number."""
    plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text).strip().upper()
    if len(plain) < 2 or not ("A" <= plain[0] <= "Z"):
        return None
    digits = plain[1:].lstrip("-－ ")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        return None
    return plain[0], int(digits)
