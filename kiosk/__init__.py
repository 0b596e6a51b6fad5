"""The kiosk: a visitor takes a number."""

from kiosk.jobs import jobs_bp
from kiosk.live import screen
from kiosk.print_worker import print_slips
from kiosk.routes import bp
from kiosk.slips import slips_bp

more = [slips_bp, jobs_bp]
"""What else a kiosk's printer brings: the page of the virtual one, the doors of a printer's agent."""

__all__ = ["bp", "more", "print_slips", "screen"]
