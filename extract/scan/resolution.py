"""How many dots an inch of a scan has: as the file says, or as its paper must be."""

from __future__ import annotations

from itertools import product

PAPERS = {"A4": (8.27, 11.69), "Legal": (8.5, 14.0), "Letter": (8.5, 11.0), "A3": (11.69, 16.54)}
"""Inches. Reports are printed on A4 and Legal, wide tables on A3; Letter is what scanners that were
never set up take a page for."""
USUAL = (100, 150, 200, 240, 300, 400, 600)
"""What scanners offer."""
LEAST, MOST = 90.0, 1250.0
"""72 and 96 are what programs write that do not know; scanners for paper end at 1,200."""
DOUBTED = (72.0, 96.0)
SHORTEST_SIDE, LONGEST_SIDE = 2.0, 60.0
"""Inches; what is beyond is no page."""


def is_plausible(dpi: float, width: int, height: int) -> bool:
    """Whether a scanner may have said this of so many pixels."""
    if not LEAST <= dpi <= MOST or any(abs(dpi - one) < 1 for one in DOUBTED):
        return False
    short, long = sorted((width / dpi, height / dpi))
    return short >= SHORTEST_SIDE and long <= LONGEST_SIDE


def guess(width: int, height: int) -> float:
    """The usual resolution at which so many pixels are the nearest to a sheet of paper."""
    short, long = sorted((width, height))

    def off(choice: tuple[int, tuple[float, float]]) -> float:
        dpi, (paper_short, paper_long) = choice
        return abs(short / dpi / paper_short - 1) + abs(long / dpi / paper_long - 1)

    return float(min(product(USUAL, PAPERS.values()), key=off)[0])
