"""The lines of a sheet as a word processor holds them: paragraphs, and tables with merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from samples.sheet import Line

MERGED_COLUMNS = 4
"""Serial number, section, weight and activity stand once for all their rows."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line outside of the tables."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table, an empty one too."""

    column: int
    text: str = ""
    columns: int = 1
    """How many columns it spans."""
    rows: int = 1
    """How many rows it spans; 0 if it is covered by the cell above it."""
    nested: tuple[tuple[str, ...], ...] = ()
    """Rows of a small table below the text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    width: int
    n_headers: int
    """How many of its first rows are the header."""
    rows: tuple[tuple[Box, ...], ...]
    starts: tuple[int, ...] = ()
    """The rows, from 0, that a new page begins with."""


Block = Paragraph | PageBreak | Grid


def blocks_of(lines: Sequence[Line], *, one_table: bool = False) -> tuple[Block, ...]:
    """Paragraphs and tables; a blank line between rows is a page break.

    Args:
        lines: title, header, rows, and what stands below.
        one_table: the rows of all pages are one table, and its header stands in it once.
    """
    last_row = max((n for n, line in enumerate(lines) if _is_row(line)), default=-1)
    header = [line for line in lines if line.kind == "header"]
    width = max((ink.column for line in header for ink in line.inks), default=1)
    blocks: list[Block] = []
    for kind, group in groupby(enumerate(lines), key=lambda entry: _is_row(entry[1])):
        numbered = list(group)
        if kind:
            if any(isinstance(block, Grid) for block in blocks) and not _is_broken(blocks):
                blocks.append(PageBreak())
            blocks.append(_grid([line for _, line in numbered], width))
            continue
        for number, line in numbered:
            text = line.text().strip("\t")
            if text.strip():
                blocks.append(Paragraph(text))
            elif blocks and isinstance(blocks[-1], Grid) and number < last_row:
                blocks.append(PageBreak())
    return tuple(_joined(blocks)) if one_table else tuple(blocks)


def _is_broken(blocks: Sequence[Block]) -> bool:
    """Whether a new page has begun since the last table."""
    since = list(blocks)
    while not isinstance(since[-1], Grid):
        if isinstance(since.pop(), PageBreak):
            return True
    return False


def _is_row(line: Line) -> bool:
    return line.kind in ("header", "row", "nested", "rest", "total")


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the tables on both sides of a page break made one."""
    whole: Grid | None = None
    for block in blocks:
        if isinstance(block, Grid):
            whole = block if whole is None else _with_rows(whole, block)
        elif not isinstance(block, PageBreak) or whole is None:
            if whole:
                yield whole
                whole = None
            yield block
    if whole:
        yield whole


def _with_rows(grid: Grid, more: Grid) -> Grid:
    return replace(
        grid,
        rows=(*grid.rows, *more.rows[more.n_headers :]),
        starts=(*grid.starts, len(grid.rows)),
    )


def _grid(lines: Sequence[Line], width: int) -> Grid:
    header = [line for line in lines if line.kind == "header"]
    return Grid(width, len(header), (*_header(header, width), *_body(lines, width)))


def _header(lines: Sequence[Line], width: int) -> Iterator[tuple[Box, ...]]:
    """Labels over what stands under them, and down to the row of numbers."""
    texts = [{ink.column: ink.text for ink in line.inks} for line in lines]
    covered: set[tuple[int, int]] = set()
    below: set[tuple[int, int]] = set()
    for number, cells in enumerate(texts):
        boxes: list[Box] = []
        for column in range(1, width + 1):
            if (number, column) in covered:
                continue
            if (number, column) in below:
                boxes.append(Box(column, rows=0))
                continue
            end = column + 1
            while column in cells and _stands_under(texts, number, end, width):
                covered.add((number, end))
                end += 1
            n_rows = 1
            while (
                end == column + 1
                and column in cells
                and number + n_rows < len(texts) - 1
                and column not in texts[number + n_rows]
            ):
                below.add((number + n_rows, column))
                n_rows += 1
            boxes.append(Box(column, cells.get(column, ""), end - column, n_rows))
        yield tuple(boxes)


def _stands_under(texts: Sequence[dict[int, str]], number: int, column: int, width: int) -> bool:
    """Whether a column without a label of its own has one further down."""
    last = len(texts) - 1
    return (
        column <= width
        and column not in texts[number]
        and any(column in cells for cells in texts[number + 1 : last])
    )


def _body(lines: Sequence[Line], width: int) -> Iterator[tuple[Box, ...]]:
    rows: list[list[Box]] = []
    open_above = False
    for line in lines:
        if line.kind == "header":
            continue
        if line.kind == "nested":
            first = min((ink.column for ink in line.inks), default=width)
            cells = {ink.column: ink.text for ink in line.inks}
            last = max(cells, default=width)
            row = tuple(cells.get(column, "") for column in range(min(first, width), last + 1))
            if not rows or not open_above:
                rows.append([Box(column) for column in range(1, width + 1)])
                open_above = True
            remark = rows[-1][-1]
            rows[-1][-1] = replace(remark, nested=(*remark.nested, row))
            continue
        texts = {ink.column: ink.text for ink in line.inks}
        end = max(width, *texts) if texts else width
        merges = line.kind == "row" and bool(rows)
        rows.append(
            [
                Box(column, rows=0)
                if merges and column <= MERGED_COLUMNS and column not in texts
                else Box(column, texts.get(column, ""))
                for column in range(1, end + 1)
            ]
        )
        open_above = line.kind == "row"
    yield from map(tuple, _even(_spanned(rows)))


def _spanned(rows: Sequence[Sequence[Box]]) -> Iterator[list[Box]]:
    """The rows with every cell that covers others below it knowing how many."""
    for number, row in enumerate(rows):
        spanned: list[Box] = []
        for place, box in enumerate(row):
            covered = 0
            while box.rows and number + covered + 1 < len(rows):
                below = rows[number + covered + 1]
                if place >= len(below) or below[place].rows:
                    break
                covered += 1
            spanned.append(replace(box, rows=1 + covered) if covered else box)
        yield spanned


def _even(rows: Iterable[Sequence[Box]]) -> Iterator[list[Box]]:
    """The rows with small tables as wide as their widest row, so that each is a grid."""
    for row in rows:
        wide = [
            replace(
                box,
                nested=tuple(
                    (*cells, *[""] * (max(map(len, box.nested)) - len(cells)))
                    for cells in box.nested
                ),
            )
            if box.nested
            else box
            for box in row
        ]
        yield wide
