"""The public page of a hall's satisfaction: for everybody, sums alone, without any sign-in."""

from dataclasses import asdict
from datetime import date as Date

from flask import Blueprint, Response, request
from limits import parse
from pydantic_core import to_jsonable_python

from hall.errors import Malformed
from hall.store import entries, improvements
from hall.store.look import Look
from hall.store.published import month_span, months, published, usual_span
from hall.store.sums import Span
from web import limits
from web.context import house
from web.languages import _, say
from web.pages import page
from web.problems import NotFound
from web.published import facts_of

TITLE = _("群众满意度")
NO_MONTH = _("月份应写成 2026-11 这样，且在最近两年以内")
ASKED = parse("120 per minute")
"""From one address: a whole office may stand behind it."""
KEPT_S = 300

public_bp = Blueprint("public", __name__, url_prefix="/satisfaction", template_folder="templates")


@public_bp.get("/<code>")
def show(code: str) -> Response:
    """What everybody may read of a hall: the last 30 days that are over, or `?month=`."""
    limits.must_be_within(ASKED, key=f"public:{request.remote_addr or ''}")
    with house().database.look() as connection:
        hall = entries.hall_with_code(connection, code)
        look = None if hall is None else house().database.at_hand(connection, hall, Look)
        if look is None or not look.policy.public_satisfaction:
            raise NotFound()
        set_up = look.set_up
        told = {
            "hall": asdict(set_up.name),
            "phone": set_up.phone,
            "month": request.args.get("month") or None,
            "months": [f"{month:%Y-%m}" for month in months(look)[:12]],
            "improvements": [asdict(one) for one in improvements.shown(look)],
            **facts_of(published(look, _span(look))),
        }
    answer = page(
        "phone",
        title=TITLE,
        hall=hall,
        script="satisfaction.js",
        stylesheet="satisfaction.css",
        picture=to_jsonable_python(told),
    )
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_S}"
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


def _span(look: Look) -> Span:
    given = request.args.get("month")
    if not given:
        return usual_span(look)
    try:
        span = month_span(look, Date.fromisoformat(f"{given}-01"))
    except ValueError:
        span = None
    if span is None:
        raise Malformed(field="month", why={"zh": say(NO_MONTH, "zh"), "en": say(NO_MONTH, "en")})
    return span
