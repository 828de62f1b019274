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
from extract.scan.page_image import POINTS_PER_INCH
from extract.scan.rules import WRITTEN, Piece, Ridges

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
BETWEEN_LETTERS = 0.3
"""Weight of evidence that has letters beside it."""
ACROSS = 2.0
"""Points to both sides of a place; what is dark over all of them runs across it. Letters are 2.5 pt
and more beside a rule."""
END = 1.2
"""Points at each end of an edge in which no letter stands."""
CROSSED, CROSSED_MOST = 4.0, 3
"""What a stroke of writing across an edge speaks against it, and how many count: a signature may
run over a rule, a line of print does not."""
Lengths = NDArray[np.float64]
Sums = NDArray[np.int32]
Pixels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wear:
    """How rules look on a page in one direction, as shares of a length without letters."""

    drawn: float
    """Of a drawn rule, what is seen."""
    bare: float
    """Where there is no rule, what is dark all the same."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen along each edge of a place; lengths in pixels."""

    blank: Lengths
    """Without letters beside it."""
    dark_blank: Lengths
    """Of it, what is dark."""
    rest: Lengths
    """With letters beside it."""
    dark_rest: Lengths
    crossed: Lengths
    """Strokes of writing that run across."""
    ends: Lengths
    """Where no letter stands, though some may be beside it."""
    dark_ends: Lengths

    def speaks(self, wear: Wear, dpi: float) -> Lengths:
        """How much more likely each edge is drawn than not; natural logarithm."""
        hole = HOLE * dpi / POINTS_PER_INCH
        gap = log((1 - wear.drawn) / (1 - wear.bare))
        dark = log(wear.drawn / wear.bare)
        total = (self.dark_blank * dark + (self.blank - self.dark_blank) * gap) / hole
        # letters hide that a rule is missing, and look like one: where they stand only gaps tell
        unseen = (self.rest - self.dark_rest) * gap / hole
        # a rule reaches those that cross it, a headline leaves the padding of the cell
        reach = 2 * END * dpi / POINTS_PER_INCH
        ends = (self.dark_ends * dark + (self.ends - self.dark_ends) * gap) / reach
        against = np.minimum(self.crossed, CROSSED_MOST) * CROSSED
        return np.asarray(total + ends + BETWEEN_LETTERS * unseen - against, np.float64)


@dataclass(frozen=True, slots=True)
class Profile:
    """One place: running sums of what is seen along it; `dark` has a row for each offset."""

    at: float
    dark_blank: Sums
    blank: Sums
    dark: Sums
    crossed: Sums

    def seen(self, starts: Sequence[int], ends: Sequence[int], dpi: float) -> Seen:
        """What is seen from each start to its end, in pixels along the place."""
        first = np.asarray(starts, np.int64)
        last = np.maximum(np.asarray(ends, np.int64), first)
        blank = self.blank[last] - self.blank[first]
        by_offset = self.dark_blank[:, last] - self.dark_blank[:, first]
        best = by_offset.argmax(axis=0)
        edges = np.arange(len(first))
        dark_blank = by_offset[best, edges]
        dark = self.dark[best, last] - self.dark[best, first]
        crossed = self.crossed[last] - self.crossed[first]
        at_ends = self._ends(first, last, best, dpi)
        parts = (blank, dark_blank, last - first - blank, dark - dark_blank, crossed, *at_ends)
        return Seen(*(np.asarray(one, np.float64) for one in parts))

    def _ends(self, first: Pixels, last: Pixels, best: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
        """The length of both ends of each edge, and what of it is dark."""
        reach = np.minimum(pixels(END, dpi), (last - first) // 2)
        dark = self.dark[best, first + reach] - self.dark[best, first]
        return 2 * reach, dark + self.dark[best, last] - self.dark[best, last - reach]


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


def profile_of(ridges: Ridges, at: float, least: float, among_letters: bool = False) -> Profile:
    """What is seen along a level place from the left to the right side of the page.

    Args:
        ridges: the page.
        at: its row.
        least: strength of what is seen.
        among_letters: whether what has letters beside it is counted as if it had none.
    """
    sway, half = pixels(SWAY, ridges.dpi), pixels(WIDTH, ridges.dpi)
    row, last = round(at), len(ridges.level) - 1
    rows = np.clip(np.arange(row - sway - half, row + sway + half + 1), 0, last)
    band = (ridges.level[rows] > least) & (ridges.level[rows] >= _peaks(ridges, row))
    dark = np.array(
        [band[offset : offset + 2 * half + 1].any(axis=0) for offset in range(2 * sway + 1)]
    )
    blank = ridges.blank[min(max(row, 0), last)] | among_letters
    reach = pixels(ACROSS, ridges.dpi)
    across = ridges.ink[max(row - reach, 0) : row + reach + 1].min(axis=0) > WRITTEN
    begins = across & ~np.roll(across, 1)
    return Profile(at, _sums(dark & blank), _sums(blank), _sums(dark), _sums(begins))


def _peaks(ridges: Ridges, row: int) -> NDArray[np.float64]:
    """The least that belongs to the strongest stroke near a row; less is the soft edge of one."""
    near, last = pixels(SOFT, ridges.dpi), len(ridges.level) - 1
    around = ridges.level[max(row - near, 0) : min(row + near, last) + 1]
    return np.asarray(around.max(axis=0) * PEAK, np.float64)


def _sums(flags: NDArray[np.bool_]) -> Sums:
    sums = np.zeros((*flags.shape[:-1], flags.shape[-1] + 1), np.int32)
    np.cumsum(flags, axis=-1, out=sums[..., 1:])
    return sums
