"""Which edges of a table are drawn: what the picture says of each, and what can be a table at all.

A rule of a table ends at another rule. So of the four edges that meet in a point none, two in one
line, three or all are drawn; one alone cannot be, and a corner only where a table has its corner.
The most likely choice of edges under that rule is looked for; how much less likely the next one is
tells how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

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
PLAIN = 15.0
"""A place for which so much speaks needs no second look."""
TEE = 0.5
"""What it costs that a rule ends at another: most go on."""
NARROW_CORNER, NARROW_BAR = 1.0, 5.0
"""A table that stands 3 pt beside its cell's border has its corners there; that its rules go on to
the border, or begin at a rule that does, would be odd."""
ROUNDS = 20
"""At most; each makes the whole likelier."""
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
    narrow: tuple[Flags, Flags]
    """Where two row places, and two column places, are too near to each other for a cell."""
    left_out: list[tuple[bool, int]] = field(default_factory=list[tuple[bool, int]])
    """Places that were drawn, level or not, and for which too little spoke."""

    @classmethod
    def chosen(cls, level_for: Weights, upright_for: Weights, narrow: tuple[Flags, Flags]) -> Edges:
        """The choice that the picture alone suggests."""
        return cls(level_for, upright_for, level_for > 0, upright_for > 0, narrow)

    def is_drawn(self, edge: Edge) -> bool:
        """Whether an edge is chosen; those beyond the grid are not."""
        level, place, number = edge
        flags = self.level if level else self.upright
        if 0 <= number < flags.shape[1]:
            return bool(flags[place, number])
        return False

    def points(self, level: bool) -> tuple[Weights, Weights, Weights]:
        """By row and column place: what a corner costs, and an end at a rule that goes on.

        The ends are first those at a rule of the given direction, then those at one of the other.
        """
        row_near, column_near = near_narrow(self.narrow[0]), near_narrow(self.narrow[1])
        corner = np.where(row_near[:, None] | column_near, NARROW_CORNER, CORNER)
        corner[np.ix_([0, -1], [0, -1])] = 0.0
        at_level = TEE + NARROW_BAR * ends_narrow(self.level_for, self.narrow[1])
        at_upright = TEE + NARROW_BAR * ends_narrow(self.upright_for, self.narrow[0]).T
        here, there = (at_level, at_upright) if level else (at_upright, at_level)
        return corner, np.asarray(here, np.float64), np.asarray(there, np.float64)

    def gain(self, run: Run) -> float:
        """By how much a change of all edges of a run makes the whole less likely."""
        before = self.cost()
        self.flip(run)
        after = self.cost()
        self.flip(run)
        return after - before

    def flip(self, run: Run) -> None:
        """Change the edges of a run."""
        level, place, first, end = run
        flags = self.level if level else self.upright
        flags[place, first:end] ^= True

    def settle(self) -> None:
        """Choose each place's edges anew, given those that cross it, until nothing changes."""
        for _ in range(ROUNDS):
            before = self.level.tobytes() + self.upright.tobytes()
            for level in (False, True):
                self._settle_places(level, range(len(self.level if level else self.upright)))
            if self.level.tobytes() + self.upright.tobytes() == before:
                return

    def _settle_places(self, level: bool, places: Iterable[int]) -> None:
        weights = self.level_for if level else self.upright_for
        flags, crossing = self._both(level)
        costs = [one if level else one.T for one in self.points(level)]
        for place in places:
            flags[place] = likeliest(weights[place], crossing, place, [one[place] for one in costs])

    def _both(self, level: bool) -> tuple[Flags, Flags]:
        return (self.level, self.upright) if level else (self.upright, self.level)

    def cost(self) -> float:
        """How unlikely the whole is; only differences mean anything."""
        level, upright = (np.pad(flags, ((0, 0), (1, 1))) for flags in (self.level, self.upright))
        left, right = level[:, :-1], level[:, 1:]
        above, below = upright[:, :-1].T, upright[:, 1:].T
        n_edges = left.astype(int) + right + above + below
        corner, at_level, at_upright = self.points(level=True)
        speaks = self.level_for[self.level].sum() + self.upright_for[self.upright].sum()
        points = LOOSE_END * (n_edges == 1).sum()
        points += corner[(n_edges == 2) & (left != right)].sum()  # noqa: PLR2004
        points += at_level[(n_edges == 3) & left & right].sum()  # noqa: PLR2004
        points += at_upright[(n_edges == 3) & above & below].sum()  # noqa: PLR2004
        return float(points - speaks)

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
        """By how much the whole is less likely without a place, what crosses it chosen anew."""
        flags, _ = self._both(level)
        weights = self.level_for if level else self.upright_for
        drawn = float(weights[place][flags[place]].sum())
        if drawn > PLAIN:
            return drawn
        level_before, upright_before, cost = self.level.copy(), self.upright.copy(), self.cost()
        ends = {end for run in runs_drawn(flags[place]) for end in range(run[0], run[1] + 1)}
        flags[place] = False
        self._settle_places(not level, ends)
        # what was taken for the rule beside it
        self._settle_places(level, [one for one in (place - 1, place + 1) if 0 <= one < len(flags)])
        self._settle_places(not level, ends)
        worth = self.cost() - cost
        self.level, self.upright = level_before, upright_before
        return worth

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
        """Places with edges from one rule to the next only, and nothing else.

        The stroke of a signature can look like this, the side of a stamp, and a cell that was
        split.
        """
        for level, flags, crossing in (
            (True, self.level, self.upright),
            (False, self.upright, self.level),
        ):
            for place in range(1, len(flags) - 1):
                runs = list(runs_drawn(flags[place]))
                if len(runs) != 1 or runs[0] == (0, flags.shape[1]):
                    continue
                first, end = runs[0]
                through = [
                    one for one in range(first, end + 1) if self._crosses(crossing[one], place)
                ]
                if through == [first, end]:
                    yield level, place, first, end

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


def near_narrow(narrow: Flags) -> Flags:
    """For each place whether one of its neighbours is too near for a cell."""
    padded = np.pad(narrow, 1)
    return np.asarray(padded[:-1] | padded[1:], np.bool_)


def ends_narrow(weights: Weights, narrow: Flags) -> Flags:
    """By place and point along it: whether a narrow edge begins there behind which nothing is."""
    none = np.pad(weights, ((0, 0), (1, 1)), constant_values=-1.0) <= 0
    after = np.pad(narrow & none[:, 2:], ((0, 0), (0, 1)))
    before = np.pad(narrow & none[:, :-2], ((0, 0), (1, 0)))
    return np.asarray(after | before, np.bool_)


def likeliest(
    weights: Weights, crossing: Flags, place: int, points: Sequence[Weights]
) -> list[bool]:
    """The edges of one place that fit best to those that cross it (Viterbi's algorithm)."""
    before = crossing[:, place - 1].tolist() if place else [False] * len(crossing)
    after = crossing[:, place].tolist() if place < crossing.shape[1] else [False] * len(crossing)
    corner, here, there = (one.tolist() for one in points)
    costs = (0.0, inf)
    ways: list[tuple[bool, bool]] = []
    for number, worth in enumerate([*weights.tolist(), -inf]):
        n_crossing = before[number] + after[number]
        none = LOOSE_END if n_crossing == 1 else 0.0
        turn = (LOOSE_END, corner[number], there[number])[n_crossing]
        through = here[number] if n_crossing == 1 else 0.0
        blank, come = costs[0] + none, costs[1] + turn
        go, on = costs[0] + turn, costs[1] + through
        ways.append((come < blank, on < go))
        costs = (min(blank, come), min(go, on) - worth)
    drawn: list[bool] = []
    state = False
    for way in reversed(ways):
        state = way[state]
        drawn.append(state)
    return drawn[-2::-1]


def runs_drawn(flags: Sequence[bool] | Flags) -> Iterator[tuple[int, int]]:
    """First edge, and one past the last, of each row of drawn edges."""
    first: int | None = None
    for number, drawn in enumerate([*flags, False]):
        if drawn and first is None:
            first = number
        elif not drawn and first is not None:
            yield first, number
            first = None
