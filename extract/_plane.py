"""Matrices and boxes of a page."""

from __future__ import annotations

from math import hypot, sqrt
from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Box(NamedTuple):
    """Edges of an upright rectangle; the top is the smaller number."""

    x0: float
    top: float
    x1: float
    bottom: float

    def within(self, other: Box) -> Box:
        """The part of it that lies in the other box; empty boxes have edges of no sense."""
        return Box(
            max(self.x0, other.x0),
            max(self.top, other.top),
            min(self.x1, other.x1),
            min(self.bottom, other.bottom),
        )

    @property
    def is_empty(self) -> bool:
        """Whether no point lies in it; a line is not empty."""
        return self.x1 < self.x0 or self.bottom < self.top

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point lies in it, or at most `slack` outside."""
        return (
            self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack
        )


def product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, and `then` after it."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    return (
        a * m + b * o,
        a * n + b * p,
        c * m + d * o,
        c * n + d * p,
        e * m + f * o + q,
        e * n + f * p + r,
    )


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_of(points: list[Point]) -> Box:
    """The smallest box around points."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def size_of(matrix: Matrix) -> float:
    """By how much it enlarges lengths, on the average of all directions."""
    a, b, c, d, _, _ = matrix
    return sqrt(abs(a * d - b * c)) or hypot(a, b)


def page_matrix(crop: tuple[float, float, float, float], rotate: int) -> tuple[Matrix, Box]:
    """From the user space of a page to points from the top left corner as shown; its box."""
    x0, y0, x1, y1 = crop
    width, height = x1 - x0, y1 - y0
    turns = rotate % 360
    if turns == 90:  # noqa: PLR2004 - degrees
        return (0, 1, 1, 0, -y0, -x0), Box(0, 0, height, width)
    if turns == 180:  # noqa: PLR2004
        return (-1, 0, 0, 1, x1, -y0), Box(0, 0, width, height)
    if turns == 270:  # noqa: PLR2004
        return (0, -1, -1, 0, y1, x1), Box(0, 0, height, width)
    return (1, 0, 0, -1, -x0, y1), Box(0, 0, width, height)
