"""Ratings as the exchange record needs them, read in portions: an export of a year holds a few hundred at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_

from hall.rules.exchange import Said, Which
from hall.rules.handling import Ending
from hall.rules.numbering import number_text
from hall.rules.rating import Channel, Level, RatingKind
from hall.store.database import Hall
from hall.store.look import Look
from hall.store.reports import Span
from hall.store.tables import handlings, rating_tags, ratings, tickets, windows

PORTION = 500
Place = tuple[datetime, int]


def every_said(hall: Hall, *, span: Span, which: Which) -> Iterator[Said]:
    """Ratings of handlings that ended in the span, in that order.

    Simulated ratings are left out: nobody said them. Each portion is a reading of its own, so that a slow
    network keeps none open.
    """
    after: Place | None = None
    while True:
        with hall.look() as look:
            rows = _portion(look, span, which, after)
            said = _told(look, rows)
        yield from said
        if len(rows) < PORTION:
            return
        after = (rows[-1].ended_at, rows[-1].id)


def _portion(look: Look, span: Span, which: Which, after: Place | None) -> Sequence[Any]:
    begins, ends = span.moments(look)
    sooner = handlings.alias()
    nth = (
        select(func.count())
        .where(
            sooner.c.ticket_id == handlings.c.ticket_id,
            sooner.c.service_id == handlings.c.service_id,
            sooner.c.started_at.is_not(None),
            sooner.c.ending != Ending.MISSED,
            sooner.c.id <= handlings.c.id,
        )
        .scalar_subquery()
    )
    asked = (
        select(
            ratings.c.id,
            ratings.c.kind,
            ratings.c.level,
            ratings.c.text,
            ratings.c.channel,
            ratings.c.at,
            ratings.c.ended_at,
            ratings.c.staff_id,
            ratings.c.service_id,
            handlings.c.started_at,
            handlings.c.ending,
            tickets.c.day,
            tickets.c.prefix,
            tickets.c.number,
            windows.c.no,
            nth.label("nth"),
        )
        .join(handlings, handlings.c.id == ratings.c.handling_id)
        .join(tickets, tickets.c.id == ratings.c.ticket_id)
        .join(windows, windows.c.id == ratings.c.window_id)
        .where(
            ratings.c.hall_id == look.hall_id,
            # Where the last portion ended rather than both bounds: the database seeks by one of them only.
            ratings.c.ended_at >= (after[0] if after else begins),
            ratings.c.ended_at < ends,
            ~ratings.c.simulated,
            ratings.c.counts if which is Which.EFFECTIVE else ~ratings.c.excluded,
        )
        .order_by(ratings.c.ended_at, ratings.c.id)
        .limit(PORTION)
    )
    if after is not None:
        asked = asked.where(tuple_(ratings.c.ended_at, ratings.c.id) > after)
    return look.connection.execute(asked).all()


def _told(look: Look, rows: Sequence[Any]) -> list[Said]:
    tags: dict[int, list[str]] = {}
    chosen = select(rating_tags.c.rating_id, rating_tags.c.code).where(
        rating_tags.c.rating_id.in_([row.id for row in rows])
    )
    for rating, code in look.connection.execute(chosen.order_by(rating_tags.c.rating_id, rating_tags.c.code)):
        tags.setdefault(rating, []).append(code)
    return [_said(look, row, tags.get(row.id, [])) for row in rows]


def _said(look: Look, row: Any, tags: list[str]) -> Said:
    service, clerk = look.set_up.services[row.service_id], look.set_up.staff_by_id(row.staff_id)
    return Said(
        kind=RatingKind(row.kind),
        level=Level(row.level),
        tags=tags,
        text=row.text,
        channel=Channel(row.channel),
        at=row.at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ending=row.ending,
        hall=look.set_up.code,
        day=row.day,
        ticket=number_text(row.prefix, row.number),
        nth=row.nth,
        service=service.code,
        service_name=service.name.zh,
        enquiry=service.kind == "enquiry",
        promised_days=service.promised_days,
        window_no=row.no,
        clerk=clerk.shown.zh,
        clerk_number=clerk.number,
    )
