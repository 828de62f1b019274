"""One page as a picture, whatever it came in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.errors import InputRejected, Refusal

Gray = NDArray[np.uint8]
"""Rows by columns; 0 is black, 255 is white."""
POINTS_PER_INCH = 72.0
PIXELS_LIMIT = 150_000_000
"""A0 at 300 dpi has 139 million."""


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
