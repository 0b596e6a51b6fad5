"""Every figure a second time, from the raw rows, one after the other, as one would with a pencil: slow and obvious."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from hall.store.look import Look
from hall.store.names import By
from hall.store.sums import Span
from hall.store.tables import (
    cases,
    categories,
    halls,
    handlings,
    parkings,
    rating_tags,
    ratings,
    services,
    staff,
    unsubmitted,
    window_spells,
    windows,
)

Figure = dict[str, int]
"""What one row of a table holds: ended, n5 … n1, unsubmitted, excluded and the sums of times in ms."""


class SlowFigures:
    """All rows of a hall, read once."""

    def __init__(self, look: Look) -> None:
        def rows(table: Any) -> list[Any]:
            return list(look.connection.execute(select(table)))

        self.now = look.now
        self.zone = look.hours.zone
        self.code = rows(halls)[0].code
        self.handlings = rows(handlings)
        self.ratings = rows(ratings)
        self.tags = rows(rating_tags)
        self.unsubmitted = {row.handling_id for row in rows(unsubmitted)}
        self.cases = {row.handling_id: row for row in rows(cases)}
        self.parkings = rows(parkings)
        self.spells = rows(window_spells)
        self.windows = {row.id: str(row.no) for row in rows(windows)}
        self.staff = {row.id: row.number for row in rows(staff)}
        self.services = {row.id: row for row in rows(services)}
        self.categories = {row.id: row.code for row in rows(categories)}

    # --- what there is ---------------------------------------------------------------------------------------

    def rendered(self, span: Span) -> list[Any]:
        """Handlings that were started and ended in the span, without those nobody came to."""
        return [
            one
            for one in self.handlings
            if one.started_at is not None
            and one.ended_at is not None
            and one.ending != "missed"
            and span.first <= self.date_of(one.ended_at) <= span.last
        ]

    def date_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def valid(self, handling: Any) -> Any:
        """The last rating of a handling that was not left out."""
        given = [one for one in self.ratings if one.handling_id == handling.id and not one.excluded]
        return max(given, key=lambda one: one.kind == "addition", default=None)

    def held(self, handling: Any) -> list[tuple[datetime, datetime]]:
        """When its window had this visitor in hand."""
        found, since = [], handling.called_at
        for one in sorted((one for one in self.parkings if one.handling_id == handling.id), key=lambda one: one.begins):
            found.append((since, one.begins))
            if one.ends is None:
                return found
            since = one.ends
        return [*found, (since, handling.ended_at or self.now)]

    # --- tables ----------------------------------------------------------------------------------------------

    def table(self, by: By, span: Span) -> dict[str, Figure]:
        found: dict[str, Counter[str]] = {}
        for one in self.rendered(span):
            said = self.valid(one)
            for key in self.keys(by, one, said):
                into = found.setdefault(key, Counter())
                if said is not None:
                    into[f"n{said.level}"] += 1
                if not by.only_rated:
                    into.update(self.beside(one))
        return {key: dict(counts) for key, counts in found.items()}

    def beside(self, one: Any) -> Figure:
        def ms(span: timedelta) -> int:
            return round(span / timedelta(milliseconds=1))

        before = [(begins, min(ends, one.started_at)) for begins, ends in self.held(one) if begins < one.started_at]
        after = [(max(begins, one.started_at), ends) for begins, ends in self.held(one) if ends > one.started_at]
        return {
            "ended": 1,
            "unsubmitted": int(one.id in self.unsubmitted),
            "excluded": sum(rating.handling_id == one.id and rating.excluded for rating in self.ratings),
            "waited_ms": ms(one.called_at - one.waiting_since),
            "walked_ms": sum(ms(ends - begins) for begins, ends in before),
            "served_ms": sum(ms(ends - begins) for begins, ends in after),
        }

    def keys(self, by: By, one: Any, said: Any) -> Iterator[str]:
        """The rows under which a handling stands."""
        local = one.ended_at.astimezone(self.zone)
        service = self.services[one.service_id]
        if by is By.TAG:
            yield from (tag.code for tag in self.tags if said is not None and tag.rating_id == said.id)
        elif by in (By.LEVEL, By.CHANNEL, By.CAUSE):
            if said is not None and (by is not By.CAUSE or said.level <= 2):
                yield {By.LEVEL: str(said.level), By.CHANNEL: said.channel, By.CAUSE: self.cause(one)}[by]
        else:
            yield {
                By.HALL: self.code,
                By.WINDOW: self.windows[one.window_id],
                By.CLERK: self.staff[one.staff_id],
                By.SERVICE: service.code,
                By.CATEGORY: self.categories[service.category_id],
                By.HOUR: str(local.hour),
                By.WEEKDAY: str(local.isoweekday()),
                By.MONTH: f"{local:%Y-%m}",
            }[by]

    def cause(self, handling: Any) -> str:
        case = self.cases.get(handling.id)
        if case is None or case.verdict is None:
            return "undecided"
        return str(case.cause) if case.verdict == "justified" else "unfounded"

    # --- time at windows -------------------------------------------------------------------------------------

    def presence(self, by: By, span: Span) -> dict[str, tuple[int, int, int]]:
        """Key → milliseconds open, on pause, and with somebody in hand."""
        begins = datetime.combine(span.first, time(0), self.zone).astimezone(UTC)
        ends = datetime.combine(span.last + timedelta(days=1), time(0), self.zone).astimezone(UTC)

        def shared(*spans: tuple[datetime, datetime]) -> int:
            length = min(one for _begin, one in spans) - max(one for one, _end in spans)
            return max(0, round(length / timedelta(milliseconds=1)))

        found: dict[str, list[int]] = {}
        for spell in self.spells:
            key = {By.WINDOW: self.windows[spell.window_id], By.CLERK: self.staff[spell.staff_id]}.get(by, self.code)
            lasted = spell.begins, spell.ends or self.now
            into = found.setdefault(key, [0, 0, 0])
            into[0 if spell.state == "open" else 1] += shared(lasted, (begins, ends))
            if spell.state == "open":
                here = [one for one in self.handlings if one.window_id == spell.window_id]
                into[2] += sum(shared(lasted, (begins, ends), held) for one in here for held in self.held(one))
        return {key: (is_open, paused, held) for key, (is_open, paused, held) in found.items()}

    # --- spread out ------------------------------------------------------------------------------------------

    def heat(self, span: Span) -> dict[tuple[int, int], Figure]:
        found: dict[tuple[int, int], Counter[str]] = {}
        for one in self.rendered(span):
            local = one.ended_at.astimezone(self.zone)
            self.count(found.setdefault((local.isoweekday(), local.hour), Counter()), one)
        return {key: dict(counts) for key, counts in found.items()}

    def waits(self, span: Span, buckets: list[tuple[int, int | None]]) -> list[Figure]:
        found = [Counter[str]() for _bucket in buckets]
        for one in self.rendered(span):
            minutes = (one.called_at - one.waiting_since) / timedelta(minutes=1)
            for (begins, ends), into in zip(buckets, found, strict=True):
                if begins <= minutes and (ends is None or minutes < ends):
                    self.count(into, one)
        return [dict(counts) for counts in found]

    def count(self, into: Counter[str], one: Any) -> None:
        said = self.valid(one)
        into.update(self.beside(one))
        if said is not None:
            into[f"n{said.level}"] += 1

    # --- single ratings --------------------------------------------------------------------------------------

    def behind(self, by: By, key: str, span: Span) -> list[int]:
        """The ratings behind a row, the newest service first."""
        found = [
            (one.ended_at, said.id)
            for one in self.rendered(span)
            if (said := self.valid(one)) is not None and key in self.keys(by, one, said)
        ]
        return [rating for _at, rating in sorted(found, reverse=True)]
