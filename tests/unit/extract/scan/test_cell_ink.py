"""Each spot of ink belongs to one cell, to the page around the tables, or to several cells."""

import numpy as np
from numpy.typing import NDArray

from extract._drawn import Rule
from extract._lattice import Lattice, lattices
from extract.scan.cell_ink import Shared, share_ink
from extract.scan.spots import Look, ink_of

DPI = 144
"""Two pixels a point."""


def grid() -> tuple[Lattice, ...]:
    """Two rows of two cells, 100 points wide and 50 high, from (50, 50) on."""
    levels = [Rule(50, y, 250, y + 0.5) for y in (50, 100, 150)]
    uprights = [Rule(x, 50, x + 0.5, 150) for x in (50, 150, 250)]
    found = lattices([*levels, *uprights])
    assert found
    return found


def page(*marks: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """A page of 300 by 200 points with dark marks: left, top, width, height in points."""
    gray = np.full((400, 600), 255, np.uint8)
    for x, y, width, height in marks:
        gray[2 * y : 2 * (y + height), 2 * x : 2 * (x + width)] = 20
    return gray


def shared(*marks: tuple[int, int, int, int]) -> Shared:
    return share_ink(ink_of(page(*marks), DPI), grid())


LETTERS = ((60, 60, 5, 8), (67, 60, 5, 8), (74, 60, 5, 8))


def test_writing_belongs_to_its_cell() -> None:
    cells = shared(*LETTERS).cells
    assert [cells[0, number].look for number in range(4)] == [
        Look.WRITING,
        Look.BLANK,
        Look.BLANK,
        Look.BLANK,
    ]
    assert len(cells[0, 0].lines) == 1


def test_no_spot_is_lost() -> None:
    marks = (*LETTERS, (180, 110, 6, 2), (20, 20, 6, 8), (40, 90, 160, 40))
    gray = page(*marks)
    ink = ink_of(gray, DPI)
    found = share_ink(ink, grid())
    in_cells = [spot for cell in found.cells.values() for line in cell.lines for spot in line.spots]
    assert len(in_cells) + len(found.outside) + len(found.foreign) == len(ink.spots)


def test_a_seal_over_cells_is_foreign_and_marks_what_lies_below() -> None:
    gray = page(*LETTERS)
    centre, radius = (2 * 100, 2 * 75), 60
    ys, xs = np.mgrid[0:400, 0:600]
    ring = np.abs(np.hypot(xs - centre[0], ys - centre[1]) - radius) < 3
    gray[ring] = 20
    found = share_ink(ink_of(gray, DPI), grid())
    assert len(found.foreign) == 1
    assert found.cells[0, 0].overprinted
    assert not found.cells[0, 3].overprinted


def test_rests_of_rules_are_no_writing() -> None:
    found = shared((51, 60, 1, 30), (60, 99, 30, 1))
    assert all(cell.look is Look.BLANK for cell in found.cells.values())


def test_a_lone_dash_in_a_cell() -> None:
    assert shared((95, 74, 5, 1), *((160, 60, 5, 8),)).cells[0, 0].look is Look.DASH
