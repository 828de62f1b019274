"""What a page of a PDF draws and a reader can see, before anyone knows what its glyphs say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playa.document import Document
from playa.page import Page

from extract._content_items import Glyph, Ground
from extract._content_operators import HANDLERS
from extract._content_state import State
from extract._content_walk import ContentWalk
from extract._drawn import Rule
from extract._pdf_fonts import FontDesk
from extract._pdf_objects import let_go
from extract._plane import page_matrix

SMALLEST = 0.5
"""Points; text of a smaller size cannot be read on paper."""
_LONGEST_SIDE = 14_400.0
"""Points: 200 inches, the largest page of the PDF specification."""
_TURN = 0.02
"""Share of its advance that a level glyph may rise."""


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The glyphs and lines of a page as it is shown, and how large it is, in points."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    """Those that can be seen, in the order of the file."""
    all_glyphs: tuple[Glyph, ...]
    spans: tuple[str, ...]
    """What the file tells of some of them by ActualText."""
    rules: tuple[Rule, ...]
    n_images: int


def page_glyphs(document: Document, fonts: FontDesk, page: Page) -> PageGlyphs:
    """Walk once over a page."""
    x0, y0, x1, y1 = page.cropbox
    x1, y1 = min(x1, x0 + _LONGEST_SIDE), min(y1, y0 + _LONGEST_SIDE)
    matrix, box = page_matrix((x0, y0, x1, y1), page.rotate)
    walk = ContentWalk(document, fonts, State(matrix, box), HANDLERS)
    walk.page(page)
    for stream in page.streams:
        let_go(stream)
    return PageGlyphs(
        box.x1,
        box.bottom,
        tuple(_seen(walk.glyphs, walk.grounds)),
        tuple(walk.glyphs),
        tuple(walk.spans),
        tuple(walk.rules),
        walk.n_images,
    )


def direction(glyph: Glyph) -> int:
    """Degrees that the line is turned against the clock, or -1 for a slanted one."""
    if abs(glyph.dy) <= _TURN * abs(glyph.dx) or (glyph.dx == 0 and glyph.dy == 0):
        return 0 if glyph.dx >= 0 else 180
    if abs(glyph.dx) <= _TURN * abs(glyph.dy):
        return 90 if glyph.dy < 0 else 270
    return -1


def _seen(glyphs: Sequence[Glyph], grounds: Sequence[Ground]) -> list[Glyph]:
    first = glyphs[0].step if glyphs else 0
    covers = [ground for ground in grounds if ground.step > first]
    return [
        glyph
        for glyph in glyphs
        if glyph.is_seen
        and glyph.size >= SMALLEST
        and direction(glyph) >= 0
        and not any(
            cover.step > glyph.step
            and cover.box.holds(glyph.x + glyph.dx / 2, glyph.y + glyph.dy / 2 - glyph.size / 4)
            for cover in covers
        )
    ]
