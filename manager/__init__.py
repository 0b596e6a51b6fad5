"""The manager: the live hall, satisfaction, set-up."""

from manager import devices, mine, people, satisfaction, services, set_up, windows
from manager.live import screen
from manager.mine import mine_bp
from manager.routes import bp

more = [mine_bp]
"""A clerk's own page, which is not the manager's but shows the same figures."""

__all__ = ["bp", "devices", "mine", "more", "people", "satisfaction", "screen", "services", "set_up", "windows"]
