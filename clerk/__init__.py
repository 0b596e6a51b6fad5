"""The console: a clerk calls, serves and finishes."""

from clerk.live import screen
from clerk.routes import bp

__all__ = ["bp", "screen"]
