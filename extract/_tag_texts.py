"""/ActualText of tags: the text of a whole element, where the marked content itself tells none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from extract._content_items import Glyph
from extract._page_glyphs import PageGlyphs

LEVEL = 1.0
"""Points by which glyphs of one line stand higher or lower."""


def told_by_tags(page: PageGlyphs, texts: Mapping[int, tuple[int, str]]) -> PageGlyphs:
    """The page, with the glyphs of tagged elements in spans of their own.

    An element is used where its glyphs follow on each other in one line: then it is clear where
    its text stands. What is drawn and known is still held against it.

    Args:
        page: what is drawn.
        texts: for marked contents the element with a text around them, and the text.
    """

    def element(glyph: Glyph) -> int:
        told = texts.get(glyph.content)
        return told[0] if told and glyph.span < 0 else 0

    if not texts:
        return page
    runs = [(number, list(run)) for number, run in groupby(page.glyphs, key=element)]
    n_runs = Counter(number for number, _ in runs)
    spans = list(page.spans)
    glyphs: list[Glyph] = []
    for number, run in runs:
        if number and n_runs[number] == 1 and _is_level(run):
            spans.append(texts[run[0].content][1])
            glyphs += [replace(glyph, span=len(spans) - 1) for glyph in run]
        else:
            glyphs += run
    return replace(page, glyphs=tuple(glyphs), spans=tuple(spans))


def _is_level(glyphs: Sequence[Glyph]) -> bool:
    ys = [glyph.y for glyph in glyphs]
    return max(ys) - min(ys) <= LEVEL
