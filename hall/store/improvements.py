"""Questions about what was changed because people said so (您提我改), with how they change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from hall.errors import UnknownRecord
from hall.rules.text import Text
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.tables import cases, improvements

MOST_SHOWN = 12
"""As many as a display turns through while nobody is called."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """What was changed, in the manager's words; `case_no` is None when it follows no single case."""

    id: int
    text: Text
    case: int | None
    case_no: int | None
    shown: bool
    made_at: datetime


_LISTED = select(improvements, cases.c.no.label("case_no")).outerjoin(cases, cases.c.id == improvements.c.case_id)


def every_one(look: Look) -> list[Improvement]:
    """All of the hall, newest first."""
    asked = _LISTED.where(improvements.c.hall_id == look.hall_id).order_by(improvements.c.id.desc())
    return [_improvement(row) for row in look.connection.execute(asked)]


def shown(look: Look) -> list[Text]:
    """What everybody may read, newest first."""
    asked = select(improvements.c.text).where(improvements.c.hall_id == look.hall_id, improvements.c.shown)
    rows = look.connection.scalars(asked.order_by(improvements.c.id.desc()).limit(MOST_SHOWN))
    return [Text(**row) for row in rows]


def case_with_no(look: Look, no: int) -> int | None:
    """The id of the hall's case with this number."""
    asked = select(cases.c.id).where(cases.c.hall_id == look.hall_id, cases.c.no == no)
    return look.connection.execute(asked).scalar_one_or_none()


def add(work: Work, *, text: Text, case: int | None, shown: bool) -> int:
    """A new one; returns its id."""
    values = {"hall_id": work.hall_id, "made_at": work.now, **_values(text, case, shown)}
    return new_id(work.connection.execute(insert(improvements).values(**values)))


def put(work: Work, improvement: int, *, text: Text, case: int | None, shown: bool) -> None:
    """Change one. Raises UnknownRecord."""
    this = (improvements.c.hall_id == work.hall_id, improvements.c.id == improvement)
    changed = work.connection.execute(update(improvements).where(*this).values(**_values(text, case, shown)))
    if changed.rowcount != 1:
        raise UnknownRecord(id=str(improvement))


def _values(text: Text, case: int | None, shown: bool) -> dict[str, Any]:
    return {"text": text.to_facts(), "case_id": case, "shown": shown}


def _improvement(row: Any) -> Improvement:
    return Improvement(row.id, Text(**row.text), row.case_id, row.case_no, row.shown, row.made_at)
