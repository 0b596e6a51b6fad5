"""The figures of satisfaction, each always with the count behind it (国办发〔2019〕51号 and its practice)."""

from collections.abc import Mapping
from dataclasses import dataclass

from hall.rules.rating import GOOD, LOW, wilson


@dataclass(frozen=True, slots=True)
class Figures:
    """What citizens said of some handlings. Shares are 0…1, None where there is nothing to divide by."""

    ended: int
    """E: services rendered and ended, without those nobody came to."""
    counts: Mapping[int, int]
    """Level (5…1) → ratings; n5…n1."""
    scores: tuple[int, ...]
    """Points for the levels 5…1."""

    @property
    def rated(self) -> int:
        """A: ratings submitted by citizens."""
        return sum(self.counts.values())

    @property
    def participation(self) -> float | None:
        """参评率 A/E."""
        return self.rated / self.ended if self.ended else None

    @property
    def good(self) -> int:
        """n5 + n4 + n3."""
        return sum(self.counts.get(level, 0) for level in GOOD)

    @property
    def good_rate(self) -> float | None:
        """主动评价好评率 (n5+n4+n3)/A: only what was really given counts, nothing is filled in."""
        return self.good / self.rated if self.rated else None

    @property
    def low_rate(self) -> float | None:
        """差评率 (n2+n1)/A."""
        return sum(self.counts.get(level, 0) for level in LOW) / self.rated if self.rated else None

    @property
    def score(self) -> float | None:
        """综合得分: mean points of the ratings."""
        points = sum(self.counts.get(level, 0) * each for level, each in zip((5, 4, 3, 2, 1), self.scores, strict=True))
        return points / self.rated if self.rated else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of the good rate."""
        return wilson(self.good, self.rated)
