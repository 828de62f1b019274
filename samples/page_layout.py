"""Blocks laid out on pages: where each cell, each line of its text and each rule stands, in points.

Nothing here reads a file back: what is placed is the truth that scanned samples are judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from samples.blocks import Block, Box, Grid, PageBreak, Paragraph

Measure = Callable[[str], float]
"""The width of a text in points."""

PADDING = 2.5
"""Points between a rule and the text beside it."""
LEADING = 1.45
"""Height of a line, in sizes of the font: Bangla hangs signs above and below."""
NESTED_INDENT = 3.0
"""Points between the rules of a cell and those of a table inside of it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins, in points; wide forms are printed across."""

    width: float = 842.0
    height: float = 595.0
    margin: float = 28.0


A4 = Paper()
LEGAL = Paper(1008.0, 612.0)
A3 = Paper(1191.0, 842.0)
PAPERS = (A4, LEGAL, A3)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line of writing; the baseline is not told, the box of the line is."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its place in the grid (from 1) and on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    lines: tuple[PlacedLine, ...]
    tables: tuple[PlacedTable, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table of a page; each of its cells has a rule on all four sides."""

    cells: tuple[PlacedCell, ...]
    n_rows: int
    n_columns: int


@dataclass(slots=True)
class PlacedPage:
    """A page while it is filled."""

    paper: Paper
    paragraphs: list[PlacedLine] = field(default_factory=list[PlacedLine])
    tables: list[PlacedTable] = field(default_factory=list[PlacedTable])


def lay_out_pages(blocks: Sequence[Block], measure: Measure, size: float) -> tuple[PlacedPage, ...]:
    """Pages with all that stands on them, on the smallest paper that the table's words fit on.

    Args:
        blocks: paragraphs, tables and page breaks.
        measure: of a text in the font and size that it is printed in.
        size: of the font, in points.
    """
    grids = [block for block in blocks if isinstance(block, Grid)]
    needed = max((sum(_least_widths(grid, measure)) for grid in grids), default=0.0)
    paper = next((one for one in PAPERS if one.width - 2 * one.margin >= needed), PAPERS[-1])
    return tuple(_Desk(paper, measure, size).pages(blocks))


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Lines that fit the width; a word that is wider than it is cut between letters."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if measure(longer) <= width or not line:
                line = longer
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return tuple(lines) if any(lines) else ()


def _least_widths(grid: Grid, measure: Measure) -> list[float]:
    """Of each column, what its longest word needs."""
    widths = [14.0] * grid.width
    for row in grid.rows:
        for box in row:
            if box.columns == 1 and not box.nested:
                word = max((measure(word) for word in box.text.split()), default=0.0)
                widths[box.column - 1] = max(widths[box.column - 1], word + 2 * PADDING + 1)
    for row in grid.rows:
        for box in row:
            if box.nested:
                inner = sum(_least_widths(_small_grid(box), measure)) + 2 * NESTED_INDENT
                widths[box.column - 1] = max(widths[box.column - 1], inner / box.columns)
    return widths


def _small_grid(box: Box) -> Grid:
    """The table inside of a cell."""
    rows = tuple(
        tuple(Box(number, text) for number, text in enumerate(row, 1)) for row in box.nested
    )
    return Grid(max(len(row) for row in rows), 0, rows)


def _widths(grid: Grid, measure: Measure, total: float) -> list[float]:
    """Widths of columns: what the longest words need, and the rest by how much is written."""
    least = _least_widths(grid, measure)
    volume = [0.0] * grid.width
    for row in grid.rows[grid.n_headers :] or grid.rows:
        for box in row:
            if box.columns == 1:
                volume[box.column - 1] = max(volume[box.column - 1], measure(box.text))
    rest = max(total - sum(least), 0.0)
    wanted = [max(text - width, 0.0) ** 0.5 for text, width in zip(volume, least, strict=True)]
    share = sum(wanted) or 1.0
    return [width + rest * want / share for width, want in zip(least, wanted, strict=True)]


class _Desk:
    """Fills pages from the top down."""

    def __init__(self, paper: Paper, measure: Measure, size: float) -> None:
        self._paper, self._measure = paper, measure
        self._line = size * LEADING
        self._page = PlacedPage(paper)
        self._top = paper.margin

    def pages(self, blocks: Sequence[Block]) -> Iterator[PlacedPage]:
        for block in blocks:
            if isinstance(block, PageBreak):
                yield from self._turn()
            elif isinstance(block, Paragraph):
                yield from self._paragraph(block.text)
            else:
                yield from self._grid(block)
        yield self._page

    @property
    def _room(self) -> float:
        return self._paper.height - self._paper.margin - self._top

    def _turn(self) -> Iterator[PlacedPage]:
        if self._page.paragraphs or self._page.tables:
            yield self._page
        self._page = PlacedPage(self._paper)
        self._top = self._paper.margin

    def _paragraph(self, text: str) -> Iterator[PlacedPage]:
        width = self._paper.width - 2 * self._paper.margin
        for line in wrap(text, width, self._measure):
            if self._room < self._line:
                yield from self._turn()
            x0 = self._paper.margin
            x1 = x0 + self._measure(line)
            self._page.paragraphs.append(
                PlacedLine(line, x0, self._top, x1, self._top + self._line)
            )
            self._top += self._line
        self._top += self._line / 4

    def _grid(self, grid: Grid) -> Iterator[PlacedPage]:
        widths = _widths(grid, self._measure, self._paper.width - 2 * self._paper.margin)
        edges = [self._paper.margin]
        for width in widths:
            edges.append(edges[-1] + width)
        heights = self._heights(grid, edges)
        groups = _kept_together(grid)
        start = 0
        height = 0.0
        for group in groups:
            tall = sum(heights[row] for row in group)
            breaks = group.start in grid.starts and group.start > start
            if group.start > start and (breaks or height + tall > self._room):
                self._place(grid, range(start, group.start), edges, heights)
                yield from self._turn()
                start, height = group.start, 0.0
            elif group.start == start and tall > self._room and self._top > self._paper.margin:
                yield from self._turn()
            height += tall
        self._place(grid, range(start, len(grid.rows)), edges, heights)
        self._top += self._line / 2

    def _heights(self, grid: Grid, edges: Sequence[float]) -> list[float]:
        heights = [self._line + PADDING] * len(grid.rows)
        for spans_more in (False, True):
            for number, row in enumerate(grid.rows):
                for box in row:
                    if box.rows == 0 or (box.rows > 1) is not spans_more:
                        continue
                    end = min(number + box.rows, len(grid.rows))
                    lack = self._needed(box, edges) - sum(heights[number:end])
                    if lack > 0:
                        heights[end - 1] += lack
        return heights

    def _needed(self, box: Box, edges: Sequence[float]) -> float:
        width = edges[box.column - 1 + box.columns] - edges[box.column - 1]
        lines = len(wrap(box.text, width - 2 * PADDING, self._measure))
        nested = sum(self._small_height(row, self._small_edges(box, edges)) for row in box.nested)
        return lines * self._line + 2 * PADDING + (nested + 2 * NESTED_INDENT if nested else 0.0)

    def _small_edges(self, box: Box, edges: Sequence[float]) -> list[float]:
        x0 = edges[box.column - 1] + NESTED_INDENT
        x1 = edges[box.column - 1 + box.columns] - NESTED_INDENT
        places = [x0]
        for width in _widths(_small_grid(box), self._measure, x1 - x0):
            places.append(places[-1] + width)
        return places

    def _small_height(self, row: Sequence[str], edges: Sequence[float]) -> float:
        n_lines = max(
            len(wrap(text, edges[n + 1] - edges[n] - 2 * PADDING, self._measure))
            for n, text in enumerate(row)
        )
        return max(n_lines, 1) * self._line + 2 * PADDING

    def _place(
        self, grid: Grid, rows: range, edges: Sequence[float], heights: Sequence[float]
    ) -> None:
        tops = [self._top]
        for row in rows:
            tops.append(tops[-1] + heights[row])
        for row in rows:
            # a merged cell that the page break cuts keeps its text above the break
            needed = [
                self._needed(box, edges) for box in grid.rows[row] if row + box.rows > rows.stop
            ]
            lack = max(needed, default=0.0) - (tops[-1] - tops[row - rows.start])
            tops[-1] += max(lack, 0.0)
        cells: list[PlacedCell] = []
        for row in rows:
            for box in grid.rows[row]:
                if box.rows == 0 and row > rows.start:
                    continue
                # what was cut by the page break goes on as an empty cell
                end = min(row + (box.rows or _covered(grid, row, box.column)), rows.stop)
                cells.append(
                    self._cell(
                        box,
                        (row - rows.start + 1, end - row),
                        (edges[box.column - 1], tops[row - rows.start]),
                        (edges[box.column - 1 + box.columns], tops[end - rows.start]),
                        edges,
                    )
                )
        self._page.tables.append(PlacedTable(tuple(cells), len(rows), grid.width))
        self._top = tops[-1]

    def _cell(
        self,
        box: Box,
        rows: tuple[int, int],
        start: tuple[float, float],
        end: tuple[float, float],
        edges: Sequence[float],
    ) -> PlacedCell:
        (x0, top), (x1, bottom) = start, end
        texts = wrap(box.text, x1 - x0 - 2 * PADDING, self._measure)
        y = top + PADDING
        lines: list[PlacedLine] = []
        for text in texts:
            width = self._measure(text)
            left = x0 + PADDING if len(texts) > 1 else x0 + (x1 - x0 - width) / 2
            lines.append(PlacedLine(text, left, y, left + width, y + self._line))
            y += self._line
        tables: tuple[PlacedTable, ...] = ()
        if box.nested:
            tables = (self._small(box, edges, y + NESTED_INDENT),)
        return PlacedCell(
            rows[0],
            box.column,
            rows[1],
            box.columns,
            x0,
            top,
            x1,
            bottom,
            box.text,
            tuple(lines),
            tables,
        )

    def _small(self, box: Box, edges: Sequence[float], top: float) -> PlacedTable:
        places = self._small_edges(box, edges)
        cells: list[PlacedCell] = []
        for number, row in enumerate(box.nested):
            height = self._small_height(row, places)
            for column in range(len(places) - 1):
                text = row[column] if column < len(row) else ""
                cell = self._cell(
                    Box(column + 1, text),
                    (number + 1, 1),
                    (places[column], top),
                    (places[column + 1], top + height),
                    places,
                )
                cells.append(replace(cell, column=column + 1))
            top += height
        return PlacedTable(tuple(cells), len(box.nested), len(places) - 1)


def _covered(grid: Grid, row: int, column: int) -> int:
    """How many rows from this one on are covered by a cell above."""
    end = row
    while end < len(grid.rows) and any(
        box.rows == 0 and box.column == column for box in grid.rows[end]
    ):
        end += 1
    return end - row


def _kept_together(grid: Grid) -> list[range]:
    """Rows that merged cells hold together, and the header with the row after it."""
    groups: list[range] = []
    start = 0
    while start < len(grid.rows):
        end = start + 1
        row = start
        while row < end:
            # columns of the left side are merged over whole sections: these may be cut
            reach = max((row + box.rows for box in grid.rows[row] if box.rows > 0), default=row + 1)
            if row < grid.n_headers:
                end = max(end, min(reach, grid.n_headers), grid.n_headers)
            row += 1
        groups.append(range(start, end))
        start = end
    return groups
