"""Seals what must not be readable in the database, with keys that are kept apart from it."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from hall.errors import SealBroken


class Seal:
    """The keys of the house, newest first: the first seals, any of them opens."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = MultiFernet([Fernet(one) for one in keys]) if keys else None
        self._newest = Fernet(keys[0]) if keys else None
        self.changing = len(keys) > 1
        """Is there an older key, which something may still be sealed with?"""

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

    def renewed(self, sealed: bytes) -> bytes | None:
        """The same under the newest key; None if it is so already, or if none of the keys fits."""
        if self._keys is None or self._newest is None:
            return None
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            try:
                return self._keys.rotate(sealed)
            except InvalidToken:
                return None
        return None
