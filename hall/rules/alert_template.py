"""The body of a message: a text with places from a closed list, filled with facts that name no person."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from hall.rules.alert import KIND_WORDS, AlertKind, RecipientKind
from hall.rules.text import Text

LONGEST: Final = 2000

PLACES: dict[str, Text] = {
    "kind": Text("为什么通知", "why this is sent"),
    "hall": Text("大厅名称", "the hall's name"),
    "case": Text("整改编号", "number of the case"),
    "window": Text("窗口号", "number of the window"),
    "service": Text("业务", "the service"),
    "level": Text("评价等级", "level of the rating"),
    "time": Text("何时评价（大厅时间）", "when it was rated, in the hall's time"),
    "link": Text("整改页面的网址", "address of the case's page"),
    "id": Text("消息编号，重发时不变", "number of the message, the same when sent again"),
    "kind_en": Text("为什么通知（英文）", "why this is sent, in English"),
    "hall_en": Text("大厅名称（英文）", "the hall's name in English"),
    "service_en": Text("业务（英文）", "the service in English"),
    "level_en": Text("评价等级（英文）", "level of the rating in English"),
}
"""Every place there is. What somebody wrote, who was rated and how to reach whom stand in no message."""

SAMPLES: dict[RecipientKind, str] = {
    RecipientKind.WEBHOOK: json.dumps(
        {
            "msgtype": "text",
            "text": {
                "content": "【{hall}】{kind}\n整改第 {case} 号，{window} 号窗口\n{service}，{level}，{time}\n{link}"
            },
        },
        ensure_ascii=False,
        indent=2,
    ),
    RecipientKind.EMAIL: (
        "{hall}：{kind}\n\n整改编号：{case}\n窗口：{window}\n业务：{service}\n评价：{level}\n时间：{time}\n\n"
        "请到整改页面处理：{link}\n"
    ),
}
"""What a new recipient begins with; that of a webhook is what group robots (企业微信, 钉钉) understand."""

TRIED: dict[str, str] = {
    "case": "0",
    "window": "0",
    "service": "试发，没有差评",
    "service_en": "a trial, nothing was rated",
    "level": "–",
    "level_en": "–",
}
"""What a trial says instead of a case."""

EMPTY = Text("正文不能为空", "the body must not be empty")
TOO_LONG = Text("正文太长：{n} 个字，最多 {most} 个", "the body is too long: {n} characters, {most} at most")
UNREADABLE = Text("正文里有看不见的控制字符", "the body holds control characters")
NO_SUCH_PLACE = Text(
    "没有“{{{place}}}”这个占位，只能用 {allowed}", "there is no placeholder “{{{place}}}”; there are {allowed}"
)
NOT_JSON = Text(
    "不是合法的 JSON（第 {line} 行）；占位要写在引号里", "not JSON (line {line}); placeholders belong inside quotes"
)
NOT_OBJECT = Text("JSON 应为一个对象 {{ … }}", "the JSON must be an object {{ … }}")

_PLACE = re.compile(r"\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def fault_of(kind: RecipientKind, template: str) -> Text | None:
    """What is wrong with a body, None if nothing is."""
    if not template.strip():
        return EMPTY
    if len(template) > LONGEST:
        return TOO_LONG.filled(n=len(template), most=LONGEST)
    if _CONTROL.search(template):
        return UNREADABLE
    if kind is RecipientKind.EMAIL:
        return _place_fault(template)
    return _json_fault(template)


def _place_fault(text: str) -> Text | None:
    for place in _PLACE.findall(text):
        if place not in PLACES:
            return NO_SUCH_PLACE.filled(place=place, allowed=" ".join(f"{{{one}}}" for one in PLACES))
    return None


def _json_fault(template: str) -> Text | None:
    said: list[str] = []
    try:
        read = json.loads(template)
        _everywhere(read, lambda text: said.append(text) or text)  # type: ignore[func-returns-value]
        # What Python reads but nobody else would: NaN, numbers without end, halves of a sign.
        json.dumps(read, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as error:
        return NOT_JSON.filled(line=error.lineno)
    except (ValueError, RecursionError):
        return NOT_JSON.filled(line=1)
    if not isinstance(read, dict):
        return NOT_OBJECT.filled()
    return next((fault for text in said if (fault := _place_fault(text))), None)


def filled(kind: RecipientKind, template: str, facts: Mapping[str, str]) -> str:
    """The body with its places filled; in JSON each stays inside the string it stands in, whatever it says."""

    def fill(text: str) -> str:
        return _PLACE.sub(lambda place: facts[place[1]], text)

    if kind is RecipientKind.EMAIL:
        return fill(template)
    return json.dumps(_everywhere(json.loads(template), fill), ensure_ascii=False)


def _everywhere(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, dict):
        return {name: _everywhere(one, fill) for name, one in value.items()}
    return [_everywhere(one, fill) for one in value] if isinstance(value, list) else value


def subject(kind: AlertKind, facts: Mapping[str, str]) -> str:
    """The subject of an e-mail, one line whatever the hall is called."""
    number = "" if kind is AlertKind.TRIAL else f"：第 {facts['case']} 号"
    return " ".join(f"【{facts['hall']}】{KIND_WORDS[kind].zh}{number}".split())
