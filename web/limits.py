"""Limits on how often a door may be tried."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

from flask import Flask, Response, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from pydantic_core import from_json

from hall.errors import LinkUsed, Refusal, TooManyWrongCodes, UnknownCode, WrongPassword
from settings import Settings
from web.app import present
from web.context import the_app
from web.problems import TooMany

log = logging.getLogger("haohao")

FAILURES = parse("10 per 5 minutes")
"""Of signing in: per name and per address. Successes are never counted."""
WRONG_CODES = parse("8 per 5 minutes")
"""Of one pad at the help desk: enough for tired eyes, too few to try a million codes."""
REFUSED = parse("200 per second")
"""Refusals of one token, or of whoever has none from one address. A paired device's successes are never counted."""


class Counts:
    """What is counted: by this worker alone, and, where there is a queue, by all workers together."""

    def __init__(self, message_queue: str | None) -> None:
        self.own = FixedWindowRateLimiter(MemoryStorage())
        self._shared = self.own
        if message_queue:
            options: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1}
            self._shared = FixedWindowRateLimiter(storage_from_string(message_queue, wrap_exceptions=True, **options))
        self._refused_until = 0.0
        self.one_at_a_time = threading.Lock()
        """Held by whoever tries a password: of a hundred tries in one instant each would find nine before it."""

    def refused_lately(self) -> bool:
        """May anybody's refusals still count?"""
        return time.monotonic() < self._refused_until

    def refuse(self, key: str) -> None:
        """Count a refusal, for this worker alone."""
        self.own.hit(REFUSED, key)
        self._refused_until = time.monotonic() + REFUSED.get_expiry()

    @property
    def storage(self) -> Storage:
        """This worker's own counts."""
        return self.own.storage

    def test(self, limit: RateLimitItem, key: str) -> bool:
        """Would one more be within the limit, counting all workers?"""
        return self._together(lambda limiter: limiter.test(limit, key))

    def hit(self, limit: RateLimitItem, key: str) -> bool:
        """Count one, for all workers; was it within the limit?"""
        return self._together(lambda limiter: limiter.hit(limit, key))

    def _together(self, ask: Callable[[FixedWindowRateLimiter], bool]) -> bool:
        try:
            return ask(self._shared)
        except StorageError:
            # A queue that is away is no reason to keep the hall's people out; each worker counts for itself.
            log.warning("the message queue is away; limits are counted by each worker")
            return ask(self.own)


def install(app: Flask, settings: Settings) -> None:
    """Keep the counts in Valkey where there are several workers, in this process otherwise."""
    app.extensions["haohao_limits"] = Counts(settings.message_queue)


def _counts() -> Counts:
    return cast(Counts, the_app().extensions["haohao_limits"])


def must_be_within(limit: RateLimitItem, *, key: str) -> None:
    """Count one; refuse with TooMany beyond the limit."""
    if not _counts().hit(limit, key):
        raise TooMany()


def refusals(view: Callable[..., Response]) -> Callable[..., Response]:
    """Refuse with TooMany whoever is refused too often; what succeeds counts for nothing.

    Counted by each worker: a screen stays with one, and no deed may wait for the queue.
    """

    @wraps(view)
    def limited(*parts: Any, **named: Any) -> Response:
        counts = _counts()
        # What is counted lasts a second: where nobody was refused lately, nobody was too often.
        if counts.refused_lately() and not counts.own.test(REFUSED, _refused_key()):
            raise TooMany()
        try:
            return view(*parts, **named)
        except Refusal:
            counts.refuse(_refused_key())
            raise

    return limited


@contextmanager
def wrong_codes(key: str) -> Iterator[None]:
    """Refuse with TooManyWrongCodes whoever has tried too many codes that nobody has.

    Counted by each worker: a pad stays with one, and no deed may wait for the queue.
    """
    counts = _counts().own
    if not counts.test(WRONG_CODES, key):
        raise TooManyWrongCodes()
    try:
        yield
    except UnknownCode:
        counts.hit(WRONG_CODES, key)
        raise


def _refused_key() -> str:
    """Whose refusals are counted together."""
    return "refused:" + hashlib.sha256(request.headers.get("Authorization", _address()).encode()).hexdigest()


def _address() -> str:
    return request.remote_addr or ""


def _name_given() -> str:
    """The name somebody tries, read as the door itself reads it: no second spelling of it has a count of its own."""
    try:
        given = from_json(present().body)
    except ValueError:
        return ""
    return str(given.get("name", "")).strip() if isinstance(given, dict) else ""


def failures(view: Callable[..., Response]) -> Callable[..., Response]:
    """Refuse with TooMany after too many failures of this name, or from this address; successes count for nothing."""

    @wraps(view)
    def limited(*parts: Any, **named: Any) -> Response:
        who = _name_given()
        keys = [f"from:{_address()}"]
        if who:
            keys.append("name:" + hashlib.sha256(who.encode()).hexdigest())
        counts = _counts()
        with counts.one_at_a_time:
            if not all(counts.test(FAILURES, key) for key in keys):
                raise TooMany()
            try:
                return view(*parts, **named)
            except (WrongPassword, LinkUsed):
                for key in keys:
                    counts.hit(FAILURES, key)
                raise

    return limited
