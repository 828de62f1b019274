"""The columns of the page before, looked for on this page: all pages of a report share them."""

from __future__ import annotations

from collections.abc import Sequence

SHIFT = 25.0
"""Points by which a page may lie otherwise in the scanner; 6 mm is usual."""
NEAR = 1.5
"""Points by which columns differ then."""
SAME_SHARE = 0.7
"""Of the columns, what must be found again."""
FEWEST = 4
"""Columns that are too few to be sure of."""


def known_places(known: Sequence[float], found: Sequence[float]) -> tuple[float, ...]:
    """Where the columns of the page before stand here; empty if the table is another one.

    Args:
        known: columns of the page before, in points.
        found: uprights of this page, in points.
    """
    if len(known) < FEWEST:
        return ()
    shifts = {one - other for one in found for other in known if abs(one - other) <= SHIFT}
    ranked = [(len(_matched(known, found, shift)), -abs(shift), shift) for shift in shifts]
    count, _, shift = max(ranked, default=(0, 0.0, 0.0))
    if count < SAME_SHARE * len(known):
        return ()
    off = [one - other for other, one in _matched(known, found, shift).items()]
    shift = sorted(off)[len(off) // 2]
    return tuple(place + shift for place in known)


def _matched(known: Sequence[float], found: Sequence[float], shift: float) -> dict[float, float]:
    nearest = {place: min(found, key=lambda one: abs(one - place - shift)) for place in known}
    return {place: one for place, one in nearest.items() if abs(one - place - shift) <= NEAR}


def missing(expected: Sequence[float], found: Sequence[float]) -> tuple[float, ...]:
    """Expected places at which nothing was found."""
    return tuple(place for place in expected if all(abs(one - place) > NEAR for one in found))
