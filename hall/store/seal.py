"""Seals what must not be readable in the database, with keys that are kept apart from it."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from hall.errors import SealBroken


class Seal:
    """The keys of the house, newest first: the first seals, any of them opens."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = MultiFernet([Fernet(one) for one in keys]) if keys else None

    def close(self, text: str) -> bytes:
        """The text, readable only with the key; raises SealBroken if there is none."""
        if self._keys is None:
            raise SealBroken()
        return self._keys.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """What was sealed; raises SealBroken if none of the keys fits, or if it was changed."""
        if self._keys is None:
            raise SealBroken()
        try:
            return self._keys.decrypt(sealed).decode()
        except InvalidToken as error:
            raise SealBroken() from error
