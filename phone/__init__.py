"""The visitor's own page, reached by the ticket's link, and the page that everybody may read."""

from phone.live import screen
from phone.routes import bp
from phone.satisfaction import public_bp

more = [public_bp]
"""The public page of satisfaction: a citizen reads it on the same phone, without a ticket."""

__all__ = ["bp", "more", "screen"]
