"""Which way is up: letters hang from their headline.

Each Bangla word has a long level stroke, the matra, with letters below it and little above. Rules
of a table are longer and have as much on one side as on the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.scan.ink import BLACK, odd, pixels
from extract.scan.page_image import Gray

HEADLINE = 7.0
"""Points of a stroke, at least: wider than the bars of single digits and Latin letters at 11 pt."""
LONGEST = 45.0
"""Points; longer strokes are rules."""
HANGING = (1.5, 4.5)
"""Points below the headline in which letters stand, at 8 to 12 pt."""
INKED = 70
"""Ink that is a letter's; bleed-through has 50."""
LEAST = 400
"""Pixels of headline at 100 dpi on which a decision can stand: about five words."""
SURE = 1.5
"""Times the evidence for the next best way; the least of the upright test pages was 3."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """Quarter turns to the left that make a picture upright, and whether that is sure."""

    turns: int
    is_sure: bool


def orientation_of(ink: Gray, dpi: float) -> Orientation:
    """Look at a page that is level or upright, but may lie on its side or head."""
    # turned by n quarters to the left, would its letters hang from headlines? Or stand on them?
    worth = [_hanging(np.ascontiguousarray(np.rot90(ink, turns)), dpi) for turns in range(2)]
    worth += [-one for one in worth]
    order = sorted(range(4), key=lambda turns: -worth[turns])
    best, second = worth[order[0]], worth[order[1]]
    if best < LEAST * (dpi / 100.0) ** 2:
        return Orientation(0, is_sure=False)
    return Orientation(order[0], is_sure=best >= SURE * max(second, 1.0))


def _hanging(ink: Gray, dpi: float) -> float:
    """How many pixels of headlines have letters below, less those that have them above."""
    binary = (ink > INKED).astype(np.uint8)
    strokes = cv2.morphologyEx(
        binary, cv2.MORPH_OPEN, np.ones((1, pixels(HEADLINE, dpi)), np.uint8)
    )
    rules = cv2.morphologyEx(binary, cv2.MORPH_OPEN, np.ones((1, odd(LONGEST, dpi)), np.uint8))
    strokes[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    near, far = pixels(HANGING[0], dpi), pixels(HANGING[1], dpi)
    # a shifted mean: of the ink between `near` and `far` below, and above
    body, middle = cv2.blur(ink, (1, far - near + 1)), (near + far) // 2
    rows, columns = np.nonzero(strokes)
    below = body[np.minimum(rows + middle, len(ink) - 1), columns]
    above = body[np.maximum(rows - middle, 0), columns]
    return (float(below.sum(dtype=np.int64)) - float(above.sum(dtype=np.int64))) / BLACK
