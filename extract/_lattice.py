"""Lines to cells: a grid of all places where something is parted, and what no line parts is one.

The frame counts as drawn on all sides. Chromium and WeasyPrint leave the lower line out under a
cell that goes on on the next page, and the last row of a page may have none at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract._drawn import Rule
from extract._lattice_columns import DRIFT, Parts, part
from extract._lattice_rules import SHORTEST, SNAP, Frame, Line, frames, lines_of

DEPTH_LIMIT = 4
"""Tables inside of tables; Word itself nests deeper only on purpose."""
LINES_LIMIT = 1_500
"""In one direction of a page: at 0.4 pt each, a drawing and no table."""
MISSING = 3.0
"""Points that an edge of a cell may lack, where it meets others."""
COVERED_SHARE = 0.5
"""Of a short edge, the least that must be drawn."""

Span = tuple[int, int]
"""The first one, and one past the last."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell's place in the grid and on the page; numbers from 0, lengths in points."""

    rows: Span
    columns: Span
    x0: float
    top: float
    x1: float
    bottom: float
    inner: tuple[Lattice, ...] = ()

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x0 <= x < self.x1 and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table: where its columns end and the cells, row by row; empty cells are boxes, too."""

    columns: tuple[float, ...]
    n_rows: int
    boxes: tuple[Box, ...]
    top: float
    bottom: float
    goes_on: bool = False
    """Whether its columns are those of the table before it."""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.columns) - 1

    @property
    def is_table(self) -> bool:
        """Whether it is more than a frame around some text."""
        return len(self.boxes) > 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside of its outline."""
        return self.columns[0] <= x < self.columns[-1] and self.top <= y < self.bottom


def lattices(rules: Sequence[Rule], known: Sequence[float] = ()) -> tuple[Lattice, ...] | None:
    """The tables of a page, from the top down; None if it has more lines than any table.

    Args:
        rules: what the page draws.
        known: the columns of the last table of the page before.
    """
    levels, uprights = lines_of(rules)
    if max(len(levels), len(uprights)) > LINES_LIMIT:
        return None
    found: list[Lattice] = []
    for frame in frames(levels, uprights):
        lattice = _lattice(frame, () if found else known, 0)
        if lattice is not None:
            found.append(lattice)
    return tuple(_nested(found))


def _nested(found: Sequence[Lattice]) -> Iterator[Lattice]:
    """The outermost tables, with those that stand apart inside of their cells put there."""
    outer: list[Lattice] = []
    for lattice in sorted(found, key=lambda one: -_area(one)):
        place = next((n for n, one in enumerate(outer) if _box_around(one, lattice)), None)
        if place is None:
            outer.append(lattice)
        else:
            outer[place] = _put_in(outer[place], lattice)
    yield from sorted(
        (one for one in outer if one.is_table or one.goes_on),
        key=lambda one: (one.top, one.columns[0]),
    )


def _area(lattice: Lattice) -> float:
    return (lattice.columns[-1] - lattice.columns[0]) * (lattice.bottom - lattice.top)


def _box_around(outer: Lattice, inner: Lattice) -> Box | None:
    x, y = (inner.columns[0] + inner.columns[-1]) / 2, (inner.top + inner.bottom) / 2
    box = next((box for box in outer.boxes if box.holds(x, y)), None)
    return box if box and inner.columns[-1] - inner.columns[0] <= box.x1 - box.x0 + DRIFT else None


def _put_in(outer: Lattice, inner: Lattice) -> Lattice:
    around = _box_around(outer, inner)
    if not inner.is_table or around is None:
        return outer
    deeper = next((n for n, one in enumerate(around.inner) if _box_around(one, inner)), None)
    tables = list(around.inner)
    if deeper is None:
        tables = sorted([*tables, inner], key=lambda one: (one.top, one.columns[0]))
    else:
        tables[deeper] = _put_in(tables[deeper], inner)
    boxes = tuple(
        replace(box, inner=tuple(tables)) if box is around else box for box in outer.boxes
    )
    return replace(outer, boxes=boxes)


def _lattice(frame: Frame, known: Sequence[float], depth: int) -> Lattice | None:
    parts = part(frame, known)
    xs = _places([*parts.columns, *(line.at for line in parts.uprights)])
    ys = _row_places(frame, parts, xs)
    grid = _Grid(xs, ys, parts)
    boxes = sorted(_boxes(grid, parts), key=lambda box: (box.rows[0], box.columns[0]))
    lattice = Lattice(
        columns=parts.columns,
        n_rows=len(ys) - 1,
        boxes=tuple(boxes),
        top=frame.top,
        bottom=frame.bottom,
        goes_on=parts.goes_on,
    )
    if depth < DEPTH_LIMIT:
        for inner in parts.inner:
            table = _lattice(inner, (), depth + 1)
            if table is not None:
                lattice = _put_in(lattice, table)
    return lattice


def _row_places(frame: Frame, parts: Parts, xs: Sequence[float]) -> tuple[float, ...]:
    """Where rows end: at lines that part something, and that no text could stand between."""
    inner = [
        line.at for line in parts.levels if frame.top + SHORTEST < line.at < frame.bottom - SHORTEST
    ]
    places = _places([frame.top, *inner, frame.bottom])
    parting = {place for place, _ in _drawn(parts.levels, places, xs)}
    kept = {0, *parting, len(places) - 1}
    return tuple(y for place, y in enumerate(places) if place in kept)


def _places(values: Sequence[float]) -> tuple[float, ...]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > SNAP:
            places.append(value)
    return tuple(places)


class _Grid:
    """The places of a grid, and which of its edges are drawn."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], parts: Parts) -> None:
        self.xs, self.ys = xs, ys
        self.right = _drawn(parts.uprights, xs, ys)
        self.below = _drawn(parts.levels, ys, xs)

    def regions(self) -> Iterator[tuple[Span, Span]]:
        """Rows and columns of what no line parts; what is no rectangle is cut into some."""
        n_columns = len(self.xs) - 1
        open_above: dict[Span, int] = {}
        for row in range(len(self.ys) - 1):
            runs = dict.fromkeys(self._runs(row, n_columns), row)
            for run, start in open_above.items():
                if run in runs and not self._closed(row, run):
                    runs[run] = start
                else:
                    yield (start, row), run
            open_above = runs
        for run, start in open_above.items():
            yield (start, len(self.ys) - 1), run

    def _runs(self, row: int, n_columns: int) -> Iterator[Span]:
        start = 0
        for column in range(1, n_columns + 1):
            if column == n_columns or (column, row) in self.right:
                yield start, column
                start = column

    def _closed(self, row: int, run: Span) -> bool:
        """Whether a line is drawn above a run of a row."""
        return any((row, column) in self.below for column in range(*run))


def _drawn(
    lines: Sequence[Line], across: Sequence[float], along: Sequence[float]
) -> frozenset[Span]:
    """Which edges are drawn, by the number of their place across and along."""
    covered: dict[Span, float] = defaultdict(float)
    for line in lines:
        place = _nearest(across, line.at)
        first = max(bisect_right(along, line.start) - 1, 0)
        for step in range(first, len(along) - 1):
            if along[step] >= line.end:
                break
            covered[place, step] += line.covers(along[step], along[step + 1])
    return frozenset(
        edge
        for edge, length in covered.items()
        if length >= max(along[edge[1] + 1] - along[edge[1]] - MISSING, 0)
        and length >= COVERED_SHARE * (along[edge[1] + 1] - along[edge[1]])
    )


def _nearest(places: Sequence[float], at: float) -> int:
    above = min(bisect_right(places, at), len(places) - 1)
    return min((max(above - 1, 0), above), key=lambda number: abs(places[number] - at))


def _boxes(grid: _Grid, parts: Parts) -> Iterator[Box]:
    taken: set[Span] = set()
    number_of = {x: _nearest(parts.columns, parts.moved.get(x, x)) for x in grid.xs}
    for rows, run in sorted(grid.regions()):
        left, right = grid.xs[run[0]], grid.xs[run[1]]
        first, end = number_of[left], number_of[right]
        if first == end or (rows[0], first) in taken:
            # beside a border that was moved: its text is kept as a paragraph
            continue
        taken.add((rows[0], first))
        yield Box(rows, (first, end), left, grid.ys[rows[0]], right, grid.ys[rows[1]])
