"""Where places and their edges are on the straight page, in points."""

from __future__ import annotations

from collections.abc import Sequence

from extract.scan.page_image import POINTS_PER_INCH
from extract.scan.places import Profile
from extract.scan.rules import Piece
from extract.scan.runs import Run
from schemas.reading import BBox


def stroke_box(piece: Piece, dpi: float) -> BBox:
    """Around an upright piece of a line."""
    scale = POINTS_PER_INCH / dpi
    at = piece.at * scale
    return at - 1, piece.start * scale, at + 1, piece.end * scale


def points_of(place: Profile, dpi: float) -> float:
    """The middle of a row or column of pixels."""
    return (place.at + 0.5) * POINTS_PER_INCH / dpi


def run_box(places: tuple[Sequence[Profile], Sequence[Profile]], run: Run, dpi: float) -> BBox:
    """Around some edges of a row or column that follow on each other."""
    scale = POINTS_PER_INCH / dpi
    level, place, first, end = run
    across, along = places if level else places[::-1]
    at, start, stop = (one.at * scale for one in (across[place], along[first], along[end]))
    return (start, at - 1, stop, at + 1) if level else (at - 1, start, at + 1, stop)
