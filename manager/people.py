"""The doors behind which those who work here are added, changed, let in, shown."""

from dataclasses import asdict, dataclass
from typing import Any

import segno
from flask import Response, request

from hall.actions import people
from hall.actions.people import LINK
from hall.errors import PhotoRefused
from hall.rules.staff import Power, Role, Staff
from hall.store.setups import SetUp
from manager.photo import MOST_BYTES, reencoded
from manager.room import Done, Facts, Made, bp, show_page
from web.app import LARGEST_BODY
from web.aside import aside
from web.context import house
from web.doors import Asked, reply
from web.languages import _
from web.told import tells

TITLE = _("人员")


@dataclass(frozen=True, slots=True)
class LinkOut:
    """A one-time link, told this once: kept nowhere but as a hash."""

    link: str
    qr: str
    """The link as a picture, a data: address."""
    hours: int


@bp.get("/staff")
def show_staff() -> Response:
    """Who works here."""
    return show_page(Power.PEOPLE, "staff", title=TITLE, script="staff.js")


@bp.door("GET", "/set-up/staff", guest=Power.PEOPLE)
def staff(asked: Asked) -> dict[str, Any]:
    """Everybody who works or worked here, with the windows to choose from."""
    with asked.hall.look() as look:
        set_up = look.set_up
    listed = sorted(set_up.staff.values(), key=lambda one: not one.active)
    return {
        "roles": list(Role),
        "windows": [{"no": post.no, "name": asdict(post.name), "desk": post.desk} for post in set_up.posts.values()],
        "staff": [_facts(set_up, one) for one in listed],
    }


@bp.door("POST", "/staff", guest=Power.PEOPLE, status=201)
def add_staff(asked: Asked, body: Facts) -> Made:
    """Somebody joins; they choose a password by a one-time link."""
    return Made(str(people.add_staff(asked.hall, facts=body.facts)))


@bp.door("PUT", "/staff/<int:who>", guest=Power.PEOPLE)
def change_staff(asked: Asked, body: Facts, who: int) -> Done:
    """Change somebody's names, number, role or seat."""
    people.change_staff(asked.hall, who=who, facts=body.facts)
    return Done()


@bp.door("POST", "/staff/<int:who>/deactivate", guest=Power.PEOPLE)
def deactivate(asked: Asked, who: int) -> Done:
    """Somebody leaves: they cannot come in any more, what they did stays."""
    people.deactivate(asked.hall, who=who)
    return Done()


@bp.door("POST", "/staff/<int:who>/reactivate", guest=Power.PEOPLE)
def reactivate(asked: Asked, who: int) -> Done:
    """Somebody comes back, with the password they had."""
    people.reactivate(asked.hall, who=who)
    return Done()


@bp.door("DELETE", "/staff/<int:who>/photo", guest=Power.PEOPLE)
def remove_photo(asked: Asked, who: int) -> Done:
    """Show the drawn stand-in again."""
    people.set_photo(asked.hall, who=who, jpeg=None)
    return Done()


@bp.post("/staff/<int:who>/photo")
@tells(Done)
def set_photo(who: int) -> Response:
    """Show this photo (JPEG or PNG, 5 MB) on the pad, re-encoded, without what the camera noted beside it."""
    # Not a door: unpacking a picture takes long, and a door holds the hall's lock.
    asked = bp.come_in(Power.PEOPLE)
    request.max_content_length = MOST_BYTES + LARGEST_BODY
    sent = request.files.get("photo")
    if sent is None:
        raise PhotoRefused()
    picture = sent.read()
    people.set_photo(asked.hall, who=who, jpeg=aside(lambda: reencoded(picture)))
    return reply(Done())


@bp.post("/staff/<int:who>/link")
@tells(LinkOut)
def give_link(who: int) -> Response:
    """A one-time link by which somebody chooses a password within a day; links before are void."""
    # Not a door: the answers of doors are kept for retries, and this one must be kept nowhere.
    asked = bp.come_in(Power.PEOPLE)
    token = people.give_link(asked.hall, who=who)
    link = f"{house().address or request.host_url.rstrip('/')}/link/{token}"
    code = segno.make(link, error="m", micro=False).svg_data_uri(border=2, scale=4, light="#fff")
    return reply(LinkOut(link, code, int(LINK.total_seconds() // 3600)))


def _facts(set_up: SetUp, one: Staff) -> dict[str, Any]:
    post = set_up.posts.get(one.habit_window or 0)
    return {
        "id": str(one.id),
        "name": one.name,
        "shown": asdict(one.shown),
        "number": one.number,
        "role": one.role,
        "window_no": post.no if post else None,
        "active": one.active,
        "photo": f"/staff/{one.id}/photo-{one.photo_tag}.jpg" if one.photo_tag else None,
    }
