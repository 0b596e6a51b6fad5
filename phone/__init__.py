"""The visitor's own page, reached by the ticket's link."""

from phone.live import screen
from phone.routes import bp

__all__ = ["bp", "screen"]
