"""Paragraphs become the text of a cell: what is printed, what was taken out, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, starmap
from operator import itemgetter

from extract._word_inline import Paragraph, Piece
from extract._word_made import make_layout
from extract.tab_text import INK
from schemas.document import PLAIN, Layout, Region, Run

REMEMBERED = 4096
"""How many stretches are shared by the cells that have the same: numbers and units recur."""

LAYERS = (Region.BODY, Region.DELETED, Region.HIDDEN)


def has_ink(text: str) -> bool:
    """Whether anything of the text can be seen on paper."""
    return bool(text) and (text[0].isalnum() or INK.search(text) is not None)


def layout_of(stretches: Sequence[tuple[str, str | None]], column_span: int = 1) -> Layout:
    """The runs of a text, one for each change of font; none if no font is known."""
    before: str | None = ""  # no font is called so
    for _, font in stretches:
        if font == before:
            return layout_of([*_joined(stretches)], column_span)
        before = font
    if stretches and (before is not None or len(stretches) > 1):
        return make_layout(column_span, tuple(starmap(_run, stretches)))
    return PLAIN if column_span == 1 else Layout(column_span)


_run = lru_cache(maxsize=REMEMBERED)(Run)


def _joined(stretches: Sequence[tuple[str, str | None]]) -> Iterator[tuple[str, str | None]]:
    """The same with one stretch for each change of font."""
    for font, same in groupby(stretches, key=itemgetter(1)):
        yield "".join(text for text, _ in same), font


def layers(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Region, list[Piece]]]:
    """The pieces of some paragraphs by region, with the line ends between them."""
    for region in LAYERS:
        pieces: list[Piece] = []
        for number, paragraph in enumerate(paragraphs):
            found = paragraph.parts(region)
            # an empty paragraph is printed as an empty line; nothing was taken out or hidden there
            if number and (found or region is Region.BODY) and (pieces or region is Region.BODY):
                pieces.append(Piece("\n", pieces[-1].font if pieces else None, region))
            pieces += found
        if pieces and has_ink(text_of(pieces)):
            yield region, pieces


def text_of(pieces: Sequence[Piece]) -> str:
    """All of it."""
    return "".join(piece.text for piece in pieces)


def stretches(pieces: Sequence[Piece]) -> list[tuple[str, str | None]]:
    """Texts with their fonts."""
    return [(piece.text, piece.font) for piece in pieces]
