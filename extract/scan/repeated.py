"""Cells that stand on page after page: what was read once is not read again.

A report repeats its header on each page. Two crops are the same writing if no place of the one is
darker than the other by more than noise; a digit that differs is a place that does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from extract._lattice import Box, Span
from extract.scan.engine import ReadText
from extract.scan.page_image import POINTS_PER_INCH, Gray

ROWS = 4
"""Rows of a header, with that of the column numbers."""
RESIZED = 1.0
"""Points by which the two may differ in size."""
SWAY = 2
"""Pixels by which one may lie otherwise in its crop."""
CALM = 0.35
"""Sigma in points of the blur before they are compared."""
ALIKE = 0.22
"""Of the darkness of the writing, what may differ at any place. The same cells of two pages differ
by 0.00 to 0.10 in half of the cases (150 and 200 dpi, clean to medium), and no two of 778 pairs of
different ones by less than 0.39."""
SURE = 0.9
"""Confidence of the reader of text in its least sure word from which on a reading is kept: of 3,713
held-out texts above it 33 were not exact, of 2,514 below it 782. What was doubtful is read anew."""
Stand = tuple[Span, Span]
"""Rows and columns of a cell."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A crop and what it was read as."""

    image: Gray
    dpi: float
    text: ReadText


@dataclass(slots=True)
class Repeated:
    """What the first rows of a document's pages said."""

    readings: dict[Stand, Reading] = field(default_factory=dict[Stand, Reading])

    def known(self, box: Box, image: Gray, dpi: float) -> ReadText | None:
        """What the same cell of an earlier page said, if it looks the same."""
        before = self.readings.get((box.rows, box.columns))
        if before is None or before.dpi != dpi or not is_same(before.image, image, dpi):
            return None
        return before.text

    def learn(self, box: Box, reading: Reading) -> None:
        """Keep what a cell said for the pages that follow, if it may be a header's and is sure."""
        if box.rows[0] < ROWS and reading.text.confidence >= SURE and not reading.text.unread:
            self.readings[box.rows, box.columns] = reading


def is_same(one: Gray, other: Gray, dpi: float) -> bool:
    """Whether two crops show the same writing, in the same place or a little beside it."""
    return difference(one, other, dpi) < ALIKE


def difference(one: Gray, other: Gray, dpi: float) -> float:
    """How much darker one is than the other where they differ most, in shares of the writing."""
    most = max(round(RESIZED * dpi / POINTS_PER_INCH), 1)
    height, width = (min(a, b) for a, b in zip(one.shape, other.shape, strict=True))
    if any(abs(a - b) > most for a, b in zip(one.shape, other.shape, strict=True)):
        return 1.0
    calm_one, calm_other = _darkness(one, dpi), _darkness(other, dpi)
    cut = calm_one[SWAY : height - SWAY, SWAY : width - SWAY]
    if not cut.size:
        return 1.0
    around = np.pad(calm_other, most)
    _, _, (left, top), _ = cv2.minMaxLoc(cv2.matchTemplate(around, cut, cv2.TM_SQDIFF))
    there = around[top : top + cut.shape[0], left : left + cut.shape[1]]
    return float(np.abs(cut - there).max())


def _darkness(image: Gray, dpi: float) -> NDArray[np.float32]:
    calm = cv2.GaussianBlur(image, (0, 0), CALM * dpi / POINTS_PER_INCH).astype(np.float32)
    paper, ink = float(np.quantile(calm, 0.9)), float(calm.min())
    return np.asarray(np.clip((paper - calm) / max(paper - ink, 1.0), 0, 1), np.float32)
