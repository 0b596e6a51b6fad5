"""HMAC-SHA256 under the house's key: what only this house can have made."""

import hmac
from functools import lru_cache


@lru_cache(maxsize=16)
def _begun(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")


def keyed(key: bytes, message: bytes) -> hmac.HMAC:
    """The seal of a message. The key is worked in once: that is most of the work for so little."""
    seal = _begun(key).copy()
    seal.update(message)
    return seal
