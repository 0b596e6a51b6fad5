"""What a manager asks of the live hall."""

from dataclasses import dataclass

from flask import Response
from pydantic import Field

from hall.actions import days, help, printing, windows
from hall.errors import Malformed
from hall.rules.staff import Power
from hall.rules.ticket import Status
from hall.store import tickets
from manager.room import Done, bp, in_both, shell
from web.doors import Asked, Body, Id
from web.languages import _
from web.pages import on_staff, staff_page

TITLE = _("大厅实况")
NO_CLERK = _("这位工作人员不能在窗口办理")

__all__ = ["bp"]


class TakeOver(Body):
    """Who sits down at the window."""

    staff: Id


class CloseDay(Body):
    """How many the manager was told would be put down as left: if others came meanwhile, ask again."""

    waiting: int = Field(ge=0)


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody who is still with a clerk, or parked."""

    number: str
    status: str


@dataclass(frozen=True, slots=True)
class DayOut:
    """What closing the day would do now."""

    waiting: tuple[str, ...]
    """Numbers that would be put down as left."""
    busy: tuple[Busy, ...]
    """Who must be served first."""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The day is closed; `left` were put down as left."""

    left: int


@bp.get("/")
def show() -> Response:
    """The live hall."""
    by, _token = on_staff(Power.WATCH)
    return staff_page(
        Power.WATCH,
        room="manager",
        title=TITLE,
        script="hall.js",
        stylesheet="manager.css",
        template="manager/page.html",
        shell=shell(by, "live"),
    )


@bp.door("POST", "/windows/<int:window_no>/close", guest=Power.STEER)
def close_window(asked: Asked, window_no: int) -> Done:
    """Close a window that its clerk left open."""
    windows.close_for(asked.hall, window_no=window_no)
    return Done()


@bp.door("POST", "/windows/<int:window_no>/take-over", guest=Power.STEER)
def take_over(asked: Asked, body: TakeOver, window_no: int) -> Done:
    """Let another clerk take up a window with the visitor in hand."""
    with asked.hall.look() as look:
        who = look.set_up.staff_by_id(body.staff)
    if not who.may(Power.SERVE):
        raise Malformed(field="staff", why=in_both(NO_CLERK))
    windows.take_over(asked.hall, window_no=window_no, by=who.id)
    return Done()


@bp.door("POST", "/bells/<int:bell>/answer", guest=Power.STEER)
def answer_bell(asked: Asked, bell: int) -> Done:
    """Say that somebody goes to whoever rang."""
    help.answer_bell(asked.hall, bell=bell, by=asked.staff.staff.id)
    return Done()


@bp.door("POST", "/slips/<int:job>/again", guest=Power.STEER)
def print_again(asked: Asked, job: int) -> Done:
    """Print once more a slip that did not come out, marked 补打."""
    printing.print_job_again(asked.hall, job=job)
    return Done()


@bp.door("POST", "/slips/<int:job>/came-out", guest=Power.STEER)
def came_out(asked: Asked, job: int) -> Done:
    """Say that a slip of uncertain outcome did come out (已出纸): none is printed in its place."""
    printing.slip_came_out(asked.hall, job=job)
    return Done()


@bp.door("GET", "/day", guest=Power.STEER)
def day(asked: Asked) -> DayOut:
    """What closing the day would do now."""
    with asked.hall.look() as look:
        here = tickets.in_hall(look)
    return DayOut(
        waiting=tuple(one.text for one in here if one.status is Status.WAITING),
        busy=tuple(Busy(one.text, one.status) for one in here if one.status is not Status.WAITING),
    )


@bp.door("POST", "/day/close", guest=Power.STEER)
def close_day(asked: Asked, body: CloseDay) -> DayClosed:
    """Close the day: whoever still waits and is no longer there is put down as left."""
    return DayClosed(days.close_day(asked.hall, expected=body.waiting))
