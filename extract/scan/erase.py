"""A page without the rules of its tables, so that crops of cells hold letters only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extract._lattice import Lattice
from extract.scan.ink import BLACK, THICKEST, odd, paper_of, pixels
from extract.scan.page_image import POINTS_PER_INCH, Gray
from extract.scan.straighten import Straight

BAND = 1.8
"""Points to both sides of a rule's place in which its ink lies: half of a thick one, and what is
left of a bow."""
FAINT = 16
"""Ink that is still painted over: the soft edge of a rule."""
CORNER = 1.2
"""Points around a crossing that are painted over: a crossing is no stroke of either direction."""
Side = tuple[float, float, float]
"""Its place, start and end, in points."""


def without_rules(straight: Straight, tables: Iterable[Lattice]) -> Gray:
    """The page with the rules painted in the colour of the paper.

    Only what is as thin as a rule goes: where a letter's stroke runs into a rule, both stay there.
    """
    clean = straight.gray.copy()
    paper = paper_of(clean, straight.dpi)
    turned, turned_paper = clean.T, paper.T
    levels: set[Side] = set()
    uprights: set[Side] = set()
    for table in tables:
        levels.update(_sides(table, level=True))
        uprights.update(_sides(table, level=False))
    for side in sorted(levels):
        _paint(clean, paper, side, straight.dpi)
    for side in sorted(uprights):
        _paint(turned, turned_paper, side, straight.dpi)
    for at, start, end in sorted(levels):
        _paint_corner(clean, paper, (start, at), straight.dpi)
        _paint_corner(clean, paper, (end, at), straight.dpi)
    return clean


def _sides(table: Lattice, *, level: bool) -> Iterator[Side]:
    for box in table.boxes:
        if level:
            yield box.top, box.x0, box.x1
            yield box.bottom, box.x0, box.x1
        else:
            yield box.x0, box.top, box.bottom
            yield box.x1, box.top, box.bottom
        for inner in box.inner:
            yield from _sides(inner, level=level)


def _paint(page: Gray, paper: Gray, side: Side, dpi: float) -> None:
    """Take what is thin out of the band of one level side; the page is changed in place."""
    scale = dpi / POINTS_PER_INCH
    at, start, end = (round(one * scale) for one in side)
    band, thin = pixels(BAND, dpi), odd(THICKEST, dpi) + 2
    first, last = max(at - band - thin, 0), at + band + thin + 1
    around = (slice(first, last), slice(max(start, 0), end + 1))
    here = page[around]
    if not here.size:
        return
    ink = _ink(here, paper[around])
    # soft edges of a rule are seen best where it is whole along a few points
    smooth = cv2.blur(ink, (3, 1))
    thin_ink = cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, np.ones((thin, 1), np.uint8))
    mask = cv2.dilate((thin_ink > FAINT).astype(np.uint8), np.ones((3, 1), np.uint8))
    # a stroke that goes on above or below is a letter's
    mask[_goes_on(ink, at - first, band)] = 0
    inside = slice(max(at - band - first, 0), at + band + 1 - first)
    here[inside] = np.where(mask[inside] > 0, paper[around][inside], here[inside])


def _goes_on(ink: Gray, middle: int, band: int) -> NDArray[np.bool_]:
    """Where ink runs from the rule out of its band, above or below."""
    dark = ink > 4 * FAINT
    above = dark[max(middle - band - 1, 0) : middle].all(axis=0)
    below = dark[middle + 1 : middle + band + 2].all(axis=0)
    return np.broadcast_to(above | below, ink.shape)


def _ink(gray: Gray, paper: Gray) -> Gray:
    share = cv2.divide(np.ascontiguousarray(gray), np.ascontiguousarray(paper), scale=float(BLACK))
    return np.asarray(cv2.bitwise_not(share), np.uint8)


def _paint_corner(page: Gray, paper: Gray, point: tuple[float, float], dpi: float) -> None:
    scale, reach = dpi / POINTS_PER_INCH, pixels(CORNER, dpi)
    x, y = (round(one * scale) for one in point)
    around = (slice(max(y - reach, 0), y + reach + 1), slice(max(x - reach, 0), x + reach + 1))
    page[around] = paper[around]
