"""Where rules of a table may stand, and how much the picture speaks for each stretch of them.

A rule is drawn where there is nothing beside it, between words and beside them; the headline of a
word is not. So only stretches with no ink on either side are counted, unless there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from extract.scan.ink import pixels
from extract.scan.rules import Piece, Ridges

TOGETHER = 1.6
"""Points between pieces of one rule; double borders are 1.5 pt apart."""
WIDTH = 0.4
"""Points to both sides of its middle in which a rule is seen; strokes of a pen and arcs of a stamp
leave it soon."""
SWAY = 0.4
"""Points by which a whole edge may lie beside its place on a straightened page."""
SOFT = 1.6
"""Points around a place among which the strongest stroke is looked for."""
PEAK = 0.6
"""Of the strongest, what still belongs to it."""
HOLE = 6.0
"""Points: lengths within which a worn rule is seen or not as one."""
BY_CHANCE = 0.07
"""Share of an edge that is dark without a rule: specks, arcs of stamps, ends of strokes."""
LEAST_SHARE, MOST_SHARE = 0.55, 0.97
"""Of drawn rules, what is seen: never taken for less or more, whatever the page shows."""
BETWEEN_LETTERS = 0.3
"""Weight of evidence that has letters beside it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One place: running sums of what is seen along it; `seen` has a row for each offset."""

    at: float
    seen_blank: NDArray[np.int32]
    blank: NDArray[np.int32]
    seen: NDArray[np.int32]

    def share(self, start: int, end: int) -> tuple[float, float, float, float]:
        """Blank length and the share of it that is seen; the same with letters beside."""
        blank = int(self.blank[end] - self.blank[start])
        by_offset = self.seen_blank[:, end] - self.seen_blank[:, start]
        best = int(by_offset.argmax())
        seen_blank = int(by_offset[best])
        rest = max(end - start - blank, 0)
        seen_rest = int(self.seen[best, end] - self.seen[best, start]) - seen_blank
        return blank, seen_blank / max(blank, 1), rest, seen_rest / max(rest, 1)


def places_of(pieces: Sequence[Piece], dpi: float) -> list[float]:
    """Where pieces lie, those of one rule put together; by length, so that stubs move nothing."""
    together = TOGETHER * dpi / 72
    found: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda one: one.start - one.end):
        near = min(found, key=lambda one: abs(one[0] - piece.at), default=None)
        if near is None or abs(near[0] - piece.at) > together:
            found.append((piece.at, piece.end - piece.start))
        else:
            length = near[1] + piece.end - piece.start
            at = near[0] + (piece.at - near[0]) * (piece.end - piece.start) / length
            found[found.index(near)] = (at, length)
    return sorted(at for at, _ in found)


def profile_of(ridges: Ridges, at: float, least: float) -> Profile:
    """What is seen along a level place from the left to the right side of the page."""
    sway, half = pixels(SWAY, ridges.dpi), pixels(WIDTH, ridges.dpi)
    row, last = round(at), len(ridges.level) - 1
    rows = np.clip(np.arange(row - sway - half, row + sway + half + 1), 0, last)
    band = (ridges.level[rows] > least) & (ridges.level[rows] >= _peaks(ridges, row))
    seen = np.array(
        [band[offset : offset + 2 * half + 1].any(axis=0) for offset in range(2 * sway + 1)]
    )
    blank = ridges.between[min(max(row, 0), last)]
    return Profile(at, _sums(seen & blank), _sums(blank), _sums(seen))


def _peaks(ridges: Ridges, row: int) -> NDArray[np.float64]:
    """The least that belongs to the strongest stroke near a row; less is the soft edge of one."""
    near, last = pixels(SOFT, ridges.dpi), len(ridges.level) - 1
    around = ridges.level[max(row - near, 0) : min(row + near, last) + 1]
    return np.asarray(around.max(axis=0) * PEAK, np.float64)


def _sums(flags: NDArray[np.bool_]) -> NDArray[np.int32]:
    sums = np.zeros((*flags.shape[:-1], flags.shape[-1] + 1), np.int32)
    np.cumsum(flags, axis=-1, out=sums[..., 1:])
    return sums


def speaks_for(profile: Profile, start: int, end: int, share: float, dpi: float) -> float:
    """How much more likely a rule is from start to end than none; natural logarithm.

    Args:
        profile: of the place.
        start: pixel along it.
        end: pixel along it.
        share: of the length of drawn rules, what is seen on this page.
        dpi: of the pixels.
    """
    if end <= start:
        return 0.0
    blank, seen_blank, rest, seen_rest = profile.share(start, end)
    hole = HOLE * dpi / 72
    share = min(max(share, LEAST_SHARE), MOST_SHARE)
    total = _likelier(seen_blank, share) * blank / hole
    # letters hide that a rule is missing, and look like one: where they stand only gaps tell
    unseen = (1 - seen_rest) * log((1 - share) / (1 - BY_CHANCE))
    return total + BETWEEN_LETTERS * unseen * rest / hole


def _likelier(seen: float, share: float) -> float:
    return seen * log(share / BY_CHANCE) + (1 - seen) * log((1 - share) / (1 - BY_CHANCE))
