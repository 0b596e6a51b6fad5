"""What makes a single rating worth a second look: a reason each, never a judgement.

A flag says why somebody should look. It drops nothing and blocks nothing, and whoever rated learns nothing of it.
The thresholds are the hall's own rules (`hall.rules.policy`); a replayed day's ratings are never flagged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hall.rules.handling import Handling
from hall.rules.policy import Policy
from hall.rules.rating import Channel, Rating

BY_PHONE = frozenset({Channel.LINK, Channel.PAPER})
"""Channels that come from a phone of the visitor's own, or what passes for one."""
LATELY = timedelta(hours=12)
"""As long as a session lasts: whoever signed in at an address within it may still sit there."""
A_WEEK = timedelta(days=7)


class Flag(StrEnum):
    """Why a rating is to be looked at."""

    QUICK = "quick"
    """Given within `quick_rating_s` of the end of its handling: hardly time to read five levels."""
    BEFORE_NEXT = "before_next"
    """Given at the pad within `before_next_s` before its window's next call: perhaps by whoever then called."""
    BURST = "burst"
    """One of `burst_ratings` or more of one window, one ticket's link or the help desk's pad within `burst_s`."""
    TOO_SHORT = "too_short"
    """Its handling took less than `shortest_handling_s`: perhaps none was rendered."""
    OWN_CONSOLE = "own_console"
    """By link or slip, from an address at which staff signed in within twelve hours.

    An address that a device in use was paired from, or at which `console_people` or more signed in within a week, is
    the hall's own or a proxy's: it says nothing.
    """


def flags_of(rating: Rating, handling: Handling, *, policy: Policy) -> set[Flag]:
    """What a rating and its handling say by themselves."""
    found = set()
    if within(rating.at - rating.ended_at, policy.quick_rating_s):
        found.add(Flag.QUICK)
    served = rating.ended_at - handling.started_at if handling.started_at is not None else timedelta(0)
    if served < timedelta(seconds=policy.shortest_handling_s):
        found.add(Flag.TOO_SHORT)
    return found


def just_before(rating: Rating, *, called_at: datetime, policy: Policy) -> bool:
    """Was it given at the pad just before its window's next call?"""
    return rating.channel is Channel.PAD and within(called_at - rating.at, policy.before_next_s)


def within(span: timedelta, seconds: int) -> bool:
    """No longer than so many seconds; 0 turns the rule off."""
    return seconds > 0 and timedelta(0) <= span <= timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Given:
    """A rating as far as bursts are concerned."""

    id: int
    at: datetime
    window: int
    ticket: int
    channel: Channel

    def sources(self) -> set[tuple[str, int]]:
        """Where it came from: its window, the link it was given by, the help desk's pad."""
        found = {("window", self.window)}
        if self.channel in BY_PHONE:
            found.add(("ticket", self.ticket))
        if self.channel is Channel.DESK:
            found.add(("desk", 0))
        return found


def burst(one: Given, lately: Iterable[Given], *, policy: Policy) -> set[int]:
    """Ids of the ratings that make a burst together with `one`, which is the latest; none where it makes none."""
    since = one.at - timedelta(seconds=policy.burst_s)
    near = {given.id: given for given in (*lately, one) if since < given.at <= one.at}
    found: set[int] = set()
    for source in one.sources():
        together = {given.id for given in near.values() if source in given.sources()}
        if len(together) >= policy.burst_ratings:
            found |= together
    return found


@dataclass(frozen=True, slots=True)
class CameIn:
    """Somebody signed in at an address."""

    staff: int
    at: datetime


def is_console(signed_in: Sequence[CameIn], *, paired: bool, now: datetime, policy: Policy) -> bool:
    """Is an address that of a console? `signed_in` there within a week; `paired`: a device in use was, too."""
    if paired or not any(one.at > now - LATELY for one in signed_in):
        return False
    return len({one.staff for one in signed_in}) < policy.console_people
