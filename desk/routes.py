"""What the help desk asks of the hall."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Response, request
from pydantic import Field

from hall.actions import help as helping
from hall.actions import printing, tickets
from hall.actions.tickets import Place
from hall.rules.numbering import parse_number
from hall.rules.staff import Power
from hall.rules.ticket import HelpNeed, Priority, Ticket
from hall.store import tickets as remembered
from hall.store.live import Live
from hall.store.look import Look
from hall.store.pictures.pieces import InLine
from web.doors import Asked, Body, Room, must
from web.languages import _
from web.pages import staff_page
from web.tickets import Code, PrintOut, Take, TakenOut

TITLE = _("导办台")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

bp = Room("desk", __name__, url_prefix="/desk", template_folder="templates")


# --- what is sent ------------------------------------------------------------------------------------


class TakeFor(Take):
    """A number for someone who stands at the desk; every reason for priority may be given here."""

    print: bool = True


class PriorityIs(Body):
    """The reason for going first; null withdraws it."""

    priority: Priority | None


class HelpIs(Body):
    """Everything the visitor needs on the way; none withdraws it."""

    help: list[HelpNeed] = Field(max_length=5)


class ServiceIs(Body):
    """A service by its code."""

    service: Code


# --- what is answered --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceOut:
    """Where a number stands now."""

    id: str
    number: str
    status: str
    ahead: int
    later_used: int

    @staticmethod
    def of(place: Place) -> "PlaceOut":
        one = place.ticket
        return PlaceOut(str(one.id), one.text, one.status, place.ahead, one.later_used)


@dataclass(frozen=True, slots=True)
class FoundOut:
    """The numbers found, newest first; those that are done, cancelled or left too."""

    tickets: tuple[InLine, ...]


@dataclass(frozen=True, slots=True)
class AnsweredOut:
    """Somebody goes there."""

    bell: str


@bp.get("/")
def show() -> Response:
    """The help desk's page."""
    return staff_page(Power.HELP, room="desk", title=TITLE, script="desk.js", stylesheet="desk.css")


# --- a number for someone -----------------------------------------------------------------------------


@bp.door("POST", "/tickets", guest=Power.HELP, status=201)
def take_for(asked: Asked, body: TakeFor) -> TakenOut:
    """Take a number for someone; its slip comes out at the desk."""
    place = tickets.take(
        asked.hall,
        services=[body.service, *body.also],
        priority=body.priority,
        help_needs=body.help,
        language=body.language,
        by=asked.staff.staff.id,
    )
    printer = _printer(asked)
    wanted = body.print and printer is not None
    job = printing.print_ticket(asked.hall, ticket=place.ticket.id, printer=printer) if wanted else None
    return TakenOut.of(asked, place, service=body.service, job=job)


@bp.door("GET", "/tickets", guest=Power.HELP)
def find(asked: Asked) -> FoundOut:
    """Find numbers of today: by `number` as people type it, or by `from`, `to` (09:30 or RFC 3339) and `service`."""
    number, code = request.args.get("number", ""), request.args.get("service", "")
    with asked.hall.look() as look:
        if number:
            found = _numbered(look, number)
        else:
            service = look.set_up.service_by_code(code).id if code else None
            begins = _moment(look, "from") or look.now - timedelta(days=1)
            # A minute is found whole: what was taken at 09:30:40 was taken at 09:30.
            ends = (_moment(look, "to") or look.now) + timedelta(minutes=1)
            found = remembered.taken_between(look, begins, ends, service=service)
        live = Live(look)
        return FoundOut(tuple(live.in_line(one) for one in found))


def _numbered(look: Look, text: str) -> list[Ticket]:
    """Those with this number; a number without its letter is looked for under every letter."""
    whole = parse_number(text)
    if whole is not None:
        return remembered.find(look, prefix=whole[0], number=whole[1])
    prefixes = sorted({one.prefix for one in look.set_up.services.values()})
    parsed = [number for prefix in prefixes if (number := parse_number(prefix + text.strip()))]
    must(bool(parsed), field="number")
    return [one for prefix, number in parsed for one in remembered.find(look, prefix=prefix, number=number)]


def _moment(look: Look, field: str) -> datetime | None:
    """A moment of today as the clock of the hall shows it, or any moment by RFC 3339."""
    text = request.args.get(field, "").strip()
    if not text:
        return None
    shown = CLOCK.fullmatch(text)
    if shown:
        return datetime.combine(look.today, time(int(shown[1]), int(shown[2])), look.set_up.zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    # Of the first and the last year there are moments that no other zone has.
    must(moment is not None and moment.tzinfo is not None and 1 < moment.year < 9999, field=field)
    return moment


# --- what is put right --------------------------------------------------------------------------------


@bp.door("POST", "/tickets/<int:ticket>/priority", guest=Power.HELP)
def set_priority(asked: Asked, body: PriorityIs, ticket: int) -> PlaceOut:
    """Add, correct or withdraw the reason for going first."""
    return _stands(asked, tickets.set_priority(asked.hall, ticket=ticket, priority=body.priority))


@bp.door("POST", "/tickets/<int:ticket>/help", guest=Power.HELP)
def set_help(asked: Asked, body: HelpIs, ticket: int) -> PlaceOut:
    """Note, correct or withdraw what the visitor needs on the way."""
    return _stands(asked, tickets.set_help_needs(asked.hall, ticket=ticket, help_needs=body.help))


@bp.door("POST", "/tickets/<int:ticket>/service", guest=Power.HELP)
def change_service(asked: Asked, body: ServiceIs, ticket: int) -> PlaceOut:
    """Change the service; number and place stay."""
    return _stands(asked, tickets.change_service(asked.hall, ticket=ticket, service=body.service))


@bp.door("POST", "/tickets/<int:ticket>/add-service", guest=Power.HELP)
def add_service(asked: Asked, body: ServiceIs, ticket: int) -> PlaceOut:
    """One more service on the same number."""
    return _stands(asked, tickets.add_service(asked.hall, ticket=ticket, service=body.service))


@bp.door("POST", "/tickets/<int:ticket>/restore", guest=Power.HELP)
def restore(asked: Asked, ticket: int) -> PlaceOut:
    """Bring a missed number of today back into the line."""
    return PlaceOut.of(tickets.restore(asked.hall, ticket=ticket))


@bp.door("POST", "/tickets/<int:ticket>/later", guest=Power.HELP)
def come_later(asked: Asked, ticket: int) -> PlaceOut:
    """我晚点到: let a few others go first."""
    return PlaceOut.of(tickets.come_later(asked.hall, ticket=ticket))


@bp.door("POST", "/tickets/<int:ticket>/cancel", guest=Power.HELP)
def cancel(asked: Asked, ticket: int) -> PlaceOut:
    """Give a number back for someone who asks for it."""
    return _stands(asked, tickets.cancel(asked.hall, ticket=ticket))


@bp.door("POST", "/tickets/<int:ticket>/reprint", guest=Power.HELP, status=201)
def reprint(asked: Asked, ticket: int) -> PrintOut:
    """Print a number's slip once more, marked 补打."""
    return PrintOut.of(printing.print_ticket(asked.hall, ticket=ticket, printer=_printer(asked), again=True))


# --- what comes in ------------------------------------------------------------------------------------


@bp.door("POST", "/bells/<int:bell>/answer", guest=Power.HELP)
def answer(asked: Asked, bell: int) -> AnsweredOut:
    """Say that somebody goes to whoever rang."""
    helping.answer_bell(asked.hall, bell=bell, by=asked.staff.staff.id)
    return AnsweredOut(str(bell))


@bp.door("POST", "/prints/<int:job>/again", guest=Power.HELP, status=201)
def print_again(asked: Asked, job: int) -> PrintOut:
    """Print a slip that failed, or perhaps did, once more, marked 补打."""
    return PrintOut.of(printing.print_job_again(asked.hall, job=job))


@bp.door("POST", "/prints/<int:job>/came-out", guest=Power.HELP)
def came_out(asked: Asked, job: int) -> PrintOut:
    """Say that a slip of uncertain outcome did come out (已出纸): none is printed in its place."""
    return PrintOut.of(printing.slip_came_out(asked.hall, job=job))


def _stands(asked: Asked, one: Ticket) -> PlaceOut:
    with asked.hall.work() as work:
        return PlaceOut.of(tickets.place_of(work, one))


def _printer(asked: Asked) -> int | None:
    """The printer beside the desk, else the hall's first; None without any."""
    with asked.hall.work() as work:
        printer = work.set_up.printer_at_desk()
        return printer.id if printer else None
