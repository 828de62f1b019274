"""One group of rules as a table: its places, its edges, and what of it is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from extract._drawn import Rule
from extract.scan.edges import Edges
from extract.scan.evidence import (
    LOST,
    NARROW_COLUMN,
    NARROW_ROW,
    USUAL,
    narrow_of,
    seen_along,
    wear_of,
    weights_of,
)
from extract.scan.page_image import POINTS_PER_INCH
from extract.scan.place_boxes import points_of, run_box, stroke_box
from extract.scan.places import Profile, Seen, Wear, profile_of
from extract.scan.rules import Group, Piece
from extract.scan.runs import Run, lonely, runs_drawn
from extract.scan.same_columns import NEAR, known_places, missing
from extract.scan.sight import Sight
from schemas.reading import BBox

KEPT_PLACE = 1.0
"""What must speak for one edge of a place at least."""
STRONG = 0.1
"""Of what speaks for the surest place, what must for one that counts: of 54 columns of a faded page
15 did, and all 64 of a sheet of squared paper."""
SURE = 3.0
"""An edge is in doubt if the next best table is not less likely by this; odds of 20 to 1."""
PEN, PEN_SHARE = 40.0, 0.9
"""Points that a line inside of one column or row must be long without letters, and how much of it
must be seen, as a share of what is seen of others: arcs of seals and strokes of signatures are as
straight for 27 pt."""
HALF_SEEN = 0.3
"""Share of an edge without letters that is told if it is dark, and the edge not taken for drawn."""
STUB = 8.0
"""Points of it, at least."""
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


MOST_COLUMNS, MOST_ROWS = 40, 150
"""Places for which much speaks; the widest form has 16 columns, and small tables in its cells bring
some ten more. A photograph of 50 by 100 took 100 s to come to nothing."""
MOST_POINTS = 3_500
"""Crossings of all places: stems of letters bring up to 54 columns where rules are faded, of which
14 are left. A poster of 101 by 50 took more than two minutes of CPU."""


class TooManyLines(Exception):
    """It is a drawing, and no table."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """Places of one group, and its edges."""

    rows: tuple[Profile, ...]
    columns: tuple[Profile, ...]
    edges: Edges
    dpi: float
    left_out: tuple[BBox, ...]
    of_a_pen: tuple[BBox, ...]
    """Lines inside of one column or row that were taken for a pen's."""
    lacking: tuple[float, ...]
    """Columns of the page before that may be here, too, in points."""

    @classmethod
    def of(
        cls, group: Group, across: Sight, down: Sight, known: Sequence[float]
    ) -> RuledTable | None:
        """The table that a group of pieces is, if it is one.

        Args:
            group: the pieces.
            across: the page for its level rules.
            down: the page for its uprights.
            known: the columns of the page before, in points.

        Raises:
            TooManyLines: it is a drawing.
        """
        levels, strong_rows = _strong(across.profiles(group.levels))
        uprights, strong = _strong(down.profiles(group.uprights))
        if len(strong_rows) > MOST_ROWS or len(strong) > MOST_COLUMNS:
            raise TooManyLines
        dpi = across.ridges.dpi
        # headlines of words lie on places, too: they do not reach from one sure column to the next
        rows: list[Profile] = _standing(levels, strong, dpi)
        expected = known_places(known, [points_of(one, dpi) for one in strong])
        tall = [piece for piece in group.uprights if down.is_tall_rule(piece)]
        places = _with(uprights, expected, down)
        columns: list[Profile] = _standing(places, rows, dpi, tall)
        left_out: list[BBox] = []
        of_a_pen: list[BBox] = []
        edges, wear = None, USUAL
        for left in reversed(range(PASSES)):
            if len(rows) < 2 or len(columns) < 2:  # noqa: PLR2004 - two sides
                return None
            if len(rows) * len(columns) > MOST_POINTS:
                raise TooManyLines
            level, upright = seen_along(rows, columns, dpi), seen_along(columns, rows, dpi)
            edges = _settled(level, upright, wear, (rows, columns), dpi, expected)
            wear = wear_of((*level, *upright), (edges.level, edges.upright))
            edges = _settled(level, upright, wear, (rows, columns), dpi, expected)
            edges.choose()
            left_out.extend(_left_out(edges, rows, columns, dpi))
            for run in lonely(edges.level, edges.upright):
                if _is_weak((level if run[0] else upright)[run[1]], run, wear, dpi):
                    edges.undo(run)
                    of_a_pen.append(run_box((rows, columns), run, dpi))
            kept_rows, kept_columns = edges.used()
            if left == 0 or (len(kept_rows), len(kept_columns)) == (len(rows), len(columns)):
                break
            # with fewer places edges are longer, and judged anew
            rows = [rows[number] for number in kept_rows]
            columns = [columns[number] for number in kept_columns]
        if edges is None:
            return None
        near = NEAR * dpi / POINTS_PER_INCH
        left_out.extend(
            stroke_box(piece, dpi)
            for piece in tall
            if all(abs(piece.at - one.at) > near for one in columns)
        )
        lacking = _lacking(columns, expected, down, rows, wear)
        return cls(
            tuple(rows), tuple(columns), edges, dpi, tuple(left_out), tuple(of_a_pen), lacking
        )

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
        told: set[Run] = set()
        for change in self.edges.changes():
            margin = self.edges.gain(change)
            if margin < SURE and not told.intersection(change):
                told.update(change)
                drawn = self.edges.is_drawn(change[0])
                reason = "a faint rule was taken for drawn" if drawn else "a rule may be missing"
                for run in change:
                    yield Doubt(self._box(run), reason, _share(margin))
        for run in self._half_seen():
            if run not in told:
                yield Doubt(self._box(run), "part of a rule is to be seen", _share(0.0))
        for box in self.left_out:
            yield Doubt(box, "a faint line was taken for none", _share(1.0))
        top, bottom = points_of(self.rows[0], self.dpi), points_of(self.rows[-1], self.dpi)
        for x in self.lacking:
            yield Doubt((x - 1, top, x + 1, bottom), "a column of the page before", _share(0.0))
        kept = (self._box(run) for run in lonely(self.edges.level, self.edges.upright))
        for box in (*self.of_a_pen, *kept):
            yield Doubt(box, "a single line inside of one column or row", _share(0.0))

    def _half_seen(self) -> Iterator[Run]:
        """Edges that are not taken for drawn, though the picture shows a good piece of them."""
        long = STUB * self.dpi / POINTS_PER_INCH
        for level, places, crossing, flags in (
            (True, self.rows, self.columns, self.edges.level),
            (False, self.columns, self.rows, self.edges.upright),
        ):
            for place, seen in enumerate(seen_along(places, crossing, self.dpi)):
                is_half = seen.dark_blank > np.maximum(HALF_SEEN * seen.blank, long)
                for number in np.flatnonzero(is_half & ~flags[place]).tolist():
                    yield level, place, number, number + 1

    def _box(self, run: Run) -> BBox:
        return run_box((self.rows, self.columns), run, self.dpi)


def _strong(found: tuple[list[Profile], list[float]]) -> tuple[list[Profile], list[Profile]]:
    """All places, and those for which much speaks."""
    places, worth = found
    least = STRONG * max(worth, default=0.0)
    return places, [one for one, much in zip(places, worth, strict=True) if much >= least]


def _with(columns: Sequence[Profile], expected: Sequence[float], down: Sight) -> list[Profile]:
    """The columns, and those of the page before that no piece speaks for."""
    dpi = down.ridges.dpi
    more = missing(expected, [points_of(one, dpi) for one in columns])
    at = [x * dpi / POINTS_PER_INCH - 0.5 for x in more]
    # no stem of a letter stands there by chance
    added = [profile_of(down.ridges, one, down.least, among_letters=True) for one in at]
    return sorted([*columns, *added], key=lambda one: one.at)


def _lacking(
    columns: Sequence[Profile],
    expected: Sequence[float],
    down: Sight,
    rows: Sequence[Profile],
    wear: Wear,
) -> tuple[float, ...]:
    """Columns of the page before that were not found, and that the picture does not rule out."""
    dpi = down.ridges.dpi
    found = [points_of(one, dpi) for one in columns]
    more = _with((), missing(expected, found), down)
    worth = [float(seen.speaks(wear, dpi).max()) for seen in seen_along(more, rows, dpi)]
    return tuple(
        points_of(one, dpi) for one, best in zip(more, worth, strict=True) if best > -LOST / 2
    )


def _is_weak(seen: Seen, run: Run, wear: Wear, dpi: float) -> bool:
    """Whether a line by itself is too short, or too worn, for a rule."""
    edges = slice(run[2], run[3])
    blank = float(seen.blank[edges].sum())
    dark = float(seen.dark_blank[edges].sum())
    return blank < PEN * dpi / POINTS_PER_INCH or dark < PEN_SHARE * wear.drawn * blank


def _settled(
    level: Sequence[Seen],
    upright: Sequence[Seen],
    wear: Wear,
    places: tuple[Sequence[Profile], Sequence[Profile]],
    dpi: float,
    expected: Sequence[float],
) -> Edges:
    return Edges.guessed(
        weights_of(level, wear, dpi),
        weights_of(upright, wear, dpi),
        (narrow_of(places[0], NARROW_ROW, dpi), narrow_of(places[1], NARROW_COLUMN, dpi)),
        [bool(missing([points_of(one, dpi)], expected)) for one in places[1]],
    )


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
    places: Sequence[Profile],
    crossing: Sequence[Profile],
    dpi: float,
    sure: Sequence[Piece] = (),
) -> list[Profile]:
    """Places with an edge that the picture speaks for, from one crossing place to the next."""
    if len(crossing) < 2:  # noqa: PLR2004 - two ends
        return []
    near = NEAR * dpi / POINTS_PER_INCH
    return [
        place
        for place, seen in zip(places, seen_along(places, crossing, dpi), strict=True)
        if float(seen.speaks(USUAL, dpi).max()) > KEPT_PLACE
        or any(abs(piece.at - place.at) <= near for piece in sure)
    ]


def _share(margin: float) -> float:
    """Odds as a share; 0.5 is one to one."""
    return round(1 / (1 + exp(-max(margin, 0.0))), 3)
