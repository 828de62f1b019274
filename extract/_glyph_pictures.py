"""Pictures of words, drawn from the outlines of their glyphs alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extract._glyph_outlines import contours
from extract._glyph_words import Stroke

Gray = NDArray[np.uint8]
DPI = 400.0
"""What the reader of text brings all pictures to."""
_POINTS = 10.0
"""Size of the letters: of those that both readers know, in the middle."""
_EM = DPI * _POINTS / 72
"""Pixels."""
_FINER = 4
_FINE_EM = _EM * _FINER
_MARGIN = 0.25
"""Of the em, on all sides."""
_WIDEST = 40.0
"""Em; a word that is wider is none."""
_BITS = 4
"""Of a place between two pixels."""


def draw_word(strokes: Iterable[Stroke]) -> Gray | None:
    """A word, black on white, at `DPI` in letters of 10 points; None if it cannot be drawn."""
    glyphs = [_placed(stroke) for stroke in strokes]
    points = [point for glyph in glyphs for contour in glyph for point in contour]
    if not points:
        return None
    (left, bottom), (right, top) = np.min(points, axis=0), np.max(points, axis=0)
    if not (0 < right - left < _WIDEST and 0 < top - bottom < _WIDEST):
        return None
    width = round((right - left + 2 * _MARGIN) * _EM)
    height = round((top - bottom + 2 * _MARGIN) * _EM)
    ink = np.zeros((height * _FINER, width * _FINER), np.uint8)
    corner = np.array((left - _MARGIN, top + _MARGIN))
    for glyph in glyphs:
        _fill(ink, [(contour - corner) * (_FINE_EM, -_FINE_EM) for contour in glyph])
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(255 - small, np.uint8)


def _placed(stroke: Stroke) -> list[Any]:
    return [
        np.array(contour) / stroke.scale + (stroke.x, stroke.y) for contour in contours(stroke.ops)
    ]


def _fill(ink: Gray, glyph: Sequence[Any]) -> None:
    """Add a glyph, the largest contour first: one turned the other way is a hole in it."""
    ordered = sorted(glyph, key=lambda contour: -abs(_area(contour)))
    own = np.zeros_like(ink)
    for contour in ordered:
        is_outer = _area(contour) * _area(ordered[0]) > 0
        corners = np.rint(contour * (1 << _BITS)).astype(np.int32)
        cv2.fillPoly(own, [corners], 255 if is_outer else 0, cv2.LINE_8, _BITS)
    np.maximum(ink, own, out=ink)


def _area(points: Any) -> float:
    xs, ys = points[:, 0], points[:, 1]
    return float((xs * np.roll(ys, -1) - ys * np.roll(xs, -1)).sum() / 2)
