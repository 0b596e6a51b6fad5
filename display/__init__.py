"""The displays: the wall that shows and speaks the calls."""

from display.live import screen
from display.routes import bp

__all__ = ["bp", "screen"]
