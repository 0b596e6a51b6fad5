"""The doors behind which services are added, changed and withdrawn."""

from dataclasses import asdict
from typing import Any

from flask import Response

from hall.actions import setup
from hall.rules.service import Service
from hall.rules.staff import Power
from hall.store.setups import SetUp
from manager.room import Done, Facts, Made, bp, show_page
from web.doors import Asked
from web.languages import _

TITLE = _("业务设置")


@bp.get("/services")
def show_services() -> Response:
    """What the hall offers."""
    return show_page(Power.STEER, "services", title=TITLE, script="services.js")


@bp.door("GET", "/set-up/services", guest=Power.STEER)
def services(asked: Asked) -> dict[str, Any]:
    """Every service as it is set up, with the windows that serve it; the withdrawn ones last."""
    with asked.hall.look() as look:
        set_up = look.set_up
    listed = sorted(set_up.services.values(), key=lambda one: not one.active)
    return {
        "categories": [{"code": one.code, "name": asdict(one.name)} for one in set_up.categories],
        "services": [_facts(set_up, one) for one in listed],
    }


@bp.door("POST", "/services", guest=Power.STEER, status=201)
def add_service(asked: Asked, body: Facts) -> Made:
    """Add a service, or bring back a withdrawn one."""
    return Made(str(setup.add_service(asked.hall, facts=body.facts)))


@bp.door("PUT", "/services/<code>", guest=Power.STEER)
def edit_service(asked: Asked, body: Facts, code: str) -> Done:
    """Change a service; its code stays."""
    setup.edit_service(asked.hall, service=code, facts=body.facts)
    return Done()


@bp.door("DELETE", "/services/<code>", guest=Power.STEER)
def withdraw_service(asked: Asked, code: str) -> Done:
    """Offer a service no longer; who waits for it is still served."""
    setup.withdraw_service(asked.hall, service=code)
    return Done()


def _facts(set_up: SetUp, one: Service) -> dict[str, Any]:
    category = next(each.code for each in set_up.categories if each.id == one.category)
    facts = asdict(one) | {"category": category, "id": str(one.id)}
    return facts | {"windows": [post.no for post in set_up.posts.values() if one.id in post.services]}
