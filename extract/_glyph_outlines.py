"""The shape of a glyph: a hash that survives subsetting, and a small picture for likeness."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from extract._fonttools import (
    RecordingPen,
    decompose_cubic,
    decompose_quadratic,
    split_cubic,
    split_quadratic,
)

GRID = 16
"""Cells a side of the picture of a glyph."""
_SAMPLES = 2 * GRID
_STEPS = (0.25, 0.5, 0.75)
_EM = 1000
KEY_BYTES = 8

Op = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a glyph looks like, whatever its size."""

    picture: bytes
    """GRID × GRID bits, the box of the ink stretched over all of them."""
    width: int
    """Of the ink, in thousandths of the em."""
    bottom: int
    """Of the ink above the baseline, in thousandths of the em."""
    top: int


def _edges(ops: tuple[Op, ...]) -> list[tuple[float, float, float, float]]:
    """Outlines as straight edges, four for each curve."""
    edges: list[tuple[float, float, float, float]] = []
    start = at = (0.0, 0.0)
    for op, points in ops:
        if op == "moveTo":
            start = at = points[0]
        elif op == "qCurveTo" and points[-1] is None:  # a contour of control points only
            start = at = _middle(points[-2], points[0])
        for x, y in _corners(op, points, at, start):
            edges.append((at[0], at[1], x, y))
            at = (x, y)
    return edges


def contours(ops: tuple[Op, ...]) -> list[list[tuple[float, float]]]:
    """Outlines as polygons, four edges for each curve; those without an area are left out."""
    found: list[list[tuple[float, float]]] = []
    start = at = (0.0, 0.0)
    for op, points in ops:
        if op == "moveTo":
            start = at = points[0]
            found.append([start])
        elif op == "qCurveTo" and points[-1] is None:
            start = at = _middle(points[-2], points[0])
            found.append([start])
        for corner in _corners(op, points, at, start) if found else ():
            found[-1].append(corner)
            at = corner
    return [points for points in found if len(points) > 2]  # noqa: PLR2004 - a line


def _corners(
    op: str, points: tuple[Any, ...], at: tuple[float, float], start: tuple[float, float]
) -> list[tuple[float, float]]:
    if op == "lineTo":
        return list(points)
    if op == "closePath":
        return [start] if at != start else []
    corners: list[tuple[float, float]] = []
    if op == "qCurveTo":
        ends = points if points[-1] is not None else (*points[:-1], start)
        for control, end in decompose_quadratic(ends):
            corners += [piece[-1] for piece in split_quadratic(at, control, end, *_STEPS)]
            at = end
    elif op == "curveTo":
        for first, second, end in decompose_cubic(points):
            corners += [piece[-1] for piece in split_cubic(at, first, second, end, *_STEPS)]
            at = end
    return corners


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def draw(glyphs: Any, name: str) -> tuple[Op, ...]:
    """The outline of a glyph with its components in place; empty for one without ink."""
    pen = RecordingPen(glyphs)
    glyphs[name].draw(pen)
    ops = tuple((op, tuple(points)) for op, points in pen.value)
    return ops if any(op in ("lineTo", "qCurveTo", "curveTo") for op, _ in ops) else ()


def outline_key(ops: tuple[Op, ...], units_per_em: float) -> bytes:
    """A hash of the outline, whatever the size of the em and the side bearing.

    Subsetting programs rewrite side bearings, so the leftmost point is moved to 0.
    """
    left = min(point[0] for _, points in ops for point in points if point)
    scale = _EM / units_per_em
    parts: list[str] = []
    for op, points in ops:
        parts.append(op[:2])
        parts.extend(
            f"{round((point[0] - left) * scale)},{round(point[1] * scale)}" if point else "-"
            for point in points
        )
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=KEY_BYTES).digest()


def shape(ops: tuple[Op, ...], units_per_em: float) -> Shape | None:
    """The picture of an outline; None if nothing of it encloses an area."""
    straight = _edges(ops)
    if not straight:
        return None
    import numpy as np  # see `_glyph_table`

    edges = np.array(straight, dtype=np.float64)
    xs, ys = edges[:, 0::2], edges[:, 1::2]
    left, right, bottom, top = xs.min(), xs.max(), ys.min(), ys.max()
    if right <= left or top <= bottom:
        return None
    scale = _EM / units_per_em
    return Shape(
        _picture(edges, (left, bottom, right, top)),
        round((right - left) * scale),
        round(bottom * scale),
        round(top * scale),
    )


def _picture(edges: Any, box: tuple[float, float, float, float]) -> bytes:
    """By the rule of non-zero winding numbers, sampled twice as finely as the grid."""
    import numpy as np

    left, bottom, right, top = box
    steps = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    rows, columns = bottom + steps * (top - bottom), left + steps * (right - left)
    x0, y0, x1, y1 = edges.T
    crosses = (y0[None, :] <= rows[:, None]) != (y1[None, :] <= rows[:, None])
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    at = x0 + (rows[:, None] - y0) / rise * (x1 - x0)
    turns = np.where(crosses, np.sign(y1 - y0), 0.0)
    winding = np.einsum("re,rec->rc", turns, at[:, :, None] < columns[None, None, :])
    inside = (winding != 0).reshape(GRID, 2, GRID, 2).sum(axis=(1, 3))
    return np.packbits(inside >= 2).tobytes()  # noqa: PLR2004 - half of the four samples
