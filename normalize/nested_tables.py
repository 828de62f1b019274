"""The rows of a table inside a cell as readings."""

from __future__ import annotations

from collections.abc import Sequence

from normalize.joints import Part
from normalize.nests import Rows
from normalize.readings import BLANK, doubts, prose_reading, typed_reading
from normalize.unicode_forms import plain
from normalize.values import Kind
from schemas.document import Cell
from schemas.finding import Finding
from schemas.reading import Reading, State
from schemas.report import NestedTable


def nested_table(rows: Rows, ref: str, findings: list[Finding]) -> NestedTable:
    """The table; its first row is the header if no cell of it is a number.

    Args:
        rows: its cells, each in its grid column.
        ref: what findings call it.
        findings: takes what was repaired in order to read a value.
    """
    columns = [cell.column for row in rows for cell in row]
    extent = range(min(columns), max(columns) + 1)
    laid_out = [_row(row, extent, ref, findings) for row in rows]
    has_header = (
        len(rows) > 1
        and len(rows[0]) > 1
        and all(isinstance(cell.value, str) for cell in laid_out[0] if cell.raw is not None)
    )
    return NestedTable(
        header=laid_out[0] if has_header else (),
        rows=tuple(laid_out[1:] if has_header else laid_out),
    )


def _row(
    row: Sequence[Cell], extent: range, ref: str, findings: list[Finding]
) -> tuple[Reading, ...]:
    by_column = {cell.column: cell for cell in row}
    readings: list[Reading] = []
    for column in extent:
        cell = by_column.get(column)
        if cell is None:
            readings.append(BLANK)
            continue
        parts = [Part(cell)]
        kind: Kind = "percent" if "%" in plain(cell.text) else "number"
        reading, parsed = typed_reading(parts, (kind,))
        if reading.state is State.INVALID or column == extent.start:
            reading = prose_reading(parts)
        else:
            findings.extend(doubts(reading, parsed, ref))
        readings.append(reading)
    return tuple(readings)
