"""What somebody learns from an answer who should not: its shields, its paths, its log."""

import json
from pathlib import Path

import pytest
import requests

from hall.rules.staff import Role
from tests.journeys.shut_house import House
from tests.patience import PATIENCE
from tests.servers import DemoHall, running, server_over
from web.identity import SESSION_COOKIE


def test_every_answer_carries_its_shields(house: House) -> None:
    ticket = house.backstage.link(house.backstage.take())
    clerk = house.in_browser(house.session_of(Role.CLERK))
    for client, path in [
        (house.client(), "/sign-in"),
        (house.client(), "/kiosk/"),
        (house.client(), ticket),
        (clerk, "/clerk/"),
        (house.client(), "/docs"),
        (house.client(), "/problems"),
        (house.client(), "/nowhere"),
        (house.client(), "/hall.css"),
        (house.client(), "/t/1-1-x"),
    ]:
        headers = client.get(path, headers={"Accept": "text/html"}).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in headers
        if path not in ("/hall.css",):
            assert "no-store" in headers["Cache-Control"], path


def test_each_answer_has_a_nonce_of_its_own(house: House) -> None:
    one, two = (house.client().get("/sign-in").headers["Content-Security-Policy"] for _each in range(2))
    assert one != two


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../server.py",
        "/static/x/../../settings.py",
        "/static/x/%2e%2e/%2e%2e/settings.py",
        "/static/x/..%2f..%2fsettings.py",
        "/static/x/%252e%252e/settings.py",
        "/static/x/..\\..\\settings.py",
        "/static/x/kiosk/../routes.py",
        "/static/x/kiosk/%2e%2e/routes.py",
        "/static/x/hall/../../pyproject.toml",
        "/static/x//etc/passwd",
        "/static/x/kiosk//etc/passwd",
        "/static/x/tests/conftest.py",
        "/static/x/data/haohao.db",
        "/static/x/./../doors.py",
    ],
)
def test_no_path_leads_out_of_the_static_folders(house: House, path: str) -> None:
    answer = house.client().get(path)
    assert answer.status_code in (404, 308), path
    assert "import" not in answer.text


# However busy the machine, an answer that is due comes.


def test_the_log_holds_no_secret_after_a_whole_journey(tmp_path: Path) -> None:
    """Neither a password, nor a token, nor a ticket's link, nor what people wrote, whatever went wrong on the way."""
    server = server_over(tmp_path / "data", demo="1")
    told = json.loads(server.flask("demo", "--json"))
    words = "这里是我写的话"
    with running(server):
        demo = DemoHall(server, told)
        secret = _journey(demo, words)
    log = server.log.read_text("utf-8")
    assert "/kiosk/" in log, "the list of links"
    for one in [*secret, words]:
        assert one not in log, one[:6]
    kept = (tmp_path / "data" / "haohao.db").read_bytes() + b"".join(
        file.read_bytes() for file in (tmp_path / "data").glob("haohao.db-*")
    )
    for one in secret:
        assert one.encode() not in kept, one[:6]


def _journey(demo: DemoHall, words: str) -> list[str]:
    """Take, call, serve, rate, with refusals and faults between; returns every secret that was used."""
    kiosk = {"Authorization": f"Bearer {demo.token('kiosk')}"}
    pad = {"Authorization": f"Bearer {demo.token('pad', window_no=1)}"}
    clerk = demo.member("clerk", window_no=1)
    body = {"service": demo.people["services"][0]["code"]}
    taken = requests.post(
        f"{demo.url}/kiosk/tickets", json=body, headers=kiosk | {"Idempotency-Key": "a-tap"}, timeout=PATIENCE
    ).json()
    link = taken["link"][taken["link"].index("/t/") :]
    requests.get(f"{demo.url}{link}", timeout=PATIENCE)
    requests.get(f"{demo.url}{link}/picture", timeout=PATIENCE)
    requests.get(f"{demo.url}{link}x", timeout=PATIENCE)
    requests.get(f"{demo.url}{link}/nowhere", timeout=PATIENCE)
    with requests.Session() as browser:
        wrong = {"name": clerk["name"], "password": "wrong-password-1"}
        requests.post(f"{demo.url}/sign-in", json=wrong, timeout=PATIENCE)
        signed = browser.post(
            f"{demo.url}/sign-in", json={"name": clerk["name"], "password": clerk["password"]}, timeout=PATIENCE
        ).json()
        session = browser.cookies[SESSION_COOKIE]
        headers = {"X-CSRF-Token": signed["csrf"]}
        deeds: list[tuple[str, dict[str, str]]] = [
            ("open", {}),
            ("next", {}),
            ("start", {}),
            ("finish", {"outcome": "deficient", "note": words}),
            ("finish", {"outcome": "accepted"}),
        ]
        for deed, what in deeds:
            browser.post(f"{demo.url}/clerk/windows/1/{deed}", json=what, headers=headers, timeout=PATIENCE)
        browser.get(f"{demo.url}/clerk/", timeout=PATIENCE)
    handling = requests.get(f"{demo.url}{link}/picture", timeout=PATIENCE).json()["rateable"][0]["handling"]
    said = {"handling": handling, "level": 1, "tags": [], "text": words}
    assert requests.post(f"{demo.url}{link}/ratings", json=said, timeout=PATIENCE).status_code == 201
    requests.post(f"{demo.url}/evaluator/ratings", json=said, headers=pad, timeout=PATIENCE)
    requests.post(f"{demo.url}{link}/ratings", data=b"{", timeout=PATIENCE)
    requests.get(f"{demo.url}/link/a-one-time-link-that-is-wrong", timeout=PATIENCE)
    return [
        demo.token("kiosk"),
        demo.token("pad", window_no=1),
        clerk["password"],
        "wrong-password-1",
        session,
        signed["csrf"],
        link.split("-", 2)[2],
        "a-one-time-link-that-is-wrong",
    ]
