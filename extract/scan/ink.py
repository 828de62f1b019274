"""How dark a page is against its own paper, and what of it is thin and long."""

from __future__ import annotations

import cv2
import numpy as np

from extract.scan.page_image import POINTS_PER_INCH, Gray

PAPER_DPI = 40.0
"""Shades of paper are wider than 2 mm."""
PAPER_REACH = 14.0
"""Points; more than half of the height of letters, so that paper is always within reach."""
THICKEST = 3.2
"""Points; rules are thinner (2.25 pt is the thickest seen in 244 files, and copies spread ink)."""
BLACK = 255


def pixels(points: float, dpi: float) -> int:
    """A length in whole pixels, at least one."""
    return max(round(points * dpi / POINTS_PER_INCH), 1)


def odd(points: float, dpi: float) -> int:
    """A length in an odd number of pixels, so that it has a middle; at least three."""
    return max(2 * (pixels(points, dpi) // 2) + 1, 3)


def resized(gray: Gray, factor: float) -> Gray:
    """A smaller or larger picture."""
    if factor == 1:
        return gray
    height, width = gray.shape
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, size, interpolation=way), np.uint8)


def flipped(picture: Gray) -> Gray:
    """Rows as columns; OpenCV does it three times as fast as a copy of a view."""
    return np.asarray(cv2.transpose(picture), np.uint8)


def paper_of(gray: Gray, dpi: float) -> Gray:
    """The page without what is written on it."""
    small = resized(gray, min(1.0, PAPER_DPI / dpi))
    reach = odd(PAPER_REACH, min(dpi, PAPER_DPI))
    flat = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    flat = cv2.blur(flat, (reach, reach))
    height, width = gray.shape
    return np.asarray(cv2.resize(flat, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def ink_of(gray: Gray, dpi: float) -> Gray:
    """Ink from 0 (as light as the paper around) to 255 (black)."""
    paper = paper_of(gray, dpi)
    share = cv2.divide(gray, paper, scale=float(BLACK))
    return np.asarray(cv2.bitwise_not(share), np.uint8)


def level_ridges(ink: Gray, dpi: float) -> Gray:
    """Ink that is lighter both above and below within the width of a rule."""
    thin = odd(THICKEST, dpi)
    wide = odd(1.5, dpi)
    smooth = cv2.blur(ink, (wide, 1))
    kernel = np.ones((thin + 2, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, kernel), np.uint8)


def upright_ridges(ink: Gray, dpi: float) -> Gray:
    """Ink that is lighter both to the left and to the right within the width of a rule."""
    thin = odd(THICKEST, dpi)
    wide = odd(1.5, dpi)
    smooth = cv2.blur(ink, (1, wide))
    kernel = np.ones((1, thin + 2), np.uint8)
    return np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, kernel), np.uint8)
