"""评价码: six digits on the slip, for people without a phone; made from the ticket with the hall's key, kept nowhere.

The codes are a shuffle of 0 … 999999 that only the key knows how to undo (a Feistel network over two halves of three
digits): no two of a million tickets in a row have the same one, and a code leads back to its ticket without looking
through any.
"""

from hall.rules.keyed import keyed

CODES = 1_000_000
HALF = 1000
ROUNDS = 8


def code_of(ticket: int, *, hall: int, key: bytes) -> str:
    """The code of a ticket."""
    left, right = divmod(ticket % CODES, HALF)
    for step in range(ROUNDS):
        left, right = right, (left + _stir(step, right, hall, key)) % HALF
    return f"{left * HALF + right:06d}"


def ticket_of(code: str, *, newest: int, hall: int, key: bytes) -> int | None:
    """The youngest ticket with this code, given the newest there is; None for what is no code, or nobody's yet."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    left, right = divmod(int(code), HALF)
    for step in reversed(range(ROUNDS)):
        left, right = (right - _stir(step, left, hall, key)) % HALF, left
    ticket = newest - (newest - (left * HALF + right)) % CODES
    return ticket if ticket > 0 else None


def _stir(step: int, half: int, hall: int, key: bytes) -> int:
    seal = keyed(key, f"rating-code:{hall}:{step}:{half}".encode()).digest()
    return int.from_bytes(seal[:8]) % HALF
