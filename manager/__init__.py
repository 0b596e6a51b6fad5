"""The manager: the live hall, satisfaction, set-up."""

# Doors are there once their module is imported.
import manager.case_sheet
import manager.cases
import manager.devices
import manager.district
import manager.exchange
import manager.improvements
import manager.integrity
import manager.people
import manager.rating_choices
import manager.ratings
import manager.recipients
import manager.satisfaction
import manager.satisfaction_csv
import manager.services
import manager.set_up
import manager.spreads
import manager.tag_sets
import manager.windows
import manager.workbook  # noqa: F401
from manager.case_doors import cases_bp
from manager.live import screen
from manager.mine import mine_bp
from manager.routes import bp
from manager.upkeep import keep_cases

more = [mine_bp, cases_bp]
"""A clerk's own pages, which are not the manager's but show the same figures and cases."""

__all__ = ["bp", "keep_cases", "more", "screen"]
