"""When the hall gives out numbers: weekly hours with one break, and closures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hall.rules.text import Text

LOOK_AHEAD_DAYS = 366


@dataclass(frozen=True, slots=True)
class DayHours:
    """One weekday in the hall's own time; both ends of the break are None when there is none."""

    opens: time
    break_from: time | None
    break_to: time | None
    closes: time

    def spans(self) -> list[tuple[time, time]]:
        """The open spans of the day: one, or two around the break."""
        if self.break_from is None or self.break_to is None:
            return [(self.opens, self.closes)]
        return [(self.opens, self.break_from), (self.break_to, self.closes)]


@dataclass(frozen=True, slots=True)
class Closure:
    """The hall does not open from `begins` until just before `ends` (承诺二); the notice hangs on the door."""

    id: int
    begins: datetime
    ends: datetime
    notice: Text


@dataclass(frozen=True, slots=True)
class Hours:
    """The hall's hours: Monday first, None on a weekday it does not open. The clock stops issuing, nothing else."""

    zone: ZoneInfo
    week: tuple[DayHours | None, ...]
    closures: Sequence[Closure] = ()
    always_open: bool = False
    cutoff: timedelta = field(default=timedelta(0))
    """How long before closing issuing stops."""

    def day(self, at: datetime) -> date:
        """The hall's date at a moment."""
        return at.astimezone(self.zone).date()

    def by_day(self, begins: datetime, ends: datetime) -> list[tuple[date, timedelta]]:
        """How much of the time between two moments lies on each of the hall's dates."""
        found = []
        while begins < ends:
            today = self.day(begins)
            # Moments of one zone are subtracted by their clocks; only in UTC is the hour that a clock skips counted.
            midnight = datetime.combine(today + timedelta(days=1), time(0), self.zone).astimezone(UTC)
            until = min(midnight, ends)
            found.append((today, until - begins))
            begins = until
        return found

    def closure_at(self, at: datetime) -> Closure | None:
        """The closure in force at a moment."""
        return next((one for one in self.closures if one.begins <= at < one.ends), None)

    def closes_at(self, at: datetime) -> datetime | None:
        """When issuing stops next; None if it is stopped now, or will not stop."""
        if self.closure_at(at) is not None:
            return None
        ends = [one.begins for one in self.closures if one.begins > at]
        if not self.always_open:
            end = next((end for start, end in self._spans(self.day(at)) if start <= at < end), None)
            if end is None:
                return None
            ends.append(end)
        return min(ends, default=None)

    def is_open(self, at: datetime) -> bool:
        """Are numbers given out at this moment?"""
        if self.closure_at(at) is not None:
            return False
        return self.always_open or any(start <= at < end for start, end in self._spans(self.day(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment from `at` on at which numbers are given out; None if not within a year."""
        last = self.day(at) + timedelta(days=LOOK_AHEAD_DAYS)
        moment = at
        while self.day(moment) <= last:
            closure = self.closure_at(moment)
            if closure is not None:
                moment = closure.ends
                continue
            if self.is_open(moment):
                return moment
            today = self.day(moment)
            later = next((start for start, _end in self._spans(today) if start > moment), None)
            moment = later or datetime.combine(today + timedelta(days=1), time(0), self.zone)
        return None

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open spans of a date as moments, the cut-off taken from the last; closures not yet considered."""
        hours = self.week[day.weekday()] if self.week else None
        if hours is None:
            return []
        spans = [
            (datetime.combine(day, start, self.zone), datetime.combine(day, end, self.zone))
            for start, end in hours.spans()
        ]
        start, end = spans[-1]
        return [*spans[:-1], (start, end - self.cutoff)]
