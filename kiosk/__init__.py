"""The kiosk: a visitor takes a number."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint

from kiosk.live import screen
from kiosk.routes import bp

more: list[Blueprint] = []


def print_slips(*_given: Any) -> Callable[[], None]:
    """Replaced as soon as the printers' worker is there."""
    return lambda: None


__all__ = ["Path", "bp", "more", "print_slips", "screen"]
