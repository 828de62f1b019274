"""Paragraphs become the text of a cell: what is printed, what was taken out, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract._word_inline import Paragraph, Piece
from extract.tab_text import INK
from schemas.document import PLAIN, Layout, Region, Run

LAYERS = (Region.BODY, Region.DELETED, Region.HIDDEN)


def has_ink(text: str) -> bool:
    """Whether anything of the text can be seen on paper."""
    return bool(text) and (text[0].isalnum() or INK.search(text) is not None)


def layout_of(stretches: Sequence[tuple[str, str | None]], column_span: int = 1) -> Layout:
    """The runs of a text, one for each change of font; none if no font is known."""
    if len(stretches) == 1:
        text, font = stretches[0]
        if font is not None:
            return Layout(column_span, 1, None, (Run(text, font),))
        return PLAIN if column_span == 1 else Layout(column_span)
    runs: list[Run] = []
    texts: list[str] = []
    current: str | None = None
    for text, font in stretches:
        if texts and font != current:
            runs.append(Run("".join(texts), current))
            texts.clear()
        texts.append(text)
        current = font
    if texts:
        runs.append(Run("".join(texts), current))
    known = tuple(runs) if any(run.font is not None for run in runs) else ()
    return Layout(column_span=column_span, runs=known)


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
