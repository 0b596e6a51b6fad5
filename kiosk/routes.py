"""What a kiosk asks of the hall."""

from dataclasses import dataclass
from typing import Literal

import segno
from flask import Response, request
from werkzeug.exceptions import NotFound

from hall.actions import help as helping
from hall.actions import printing, tickets
from hall.errors import UnknownRecord
from hall.rules.device import DeviceKind
from hall.rules.service import Service
from hall.store import paper
from hall.store.entries import every_hall
from hall.store.look import Look
from hall.store.pictures.pieces import Estimate
from hall.store.tickets import taken_at
from web.context import house
from web.doors import Asked, Body, Room
from web.languages import LANGUAGES, _, preferred, say
from web.pages import LANGUAGE_COOKIE, device_page, page
from web.tickets import Code, PrintOut, Take, TakenOut

TITLE = _("取号")
GUIDE = _("办理须知")

bp = Room("kiosk", __name__, url_prefix="/kiosk", template_folder="templates")


class AskGuide(Body):
    """What to bring for a service, on paper or to scan."""

    service: Code
    paper: bool = False
    language: Literal["zh", "en"] = "zh"


@dataclass(frozen=True, slots=True)
class PlaceOut:
    """Where a ticket stands now, with how often it may still be moved back."""

    ahead: int
    estimate: Estimate | None
    later_left: int


@dataclass(frozen=True, slots=True)
class GuideOut:
    """A list of what to bring: on its way to the printer, or to scan; `link` is null without a public address."""

    print: PrintOut | None
    link: str | None
    qr: str | None


@dataclass(frozen=True, slots=True)
class QrOut:
    """A code to scan, as a `data:` address; null without a public address."""

    qr: str | None


@dataclass(frozen=True, slots=True)
class BellOut:
    """The bell that rings at the help desk."""

    bell: str


@bp.get("/")
def show() -> Response:
    """The kiosk's page."""
    return device_page(
        DeviceKind.KIOSK,
        room="kiosk",
        title=TITLE,
        script="kiosk.js",
        stylesheet="kiosk.css",
        template="kiosk/kiosk.html",
        scans=house().address is not None,
    )


@bp.door("POST", "/tickets", guest=DeviceKind.KIOSK, status=201)
def take_ticket(asked: Asked, body: Take) -> TakenOut:
    """Take a number; its slip is put on the kiosk's printer."""
    device = asked.device.device.id
    place = tickets.take(
        asked.hall,
        services=[body.service, *body.also],
        priority=body.priority,
        help_needs=body.help,
        language=body.language,
        device=device,
    )
    with asked.hall.work() as work:
        has_printer = work.set_up.printer_of(device) is not None
    job = printing.print_ticket(asked.hall, ticket=place.ticket.id, device=device) if has_printer else None
    return TakenOut.of(asked, place, service=body.service, job=job)


@bp.door("POST", "/tickets/<int:ticket>/reprint", guest=DeviceKind.KIOSK, status=201)
def reprint_ticket(asked: Asked, ticket: int) -> PrintOut:
    """Print the slip of a number taken at this kiosk once more, marked 补打."""
    device = asked.device.device.id
    with asked.hall.work() as work:
        one = taken_at(work, ticket=ticket, device=device)
    return PrintOut.of(printing.print_ticket(asked.hall, ticket=one.id, device=device, again=True))


@bp.door("POST", "/tickets/<int:ticket>/came-out", guest=DeviceKind.KIOSK)
def slip_came_out(asked: Asked, ticket: int) -> PrintOut:
    """The visitor holds the slip whose outcome was uncertain, of a number taken at this kiosk."""
    with asked.hall.work() as work:
        one = taken_at(work, ticket=ticket, device=asked.device.device.id)
        slip = paper.latest_of_ticket(work, one.id)
        if slip is None:
            raise UnknownRecord(ticket=str(ticket))
        return PrintOut.of(printing.slip_came_out(asked.hall, job=slip.id))


@bp.door("POST", "/tickets/<int:ticket>/later", guest=DeviceKind.KIOSK)
def come_later(asked: Asked, ticket: int) -> PlaceOut:
    """我晚点到, for a number taken at this kiosk: only its page, just after the taking, knows the ticket's id."""
    with asked.hall.work() as work:
        one = taken_at(work, ticket=ticket, device=asked.device.device.id)
        most = work.policy.later_times
    place = tickets.come_later(asked.hall, ticket=one.id)
    return PlaceOut(place.ahead, Estimate.of(place.estimate), most - place.ticket.later_used)


@bp.door("GET", "/tickets/<int:ticket>/qr", guest=DeviceKind.KIOSK)
def ticket_qr(asked: Asked, ticket: int) -> QrOut:
    """The code of the visitor's own page, for a number taken at this kiosk."""
    with asked.hall.look() as look:
        one = taken_at(look, ticket=ticket, device=asked.device.device.id)
    return QrOut(_code(house().link(asked.hall.id, one.id)))


@bp.door("POST", "/guides", guest=DeviceKind.KIOSK, status=201)
def give_guide(asked: Asked, body: AskGuide) -> GuideOut:
    """先看要带什么: a list without a number, on paper or to scan; it is counted."""
    service = helping.give_guide(asked.hall, service=body.service, on_paper=body.paper)
    if body.paper:
        job = printing.print_guide(
            asked.hall, service=service.id, language=body.language, device=asked.device.device.id
        )
        return GuideOut(PrintOut.of(job), None, None)
    address = house().address
    link = f"{address}/kiosk/guides/{asked.hall.id}/{service.code}" if address else None
    return GuideOut(None, link, _code(link))


@bp.door("POST", "/help", guest=DeviceKind.KIOSK, status=201)
def ring(asked: Asked) -> BellOut:
    """需要帮助: ring the help desk; the kiosk shows it until somebody answers."""
    return BellOut(str(helping.ring(asked.hall, device=asked.device.device.id)))


@bp.get("/guides/<int:hall>/<code>")
def guide(hall: int, code: str) -> Response:
    """What to bring for a service, for the phone that scanned it: open to all, as 承诺一 asks."""
    with house().database.look() as connection:
        if all(one.id != hall for one in every_hall(connection)):
            raise NotFound
        set_up = house().database.at_hand(connection, hall, Look).set_up
    service = next((one for one in set_up.offered if one.code == code), None)
    if service is None:
        raise NotFound
    language = preferred(request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("Accept-Language"))
    return page(
        "web",
        title={one: f"{service.name.to_facts()[one] or service.name.zh} · {say(GUIDE, one)}" for one in LANGUAGES},
        hall=hall,
        template="kiosk/guide.html",
        about=set_up,
        service=_facts(service),
        speaks=language,
    )


def _facts(service: Service) -> dict[str, object]:
    """A service as its template reads it: texts are `{zh, en}`."""
    return {
        "name": service.name.to_facts(),
        "summary": service.summary.to_facts(),
        "promised": service.promised.to_facts(),
        "materials": [
            {
                "name": one.name.to_facts(),
                "note": one.note.to_facts() if one.note else None,
                "copies": one.copies,
                "required": one.required,
            }
            for one in service.materials
        ],
        "conditions": [one.to_facts() for one in service.conditions],
        "procedure": [one.to_facts() for one in service.procedure],
    }


def _code(link: str | None) -> str | None:
    # The quiet zone belongs to the code: without it phones look in vain.
    return segno.make(link, error="m").svg_data_uri(border=4) if link else None
