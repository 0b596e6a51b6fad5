"""What many ratings together say that none of them says alone: more than chance explains.

Tested is the share of 非常满意, which is where a helping hand shows; the good rate is near its ceiling everywhere. Two
shares are compared by Fisher's exact test: given all ratings of both, how likely is a split as uneven as this one by
chance alone? It holds for small counts and for one of the two being everybody. `CHANCE` is strict because a page asks
once for every window and clerk: with forty of them a false finding still turns up on one page in twenty-five.
A pattern accuses nobody: easy errands please more than hard ones. It says where to look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma

from hall.rules.policy import Policy
from hall.rules.rating import Level

CHANCE = 0.001
"""What happens less often than this by chance is told."""
TREND_CHANCE = 0.05
"""The same for one figure and its own past, where nothing is searched for: the usual one in twenty."""
NEGLIGIBLE = 1e-15


class Pattern(StrEnum):
    """What is told of a window's or a clerk's ratings, from `pattern_from` of them on."""

    ONE_SIDED = "one_sided"
    """Its share of very satisfied differs from that of all others in the hall: p < 0.001, two-sided."""
    NEVER_VARIES = "never_varies"
    """Every single one is of the same level."""
    PAD_OVER_PHONE = "pad_over_phone"
    """A clerk's share on the pad is above the same clerk's by phone and slip: p < 0.001, with enough of both."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many were very satisfied, or whatever else two groups are compared by."""

    very: int
    rated: int

    @classmethod
    def of(cls, counts: Mapping[int, int]) -> "Share":
        """Of levels and how often each was given."""
        return cls(counts.get(Level.VERY_SATISFIED, 0), sum(counts.values()))

    @property
    def value(self) -> float | None:
        return self.very / self.rated if self.rated else None

    def without(self, part: "Share") -> "Share":
        """The others."""
        return Share(self.very - part.very, self.rated - part.rated)


@dataclass(frozen=True, slots=True)
class Finding:
    """A pattern with the figures behind it."""

    pattern: Pattern
    share: Share
    against: Share | None
    """What it was compared with; None for what needs no comparison."""
    chance: float | None
    """How often chance alone brings this about; None for what needs no comparison."""
    level: Level | None
    """The level that never varies; None for the others."""


def of_window(counts: Mapping[int, int], *, hall: Share, policy: Policy) -> list[Finding]:
    """What the ratings of a window, or of a clerk, say beside those of the whole hall."""
    own, least = Share.of(counts), policy.pattern_from
    if own.rated < least:
        return []
    found = []
    given = [level for level in Level if counts.get(level, 0)]
    if len(given) == 1:
        found.append(Finding(Pattern.NEVER_VARIES, own, None, None, given[0]))
    others = hall.without(own)
    if others.rated >= least and (chance := two_sided(own, others)) < CHANCE:
        found.append(Finding(Pattern.ONE_SIDED, own, others, chance, None))
    return found


def of_channels(pad: Share, phone: Share, *, policy: Policy) -> list[Finding]:
    """What a clerk's ratings say by the way they came."""
    if min(pad.rated, phone.rated) < policy.pattern_from:
        return []
    chance = above(pad, phone)
    return [Finding(Pattern.PAD_OVER_PHONE, pad, phone, chance, None)] if chance < CHANCE else []


def differs(now: Share, then: Share) -> bool:
    """Is a share so far from another that chance alone seldom brings it about?"""
    return now.rated > 0 and then.rated > 0 and two_sided(now, then) < TREND_CHANCE


def two_sided(one: Share, other: Share) -> float:
    """Twice the smaller tail, at most 1: how often chance makes two shares differ this much either way."""
    # Rounding aside the two tails have the observed split in common; the smaller lies beyond the expected one.
    if one.very * other.rated >= other.very * one.rated:
        return min(1.0, 2 * above(one, other))
    return min(1.0, 2 * above(other, one))


def above(one: Share, other: Share) -> float:
    """How often chance puts the first share as far above the second, or farther."""
    everybody, very, drawn = one.rated + other.rated, one.very + other.very, one.rated
    if one.very * other.rated < other.very * one.rated:
        # Its own tail is the long one then; the short one is summed and taken away.
        return 1.0 - above(other, one) + _likely(one.very, everybody, very, drawn)
    here = term = _likely(one.very, everybody, very, drawn)
    for k in range(one.very, min(very, drawn)):
        term *= (very - k) * (drawn - k) / ((k + 1) * (everybody - very - drawn + k + 1))
        here += term
        # Equal where both are too small for a number: what follows is smaller still.
        if term <= here * NEGLIGIBLE:
            break
    return min(1.0, here)


def _likely(k: int, everybody: int, very: int, drawn: int) -> float:
    """How often just k very satisfied are among so many drawn from everybody (hypergeometric)."""
    ways = _ways(very, k) + _ways(everybody - very, drawn - k) - _ways(everybody, drawn)
    return exp(ways)


def _ways(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
