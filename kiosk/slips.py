"""The page on which the virtual printer's slips come out, looking as they would on paper."""

from dataclasses import dataclass
from datetime import datetime

import segno
from flask import Response

from hall.actions import printing
from hall.rules.device import Driver, JobState, Printer
from hall.rules.rating_code import code_of
from hall.rules.staff import Power
from hall.rules.text import Text
from hall.store import paper
from hall.store.live import Live
from hall.store.paper import Job
from hall.store.pictures.pieces import PaperTrouble
from kiosk.paper import QrCode, Row, Rule, compose, rows
from web.context import house
from web.doors import Asked, Room
from web.languages import _
from web.pages import on_staff, page
from web.tickets import PrintOut

TITLE = _("打印出的小票")
MOST = 24
"""Slips on the page; older ones have been torn off."""

slips_bp = Room("slips", __name__, url_prefix="/printer")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of a slip: text, a rule (no text) or a QR code as a picture."""

    text: str | None
    wide: int
    high: int
    centred: bool
    bold: bool
    qr: str | None


@dataclass(frozen=True, slots=True)
class SlipOut:
    """One slip as it lies in the tray."""

    id: str
    printer: Text
    columns: int
    kind: str
    asked_at: datetime
    again: bool
    language: str
    lines: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class TrayOut:
    """What came out, newest first, and what of any printer did not surely."""

    slips: tuple[SlipOut, ...]
    troubles: tuple[PaperTrouble, ...]


@slips_bp.get("/")
def show() -> Response:
    """The virtual printer's page."""
    by, token = on_staff(Power.STEER)
    return page(
        "kiosk",
        title=TITLE,
        hall=by.hall,
        script="printer.js",
        stylesheet="printer.css",
        token=token,
        csrf=by.csrf,
    )


@slips_bp.door("GET", "/slips", guest=Power.STEER)
def newest_slips(asked: Asked) -> TrayOut:
    """The newest slips of the virtual printers, newest first."""
    with asked.hall.look() as look:
        set_up = look.set_up
        virtual = {one.id: one for one in set_up.printers.values() if one.driver is Driver.VIRTUAL}
        jobs = paper.latest(look, most=MOST)
        troubles = Live(look).troubles
    out = [job for job in jobs if job.printer in virtual and job.state is JobState.PRINTED]
    return TrayOut(tuple(_slip(job, virtual[job.printer], set_up.devices[job.printer].shown) for job in out), troubles)


@slips_bp.door("POST", "/slips/<int:job>/again", guest=Power.STEER, status=201)
def print_again(asked: Asked, job: int) -> PrintOut:
    """Print a slip that did not (surely) come out once more, marked 补打."""
    return PrintOut.of(printing.print_job_again(asked.hall, job=job))


@slips_bp.door("POST", "/slips/<int:job>/came-out", guest=Power.STEER)
def came_out(asked: Asked, job: int) -> PrintOut:
    """Say that a slip of uncertain outcome did come out (已出纸): none is printed in its place."""
    return PrintOut.of(printing.slip_came_out(asked.hall, job=job))


def _slip(job: Job, printer: Printer, name: Text) -> SlipOut:
    link, code = _secrets(job)
    sheet = compose(job.kind, job.slip, again=job.again, link=link, code=code)
    return SlipOut(
        id=str(job.id),
        printer=name,
        columns=printer.columns,
        kind=job.kind,
        asked_at=job.asked_at,
        again=job.again,
        language=sheet.language,
        lines=tuple(_drawn(part) for part in rows(sheet, columns=printer.columns)),
    )


def _secrets(job: Job) -> tuple[str | None, str | None]:
    """Staff may not rate: outside the demo what opens a visitor's page, or rates, is on the visitor's paper alone."""
    here = house()
    if not here.settings.demo or job.ticket is None:
        return None, None
    return here.link(job.hall, job.ticket), code_of(job.ticket, hall=job.hall, key=here.database.key)


def _drawn(part: Row | Rule | QrCode) -> Drawn:
    match part:
        case Row():
            return Drawn(part.text, part.wide, part.high, part.centred, part.bold, None)
        case Rule():
            return Drawn(None, 1, 1, False, False, None)
        case QrCode(address=address):
            code = segno.make(address, error="m", micro=False)
            return Drawn(None, 1, 1, True, False, code.svg_data_uri(border=2, scale=4, light="#fff"))
