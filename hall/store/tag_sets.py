"""Questions about the hall's own sets of tags, with how one is drafted and put into force."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from hall.errors import UnknownTagSet
from hall.rules.rating import Tag
from hall.rules.tag_sets import TagSet
from hall.store.database import new_id
from hall.store.look import Look, Work
from hall.store.setups import tag_set_of
from hall.store.tables import tag_sets

_OF_HALL = select(tag_sets).where(tag_sets.c.hall_id == bindparam("hall")).order_by(tag_sets.c.id)


def every(look: Look) -> list[TagSet]:
    """All sets of the hall, drafts too, oldest first; the built-in one is not among them."""
    return [tag_set_of(row) for row in look.connection.execute(_OF_HALL, {"hall": look.hall_id})]


def get(look: Look, tag_set: int) -> TagSet:
    """Raises UnknownTagSet, also for one of another hall."""
    for one in every(look):
        if one.id == tag_set:
            return one
    raise UnknownTagSet(tag_set=str(tag_set))


def add(work: Work, *, scheme: str, newer_than: int, tags: tuple[Tag, ...]) -> int:
    """A draft with the next version of its scheme; returns its id."""
    newest = select(func.max(tag_sets.c.version)).where(tag_sets.c.hall_id == work.hall_id, tag_sets.c.scheme == scheme)
    before = work.connection.execute(newest).scalar_one() or 0
    row = {"scheme": scheme, "version": max(before, newer_than) + 1, "tags": _rows(tags), "made_at": work.now}
    return new_id(work.connection.execute(insert(tag_sets), {"hall_id": work.hall_id, **row}))


def put_tags(work: Work, tag_set: int, tags: tuple[Tag, ...]) -> None:
    """Change a draft."""
    work.connection.execute(update(tag_sets).where(tag_sets.c.id == tag_set).values(tags=_rows(tags)))


def put_in_force(work: Work, tag_set: int, begins: date | None) -> None:
    """Say from which day on it is in force; None makes it a draft again."""
    work.connection.execute(update(tag_sets).where(tag_sets.c.id == tag_set).values(in_force_from=begins))


def drop(work: Work, tag_set: int) -> None:
    """A draft that is not wanted."""
    work.connection.execute(delete(tag_sets).where(tag_sets.c.id == tag_set))


def _rows(tags: tuple[Tag, ...]) -> list[dict[str, Any]]:
    return [
        {"code": tag.code, "level": int(tag.level), "text": tag.text.to_facts(), "local": tag.local} for tag in tags
    ]
