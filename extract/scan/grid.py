"""The tables of a straight page, and where it is not sure how they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from extract._drawn import Rule
from extract._lattice import Lattice, lattices
from extract.scan.ruled_table import Doubt, RuledTable, TooManyLines
from extract.scan.rules import (
    FAINTEST,
    LONG,
    SHORTEST_LEVEL,
    SHORTEST_UPRIGHT,
    WEAKEST,
    groups_of,
    judged,
    pieces_of,
    ridges_of,
    strength_of,
    without_letters,
)
from extract.scan.sight import Sight
from extract.scan.straighten import Straight


@dataclass(frozen=True, slots=True)
class Grid:
    """The tables of a page, in points of the straight page."""

    tables: tuple[Lattice, ...]
    certainty: tuple[float, ...]
    """For each table, how likely its least sure edge is right."""
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether nothing of it is in doubt."""
        return not self.doubts


DRAWING = Grid((), (), (Doubt((0, 0, 0, 0), "more lines than any table has", 0.5),))


def find_grid(straight: Straight, known: Sequence[float] = ()) -> Grid:
    """The tables of a page.

    Args:
        straight: the page.
        known: the columns of the last table of the page before, in points.
    """
    level, upright = ridges_of(straight.gray, straight.dpi)
    strength = strength_of(level, upright)
    least = max(FAINTEST, WEAKEST * strength)
    level, upright = without_letters(level, strength), without_letters(upright, strength)
    pieces = pieces_of(level, least, SHORTEST_LEVEL), pieces_of(upright, least, SHORTEST_UPRIGHT)
    across = Sight(judged(level, strength), least, inf)
    down = Sight(judged(upright, strength), least, LONG)
    rules: list[Rule] = []
    doubts: list[Doubt] = []
    try:
        for group in groups_of(*pieces, level.ink.shape, level.dpi):
            table = RuledTable.of(group, across, down, known)
            if table is not None:
                rules.extend(table.rules())
                doubts.extend(table.doubts())
    except TooManyLines:
        return DRAWING
    found = lattices(rules, known)
    if found is None:
        return DRAWING
    return Grid(found, tuple(_certainty(table, doubts) for table in found), tuple(doubts))


def _certainty(table: Lattice, doubts: Sequence[Doubt]) -> float:
    x0, x1 = table.columns[0], table.columns[-1]
    inside = [
        doubt.sureness
        for doubt in doubts
        if doubt.box[0] <= x1
        and doubt.box[2] >= x0
        and doubt.box[1] <= table.bottom
        and doubt.box[3] >= table.top
    ]
    return min(inside, default=1.0)
