"""The head of a request, read strictly."""

from io import BytesIO
from string import ascii_letters, digits

import pytest
from gevent.pywsgi import headers_factory  # type: ignore[attr-defined]
from hypothesis import given
from hypothesis import strategies as st

from web.head import LONGEST, MOST, Head

NAMES = st.text(ascii_letters + digits + "-", min_size=1, max_size=20)
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)


@given(st.dictionaries(NAMES.map(str.lower), VALUES, max_size=12))
def test_a_plain_head_is_read_as_gevents_own_reader_reads_it(fields: dict[str, str]) -> None:
    said = "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    ours, theirs = Head(BytesIO(said.encode())), headers_factory(BytesIO(said.encode()), 0)
    assert ours.status == ""
    for name in (*fields, "Content-Type", "not-there"):
        assert ours.get(name.title(), "-") == theirs.get(name.title(), "-")
    assert [one.rstrip() for one in ours.headers] == [one.rstrip() for one in theirs.headers]
    assert ours.typeheader == theirs.typeheader


def test_only_the_head_is_read() -> None:
    came = BytesIO(b"Host: a\r\nCookie: b=c\r\nCookie: d=e\r\nX-Empty:\r\n\r\n{}")
    head = Head(came)
    assert (head.status, head.get("HOST"), head.get("x-empty"), head.get("cookie")) == ("", "a", "", "b=c")
    assert len(head.headers) == 4
    assert came.read() == b"{}"


def test_a_length_beside_chunks_is_forgotten() -> None:
    head = Head(BytesIO(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"))
    del head["content-length"]
    assert head.getheader("Content-Length") is None
    with pytest.raises(KeyError):
        del head["content-length"]


@pytest.mark.parametrize(
    "said",
    [
        b"Host: a\r\n folded: into it\r\n\r\n",
        b"Host : a\r\n\r\n",
        b"Host\r\n\r\n",
        b": a\r\n\r\n",
        b"H\xc3\xb6st: a\r\n\r\n",
        b"X: a\rb\r\n\r\n",
        b"X: a\0b\r\n\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"Transfer-Encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n",
        b"Host: a\r\nHOST: b\r\n\r\n",
        b"Host: a\r\n",
        b"X: " + b"a" * LONGEST + b"\r\n\r\n",
        b"".join(b"X-%d: a\r\n" % one for one in range(MOST + 1)) + b"\r\n",
    ],
)
def test_whatever_could_be_understood_in_two_ways_is_not_taken(said: bytes) -> None:
    assert Head(BytesIO(said)).status
