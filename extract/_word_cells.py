"""Paragraphs become the text of a cell: what is printed, what was taken out, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from extract._word_inline import Paragraph, Piece
from extract._word_made import make_layout, make_run
from extract.tab_text import INK
from schemas.document import PLAIN, Layout, Region, Run

LAYERS = (Region.BODY, Region.DELETED, Region.HIDDEN)


def has_ink(text: str) -> bool:
    """Whether anything of the text can be seen on paper."""
    return bool(text) and (text[0].isalnum() or INK.search(text) is not None)


def layout_of(runs: Sequence[Run], column_span: int = 1) -> Layout:
    """The layout of a text with one run for each change of font; none if no font is known."""
    before: str | None = ""  # no font is called so
    for run in runs:
        if run.font == before:
            return layout_of([*_joined(runs)], column_span)
        before = run.font
    if len(runs) > 1 or before:
        return make_layout(column_span, tuple(runs))
    return PLAIN if column_span == 1 else Layout(column_span)


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """The same with one run for each change of font."""
    for font, same in groupby(runs, key=attrgetter("font")):
        yield make_run("".join(run.text for run in same), font)


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


def runs_of(pieces: Sequence[Piece]) -> list[Run]:
    """Their runs."""
    return [make_run(piece.text, piece.font) for piece in pieces]
