"""A clerk's own figures: aggregated, from the next day, from enough ratings that none can be told apart."""

from dataclasses import dataclass

from hall.rules.staff import Power
from hall.store.own_figures import own_figures
from manager.room import show_to_readers
from manager.satisfaction import FiguresOut
from web.doors import Asked, Room
from web.languages import _

TITLE = _("我的评价")

mine_bp = Room("mine", __name__)


@dataclass(frozen=True, slots=True)
class MineOut:
    """One's own figures, null before there are enough; `least` is how many ratings that takes."""

    shown: dict[str, str | None]
    number: str
    least: int
    figures: FiguresOut | None


show_to_readers(mine_bp, "mine", Power.SELF, "mine", title=TITLE, script="mine.js")


@mine_bp.door("GET", "/mine", guest=Power.SELF)
def mine(asked: Asked) -> MineOut:
    """One's own levels, only added up."""
    who = asked.staff.staff
    with asked.hall.look() as look:
        figures = own_figures(look, who=who.id)
        least = look.policy.own_levels_from
    return MineOut(who.shown.to_facts(), who.number, least, FiguresOut.of(figures) if figures else None)
