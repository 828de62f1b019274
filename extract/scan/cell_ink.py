"""Which ink belongs to which cell, and what stands in no cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract._cell_tokens import Path
from extract._lattice import Box, Lattice
from extract.scan.spots import InkMap, Look, Spot, look_of, without_dust
from extract.scan.writing_lines import InkLine, lines_in

INSET = 0.6
"""Points from a rule's middle to the ink of its cell: half of a rule, and what was left of it."""
THIN = 1.2
"""Points; rests of rules are no thicker, and letters have no stroke as long as they."""
NEAR = 1.0
"""Points from the inset within which such a stroke is a rest of the border."""
LETTER = 17.0
"""Points; higher than a line of 11 pt print with all its signs (15 pt)."""
WIDER = 3.0
"""Points by which writing may reach over a border; a seal or a signature reaches further."""
FOREIGN_INK = 0.01
"""Of a cell's area, what a foreign spot must cover to be in its way."""


@dataclass(frozen=True, slots=True)
class CellInk:
    """The ink of one cell."""

    box: Box
    """In points of the straightened page."""
    look: Look
    lines: tuple[InkLine, ...]
    overprinted: bool
    """Whether a seal, a signature or a shadow lies over it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The ink of a page, shared out."""

    cells: dict[Path, CellInk]
    """Every cell, those of tables inside of cells, too."""
    outside: tuple[Spot, ...]
    """In no table; without dust."""
    foreign: tuple[Spot, ...]
    """Larger than writing, or across several cells."""


def share_ink(ink: InkMap, tables: Sequence[Lattice]) -> Shared:
    """Give every spot to the innermost cell that its middle lies in."""
    places = np.array([spot.middle for spot in ink.spots], np.float64).reshape(-1, 2)
    sizes = np.array([(spot.width, spot.height) for spot in ink.spots], np.float64).reshape(-1, 2)
    free = np.ones(len(ink.spots), np.bool_)
    foreign = np.zeros(len(ink.spots), np.bool_)
    owned: dict[Path, tuple[Box, NDArray[np.intp]]] = {}
    for path, box in _inner_first(tables):
        x0, top, x1, bottom = (ink.pixels(edge) for edge in (box.x0, box.top, box.x1, box.bottom))
        inside = (
            free
            & (places[:, 0] >= x0)
            & (places[:, 0] < x1)
            & (places[:, 1] >= top)
            & (places[:, 1] < bottom)
        )
        free &= ~inside
        wider = ink.pixels(2 * WIDER)
        beyond = inside & ((sizes[:, 0] > x1 - x0 + wider) | (sizes[:, 1] > bottom - top + wider))
        large = (sizes[:, 0] > ink.pixels(LETTER)) & (sizes[:, 1] > ink.pixels(LETTER))
        foreign |= beyond & large
        owned[path] = box, np.flatnonzero(inside & ~(beyond & large))
    in_the_way = np.concatenate([[False], foreign])
    cells = {
        path: _cell(ink, box, _picked(ink, numbers), in_the_way)
        for path, (box, numbers) in owned.items()
    }
    outside = without_dust(_picked(ink, np.flatnonzero(free)), ink.speck)
    return Shared(cells, outside, _picked(ink, np.flatnonzero(foreign)))


def _picked(ink: InkMap, numbers: NDArray[np.intp]) -> tuple[Spot, ...]:
    return tuple(ink.spots[int(number)] for number in numbers)


def _inner_first(tables: Sequence[Lattice]) -> Iterator[tuple[Path, Box]]:
    for number, table in enumerate(tables):
        yield from _boxes(table, (number,))


def _boxes(table: Lattice, above: Path) -> Iterator[tuple[Path, Box]]:
    """The number of a box; of those inside of it its number, their table's and their own."""
    for number, box in enumerate(table.boxes):
        for place, inner in enumerate(box.inner):
            yield from _boxes(inner, (*above, number, place))
        yield (*above, number), box


def _cell(ink: InkMap, box: Box, spots: Sequence[Spot], foreign: NDArray[np.bool_]) -> CellInk:
    inset = ink.pixels(INSET)
    x0, top = ink.pixels(box.x0) + inset, ink.pixels(box.top) + inset
    x1, bottom = ink.pixels(box.x1) - inset, ink.pixels(box.bottom) - inset
    known = [spot for spot in spots if _is_no_rest(spot, (x0, top, x1, bottom), ink)]
    own = without_dust(known, ink.speck)
    part = ink.labels[max(int(top), 0) : int(bottom), max(int(x0), 0) : int(x1)]
    covered = int(foreign[part].sum()) if part.size and foreign.any() else 0
    tall = any(spot.height > ink.pixels(LETTER) for spot in own)
    return CellInk(
        box,
        look_of(own, ink.dpi),
        lines_in(own, ink),
        tall or covered > FOREIGN_INK * part.size,
    )


def _is_no_rest(spot: Spot, inner: tuple[float, float, float, float], ink: InkMap) -> bool:
    """Whether a spot is more than what was left of a rule at the border of its cell."""
    x0, top, x1, bottom = inner
    thin, near = ink.pixels(THIN), ink.pixels(NEAR)
    if spot.width > spot.height:
        return spot.height > thin or (spot.top > top + near and spot.bottom < bottom - near)
    return spot.width > thin or (spot.x0 > x0 + near and spot.x1 < x1 - near)
