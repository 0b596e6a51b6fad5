"""Lives the days before the scene in the house itself, without a network between, and what followed the low ratings."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from hall.actions import cases as deeds
from hall.rules.case import Cause, State, Verdict
from hall.rules.staff import Role
from hall.store import cases
from hall.store.database import Hall
from hall.store.tables import cases as case_rows
from hall.store.tables import rating_tags, ratings
from replay.doors import Doors
from setup.scene import DAYS, Scene
from tests import rooms
from web.replay_clock import SetClock

EVENING = timedelta(hours=9)
FOUND = {
    "109": (Cause.MATERIALS, "清单上没有写户口簿，窗口按旧要求多收了一份。", "清单已改，三个窗口已统一口径。"),
    "113": (Cause.PROCEDURE, "两项业务分在两个窗口，没有一次说清。", "取号机上两项业务可以一次取号，窗口间代为转办。"),
    "115": (Cause.WAITING, "当时三个窗口开放，等候超过四十分钟。", "上午十点到十一点加开两个窗口。"),
    "208": (Cause.MATERIALS, "网上的办事指南缺少材料清单。", "清单已补上，小票和取号机上也能看到。"),
    "210": (Cause.PROCEDURE, "上次交的复印件没有随案卷转来。", "同一事项三个月内不再重复收取复印件。"),
    "213": (Cause.PEOPLE, "新到岗人员对跨区办理的规定不熟。", "已安排培训，跨区办理先问带班人员。"),
    "214": (Cause.PEOPLE, "说话急，没有解释为什么不能当场办结。", "已谈话，班前会重申服务用语。"),
}
"""Tag → what a low rating was about, what was found, what was put right."""
REPLY = "谢谢您指出来。{put_right}欢迎您再来时看看改得怎么样。"
PHONE = "13800138000"
STATEMENT = "当天第一次办这项业务，问了同事才确认，让群众多等了，向他道歉。"
CALLED_BACK = "已通话。群众说事情办成了，只是希望窗口说法一致。"


class InHouse(Doors):
    """The same doors in the same process."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client(use_cookies=False)
        self.asked = 0

    def _ask(self, path: str, sent: str, headers: dict[str, str]) -> tuple[int, dict[str, Any], str | None]:
        response = self._client.post(path, data=sent, headers=headers)
        return response.status_code, json.loads(response.data or b"{}"), response.headers.get("Set-Cookie")


def live_the_past(opened: rooms.Doors) -> int:
    """Every day before the scene; returns the case worth a picture: verified, and not put right yet."""
    clock = SetClock()
    opened.house.database.clock = clock
    scene = Scene(InHouse(opened.app), opened.people, clock.set)
    hall = opened.backstage.hall
    for day in DAYS:
        scene.play_day(day)
        clock.set(day + EVENING)
        received = _received(hall)
        for one in received if day != DAYS[-1] else ():
            _put_right(hall, one, clock)
    shown = max(received, key=lambda one: (one.tag == "213", one.text))
    _half_way(hall, shown, clock)
    return shown.case


@dataclass(frozen=True, slots=True)
class Low:
    """A case as it was received."""

    case: int
    clerk: int
    tag: str
    text: str


def _received(hall: Hall) -> list[Low]:
    """What nobody has taken up yet."""
    with hall.look() as look:
        tag = select(rating_tags.c.code).where(rating_tags.c.rating_id == ratings.c.id).scalar_subquery()
        found = (
            select(case_rows.c.id, case_rows.c.staff_id, tag, ratings.c.text)
            .join(ratings, ratings.c.id == case_rows.c.rating_id)
            .where(case_rows.c.hall_id == look.hall_id, case_rows.c.state == State.RECEIVED)
        )
        return [Low(*row) for row in look.connection.execute(found.order_by(case_rows.c.id))]


def _manager(hall: Hall) -> int:
    with hall.look() as look:
        return next(one.id for one in look.set_up.staff.values() if one.role is Role.MANAGER)


def _seen(hall: Hall, low: Low) -> int:
    with hall.look() as look:
        return cases.story(look, low.case)[-1].id


def _pass_a_while(clock: SetClock) -> None:
    clock.set(clock.now() + timedelta(minutes=4))


def _put_right(hall: Hall, low: Low, clock: SetClock) -> None:
    by, case, (_cause, _found, put_right) = _manager(hall), low.case, FOUND[low.tag]
    deeds.assign(hall, case=case, seen=_seen(hall, low), handler=by, by=by)
    _verify(hall, low, clock, by)
    deeds.rectify(hall, case=case, seen=_seen(hall, low), text=put_right, by=by)
    deeds.reply(hall, case=case, seen=_seen(hall, low), text=REPLY.format(put_right=put_right), by=by)
    satisfied = case % 9 != 0
    if case % 3 != 1:
        deeds.answer(hall, case=case, satisfied=satisfied)
    if satisfied:
        deeds.close(hall, case=case, seen=_seen(hall, low), by=by)


def _half_way(hall: Hall, low: Low, clock: SetClock) -> None:
    by, case = _manager(hall), low.case
    deeds.leave_contact(hall, case=case, phone=PHONE)
    _pass_a_while(clock)
    deeds.assign(hall, case=case, seen=_seen(hall, low), handler=by, by=by)
    _pass_a_while(clock)
    deeds.give_statement(hall, case=case, text=STATEMENT, by=low.clerk)
    _pass_a_while(clock)
    deeds.look_at_contact(hall, case=case, by=by)
    _pass_a_while(clock)
    deeds.call_back(hall, case=case, seen=_seen(hall, low), reached=True, text=CALLED_BACK, by=by)
    _verify(hall, low, clock, by)


def _verify(hall: Hall, low: Low, clock: SetClock, by: int) -> None:
    cause, found, _put_right = FOUND[low.tag]
    _pass_a_while(clock)
    deeds.verify(hall, case=low.case, seen=_seen(hall, low), verdict=Verdict.JUSTIFIED, cause=cause, text=found, by=by)
