"""Lines of writing as Tesseract gets them, one for each page of a TIFF, and their places back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.scan.engine import Box, Kind, Picture
from extract.scan.legible import PADDING, READ_DPI, Gray, ink_box, legible
from extract.scan.line_cut import Line, cut_lines


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line as Tesseract gets it, and where it lies."""

    picture: int
    """Number of the picture that it was cut from."""
    image: Gray
    box: Box
    """Of its ink, in pixels of the picture."""
    scale: float
    """Pixels of the picture for one of the page."""

    def place(self, numbers: Iterable[str]) -> Box:
        """The box of left, top, width and height on the page, in pixels of the picture."""
        left, top, width, height = map(int, numbers)
        x0, y0, x1, y1 = self.box
        return (
            self._along(left, x0, x1),
            self._along(top, y0, y1),
            self._along(left + width, x0, x1),
            self._along(top + height, y0, y1),
        )

    def _along(self, place: int, start: int, end: int) -> int:
        return min(max(start + round((place - PADDING) * self.scale), start), end)


def line_pages(picture: Picture, number: int) -> Iterator[LinePage]:
    """The lines of a picture that have ink."""
    is_block = picture.kind is Kind.BLOCK
    lines = cut_lines(picture.image, picture.dpi) if is_block else (Line(picture.image, 0),)
    for line in lines:
        if (box := ink_box(line.image, picture.dpi)) is not None:
            x0, top, x1, bottom = box
            image = legible(line.image[top:bottom, x0:x1], picture.dpi, PADDING)
            place = (x0, line.top + top, x1, line.top + bottom)
            yield LinePage(number, image, place, picture.dpi / READ_DPI)
