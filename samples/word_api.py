"""Blocks as a Word file by python-docx, as programs of offices write them: no row is marked."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt
from docx.table import _Cell  # pyright: ignore[reportPrivateUsage]  # its cells are named so
from docx.text.paragraph import Paragraph as Typed

from samples.blocks import Block, Box, Grid, PageBreak, Paragraph
from samples.word_xml import Typist, packed

STYLE = "Table Grid"


def word_bytes(blocks: tuple[Block, ...], typist: Typist) -> bytes:
    """The .docx file."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for block in blocks:
        match block:
            case Paragraph():
                _type(document.add_paragraph(), block.text, typist)
            case PageBreak():
                document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Grid():
                _add_table(document, block, typist)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    return packed(parts)


def _type(paragraph: Typed, text: str, typist: Typist) -> None:
    for stretch, font in typist.write(text) if text else ():
        run = paragraph.add_run(stretch)
        run.font.name, run.font.size = font, Pt(8)


def _add_table(document: Document, grid: Grid, typist: Typist) -> None:
    width = max(box.column + box.columns - 1 for row in grid.rows for box in row)
    table = document.add_table(len(grid.rows), width, STYLE)
    # one look at each row: every call of table.cell walks the whole table
    cells = [list(row.cells) for row in table.rows]
    for number, row in enumerate(grid.rows):
        for box in row:
            if box.rows:
                _fill(cells[number][box.column - 1], box, typist)
    _merge(grid, cells)


def _merge(grid: Grid, cells: list[list[_Cell]]) -> None:
    for number, row in enumerate(grid.rows):
        for box in row:
            if box.columns > 1 or box.rows > 1:
                first = cells[number][box.column - 1]
                first.merge(cells[number + max(box.rows, 1) - 1][box.column + box.columns - 2])


def _fill(cell: _Cell, box: Box, typist: Typist) -> None:
    _type(cell.paragraphs[0], box.text, typist)
    if not box.nested:
        return
    inner = cell.add_table(len(box.nested), len(box.nested[0]))
    for row, texts in zip(inner.rows, box.nested, strict=True):
        for place, text in zip(row.cells, texts, strict=True):
            _type(place.paragraphs[0], text, typist)
