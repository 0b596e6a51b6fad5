"""Bad input in what is set up, in files and in settings: named by field or line, nothing started."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from hall.actions import setup
from hall.rules.hall_file import read_hall_file
from hall.store.database import Database
from settings import read_settings
from tests.journeys.careful_hall import JIANSHE, Hall, in_both_languages
from tests.rooms import MadeDemo
from tests.servers import ROOT, server_over
from web.replay_clock import SetClock


@pytest.mark.parametrize(
    ("method", "path", "facts"),
    [
        ("POST", "/manager/services", {}),
        ("POST", "/manager/services", {"code": "x", "name": {"zh": 5}}),
        ("POST", "/manager/windows", {"no": -1}),
        ("POST", "/manager/staff", {"name": "", "role": "king"}),
        ("PUT", "/manager/hours", {"monday": ["25:00", "26:00"]}),
        ("PUT", "/manager/hours", {"monday": ["17:00", "08:00"]}),
        ("PUT", "/manager/policy", {"priority_run": -3}),
        ("PUT", "/manager/policy", {"no_such_rule": 1}),
        ("POST", "/manager/closures", {"from": "2026-11-24", "to": "2026-11-23", "notice": {"zh": "关"}}),
        ("PUT", "/manager/hall", {"accent": "red; } body { display: none"}),
        ("PUT", "/manager/hall", {"zone": "Mars/Olympus"}),
    ],
)
def test_malformed_set_up_names_the_field(hall: Hall, method: str, path: str, facts: dict[str, Any]) -> None:
    headers = hall.manager()

    def ask(language: dict[str, str]) -> TestResponse:
        return hall.client().open(path, method=method, json={"facts": facts}, headers=headers | language)

    told = hall.refused(ask, 422, "malformed")
    assert told["field"]
    assert set(told["why"]) == {"zh", "en"}


def test_a_malformed_hall_file_changes_nothing_and_is_named_by_its_lines(tmp_path: Path) -> None:
    server = server_over(tmp_path / "data")
    server.flask("migrate")
    database = Database(read_settings(server.environment).database, key=b"k" * 32)
    setup.load_hall(database, file=read_hall_file(JIANSHE.read_text("utf-8")))
    database.close()
    before = (tmp_path / "data" / "haohao.db").read_bytes()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(JIANSHE.read_text("utf-8").replace('zone = "Asia/Shanghai"', 'zone = "Asia/Nowhere"'), "utf-8")
    line = 1 + next(no for no, text in enumerate(wrong.read_text("utf-8").splitlines()) if "Nowhere" in text)
    with pytest.raises(RuntimeError) as refused:
        server.flask("hall", "load", str(wrong))
    told = str(refused.value)
    assert f"wrong.toml:{line}: " in told
    in_both_languages(told)
    assert "Traceback" not in told
    assert (tmp_path / "data" / "haohao.db").read_bytes() == before


def test_a_malformed_day_of_arrivals_starts_nothing(tmp_path: Path) -> None:
    wrong = tmp_path / "day.csv"
    day = (ROOT / "halls" / "arrivals" / "1999-08-04.csv").read_text("utf-8").splitlines()[:10]
    day[5] = day[5].replace("served", "vanished").replace("left", "vanished")
    wrong.write_text("\n".join([*day, ""]), "utf-8")
    with pytest.raises(RuntimeError) as refused:
        server_over(tmp_path / "data").flask(
            "replay", str(wrong), "--date", "1999-08-04", "--data", str(tmp_path / "kept")
        )
    assert "day.csv:6: " in str(refused.value)
    in_both_languages(str(refused.value))
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(("name", "value"), [("HAOHAO_KEY", "1234"), ("HAOHAO_PROT", "8000")])
def test_a_malformed_setting_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    """One that is wrong, one that is misspelt; tests/test_commands.py has the others, refused by the same reading."""
    server = server_over(tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "server.py"],
        cwd=ROOT,
        env=server.environment | {name: value},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode != 0
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    in_both_languages(done.stderr)
    assert not (tmp_path / "data" / "haohao.db").exists()


def test_the_clock_of_a_replay_goes_forward_only(made_demo: MadeDemo, tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hall", made_demo, HAOHAO_REPLAY_CLOCK="1")
    later = datetime(2026, 11, 23, 3, tzinfo=UTC)
    hall.house.database.clock = SetClock()
    assert hall.post("/replay/clock", {"now": later.isoformat()}).status_code == 200
    earlier = {"now": (later - timedelta(seconds=1)).isoformat()}
    hall.refused(hall.poster("/replay/clock", earlier), 409, "clock-backwards")
    hall.refused(hall.poster("/replay/clock", {"now": "yesterday"}), 422, "malformed")
    hall.refused(hall.poster("/replay/clock", {"now": "2026-11-23T03:00:01"}), 422, "malformed")
    hall.house.database.close()
