"""Posts one signed message to a web address."""

import hashlib
import hmac
import json
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from alerts.trouble import Fault, NotSent

CONNECT_S: Final = 5
ANSWER_S: Final = 10
MOST_READ: Final = 4096
"""What is read of an answer: enough for a group robot's error code."""
KEYS_OF_CLOUDS: Final = frozenset(map(ip_address, ("100.100.100.200", "fd00:ec2::254")))
"""Where a cloud hands its machines their own passwords, beside link-local addresses."""


def signature(secret: str, body: bytes, *, at: int) -> str:
    """`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over "t.body", so that neither can be changed or kept for later."""
    sealed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={sealed}"


def post(address: str, body: bytes, *, secret: str, number: str, at: int, plain: bool = False) -> None:
    """Post a body; raises NotSent. `plain` lets it go to this machine: for a demo, or an inner network."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "haohao",
        "X-Haohao-Id": number,
        "X-Haohao-Signature": signature(secret, body, at=at),
    }
    try:
        _must_lead_outside(address, plain=plain)
        with requests.Session() as line:
            line.trust_env = False  # neither a proxy nor somebody's kept passwords come in unasked
            for scheme in ("http://", "https://"):
                line.mount(scheme, _Outside(plain=plain))
            with line.post(
                address,
                data=body,
                headers=headers,
                timeout=(CONNECT_S, ANSWER_S),
                allow_redirects=False,
                stream=True,
            ) as answer:
                _must_be_taken(answer)
    except requests.exceptions.SSLError as error:
        raise NotSent(Fault.CERTIFICATE) from error
    except requests.Timeout as error:
        raise NotSent(Fault.TIMED_OUT) from error
    except (requests.RequestException, OSError, UnicodeError) as error:
        raise NotSent(Fault.UNREACHABLE) from error


def _must_lead_outside(address: str, *, plain: bool) -> None:
    parts = urlsplit(address)
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    for *_how, at in found:
        if not _is_allowed(_plain_of(str(at[0])), plain=plain):
            raise NotSent(Fault.NOT_ALLOWED)


class _LookedAt:
    """A line that is looked at before anything is said on it: a name may lead elsewhere when it is asked again."""

    plain: bool

    def _new_conn(self) -> socket.socket:
        line: socket.socket = super()._new_conn()  # type: ignore[misc]
        if not _is_allowed(_plain_of(str(line.getpeername()[0])), plain=self.plain):
            line.close()
            raise NotSent(Fault.NOT_ALLOWED)
        return line


class _Outside(HTTPAdapter):
    """Says something to allowed machines alone."""

    def __init__(self, *, plain: bool) -> None:
        self._looks = {"plain": plain}
        super().__init__()

    def init_poolmanager(self, *how: Any, **more: Any) -> None:
        super().init_poolmanager(*how, **more)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: type("Lines", (lines,), {"ConnectionCls": type("Line", (_LookedAt, line), self._looks)})
            for scheme, lines, line in (
                ("http", HTTPConnectionPool, HTTPConnection),
                ("https", HTTPSConnectionPool, HTTPSConnection),
            )
        }


def _plain_of(host: str) -> IPv4Address | IPv6Address:
    at = ip_address(host.partition("%")[0])
    return (at.ipv4_mapped or at) if isinstance(at, IPv6Address) else at


def _is_allowed(at: IPv4Address | IPv6Address, *, plain: bool) -> bool:
    if at.is_loopback:
        return plain
    return not (at.is_link_local or at.is_multicast or at.is_unspecified or at in KEYS_OF_CLOUDS)


def _must_be_taken(answer: requests.Response) -> None:
    if 300 <= answer.status_code < 400:
        raise NotSent(Fault.MOVED)
    if not 200 <= answer.status_code < 300:
        raise NotSent(Fault.STATUS, answer.status_code)
    # Group robots answer 200 whatever happened, and say it inside.
    told = _read(answer)
    code = told.get("errcode") if isinstance(told, dict) else None
    if type(code) is int and code != 0:
        raise NotSent(Fault.ERRCODE, code)


def _read(answer: requests.Response) -> object:
    try:
        return json.loads(next(answer.iter_content(MOST_READ), b""))
    except (ValueError, RecursionError, requests.RequestException):
        return None
