"""Flask as this house uses it: without what it looks for at every request and never finds here."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Request, Response, request
from flask.ctx import RequestContext
from flask.sessions import NullSession, SessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected
from werkzeug.routing import MapAdapter, Rule
from werkzeug.sansio.http import parse_cookie
from werkzeug.sansio.utils import get_host

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST_WAYS = 1000
"""Addresses whose way to their view is remembered; beyond, all are looked for again."""
LONGEST_WAY = 100
"""Letters of an address that is remembered; honest ones are shorter."""


LARGEST_BODY = 128 * 1024
"""Several times the longest that any door can take; more of it only keeps the house busy refusing."""


class Asking(Request):
    """A request whose fields are read where WSGI puts them."""

    @cached_property
    def host(self) -> str:
        return _host_of(self.scheme, self.environ.get("HTTP_HOST"), self.server)

    @cached_property
    def cookies(self) -> Mapping[str, str]:  # type: ignore[override]
        """Name → value, the first of several."""
        return _cookies_of(self.environ.get("HTTP_COOKIE", ""))

    @cached_property
    def body(self) -> bytes:
        """What was sent, for a door; raises RequestEntityTooLarge or ClientDisconnected.

        Read at once where its length was told before, as browsers do: the framework's way goes through six layers.
        """
        length = self.content_length
        if length is None or length > LARGEST_BODY or "HTTP_TRANSFER_ENCODING" in self.environ:
            return self.get_data()
        sent: bytes = self.environ["wsgi.input"].read(length)
        if len(sent) < length:
            raise ClientDisconnected()
        return sent


def present() -> Asking:
    """The present request itself: a door looks at it often, and Flask's `request` is a search each time."""
    found: Asking = cast(Any, request)._get_current_object()
    return found


@lru_cache(maxsize=64)
def _host_of(scheme: str, header: str | None, server: tuple[str, int | None] | None) -> str:
    return get_host(scheme, header, server)


@lru_cache(maxsize=128)
def _cookies_of(header: str) -> Mapping[str, str]:
    """A browser sends the same every time; bytes that are no text break nothing."""
    sent = header.encode("latin-1").decode(errors="replace")
    return MappingProxyType(parse_cookie(sent, cls=_first_of_each))  # type: ignore[arg-type]


def _first_of_each(pairs: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    return dict(reversed(pairs))


class Asked(RequestContext):
    """A request on its way to a view, which is the same for the same address: 160 rules are tried once for each."""

    app: "App"

    def match_request(self) -> None:
        asked, ways = self.request, self.app.ways
        address = (asked.method, asked.path)
        way = ways.get(address)
        if way is not None:
            asked.url_rule, asked.view_args = way[0], dict(way[1])
            return
        super().match_request()
        if asked.url_rule is not None and len(asked.path) <= LONGEST_WAY:
            if len(ways) >= MOST_WAYS:
                ways.clear()
            ways[address] = (asked.url_rule, dict(asked.view_args or {}))


class NoSession(SessionInterface):
    """Who is signed in stands in the database: the framework keeps nothing about anybody."""

    _nothing = NullSession()

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        return self._nothing


class App(Flask):
    """Flask without coroutines, sessions and host names: no view is asked for any."""

    request_class = Asking
    session_interface = NoSession()

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.ways: dict[tuple[str, str], tuple[Rule, dict[str, Any]]] = {}
        """Method and path → its rule, with what the path says."""

    def request_context(self, environ: "WSGIEnvironment") -> RequestContext:
        return Asked(self, environ)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None:
            return super().create_url_adapter(request)
        query = request.query_string.decode(errors="replace")
        scheme, path, method = request.scheme, request.path, request.method
        return MapAdapter(self.url_map, request.host, request.root_path, "", scheme, path, method, query)

    def full_dispatch_request(self) -> Response:
        """As the framework has it, without the signals that nobody hears here."""
        try:
            answer = self.preprocess_request()
            if answer is None:
                answer = self.dispatch_request()
        except Exception as error:
            answer = self.handle_user_exception(error)
        return self.finalize_request(answer)

    def preprocess_request(self) -> ResponseReturnValue | None:
        asked = present()
        # No blueprint of this house is within another.
        for name in (None, asked.blueprint):
            for before in self.before_request_funcs.get(name, ()):
                answer = before()
                if answer is not None:
                    return cast(ResponseReturnValue, answer)
        return None

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func
