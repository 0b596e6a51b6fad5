"""The doors that belong to no room: the front page, alive, metrics, texts, the hall's colour, photos, the API."""

import json

from flask import Blueprint, Response, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from sqlalchemy import select, text
from werkzeug.wrappers import Response as AnyResponse

from hall.store import people
from hall.store.live import Live
from hall.store.look import Look
from hall.store.tables import halls
from web import openapi, openapi_page
from web.context import house, the_app
from web.doors import as_id, reply
from web.languages import _, catalogue
from web.pages import FOR_EVER, page
from web.sign_in import front_page

bp = Blueprint("house", __name__)

DOCS = _("供其他程序使用的接口")

WAITING = Gauge("haohao_waiting", "Tickets waiting", ["hall"])
OPEN_WINDOWS = Gauge("haohao_windows_at_work", "Windows open or paused", ["hall"])
JOURNAL = Gauge("haohao_journal_seq", "Newest number of the journal", ["hall"])


@bp.get("/")
def front() -> AnyResponse:
    """In demo mode every screen, ready; otherwise the way in."""
    return front_page()


@bp.get("/healthz")
def healthz() -> Response:
    """Alive, and the database answers."""
    with house().database.look() as connection:
        connection.execute(text("SELECT 1"))
    return reply({"status": "ok"})


@bp.get("/metrics")
def metrics() -> Response:
    """Prometheus figures: aggregates only. From this machine alone; a scraper sits beside or behind the proxy."""
    if request.remote_addr not in ("127.0.0.1", "::1"):
        abort(403)
    with house().database.look() as connection:
        for row in connection.execute(select(halls.c.id, halls.c.code, halls.c.seq)):
            live = Live(house().database.at_hand(connection, row.id, Look))
            WAITING.labels(row.code).set(len(live.waiting))
            OPEN_WINDOWS.labels(row.code).set(len(live.callers))
            JOURNAL.labels(row.code).set(row.seq)
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@bp.get("/catalogue/<language>.json")
def texts(language: str) -> AnyResponse:
    """Every text of the screens in a language."""
    if language not in ("zh", "en"):
        abort(404)
    answer = jsonify(catalogue("en" if language == "en" else "zh"))
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/hall.css")
def hall_css() -> Response:
    """The accent colour of the hall: of `?hall=`, else of the first."""
    asked = select(halls.c.accent).order_by(halls.c.id).limit(1)
    hall = as_id(request.args.get("hall"))
    if isinstance(hall, int):
        asked = asked.where(halls.c.id == hall)
    with house().database.look() as connection:
        accent = connection.execute(asked).scalar_one_or_none()
    style = f":root{{--accent:{accent}}}\n" if accent else ""
    return Response(style, content_type="text/css", headers={"Cache-Control": "no-cache"})


@bp.get("/staff/<int:who>/photo-<tag>.jpg")
def photo(who: int, tag: str) -> Response:
    """A clerk's photo, as the pad shows it to everybody; the tag changes with the photo."""
    with house().database.look() as connection:
        row = people.photo_with(connection, who, tag) if tag.isalnum() else None
    if row is None:
        abort(404)
    return Response(row, content_type="image/jpeg", headers={"Cache-Control": FOR_EVER})


@bp.get("/openapi.json")
def document() -> Response:
    """The OpenAPI document of every door."""
    told = openapi.document(the_app())
    return Response(json.dumps(told, ensure_ascii=False), content_type="application/json")


@bp.get("/docs")
def docs() -> Response:
    """The same, to read."""
    return page("web", title=DOCS, template="docs.html", rooms=openapi_page.to_read(openapi.document(the_app())))
