"""The manager: the live hall, satisfaction, set-up."""

from manager.live import screen
from manager.routes import bp

__all__ = ["bp", "screen"]
