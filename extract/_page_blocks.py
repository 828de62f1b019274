"""A page as tables with their texts, and the lines of writing around them, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract._cell_lines import CellLine, Written, look_at, write
from extract._cell_tokens import Path, shares
from extract._drawn import DrawnPage, TextLine, Token
from extract._lattice import Box, Lattice, lattices
from extract._tagged_tables import tagged_tables
from extract._text_lines import text_lines
from extract._text_trust import Trust, trust

Columns = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of writing outside of all cells."""

    line: TextLine
    written: Written


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page, and what stands in its cells."""

    lattice: Lattice
    texts: Mapping[Path, Written]
    """By the numbers of the boxes, the first one in this table."""
    crossing: frozenset[Path]
    """Cells with words that are drawn beyond their border."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """All that stands on a page."""

    items: tuple[Paragraph | Table, ...]
    columns: Columns
    """Those of its last table; empty if it has none."""
    trust: Trust
    is_drawing: bool = False
    """There are more lines than a page of tables has, so none was looked for."""
    tags_differ: bool = False
    """Its tags tell of a table, and the cells do not stand so; it was read as lines of writing."""


def blocks_of(page: DrawnPage, known: Columns) -> Blocks:
    """Sort a page into tables and lines.

    Args:
        page: what it draws.
        known: the columns of the last table of the page before.
    """
    found = lattices(page.rules, known)
    tagged = () if found or found is None else tagged_tables(page.tokens, page.tagged())
    tables = found or tagged or ()
    shared = shares(page.tokens, tables)
    lines = {path: _lines(tokens) for path, tokens in shared.cells.items()}
    boxes = {path: _box(tables, path) for path in lines}
    shown = look_at((lines[path], box.x0) for path, box in boxes.items())
    texts = {path: write(lines[path], shown, box.x1 - box.x0) for path, box in boxes.items()}
    outside = text_lines(shared.outside)
    items: list[tuple[float, Paragraph | Table]] = [
        (line.top, Paragraph(line, write((CellLine(line, False),), shown, page.width)))
        for line in outside
        if line.text.strip()
    ]
    for number, lattice in enumerate(tables):
        own = {path[1:]: text for path, text in texts.items() if path[0] == number}
        crossing = frozenset(path[1:] for path in shared.crossing if path[:1] == (number,))
        items.append((lattice.top, Table(lattice, own, crossing)))
    items.sort(key=lambda item: item[0])
    return Blocks(
        tuple(item for _, item in items),
        tables[-1].columns if tables else (),
        trust((*outside, *(one.line for cell in lines.values() for one in cell)), page.n_unread),
        is_drawing=found is None,
        tags_differ=tagged is None,
    )


def _box(tables: Sequence[Lattice], path: Path) -> Box:
    table, place, *deeper = path
    box = tables[table].boxes[place]
    return _box(box.inner, tuple(deeper)) if deeper else box


def _lines(tokens: Sequence[Token]) -> tuple[CellLine, ...]:
    blanks = [token for token in tokens if token.text.isspace()]
    lines = [line for line in text_lines(tokens) if line.text.strip()]
    return tuple(CellLine(line, _ends_blank(line, blanks)) for line in lines)


def _ends_blank(line: TextLine, blanks: Sequence[Token]) -> bool:
    """Whether a blank is drawn behind the last word of a line."""
    if line.text[-1:].isspace():
        return True
    return any(
        line.top <= (blank.top + blank.bottom) / 2 <= line.bottom
        and blank.x0 >= line.x1 - blank.size / 2
        for blank in blanks
    )
