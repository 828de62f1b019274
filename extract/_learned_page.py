"""A page in a font that was learnt from its words: how far each of its texts can be believed."""

from __future__ import annotations

from dataclasses import replace

from extract._cell_lines import Written
from extract._glyph_teacher import LEARNED_RIGHT
from extract._page_blocks import Blocks, Paragraph, Table
from schemas.document import Sight

BY_WORDS = "it is in a font that is not known; its glyphs were read from pictures of its words"
GUESSED = 0.5
"""Confidence, at most, of a text in which a glyph is guessed; such a cell is told in any case."""


def told_as_learned(blocks: Blocks) -> Blocks:
    """The page with the confidence of each text."""
    return replace(blocks, items=tuple(map(_item, blocks.items)))


def _item(item: Paragraph | Table) -> Paragraph | Table:
    if isinstance(item, Paragraph):
        return replace(item, written=_written(item.written))
    return replace(item, texts={path: _written(one) for path, one in item.texts.items()})


def _written(written: Written) -> Written:
    if not written.text:
        return written
    return replace(written, sight=Sight(GUESSED if written.n_doubtful else LEARNED_RIGHT))
