"""What a page draws, as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from extract._pdf_fonts import Code, PdfFont
from extract._plane import Box


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph as it is drawn."""

    font: PdfFont
    code: Code
    x: float
    y: float
    """Where it begins on the line of writing, from the top left corner of the page."""
    dx: float
    dy: float
    """The way to where the next one begins, without extra spacing."""
    size: float
    span: int
    """Number of the ActualText span that it stands in, or -1."""
    content: int
    """Number of the marked content that it stands in, or -1."""
    is_seen: bool
    step: int
    """When it was drawn."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled box or a picture."""

    box: Box
    is_white: bool
    step: int
