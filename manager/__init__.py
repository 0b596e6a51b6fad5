"""The manager: the live hall, satisfaction, set-up."""

# Doors are there once their module is imported.
import manager.devices
import manager.exchange
import manager.people
import manager.ratings
import manager.recipients
import manager.satisfaction
import manager.satisfaction_csv
import manager.services
import manager.set_up
import manager.spreads
import manager.windows
import manager.workbook  # noqa: F401
from manager.live import screen
from manager.mine import mine_bp
from manager.routes import bp

more = [mine_bp]
"""A clerk's own page, which is not the manager's but shows the same figures."""

__all__ = ["bp", "more", "screen"]
