"""Laid out pages as pictures: real shaping by HarfBuzz, any font file, any resolution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs] it has none
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples.page_layout import PlacedCell, PlacedLine, PlacedPage, PlacedTable

Gray = NDArray[np.uint8]

POINTS_PER_INCH = 72
MEASURED_AT = 200
"""Pixels per em when widths are measured: lines break alike at all resolutions."""
RULE = 0.6
"""Points; the usual border of Word tables is 0.5 pt."""
LATIN = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@dataclass(frozen=True)
class Pen:
    """A font in a size, and one for the letters that it lacks."""

    path: Path
    size: float
    """Points."""
    latin: Path = LATIN

    @cached_property
    def _known(self) -> frozenset[int]:
        with TTFont(self.path, fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())

    @cached_property
    def _measuring(self) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]:
        return self.fonts(MEASURED_AT)

    def fonts(self, pixels: float) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]:
        """Both fonts at so many pixels per em."""
        engine = ImageFont.Layout.RAQM
        return (
            ImageFont.truetype(self.path, pixels, layout_engine=engine),
            ImageFont.truetype(self.latin, pixels, layout_engine=engine),
        )

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Stretches of text with the number of their font, 0 or 1."""
        run, font = "", 0
        for char in text:
            lacks = int(ord(char) not in self._known and not char.isspace() and char.isprintable())
            if lacks != font and run:
                yield font, run
                run = ""
            font = lacks
            run += char
        if run:
            yield font, run

    def measure(self, text: str) -> float:
        """Width in points."""
        fonts = self._measuring
        width = sum(fonts[number].getlength(run) for number, run in self.runs(text))
        return width * self.size / MEASURED_AT


def paint(page: PlacedPage, pen: Pen, dpi: int) -> Gray:
    """A page as a clean picture, ink 0 on paper 255."""
    scale = dpi / POINTS_PER_INCH
    paper = page.paper
    image = Image.new("L", (round(paper.width * scale), round(paper.height * scale)), 255)
    draw = ImageDraw.Draw(image)
    fonts = pen.fonts(pen.size * scale)
    for line in _lines(page):
        _write(draw, line, pen, fonts, scale)
    for table in page.tables:
        _rule(draw, table, scale)
    return np.asarray(image)


def _lines(page: PlacedPage) -> Iterator[PlacedLine]:
    yield from page.paragraphs
    yield from _table_lines(page.tables)


def _table_lines(tables: Sequence[PlacedTable]) -> Iterator[PlacedLine]:
    for table in tables:
        for cell in table.cells:
            yield from cell.lines
            yield from _table_lines(cell.tables)


def _write(
    draw: ImageDraw.ImageDraw,
    line: PlacedLine,
    pen: Pen,
    fonts: tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont],
    scale: float,
) -> None:
    # the baseline of Bangla: signs below reach 0.35 em down, the headline's signs 1.05 em up
    baseline = (line.top + pen.size * 1.05) * scale
    x = line.x0 * scale
    for number, run in pen.runs(line.text):
        draw.text((x, baseline), run, font=fonts[number], fill=0, anchor="ls")
        x += fonts[number].getlength(run)


def _rule(draw: ImageDraw.ImageDraw, table: PlacedTable, scale: float) -> None:
    width = max(round(RULE * scale), 1)
    for x0, y0, x1, y1 in edges(table):
        draw.line((x0 * scale, y0 * scale, x1 * scale, y1 * scale), fill=0, width=width)


def edges(table: PlacedTable) -> Iterator[tuple[float, float, float, float]]:
    """All rules of a table in points, those of tables inside of it, too."""
    for cell in table.cells:
        yield from _sides(cell)
        for inner in cell.tables:
            yield from edges(inner)


def _sides(cell: PlacedCell) -> Iterator[tuple[float, float, float, float]]:
    yield cell.x0, cell.top, cell.x1, cell.top
    yield cell.x0, cell.bottom, cell.x1, cell.bottom
    yield cell.x0, cell.top, cell.x0, cell.bottom
    yield cell.x1, cell.top, cell.x1, cell.bottom
