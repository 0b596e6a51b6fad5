"""The page of single ratings, with what one may choose among."""

from dataclasses import dataclass
from datetime import date as Date
from itertools import zip_longest

from hall.rules.staff import Power
from hall.rules.tag_sets import BUILT_IN
from hall.store import names
from hall.store.look import Look
from hall.store.names import By
from hall.store.shares import WAITS
from manager.ratings import NamedOut
from manager.room import bp, show_to_readers
from web.doors import Asked
from web.languages import _

TITLE = _("评价明细")


@dataclass(frozen=True, slots=True)
class ChoicesOut:
    """What ratings can be told apart by, in the hall's order; `today` is the hall's day."""

    today: Date
    window: tuple[NamedOut, ...]
    clerk: tuple[NamedOut, ...]
    service: tuple[NamedOut, ...]
    category: tuple[NamedOut, ...]
    tag: tuple[NamedOut, ...]
    channel: tuple[NamedOut, ...]
    cause: tuple[NamedOut, ...]
    wait: tuple[NamedOut, ...]


show_to_readers(bp, "ratings", Power.RATINGS, "satisfaction", title=TITLE, script="ratings.js")


@bp.door("GET", "/ratings/choices", guest=Power.RATINGS)
def rating_choices(asked: Asked) -> ChoicesOut:
    """What ratings can be chosen by: windows, clerks, services, categories, tags, channels, causes."""
    with asked.hall.look() as look:
        return ChoicesOut(
            today=look.today,
            window=_ids(look, By.WINDOW),
            clerk=_ids(look, By.CLERK),
            service=_ids(look, By.SERVICE),
            category=_named(look, By.CATEGORY, [one.code for one in look.set_up.categories]),
            tag=_named(look, By.TAG, [tag.code for one in (BUILT_IN, *look.set_up.tag_sets) for tag in one.tags]),
            channel=_named(look, By.CHANNEL, [str(one) for one in names.CHANNELS]),
            cause=_named(look, By.CAUSE, [str(one) for one in names.CAUSES]),
            wait=tuple(_wait(least, most) for least, most in zip_longest(WAITS, WAITS[1:])),
        )


def _wait(least: int, most: int | None) -> NamedOut:
    unit = {"zh": "分钟以上", "en": "min or more"} if most is None else {"zh": "分钟", "en": "min"}
    span = str(least) if most is None else f"{least}–{most}"
    return NamedOut(str(least), {language: f"{span} {words}" for language, words in unit.items()})


def _ids(look: Look, by: By) -> tuple[NamedOut, ...]:
    return _named(look, by, [str(one) for one in names.ids(look, by).values()])


def _named(look: Look, by: By, found: list[str]) -> tuple[NamedOut, ...]:
    return tuple(NamedOut(key, name.to_facts()) for _id, key, name in names.names(look, by, found))
