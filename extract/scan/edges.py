"""Which edges of a table are drawn: what the picture says of each, and what can be a table at all.

A rule of a table ends at another rule. So of the four edges that meet in a point none, two in one
line, three or all are drawn; one alone cannot be, and a corner only where a table has its corner.
The most likely choice of edges under that rule is looked for; how much less likely the next one is
tells how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

LOOSE_END = 5.0
"""What it costs, in natural logarithms, that a rule ends nowhere."""
CORNER = 3.5
"""The same for a corner that is not one of the outline."""
ROW_PLACE, COLUMN_PLACE = 7.0, 5.0
"""What must speak for all edges of a place: words that happen to stand in a row have 3 to 5, worn
columns of three low rows 6 to 9."""
TOLD_PLACE = 2.5
"""A place is told if so much spoke for it, and it was left out."""
IMPOSSIBLE = 1_000.0
"""What speaks against an edge that nothing can outweigh."""
ROUNDS = 400
"""Changes at most; tables of the test pages needed 40."""
Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]
Edge = tuple[bool, int, int]
"""Whether it is level, the number of its place, and its number along the place."""
Run = tuple[bool, int, int, int]
"""Edges of one place: level or not, place, first edge, and one past the last."""


@dataclass(slots=True)
class Edges:
    """A grid of places, what speaks for each edge, and the choice so far."""

    level_for: Weights
    """By row place and column: what speaks for a level edge."""
    upright_for: Weights
    """By column place and row."""
    level: Flags
    upright: Flags
    left_out: list[tuple[bool, int]] = field(default_factory=list[tuple[bool, int]])
    """Places that were drawn, level or not, and for which too little spoke."""

    @classmethod
    def chosen(cls, level_for: Weights, upright_for: Weights) -> Edges:
        """The choice that the picture alone suggests."""
        return cls(level_for, upright_for, level_for > 0, upright_for > 0)

    def is_drawn(self, edge: Edge) -> bool:
        """Whether an edge is chosen; those beyond the grid are not."""
        level, place, number = edge
        flags = self.level if level else self.upright
        if 0 <= number < flags.shape[1]:
            return bool(flags[place, number])
        return False

    def cost_at(self, row: int, column: int) -> float:
        """What the point in which a row place and a column place cross costs."""
        left = self.is_drawn((True, row, column - 1))
        right = self.is_drawn((True, row, column))
        above = self.is_drawn((False, column, row - 1))
        below = self.is_drawn((False, column, row))
        n_edges = left + right + above + below
        if n_edges == 1:
            return LOOSE_END
        if n_edges == 2 and left != right:  # noqa: PLR2004 - a corner
            is_outer = row in {0, len(self.level) - 1} and column in {0, len(self.upright) - 1}
            return 0.0 if is_outer else CORNER
        return 0.0

    def gain(self, run: Run) -> float:
        """By how much a change of all edges of a run makes the whole less likely."""
        before = self._cost_along(run)
        self.flip(run)
        after = self._cost_along(run)
        self.flip(run)
        level, place, first, end = run
        weights = (self.level_for if level else self.upright_for)[place, first:end]
        flags = (self.level if level else self.upright)[place, first:end]
        return float(np.where(flags, weights, -weights).sum()) + after - before

    def flip(self, run: Run) -> None:
        """Change the edges of a run."""
        level, place, first, end = run
        flags = self.level if level else self.upright
        flags[place, first:end] ^= True

    def _cost_along(self, run: Run) -> float:
        level, place, first, end = run
        if level:
            return sum(self.cost_at(place, number) for number in range(first, end + 1))
        return sum(self.cost_at(number, place) for number in range(first, end + 1))

    def settle(self) -> None:
        """Change runs at impossible points as long as the whole becomes more likely."""
        for _ in range(ROUNDS):
            runs = {run for point in self.impossible() for run in self._runs_at(*point)}
            best = min(runs, key=self.gain, default=None)
            if best is None or self.gain(best) >= 0:
                return
            self.flip(best)

    def leave_out(self) -> None:
        """Undo places of which too little is drawn, the least sure first."""
        while True:
            places = [(level, place) for level in (True, False) for place in self._inner(level)]
            worth = {one: self._worth(*one) for one in places}
            lacks = {one: (ROW_PLACE if one[0] else COLUMN_PLACE) - worth[one] for one in places}
            least = max(places, key=lambda one: lacks[one], default=None)
            if least is None or lacks[least] <= 0:
                return
            level, place = least
            if worth[least] >= TOLD_PLACE:
                self.left_out.append(least)
            (self.level if level else self.upright)[place] = False
            # once left out it stays out, or settling would draw it again and again
            (self.level_for if level else self.upright_for)[place] = -IMPOSSIBLE
            self.settle()

    def _inner(self, level: bool) -> list[int]:
        return self.used()[0 if level else 1]

    def _worth(self, level: bool, place: int) -> float:
        """What speaks for all that is drawn of a place, points with loose ends counted."""
        flags = self.level if level else self.upright
        weights = self.level_for if level else self.upright_for
        before = self._cost_along((level, place, 0, flags.shape[1]))
        drawn = flags[place].copy()
        flags[place] = False
        after = self._cost_along((level, place, 0, flags.shape[1]))
        flags[place] = drawn
        return float(weights[place][drawn].sum()) + after - before

    def impossible(self) -> list[tuple[int, int]]:
        """Points that cost something."""
        return [
            (row, column)
            for row in range(len(self.level))
            for column in range(len(self.upright))
            if self.cost_at(row, column)
        ]

    def _runs_at(self, row: int, column: int) -> Iterator[Run]:
        """Runs of edges of one kind that begin or end in a point."""
        for level, place, number in ((True, row, column), (False, column, row)):
            flags = (self.level if level else self.upright)[place]
            for end in range(number + 1, len(flags) + 1):
                if flags[end - 1] != flags[number]:
                    break
                yield level, place, number, end
            for first in range(number - 1, -1, -1):
                if flags[first] != flags[number - 1]:
                    break
                yield level, place, first, number

    def stretches(self) -> Iterator[Run]:
        """All runs of edges, drawn or not, from one crossing rule to the next."""
        for level, flags, crossing in (
            (True, self.level, self.upright),
            (False, self.upright, self.level),
        ):
            for place in range(len(flags)):
                first = 0
                for end in range(1, flags.shape[1] + 1):
                    if end == flags.shape[1] or self._crosses(crossing[end], place):
                        yield level, place, first, end
                        first = end

    def lonely(self) -> Iterator[Run]:
        """Level places with one edge from one column to the next, and nothing else.

        The stroke of a signature can look like this, and a cell that was split.
        """
        n_columns = len(self.upright) - 1
        for place, flags in enumerate(self.level):
            runs = list(runs_drawn(flags))
            if len(runs) != 1 or not 0 < place < len(self.level) - 1:
                continue
            first, end = runs[0]
            through = [column for column in range(first, end + 1) if self._passes(column, place)]
            if (first, end) != (0, n_columns) and through == [first, end]:
                yield True, place, first, end

    def _passes(self, column: int, row: int) -> bool:
        """Whether an upright rule touches a row place."""
        return bool(self.upright[column, max(row - 1, 0) : row + 1].any())

    @staticmethod
    def _crosses(crossing: Flags, place: int) -> bool:
        """Whether a rule that crosses is drawn on either side of a place."""
        near = crossing[max(place - 1, 0) : place + 1]
        return bool(near.any())

    def used(self) -> tuple[list[int], list[int]]:
        """The row places and column places with an edge that is drawn."""
        rows = [place for place, flags in enumerate(self.level) if flags.any()]
        columns = [place for place, flags in enumerate(self.upright) if flags.any()]
        return rows, columns


def runs_drawn(flags: Sequence[bool] | Flags) -> Iterator[tuple[int, int]]:
    """First edge, and one past the last, of each row of drawn edges."""
    first: int | None = None
    for number, drawn in enumerate([*flags, False]):
        if drawn and first is None:
            first = number
        elif not drawn and first is not None:
            yield first, number
            first = None
