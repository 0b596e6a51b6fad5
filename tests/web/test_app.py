"""What our Flask leaves out makes no difference to what is asked and answered."""

import pytest
from flask import Response, url_for
from pydantic import BaseModel
from werkzeug.exceptions import ClientDisconnected

from hall.errors import Malformed
from web import app as own
from web.app import App, present
from web.doors import read_body


@pytest.fixture
def app() -> App:
    """An app with two rules and nothing else."""
    made = App("tried")

    @made.get("/windows/<int:no>/")
    def window(no: int) -> Response:
        return Response(f"{no} {url_for('window', no=no + 1)} {present().args.get('q')}")

    @made.post("/texts/<word>")
    def text(word: str) -> Response:
        return Response(word)

    return made


def test_an_address_leads_where_it_led_before(app: App) -> None:
    client = app.test_client()
    for asked, told in (("/windows/3/?q=a", "3 /windows/4/ a"), ("/windows/30/", "30 /windows/31/ None")) * 2:
        assert client.get(asked).text == told
    assert set(app.ways) == {("GET", "/windows/3/"), ("GET", "/windows/30/")}


def test_what_leads_nowhere_is_not_remembered(app: App) -> None:
    client = app.test_client()
    for _each in range(2):
        assert client.get("/windows/three/").status_code == 404
        assert client.get("/texts/a").status_code == 405
        assert client.get("/windows/3?q=a").headers["Location"] == "http://localhost/windows/3/?q=a"
        assert set(client.options("/texts/a").allow) == {"OPTIONS", "POST"}
    assert ("GET", "/texts/a") not in app.ways
    assert ("GET", "/windows/3") not in app.ways


def test_strangers_cannot_fill_the_memory_of_addresses(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST_WAYS", 10)
    client = app.test_client()
    assert client.post("/texts/" + "a" * own.LONGEST_WAY).status_code == 200
    assert app.ways == {}
    for n in range(25):
        assert client.post(f"/texts/{n}").text == str(n)
        assert len(app.ways) <= 10


def test_a_view_may_change_what_it_was_given(app: App) -> None:
    with app.test_request_context("/windows/3/"):
        given = present().view_args
        assert given == {"no": 3}
        given["no"] = 4
    with app.test_request_context("/windows/3/"):
        assert present().view_args == {"no": 3}


def test_the_first_of_two_cookies_of_a_name_counts(app: App) -> None:
    with app.test_request_context("/", headers={"Cookie": 'a=1; b="two\\054"; a=3; c=\xe9'}):
        assert dict(present().cookies) == {"a": "1", "b": "two,", "c": "�"}
    with app.test_request_context("/"):
        assert present().cookies == {}


def test_a_body_that_breaks_off_is_none(app: App) -> None:
    cut_off = app.test_request_context("/", method="POST", data=b"{}", environ_overrides={"CONTENT_LENGTH": "3"})
    with cut_off, pytest.raises(ClientDisconnected):
        present().body  # noqa: B018
    with app.test_request_context("/", method="POST", data=b"{}"):
        assert present().body == b"{}"


class Word(BaseModel):
    """What a door might ask for."""

    word: str


@pytest.mark.parametrize("spelled", [r"\u0000", r"a\u0000", r"\\\u0000", r"\"\u0000"])
def test_no_text_holds_a_zero(app: App, spelled: str) -> None:
    with app.test_request_context("/", method="POST", data=f'{{"word": "{spelled}"}}'), pytest.raises(Malformed):
        read_body(Word)


@pytest.mark.parametrize(
    ("spelled", "meant"), [(r"\\u0000", r"\u0000"), (r"\\\\u0000", r"\\u0000"), ("u0000", "u0000")]
)
def test_what_only_looks_like_a_zero_is_a_text(app: App, spelled: str, meant: str) -> None:
    with app.test_request_context("/", method="POST", data=f'{{"word": "{spelled}"}}'):
        assert read_body(Word).word == meant
