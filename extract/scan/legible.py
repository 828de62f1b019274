"""A crop of a scan made ready for a recogniser: white paper, smooth edges, one size of type."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

PAPER = 255

READ_DPI = 400
"""At this resolution the body of letters of 8 to 11 points is 24 to 33 pixels high."""

PAPER_INCHES = 0.17
"""Reach of the search for paper about a place: more than a stroke or a digit is wide."""

PAPER_DPI = 50
"""Paper changes slowly; it is looked for at this resolution."""

DARKEST_PAPER = 60
"""Below this it is a black edge or a picture, and dividing by it would make noise of it."""

SMOOTHING = 0.9
"""Sigma of the smoothing in pixels of the enlarged picture."""

PADDING = 4
"""Pixels of white about a line cut to its ink: what Tesseract itself leaves (`kImagePadding`)."""

DARK_INK = 140
FAINT_INK = 200
"""Greys of paper divided out. Between these bounds, what is darker than half-way to the darkest
place of the crop is ink: a dash of 8 points in a worn scan is no darker than 150, and noise is
rarely darker than 200."""

INK_SMOOTHING_POINTS = 0.25

SPECK_POINTS = 0.4
"""Square points; less is noise. The full stop of 7 point type has 0.5."""

LEAST_HEIGHT_POINTS = 5.0
"""A dash cut to its ink would be as tall as a letter: it keeps the room of one."""

POINTS_PER_INCH = 72


def legible(image: Gray, dpi: float, padding: int = PADDING) -> Gray:
    """The crop at `READ_DPI` on white, smoothed, with a frame of white."""
    scale = READ_DPI / dpi
    height, width = image.shape
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    enlarged = cv2.resize(on_white(image, dpi), size, interpolation=way)
    smooth = cv2.GaussianBlur(enlarged, (0, 0), SMOOTHING)
    return np.pad(np.asarray(smooth, np.uint8), padding, constant_values=PAPER)


def ink_box(image: Gray, dpi: float) -> tuple[int, int, int, int] | None:
    """x0, top, x1, bottom of all ink that is no speck, in pixels; None if there is none.

    It is at least `LEAST_HEIGHT_POINTS` high.
    """
    rows, columns = image.shape
    points = dpi / POINTS_PER_INCH
    _, _, pieces, _ = cv2.connectedComponentsWithStats(ink(image, dpi), connectivity=8)
    pieces = pieces[1:]  # the first is the paper
    pieces = pieces[pieces[:, cv2.CC_STAT_AREA] >= SPECK_POINTS * points**2]
    if not len(pieces):
        return None
    x0, top = pieces[:, :2].min(axis=0)
    x1, bottom = (pieces[:, :2] + pieces[:, 2:4]).max(axis=0)
    lacking = max(0, round((LEAST_HEIGHT_POINTS * points - (bottom - top)) / 2))
    edge = 1  # the grey rim of a letter
    return (
        max(int(x0) - edge, 0),
        max(int(top) - edge - lacking, 0),
        min(int(x1) + edge, columns),
        min(int(bottom) + edge + lacking, rows),
    )


def ink(image: Gray, dpi: float) -> Gray:
    """1 where there is ink, 0 elsewhere."""
    sigma = INK_SMOOTHING_POINTS * dpi / POINTS_PER_INCH
    smooth = np.asarray(cv2.GaussianBlur(on_white(image, dpi), (0, 0), sigma), np.uint8)
    limit = min(max((PAPER + int(smooth.min())) // 2, DARK_INK), FAINT_INK)
    return (smooth < limit).astype(np.uint8)


def on_white(image: Gray, dpi: float) -> Gray:
    """The image divided by its paper, which becomes white."""
    paper = np.maximum(_paper(image, dpi), DARKEST_PAPER).astype(np.float32)
    return np.minimum(image / paper * PAPER, PAPER).astype(np.uint8)


def _paper(image: Gray, dpi: float) -> Gray:
    """The paper behind the ink, at the size of the image."""
    height, width = image.shape
    small = (
        max(1, round(width * PAPER_DPI / dpi)),
        max(1, round(height * PAPER_DPI / dpi)),
    )
    coarse = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    reach = round(PAPER_INCHES * PAPER_DPI) | 1
    lightest = cv2.dilate(coarse, np.ones((reach, reach), np.uint8))
    even = cv2.GaussianBlur(lightest, (0, 0), reach / 2)
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
