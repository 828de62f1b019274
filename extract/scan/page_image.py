"""One page as a picture, whatever it came in."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from schemas.errors import InputRejected, Refusal

Gray = NDArray[np.uint8]
"""Rows by columns; 0 is black, 255 is white."""
POINTS_PER_INCH = 72.0
PIXELS_LIMIT = 150_000_000
"""A0 at 300 dpi has 139 million."""
WORKED_PIXELS = 25_000_000
"""A3 at 350 dpi. Straightening and looking for rules holds some 36 bytes for each, so that 50
million took 1.8 GiB."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as it was scanned, neither turned nor straightened."""

    gray: Gray
    dpi: float
    number: int
    """From 1."""
    width: float
    """Points."""
    height: float
    colour: NDArray[np.uint8] | None = None
    """Rows by columns by red, green and blue; None where the page is all but grey."""
    is_dpi_guessed: bool = False
    """Whether the file gives no resolution that can be true."""


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A page that is in the file and cannot be decoded whole."""

    number: int
    reason: str


def worked(page: PageImage) -> PageImage:
    """The page with no more pixels than are worked on: a larger one at less dots an inch."""
    pixels = page.gray.size
    if pixels <= WORKED_PIXELS:
        return page
    factor = (WORKED_PIXELS / pixels) ** 0.5
    height, width = page.gray.shape
    size = (round(width * factor), round(height * factor))

    def smaller(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)

    return replace(
        page,
        gray=smaller(page.gray),
        colour=None if page.colour is None else smaller(page.colour),
        dpi=page.dpi * size[0] / width,
    )


@contextmanager
def memory_told() -> Generator[None]:
    """Tell want of memory in OpenCV as Python tells it.

    Raises:
        MemoryError: there was not enough.
    """
    try:
        yield
    except cv2.error as error:
        if error.code != cv2.Error.StsNoMem:
            raise
        raise MemoryError(str(error)) from error


def refuse_bomb(width: int, height: int) -> None:
    """Look at a size before anything of that size is made.

    Raises:
        InputRejected: IMAGE_BOMB.
    """
    if width * height > PIXELS_LIMIT:
        raise InputRejected(
            Refusal.IMAGE_BOMB,
            f"The picture claims {width:,} x {height:,} pixels.",
            f"Scan it at 300 dpi; a page may have {PIXELS_LIMIT:,} pixels.",
        )
