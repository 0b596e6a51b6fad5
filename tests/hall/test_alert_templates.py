"""The body of a message is refused with a named fault, or filled so that nothing breaks out of its place."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import Malformed
from hall.rules import hall_forms
from hall.rules.alert import AlertKind, RecipientKind
from hall.rules.alert_template import LONGEST, PLACES, SAMPLES, fault_of, filled, subject

FACTS = {place: f"<{place}>" for place in PLACES}
ANYTHING = st.text(max_size=300)
FILLING = st.fixed_dictionaries(dict.fromkeys(PLACES, ANYTHING))


@pytest.mark.parametrize("kind", list(RecipientKind))
def test_the_samples_are_taken_and_filled(kind: RecipientKind) -> None:
    assert fault_of(kind, SAMPLES[kind]) is None
    said = filled(kind, SAMPLES[kind], FACTS)
    for place in ("hall", "kind", "case", "window", "service", "level", "time", "link"):
        assert f"<{place}>" in said


@pytest.mark.parametrize(
    ("kind", "template", "told"),
    [
        ("email", " \n", "不能为空"),
        ("email", "x" * (LONGEST + 1), "正文太长"),
        ("email", "bell \a", "控制字符"),
        ("email", "{phone} called", "没有“{phone}”这个占位"),
        ("email", "{ text }", "没有“{text}”这个占位"),
        ("webhook", '{"text": "{name}"}', "没有“{name}”这个占位"),
        ("webhook", '{"text": "{na\\u006de}"}', "没有“{name}”这个占位"),
        ("webhook", '{"text": {case}}', "不是合法的 JSON（第 1 行）"),
        ("webhook", '{\n"text": "a"', "不是合法的 JSON"),
        ("webhook", '{"n": NaN}', "不是合法的 JSON"),
        ("webhook", '{"n": 1e999}', "不是合法的 JSON"),
        ("webhook", '{"n": "\\ud800"}', "不是合法的 JSON"),
        ("webhook", "[" * 900, "不是合法的 JSON"),
        ("webhook", '["{case}"]', "应为一个对象"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_name(kind: str, template: str, told: str) -> None:
    fault = fault_of(RecipientKind(kind), template)
    assert fault is not None
    assert told in fault.zh
    assert fault.en


@given(template=ANYTHING)
def test_any_text_is_either_refused_or_filled(template: str) -> None:
    for kind in RecipientKind:
        if fault_of(kind, template) is None:
            filled(kind, template, FACTS).encode()


@given(facts=FILLING, keys=st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=4))
def test_whatever_a_fact_says_it_stays_inside_its_string(facts: dict[str, str], keys: list[str]) -> None:
    template = json.dumps({"a": [{"b": " ".join(f"{{{key}}}" for key in keys)}], "c": 1})
    assert fault_of(RecipientKind.WEBHOOK, template) is None
    read = json.loads(filled(RecipientKind.WEBHOOK, template, facts))
    assert read == {"a": [{"b": " ".join(facts[key] for key in keys)}], "c": 1}


@given(hall=ANYTHING, kind=st.sampled_from(AlertKind))
def test_a_subject_is_one_line(hall: str, kind: AlertKind) -> None:
    assert len(subject(kind, {**FACTS, "hall": hall}).splitlines()) == 1


GOOD: dict[str, dict[str, Any]] = {
    "email": {
        "kind": "email",
        "name": "值班",
        "address": "a.b@gz.example.cn",
        "template": "{case}",
        "wants": ["appeal"],
    },
    "webhook": {
        "kind": "webhook",
        "name": "群",
        "address": "https://robot.example/send?key=1",
        "template": "{}",
        "wants": ["low_rating", "overdue"],
        "secret": "sixteen-and-more!",
    },
}


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("email", "kind", "pigeon"),
        ("email", "name", ""),
        ("email", "name", "two\nlines"),
        ("email", "address", "nobody"),
        ("email", "address", "a@b\nBcc: c@d"),
        ("email", "address", "a@b, c@d"),
        ("email", "template", 5),
        ("email", "template", None),
        ("email", "wants", []),
        ("email", "wants", ["trial"]),
        ("email", "wants", "appeal"),
        ("email", "secret", "sixteen-and-more!"),
        ("webhook", "address", "http://robot.example/"),
        ("webhook", "address", "https://user:secret@robot.example/"),
        ("webhook", "address", "https://robot.example:port/"),
        ("webhook", "address", "https:///nowhere"),
        ("webhook", "address", "file:///etc/passwd"),
        ("webhook", "address", "https://robot.example\\@evil.example/"),
        ("webhook", "secret", "short"),
        ("webhook", "secret", None),
        ("webhook", "secret", "with a blank in it"),
        ("webhook", "colour", "red"),
    ],
)
def test_a_recipient_is_refused_at_the_field_that_is_wrong(kind: str, field: str, value: Any) -> None:
    hall_forms.recipient(GOOD[kind], plain=False)
    with pytest.raises(Malformed) as refused:
        hall_forms.recipient({**GOOD[kind], field: value}, plain=False)
    assert refused.value.facts["field"] == field


def test_a_secret_may_be_kept_and_an_inner_network_may_go_without_https() -> None:
    kept = hall_forms.recipient({**GOOD["webhook"], "secret": None}, plain=False, keeps_secret=True)
    assert kept.secret is None
    inner = {**GOOD["webhook"], "address": "http://10.0.0.8:9000/hook"}
    assert hall_forms.recipient(inner, plain=True).address == inner["address"]
