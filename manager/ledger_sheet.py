"""The ledger of low ratings and what was done about them (好差评整改台账), as a sheet."""

from collections.abc import Sequence
from dataclasses import asdict

from hall.rules.case import State
from hall.rules.rating import Level
from hall.rules.timing import Timing
from hall.store.ledger import Entry
from hall.store.names import CAUSES
from manager.case_words import PENDING, SATISFIED, VERDICTS
from manager.sheets import Book, Cell, Column, Kind
from web.languages import Language, _, text_of

LEDGER = _("好差评整改台账")

STATES = {
    State.RECEIVED: _("待核实"),
    State.CALLED_BACK: _("已回访"),
    State.VERIFIED: _("已核实"),
    State.REOPENED: _("待再次答复"),
    State.RECTIFIED: _("已整改"),
    State.REPLIED: _("已答复"),
    State.CLOSED: _("已办结"),
}
TIMINGS = {
    Timing.IN_TIME: _("按时"),
    Timing.LATE: _("逾期完成"),
    Timing.OVERDUE: _("逾期未完成"),
    Timing.RUNNING: _("未到期"),
    Timing.UNDATED: PENDING,
}
LEVELS = {Level.DISSATISFIED: _("不满意"), Level.VERY_DISSATISFIED: _("非常不满意")}

LEDGER_COLUMNS = (
    Column(_("编号"), Kind.COUNT),
    Column(_("受理时间"), Kind.MOMENT),
    Column(_("窗口"), Kind.COUNT),
    Column(_("工号"), Kind.TEXT, width=12),
    Column(_("人员"), Kind.TEXT),
    Column(_("业务"), Kind.TEXT, width=36),
    Column(_("评价等级"), Kind.TEXT, width=17),
    Column(_("状态"), Kind.TEXT, width=17),
    Column(_("核实结论"), Kind.TEXT, width=12),
    Column(_("原因"), Kind.TEXT, width=12),
    Column(_("整改措施"), Kind.LONG),
    Column(_("整改期限"), Kind.DAY),
    Column(_("是否按时"), Kind.TEXT, width=14),
    Column(_("答复"), Kind.LONG),
    Column(_("再次整改措施"), Kind.LONG),
    Column(_("再次答复期限"), Kind.DAY),
    Column(_("再次答复"), Kind.LONG),
    Column(_("群众对答复"), Kind.TEXT, width=14),
)


def ledger_cells(book: Book, one: Entry, language: Language) -> Sequence[Cell]:
    """One case; what is not known yet stays blank."""
    return [
        one.no,
        one.opened_at,
        one.window_no,
        one.clerk_number,
        text_of(asdict(one.clerk), language),
        text_of(asdict(one.service), language),
        book.say(LEVELS[one.level]),
        book.say(STATES[one.state]),
        book.say(VERDICTS[one.verdict]) if one.verdict else None,
        text_of(CAUSES[one.cause].to_facts(), language) if one.cause else None,
        one.measure or None,
        one.due,
        book.say(TIMINGS[one.timing]) if one.timing else None,
        one.reply or None,
        one.measure_again or None,
        one.again_due,
        one.reply_again or None,
        book.say(SATISFIED[one.satisfied]) if one.satisfied is not None else None,
    ]
