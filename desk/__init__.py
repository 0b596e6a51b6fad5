"""The help desk: first contact, for whoever needs more than a kiosk."""

from desk.live import screen
from desk.routes import bp

__all__ = ["bp", "screen"]
