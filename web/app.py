"""Flask as this house uses it: without what it looks for at every request and never finds here."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.sansio.http import parse_cookie


class Asking(Request):
    """A request whose cookies are read where WSGI puts them; bytes that are no text break nothing."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        sent = self.environ.get("HTTP_COOKIE", "").encode("latin-1").decode(errors="replace")
        return parse_cookie(sent, cls=ImmutableMultiDict)  # type: ignore[return-value]


class App(Flask):
    """Flask without coroutines: no view is asked whether it is one."""

    request_class = Asking

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func
