"""What the manager's pages share: their doors' blueprint, the shell around each page."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Response, request

from hall.rules.staff import POWERS, Power
from web.context import house
from web.doors import Body, Room
from web.identity import OnStaff
from web.languages import say
from web.pages import on_staff, page
from web.problems import wants_page

bp = Room("manager", __name__, url_prefix="/manager", template_folder="templates")


class Facts(Body):
    """An entry of the hall, with the keys of the same table in a hall file (halls/README.md)."""

    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """Done; the page reads anew what it shows."""

    done: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """Something new; `id` is how it is spoken of from now on."""

    id: str


def in_both(text: str, **facts: object) -> dict[str, str]:
    """A text of the house as a refusal carries it."""
    return {"zh": say(text, "zh", **facts), "en": say(text, "en", **facts)}


def as_file(answer: Response, name: str) -> Response:
    """The same, to be kept as a file of that name and nowhere else."""
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def shell(by: OnStaff, section: str) -> dict[str, Any]:
    """What the frame around a page shows: who is here, where they may go, whether slips carry a code."""
    with house().database.hall(by.hall).look() as look:
        hall = look.set_up.name
    return {
        "section": section,
        "shown": asdict(by.staff.shown),
        "number": by.staff.number,
        "role": by.staff.role,
        "powers": sorted(POWERS[by.staff.role]),
        "hall": asdict(hall),
        "prints_codes": house().address is not None,
    }


def show_page(power: Power, section: str, *, title: str, script: str, **more: Any) -> Response:
    """A page of the manager's; its script reads what it shows by itself."""
    by, token = on_staff(power)
    return page(
        "manager",
        title=title,
        hall=by.hall,
        script=script,
        stylesheet="manager.css",
        template="manager/page.html",
        token=token,
        csrf=by.csrf,
        shell=shell(by, section),
        **more,
    )


def show_to_readers(room: Room, view: str, power: Power, section: str, *, title: str, script: str) -> None:
    """Answer browsers, which want to read a page, at the door of `view` with the page around what it tells others."""

    @room.before_request
    def answer_with_page() -> Response | None:
        if request.endpoint != f"{room.name}.{view}" or not wants_page():
            return None
        return show_page(power, section, title=title, script=script)
