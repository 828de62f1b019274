"""How often readings of pictures were right, by how they came about; measured, kept as data.

`calibration.csv` counts held-out cells of scans that no reader was trained with. Cells are grouped
by their kind, by whether two readers agreed, by whether something is printed over them, and by how
sure the reader was.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import exp, lgamma, log, log1p
from pathlib import Path

DATA = Path(__file__).parent / "calibration.csv"
SCORES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
"""Where the groups of scores begin."""
EVIDENCE = 0.95
"""With which a promise about wrong values must hold."""
STEPS = 50
"""Halvings: the bound is then exact to 15 digits."""


class FieldKind(StrEnum):
    """What a cell holds, by its form."""

    DATE = "date"
    NUMBER = "number"
    PERCENT = "percent"
    ID = "id"
    DASH = "dash"
    BLANK = "blank"
    TEXT = "text"


class Agreement(StrEnum):
    """What the second reader says to the first."""

    BOTH = "both"
    """The same."""
    ALONE = "alone"
    """Nothing that could be compared."""
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Judged:
    """How a reading came about."""

    kind: FieldKind
    agreement: Agreement
    overprinted: bool
    score: float

    @property
    def group(self) -> Group:
        """The group that it counts in."""
        return self.kind, self.agreement, self.overprinted, bisect_right(SCORES, self.score) - 1


Group = tuple[FieldKind, Agreement, bool, int]


@dataclass(frozen=True, slots=True)
class Count:
    """Readings of a group, and how many of them were wrong."""

    n: int = 0
    wrong: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.n + other.n, self.wrong + other.wrong)

    @property
    def share_right(self) -> float:
        """Expected of the next one, by Jeffreys' rule: little evidence never means certainty."""
        return (self.n - self.wrong + 0.5) / (self.n + 1)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The counts of all groups."""

    counts: Mapping[Group, Count]

    def confidence(self, judged: Judged) -> float:
        """How likely such a reading is right; a group without evidence counts as its neighbours."""
        kind, agreement, overprinted, score = judged.group
        for near in (
            [(kind, agreement, overprinted, score)],
            [(kind, agreement, flag, score) for flag in (False, True)],
            [
                (one, agreement, overprinted, score)
                for one in FieldKind
                if one is not FieldKind.TEXT
            ],
            [
                (one, agreement, flag, place)
                for one in FieldKind
                if (one is FieldKind.TEXT) is (kind is FieldKind.TEXT)
                for flag in (False, True)
                for place in range(score + 1)
            ],
        ):
            count = sum((self.counts.get(group, Count()) for group in near), Count())
            if count.n >= LEAST:
                return round(count.share_right, 4)
        return NO_EVIDENCE

    def threshold(self, risk: float) -> float | None:
        """The least confidence at which readings may be accepted without a look.

        Groups are taken in from the surest on, as long as the share of wrong ones among all of
        them is below the risk with 95 % certainty. None if the evidence is too thin for that.
        """
        by_confidence: dict[float, Count] = defaultdict(Count)
        for (kind, agreement, overprinted, place), count in self.counts.items():
            judged = Judged(kind, agreement, overprinted, SCORES[place])
            by_confidence[self.confidence(judged)] += count
        pooled, least = Count(), None
        for confidence, count in sorted(by_confidence.items(), reverse=True):
            pooled += count
            if upper_bound(pooled) <= risk:
                least = confidence
        return least


LEAST = 20
"""Readings that a group needs to speak for itself."""
NO_EVIDENCE = 0.5
"""Of a reading that nothing was measured for; below every threshold."""


def upper_bound(count: Count) -> float:
    """Below which the share of wrong ones lies with 95 % certainty (Clopper and Pearson, 1934)."""
    if count.wrong >= count.n:
        return 1.0
    low, high = count.wrong / count.n, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        seen = sum(_chance(wrong, count.n, middle) for wrong in range(count.wrong + 1))
        low, high = (middle, high) if seen > 1 - EVIDENCE else (low, middle)
    return high


def _chance(k: int, n: int, share: float) -> float:
    """Of k in n; by logarithms, for the factors alone are beyond a float."""
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(share) + (n - k) * log1p(-share))


def count_up(judged: Iterable[tuple[Judged, bool]]) -> Calibration:
    """Counts of readings that are known to be right or wrong."""
    counts: dict[Group, Count] = defaultdict(Count)
    for one, right in judged:
        counts[one.group] += Count(1, int(not right))
    return Calibration(dict(counts))


@cache
def measured() -> Calibration:
    """The counts that are shipped."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return Calibration(
            {
                (
                    FieldKind(row["kind"]),
                    Agreement(row["agreement"]),
                    row["overprinted"] == "1",
                    SCORES.index(float(row["from_score"])),
                ): Count(int(row["n"]), int(row["wrong"]))
                for row in csv.DictReader(file)
            }
        )


def write(calibration: Calibration, path: Path = DATA) -> None:
    """Store counts as data."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("kind", "agreement", "overprinted", "from_score", "n", "wrong"))
        for (kind, agreement, overprinted, place), count in sorted(calibration.counts.items()):
            out.writerow((kind, agreement, int(overprinted), SCORES[place], count.n, count.wrong))
