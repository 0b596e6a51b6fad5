"""What people read is said in their own language."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from web import languages, texts
from web.languages import catalogue, preferred, say, text_of

PO = """msgid "请 {number} 号到 {window_no} 号窗口"
msgstr "Number {number}, please go to window {window_no}"

msgid "前面还有 {n} 人"
msgstr "{n} {n|person|people} ahead of you"

msgid "您选的是{service}"
msgstr "You chose {service}"

msgid "还没译"
msgstr ""
"""


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A locale folder with one small catalogue, read afresh."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "display.po").write_text(PO, "utf-8")
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    catalogue.cache_clear()
    yield tmp_path
    catalogue.cache_clear()


@pytest.fixture
def house(tmp_path: Path, books: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree with one room."""
    root = tmp_path / "house"
    (root / "display" / "static").mkdir(parents=True)
    (root / "display" / "__init__.py").touch()
    monkeypatch.setattr(texts, "ROOT", root)
    return root


def test_a_text_is_its_own_chinese(books: Path) -> None:
    assert say("请 {number} 号到 {window_no} 号窗口", "zh", number="A008", window_no=3) == "请 A008 号到 3 号窗口"


def test_a_text_is_said_in_english(books: Path) -> None:
    text = "请 {number} 号到 {window_no} 号窗口"
    assert say(text, "en", number="A008", window_no=3) == "Number A008, please go to window 3"


def test_english_counts_one_person_and_two_people(books: Path) -> None:
    assert say("前面还有 {n} 人", "en", n=1) == "1 person ahead of you"
    assert say("前面还有 {n} 人", "en", n=2) == "2 people ahead of you"


def test_a_text_without_english_stays_chinese(books: Path) -> None:
    assert say("还没译", "en") == "还没译"
    assert say("从未见过", "en") == "从未见过"


def test_a_fact_may_be_a_text_in_several_languages(books: Path) -> None:
    service = {"zh": "生育登记", "en": "Birth registration"}
    assert say("您选的是{service}", "en", service=service) == "You chose Birth registration"
    assert say("您选的是{service}", "zh", service=service) == "您选的是生育登记"


def test_an_unknown_fact_is_left_as_written(books: Path) -> None:
    assert say("前面还有 {n} 人", "zh") == "前面还有 {n} 人"


def test_a_fact_is_never_read_as_a_text_with_facts(books: Path) -> None:
    assert say("您选的是{service}", "zh", service="{secret}", secret="x") == "您选的是{secret}"


@pytest.mark.parametrize("english", [None, ""])
def test_data_without_english_falls_back_to_chinese(english: str | None) -> None:
    assert text_of({"zh": "低保与长者津贴", "en": english}, "en") == "低保与长者津贴"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en-GB,en;q=0.9", "en"), ("zh-CN", "zh"), ("fr,en;q=0.5", "en"), ("fr", "zh"), ("", "zh"), (None, "zh")],
)
def test_a_browser_is_answered_in_the_first_language_we_speak(accepted: str | None, language: str) -> None:
    assert preferred(accepted) == language


def test_missing_obsolete_and_untranslated_texts_are_named(house: Path) -> None:
    (house / "display" / "routes.py").write_text('BACK = _("还没译")\nNEW = _("新的一句")\n', "utf-8")
    faults = texts.missing_texts()
    assert "display/routes.py:1: no English in display.po for '还没译'" in faults
    assert "display/routes.py:2: no English in display.po for '新的一句'" in faults
    assert "display.po: '前面还有 {n} 人' is no longer used" in faults


def test_texts_of_scripts_and_templates_are_found(house: Path) -> None:
    script = 'const A = _("现在叫号");\nconst B = _(\n  "过号"\n);'
    (house / "display" / "static" / "board.js").write_text(script, "utf-8")
    (house / "display" / "templates").mkdir()
    (house / "display" / "templates" / "board.html").write_text('<p>{{ words(_("时钟")) }}</p>', "utf-8")
    assert {(found.text, found.place) for found in texts.texts_of("display")} == {
        ("现在叫号", "display/static/board.js:1"),
        ("过号", "display/static/board.js:2"),
        ("时钟", "display/templates/board.html:1"),
    }


def test_chinese_that_was_never_marked_is_named(house: Path) -> None:
    (house / "display" / "static" / "board.js").write_text(
        '// 注释不算\nconst A = "漏标";\nconst B = {zh: "数据", en: "data"};\nconst C = html`<p>模板</p>`;', "utf-8"
    )
    (house / "display" / "board.html").write_text("{# 注释 #}\n<p>漏标</p>", "utf-8")
    assert texts.unmarked_texts() == [
        "display/board.html:2: '<p>漏标</p>' is not marked with _()",
        "display/static/board.js:2: '漏标' is not marked with _()",
        "display/static/board.js:4: '`<p>模板</p>`' is not marked with _()",
    ]


def test_a_translation_may_not_ask_for_facts_its_text_lacks(house: Path, books: Path) -> None:
    (house / "display" / "routes.py").write_text('WAIT = _("请稍候")', "utf-8")
    (books / "en" / "display.po").write_text('msgid "请稍候"\nmsgstr "Wait {minutes} min"\n', "utf-8")
    assert texts.missing_texts() == ["display.po: '请稍候' has no fact minutes"]


def test_one_text_has_one_meaning_in_the_whole_house(house: Path, books: Path) -> None:
    for room in ("display", "phone"):
        (house / room).mkdir(exist_ok=True)
        (house / room / "__init__.py").touch()
        (house / room / "routes.py").write_text('CANCEL = _("取消")', "utf-8")
    (books / "en" / "display.po").write_text('msgid "取消"\nmsgstr "Cancel"\n', "utf-8")
    (books / "en" / "phone.po").write_text('msgid "取消"\nmsgstr "Call off"\n', "utf-8")
    assert texts.missing_texts() == ["phone.po: '取消' means 'Call off', but 'Cancel' in display.po"]


def test_an_update_keeps_what_is_used_and_drops_what_is_dead(house: Path, books: Path) -> None:
    (house / "display" / "routes.py").write_text('A = _("前面还有 {n} 人")\nB = _("新的一句")\n', "utf-8")
    assert texts.update("display")
    assert not texts.update("display")
    page = (books / "en" / "display.po").read_text("utf-8")
    assert 'msgstr "{n} {n|person|people} ahead of you"' in page
    assert 'msgid "新的一句"\nmsgstr ""' in page
    assert "还没译" not in page


def test_the_slip_keeps_its_own_catalogue(house: Path) -> None:
    (house / "kiosk").mkdir()
    (house / "kiosk" / "__init__.py").touch()
    (house / "kiosk" / "paper.py").write_text('TITLE = _("排队号")', "utf-8")
    assert [found.text for found in texts.texts_of("paper")] == ["排队号"]
    assert texts.texts_of("kiosk") == []
