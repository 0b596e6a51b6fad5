"""What an operator is handed: pages and scripts that name only what there is."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

import commands
from settings import every_setting

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").iterdir(), *ROOT.glob("*.md")], key=lambda page: page.as_posix()
)
SETTING = re.compile(r"\bHAOHAO_[A-Z_]+\b")
COMMAND = re.compile(r"flask --app server (?!…)([a-z-]+)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_a_page_names_only_settings_commands_and_pages_that_are_there(page: Path) -> None:
    told = page.read_text("utf-8")
    app = Flask("operator")
    commands.register(app)
    assert set(SETTING.findall(told)) <= {one.name for one in every_setting()}
    assert set(COMMAND.findall(told)) <= set(app.cli.commands)
    assert [link for link in LINK.findall(told) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("script", sorted((ROOT / "deploy").glob("*.sh")), ids=lambda script: script.name)
def test_a_script_is_one_that_the_shell_can_read(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", script], capture_output=True, check=False).returncode == 0


def test_the_proxy_keeps_keys_out_of_its_log() -> None:
    written = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    masked = re.search(r'"~\^(.+?)"\s+(\S+);', written)
    assert masked is not None
    python = re.compile(masked[1].replace("(?<", "(?P<"))
    for kept in ("/t/1-9-abcdefghijklmnopqrstuv", "/t/1-9-abcdefghijklmnopqrstuv/cancel", "/link/secret"):
        assert python.match(kept), kept
    for open_to_all in ("/kiosk/tickets", "/static/t/x.js", "/"):
        assert not python.match(open_to_all), open_to_all
    assert "$request_uri" not in written.partition("server {")[0]
    assert '"$request"' not in written
