"""The doors behind which a manager says what was changed because people said so (您提我改)."""

from dataclasses import asdict
from typing import Any

from flask import Response

from hall.actions import improvements as deeds
from hall.rules.staff import Power
from hall.store import improvements
from manager.room import Done, Facts, Made, bp, show_page
from web.doors import Asked
from web.languages import _

TITLE = _("您提我改")


@bp.get("/improvements")
def show_improvements() -> Response:
    """What was changed because people said so."""
    return show_page(Power.CASES, "improvements", title=TITLE, script="improvements.js")


@bp.door("GET", "/set-up/improvements", guest=Power.CASES)
def read_improvements(asked: Asked) -> dict[str, Any]:
    """What was changed, newest first; where everybody may read it."""
    with asked.hall.look() as look:
        listed, set_up = improvements.every_one(look), look.set_up
    return {
        "improvements": [
            {
                "id": str(one.id),
                "text": asdict(one.text),
                "case": str(one.case) if one.case is not None else None,
                "case_no": one.case_no,
                "shown": one.shown,
                "made_at": one.made_at,
            }
            for one in listed
        ],
        "on_wall": bool(set_up.policy.wall_improvements),
        "public": f"/satisfaction/{set_up.code}" if set_up.policy.public_satisfaction else None,
    }


@bp.door("POST", "/improvements", guest=Power.CASES, status=201)
def add_improvement(asked: Asked, body: Facts) -> Made:
    """Write down what was changed."""
    return Made(str(deeds.add_improvement(asked.hall, facts=body.facts)))


@bp.door("PUT", "/improvements/<int:improvement>", guest=Power.CASES)
def edit_improvement(asked: Asked, body: Facts, improvement: int) -> Done:
    """Change the words, or whether everybody reads them."""
    deeds.edit_improvement(asked.hall, improvement=improvement, facts=body.facts)
    return Done()
