"""The ink of a cell, parted into its lines of writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from extract.scan.spots import InkMap, Spot

THIN = 0.4
"""Of the usual height of a line: what is lower is a sign above or below one."""
TALL = 1.75
"""Times the usual height: two lines whose signs touch."""
USUAL = 9.0
"""Points from the upper end of a line's letters to the lower, where a cell alone cannot tell: 8 to
11 pt print with its signs."""


@dataclass(frozen=True, slots=True)
class InkLine:
    """One line of writing; edges in pixels of the page."""

    x0: int
    top: int
    x1: int
    bottom: int
    spots: tuple[Spot, ...]


def lines_in(spots: Sequence[Spot], ink: InkMap) -> tuple[InkLine, ...]:
    """Lines from the top down.

    Args:
        spots: those of one cell or of one stretch of the page, without dust.
        ink: the page.
    """
    if not spots:
        return ()
    top = min(spot.top for spot in spots)
    bottom = max(spot.bottom for spot in spots)
    profile = np.zeros(bottom - top, np.int64)
    for spot in spots:
        part = ink.labels[spot.top : spot.bottom, spot.x0 : spot.x1] > 0
        profile[spot.top - top : spot.bottom - top] += part.sum(axis=1)
    runs = _split(_merged(_runs(profile), ink), profile, ink)
    lines: list[InkLine] = []
    for start, end in runs:
        own = tuple(spot for spot in spots if start + top <= spot.middle[1] < end + top)
        if own:
            lines.append(
                InkLine(
                    min(spot.x0 for spot in own),
                    min(spot.top for spot in own),
                    max(spot.x1 for spot in own),
                    max(spot.bottom for spot in own),
                    own,
                )
            )
    return tuple(lines)


Run = tuple[int, int]


def _runs(profile: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[Run]:
    """Stretches of rows with ink."""
    inked = np.concatenate([[False], profile > 0, [False]])
    steps = np.flatnonzero(inked[1:] != inked[:-1])
    return [(int(start), int(end)) for start, end in steps.reshape(-1, 2)]


def _usual(runs: Sequence[Run], ink: InkMap) -> float:
    """Height of a line among these, in pixels."""
    expected = ink.pixels(USUAL)
    heights = [end - start for start, end in runs if 0.5 * expected < end - start < 1.6 * expected]
    return median(heights) if heights else expected


def _merged(runs: Sequence[Run], ink: InkMap) -> list[Run]:
    """Thin runs put to the nearer neighbour, if it is near."""
    usual = _usual(runs, ink)
    merged = list(runs)
    changed = True
    while changed and len(merged) > 1:
        changed = False
        for place, (start, end) in enumerate(merged):
            if end - start >= THIN * usual:
                continue
            above = start - merged[place - 1][1] if place else 1 << 30
            below = merged[place + 1][0] - end if place + 1 < len(merged) else 1 << 30
            near = place - 1 if above <= below else place
            if min(above, below) > THIN * usual:
                continue
            first, second = merged[near], merged[near + 1]
            if second[1] - first[0] > TALL * usual:
                continue
            merged[near : near + 2] = [(first[0], second[1])]
            changed = True
            break
    return merged


def _split(
    runs: Sequence[Run], profile: np.ndarray[tuple[int], np.dtype[np.int64]], ink: InkMap
) -> list[Run]:
    """Tall runs cut where least ink is."""
    usual = _usual(runs, ink)
    parts: list[Run] = []
    for start, end in runs:
        count = round((end - start) / (usual * 1.2)) if end - start > TALL * usual else 1
        edges = [start]
        for number in range(1, count):
            about = start + (end - start) * number / count
            low = max(int(about - usual / 3), edges[-1] + 1)
            high = min(int(about + usual / 3), end - 1)
            if high > low:
                edges.append(low + int(np.argmin(profile[low:high])))
        edges.append(end)
        parts.extend(pairwise(edges))
    return parts
