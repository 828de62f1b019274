"""A sheet as rows of a document: a table, what stands above and below it, and what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract._cell_text import Book, Seen, see
from extract._sheet import StoredCell, StoredRow, StoredSheet
from extract._sheet_asides import Aside
from extract._sheet_cover import Cover
from extract.tab_text import INK
from schemas.document import PLAIN, Cell, Layout, Region, Row
from schemas.errors import InputRejected, Refusal
from schemas.reading import Place

TEXT_LIMIT_CHARS = 256 * 1024 * 1024
"""Of all cells of a sheet. A text is stored once and shown by any number of cells."""


KNOWN_LIMIT = 100_000
"""How many different contents are remembered; a form has some hundreds."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """A cell with something to tell."""

    at: Place
    name: str
    """As spreadsheets call it: `B7`."""
    seen: Seen
    covered: bool = False
    """Whether a merged cell lies over it."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet laid out as rows."""

    rows: tuple[Row, ...]
    noticed: tuple[Noticed, ...]
    last_line: int
    has_table: bool


def lay_out(
    sheet: StoredSheet,
    asides: Sequence[Aside],
    book: Book,
    *,
    page: int,
    table: int,
    line_before: int,
    hidden: bool,
) -> Laid:
    """The rows of a sheet; a row's line is its number in the sheet, after the lines before.

    Raises:
        InputRejected: TOO_BIG.
    """
    layer = _Layer(sheet, book, page, line_before, hidden)
    rows = [row for stored in sorted(sheet.rows, key=_number) for row in layer.rows(stored)]
    first, last = _table_bounds(rows)
    width = max((cell.column for row in rows for cell in row.cells), default=1)
    body = [
        replace(row, width=width, table=table)
        if row.region is Region.BODY and first <= row.line <= last
        else row
        for row in rows
    ]
    end = line_before + max((stored.number for stored in sheet.rows), default=0)
    above, below = _laid_asides(asides, page, end, first - line_before, hidden)
    return Laid(
        rows=(*above, *body, *below),
        noticed=tuple(layer.noticed),
        last_line=end + len(above) + len(below),
        has_table=first <= last,
    )


def _number(stored: StoredRow) -> int:
    return stored.number


def _column(stored: StoredCell) -> int:
    return stored.column


def _table_bounds(rows: Sequence[Row]) -> tuple[int, int]:
    """The first and the last line with more than one cell; what has one around them is no table."""
    lines = [row.line for row in rows if row.region is Region.BODY and len(row.cells) > 1]
    return (lines[0], lines[-1]) if lines else (1, 0)


def _laid_asides(
    asides: Sequence[Aside], page: int, line: int, first_row: int, hidden: bool
) -> tuple[list[Row], list[Row]]:
    """The texts that stand in no cell: boxes above the table before it, all others behind it."""
    above: list[Row] = []
    below: list[Row] = []
    for aside in asides:
        line += 1
        layout = Layout(runs=aside.runs) if aside.runs else PLAIN
        region = Region.HIDDEN if hidden and aside.region is Region.BODY else aside.region
        row = Row(
            line, 1, (Cell(aside.text, page, line, aside.column, layout=layout),), None, region
        )
        is_above = aside.region is Region.BODY and 0 < aside.row < first_row
        (above if is_above else below).append(row)
    return above, below


class _Layer:
    """Makes rows of one sheet and keeps what is to be told of its cells."""

    def __init__(
        self, sheet: StoredSheet, book: Book, page: int, line_before: int, hidden: bool
    ) -> None:
        self.noticed: list[Noticed] = []
        self._sheet = sheet
        self._book = book
        self._page = page
        self._line_before = line_before
        self._hidden = hidden
        self._merges = {(area.first_row, area.first_column): area for area in sheet.merges}
        self._last_row = max((row.number for row in sheet.rows), default=0)
        self._last_column = max(
            (cell.column for row in sheet.rows for cell in row.cells), default=0
        )
        self._covered = Cover(sheet.merges, self._last_column)
        self._n_chars = 0
        self._known: dict[tuple[str, str, int], tuple[Seen, Layout]] = {}

    def rows(self, stored: StoredRow) -> Iterator[Row]:
        line = self._line_before + stored.number
        self._covered.move_to(stored.number)
        shown: list[Cell] = []
        concealed: list[Cell] = []
        for cell in sorted(stored.cells, key=_column):
            seen, layout = self._look(cell)
            if not INK.search(seen.text):
                continue
            self._count(seen.text)
            placed = self._cell(seen, layout, stored.number, cell.column)
            out_of_sight = (
                self._hidden
                or stored.hidden
                or seen.concealed
                or self._sheet.hidden_columns[cell.column]
            )
            (concealed if out_of_sight else shown).append(placed)
        if shown:
            yield Row(line, 1, tuple(shown))
        if concealed:
            yield Row(line, self._last_column, tuple(concealed), region=Region.HIDDEN)

    def _look(self, cell: StoredCell) -> tuple[Seen, Layout]:
        """What a cell shows; most cells of a form show what another one does."""
        if cell.value is None or cell.inline is not None or cell.formula is not None:
            seen = see(cell, self._book)
            return seen, _layout(seen)
        key = (cell.kind, cell.value, cell.style)
        known = self._known.get(key)
        if known is None:
            seen = see(cell, self._book)
            known = seen, _layout(seen)
            if len(self._known) < KNOWN_LIMIT:
                self._known[key] = known
        return known

    def _count(self, text: str) -> None:
        self._n_chars += len(text)
        if self._n_chars > TEXT_LIMIT_CHARS:
            raise InputRejected(
                Refusal.TOO_BIG,
                f"The cells of a sheet show more than {TEXT_LIMIT_CHARS:,} characters.",
                "Split the workbook into single reports.",
            )

    def _cell(self, seen: Seen, layout: Layout, row: int, column: int) -> Cell:
        area = self._merges.get((row, column))
        if area:
            layout = Layout(
                column_span=_span(column, area.last_column, self._last_column),
                row_span=_span(row, area.last_row, self._last_row),
                runs=seen.runs,
            )
        line = self._line_before + row
        cell = Cell(seen.text, self._page, line, column, layout=layout)
        covered = area is None and self._covered.holds(column)
        if covered or seen.oddity or seen.day:
            name = f"{column_letters(column)}{row}"
            self.noticed.append(Noticed(cell.at, name, seen, covered))
        return cell


def _layout(seen: Seen) -> Layout:
    return Layout(runs=seen.runs) if seen.runs else PLAIN


def _span(first: int, last: int, last_used: int) -> int:
    """How many columns or rows; a merge may reach far beyond all that is written."""
    return max(1, min(last, last_used) - first + 1)


def column_letters(column: int) -> str:
    """The letters of a column: 28 is `AB`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
