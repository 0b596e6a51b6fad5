"""The demo asks nobody who they are: it answers to this machine alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import BadSetting, read_settings
from tests.journeys.shut_house import House
from tests.rooms import MadeDemo, problem


@pytest.mark.parametrize("setting", ["HAOHAO_DEMO", "HAOHAO_REPLAY_CLOCK"])
@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.20"])
def test_a_demo_or_a_replay_listens_on_this_machine_alone(tmp_path: Path, setting: str, bind: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({setting: "1", "HAOHAO_BIND": bind, "HAOHAO_DATA": str(tmp_path)})
    assert refused.value.name == "HAOHAO_BIND"


@pytest.fixture
def demo_house(made_demo: MadeDemo, tmp_path: Path) -> Iterator[House]:
    made = House(made_demo, tmp_path / "data", HAOHAO_DEMO="1")
    yield made
    made.house.database.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000"])
def test_the_demo_answers_to_this_machines_names(demo_house: House, host: str) -> None:
    assert demo_house.client().get("/kiosk/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "10.0.0.5",
    ],
)
def test_the_demo_does_not_answer_to_a_name_that_was_led_here(demo_house: House, host: str) -> None:
    """A page of another site that lets its own name lead to 127.0.0.1 reads no token of the demo."""
    for path in ("/", "/kiosk/", "/clerk/?window_no=1", "/healthz"):
        answer = demo_house.client().get(path, headers={"Host": host, "Accept": "text/html"})
        assert answer.status_code == 403
        assert "haohao-token" not in answer.text
    answer = demo_house.client().post("/kiosk/tickets", json={}, headers={"Host": host} | demo_house.device("kiosk"))
    assert problem(answer) == (403, "foreign-host")


def test_a_house_with_sign_in_answers_to_any_name(house: House) -> None:
    assert house.client().get("/sign-in", headers={"Host": "queue.example.cn"}).status_code == 200


def test_the_demos_own_public_name_is_answered(made_demo: MadeDemo, tmp_path: Path) -> None:
    made = House(made_demo, tmp_path / "data", HAOHAO_DEMO="1", HAOHAO_PUBLIC_URL="https://try.example.cn")
    assert made.client().get("/kiosk/", headers={"Host": "try.example.cn"}).status_code == 200
    assert made.client().get("/kiosk/", headers={"Host": "evil.example"}).status_code == 403
    made.house.database.close()
