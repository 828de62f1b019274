"""What can meet at a point of a table: each rule ends at another rule.

Of the four edges that meet in a point none, two in one line, three or all are drawn; one alone
cannot be, and a corner only where a table has its corner.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOOSE_END = 12.0
"""What it costs, in natural logarithms, that a rule ends nowhere."""
CORNER = 10.0
"""The same for a corner that is not one of the outline: what no rule parts is a rectangle."""
TEE = 0.5
"""What it costs that a rule ends at another: most go on."""
NARROW_CORNER, NARROW_BAR = 4.0, 7.0
"""A table that stands 3 pt beside its cell's border has its corners there; that a rule runs from
one to the other, where no cell fits in between, would be odd."""
LEFT, RIGHT, ABOVE, BELOW = 1, 2, 4, 8
"""Edges of a point, to be added up."""
LOOSE = [LEFT, RIGHT, ABOVE, BELOW]
CORNERS = [LEFT + ABOVE, LEFT + BELOW, RIGHT + ABOVE, RIGHT + BELOW]
TEES = [15 - LEFT, 15 - RIGHT, 15 - ABOVE, 15 - BELOW]
IS_CORNER = np.isin(np.arange(16), CORNERS)
Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]
Points = NDArray[np.uint8]


def costs_of(n_rows: int, n_columns: int) -> Weights:
    """By point and the edges that meet there, what it costs; rows by columns by 16."""
    costs = np.zeros((n_rows, n_columns, 16))
    costs[..., LOOSE] = LOOSE_END
    costs[..., CORNERS] = CORNER
    costs[..., TEES] = TEE
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        costs[row, column, CORNERS] = 0.0
    return costs


def points_of(level: Flags, upright: Flags) -> Points:
    """Which edges meet at each point; both kinds have a place and an edge more on each side."""
    drawn = (level[1:-1, :-1], level[1:-1, 1:], upright[1:-1, :-1].T, upright[1:-1, 1:].T)
    return np.asarray(sum(one * np.uint8(bit) for one, bit in zip(drawn, LOOSE, strict=True)))


def passed_beside(flags: Flags, near: Flags) -> Flags:
    """By place and point along it: whether a rule goes on past it, too near for a cell between.

    Args:
        flags: of edges, with a place and an edge more on each side.
        near: whether the place before, and the one after, is that near; two for each place.
    """
    through = flags[:, :-1] & flags[:, 1:]
    return np.asarray((through[:-2] & near[0, :, None]) | (through[2:] & near[1, :, None]))


def bars_of(crossing: Flags, narrow: Flags) -> Flags:
    """By place and edge of it: whether it would be a rule from one rule to one too near for a cell.

    Args:
        crossing: edges that cross, with a place and an edge more on each side.
        narrow: where two places that cross are that near.
    """
    meets = crossing[1:-1, :-1] | crossing[1:-1, 1:]
    return np.asarray((meets[:-1] & meets[1:] & narrow[:, None]).T)


def near_sides(narrow: Flags) -> Flags:
    """For each place whether the one before, and the one after, is too near for a cell."""
    return np.array([np.append(False, narrow), np.append(narrow, False)])
