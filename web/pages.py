"""The page a screen is born with: skeleton, identity, first picture, and its security headers."""

import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, g, render_template, request, send_from_directory
from sqlalchemy import select

from hall.rules.device import DeviceKind
from hall.rules.staff import Power
from hall.store.look import Look
from hall.store.tables import halls
from web.context import house
from web.doors import fingerprint
from web.identity import DEVICE_COOKIES, SESSION_COOKIE, OnStaff, of_kind, with_power
from web.languages import _, catalogue, preferred, say, text_of
from web.problems import NotSignedIn

ROOT = Path(__file__).parent.parent
HOUSE_STATIC = ROOT / "web" / "static"
FOR_EVER = "public, max-age=31536000, immutable"
LANGUAGE_COOKIE = "haohao_language"
PAIRING = _("配对设备")

bp = Blueprint("pages", __name__)


@cache
def version() -> str:
    """Changes with any file a browser may keep."""
    files = sorted(file for folder in ("*/static", "*/static/vendor") for file in ROOT.glob(f"{folder}/*.*"))
    return fingerprint(*(file.name.encode() + file.read_bytes() for file in files))


@bp.get("/static/<tag>/<path:file>")
def static_file(tag: str, file: str) -> Response:
    """A file of the house, or of a room where the first part names one; kept for ever under its version."""
    room, _slash, rest = file.partition("/")
    folder = ROOT / room / "static"
    inside = rest and room != "vendor" and folder.is_dir() and room in _rooms()
    answer = send_from_directory(folder, rest) if inside else send_from_directory(HOUSE_STATIC, file)
    answer.headers["Cache-Control"] = FOR_EVER if tag == version() else "no-cache"
    return answer


def _rooms() -> frozenset[str]:
    """The rooms whose files may be fetched."""
    return frozenset(house().push.screens)


def page(
    room: str,
    *,
    title: Any,
    hall: int | None = None,
    script: str | None = None,
    house_script: str | None = None,
    stylesheet: str | None = None,
    template: str = "page.html",
    token: str | None = None,
    csrf: str | None = None,
    picture: Any = None,
    ground: str | None = None,
    status: int = 200,
    **facts: Any,
) -> Response:
    """A room's page. `script` and `stylesheet` name files of `<room>/static`, `house_script` one of the house's own;
    `facts` go to the template.
    """
    at = f"/static/{version()}"
    zone, demo = _hall_facts(hall)
    written = render_template(
        template,
        room=room,
        title=title,
        language=preferred(request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("Accept-Language")),
        static=at,
        script=f"{at}/{room}/{script}" if script else f"{at}/{house_script}" if house_script else None,
        stylesheet=f"{at}/{room}/{stylesheet}" if stylesheet else None,
        catalogue=f"/catalogue/en.json?v={_catalogue_tag()}",
        hall_css=f"/hall.css?hall={hall}" if hall else "/hall.css",
        zone=zone,
        nonce=nonce(),
        status=status,
        token=token,
        csrf=csrf,
        demo=demo or house().settings.demo,
        picture=picture,
        ground=ground,
        **facts,
    )
    answer = Response(written, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def nonce() -> str:
    """This answer's own; drawn once per request."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(12)
    return str(g.nonce)


@cache
def _catalogue_tag() -> str:
    return fingerprint(repr(sorted(catalogue("en").items())).encode())


def _hall_facts(hall: int | None) -> tuple[str, bool]:
    asked = select(halls.c.zone, halls.c.demo).order_by(halls.c.id).limit(1)
    with house().database.look() as connection:
        row = connection.execute(asked.where(halls.c.id == hall) if hall else asked).one_or_none()
    return (row.zone, row.demo) if row else ("Asia/Shanghai", False)


def device_page(
    kind: DeviceKind,
    *,
    room: str,
    title: Any,
    script: str,
    stylesheet: str,
    of_hall: Callable[[Look], dict[str, Any]] = lambda _look: {},
    **more: Any,
) -> Response:
    """The page of a device: with its first picture when it is paired, with a six-digit code when it is not.

    `of_hall` says what else of the device's hall the template is to know.
    """
    token = demo_device(kind)
    try:
        at = of_kind(house().identities.device(token or request.cookies.get(DEVICE_COOKIES[kind])), kind)
    except NotSignedIn:
        return page(
            room,
            title=PAIRING,
            template="pairing.html",
            house_script="pairing.js",
            ground="night" if kind is DeviceKind.DISPLAY else None,
            kind=kind.value,
        )
    with house().database.hall(at.hall).look() as look:
        more |= of_hall(look)
    first = house().push.picture(room, at.hall, house().push.screens[room].key(at))
    return page(
        room, title=title, hall=at.hall, script=script, stylesheet=stylesheet, token=token, picture=first, **more
    )


def staff_page(power: Power, *, room: str, title: Any, script: str, stylesheet: str, **more: Any) -> Response:
    """The page of somebody who may do this; raises NotSignedIn or NotAllowed."""
    by, token = on_staff(power)
    first = house().push.picture(room, by.hall, house().push.screens[room].key(by))
    return page(
        room,
        title=title,
        hall=by.hall,
        script=script,
        stylesheet=stylesheet,
        token=token,
        csrf=by.csrf,
        picture=first,
        **more,
    )


def on_staff(power: Power) -> tuple[OnStaff, str | None]:
    """Who asks for a staff page, with the token the page is to carry (demo hall) or None (cookie)."""
    token = demo_staff(power)
    found = house().identities.staff(bearer=token, cookie=request.cookies.get(SESSION_COOKIE))
    return with_power(found, power), token


def demo_device(kind: DeviceKind) -> str | None:
    """In demo mode the token of the device a page stands for: at `?window_no=`, else the first."""
    demo = house().demo
    if demo is None:
        return None
    return demo.device_token(kind, window_no=request.args.get("window_no", type=int))


def demo_staff(power: Power) -> str | None:
    """In demo mode a session of whoever a page stands for: at `?window_no=`, of `?role=`, else who has the power."""
    demo = house().demo
    if demo is None or SESSION_COOKIE in request.cookies:
        return None
    return demo.staff_token(power, window_no=request.args.get("window_no", type=int), role=request.args.get("role"))


def install(app: Flask) -> None:
    """Give `app` the skeleton's words and every answer its security headers."""
    app.jinja_env.globals.update(_=_, say=say, text_of=text_of)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(bp)

    @app.after_request
    def secure(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self' 'nonce-{nonce()}'; style-src 'self'; img-src 'self' data:; "
            "connect-src 'self'; font-src 'self'; media-src 'self'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'"
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return answer
