"""Cuts a block of writing into its lines, each whole and alone; no ink is left behind.

Tesseract's own search for lines dropped 3 of the 22 lines of one remark and mixed the words of two
others, and says nothing of either.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.legible import PAPER, POINTS_PER_INCH, SPECK_POINTS, Gray, ink

SMOOTHING_POINTS = 0.8
"""Sigma along the page; strokes within a letter flow together, lines do not."""

DEEPEST = 0.4
"""Two lines are apart where the ink between them is less than this share of the fainter one's."""

LEAST_PITCH_POINTS = 6.5
"""Lines of 7 point type set solid are further apart; the parts of a letter are not."""

TALL = 1.5
"""Pieces taller than this many lines join two of them, and are cut where the lines are."""

LEAST_SIGN_POINTS = 1.8
"""A line has a piece as wide or as high as this; a dash of 7 point type has 2, and the specks of a
photocopy reach 1.5."""

RIM = 2
"""Pixels of grey about the ink of another line that go with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """The picture of one line, other lines painted over, and its first row in the block."""

    image: Gray
    top: int


def cut_lines(image: Gray, dpi: float) -> tuple[Line, ...]:
    """The lines of a block from top to bottom; none where there is no ink."""
    points = dpi / POINTS_PER_INCH
    count, found, measured, _ = cv2.connectedComponentsWithStats(ink(image, dpi), connectivity=8)
    labels, pieces = np.asarray(found, np.int32), np.asarray(measured, np.int32)
    specks = pieces[:, cv2.CC_STAT_AREA] < SPECK_POINTS * points**2
    specks[0] = True  # the paper
    writing = ~specks[labels]
    if not writing.any():
        return ()
    cuts = _cuts(writing.sum(axis=1), points)
    if not cuts:
        return (Line(image, 0),)
    owners = _owners(labels, count, pieces, writing, cuts)
    signs = pieces[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    written = np.unique(owners[(signs >= LEAST_SIGN_POINTS * points)[labels]])
    return tuple(_line(image, owners, int(number)) for number in written if number)


def _cuts(profile: NDArray[np.int64], points: float) -> list[int]:
    """Rows between two lines, by the amount of ink in each row."""
    sigma = SMOOTHING_POINTS * points
    smooth = cv2.GaussianBlur(profile.astype(np.float64)[:, None], (1, 0), sigmaX=1, sigmaY=sigma)
    heights = np.asarray(smooth, np.float64)[:, 0]
    tops = _peaks(heights)
    while len(tops) > 1:
        valleys = [int(a + np.argmin(heights[a:b])) for a, b in pairwise(tops)]
        shares = [
            1.0 + heights[row]
            if below - above < LEAST_PITCH_POINTS * points
            else heights[row] / min(heights[above], heights[below])
            for row, above, below in zip(valleys, tops, tops[1:], strict=False)
        ]
        worst = int(np.argmax(shares))
        if shares[worst] < DEEPEST:
            return valleys
        # the fainter of the two is a part of the other
        del tops[worst if heights[tops[worst]] < heights[tops[worst + 1]] else worst + 1]
    return []


def _peaks(heights: NDArray[np.float64]) -> list[int]:
    """Rows with more ink than those about them."""
    framed = np.concatenate(([-1.0], heights, [-1.0]))
    return [
        row
        for row in range(len(heights))
        if framed[row] < framed[row + 1] >= framed[row + 2] and heights[row] > 0
    ]


def _owners(
    labels: NDArray[np.int32],
    count: int,
    pieces: NDArray[np.int32],
    writing: NDArray[np.bool_],
    cuts: list[int],
) -> NDArray[np.int32]:
    """For each pixel of ink the line it belongs to, from 1; 0 elsewhere.

    A piece goes whole to the line that has most of it, so that signs which reach into the next line
    stay with their letters.
    """
    by_row = np.zeros(labels.shape[0], np.int64)
    for cut in cuts:
        by_row[cut:] += 1
    lines = len(cuts) + 1
    rows = np.broadcast_to(by_row[:, None], labels.shape)[writing]
    found = labels[writing]
    shares = np.bincount(found * lines + rows, minlength=count * lines).reshape(count, lines)
    owner = shares.argmax(axis=1)[found]
    pitch = float(np.median(np.diff([0, *cuts, labels.shape[0]])))
    tall = pieces[:, cv2.CC_STAT_HEIGHT] > TALL * pitch
    owners = np.zeros(labels.shape, np.int32)
    owners[writing] = np.where(tall[found], rows, owner) + 1
    return owners


def _line(image: Gray, owners: NDArray[np.int32], number: int) -> Line:
    own = owners == number
    rows = np.flatnonzero(own.any(axis=1))
    top, bottom = max(int(rows[0]) - RIM, 0), int(rows[-1]) + 1 + RIM
    kernel = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    window = owners[top:bottom]
    others = cv2.dilate(((window > 0) & (window != number)).astype(np.uint8), kernel)
    kept = cv2.dilate((window == number).astype(np.uint8), kernel)
    alone = image[top:bottom].copy()
    paper = int(np.median(image[owners == 0])) if (owners == 0).any() else PAPER
    alone[(others > 0) & (kept == 0)] = paper
    return Line(alone, top)
