"""How a page was turned, tilted and bent on its way into the scanner, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, cos, radians, sin
from typing import Any

import cv2
import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

STRIP = 512
"""Rows that are straightened at once: their maps stay under 50 MiB at 600 dpi."""
Series = tuple[float, ...]
"""Coefficients of Legendre polynomials over the page's width or height from -1 to 1."""
Vector = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The way from an upright, straight page back to the picture; lengths in inches, no pixels."""

    turns: int
    """Quarter turns to the left by which the picture becomes upright."""
    width: float
    """Of the upright picture."""
    height: float
    angle: float = 0.0
    """Degrees, clockwise, by which its lines fall towards the right."""
    rise: Series = field(default=())
    """How much lower each place across lies than it should."""
    drift: Series = field(default=())
    """How much further right each place down lies than it should."""

    @property
    def is_straight(self) -> bool:
        """Whether nothing but quarter turns is needed."""
        return not self.angle and not self.rise and not self.drift

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the straight page: all corners of the picture are on it."""
        c, s = abs(cos(radians(self.angle))), abs(sin(radians(self.angle)))
        return self.width * c + self.height * s, self.width * s + self.height * c

    def back(self, xs: Vector, ys: Vector) -> tuple[Vector, Vector]:
        """Points of the straight page as points of the upright picture."""
        (ax, ay), (bx, by) = self._parts(xs, ys)
        return ax + bx, ay + by

    def _parts(self, xs: Vector, ys: Vector) -> tuple[tuple[Vector, Vector], tuple[Vector, Vector]]:
        """What places across and what places down add to the point of the picture."""
        width, height = self.size
        c, s = cos(radians(self.angle)), sin(radians(self.angle))
        rise = legendre.legval(2 * xs / width - 1, self.rise or (0.0,))
        drift = legendre.legval(2 * ys / height - 1, self.drift or (0.0,))
        u, v = xs - width / 2, ys - height / 2
        across = (c * u - s * rise + self.width / 2, s * u + c * rise + self.height / 2)
        down = (c * drift - s * v, s * drift + c * v)
        return across, down

    def apply(self, picture: NDArray[np.uint8], dpi: float, beyond: int = 255) -> NDArray[np.uint8]:
        """The picture upright and straight; what was beyond its edges is of one grey."""
        upright = np.ascontiguousarray(np.rot90(picture, self.turns))
        if self.is_straight:
            return upright
        width, height = (ceil(length * dpi) for length in self.size)
        xs = (np.arange(width) + 0.5) / dpi
        rows: list[NDArray[np.uint8]] = []
        for first in range(0, height, STRIP):
            ys = (np.arange(first, min(first + STRIP, height)) + 0.5) / dpi
            (ax, ay), (bx, by) = self._parts(xs, ys)
            from_x = _pixels(ax, dpi)[None, :] + _pixels(bx, dpi, 0.5)[:, None]
            from_y = _pixels(ay, dpi)[None, :] + _pixels(by, dpi, 0.5)[:, None]
            strip = cv2.remap(
                upright,
                from_x,
                from_y,
                cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=(beyond, beyond, beyond, beyond),
            )
            rows.append(np.asarray(strip, np.uint8))
        return np.concatenate(rows)

    def original(self, xs: Vector, ys: Vector) -> tuple[Vector, Vector]:
        """Points of the straight page as points of the picture before its quarter turns."""
        x, y = self.back(xs, ys)
        by_turns = (
            (x, y),
            (self.height - y, x),
            (self.width - x, self.height - y),
            (y, self.width - x),
        )
        return by_turns[self.turns % 4]


def _pixels(inches: Vector, dpi: float, less: float = 0.0) -> NDArray[np.float32]:
    """Single precision is exact to 0.001 pixels, and a whole page of it half the work."""
    return np.asarray(inches * dpi - less, np.float32)
