"""A hall file is read whole, or refused with every fault at its line."""

import dataclasses
import json
import tomllib
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.rules.hall_entries import HallFile
from hall.rules.hall_file import HallFileError, read_hall_file
from hall.rules.hall_itself import contrast_to_white
from hall.rules.hall_table import Problem
from hall.rules.policy import SELF_DECLARABLE, BadPolicy, Policy, range_of
from hall.rules.text import Text
from hall.rules.toml_lines import TomlLines

HALLS = Path(__file__).resolve().parents[2] / "halls"

SMALL = """\
[hall]
code = "small"
name = { zh = "小厅", en = "Small hall" }
address = { zh = "某路" }
phone = "020-0000 0000"
zone = "Asia/Shanghai"
accent = "#0b4f8a"

[hours]
monday = ["08:30", "12:00", "14:00", "17:30"]
tuesday = ["09:00", "17:00"]

[[closures]]
from = 2026-10-01
to = 2026-10-07
notice = { zh = "放假" }

[policy]
priority_run = 3

[[categories]]
code = "cards"
name = { zh = "证件" }

[[services]]
code = "permit"
prefix = "A"
category = "cards"
name = { zh = "居住证" }
summary = { zh = "申领居住证" }
materials = [
  { name = { zh = "身份证" }, copies = 1 },
  { name = { zh = "照片" }, required = false },
]
promised = { zh = "15 个工作日" }
promised_days = 15
usual_outcome = "accepted"
keywords = ["居住证", "来穗"]

[[services]]
code = "ask"
kind = "enquiry"
prefix = "Z"
category = "cards"
name = { zh = "咨询" }
summary = { zh = "不知道办什么" }
promised = { zh = "当场答复" }
usual_outcome = "consulted"

[[windows]]
no = 1
name = { zh = "综合窗口" }
area = "A"
serves = "all"

[[windows]]
no = 2
name = { zh = "导办台" }
serves = ["ask"]
desk = true

[[staff]]
name = "chen"
shown = { zh = "陈" }
number = "JS1"
role = "clerk"
window_no = 1

[[staff]]
name = "ye"
shown = { zh = "叶" }
number = "JS2"
role = "desk"
window_no = 2

[[devices]]
kind = "printer"
name = "slips"
driver = "network"
host = "10.0.0.9"

[[devices]]
kind = "kiosk"
name = "door"
printer = "slips"

[[devices]]
kind = "pad"
name = "pad 1"
window_no = 1

[[notices]]
text = { zh = "您好" }
"""


def refused(text: str) -> HallFileError:
    with pytest.raises(HallFileError) as caught:
        read_hall_file(text)
    return caught.value


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_small_hall_is_read_with_its_defaults() -> None:
    found = read_hall_file(SMALL)
    assert found.hall.name == Text("小厅", "Small hall")
    assert found.hall.address.en is None
    assert found.hall.languages == ("zh", "en")
    monday, tuesday, *rest = found.hours.week
    assert monday is not None
    assert monday.break_to == time(14, 0)
    assert tuesday is not None
    assert (tuesday.break_from, tuesday.closes) == (None, time(17, 0))
    assert rest == [None] * 5
    assert found.policy == Policy(priority_run=3)
    assert [(m.copies, m.required) for m in found.services[0].materials] == [(1, True), (0, False)]
    assert found.devices[0].printing is not None
    assert found.devices[0].printing.port == 9100


def test_the_last_day_of_a_closure_belongs_to_it() -> None:
    closure = read_hall_file(SMALL).closures[0]
    assert closure.begins == datetime(2026, 10, 1)  # noqa: DTZ001
    assert closure.ends == datetime(2026, 10, 8)  # noqa: DTZ001


def test_a_window_that_serves_all_leaves_enquiries_to_the_help_desk() -> None:
    everything, desk = read_hall_file(SMALL).windows
    assert (everything.serves, everything.serves_all) == (("permit",), True)
    assert desk.serves == ("ask",)
    all_at_the_desk = read_hall_file(SMALL.replace('serves = ["ask"]', 'serves = "all"'))
    assert all_at_the_desk.windows[1].serves == ("permit", "ask")


def test_a_hall_may_be_loaded_before_its_telephone_is_known() -> None:
    assert read_hall_file(SMALL.replace('"020-0000 0000"', '""')).hall.phone is None


# what is written instead of what, where the fault is told, a word of the English message
MISTAKES = [
    ('code = "small"', 'cod = "small"', "hall.cod", "did you mean “code”"),
    ('code = "small"', 'code = "Small Hall"', "hall.code", "small letters"),
    ('code = "small"', "code = 7", "hall.code", "must be a text"),
    ('{ zh = "小厅", en = "Small hall" }', '"小厅"', "hall.name", "must be written"),
    ('zh = "小厅"', 'zh = "  "', "hall.name.zh", "must not be empty"),
    ('zh = "小厅"', 'zh = "' + "厅" * 41 + '"', "hall.name.zh", "too long: 41"),
    ('zh = "小厅"', 'zh = "小\\u001b厅"', "hall.name.zh", "control characters"),
    ('"020-0000 0000"', '"call us"', "hall.phone", "telephone number"),
    ('"Asia/Shanghai"', '"Asia/Canton"', "hall.zone", "no time zone"),
    ('"#0b4f8a"', '"#0b4f8"', "hall.accent", "colour #rrggbb"),
    ('"#0b4f8a"', '"#8ab4f8"', "hall.accent", "7:1"),
    ('accent = "#0b4f8a"', 'accent = "#0b4f8a"\nlanguages = ["en"]', "hall.languages", "must include zh"),
    ('accent = "#0b4f8a"', 'accent = "#0b4f8a"\nlanguages = ["zh", "fr"]', "hall.languages[2]", "one of zh, en"),
    ('"09:00", "17:00"', '"09:00", "08:00"', "hours.tuesday", "earliest first"),
    ('"09:00", "17:00"', '"09:00", "25:00"', "hours.tuesday", "earliest first"),
    ('"09:00", "17:00"', '"09:00"', "hours.tuesday", "earliest first"),
    ('"09:00", "17:00"', '"09:00", "17:00"]\nalways_open = [', "hours.always_open", "true or false"),
    ("[hours]", "[hours]\nalways_open = true", "hours.monday", "always_open = true"),
    ("from = 2026-10-01", 'from = "2026-10-01"', "closures[1].from", "without quotes"),
    ("from = 2026-10-01", "from = 2026-10-01T08:00:00Z", "closures[1].from", "without a zone"),
    ("from = 2026-10-01", "from = 2026-10-09", "closures[1].to", "earlier"),
    ("priority_run = 3", "priority_run = 0", "policy.priority_run", "from 1 to 10"),
    ("priority_run = 3", "priority_run = true", "policy.priority_run", "from 1 to 10"),
    ("priority_run = 3", "priority_runs = 3", "policy.priority_runs", "did you mean “priority_run”"),
    ("priority_run = 3", 'self_declared = ["other"]', "policy.self_declared", "help desk alone"),
    ("priority_run = 3", "missed_after_help_s = 30", "policy.missed_after_help_s", "must not be less"),
    ('prefix = "A"', 'prefix = "a"', "services[1].prefix", "capital letter"),
    ('prefix = "A"', 'prefix = "AB"', "services[1].prefix", "capital letter"),
    (
        'category = "cards"\nname = { zh = "居',
        'category = "card"\nname = { zh = "居',
        "services[1].category",
        "no category",
    ),
    ('{ zh = "照片" }, required = false', '{ zh = "照片" }, must = false', "services[1].materials[2].must", "no key"),
    ("copies = 1", "copies = 21", "services[1].materials[1].copies", "from 0 to 20"),
    ("promised_days = 15", "promised_days = -1", "services[1].promised_days", "from 0 to 365"),
    ('"accepted"', '"finished"', "services[1].usual_outcome", "one of done_on_spot"),
    ('["居住证", "来穗"]', '["居住证", "居住证"]', "services[1].keywords[2]", "is repeated"),
    ('code = "ask"', 'code = "permit"', "services[2].code", "already used"),
    ("no = 2", "no = 1", "windows[2].no", "already used"),
    ("no = 2", "no = 0", "windows[2].no", "from 1 to 999"),
    ('serves = ["ask"]', 'serves = ["asks"]', "windows[2].serves[1]", "no service “asks”"),
    ('serves = ["ask"]', 'serves = "ask"', "windows[2].serves", "list of service codes"),
    ('name = "ye"', 'name = "chen"', "staff[2].name", "already used"),
    ('number = "JS2"', 'number = "JS1"', "staff[2].number", "already used"),
    ('name = "ye"', 'name = "Ye Xiao"', "staff[2].name", "sign-in name"),
    ('role = "desk"', 'role = "boss"', "staff[2].role", "one of clerk"),
    ('role = "desk"\nwindow_no = 2', 'role = "desk"', "staff[2].role", "needs window_no"),
    ('role = "desk"\nwindow_no = 2', 'role = "desk"\nwindow_no = 1', "staff[2].window_no", "not a help desk"),
    ('role = "clerk"\nwindow_no = 1', 'role = "clerk"\nwindow_no = 9', "staff[1].window_no", "no window 9"),
    ('name = "door"', 'name = "slips"', "devices[2].name", "already used"),
    ('printer = "slips"', 'printer = "slip"', "devices[2].printer", "no printer"),
    ('host = "10.0.0.9"', 'host = "10.0.0.9"\nport = 99999', "devices[1].port", "from 1 to 65535"),
    ('driver = "network"', 'driver = "virtual"', "devices[1].host", "does not go with virtual"),
    ('kind = "kiosk"', 'kind = "robot"', "devices[2].kind", "one of kiosk"),
    ("[[notices]]", "[notice]", "notice", "did you mean “notices”"),
    ("[[closures]]", "[closures]", "closures", "must be tables"),
]

# the same for faults that come to light on a line nobody touched
TOLD_ELSEWHERE = [
    ('code = "small"', 'cod = "small"', "hall.code", "is missing"),
    ('zh = "小厅", ', "", "hall.name.zh", "is missing"),
    ('kind = "enquiry"\n', "", "services", "exactly one service"),
    ('serves = ["ask"]', 'serves = ["permit"]', "services[2].code", "no window serves “ask”"),
    ("desk = true\n", "", "windows", "at least one window"),
    ('host = "10.0.0.9"\n', "", "devices[1].host", "is missing"),
    ('name = "pad 1"\nwindow_no = 1', 'name = "pad 1"', "devices[3].window_no", "is missing"),
    ('text = { zh = "您好" }', 'txt = { zh = "您好" }', "notices[1].text", "is missing"),
]


@pytest.mark.parametrize(("right", "wrong", "path", "word"), MISTAKES)
def test_each_mistake_is_named_at_its_line(right: str, wrong: str, path: str, word: str) -> None:
    told = the_one_problem(right, wrong, path, word)
    first = line_of(SMALL, right)
    assert first <= told.line <= first + max(wrong.count("\n"), right.count("\n")) + 1


@pytest.mark.parametrize(("right", "wrong", "path", "word"), TOLD_ELSEWHERE)
def test_each_omission_is_named(right: str, wrong: str, path: str, word: str) -> None:
    the_one_problem(right, wrong, path, word)


def the_one_problem(right: str, wrong: str, path: str, word: str) -> Problem:
    """The only fault of `path` when `wrong` stands where `right` should; told in both languages."""
    assert right in SMALL
    [told] = [problem for problem in refused(SMALL.replace(right, wrong, 1)).problems if problem.path == path]
    assert word in (told.message.en or "")
    assert told.message.zh != told.message.en
    return told


def test_what_is_missing_is_told_at_the_head_of_its_table() -> None:
    error = refused(SMALL.replace('prefix = "Z"\n', ""))
    assert [(p.line, p.path) for p in error.problems] == [
        (line_of(SMALL, '[[services]]\ncode = "ask"'), "services[2].prefix")
    ]


def test_all_mistakes_of_a_file_are_told_at_once_in_their_order() -> None:
    text = SMALL.replace('"#0b4f8a"', '"blue"').replace('prefix = "A"', "prefix = 1").replace("no = 2", "no = 1")
    error = refused(text)
    places = ["hall.accent", "services[1].prefix", "windows[2].no"]
    assert [p.path for p in error.problems if p.path in places] == places
    assert [p.line for p in error.problems] == sorted(p.line for p in error.problems)
    assert f"line {line_of(SMALL, 'no = 2')}: windows[2].no" in str(error)


@pytest.mark.parametrize(
    ("text", "line"),
    [("[hall\n", 1), ('[hall]\ncode = "a"\ncode = "b"\n', 3), ("[hall]\ncode = \n", 2), ('a = "', 1)],
)
def test_broken_toml_is_told_with_its_line(text: str, line: int) -> None:
    assert [p.line for p in refused(text).problems] == [line]


@pytest.mark.parametrize("text", ["", "a = " + "[" * 5000, "a = 1" + "0" * 5000, "x = 1\n" * 200_000, "\ufeff"])
def test_a_strange_file_is_refused_not_crashed_on(text: str) -> None:
    assert refused(text).problems


def test_line_ends_and_byte_order_marks_of_other_editors_are_accepted() -> None:
    assert read_hall_file("\ufeff" + SMALL.replace("\n", "\r\n")) == read_hall_file(SMALL)


@pytest.mark.parametrize("name", ["demo", "jianshe"])
def test_the_halls_that_come_with_the_product_are_good(name: str) -> None:
    found = read_hall_file((HALLS / f"{name}.toml").read_text(encoding="utf-8"))
    assert found.hall.code == name
    assert list(untranslated(dataclasses.asdict(found))) == []


def untranslated(facts: Any) -> list[str]:
    if isinstance(facts, dict):
        missing = [facts["zh"]] if "zh" in facts and not facts["en"] else []
        return missing + [text for value in facts.values() for text in untranslated(value)]
    if isinstance(facts, (list, tuple)):
        return [text for value in facts for text in untranslated(value)]
    return []


def demo() -> HallFile:
    return read_hall_file((HALLS / "demo.toml").read_text(encoding="utf-8"))


def test_the_demo_hall_is_large_enough_to_try_everything() -> None:
    found = demo()
    roles = [member.role for member in found.staff]
    counters = [window for window in found.windows if not window.desk]
    assert found.hours.always_open
    assert len(counters) >= 16
    assert sum(window.serves_all for window in counters) > len(counters) / 2
    assert roles.count("clerk") >= 16
    assert {"desk", "manager", "inspector", "administrator", "district"} <= set(roles)
    assert found.hall.district
    assert len(found.services) >= 24
    kinds = [device.kind for device in found.devices]
    assert (kinds.count("kiosk"), kinds.count("display"), kinds.count("printer")) == (2, 2, 2)
    pads = {device.window_no for device in found.devices if device.kind == "pad"}
    assert pads == {window.no for window in found.windows}


def test_every_clerk_of_the_demo_hall_has_a_window_of_their_own() -> None:
    seats = [member.window_no for member in demo().staff if member.window_no is not None]
    assert len(seats) == len(set(seats))


def test_the_centre_keeps_the_hours_of_its_rule_book() -> None:
    week = read_hall_file((HALLS / "jianshe.toml").read_text(encoding="utf-8")).hours.week
    told = [day and (day.opens, day.break_from, day.break_to, day.closes) for day in week]
    assert told == [(time(8, 30), time(12), time(14), time(17, 30))] * 5 + [None] * 2


def test_black_and_white_are_as_far_apart_as_colours_get() -> None:
    assert contrast_to_white("#000000") == pytest.approx(21)
    assert contrast_to_white("#ffffff") == pytest.approx(1)


NUMBERS = [rule.name for rule in dataclasses.fields(Policy) if rule.name not in ("self_declared", "level_scores")]


@given(st.data())
def test_rules_within_their_ranges_survive_being_written_down(data: st.DataObject) -> None:
    facts: dict[str, object] = {name: data.draw(st.integers(*range_of(name)), label=name) for name in NUMBERS}
    facts["missed_after_help_s"] = max(data.draw(st.integers(0, 1200)), int(str(facts["missed_after_s"])))
    facts["self_declared"] = data.draw(st.lists(st.sampled_from(SELF_DECLARABLE), unique=True))
    policy = Policy.from_facts(facts)
    assert Policy.from_facts(json.loads(json.dumps(policy.to_facts()))) == policy


@given(st.sampled_from(NUMBERS), st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.none()))
def test_a_rule_out_of_its_range_is_refused_by_name(name: str, value: object) -> None:
    low, high = range_of(name)
    if type(value) is int and low <= value <= high:
        return
    with pytest.raises(BadPolicy) as caught:
        Policy.from_facts({name: value})
    assert [problem.name for problem in caught.value.problems] == [name]


def test_every_wrong_rule_is_named_at_once() -> None:
    with pytest.raises(BadPolicy) as caught:
        Policy.from_facts({"undo_s": -1, "undos": 3, "level_scores": [0, 3, 6, 8, 10], "self_declared": "elder"})
    assert {p.name for p in caught.value.problems} == {"undo_s", "undos", "level_scores", "self_declared"}


KEYS = st.text("abc", min_size=1, max_size=3)
VALUES = st.sampled_from(
    ["1", '"#]}"', "'[{'", '"""a\n]"""', "'''\n#'''", "[1, # ]\n 2,\n]", "{ x = [{ y = 1 }] }", '"\\""', "1.5", "true"]
)


@given(st.lists(st.tuples(KEYS, VALUES, st.sampled_from(["", "\n", "# c\n"])), unique_by=lambda pair: pair[0]))
def test_the_line_of_each_key_is_found_whatever_stands_before_it(pairs: list[tuple[str, str, str]]) -> None:
    text, expected = "[[t]]\n", {}
    for key, value, gap in pairs:
        text += gap
        expected[f"t[1].{key}"] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    tomllib.loads(text)
    lines = TomlLines(text)
    assert {path: lines.of(path) for path in expected} == expected


@given(st.text("[]{}=\"'#.,\\\nab1 ", max_size=60))
def test_whatever_is_toml_is_scanned_to_its_end(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    TomlLines(text)
