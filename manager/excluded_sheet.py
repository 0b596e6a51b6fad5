"""The ratings that two people left out of the figures, each with the reason, as a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from hall.rules.exclusion import Reason
from hall.store.exclusions import Excluded
from hall.store.look import Look
from hall.store.names import LEVELS, By, ids
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
    Column(_("窗口"), Kind.COUNT),
    Column(_("工号"), Kind.TEXT, width=12),
    Column(_("评价等级"), Kind.TEXT, width=14),
    Column(_("排除理由"), Kind.TEXT, width=24),
    Column(_("依据"), Kind.LONG),
    Column(_("提请人"), Kind.TEXT),
    Column(_("提请时间"), Kind.MOMENT),
    Column(_("决定人"), Kind.TEXT),
    Column(_("决定时间"), Kind.MOMENT),
)


def excluded_rows(book: Book, look: Look, found: Sequence[Excluded], language: Language) -> Iterator[Sequence[Cell]]:
    """A row for each rating; what it said stays out, why it was left out is told."""
    numbers = {window: no for no, window in ids(look, By.WINDOW).items()}

    def person(who: int | None) -> str | None:
        return None if who is None else text_of(asdict(look.set_up.staff_by_id(who).shown), language)

    for one in found:
        what = one.exclusion
        yield [
            one.number,
            one.rating.ended_at,
            int(numbers[one.rating.window]),
            look.set_up.staff_by_id(one.rating.staff).number,
            text_of(asdict(LEVELS[one.rating.level]), language),
            book.say(REASONS[what.reason]),
            what.text,
            person(what.asked_by),
            what.asked_at,
            person(what.decided_by),
            what.decided_at,
        ]
