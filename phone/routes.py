"""What a visitor's own page asks of the hall."""

from flask import Response

from web.context import house
from web.doors import Room
from web.identity import visitor
from web.languages import _
from web.pages import page

TITLE = _("我的号")

bp = Room("phone", __name__, url_prefix="/t", template_folder="templates")


@bp.get("/<token>")
def show(token: str) -> Response:
    """The visitor's own page; its token is the one that may stand in an address."""
    by = visitor(house().database.key, token)
    first = house().push.picture("phone", by.hall, by.ticket)
    return page(
        "phone",
        title=TITLE,
        hall=by.hall,
        script="phone.js",
        stylesheet="phone.css",
        token=token,
        picture=first,
    )
