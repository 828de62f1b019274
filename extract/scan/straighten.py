"""A page as it was scanned, made upright and straight."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.scan.ink import ink_of, odd, resized
from extract.scan.orientation import orientation_of
from extract.scan.page_image import POINTS_PER_INCH, Gray, PageImage
from extract.scan.shape import Shape
from extract.scan.skew import angle_of, bend_of, points_of
from schemas.reading import BBox

LOOKING_DPI = 100.0
"""A rule is one pixel wide there, and 0.01 degrees are 0.2 pixels over a page."""
SMALLEST_ANGLE = 0.02
"""Degrees: 0.7 px over the width of a landscape page at 200 dpi."""
DARK = 110
"""Grey of a scanner's lid or of the shadow beside the paper, at most."""
THICK = 4.0
"""Points; the least thickness of what counts as such an edge, and more than any rule has."""
EDGE_REACH = 0.06
"""Share of the page's size within which an edge must end: what reaches further is a picture."""


@dataclass(frozen=True, slots=True)
class Straight:
    """A page that is upright, straight, and without the scanner's black edges."""

    gray: Gray
    dpi: float
    number: int
    shape: Shape
    page_size: tuple[float, float]
    """Width and height of the original page image in points."""
    is_upright_sure: bool = True
    """Whether the way up was seen; a page without words is left as it lies."""

    def to_page(self, box: BBox) -> BBox:
        """Where a box of pixels lies on the original page image, in points."""
        x0, top, x1, bottom = (one / self.dpi for one in box)
        xs = np.array([x0, x1, x0, x1, (x0 + x1) / 2, (x0 + x1) / 2])
        ys = np.array([top, top, bottom, bottom, top, bottom])
        across, down = self.shape.original(xs, ys)
        width, height = self.page_size
        # a page of a PDF is not always as large as its pixels say
        full = (self.shape.width, self.shape.height)
        across = np.clip(across * width / full[self.shape.turns % 2], 0, width)
        down = np.clip(down * height / full[1 - self.shape.turns % 2], 0, height)
        return float(across.min()), float(down.min()), float(across.max()), float(down.max())

    def points(self, box: BBox) -> BBox:
        """A box of this page in points, as one of pixels."""
        scale = self.dpi / POINTS_PER_INCH
        x0, top, x1, bottom = box
        return x0 * scale, top * scale, x1 * scale, bottom * scale


def straighten(page: PageImage) -> Straight:
    """Turn, level and flatten a page."""
    small = resized(page.gray, min(1.0, LOOKING_DPI / page.dpi))
    dpi = page.dpi * small.shape[1] / page.gray.shape[1]
    edges = black_edges(small, dpi)
    ink = ink_of(without_edges(small, edges), dpi)
    angle = angle_of(*points_of(ink, dpi))
    if abs(angle) < SMALLEST_ANGLE:
        angle = 0.0
    height, width = (length / page.dpi for length in page.gray.shape)
    level = Shape(0, width, height, angle).apply(255 - ink, dpi)
    orientation = orientation_of(255 - level, dpi)
    turns = orientation.turns
    upright = 255 - np.ascontiguousarray(np.rot90(level, turns))
    rows, columns = points_of(upright, dpi)
    if turns % 2:
        width, height = height, width
    shape = Shape(turns, width, height, angle, bend_of(rows, dpi), bend_of(columns, dpi))
    clean = without_edges(page.gray, edges) if edges.any() else page.gray
    return Straight(
        shape.apply(clean, page.dpi, _paper(clean)),
        page.dpi,
        page.number,
        shape,
        (page.width, page.height),
        orientation.is_sure,
    )


def black_edges(gray: Gray, dpi: float) -> Gray:
    """Where the lid, or the shadow beside the paper, is: dark, thick, and at the picture's edge."""
    dark = (gray < DARK).astype(np.uint8)
    size = odd(THICK, dpi)
    # beyond the picture it is as dark as at its edge
    framed = cv2.copyMakeBorder(dark, size, size, size, size, cv2.BORDER_REPLICATE)
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    inner = thick[size:-size, size:-size]
    _, labels = cv2.connectedComponents(np.ascontiguousarray(inner), connectivity=8)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    height, width = gray.shape
    across, down = int(EDGE_REACH * width), int(EDGE_REACH * height)
    middle = set(np.unique(labels[down : height - down, across : width - across]).tolist())
    keep = sorted(set(np.unique(rim).tolist()) - {0} - middle)
    mask = np.isin(labels, keep).astype(np.uint8)
    return np.asarray(cv2.dilate(mask, np.ones((5, 5), np.uint8)), np.uint8)


def without_edges(gray: Gray, edges: Gray) -> Gray:
    """The page with its black edges painted in the colour of the paper."""
    if not edges.any():
        return gray
    paper = _paper(gray)
    height, width = gray.shape
    mask = cv2.resize(edges, (width, height), interpolation=cv2.INTER_NEAREST)
    clean = gray.copy()
    clean[mask > 0] = paper
    return clean


def _paper(gray: Gray) -> int:
    """The usual grey of a page; most of it is paper."""
    return int(np.median(gray[::8, ::8]))
