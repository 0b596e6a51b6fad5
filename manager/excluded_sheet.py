"""The ratings that two people left out of the figures, each with the reason, as a sheet."""

from collections.abc import Sequence
from dataclasses import asdict

from hall.rules.exclusion import Reason
from hall.store.exclusions import Excluded
from hall.store.look import Look
from hall.store.names import LEVELS
from manager.sheets import Book, Cell, Column, Kind
from web.languages import Language, _, text_of

EXCLUDED = _("排除的评价")

REASONS = {
    Reason.STAFF: _("工作人员代评"),
    Reason.MISTAKEN: _("误评：群众选错了"),
    Reason.MALICIOUS: _("恶意评价，已核实"),
    Reason.TRIAL: _("调试或练习"),
    Reason.OTHER: _("其他"),
}

EXCLUDED_COLUMNS = (
    Column(_("号码"), Kind.TEXT, width=12),
    Column(_("办结时间"), Kind.MOMENT),
    Column(_("评价等级"), Kind.TEXT, width=14),
    Column(_("排除理由"), Kind.TEXT, width=24),
    Column(_("依据"), Kind.LONG),
    Column(_("提请人"), Kind.TEXT),
    Column(_("提请时间"), Kind.MOMENT),
    Column(_("决定人"), Kind.TEXT),
    Column(_("决定时间"), Kind.MOMENT),
)


def excluded_cells(book: Book, look: Look, one: Excluded, language: Language) -> Sequence[Cell]:
    """One rating; what it said stays out, why it was left out is told."""

    def person(who: int | None) -> str | None:
        return None if who is None else text_of(asdict(look.set_up.staff_by_id(who).shown), language)

    what = one.exclusion
    return [
        one.number,
        one.rating.ended_at,
        text_of(asdict(LEVELS[one.rating.level]), language),
        book.say(REASONS[what.reason]),
        what.text,
        person(what.asked_by),
        what.asked_at,
        person(what.decided_by),
        what.decided_at,
    ]
