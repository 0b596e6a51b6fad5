"""The doors behind which devices are paired, changed, replaced, put out of use."""

from dataclasses import asdict
from typing import Any

from flask import Response
from pydantic import Field

from hall.actions import devices as deeds
from hall.actions import printing
from hall.errors import Malformed
from hall.rules.device import Device, DeviceKind, Driver
from hall.rules.staff import Power
from hall.store.setups import SetUp
from manager.room import Done, Facts, Made, bp, in_both, show_page
from web.doors import Asked, Body
from web.languages import _

TITLE = _("设备")
NOT_BY_PAGE = _("写入文件的打印机只能由运维人员在大厅文件里设置")


class Code(Body):
    """The six digits that the new machine shows."""

    code: str = Field(min_length=6, max_length=7)


class Pairing(Code):
    """The code, with what the device is to be: the keys of a hall file's device."""

    facts: dict[str, Any]


@bp.get("/devices")
def show_devices() -> Response:
    """The machines in the hall."""
    return show_page(Power.PEOPLE, "devices", title=TITLE, script="devices.js")


@bp.door("GET", "/set-up/devices", guest=Power.PEOPLE)
def devices(asked: Asked) -> dict[str, Any]:
    """Every machine of the hall, with the windows, areas and printers to choose from."""
    with asked.hall.look() as look:
        set_up = look.set_up
    listed = sorted(set_up.devices.values(), key=lambda one: one.revoked)
    return {
        "windows": [{"no": post.no, "name": asdict(post.name)} for post in set_up.posts.values()],
        "areas": sorted({post.area for post in set_up.posts.values() if post.area}),
        "devices": [_facts(set_up, one) for one in listed],
    }


@bp.door("POST", "/devices/pair", guest=Power.PEOPLE, status=201)
def pair(asked: Asked, body: Pairing) -> Made:
    """Let in the machine that shows this code."""
    return Made(str(deeds.approve_pairing(asked.hall, code=body.code, facts=body.facts)))


@bp.door("PUT", "/devices/<int:device>", guest=Power.PEOPLE)
def change(asked: Asked, body: Facts, device: int) -> Done:
    """Change a device's name, window, area or printer, or how a printer is reached."""
    with asked.hall.look() as look:
        printer = look.set_up.printers.get(device)
    if not (printer and printer.driver is Driver.FILE and body.facts.get("path") == printer.path):
        _must_not_write_files(body.facts)
    deeds.change_device(asked.hall, device=device, facts=body.facts)
    return Done()


@bp.door("POST", "/devices/<int:device>/replace", guest=Power.PEOPLE)
def replace(asked: Asked, body: Code, device: int) -> Done:
    """The machine that shows this code takes the place of a lost one, which is out at once."""
    deeds.replace_device(asked.hall, device=device, code=body.code)
    return Done()


@bp.door("POST", "/devices/<int:device>/revoke", guest=Power.PEOPLE)
def revoke(asked: Asked, device: int) -> Done:
    """Put a device out of use: its token is void at once."""
    deeds.revoke_device(asked.hall, device=device)
    return Done()


@bp.door("POST", "/printers", guest=Power.PEOPLE, status=201)
def add_printer(asked: Asked, body: Facts) -> Made:
    """Add a printer that the server reaches by itself."""
    _must_not_write_files(body.facts)
    return Made(str(deeds.add_printer(asked.hall, facts=body.facts)))


@bp.door("POST", "/printers/<int:printer>/test", guest=Power.PEOPLE)
def test_print(asked: Asked, printer: int) -> Made:
    """Print a test slip; the answer names the job."""
    return Made(str(printing.print_test(asked.hall, printer=printer).id))


def _must_not_write_files(facts: dict[str, Any]) -> None:
    """A page must not be a way to write files on the server; whoever loads hall files may do so anyway."""
    if facts.get("driver") == Driver.FILE:
        raise Malformed(field="driver", why=in_both(NOT_BY_PAGE))


def _facts(set_up: SetUp, one: Device) -> dict[str, Any]:
    post, printer = set_up.posts.get(one.window or 0), set_up.printers.get(one.printer or 0)
    facts = {
        "id": str(one.id),
        "kind": one.kind,
        "name": asdict(one.shown),
        "window_no": post.no if post else None,
        "area": one.area,
        "printer": printer.name if printer else None,
        "paired": one.paired,
        "revoked": one.revoked,
    }
    if one.kind is DeviceKind.PRINTER and one.id in set_up.printers:
        reached = asdict(set_up.printers[one.id])
        facts |= {key: reached[key] for key in ("driver", "host", "port", "path", "mode", "columns", "width")}
    return facts
