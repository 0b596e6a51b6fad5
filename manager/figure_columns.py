"""The columns of a table of satisfaction: the same in every file made of it."""

from collections.abc import Callable
from dataclasses import dataclass

from hall.rules.figures import Figures
from hall.store.case_figures import CaseFigures
from hall.store.presence import Presence
from hall.store.reports import By
from manager.sheets import Cell, Kind
from web.languages import _

ENDED, RATED, GOOD_RATE = _("办结"), _("评价数"), _("好评率")
VERY_SATISFIED = _("非常满意")
KEY, NAME, TOTAL = _("项目"), _("名称"), _("全大厅")


@dataclass(frozen=True, slots=True)
class Shown:
    """A heading with the figure under it; None where there is nothing to divide by."""

    title: str
    kind: Kind
    of: Callable[[Figures, Presence | None], Cell]
    of_ended: bool = False
    """Knows of services that ended: rows of levels, tags, channels and causes have none."""


def _level(title: str, level: int) -> Shown:
    return Shown(title, Kind.COUNT, lambda one, _there: one.counts.get(level, 0))


SHOWN = (
    Shown(ENDED, Kind.COUNT, lambda one, _there: one.ended, of_ended=True),
    Shown(RATED, Kind.COUNT, lambda one, _there: one.rated),
    Shown(_("参评率"), Kind.SHARE, lambda one, _there: one.participation, of_ended=True),
    Shown(_("未评率"), Kind.SHARE, lambda one, _there: one.abstention, of_ended=True),
    _level(VERY_SATISFIED, 5),
    _level(_("满意"), 4),
    _level(_("基本满意"), 3),
    _level(_("不满意"), 2),
    _level(_("非常不满意"), 1),
    Shown(GOOD_RATE, Kind.SHARE, lambda one, _there: one.good_rate),
    Shown(_("95% 区间下限"), Kind.SHARE, lambda one, _there: one.interval and one.interval[0]),
    Shown(_("95% 区间上限"), Kind.SHARE, lambda one, _there: one.interval and one.interval[1]),
    Shown(_("差评率"), Kind.SHARE, lambda one, _there: one.low_rate),
    Shown(_("综合得分"), Kind.SCORE, lambda one, _there: one.score),
    Shown(_("已选未提交"), Kind.COUNT, lambda one, _there: one.unsubmitted, of_ended=True),
    Shown(_("排除的评价"), Kind.COUNT, lambda one, _there: one.excluded, of_ended=True),
    Shown(_("平均等候（秒）"), Kind.SECONDS, lambda one, _there: one.waiting_s, of_ended=True),
    Shown(_("平均到窗（秒）"), Kind.SECONDS, lambda one, _there: one.walking_s, of_ended=True),
    Shown(_("平均办理（秒）"), Kind.SECONDS, lambda one, _there: one.serving_s, of_ended=True),
    Shown(_("开放（秒）"), Kind.SECONDS, lambda _one, there: there.open_ms / 1000 if there else None, of_ended=True),
    Shown(_("空闲（秒）"), Kind.SECONDS, lambda _one, there: there.idle_ms / 1000 if there else None, of_ended=True),
    Shown(_("暂停（秒）"), Kind.SECONDS, lambda _one, there: there.paused_ms / 1000 if there else None, of_ended=True),
)


CASES_SHOWN: tuple[tuple[str, Kind, Callable[[CaseFigures], Cell]], ...] = (
    (_("受理差评"), Kind.COUNT, lambda one: one.opened),
    (_("已答复"), Kind.COUNT, lambda one: one.replied),
    (_("差评回复率"), Kind.SHARE, lambda one: one.reply_rate),
    (_("留有联系方式"), Kind.COUNT, lambda one: one.with_contact),
    (_("已回访"), Kind.COUNT, lambda one: one.called_back),
    (_("实名差评回访率"), Kind.SHARE, lambda one: one.call_back_rate),
    (_("核实属实"), Kind.COUNT, lambda one: one.justified),
    (_("按时整改"), Kind.COUNT, lambda one: one.rectified_on_time),
    (_("按时整改率"), Kind.SHARE, lambda one: one.on_time_rate),
    (_("群众已回应"), Kind.COUNT, lambda one: one.answered),
    (_("群众满意"), Kind.COUNT, lambda one: one.satisfied),
    (_("回访整改满意率"), Kind.SHARE, lambda one: one.satisfied_rate),
)
"""What became of low ratings: each share behind the counts it is made of."""


def cells(by: By, figures: Figures, there: Presence | None) -> list[Cell]:
    """The figures of one row of a table, a cell for each of `SHOWN`."""
    return [None if one.of_ended and by.only_rated else one.of(figures, there) for one in SHOWN]
