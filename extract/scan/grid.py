"""The tables of a straight page, and where it is not sure how they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import exp

import numpy as np

from extract._drawn import Rule
from extract._lattice import Lattice, lattices
from extract.scan.edges import Edges, Flags, Run, Weights, runs_drawn
from extract.scan.page_image import POINTS_PER_INCH
from extract.scan.places import Profile, places_of, profile_of, speaks_for
from extract.scan.rules import (
    FAINTEST,
    SHORTEST_LEVEL,
    SHORTEST_UPRIGHT,
    WEAKEST,
    Group,
    Piece,
    Ridges,
    groups_of,
    judged,
    pieces_of,
    ridges_of,
    strength_of,
    without_letters,
)
from extract.scan.straighten import Straight
from schemas.reading import BBox

KEPT_PIECE = 3.0
"""What must speak for the pieces of a place, in natural logarithms, that it is looked at again."""
KEPT_PLACE = 1.0
"""What must speak for one edge of a place at least."""
STRONG = 0.1
"""Of what speaks for the surest column, what must for one that rows are looked for with."""
USUAL_SHARE = 0.75
"""Of the length of rules, what is seen on a worn page."""
SURE = 3.0
"""An edge is in doubt if the next best table is not less likely by this; odds of 20 to 1."""
HALF_SEEN = 0.3
"""Share of an edge without letters that is told if it is dark, and the edge not taken for drawn."""
STUB = 8.0
"""Points of it, at least."""
NARROW = 7.0
"""Points between two places into which no cell of print fits: a table beside its cell's border."""
CROSSING = 1.2
"""Points around a crossing rule that say nothing."""
PASSES = 4
"""Rounds in which places without edges are left out."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of the page where the grid may be otherwise."""

    box: BBox
    """Points of the straight page."""
    reason: str
    sureness: float
    """From 0.5, which is not at all, to 1."""


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


@dataclass(frozen=True, slots=True)
class _Sight:
    """A page in one direction."""

    ridges: Ridges
    least: float

    def profiles(self, pieces: Sequence[Piece]) -> tuple[list[Profile], list[float], float]:
        """Places that some piece speaks for, how much, and the share of sure rules that is seen."""
        dpi = self.ridges.dpi
        found = [profile_of(self.ridges, at, self.least) for at in places_of(pieces, dpi)]
        total = dict.fromkeys(range(len(found)), 0.0)
        seen, length = 0.0, 0.0
        for piece in pieces:
            number = min(total, key=lambda one: abs(found[one].at - piece.at))
            worth = speaks_for(found[number], piece.start, piece.end, USUAL_SHARE, dpi)
            total[number] += max(worth, 0.0)
            blank, share, _, _ = found[number].share(piece.start, piece.end)
            if worth > KEPT_PIECE:
                seen, length = seen + blank * share, length + blank
        kept = [number for number in total if total[number] > KEPT_PIECE]
        share = seen / length if length else 0.0
        return [found[number] for number in kept], [total[number] for number in kept], share


def find_grid(straight: Straight, known: Sequence[float] = ()) -> Grid:
    """The tables of a page.

    Args:
        straight: the page.
        known: the columns of the last table of the page before, in points.
    """
    ridges = ridges_of(straight.gray, straight.dpi)
    strength = strength_of(ridges)
    least = max(FAINTEST, WEAKEST * strength)
    ridges = without_letters(ridges, strength)
    levels = pieces_of(ridges, least, SHORTEST_LEVEL)
    uprights = pieces_of(ridges.turned(), least, SHORTEST_UPRIGHT)
    ridges = judged(ridges, strength)
    across, down = _Sight(ridges, least), _Sight(ridges.turned(), least)
    rules: list[Rule] = []
    doubts: list[Doubt] = []
    for group in groups_of(levels, uprights, ridges.ink.shape, ridges.dpi):
        table = _Table.of(group, across, down)
        if table is not None:
            rules.extend(table.rules())
            doubts.extend(table.doubts())
    found = lattices(rules, known)
    if found is None:
        return Grid((), (), (Doubt((0, 0, 0, 0), "more lines than any table has", 0.5),))
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


@dataclass(frozen=True, slots=True)
class _Table:
    """Places of one group, and its edges."""

    rows: tuple[Profile, ...]
    columns: tuple[Profile, ...]
    edges: Edges
    dpi: float
    left_out: tuple[BBox, ...]

    @classmethod
    def of(cls, group: Group, across: _Sight, down: _Sight) -> _Table | None:
        rows, _, row_share = across.profiles(group.levels)
        columns, column_worth, column_share = down.profiles(group.uprights)
        dpi = across.ridges.dpi
        # headlines of words lie on places, too: they do not reach from one sure column to the next
        least = STRONG * max(column_worth, default=0.0)
        strong = [one for one, worth in zip(columns, column_worth, strict=True) if worth >= least]
        rows = _standing(rows, strong, row_share, dpi)
        columns = _standing(columns, rows, column_share, dpi)
        edges = _settled(rows, columns, row_share, column_share, dpi)
        left_out: list[BBox] = []
        for _ in range(PASSES):
            if edges is None:
                return None
            left_out.extend(_left_out(edges, rows, columns, dpi))
            kept_rows, kept_columns = edges.used()
            if len(kept_rows) == len(rows) and len(kept_columns) == len(columns):
                break
            # with fewer places edges are longer, and judged anew
            rows = [rows[number] for number in kept_rows]
            columns = [columns[number] for number in kept_columns]
            edges = _settled(rows, columns, row_share, column_share, dpi)
        return cls(tuple(rows), tuple(columns), edges, dpi, tuple(left_out)) if edges else None

    def rules(self) -> Iterator[Rule]:
        """Whole rules in points."""
        scale = POINTS_PER_INCH / self.dpi
        xs = [(place.at + 0.5) * scale for place in self.columns]
        ys = [(place.at + 0.5) * scale for place in self.rows]
        for y, flags in zip(ys, self.edges.level, strict=True):
            for first, end in runs_drawn(flags):
                yield Rule(xs[first], y, xs[end], y)
        for x, flags in zip(xs, self.edges.upright, strict=True):
            for first, end in runs_drawn(flags):
                yield Rule(x, ys[first], x, ys[end])

    def doubts(self) -> Iterator[Doubt]:
        """Runs of edges that could as well be otherwise, and points that cannot be."""
        for run in self.edges.stretches():
            margin = self.edges.gain(run)
            if margin < SURE:
                drawn = self.edges.is_drawn(run[:3])
                reason = "a faint rule was taken for drawn" if drawn else "a rule may be missing"
                yield Doubt(self._box(run), reason, _share(margin))
        for box in self.left_out:
            yield Doubt(box, "a faint line was taken for none", _share(1.0))
        for run in self._half_seen():
            yield Doubt(self._box(run), "part of a rule is to be seen", _share(0.0))
        for run in self.edges.lonely():
            yield Doubt(self._box(run), "a single line inside of one column or row", _share(0.0))

    def _half_seen(self) -> Iterator[Run]:
        """Edges that are not taken for drawn, though the picture shows a good piece of them."""
        margin = round(CROSSING * self.dpi / POINTS_PER_INCH)
        long = STUB * self.dpi / POINTS_PER_INCH
        for level, places, crossing in (
            (True, self.rows, self.columns),
            (False, self.columns, self.rows),
        ):
            for (place, profile), (number, (a, b)) in product(
                enumerate(places), enumerate(pairwise(crossing))
            ):
                blank, seen, _, _ = profile.share(round(a.at) + margin, round(b.at) - margin)
                if seen < HALF_SEEN or seen * blank < long:
                    continue
                if not self.edges.is_drawn((level, place, number)):
                    yield level, place, number, number + 1

    def _box(self, run: Run) -> BBox:
        scale = POINTS_PER_INCH / self.dpi
        level, place, first, end = run
        at = (self.rows if level else self.columns)[place].at * scale
        along = self.columns if level else self.rows
        start, stop = along[first].at * scale, along[end].at * scale
        return (start, at - 1, stop, at + 1) if level else (at - 1, start, at + 1, stop)


def _settled(
    rows: Sequence[Profile],
    columns: Sequence[Profile],
    row_share: float,
    column_share: float,
    dpi: float,
) -> Edges | None:
    if len(rows) < 2 or len(columns) < 2:  # noqa: PLR2004 - two sides
        return None
    edges = Edges.chosen(
        _weights(rows, columns, row_share, dpi),
        _weights(columns, rows, column_share, dpi),
        (_narrow(rows, dpi), _narrow(columns, dpi)),
    )
    edges.settle()
    edges.leave_out()
    return edges


def _left_out(
    edges: Edges, rows: Sequence[Profile], columns: Sequence[Profile], dpi: float
) -> Iterator[BBox]:
    scale = POINTS_PER_INCH / dpi
    x0, x1 = columns[0].at * scale, columns[-1].at * scale
    top, bottom = rows[0].at * scale, rows[-1].at * scale
    for level, place in edges.left_out:
        at = (rows if level else columns)[place].at * scale
        yield (x0, at - 1, x1, at + 1) if level else (at - 1, top, at + 1, bottom)


def _standing(
    places: Sequence[Profile], crossing: Sequence[Profile], share: float, dpi: float
) -> list[Profile]:
    """Places with an edge that the picture speaks for, from one crossing place to the next."""
    if len(crossing) < 2:  # noqa: PLR2004 - two ends
        return []
    best = _weights(places, crossing, share, dpi).max(axis=1, initial=0.0)
    return [place for place, worth in zip(places, best, strict=True) if worth > KEPT_PLACE]


def _share(margin: float) -> float:
    """Odds as a share; 0.5 is one to one."""
    return round(1 / (1 + exp(-max(margin, 0.0))), 3)


def _weights(
    places: Sequence[Profile], crossing: Sequence[Profile], share: float, dpi: float
) -> Weights:
    margin = round(CROSSING * dpi / POINTS_PER_INCH)
    return np.array(
        [
            [
                speaks_for(place, round(a.at) + margin, round(b.at) - margin, share, dpi)
                for a, b in pairwise(crossing)
            ]
            for place in places
        ]
    ).reshape(len(places), max(len(crossing) - 1, 0))


def _narrow(places: Sequence[Profile], dpi: float) -> Flags:
    least = NARROW * dpi / POINTS_PER_INCH
    return np.array([b.at - a.at < least for a, b in pairwise(places)], np.bool_)
