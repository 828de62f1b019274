"""The dark spots of a page as boxes, and what a few of them make of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.scan.page_image import POINTS_PER_INCH, Gray

CALM = 0.25
"""Sigma in points of the blur before ink is told from paper: a third of a pixel's noise at 150 dpi
goes with it, and the thinnest stroke of 7 pt print (0.5 pt) stays."""
DARK = 0.45
"""Of the darkness of the page's writing, what counts as ink: print seen through the sheet has a
fifth of it, a faded rule two fifths."""
PAPER_REACH = 12.0
"""Points around a place in which the lightest grey is taken for its paper."""
BLOCK = 3.0
"""Points of the squares whose darkest places are compared; strokes of letters cross most."""
EMPTY_SHARE = 0.2
"""Quantile of these that is paper and its noise: no page is filled with letters to four fifths."""
ABOVE_NOISE = 2.5
"""Times that darkness; squares with more of it hold ink. Noise alone reaches 1.6 times."""
WRITING_SHARE = 0.8
"""Quantile of the squares with ink that is as dark as writing; the rest are edges of letters."""
FAINTEST = 0.12
"""Darkness below which nothing is writing: what a blank sheet's noise comes to."""
SPECK = 0.75
"""Points; a spot that is smaller both ways is dust, unless it stands among writing: the dot of
7 pt print is 0.9 pt wide."""
DUSTY_SPECK = 1.7
"""The same on a page strewn with dust: specks of copies have 1 to 1.5 pt."""
DUSTY = 30
"""Lonely spots of that size that make a page dusty; clean pages had at most 6."""
LONELY = 9.0
"""Points around a lonely spot without anything larger."""
DASH_HEIGHT = 1.8
"""Points: the thickest dash seen is 0.9 pt of 12 pt print, and blur adds a pixel at 150 dpi."""
DASH_WIDTH = 1.4
"""Points: a hyphen of 7 pt print is 1.9 pt wide."""
DASH_FLAT = 1.35
"""Times that a dash is wider than high, at least."""


class Look(StrEnum):
    """What the ink of a cell is, before anyone reads it."""

    BLANK = "blank"
    DASH = "dash"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class Spot:
    """A connected piece of ink; edges in pixels, the area in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int
    area: int

    @property
    def width(self) -> int:
        """In pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """In pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class InkMap:
    """All ink of a page."""

    spots: tuple[Spot, ...]
    labels: NDArray[np.int32]
    """Of each pixel, the place of its spot in `spots` counted from 1; 0 is paper."""
    dpi: float
    speck: float
    """Pixels; lonely spots that are smaller both ways are dust."""

    def pixels(self, points: float) -> float:
        """A length in points as pixels."""
        return points * self.dpi / POINTS_PER_INCH


def ink_of(gray: Gray, dpi: float) -> InkMap:
    """Tell ink from paper, each place by the paper around it.

    Args:
        gray: the page without its rules.
        dpi: its resolution.
    """
    scale = dpi / POINTS_PER_INCH
    calm = np.asarray(cv2.GaussianBlur(gray, (0, 0), max(CALM * scale, 0.3)), np.uint8)
    paper = np.maximum(_paper(calm, scale), 1)
    darkness = np.asarray(1 - calm.astype(np.float32) / paper, np.float32)
    writing = max(_writing(darkness, scale), FAINTEST)
    mask = darkness > DARK * writing
    _, labelled, sizes, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    labels, stats = np.asarray(labelled, np.int32), np.asarray(sizes, np.int32)
    spots = tuple(_spot([int(value) for value in stats[number]]) for number in range(1, len(stats)))
    return InkMap(spots, labels, dpi, scale * (DUSTY_SPECK if _is_dusty(stats, scale) else SPECK))


def _is_dusty(stats: NDArray[np.int32], scale: float) -> bool:
    """Whether small spots lie about where nothing is written."""
    sizes = stats[1:, 2:4].max(axis=1)
    small = stats[1:][sizes <= DUSTY_SPECK * scale]
    large = stats[1:][sizes > DUSTY_SPECK * scale]
    if len(small) <= DUSTY:
        return False
    reach = LONELY * scale
    near = np.zeros(len(small), np.bool_)
    for left, top, width, height, _ in large:
        near |= (
            (small[:, 0] > left - reach)
            & (small[:, 0] < left + width + reach)
            & (small[:, 1] > top - reach)
            & (small[:, 1] < top + height + reach)
        )
    return int((~near & (small[:, 4] > 1)).sum()) > DUSTY


def _writing(darkness: NDArray[np.float32], scale: float) -> float:
    """How dark the page's writing is."""
    block = max(round(BLOCK * scale), 1)
    height, width = (length // block * block for length in darkness.shape)
    if not height or not width:
        return float(darkness.max(initial=0.0))
    blocks = darkness[:height, :width].reshape(height // block, block, width // block, block)
    darkest = blocks.max(axis=(1, 3))
    noise = float(np.quantile(darkest, EMPTY_SHARE))
    inked = darkest[darkest > max(ABOVE_NOISE * noise, FAINTEST)]
    return float(np.quantile(inked, WRITING_SHARE)) if inked.size else 0.0


def _paper(calm: Gray, scale: float) -> NDArray[np.float32]:
    """The grey of the paper at each place; found on a small copy, for it changes slowly."""
    height, width = calm.shape
    step = max(int(2 * scale), 1)
    size = (max(width // step, 1), max(height // step, 1))
    small = cv2.resize(calm, size, interpolation=cv2.INTER_AREA)
    reach = max(int(PAPER_REACH * scale / step), 1) | 1
    light = cv2.dilate(small, np.ones((reach, reach), np.uint8))
    light = cv2.GaussianBlur(light, (0, 0), reach / 2)
    return cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _spot(stats: Sequence[int]) -> Spot:
    left, top, width, height, area = stats
    return Spot(left, top, left + width, top + height, area)


def without_dust(spots: Iterable[Spot], speck: float) -> tuple[Spot, ...]:
    """The spots of a cell; dust is kept where it stands beside something larger.

    Args:
        spots: all of them.
        speck: how large dust is, in pixels.
    """
    known = tuple(spots)
    large = [spot for spot in known if max(spot.width, spot.height) > speck]
    return tuple(
        spot
        for spot in known
        if max(spot.width, spot.height) > speck or any(_beside(spot, one) for one in large)
    )


def _beside(dot: Spot, letter: Spot) -> bool:
    """Whether a dot may belong to a letter: within its height of it."""
    reach = max(letter.height, letter.width)
    return (
        letter.x0 - reach <= dot.x0
        and dot.x1 <= letter.x1 + reach
        and letter.top - reach <= dot.top
        and dot.bottom <= letter.bottom + reach
    )


def look_of(spots: Sequence[Spot], dpi: float) -> Look:
    """What the spots of one cell are, without dust."""
    if not spots:
        return Look.BLANK
    scale = dpi / POINTS_PER_INCH
    if all(_is_dash(spot, scale) for spot in spots) and _on_one_line(spots):
        return Look.DASH
    return Look.WRITING


def _is_dash(spot: Spot, scale: float) -> bool:
    return (
        spot.height <= DASH_HEIGHT * scale
        and spot.width >= DASH_WIDTH * scale
        and spot.width >= DASH_FLAT * spot.height
    )


def _on_one_line(spots: Sequence[Spot]) -> bool:
    """Whether some level line runs through all."""
    return max(spot.top for spot in spots) < min(spot.bottom for spot in spots)
