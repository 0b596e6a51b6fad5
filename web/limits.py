"""Limits on how often a door may be tried."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, Response, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from pydantic_core import from_json

from hall.errors import LinkUsed, Refusal, WrongPassword
from settings import Settings
from web.problems import TooMany

FAILURES = parse("10 per 5 minutes")
"""Of signing in: per name and per address. Successes are never counted."""
REFUSED = parse("200 per second")
"""Refusals of one token, or of whoever has none from one address. A paired device's successes are never counted."""


def install(app: Flask, settings: Settings) -> None:
    """Keep the counts in Valkey where there are several workers, in this process otherwise."""
    storage = storage_from_string(settings.message_queue or "memory://")
    app.extensions["haohao_limits"] = FixedWindowRateLimiter(storage)


def _limiter() -> FixedWindowRateLimiter:
    return cast(FixedWindowRateLimiter, current_app.extensions["haohao_limits"])


def must_be_within(limit: RateLimitItem, *, key: str) -> None:
    """Count one; refuse with TooMany beyond the limit."""
    if not _limiter().hit(limit, key):
        raise TooMany()


def refusals(view: Callable[..., Response]) -> Callable[..., Response]:
    """Refuse with TooMany whoever is refused too often; what succeeds counts for nothing."""

    @wraps(view)
    def limited(*parts: Any, **named: Any) -> Response:
        key = "refused:" + hashlib.sha256(request.headers.get("Authorization", _address()).encode()).hexdigest()
        if not _limiter().test(REFUSED, key):
            raise TooMany()
        try:
            return view(*parts, **named)
        except Refusal:
            _limiter().hit(REFUSED, key)
            raise

    return limited


def _address() -> str:
    return request.remote_addr or ""


def _name_given() -> str:
    """The name somebody tries, read as the door itself reads it: no second spelling of it has a count of its own."""
    try:
        given = from_json(request.get_data())
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
        if not all(_limiter().test(FAILURES, key) for key in keys):
            raise TooMany()
        try:
            return view(*parts, **named)
        except (WrongPassword, LinkUsed):
            for key in keys:
                _limiter().hit(FAILURES, key)
            raise

    return limited
