"""The promises of the house, kept by looking at the house itself."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

import hall.errors
import server  # noqa: F401 - opens every room, so that DOORS is whole
from hall.errors import Refusal
from hall.events import EVENTS
from hall.rules.device import DeviceKind
from hall.rules.staff import POWERS, Power, Role
from settings import Settings, every_setting
from web.doors import DOORS, Anyone, Door, Link
from web.languages import catalogue
from web.problems import STATUS, WebRefusal, every_refusal, status_of
from web.texts import missing_texts

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kiosk", "display", "evaluator", "clerk", "desk", "manager", "phone")
PYTHON = sorted(
    file
    for folder in ("hall", "web", "alerts", "replay", *ROOMS)
    for file in (ROOT / folder).rglob("*.py")
    if "migrations" not in file.parts
) + [ROOT / name for name in ("server.py", "commands.py", "settings.py", "demo.py")]


def imports_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def deeds() -> list[tuple[str, ast.FunctionDef]]:
    """Every public function of hall.actions that opens a deed."""
    found = []
    for file in sorted((ROOT / "hall" / "actions").glob("*.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = node.args.args[0].arg if node.args.args else ""
                if first == "hall":
                    found.append((f"{file.stem}.{node.name}", node))
    return found


def test_only_push_speaks_socket_io() -> None:
    speakers = {
        file.relative_to(ROOT).as_posix()
        for file in PYTHON
        if {"flask_socketio", "socketio"} & {name.split(".")[0] for name in imports_of(file)}
    }
    assert speakers == {"web/push.py"}


def test_commit_and_emit_each_stand_once() -> None:
    written = {file: file.read_text("utf-8") for file in PYTHON}
    assert [file.name for file, text in written.items() if ".commit(" in text] == []
    assert {file.name for file, text in written.items() if ".emit(" in text} == {"push.py"}
    for begins in ("self.writes.begin()", "with driver:"):
        assert {file.name for file, text in written.items() if begins in text} == {"database.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_has_the_same_shape(room: str) -> None:
    module = importlib.import_module(room)
    assert module.__doc__
    assert module.bp.name == room
    assert module.screen.room == room
    assert (ROOT / room / "routes.py").exists()
    assert (ROOT / room / "live.py").exists()
    assert list((ROOT / "tests" / room).glob("test_*.py"))


def test_every_module_says_what_it_is_for() -> None:
    silent = [file.name for file in PYTHON if not ast.get_docstring(ast.parse(file.read_text("utf-8")))]
    assert silent == []


@pytest.mark.parametrize(("name", "deed"), deeds(), ids=[name for name, _deed in deeds()])
def test_each_deed_is_one_transaction_with_a_docstring_and_keyword_arguments(name: str, deed: ast.FunctionDef) -> None:
    assert ast.get_docstring(deed), name
    assert len(deed.args.args) == 1, f"{name}: everything after the hall is keyword-only"
    opened = [node for node in ast.walk(deed) if isinstance(node, ast.Attribute) and node.attr == "work"]
    assert len(opened) <= 1, f"{name} opens more than one deed"


def test_every_refusal_has_its_own_code_status_and_words() -> None:
    refusals = [one for one in vars(hall.errors).values() if isinstance(one, type) and issubclass(one, Refusal)]
    codes = [one.code for one in refusals if one is not Refusal]
    assert len(codes) == len(set(codes))
    assert set(STATUS) <= set(codes) | {one.code for one in every_refusal().values()}
    english = catalogue("en")
    for one in every_refusal().values():
        assert one.title, one
        assert one.title in english, f"{one.code} has no English"
        assert 400 <= status_of(one()) < 600
        places = set(re.findall(r"\{(\w+)", one.title))
        assert set(re.findall(r"\{(\w+)", english[one.title])) <= places, one.code


def test_every_text_is_translated_and_none_is_left_over() -> None:
    assert missing_texts() == []


def test_every_event_is_documented_where_its_code_says_so() -> None:
    page = (ROOT / "docs" / "events.md").read_text("utf-8")
    for name, kind in EVENTS.items():
        assert inspect.getdoc(kind), name
        assert f"`{name}`" in page, f"docs/events.md does not name {name}: run flask --app server events-doc"


def test_the_browser_types_are_those_of_the_pictures() -> None:
    from commands import written_picture_types

    assert (ROOT / "web" / "static" / "pictures.d.ts").read_text("utf-8") == written_picture_types()


def test_every_setting_is_documented() -> None:
    told = every_setting()
    assert len(told) == len(Settings.__dataclass_fields__)
    for one in told:
        assert one.help, one.name
        assert f"`{one.name}`" in (ROOT / "docs" / "operators" / "settings.md").read_text("utf-8"), one.name


def test_every_role_has_powers_and_every_power_a_role() -> None:
    assert set(POWERS) == set(Role)
    assert set().union(*POWERS.values()) == set(Power)


@pytest.mark.parametrize("door", DOORS, ids=[f"{one.method} {one.path}" for one in DOORS])
def test_every_door_names_its_guest_and_says_what_it_does(door: Door) -> None:
    assert door.says
    assert isinstance(door.guest, DeviceKind | Power) or door.guest in (Link, Anyone)


def test_the_codes_of_the_web_are_not_those_of_the_hall() -> None:
    ours = {one.code for one in every_refusal().values() if issubclass(one, WebRefusal)}
    halls = {one.code for one in every_refusal().values() if not issubclass(one, WebRefusal)}
    assert ours.isdisjoint(halls)


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/map.md"])
def test_the_pages_name_only_files_that_are_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(
        re.findall(
            r"`((?:hall|web|alerts|kiosk|display|evaluator|clerk|desk|manager|phone|replay|bench|deploy|docs|halls|setup|tests)/[\w./-]+)`",
            text,
        )
    )
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_map_has_a_word_for_every_file() -> None:
    text = (ROOT / "docs" / "map.md").read_text("utf-8")
    files = [file.relative_to(ROOT) for file in PYTHON if file.name not in ("__init__.py", "routes.py", "live.py")]
    assert [name for name in map(Path.as_posix, files) if f"`{name}`" not in text] == []
