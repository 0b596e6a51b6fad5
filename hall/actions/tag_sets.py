"""Which tags people are offered: drafted as a new version, put into force from a day on, never renamed in place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hall.errors import TagSetBegun, TagSetTooEarly
from hall.events import TagSetChanged
from hall.rules import tag_sets as rules
from hall.rules.rating import Tag
from hall.rules.tag_sets import BUILT_IN
from hall.store import tag_sets
from hall.store.database import Hall
from hall.store.look import Look


def draft(hall: Hall, *, after: int | None, facts: Mapping[str, Any]) -> int:
    """Draft a new version of the set `after` (None: the built-in one) with the tags of `facts`; returns its id.

    Refuses with UnknownTagSet, and with Malformed as `hall.rules.tag_sets.drafted` says.
    """
    with hall.work() as work:
        before = BUILT_IN if after is None else tag_sets.get(work, after)
        tags = rules.drafted(facts, known=_known(work))
        newer_than = BUILT_IN.version if before.scheme == BUILT_IN.scheme else 0
        made = tag_sets.add(work, scheme=before.scheme, newer_than=newer_than, tags=tags)
        work.record(TagSetChanged(tag_set=made, what="drafted"))
        return made


def redraft(hall: Hall, *, tag_set: int, facts: Mapping[str, Any]) -> None:
    """Change a draft. Refuses with UnknownTagSet, Malformed, and TagSetBegun once it has a day to begin on."""
    with hall.work() as work:
        one = tag_sets.get(work, tag_set)
        if one.in_force_from is not None:
            raise TagSetBegun(tag_set=one.name)
        tag_sets.put_tags(work, tag_set, rules.drafted(facts, known=_known(work)))
        work.record(TagSetChanged(tag_set=tag_set, what="redrafted"))


def put_in_force(hall: Hall, *, tag_set: int, begins: date) -> None:
    """Put a set into force from a day of the hall on, or move the day while it has not come.

    Refuses with UnknownTagSet, TagSetBegun if people have read it, TagSetTooEarly for a day that is over.
    """
    with hall.work() as work:
        one = tag_sets.get(work, tag_set)
        if one.in_force_from is not None and one.in_force_from <= work.today:
            raise TagSetBegun(tag_set=one.name)
        if begins < work.today:
            raise TagSetTooEarly()
        tag_sets.put_in_force(work, tag_set, begins)
        work.record(TagSetChanged(tag_set=tag_set, what="in_force"))


def withdraw(hall: Hall, *, tag_set: int) -> None:
    """Take back the day of a set that has not begun; drop one that is only drafted.

    Refuses with UnknownTagSet, and with TagSetBegun: what people have read stays.
    """
    with hall.work() as work:
        one = tag_sets.get(work, tag_set)
        if one.in_force_from is None:
            tag_sets.drop(work, tag_set)
        elif one.in_force_from > work.today:
            tag_sets.put_in_force(work, tag_set, None)
        else:
            raise TagSetBegun(tag_set=one.name)
        work.record(TagSetChanged(tag_set=tag_set, what="withdrawn"))


def _known(look: Look) -> dict[str, Tag]:
    """Every tag there ever was, by its code; the oldest words for it."""
    return {tag.code: tag for one in reversed([BUILT_IN, *tag_sets.every(look)]) for tag in one.tags}
