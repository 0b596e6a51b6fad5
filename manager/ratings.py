"""The single ratings behind a figure, as JSON: what people chose and wrote, for those who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel

from hall.errors import Malformed
from hall.rules.numbering import number_text
from hall.rules.rating import Channel, Level
from hall.rules.staff import Power
from hall.store import behind, names, shares
from hall.store.behind import Page, Place, Wanted
from hall.store.look import Look
from hall.store.names import By
from hall.store.sums import Span
from hall.store.tables import milliseconds, moment_of
from manager.asked import asked_span
from manager.room import bp, in_both
from web.doors import Asked
from web.languages import _

NOTHING_OF_THAT_NAME = _("没有这一项")
NO_PLACE = _("翻页的位置不对，请从头查看")
LONGEST_NUMBER = 16
"""Digits; a moment in milliseconds has thirteen."""
HOURS = {str(hour): hour for hour in range(24)}
WEEKDAYS = {str(weekday): weekday for weekday in range(1, 8)}
LEVELS = {str(int(level)): level for level in Level}
CHANNELS = {str(channel): channel for channel in Channel}
WAITS = {str(least): least for least in shares.WAITS}
CAUSES = {str(cause): str(cause) for cause in names.CAUSES}
YES_OR_NO = {"1": True, "0": False}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NamedOut:
    """A clerk or a service: the number or code that people know, and the name."""

    key: str
    name: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class TagOut:
    """What was chosen, in the words that were shown."""

    code: str
    text: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class CaseOut:
    """What followed."""

    id: str
    no: int
    state: str
    verdict: str | None
    cause: str | None

    @classmethod
    def of(cls, row: Any) -> "CaseOut | None":
        return row and cls(str(row.id), row.no, row.state, row.verdict, row.cause)


@dataclass(frozen=True, slots=True)
class RatingOut:
    """One rating; `at` is when it was given, `ended_at` when the service it is about had ended."""

    id: str
    handling: str
    number: str
    window_no: int
    clerk: NamedOut
    service: NamedOut
    level: int
    tags: tuple[TagOut, ...]
    text: str
    channel: str
    kind: str
    at: datetime
    ended_at: datetime
    simulated: bool
    flags: tuple[str, ...]
    excluded: bool
    case: CaseOut | None


class RatingsOut(BaseModel):
    """A page of ratings, the newest service first; `next` goes into `?before=`, null at the end."""

    ratings: tuple[RatingOut, ...]
    next: str | None


@bp.door("GET", "/ratings", guest=Power.RATINGS)
def ratings(asked: Asked) -> RatingsOut:
    """The ratings that count, a page at a time from `?before=`, those alike in what the address names.

    `?from=` `?to=` `window` `clerk` `service` `category` `hour` `weekday` `month` `level` `tag` `channel` `cause`
    as the rows of satisfaction have them for keys; `wait` as `from_min` of the waits; `low=1`; `flagged=1`;
    `excluded=1` for those left out instead.
    """
    with asked.hall.look() as look:
        wanted, place = _wanted(look), _place()
        if wanted is None:
            return RatingsOut(ratings=(), next=None)
        page = behind.ratings_behind(look, wanted, before=place)
        told = _told(page, look)
    going_on = f"{milliseconds(page.next.ended_at)}-{page.next.rating}" if page.next else None
    return RatingsOut(ratings=told, next=going_on)


def _wanted(look: Look) -> Wanted | None:
    """What the address asks for, None if no day can have it; raises Malformed, naming what is not known."""
    span, month = asked_span(look), _month()
    if month is not None:
        span = Span(max(span.first, month.first), min(span.last, month.last))
    wanted = Wanted(
        span,
        window=_chosen("window", names.ids(look, By.WINDOW)),
        clerk=_chosen("clerk", names.ids(look, By.CLERK)),
        services=_services(look),
        hour=_chosen("hour", HOURS),
        weekday=_chosen("weekday", WEEKDAYS),
        level=_chosen("level", LEVELS),
        low=_chosen("low", YES_OR_NO) or False,
        tag=request.args.get("tag") or None,
        channel=_chosen("channel", CHANNELS),
        cause=_chosen("cause", CAUSES),
        wait=_chosen("wait", WAITS),
        flagged=_chosen("flagged", YES_OR_NO),
        excluded=_chosen("excluded", YES_OR_NO) or False,
    )
    return wanted if span.first <= span.last else None


def _services(look: Look) -> frozenset[int] | None:
    """The one service asked for, or those of a category."""
    service = _chosen("service", names.ids(look, By.SERVICE))
    category = _chosen("category", {one.code: one.id for one in look.set_up.categories})
    if service is None and category is None:
        return None
    known = look.set_up.services.values()
    return frozenset(one.id for one in known if service in (None, one.id) and category in (None, one.category))


def _chosen(name: str, choices: Mapping[str, T]) -> T | None:
    given = request.args.get(name)
    if not given:
        return None
    if given not in choices:
        raise Malformed(field=name, why=in_both(NOTHING_OF_THAT_NAME))
    return choices[given]


def _month() -> Span | None:
    given = request.args.get("month")
    if not given:
        return None
    try:
        first = Date.fromisoformat(f"{given}-01")
    except ValueError:
        raise Malformed(field="month", why=in_both(NOTHING_OF_THAT_NAME)) from None
    return Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _place() -> Place | None:
    given = request.args.get("before")
    if not given:
        return None
    ended_at, _dash, rating = given.partition("-")
    if not all(one.isascii() and one.isdigit() and len(one) < LONGEST_NUMBER for one in (ended_at, rating)):
        raise Malformed(field="before", why=in_both(NO_PLACE))
    return Place(moment_of(int(ended_at)), int(rating))


def _told(page: Page, look: Look) -> tuple[RatingOut, ...]:
    def named(by: By, column: str) -> dict[int, NamedOut]:
        keys = {str(getattr(row, column)) for row in page.rows}
        return {int(one): NamedOut(key, name.to_facts()) for one, key, name in names.names(look, by, keys)}

    windows, clerks = named(By.WINDOW, "window_id"), named(By.CLERK, "staff_id")
    services = named(By.SERVICE, "service_id")
    return tuple(
        RatingOut(
            id=str(row.id),
            handling=str(row.handling_id),
            number=number_text(row.prefix, row.number),
            window_no=int(windows[row.window_id].key),
            clerk=clerks[row.staff_id],
            service=services[row.service_id],
            level=row.level,
            tags=tuple(TagOut(tag.code, tag.shown) for tag in page.tags.get(row.id, ())),
            text=row.text,
            channel=row.channel,
            kind=row.kind,
            at=row.at,
            ended_at=row.ended_at,
            simulated=row.simulated,
            flags=tuple(flag.code for flag in page.flags.get(row.id, ())),
            excluded=row.excluded,
            case=CaseOut.of(page.cases.get(row.handling_id)),
        )
        for row in page.rows
    )
