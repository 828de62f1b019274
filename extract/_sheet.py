"""One sheet of a workbook as its file stores it: cells by row, merges, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extract._sheet_strings import Stored, local, text_of
from extract._xml import Element, Stream
from schemas.errors import InputRejected, Refusal

ROW_LIMIT = 200_000
CELL_LIMIT = 2_000_000
"""Rows and cells with content; no table of a report comes near."""

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
PLACE_DIGITS = 7
COLUMN_LETTERS = 3
LAST_STYLE = 65_536
"""The grid of a spreadsheet; a number beyond it is no place."""

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A cell that holds something."""

    column: int
    kind: str
    """The `t` of the file: n, s, str, inlineStr, b, e or d."""
    value: str | None
    """What `v` holds: a number, a text, or a place among the shared texts; None without a `v`."""
    style: int
    formula: str | None
    inline: Stored | None


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row that holds something."""

    number: int
    hidden: bool
    cells: tuple[StoredCell, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Cells from one corner to the other, both included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class StoredSheet:
    """What one sheet holds, as it comes."""

    rows: list[StoredRow] = field(default_factory=list[StoredRow])
    merges: list[Area] = field(default_factory=list[Area])
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(LAST_COLUMN + 1))
    """One for each column that is not shown."""
    margins: list[tuple[bool, str]] = field(default_factory=list[tuple[bool, str]])
    """Texts of the page headers (True) and footers (False), with their codes."""
    hidden_by_default: bool = False


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """The number of column `A` is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def parse_reference(reference: str) -> tuple[int, int] | None:
    """Row and column of `B7`; None if there is no such place."""
    match = REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 0 < row <= LAST_ROW and column <= LAST_COLUMN else None


def parse_area(reference: str) -> Area | None:
    """The area of `A1:C3`."""
    first, _, last = reference.partition(":")
    start, end = parse_reference(first), parse_reference(last or first)
    if start is None or end is None or end[0] < start[0] or end[1] < start[1]:
        return None
    return Area(*start, *end)


def read_sheet(stream: Stream) -> StoredSheet:
    """Take a sheet from its elements as they arrive; whatever size it claims to have is not asked.

    Raises:
        InputRejected: TABLE_LIMIT, and what the stream raises.
    """
    sheet = StoredSheet()
    for element in stream.children(stream.root):
        name = local(element)
        if name == "sheetData":
            _take_rows(stream, element, sheet)
        elif name == "mergeCells":
            for merge in stream.children(element):
                if area := parse_area(merge.get("ref") or ""):
                    sheet.merges.append(area)
        else:
            stream.complete(element)
            _take_setting(name, element, sheet)
    return sheet


def _take_rows(stream: Stream, data: Element, sheet: StoredSheet) -> None:
    number = n_cells = 0
    for element in stream.children(data):
        stream.complete(element)
        number = _place(element.get("r"), LAST_ROW) or number + 1
        if cells := tuple(_cells(element)):
            sheet.rows.append(StoredRow(number, _hidden_row(element, sheet), cells))
            n_cells += len(cells)
            _refuse_too_many(len(sheet.rows), n_cells)


def _take_setting(name: str, element: Element, sheet: StoredSheet) -> None:
    if name == "cols":
        for column in element:
            first = _place(column.get("min"), LAST_COLUMN)
            last = _place(column.get("max"), LAST_COLUMN)
            if first and last and (_is_true(column.get("hidden")) or column.get("width") == "0"):
                sheet.hidden_columns[first : last + 1] = b"\1" * (last + 1 - first)
    elif name == "sheetFormatPr":
        sheet.hidden_by_default = _is_true(element.get("zeroHeight"))
    elif name == "headerFooter":
        sheet.margins += _margins(element)


def _margins(element: Element) -> Iterator[tuple[bool, str]]:
    for child in element:
        if child.text and child.text.strip():
            yield local(child).endswith("Header"), child.text


def _refuse_too_many(n_rows: int, n_cells: int) -> None:
    if n_rows > ROW_LIMIT or n_cells > CELL_LIMIT:
        raise InputRejected(
            Refusal.TABLE_LIMIT,
            f"A sheet has more than {ROW_LIMIT:,} rows or {CELL_LIMIT:,} cells with content.",
            "Split the workbook into single reports.",
        )


def _place(text: str | None, last: int) -> int | None:
    """A number of a row or column; None if it is none."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > PLACE_DIGITS:
        return None
    return int(text) if 0 < int(text) <= last else None


def _is_true(text: str | None) -> bool:
    return text in {"1", "true"}


def _hidden_row(element: Element, sheet: StoredSheet) -> bool:
    hidden, height = element.get("hidden"), element.get("ht")
    if hidden is None and height is None:
        return sheet.hidden_by_default
    return _is_true(hidden) or height in {"0", "0.0"}


def _cells(row: Element) -> Iterator[StoredCell]:
    column = 0
    for element in row:
        if local(element) != "c":
            continue
        column = _column(element.get("r")) or column + 1
        cell = _cell(element, column)
        if cell.value is not None or cell.formula is not None or cell.inline:
            yield cell


def _column(reference: str | None) -> int | None:
    """The column of `B7`; None if it names none, and follows the cell before."""
    letters = reference.rstrip("0123456789") if reference else ""
    if not letters.isascii() or not letters.isalpha() or len(letters) > COLUMN_LETTERS:
        return None
    column = column_number(letters)
    return column if column <= LAST_COLUMN else None


def _cell(element: Element, column: int) -> StoredCell:
    value: str | None = None
    formula: str | None = None
    inline: Stored | None = None
    for child in element:
        match local(child):
            case "v":
                value = child.text or ""
            case "f":
                formula = child.text or ""
            case "is":
                inline = text_of(child)
            case _:
                pass
    return StoredCell(
        column,
        element.get("t") or "n",
        value,
        _place(element.get("s"), LAST_STYLE) or 0,
        formula,
        inline,
    )
