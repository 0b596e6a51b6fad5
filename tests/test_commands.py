"""What an operator types, and what the house says to a mistake."""

import json
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import create_engine, text

import commands
from demo import FILE
from hall.actions import people
from hall.store import schema
from settings import BadSetting, Settings, contact_keys_of, every_setting, key_of, read_settings
from tests.rooms import MadeDemo
from web.demo import Demo

ROOT = Path(__file__).resolve().parent.parent
CONTACT_KEY = "YSBrZXkgZm9yIHRlc3RzLCB0aGlydHktdHdvIGJ5dGU="


class Operator:
    """Somebody at a terminal over one data folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        for setting in every_setting():
            monkeypatch.delenv(setting.name, raising=False)
        monkeypatch.delenv("PORT", raising=False)
        self.set(data=str(folder))
        app = Flask("operator")
        commands.register(app)
        self._runner: FlaskCliRunner = app.test_cli_runner()

    def set(self, **settings: str) -> None:
        for name, value in settings.items():
            self._monkeypatch.setenv(f"HAOHAO_{name.upper()}", value)

    def types(self, *words: str) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        done = self._runner.invoke(args=words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    def settings(self) -> Settings:
        return read_settings()


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    return Operator(tmp_path / "data", monkeypatch)


@pytest.fixture
def at_demo(operator: Operator) -> Operator:
    operator.set(demo="1")
    return operator


@pytest.fixture
def at_made_demo(made_demo: MadeDemo, at_demo: Operator) -> Operator:
    """Where the demo hall stands already."""
    made_demo.copy(at_demo.folder)
    return at_demo


# --- the demo hall ------------------------------------------------------------------------------------------


def test_the_demo_hall_is_printed_as_one_document_and_nothing_else(at_demo: Operator) -> None:
    status, out, _err = at_demo.types("demo", "--json")
    told = json.loads(out)
    assert status == 0
    assert list(told) == ["hall", "staff", "devices", "services"]
    assert isinstance(told["hall"], str)
    assert {tuple(one) for one in told["staff"]} == {("name", "password", "role", "window_no")}
    assert {tuple(one) for one in told["devices"]} == {("kind", "token", "window_no")}
    assert {tuple(one) for one in told["services"]} == {("code", "prefix", "name")}
    assert {tuple(one["name"]) for one in told["services"]} == {("zh", "en")}
    assert {one["role"] for one in told["staff"]} == {
        "clerk",
        "desk",
        "manager",
        "inspector",
        "administrator",
        "district",
    }
    assert {one["kind"] for one in told["devices"]} == {"kiosk", "display", "pad"}
    assert all(one["window_no"] is None for one in told["staff"] if one["role"] == "manager")


def test_the_demo_hall_is_made_once_and_reused(at_demo: Operator) -> None:
    first, second = (at_demo.types("demo", "--json")[1] for _n in range(2))
    assert first == second
    database = commands.open_database(at_demo.settings())
    told = json.loads(first)
    member = told["staff"][0]
    people.sign_in(database, name=member["name"], password=member["password"])
    database.close()


def test_the_demo_halls_secrets_are_for_its_owner_alone(at_demo: Operator) -> None:
    secrets = json.loads(at_demo.types("demo", "--json")[1])
    for file in ("demo.json", "key"):
        assert stat.S_IMODE((at_demo.folder / file).stat().st_mode) == 0o600
    kept = (at_demo.folder / "haohao.db").read_bytes()
    assert secrets["staff"][0]["password"].encode() not in kept
    assert secrets["devices"][0]["token"].encode() not in kept


def test_lost_demo_secrets_are_drawn_anew_and_work(at_made_demo: Operator) -> None:
    (at_made_demo.folder / "demo.json").unlink()
    told = json.loads(at_made_demo.types("demo", "--json")[1])
    database = commands.open_database(at_made_demo.settings())
    member = told["staff"][-1]
    people.sign_in(database, name=member["name"], password=member["password"])
    assert Demo(database, lambda: told).links()
    database.close()


def test_a_demo_password_that_no_longer_fits_is_handed_out_again(at_made_demo: Operator) -> None:
    told = json.loads(at_made_demo.types("demo", "--json")[1])
    member = told["staff"][0]
    engine = create_engine(at_made_demo.settings().database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE staff SET password_hash = NULL WHERE name = :name"), {"name": member["name"]})
    engine.dispose()
    assert json.loads(at_made_demo.types("demo", "--json")[1]) == told
    database = commands.open_database(at_made_demo.settings())
    people.sign_in(database, name=member["name"], password=member["password"])
    database.close()


def test_there_is_no_demo_hall_outside_demo_mode(operator: Operator) -> None:
    status, out, err = operator.types("demo", "--json")
    assert (status, out) == (1, "")
    assert "HAOHAO_DEMO=1" in err
    assert not operator.folder.exists()


# --- a real hall ----------------------------------------------------------------------------------------------


def test_a_real_hall_is_loaded_and_its_first_administrator_let_in(operator: Operator) -> None:
    assert operator.types("migrate")[0] == 0
    status, _out, err = operator.types("hall", "load", str(ROOT / "halls" / "demo.toml"))
    assert status == 0, err
    # The next step is named, until somebody has taken it.
    assert "flask --app server link xu.mingyuan" in err
    operator.set(public_url="https://hall.example")
    status, out, _err = operator.types("link", "xu.mingyuan")
    assert status == 0
    address, token = out.strip().rsplit("/", 1)
    assert address == "https://hall.example/link"
    database = commands.open_database(operator.settings())
    people.use_link(database, token=token, password="a long password")
    people.sign_in(database, name="xu.mingyuan", password="a long password")
    database.close()
    assert "link" not in operator.types("hall", "load", str(ROOT / "halls" / "demo.toml"))[2]
    assert "administrator" in operator.types("hall", "load", str(ROOT / "halls" / "jianshe.toml"))[2]
    assert operator.types("verify")[0] == 0


def test_the_faults_of_a_hall_file_are_named_by_line(operator: Operator, tmp_path: Path) -> None:
    operator.types("migrate")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(FILE.read_text("utf-8").replace('accent = "#0b4f8a"', 'accent = "blue"'), "utf-8")
    line = wrong.read_text("utf-8")[: wrong.read_text("utf-8").index('accent = "blue"')].count("\n") + 1
    status, _out, err = operator.types("hall", "load", str(wrong))
    assert status == 1
    assert err.startswith(f"{wrong}:{line}: hall.accent: ")
    wrong.write_bytes(b"# fine\n\xff\xfe")
    status, _out, err = operator.types("hall", "load", str(wrong))
    assert status == 1
    assert f"{wrong}:2:" in err


def test_nobody_gets_a_link_who_does_not_work_here(operator: Operator) -> None:
    operator.types("migrate")
    status, out, err = operator.types("link", "nobody")
    assert (status, out) == (1, "")
    assert "nobody" in err


@pytest.mark.parametrize("words", [("verify",), ("link", "x"), ("hall", "load", str(FILE))])
def test_a_command_before_migrate_says_what_to_do(operator: Operator, words: tuple[str, ...]) -> None:
    status, _out, err = operator.types(*words)
    assert status == 1
    assert "migrate" in err


def test_a_row_changed_by_hand_is_named(at_made_demo: Operator) -> None:
    assert at_made_demo.types("verify")[0] == 0
    engine = create_engine(at_made_demo.settings().database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE journal SET actor = 'staff:1' WHERE seq = 3"))
    engine.dispose()
    status, out, _err = at_made_demo.types("verify")
    assert status == 1
    assert out.splitlines() == ["demo: row 3 was changed"]


def test_a_figure_that_is_not_that_of_the_rows_is_named_and_mended(at_made_demo: Operator) -> None:
    engine = create_engine(at_made_demo.settings().database)
    with engine.begin() as connection:
        values = "(SELECT id, 'hour', '2026-11-23', '9', 2 FROM halls)"
        connection.execute(text(f"INSERT INTO tallies (hall_id, part, day, key, ended) SELECT * FROM {values}"))
    engine.dispose()
    status, out, _err = at_made_demo.types("verify")
    assert (status, out.splitlines()) == (1, ["demo: 2026-11-23 hour 9 ended is 2, not 0"])
    assert at_made_demo.types("recount") == (0, "", "demo: 1 counts were wrong\n")
    assert at_made_demo.types("verify")[0] == 0


def test_a_missing_tail_is_named(at_made_demo: Operator) -> None:
    engine = create_engine(at_made_demo.settings().database)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"))
    engine.dispose()
    assert at_made_demo.types("verify")[0] == 1


def test_migrate_tells_the_version(operator: Operator) -> None:
    assert schema.newest() in operator.types("migrate")[2]


# --- settings ------------------------------------------------------------------------------------------------------


def test_every_setting_is_listed_with_its_help(operator: Operator) -> None:
    listed = operator.types("settings")[1].splitlines()
    assert len(listed) == len(every_setting())
    for line, setting in zip(listed, every_setting(), strict=True):
        assert setting.name in line
        assert setting.help in line


def test_every_setting_stands_in_the_operators_pages() -> None:
    page = (ROOT / "docs" / "operators" / "settings.md").read_text("utf-8")
    assert [one.name for one in every_setting() if f"`{one.name}`" not in page] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAOHAO_PORT", "http"),
        ("HAOHAO_PORT", "65536"),
        ("PORT", "-1"),
        ("HAOHAO_DEMO", "yes"),
        ("HAOHAO_BIND", "example.com"),
        ("HAOHAO_DATABASE_URL", "mysql://host/db"),
        ("HAOHAO_DATABASE_URL", "sqlite://"),
        ("HAOHAO_DATABASE_URL", "nonsense"),
        ("HAOHAO_MESSAGE_QUEUE", "localhost:6379"),
        ("HAOHAO_MESSAGE_QUEUE", "valkey://localhost:6379/0"),
        ("HAOHAO_PUBLIC_URL", "hall.example"),
        ("HAOHAO_PUBLIC_URL", "https://hall.example/path"),
        ("HAOHAO_KEY", "secret"),
        ("HAOHAO_KEY", "00" * 16),
        ("HAOHAO_CONTACT_KEY", "secret"),
        ("HAOHAO_CONTACT_KEY", f"{CONTACT_KEY},密钥"),
        ("HAOHAO_FONT", "/no/such/font.ttf"),
        ("HAOHAO_TRUSTED_PROXIES", "many"),
        ("HAOHAO_COOKIE_SECURE", "2"),
        ("HAOHAO_PROT", "8000"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named_in_both_languages(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({name: value})
    assert refused.value.name == name
    chinese, _slash, english = str(refused.value).partition(" / ")
    assert chinese.startswith(f"{name}：")
    assert english.startswith(f"{name} ")


@pytest.mark.parametrize("mode", ["HAOHAO_DEMO", "HAOHAO_REPLAY_CLOCK"])
@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.0.2.1"])
def test_a_demo_is_bound_to_this_machine_alone(mode: str, bind: str) -> None:
    with pytest.raises(BadSetting, match="HAOHAO_BIND"):
        read_settings({mode: "1", "HAOHAO_BIND": bind})
    for here in ("127.0.0.1", "::1", "localhost"):
        assert read_settings({mode: "1", "HAOHAO_BIND": here}).bind == here


def test_settings_are_typed_and_never_tell_their_secrets(tmp_path: Path) -> None:
    given = {
        "PORT": "8001",
        "HAOHAO_DATA": str(tmp_path),
        "HAOHAO_DATABASE_URL": "postgresql://hall:hush@db/haohao",
        "HAOHAO_KEY": "ab" * 32,
        "HAOHAO_PUBLIC_URL": "https://hall.example/",
    }
    settings = read_settings(given)
    assert (settings.port, settings.data, settings.public_url) == (8001, tmp_path, "https://hall.example")
    assert settings.database == "postgresql+psycopg://hall:hush@db/haohao"
    assert settings.https_only
    assert key_of(settings) == bytes.fromhex("ab" * 32)
    assert "hush" not in repr(settings)
    assert "abab" not in repr(settings)
    assert read_settings({**given, "HAOHAO_PORT": "8002"}).port == 8002


def test_a_key_is_drawn_once(tmp_path: Path) -> None:
    settings = read_settings({"HAOHAO_DATA": str(tmp_path / "new")})
    assert key_of(settings) == key_of(settings)
    assert len(key_of(settings)) == 32
    (tmp_path / "new" / "key").write_text("not a key")
    with pytest.raises(BadSetting, match="HAOHAO_KEY"):
        key_of(settings)


def test_the_key_of_contacts_is_drawn_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = read_settings({"HAOHAO_DATA": str(tmp_path)})
    (key,) = contact_keys_of(settings)
    assert contact_keys_of(settings) == (key,)
    assert stat.S_IMODE((tmp_path / "contact-key").stat().st_mode) == 0o600
    assert key.decode() not in repr(settings)
    (tmp_path / "contact-key").write_text("not a key")
    with pytest.raises(BadSetting, match="HAOHAO_CONTACT_KEY"):
        contact_keys_of(settings)


def test_keys_of_contacts_are_rotated_by_writing_the_new_one_first() -> None:
    other = CONTACT_KEY.replace("a", "b")
    settings = read_settings({"HAOHAO_CONTACT_KEY": f"{other}, {CONTACT_KEY}"})
    assert contact_keys_of(settings) == (other.encode(), CONTACT_KEY.encode())
    assert CONTACT_KEY not in repr(settings)


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadSetting, match="HAOHAO_DATA"):
        key_of(read_settings({"HAOHAO_DATA": str(tmp_path / "file" / "data")}))


# --- back-ups -------------------------------------------------------------------------------------------------


def test_a_copy_holds_the_hall_and_names_the_head_of_its_journal(at_made_demo: Operator, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    status, out, _err = at_made_demo.types("backup", str(copy))
    code, seq, sealed = out.split()
    with create_engine(f"sqlite:///{copy}").connect() as connection:
        hall = connection.execute(text("SELECT code, seq, head_hash FROM halls")).one()
    assert status == 0
    assert (code, int(seq), sealed) == tuple(hall)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("copy")] == ["copy.db"]


def test_a_copy_can_be_verified_by_itself(at_made_demo: Operator, tmp_path: Path) -> None:
    at_made_demo.types("backup", str(tmp_path / "copy.db"))
    at_made_demo.set(database_url=f"sqlite:///{tmp_path / 'copy.db'}")
    assert at_made_demo.types("verify")[0] == 0


def test_a_copy_is_made_while_somebody_writes(at_made_demo: Operator, tmp_path: Path) -> None:
    with create_engine(at_made_demo.settings().database).connect() as writing:
        writing.execute(text("UPDATE halls SET phone = '1'"))
        assert at_made_demo.types("backup", str(tmp_path / "copy.db"))[0] == 0
    with create_engine(f"sqlite:///{tmp_path / 'copy.db'}").connect() as connection:
        assert connection.execute(text("SELECT phone FROM halls")).scalar_one() != "1"


def test_no_copy_is_written_over_another_nor_left_half_done(at_made_demo: Operator, tmp_path: Path) -> None:
    kept, broken = tmp_path / "kept.db", tmp_path / "broken.db"
    kept.write_text("yesterday's")
    assert at_made_demo.types("backup", str(kept))[0] == 1
    assert kept.read_text() == "yesterday's"
    (tmp_path / "no.db").write_text("this is no database, and it is long enough to be told so " * 20)
    at_made_demo.set(database_url=f"sqlite:///{tmp_path / 'no.db'}")
    assert at_made_demo.types("backup", str(broken))[0] == 1
    assert not broken.exists()


@pytest.mark.parametrize("url", ["postgresql://hall@db/haohao", "sqlite:////nowhere/haohao.db"])
def test_what_cannot_be_copied_is_said(operator: Operator, tmp_path: Path, url: str) -> None:
    operator.set(database_url=url)
    status, _out, err = operator.types("backup", str(tmp_path / "copy.db"))
    assert status == 1
    assert " / " in err
    assert not (tmp_path / "copy.db").exists()


# --- written from the code --------------------------------------------------------------------------------------------


def test_the_events_page_is_what_the_code_says() -> None:
    assert commands.EVENTS_DOC.read_text("utf-8") == commands.written_events(), "run flask --app server events-doc"


def test_the_browser_types_are_what_the_code_says() -> None:
    written = commands.written_picture_types()
    assert commands.PICTURE_TYPES.read_text("utf-8") == written, "run flask --app server picture-types"
