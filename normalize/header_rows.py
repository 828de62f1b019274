"""Rows of a header, told from rows of data."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.digits import to_ascii
from normalize.labels import (
    BANDS,
    MARK_CHARS,
    bare_mark,
    column_number,
    is_band,
    is_band_name,
    is_sublabel,
    label_role,
)
from normalize.unicode_forms import link_key
from schemas.document import Row

HEADER_LABELS = 3
"""How many known labels make a row the first of a header; the smallest real form has six."""
NUMBERED_CELLS = 4
"""How many consecutive numbers from 1 make a row of column numbers."""

SHORT_CHARS = 4
"""The longest cell of a row of column numbers, without its brackets and stops."""

NUMBER_DRIFT = 2
"""So far from its place may the number of a column stand: a cell or two lost or too many."""

NUMBERED_SHARE = 0.75
"""Of 13 columns, two misprints and one number lost leave 10 that fit."""

BAND_CELLS = 3
"""No form has fewer bands side by side."""


def is_header(row: Row) -> bool:
    """Whether this is the first row of a header: known labels, the indicator column among them."""
    if row.table is None:
        return False
    roles = {role for cell in row.cells if (role := label_role(cell.text))}
    return "indicator" in roles and len(roles) >= HEADER_LABELS


def is_numbering(row: Row) -> bool:
    """Whether the row only numbers the columns: 1, 2, 3 … from the left."""
    if len(row.cells) < NUMBERED_CELLS or _has_words(row):
        return False
    return all(
        bare_mark(cell.text).lstrip("0") == str(number)
        for number, cell in enumerate(row.cells, start=1)
    )


def _has_words(row: Row) -> bool:
    """Whether a cell is too long for the number of a column."""
    return max([len(cell.text) for cell in row.cells], default=0) > MARK_CHARS


def is_band_row(row: Row, known: Sequence[Row], *, after_break: bool) -> bool:
    """Whether a row below the header only says its bands or numbers again, as on the next page.

    Args:
        row: a row of the table.
        known: the rows of the header above it.
        after_break: whether it is the first row of its page, or follows such a row of bands.
            Percents without a name may be targets anywhere else.
    """
    if row.table is None:
        return False
    if len(row.cells) >= BAND_CELLS and all(is_band_name(cell.text) for cell in row.cells):
        return True
    return after_break and (numbers_columns(row, known[0]) or _line(row) in lines_of(known)[1:])


def numbers_columns(row: Row, labels: Row) -> bool:
    """Whether a row right below a header numbers the columns, misprints and lost cells and all."""
    if _has_words(row):
        return False
    if is_numbering(row):
        return True
    if any(len(bare_mark(cell.text)) > SHORT_CHARS for cell in row.cells):
        return False
    before = labels.cells[0].column - 1
    near = sum(
        abs(number + before - cell.column) <= NUMBER_DRIFT
        for cell in row.cells
        if (number := column_number(cell.text)) is not None
    )
    return near >= max(NUMBERED_CELLS, NUMBERED_SHARE * len(row.cells))


def goes_on(row: Row, labels: Row) -> bool:
    """Whether a row belongs to the header above it: bands, sub-labels, or column numbers."""
    if row.table is None or not row.cells:
        return False
    if numbers_columns(row, labels):
        return True
    bare = sum(to_ascii(cell.text).strip() in BANDS for cell in row.cells)
    if 0 < bare < BAND_CELLS:
        # one number alone is data
        return False
    return all(is_band(cell.text) or is_sublabel(cell.text) for cell in row.cells)


Line = tuple[tuple[int, str], ...]


def _line(row: Row) -> Line:
    return tuple((cell.column, link_key(cell.text) or cell.text.strip()) for cell in row.cells)


def lines_of(block: Sequence[Row]) -> list[Line]:
    """What the rows of a header print, without the numbers of the columns."""
    return [_line(row) for row in block if row is block[0] or not numbers_columns(row, block[0])]


def repeats(lines: list[Line], known: list[Line]) -> bool:
    """Whether a header says nothing but what a known one says."""
    return lines[0] == known[0] and all(line in known[1:] for line in lines[1:])
