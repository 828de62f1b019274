"""Rows of edges: the likeliest of a place, and its stretches from one rule to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

import numpy as np

from extract.scan.corners import Flags, Weights

Run = tuple[bool, int, int, int]
"""Edges of one place: level or not, place, first edge, and one past the last."""
Change = tuple[Run, ...]


def runs_drawn(flags: Sequence[bool] | Flags) -> Iterator[tuple[int, int]]:
    """First edge, and one past the last, of each row of drawn edges."""
    first: int | None = None
    for number, drawn in enumerate([*flags, False]):
        if drawn and first is None:
            first = number
        elif not drawn and first is not None:
            yield first, number
            first = None


def stretches(level: Flags, upright: Flags) -> Iterator[Run]:
    """All runs of edges, drawn or not, from one crossing rule to the next."""
    for is_level, flags, crossing in ((True, level, upright), (False, upright, level)):
        for place in range(len(flags)):
            near = crossing[1:-1, max(place - 1, 0) : place + 1].any(axis=1)
            ends = [0, *(np.flatnonzero(near) + 1).tolist(), flags.shape[1]]
            for first, end in pairwise(ends):
                # a rule that ends with nothing to end at is two stretches
                inner = np.flatnonzero(np.diff(flags[place, first:end])) + first + 1
                for one, other in pairwise([first, *inner.tolist(), end]):
                    yield is_level, place, one, other


def lonely(level: Flags, upright: Flags) -> Iterator[Run]:
    """Places with edges from one rule to the next only, and nothing else.

    The stroke of a signature can look like this, the side of a stamp, and a cell that was split.
    """
    for is_level, flags, crossing in ((True, level, upright), (False, upright, level)):
        for place in range(1, len(flags) - 1):
            runs = list(runs_drawn(flags[place]))
            if len(runs) != 1 or runs[0] == (0, flags.shape[1]):
                continue
            first, end = runs[0]
            if not crossing[first + 1 : end, place - 1 : place + 1].any():
                yield is_level, place, first, end


def around(change: Change, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The points that a change may make cheaper or dearer: first and end of rows and columns."""
    rows: list[int] = []
    columns: list[int] = []
    for level, place, first, end in change:
        across, along = (rows, columns) if level else (columns, rows)
        across.extend((place - 1, place + 2))
        along.extend((first - 1, end + 2))
    return (
        max(min(rows), 0),
        min(max(rows), shape[0]),
        max(min(columns), 0),
        min(max(columns), shape[1]),
    )


def likeliest(weights: Weights, ways: Weights) -> list[bool]:
    """The edges of one place that fit best to those that cross it (Viterbi's algorithm)."""
    blank, drawn = 0.0, inf
    came: list[tuple[bool, bool]] = []
    for worth, (neither, begins, ends, both) in zip(
        [*weights.tolist(), -inf], ways.tolist(), strict=True
    ):
        came.append((drawn + ends < blank + neither, drawn + both < blank + begins))
        blank, drawn = (
            min(blank + neither, drawn + ends),
            min(blank + begins, drawn + both) - worth,
        )
    found: list[bool] = []
    state = False
    for way in reversed(came):
        state = way[state]
        found.append(state)
    return found[-2::-1]
