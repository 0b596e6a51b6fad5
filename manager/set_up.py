"""The doors behind which the hall itself is changed: hours, closures, notices, policy, names and colour."""

from dataclasses import asdict, fields
from typing import Any

from flask import Response

from hall.actions import setup
from hall.rules.hall_itself import WEEKDAYS
from hall.rules.hours import DayHours
from hall.rules.policy import SELF_DECLARABLE, Policy
from hall.rules.staff import Power
from hall.store import entries
from manager.policy_words import RULES
from manager.room import Done, Facts, Made, bp, in_both, show_page
from web.doors import Asked
from web.languages import _

HOURS, NOTICES, POLICY, HALL = _("开放时间"), _("屏幕公告"), _("规则"), _("大厅")


@bp.get("/hours")
def show_hours() -> Response:
    """When the hall gives out numbers."""
    return show_page(Power.STEER, "hours", title=HOURS, script="hours.js")


@bp.get("/notices")
def show_notices() -> Response:
    """The lines on the displays."""
    return show_page(Power.STEER, "notices", title=NOTICES, script="notices.js")


@bp.get("/policy")
def show_policy() -> Response:
    """The rules the hall decides for itself."""
    return show_page(Power.STEER, "policy", title=POLICY, script="policy.js")


@bp.get("/hall")
def show_hall() -> Response:
    """The hall's name, address, telephone, colour."""
    return show_page(Power.STEER, "hall", title=HALL, script="house.js")


# --- hours and closures --------------------------------------------------------------------------------


@bp.door("GET", "/set-up/hours", guest=Power.STEER)
def hours(asked: Asked) -> dict[str, Any]:
    """The week, and the closures that are not over."""
    with asked.hall.look() as look:
        now, kept = look.now, look.hours
    week = {name: _clocks(day) for name, day in zip(WEEKDAYS, kept.week, strict=True)}
    return {
        "hours": {"always_open": True} if kept.always_open else week,
        "today": look.today,
        "closures": [
            {
                "id": str(one.id),
                "from": one.begins.astimezone(kept.zone).isoformat()[:16],
                "to": one.ends.astimezone(kept.zone).isoformat()[:16],
                "notice": asdict(one.notice),
            }
            for one in kept.closures
            if one.ends > now
        ],
    }


@bp.door("PUT", "/hours", guest=Power.STEER)
def set_hours(asked: Asked, body: Facts) -> Done:
    """Change the week."""
    setup.set_hours(asked.hall, facts=body.facts)
    return Done()


@bp.door("POST", "/closures", guest=Power.STEER, status=201)
def add_closure(asked: Asked, body: Facts) -> Made:
    """Put up a closure (告示): the hall does not open."""
    return Made(str(setup.add_closure(asked.hall, facts=body.facts)))


@bp.door("DELETE", "/closures/<int:closure>", guest=Power.STEER)
def withdraw_closure(asked: Asked, closure: int) -> Done:
    """Withdraw a closure: the hall opens as its week says."""
    setup.withdraw_closure(asked.hall, closure=closure)
    return Done()


# --- notices -----------------------------------------------------------------------------------------------


@bp.door("GET", "/set-up/notices", guest=Power.STEER)
def notices(asked: Asked) -> dict[str, Any]:
    """The lines now shown on the displays."""
    with asked.hall.look() as look:
        return {"notices": [{"id": str(one.id), "text": one.text} for one in entries.every_notice(look) if one.shown]}


@bp.door("POST", "/notices", guest=Power.STEER, status=201)
def put_up(asked: Asked, body: Facts) -> Made:
    """Put up a line for the displays."""
    return Made(str(setup.put_up_notice(asked.hall, facts=body.facts)))


@bp.door("DELETE", "/notices/<int:notice>", guest=Power.STEER)
def take_down(asked: Asked, notice: int) -> Done:
    """Take a line from the displays."""
    setup.take_down_notice(asked.hall, notice=notice)
    return Done()


# --- policy ------------------------------------------------------------------------------------------------


@bp.door("GET", "/set-up/policy", guest=Power.STEER)
def policy(asked: Asked) -> dict[str, Any]:
    """Every rule with its value, default, range, meaning and source."""
    with asked.hall.look() as look:
        now = look.policy.to_facts()
    usual = Policy().to_facts()
    return {
        "rules": [
            {
                "name": rule.name,
                "value": now[rule.name],
                "usual": usual[rule.name],
                "low": rule.metadata.get("low"),
                "high": rule.metadata.get("high"),
                "meaning": in_both(RULES[rule.name].meaning),
                "group": RULES[rule.name].group,
                "unit": RULES[rule.name].unit,
                "source": RULES[rule.name].source,
            }
            for rule in fields(Policy)
        ],
        "reasons": list(SELF_DECLARABLE),
    }


@bp.door("PUT", "/policy", guest=Power.STEER)
def set_policy(asked: Asked, body: Facts) -> Done:
    """Change the rules that are named; the others stay."""
    setup.set_policy(asked.hall, facts=body.facts)
    return Done()


# --- the hall itself -----------------------------------------------------------------------------------------


@bp.door("GET", "/set-up/hall", guest=Power.STEER)
def hall(asked: Asked) -> dict[str, Any]:
    """The hall's name, address, telephone, languages, colour and texts."""
    with asked.hall.look() as look:
        one = look.set_up
    return {
        "code": one.code,
        "name": asdict(one.name),
        "address": asdict(one.address),
        "phone": one.phone or "",
        "zone": one.zone.key,
        "languages": list(one.languages),
        "voice": list(one.voice),
        "accent": one.accent,
        "welcome": asdict(one.welcome),
        "ticket_note": asdict(one.ticket_note),
    }


@bp.door("PUT", "/hall", guest=Power.STEER)
def edit_hall(asked: Asked, body: Facts) -> Done:
    """Change the hall's name, address, telephone, languages, colour and texts; its code stays."""
    setup.edit_hall(asked.hall, facts=body.facts)
    return Done()


def _clocks(day: DayHours | None) -> list[str] | None:
    if day is None:
        return None
    return [one.isoformat("minutes") for span in day.spans() for one in span]
