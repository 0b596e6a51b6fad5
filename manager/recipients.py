"""The doors behind which a manager says who outside is told of cases, tries it, and sees what was sent."""

from dataclasses import asdict
from typing import Any

from flask import Response

from hall.actions import alerts
from hall.rules.alert import KIND_WORDS, WANTED, AlertKind, Recipient
from hall.rules.alert_template import PLACES, SAMPLES
from hall.rules.staff import Power
from hall.store import outbox, recipients
from hall.store.outbox import Listed
from manager.room import Done, Facts, Made, bp, show_page
from web.context import house
from web.doors import Asked
from web.languages import _

TITLE = _("通知")
EXAMPLE: dict[str, str] = {
    "case": "12",
    "window": "3",
    "service": "领取或补办社保卡",
    "service_en": "Get or replace a social security card",
    "level": "不满意",
    "level_en": "Dissatisfied",
    "time": "2026-11-23 10:32",
    "id": "1-345",
}
"""What a body is shown with while it is written."""


@bp.get("/recipients")
def show_recipients() -> Response:
    """Who outside is told of cases."""
    return show_page(Power.STEER, "recipients", title=TITLE, script="recipients.js")


@bp.door("GET", "/set-up/recipients", guest=Power.STEER)
def read_recipients(asked: Asked) -> dict[str, Any]:
    """Those who are told, the latest messages, what a body may say; never a secret."""
    here = house()
    with asked.hall.look() as look:
        listed, sent, name = recipients.every_one(look), outbox.latest(look), look.set_up.name
    low = KIND_WORDS[AlertKind.LOW_RATING]
    example = EXAMPLE | {
        "hall": name.zh,
        "hall_en": name.en or name.zh,
        "kind": low.zh,
        "kind_en": low.en or low.zh,
        "link": f"{here.address or ''}/manager/cases/12",
    }
    return {
        "recipients": [_recipient(one) for one in listed],
        "messages": [_message(one) for one in sent],
        "kinds": {kind: asdict(KIND_WORDS[kind]) for kind in AlertKind},
        "wanted": WANTED,
        "places": [{"place": place, "meaning": asdict(meaning)} for place, meaning in PLACES.items()],
        "samples": SAMPLES,
        "example": example,
        "sends_mail": here.settings.smtp_url is not None,
        "sends_links": here.address is not None,
    }


@bp.door("POST", "/recipients", guest=Power.STEER, status=201)
def add_recipient(asked: Asked, body: Facts) -> Made:
    """Tell somebody more of cases, by e-mail or webhook."""
    return Made(str(alerts.add_recipient(asked.hall, facts=body.facts, plain=house().plain_webhooks)))


@bp.door("PUT", "/recipients/<int:recipient>", guest=Power.STEER)
def edit_recipient(asked: Asked, body: Facts, recipient: int) -> Done:
    """Change who is told of what; a secret that is left out stays."""
    alerts.edit_recipient(asked.hall, recipient=recipient, facts=body.facts, plain=house().plain_webhooks)
    return Done()


@bp.door("DELETE", "/recipients/<int:recipient>", guest=Power.STEER)
def withdraw_recipient(asked: Asked, recipient: int) -> Done:
    """Tell somebody no longer; their address is erased."""
    alerts.withdraw_recipient(asked.hall, recipient=recipient)
    return Done()


@bp.door("POST", "/recipients/<int:recipient>/trial", guest=Power.STEER, status=201)
def try_recipient(asked: Asked, recipient: int) -> Made:
    """Send a trial message; what came of it stands among the messages."""
    return Made(str(alerts.try_recipient(asked.hall, recipient=recipient)))


def _recipient(one: Recipient) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "kind": one.kind,
        "name": one.name,
        "address": one.address,
        "template": one.template,
        "wants": list(one.wants),
    }


def _message(one: Listed) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "kind": one.kind,
        "case": str(one.case) if one.case is not None else None,
        "case_no": one.case_no,
        "recipient": one.name,
        "state": one.state,
        "asked_at": one.asked_at,
        "due_at": one.due_at,
        "ended_at": one.ended_at,
        "tries": one.tries,
        "fault": one.fault,
    }
