"""Rules and filled boxes out of the paths that a page draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from extract._drawn import Rule
from extract._plane import Box, Matrix, Point, box_of, moved, size_of

THIN = 3.0
"""Points; filled boxes up to it are rules. The thickest table border that Word offers is 6 pt wide,
as double and triple lines; single ones in the 244 measured files were 0.48 to 2.25 pt."""
_SLANT = 0.3
"""Points that the ends of a level line may differ in height; LibreOffice rounds to 0.1 pt."""
_NEAR = 0.05
"""Points that a corner of a rectangle may be off."""


@dataclass(slots=True)
class Path:
    """The path under construction, in user space."""

    lines: list[list[Point]] = field(default_factory=list[list[Point]])
    curved: set[int] = field(default_factory=set[int])

    def move(self, x: float, y: float) -> None:
        """Begin a new subpath."""
        self.lines.append([(x, y)])

    def line(self, x: float, y: float) -> None:
        """Go straight on."""
        if self.lines:
            self.lines[-1].append((x, y))

    def curve(self, *points: float) -> None:
        """Go on in a curve, of which the control points are kept."""
        if self.lines:
            self.curved.add(len(self.lines) - 1)
            self.lines[-1].extend(zip(points[0::2], points[1::2], strict=False))

    def close(self) -> None:
        """Go back to the beginning."""
        if self.lines and self.lines[-1][0] != self.lines[-1][-1]:
            self.lines[-1].append(self.lines[-1][0])

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        """A closed rectangle."""
        right, top = x + width, y + height
        self.lines.append([(x, y), (right, y), (right, top), (x, top), (x, y)])

    def box(self, ctm: Matrix) -> Box | None:
        """All that the path encloses, on the page."""
        points = [moved(ctm, *point) for line in self.lines for point in line]
        return box_of(points) if points else None


def stroked(path: Path, ctm: Matrix, width: float, clip: Box) -> list[Rule]:
    """The level and upright lines of a path, clipped."""
    half = width * size_of(ctm) / 2
    rules: list[Rule] = []
    for number, line in enumerate(path.lines):
        if number in path.curved:
            continue
        points = [moved(ctm, *point) for point in line]
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) <= _SLANT and abs(ax - bx) > _SLANT:
                y = (ay + by) / 2
                box = Box(min(ax, bx), y - half, max(ax, bx), y + half)
            elif abs(ax - bx) <= _SLANT and abs(ay - by) > _SLANT:
                x = (ax + bx) / 2
                box = Box(x - half, min(ay, by), x + half, max(ay, by))
            else:
                continue
            seen = box.within(clip)
            if not seen.is_empty:
                rules.append(Rule(*seen))
    return rules


def filled(path: Path, ctm: Matrix, clip: Box) -> tuple[list[Rule], list[Box]]:
    """The thin filled boxes of a path as rules, and the others."""
    rules: list[Rule] = []
    boxes: list[Box] = []
    for number, line in enumerate(path.lines):
        if number in path.curved or len(line) < 4:  # noqa: PLR2004 - corners
            continue
        points = [moved(ctm, *point) for point in line]
        box = box_of(points)
        if not all(_is_corner(point, box) for point in points):
            continue
        seen = box.within(clip)
        if seen.is_empty:
            continue
        if min(box.x1 - box.x0, box.bottom - box.top) <= THIN:
            rules.append(Rule(*seen))
        else:
            boxes.append(seen)
    return rules, boxes


def _is_corner(point: Point, box: Box) -> bool:
    x, y = point
    return min(abs(x - box.x0), abs(x - box.x1)) <= _NEAR and (
        min(abs(y - box.top), abs(y - box.bottom)) <= _NEAR
    )
