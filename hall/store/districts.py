"""The halls of one district side by side: their sums, nothing else of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from hall.rules.figures import Figures
from hall.rules.text import Text
from hall.store import reports
from hall.store.database import Database
from hall.store.look import Look
from hall.store.sums import Span
from hall.store.tables import halls


@dataclass(frozen=True, slots=True)
class Side:
    """One hall of a district."""

    code: str
    name: Text
    figures: Figures


def side_by_side(database: Database, *, district: str, span: Span) -> Iterator[Side]:
    """Every hall of a district over the same days, in the order they were set up; each read by itself."""
    with database.look() as connection:
        found = list(connection.scalars(select(halls.c.id).where(halls.c.district == district).order_by(halls.c.id)))
    for hall in found:
        with database.hall(hall).look() as look:
            yield _side(look, span)


def _side(look: Look, span: Span) -> Side:
    one = look.set_up
    return Side(one.code, one.name, reports.overall(look, span=span))
