"""Heads of requests mean one thing only, and what a browser sends is read as it was sent."""

import socket
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.patience import PATIENCE
from tests.servers import DemoHall
from web import heads

GOOD = (
    b"Host: 127.0.0.1:8000\r\nContent-Type: application/json\r\nX-CSRF-Token:  abc \r\n"
    b"Cookie: a=1; b=2\r\nContent-Length: 2\r\nX-CSRF-Token: second\r\n\r\n{}"
)


def test_fields_are_read_as_they_were_sent() -> None:
    head = heads.read(BytesIO(GOOD))
    assert head.status == ""
    assert head.typeheader == "application/json"
    assert head.get("CONTENT-LENGTH") == "2"
    assert head.get("x-csrf-token") == "abc"
    assert head.get("upgrade", "no") == "no"
    assert [name for name, _value in head.fields].count("HTTP_X_CSRF_TOKEN") == 2
    del head["content-length"]
    assert head.getheader("Content-Length") is None


def test_what_follows_a_head_is_left_for_the_body() -> None:
    file = BytesIO(GOOD)
    heads.read(file)
    assert file.read() == b"{}"


def test_the_head_of_a_websocket_is_one() -> None:
    head = heads.read(BytesIO(b"Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))
    assert head.status == ""
    assert head.get("Upgrade") == "websocket"


@pytest.mark.parametrize(
    "sent",
    [
        b"Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        b"Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"Host: a\r\nTransfer-Encoding : chunked\r\n\r\n",
        b"Host: a\r\nContent-Length: -3\r\n\r\n",
        b"Host: a\r\nContent-Length: 0x3\r\n\r\n",
        b"Host: a\r\nX-Two: one\0two\r\n\r\n",
        b"Host: a\nContent-Length: 3\n\n",
        b"no colon\r\n\r\n",
        b"Host: a\r\n",
        b"",
        b"X: " + b"a" * heads.LONGEST,
        b"X: a\r\n" * heads.LONGEST,
    ],
)
def test_what_may_mean_two_things_is_no_head(sent: bytes) -> None:
    assert heads.read(BytesIO(sent)).status


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(sent: bytes) -> None:
    head = heads.read(BytesIO(sent + b"\r\n\r\n"))
    assert head.status or head.whole


def test_a_server_answers_it_with_400_and_serves_the_next(demo: DemoHall) -> None:
    host, port = demo.url.removeprefix("http://").split(":")

    def answer(sent: bytes) -> bytes:
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as client:
            client.sendall(sent)
            return client.recv(4096).partition(b"\r\n")[0]

    line = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    assert answer(line + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n") == b"HTTP/1.1 400 Bad Request"
    assert answer(line + b"Cookie: haohao_session=\xff\xfe\r\n\r\n") == b"HTTP/1.1 200 OK"
