"""The graphics state of a page while it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from extract._pdf_fonts import PdfFont
from extract._plane import Box, Matrix

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_INVISIBLE = frozenset({3, 7})
_WHITE_FROM = 0.98
"""Of each component: whiter is not seen on paper."""


@dataclass(slots=True)
class State:
    """What `q` keeps and `Q` brings back."""

    ctm: Matrix
    clip: Box
    font: PdfFont | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    line_width: float = 1.0
    fill_is_white: bool = False
    stroke_is_white: bool = False
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0

    @property
    def fill_shows(self) -> bool:
        """Whether what is filled now can be seen at all."""
        return self.fill_alpha > 0

    @property
    def text_shows(self) -> bool:
        """Whether glyphs are painted at all."""
        return self.mode not in _INVISIBLE and self.fill_alpha > 0

    @property
    def text_is_white(self) -> bool:
        """Whether glyphs are white, and so seen on a dark ground only."""
        stroked = self.mode in (1, 2, 5, 6)
        return (
            self.stroke_is_white
            if self.mode in (1, 5)
            else (self.fill_is_white and (self.stroke_is_white or not stroked))
        )


def is_white(components: list[float]) -> bool:
    """Whether a gray, RGB or CMYK colour is that of the paper."""
    if len(components) == 4:  # noqa: PLR2004 - CMYK
        return all(part <= 1 - _WHITE_FROM for part in components)
    return bool(components) and all(part >= _WHITE_FROM for part in components)
