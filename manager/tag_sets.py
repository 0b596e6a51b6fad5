"""评价标签: the versions of the hall's tags, drafted one from another and put into force from a day on."""

from datetime import date
from typing import Any

from flask import Response
from pydantic import Field

from hall.actions import tag_sets
from hall.rules.rating import Level
from hall.rules.staff import Power
from hall.rules.tag_sets import BUILT_IN, LONGEST, MOST_TAGS, TagSet, in_force
from hall.store import tag_sets as kept
from manager.room import Done, Facts, Made, bp, show_page
from web.doors import Asked, Body, Id
from web.languages import _

TITLE = _("评价标签")


class Draft(Facts):
    """The tags of each level, and the set they were drafted from; `after` null is the built-in one."""

    after: Id | None = None


class Begins(Body):
    """From which day of the hall on."""

    begins: date = Field(alias="from")


@bp.get("/tag-sets")
def show_tag_sets() -> Response:
    """Which tags people may choose from."""
    return show_page(Power.STEER, "tag-sets", title=TITLE, script="tags.js")


@bp.door("GET", "/set-up/tag-sets", guest=Power.STEER)
def every_tag_set(asked: Asked) -> dict[str, Any]:
    """Every version of the hall's tags, newest first; the built-in one comes last."""
    with asked.hall.look() as look:
        sets, today = kept.every(look), look.today
    now = in_force(sets, today)
    return {
        "today": today,
        "most": MOST_TAGS,
        "longest": LONGEST,
        "sets": [_facts(one, today, now=one.name == now.name) for one in [*reversed(sets), BUILT_IN]],
    }


@bp.door("POST", "/tag-sets", guest=Power.STEER, status=201)
def draft(asked: Asked, body: Draft) -> Made:
    """Draft a new version from an existing one."""
    return Made(str(tag_sets.draft(asked.hall, after=body.after, facts=body.facts)))


@bp.door("PUT", "/tag-sets/<int:tag_set>", guest=Power.STEER)
def redraft(asked: Asked, body: Facts, tag_set: int) -> Done:
    """Change a draft; what has a day to begin on stays as it is."""
    tag_sets.redraft(asked.hall, tag_set=tag_set, facts=body.facts)
    return Done()


@bp.door("POST", "/tag-sets/<int:tag_set>/in-force", guest=Power.STEER)
def put_in_force(asked: Asked, body: Begins, tag_set: int) -> Done:
    """Put a version into force from a day on."""
    tag_sets.put_in_force(asked.hall, tag_set=tag_set, begins=body.begins)
    return Done()


@bp.door("DELETE", "/tag-sets/<int:tag_set>", guest=Power.STEER)
def withdraw(asked: Asked, tag_set: int) -> Done:
    """Take back the day of a version that has not begun, or drop a draft."""
    tag_sets.withdraw(asked.hall, tag_set=tag_set)
    return Done()


def _facts(one: TagSet, today: date, *, now: bool) -> dict[str, Any]:
    return {
        "id": str(one.id) if one.id is not None else None,
        "name": one.name,
        "version": one.version,
        "state": _state(one, today, now=now),
        "from": one.in_force_from,
        "tags": {
            str(level): [
                {"code": tag.code, "text": tag.text.to_facts(), "local": tag.local}
                for tag in one.choices()[level]
                if not tag.code.endswith("-none")
            ]
            for level in map(int, Level)
        },
    }


def _state(one: TagSet, today: date, *, now: bool) -> str:
    """in_force, coming, drafted or former."""
    if now:
        return "in_force"
    if one.in_force_from is None:
        return "former" if one.id is None else "drafted"
    return "coming" if one.in_force_from > today else "former"
