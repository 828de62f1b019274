"""Which upright lines part the columns of a table, and which only stand inside one of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from extract._lattice_rules import SHORTEST, SNAP, TOUCH, Frame, Line, frames

WIDE_SHARE = 0.5
"""Of a table's width, the least that a line between two rows covers.

Lines inside the header cover the targets only (25 to 36 % of the width in the samples), lines
between indicators leave out what is merged, up to the activity (68 to 74 %).
"""
KNOWN_SHARE = 0.8
"""Of the columns of the page before, the least that a table which goes on must have."""
DRIFT = 3.0
"""Points by which the lines of one table differ from page to page."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of a table, sorted by what they part."""

    columns: tuple[float, ...]
    """Where columns end, from the left frame to the right one."""
    levels: tuple[Line, ...]
    uprights: tuple[Line, ...]
    """Some stand beside the place of their column: single borders were moved by hand."""
    inner: tuple[Frame, ...]
    """Tables inside of cells."""
    moved: Mapping[float, float]
    """Where single borders stand, and the end of a column that they are."""
    goes_on: bool
    """Whether the columns are the known ones."""


def part(frame: Frame, known: Sequence[float]) -> Parts:
    """Sort the lines of a frame.

    Args:
        frame: lines that hang together.
        known: the columns of the page before; they are taken if this table goes on with them.
    """
    going_on = _going_on(frame, known)
    columns = going_on or _columns(frame)
    inner: list[Frame] = []
    gone: set[Line] = set()
    for left, right in pairwise(columns):
        for found, consumed in _inside(frame, left, right):
            inner.append(found)
            gone.update(consumed)
    return Parts(
        columns,
        tuple(line for line in frame.levels if line not in gone),
        tuple(line for line in frame.uprights if line not in gone),
        tuple(inner),
        {
            line.at: side
            for line in frame.uprights
            if line not in gone and (side := _moved_from(line, frame, columns)) is not None
        },
        bool(going_on),
    )


def _inside(frame: Frame, left: float, right: float) -> Iterator[tuple[Frame, tuple[Line, ...]]]:
    """Tables between two neighbouring ends of columns, and the lines that they take away."""
    weak = [line for line in frame.uprights if left + SNAP < line.at < right - SNAP]
    if not weak:
        return
    confined = _confined(frame, left, right)
    across = sorted(
        {line.at for line in frame.levels if line not in confined and line.covers(left, right)}
    )
    in_tables: set[Line] = set()
    for top, bottom in pairwise([-inf, *across, inf]):
        # tables in the cells of two rows may all but touch each other through the rows' border
        pieces = {
            Line(line.at, max(line.start, top), min(line.end, bottom)): line
            for line in weak
            if line.covers(top, bottom) >= SHORTEST
        }
        within = tuple(line for line in confined if top - SNAP <= line.at <= bottom + SNAP)
        for table in frames(within, tuple(pieces)):
            taken = [pieces[piece] for piece in table.uprights]
            in_tables.update(taken)
            yield table, (*table.levels, *taken)
    for line in weak:
        if line not in in_tables and not _missing(line, (left, right), frame):
            yield _split_cell(line, left, right), (line,)


def _confined(frame: Frame, left: float, right: float) -> tuple[Line, ...]:
    """Level lines that do not leave one column."""
    return tuple(
        line for line in frame.levels if line.start >= left - DRIFT and line.end <= right + DRIFT
    )


def _split_cell(line: Line, left: float, right: float) -> Frame:
    """A cell that was split in two: a table of one row."""
    return Frame((Line(line.start, left, right), Line(line.end, left, right)), (line,))


def _missing(line: Line, sides: tuple[float, float], frame: Frame) -> list[float]:
    """Of the ends of columns beside a line, those that are not drawn along it."""
    height = line.end - line.start
    return [
        side
        for side in sides
        if frame.x0 + SNAP < side < frame.x1 - SNAP
        and 2 * sum(other.covers(line.start, line.end) for other in _at(frame, side)) <= height
    ]


def _moved_from(line: Line, frame: Frame, columns: Sequence[float]) -> float | None:
    """The end of a column that a line is, which stands elsewhere; None for all other lines."""
    for left, right in pairwise(columns):
        if left + SNAP < line.at < right - SNAP:
            sides = _missing(line, (left, right), frame)
            return min(sides, key=lambda side: abs(side - line.at), default=None)
    return None


def _at(frame: Frame, place: float) -> list[Line]:
    return [line for line in frame.uprights if abs(line.at - place) <= SNAP]


def _places(frame: Frame) -> dict[float, list[Line]]:
    found: dict[float, list[Line]] = defaultdict(list)
    for line in frame.uprights:
        found[line.at].append(line)
    return found


def _columns(frame: Frame) -> tuple[float, ...]:
    """The columns that a header shows, and those that go through several rows."""
    wide = _wide_lines(frame)
    places = _places(frame)
    top = frame.top
    shown: set[float] = set()
    for end in (*wide, frame.bottom):
        shown = {
            place
            for place, lines in places.items()
            if any(line.covers(top, end) >= SHORTEST for line in lines)
            and frame.x0 + SNAP < place < frame.x1 - SNAP
        }
        if shown:
            break
    return _framed(shown | _crossing(frame, _framed(shown, frame)), frame)


def _framed(places: set[float], frame: Frame) -> tuple[float, ...]:
    inner = {place for place in places if frame.x0 + SNAP < place < frame.x1 - SNAP}
    return (frame.x0, *sorted(inner), frame.x1)


def _wide_lines(frame: Frame) -> list[float]:
    """Places of lines below the upper frame that part whole rows."""
    covered: dict[float, float] = defaultdict(float)
    for line in frame.levels:
        covered[line.at] += line.end - line.start
    least = WIDE_SHARE * (frame.x1 - frame.x0)
    return [
        place
        for place, length in sorted(covered.items())
        if length >= least and place > frame.top + SNAP
    ]


def _crossing(frame: Frame, columns: Sequence[float]) -> set[float]:
    """Places of lines that go through a border of rows, and part one of these rows alone."""
    confined = {
        sides: _confined(frame, *sides)
        for sides in pairwise(columns)
        if any(sides[0] + SNAP < line.at < sides[1] - SNAP for line in frame.uprights)
    }
    if not confined:
        return set()
    all_confined = {line for lines in confined.values() for line in lines}
    borders = sorted({line.at for line in frame.levels if line not in all_confined})
    rows = list(pairwise([frame.top, *borders, frame.bottom]))
    return {
        line.at
        for (left, right), lines in confined.items()
        for line in frame.uprights
        if left + SNAP < line.at < right - SNAP
        and any(line.start < place - DRIFT and line.end > place + DRIFT for place in borders)
        and any(_parts_row(line, row, lines) for row in rows)
    }


def _parts_row(line: Line, row: tuple[float, float], confined: Sequence[Line]) -> bool:
    """Whether an upright line goes through a whole row, and meets no line of a table inside."""
    top, bottom = row
    height = bottom - top
    return (
        height >= SHORTEST
        and line.covers(top, bottom) >= height - DRIFT
        and not any(
            top + SNAP < other.at < bottom - SNAP
            and other.start - TOUCH <= line.at <= other.end + TOUCH
            for other in confined
        )
    )


def _going_on(frame: Frame, known: Sequence[float]) -> tuple[float, ...]:
    """The known columns, as they stand on this page; empty if the table is another one."""
    if (
        not known
        or abs(frame.x0 - known[0]) > DRIFT
        or abs(frame.x1 - known[-1]) > DRIFT
        or _crossing(frame, _framed(set(known), frame))
    ):
        return ()
    own = sorted(_places(frame))
    found = {place: _nearest(place, own) for place in known[1:-1]}
    here = sum(place is not None for place in found.values())
    if here < KNOWN_SHARE * len(found) and any(_nearest(place, known) is None for place in own):
        return ()
    return _framed({own or place for place, own in found.items()}, frame)


def _nearest(place: float, places: Sequence[float]) -> float | None:
    best = min(places, key=lambda other: abs(other - place), default=None)
    return best if best is not None and abs(best - place) <= DRIFT else None
