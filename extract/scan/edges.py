"""Which edges of a table are drawn: what the picture says of each, and what can be a table at all.

The most likely choice of edges is looked for, given what may meet at a point; how much less likely
the next one is tells how sure it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from extract.scan.corners import (
    IS_CORNER,
    NARROW_BAR,
    NARROW_CORNER,
    Flags,
    Weights,
    bars_of,
    costs_of,
    near_sides,
    passed_beside,
    points_of,
)
from extract.scan.runs import Change, Run, around, likeliest, runs_drawn, stretches

ROW_PLACE, COLUMN_PLACE = 7.0, 5.0
"""What must speak for all edges of a place: words that happen to stand in a row have 3 to 5, worn
columns of three low rows 6 to 9."""
KNOWN_PLACE = 1.0
"""The same for columns that the page before has."""
TOLD_PLACE = 2.5
"""A place is told if so much spoke for it, and it was left out."""
IMPOSSIBLE = 1_000.0
"""What speaks against an edge that nothing can outweigh."""
PLAIN = 15.0
"""A place for which so much speaks needs no second look."""
ROUNDS = 20
"""At most; each makes the whole likelier."""
SOFT = 0.25
"""Of what a point costs, what it does at first: edges that are missing yet are no rules' ends."""
THIN = 8.0
"""Two stretches are changed together only if the picture speaks for neither more than this."""


@dataclass(slots=True)
class Edges:
    """A grid of places, what speaks for each edge, and the choice so far."""

    level_for: Weights
    """By row place and column: what speaks for a level edge."""
    upright_for: Weights
    """By column place and row."""
    near: tuple[Flags, Flags]
    """For row places and for column places, whether the ones beside are too near for a cell."""
    costs: Weights
    wide: tuple[Flags, Flags]
    """Level and upright edges that are drawn, with a place and an edge more on each side."""
    needs: tuple[Sequence[float], Sequence[float]]
    """For row places and for column places, what must speak for all of their edges."""
    left_out: list[tuple[bool, int]] = field(default_factory=list[tuple[bool, int]])
    """Places that were drawn, level or not, and for which too little spoke."""

    @classmethod
    def guessed(
        cls,
        level_for: Weights,
        upright_for: Weights,
        narrow: tuple[Flags, Flags],
        is_new: Sequence[bool],
    ) -> Edges:
        """A likely choice; at least two places each way.

        Args:
            level_for: by row place and column.
            upright_for: by column place and row.
            narrow: where two row places, and two column places, are too near for a cell.
            is_new: whether a column place is none that the page before has.
        """
        costs = costs_of(len(level_for), len(upright_for))
        near = near_sides(narrow[0]), near_sides(narrow[1])
        wide = _seen(level_for, narrow[1]), _seen(upright_for, narrow[0])
        needs = (
            [ROW_PLACE] * len(level_for),
            [COLUMN_PLACE if new else KNOWN_PLACE for new in is_new],
        )
        edges = cls(level_for, upright_for, near, costs, wide, needs)
        edges.settle(SOFT)
        edges.settle()
        return edges

    def choose(self) -> None:
        """Look for better ones, and leave places out for which too little speaks."""
        self.mend()
        self.leave_out()
        self.mend()

    @property
    def level(self) -> Flags:
        """By row place and column, whether an edge is drawn."""
        return self.wide[0][1:-1, 1:-1]

    @property
    def upright(self) -> Flags:
        """By column place and row, whether an edge is drawn."""
        return self.wide[1][1:-1, 1:-1]

    def _of(self, level: bool) -> tuple[Flags, Weights]:
        return (self.level, self.level_for) if level else (self.upright, self.upright_for)

    def is_drawn(self, run: Run) -> bool:
        """Whether the first edge of a run is chosen."""
        level, place, first, _ = run
        return bool(self._of(level)[0][place, first])

    def gain(self, change: Change) -> float:
        """By how much a change of all edges of some runs makes the whole less likely."""
        window = around(change, self.costs.shape)
        before = self._points(*window)
        against = -sum(map(self._speaks, change))
        self.flip(change)
        after = self._points(*window)
        self.flip(change)
        return after - before - against

    def _speaks(self, run: Run) -> float:
        """What speaks for the edges of a run to be as they are."""
        level, place, first, end = run
        flags, weights = self._of(level)
        signs = np.where(flags[place, first:end], 1.0, -1.0)
        return float(signs @ weights[place, first:end])

    def flip(self, change: Change) -> None:
        """Change the edges of some runs."""
        for level, place, first, end in change:
            self._of(level)[0][place, first:end] ^= True

    def undo(self, run: Run) -> None:
        """Leave the edges of a run out for good."""
        level, place, first, end = run
        flags, weights = self._of(level)
        flags[place, first:end] = False
        weights[place, first:end] = -IMPOSSIBLE

    def _points(self, top: int, bottom: int, left: int, right: int) -> float:
        """What the points of some rows and columns cost."""
        level = self.wide[0][top : bottom + 2, left : right + 1]
        upright = self.wide[1][left : right + 2, top : bottom + 1]
        points = points_of(level, upright)
        beside = passed_beside(level, self.near[0][:, top:bottom])
        beside |= passed_beside(upright, self.near[1][:, left:right]).T
        costs = np.take_along_axis(
            self.costs[top:bottom, left:right], points[..., None].astype(np.int64), 2
        )[..., 0]
        total = float(np.where(IS_CORNER[points] & beside, NARROW_CORNER, costs).sum())
        bars = bars_of(upright, self.near[1][1, left : right - 1]) & level[1:-1, 1:-1]
        total += NARROW_BAR * int(bars.sum())
        bars = bars_of(level, self.near[0][1, top : bottom - 1]) & upright[1:-1, 1:-1]
        return total + NARROW_BAR * int(bars.sum())

    def cost(self) -> float:
        """How unlikely the whole is; only differences mean anything."""
        speaks = self.level_for[self.level].sum() + self.upright_for[self.upright].sum()
        rows, columns, _ = self.costs.shape
        return self._points(0, rows, 0, columns) - float(speaks)

    def settle(self, strict: float = 1.0) -> None:
        """Choose each place's edges anew, given those that cross it, until nothing changes.

        Args:
            strict: times what a point costs.
        """
        for _ in range(ROUNDS):
            before = self.level.tobytes() + self.upright.tobytes()
            for level in (True, False):
                self._settle_places(level, range(len(self._of(level)[0])), strict)
            if self.level.tobytes() + self.upright.tobytes() == before:
                return

    def _settle_places(self, level: bool, places: Iterable[int], strict: float = 1.0) -> None:
        flags, weights = self._of(level)
        crossing, near = (self.wide[1], self.near[1]) if level else (self.wide[0], self.near[0])
        for place in places:
            bars = bars_of(crossing[:, place : place + 2], near[1, :-1])[0]
            worth = weights[place] - NARROW_BAR * bars
            flags[place] = likeliest(worth, strict * self._ways(level, place))

    def _ways(self, level: bool, place: int) -> Weights:
        """For each point of a place what it costs; by whether the edge before and after is drawn.

        Those are neither, the one after, the one before, and both.
        """
        own, crossing = self.wide if level else self.wide[::-1]
        near, far = self.near if level else self.near[::-1]
        before, after = crossing[1:-1, place], crossing[1:-1, place + 1]
        bits = (1, 2, 4, 8) if level else (4, 8, 1, 2)
        points = before * bits[2] + after * bits[3]
        ways = points[:, None] + np.array([0, bits[1], bits[0], bits[0] + bits[1]])
        beside = passed_beside(own[place : place + 3], near[:, place : place + 1])[0]
        beside |= passed_beside(crossing[:, place : place + 2], far)[:, 0]
        costs = self.costs[place] if level else self.costs[:, place]
        found = np.take_along_axis(costs, ways, 1)
        return np.where(IS_CORNER[ways] & beside[:, None], NARROW_CORNER, found)

    def leave_out(self) -> None:
        """Undo places of which too little is drawn, the least sure first."""
        while True:
            places = [(True, place) for place in self.used()[0]]
            places += [(False, place) for place in self.used()[1]]
            worth = {one: self._worth(*one) for one in places}
            lacks = {one: self.needs[not one[0]][one[1]] - worth[one] for one in places}
            least = max(places, key=lambda one: lacks[one], default=None)
            if least is None or lacks[least] <= 0:
                return
            flags, weights = self._of(least[0])
            if worth[least] >= TOLD_PLACE:
                self.left_out.append(least)
            flags[least[1]] = False
            # once left out it stays out, or settling would draw it again and again
            weights[least[1]] = -IMPOSSIBLE
            self.settle()

    def _worth(self, level: bool, place: int) -> float:
        """By how much the whole is less likely without a place, what crosses it chosen anew."""
        flags, weights = self._of(level)
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
        self.level[:], self.upright[:] = level_before, upright_before
        return worth

    def mend(self) -> None:
        """Change two stretches that meet if both together make the whole likelier."""
        for _ in range(ROUNDS):
            worth = {pair: self.gain(pair) for pair in self._pairs()}
            best = min(worth, key=lambda pair: worth[pair], default=None)
            if best is None or worth[best] >= 0:
                return
            self.flip(best)
            self.settle()

    def changes(self) -> Iterator[Change]:
        """Each stretch by itself, and two that meet, where the picture says little."""
        for run in stretches(self.level, self.upright):
            if self._speaks(run) < PLAIN:
                yield (run,)
        yield from self._pairs()

    def _pairs(self) -> list[Change]:
        meeting: dict[tuple[int, int], list[tuple[Run, float]]] = {}
        for run in stretches(self.level, self.upright):
            speaks = self._speaks(run)
            if speaks < THIN:
                level, place, first, end = run
                for at in (first, end):
                    point = (place, at) if level else (at, place)
                    meeting.setdefault(point, []).append((run, speaks))
        found = {
            (one, other)
            for runs in meeting.values()
            for (one, worth), (other, more) in combinations(runs, 2)
            if worth + more < THIN
        }
        return sorted(found)

    def used(self) -> tuple[list[int], list[int]]:
        """The row places and column places with an edge that is drawn."""
        rows = [place for place, flags in enumerate(self.level) if flags.any()]
        columns = [place for place, flags in enumerate(self.upright) if flags.any()]
        return rows, columns


def _seen(weights: Weights, narrow: Flags) -> Flags:
    """Edges that the picture speaks for; too short ones like those before and after."""
    drawn = np.pad(weights > 0, 1)
    beside = np.pad(weights > 0, ((0, 0), (1, 1)), mode="edge")
    drawn[1:-1, 1:-1][:, narrow] = (beside[:, :-2] & beside[:, 2:])[:, narrow]
    return drawn
