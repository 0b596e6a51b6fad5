"""The doors behind which windows are added, changed and taken out of use."""

from dataclasses import asdict
from typing import Any

from flask import Response

from hall.actions import setup
from hall.rules.staff import Power
from hall.store.setups import Post, SetUp
from manager.room import Done, Facts, Made, bp, show_page
from web.doors import Asked
from web.languages import _

TITLE = _("窗口设置")


@bp.get("/windows")
def show_windows() -> Response:
    """The hall's windows."""
    return show_page(Power.STEER, "windows", title=TITLE, script="windows.js")


@bp.door("GET", "/set-up/windows", guest=Power.STEER)
def windows(asked: Asked) -> dict[str, Any]:
    """Every window as it is set up, with the services to choose from."""
    with asked.hall.look() as look:
        set_up = look.set_up
    return {
        "services": [
            {"code": one.code, "name": asdict(one.name), "prefix": one.prefix, "kind": one.kind}
            for one in set_up.services.values()
            if one.active
        ],
        "windows": [_facts(set_up, post) for post in set_up.posts.values()],
    }


@bp.door("POST", "/windows", guest=Power.STEER, status=201)
def add_window(asked: Asked, body: Facts) -> Made:
    """Add a window, or bring back one that was out of use."""
    return Made(str(setup.add_window(asked.hall, facts=body.facts)))


@bp.door("PUT", "/windows/<int:window_no>", guest=Power.STEER)
def edit_window(asked: Asked, body: Facts, window_no: int) -> Done:
    """Change what a window is called, where it stands, what it serves; its number stays."""
    setup.edit_window(asked.hall, window_no=window_no, facts=body.facts)
    return Done()


@bp.door("DELETE", "/windows/<int:window_no>", guest=Power.STEER)
def withdraw_window(asked: Asked, window_no: int) -> Done:
    """Take a window out of use; it must be closed."""
    setup.withdraw_window(asked.hall, window_no=window_no)
    return Done()


def _facts(set_up: SetUp, post: Post) -> dict[str, Any]:
    codes = [one.code for one in set_up.services.values() if one.id in post.services and one.active]
    sits = [asdict(one.shown) for one in set_up.staff.values() if one.active and one.habit_window == post.id]
    return {
        "no": post.no,
        "name": asdict(post.name),
        "area": post.area,
        "desk": post.desk,
        "serves": "all" if post.serves_all else codes,
        "sits": sits,
    }
