"""The exchange with the platform above the hall: what the hall is called there, and the records of some days."""

import json
from typing import Any

from flask import Response, request

from hall.actions import exports, setup
from hall.errors import Malformed
from hall.rules.exchange import NATIONAL_CHANNELS, Order, Which, record
from hall.rules.staff import Power
from hall.store.exchange import every_said
from manager.asked import asked_span
from manager.room import Done, Facts, as_file, bp, in_both
from web.context import house
from web.doors import Asked
from web.languages import _
from web.pages import on_staff

NO_SUCH_CHOICE = _("只能是 effective（每次办理一条）或 every（首评、追评各一条）")


@bp.door("GET", "/set-up/exchange", guest=Power.STEER)
def exchange_set_up(asked: Asked) -> dict[str, Any]:
    """What the hall is called in exchange records, with the national codes of the channels; null until it is said."""
    with asked.hall.look() as look:
        exchange = look.set_up.exchange
    return {
        "exchange": exchange.to_facts() if exchange else None,
        "orders": list(Order),
        "national_channels": {str(channel): code for channel, code in NATIONAL_CHANNELS.items()},
    }


@bp.door("PUT", "/exchange", guest=Power.STEER)
def set_exchange(asked: Asked, body: Facts) -> Done:
    """Change what the hall is called in exchange records; empty names and codes take it away."""
    setup.set_exchange(asked.hall, facts=body.facts)
    return Done()


@bp.get("/exchange.jsonl")
def exchange_lines() -> Response:
    """Exchange records of the days `?from=` to `?to=`; `?which=` effective (one of each handling) or every."""
    by, _token = on_staff(Power.RATINGS)
    hall = house().database.hall(by.hall, actor=by.actor)
    with hall.look() as look:
        which, span, zone = _which(), asked_span(look), look.set_up.zone
    exchange = exports.take_exchange(hall, span=span, by=by.staff.id)
    lines = (
        json.dumps(record(said, exchange, zone=zone), ensure_ascii=False) + "\n"
        for said in every_said(hall, span=span, which=which)
    )
    answer = Response(lines, content_type="application/jsonl; charset=utf-8")
    return as_file(answer, f"exchange-{span.first}-{span.last}.jsonl")


def _which() -> Which:
    given = request.args.get("which", Which.EFFECTIVE)
    if given not in set(Which):
        raise Malformed(field="which", why=in_both(NO_SUCH_CHOICE))
    return Which(given)
