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
    unsubmitted: int = 0
    """已选未提交: a level was chosen, then the page was left; in no share, printed beside them."""
    excluded: int = 0
    """Ratings that two people left out of the counts."""
    waited_ms: int = 0
    """From the line to the call, summed over the ended; like the two below."""
    walked_ms: int = 0
    served_ms: int = 0

    @property
    def rated(self) -> int:
        """A: ratings submitted by citizens."""
        return sum(self.counts.values())

    @property
    def participation(self) -> float | None:
        """参评率 A/E."""
        return self.rated / self.ended if self.ended else None

    @property
    def abstention(self) -> float | None:
        """未评率 (E−A)/E: rating is voluntary, and who says nothing is counted as nothing else."""
        return (self.ended - self.rated) / self.ended if self.ended else None

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
    def waiting_s(self) -> float | None:
        """Mean seconds from the line to the first call."""
        return self._mean_s(self.waited_ms)

    @property
    def walking_s(self) -> float | None:
        """Mean seconds from the call to the window."""
        return self._mean_s(self.walked_ms)

    @property
    def serving_s(self) -> float | None:
        """Mean seconds at the window."""
        return self._mean_s(self.served_ms)

    def _mean_s(self, total_ms: int) -> float | None:
        return total_ms / 1000 / self.ended if self.ended else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of the good rate."""
        return wilson(self.good, self.rated)
