"""Where the words of a line stand, by the gaps in its ink.

The boxes that a recogniser of lines reports are shifted by a letter or two: it knows the order of
letters, and only roughly their places. Gaps are seen exactly, and how many there are is known from
the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.scan.spots import Spot
from extract.scan.writing_lines import InkLine

CLEARLY = 1.25
"""Times that the narrowest gap between words is wider than the widest inside of them. Blanks of
Bangla fonts are 0.25 em wide, gaps between digits 0.05 to 0.12 em."""

SHARED = 0.5
"""Of the width of both together, the least that an extent and the reported box share: reported
boxes are off by a letter or two, words have four and more."""

Extent = tuple[int, int]
"""First and last column of pixels."""


def word_extents(line: InkLine, boxes: Sequence[Extent]) -> tuple[Extent, ...] | None:
    """From where to where each word goes; None where the gaps do not tell.

    Args:
        line: its ink.
        boxes: where the reader of text saw the words, roughly.
    """
    extents = _parted(line, len(boxes))
    if extents and all(map(_alike, extents, boxes)):
        return extents
    return None


def _alike(seen: Extent, reported: Extent) -> bool:
    """Whether two extents are of the same word."""
    shared = min(seen[1], reported[1]) - max(seen[0], reported[0])
    whole = max(seen[1], reported[1]) - min(seen[0], reported[0])
    return shared >= SHARED * whole


def _parted(line: InkLine, n_words: int) -> tuple[Extent, ...] | None:
    runs = _runs(line.spots)
    if n_words < 1 or n_words > len(runs):
        return None
    gaps = sorted((second[0] - first[1] for first, second in pairwise(runs)), reverse=True)
    if 1 < n_words <= len(gaps) and gaps[n_words - 2] < CLEARLY * max(gaps[n_words - 1], 1):
        return None
    if n_words == 1:
        return ((runs[0][0], runs[-1][1]),)
    least = gaps[n_words - 2]
    words = [list(runs[0])]
    for first, second in pairwise(runs):
        if second[0] - first[1] >= least and len(words) < n_words:
            words.append(list(second))
        else:
            words[-1][1] = second[1]
    return tuple((start, end) for start, end in words)


def _runs(spots: Sequence[Spot]) -> list[Extent]:
    """Stretches of columns with ink."""
    runs: list[Extent] = []
    for spot in sorted(spots, key=lambda spot: spot.x0):
        if runs and spot.x0 <= runs[-1][1]:
            runs[-1] = runs[-1][0], max(runs[-1][1], spot.x1)
        else:
            runs.append((spot.x0, spot.x1))
    return runs
