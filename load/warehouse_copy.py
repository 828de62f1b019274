"""Rows as both engines take them in: CSV in which an empty cell is NULL and `""` an empty text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from load import cells
from load.rows import cell_text, parse_rows
from schemas.reading import BBox, Place, Reading
from schemas.report import NestedTable, Report
from schemas.table import Scalar

N_COLUMNS = len(cells.FIELDS) - 3
"""Of cells.csv, behind those that tell the report."""

_PLAIN = re.compile(rb"[0-9]{1,9},[0-9]{1,9},[0-9]{1,9}(?:,[^,\"\r\n]*){%d}" % (N_COLUMNS - 3))
_COUNTED = re.compile(r"[0-9]{1,9}")
_SPECIAL = re.compile(r'[",\r\n]|\A\Z')

_WRITTEN: Mapping[type, Callable[..., str]] = {
    int: str,
    float: repr,
    date: date.isoformat,
}
"""The usual types; asking each value for its class would take three times as long."""

Cell = tuple[int, int, int]
"""Page, line and column of a cell."""


def encode_rows(rows: Iterable[tuple[Scalar, ...]], head: str = "") -> bytes:
    """Rows as CSV, each behind the text `head`."""
    return "".join(f"{head}{_line(row)}\r\n" for row in rows).encode()


def _line(row: tuple[Scalar, ...]) -> str:
    texts = [
        value if type(value) is str else "" if value is None else _text(value) for value in row
    ]
    line = ",".join(texts)
    # one look at the whole row tells that no cell needs quotes, as for most rows
    plain = '"' not in line and "\n" not in line and "\r" not in line
    if plain and line.count(",") == len(row) - 1 and "" not in row:
        return line
    return ",".join(
        "" if value is None else _quoted(text) for value, text in zip(row, texts, strict=True)
    )


def _text(value: Scalar) -> str:
    written = _WRITTEN.get(type(value))
    return written(value) if written else cell_text(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def encode_cells(report: Report, key: UUID, group: bytes) -> bytes:
    """The rows of the table `cell`, from those of cells.csv, whose cells stay as they are.

    Raises:
        ValueError: they are not the rows of this report, or not all of them.
    """
    group.decode()
    boxes = _boxes(report)
    head = encode_rows(((report.report_id, report.source.file, report.source.sha256),))[:-2] + b","
    made: list[bytes] = []
    version, start = str(key).encode(), len(head)
    for number, record in enumerate(_records(group), start=1):
        if not record.startswith(head):
            raise ValueError("cells.csv has a row of another report")
        row = record[start:-2]
        if _PLAIN.fullmatch(row) is None:
            _prove(row)
        box = _box(row, boxes) if boxes else b",,,"
        made.append(b"%s,%d,%s,%s\r\n" % (version, number, row, box))
    if len(made) != report.accounting.cells:
        told = report.accounting.cells
        raise ValueError(f"cells.csv has {len(made)} of its cells, and there are {told}")
    return b"".join(made)


def _prove(row: bytes) -> None:
    texts = parse_rows(row)[0]
    if len(texts) != N_COLUMNS or not all(map(_COUNTED.fullmatch, texts[:3])):
        raise ValueError("cells.csv has a row that is none of its own")


def _box(row: bytes, boxes: Mapping[Cell, BBox]) -> bytes:
    page, line, column, _ = row.split(b",", 3)
    box = boxes.get((int(page), int(line), int(column)))
    return ",".join(map(repr, box)).encode() if box else b",,,"


def _records(group: bytes) -> Iterator[bytes]:
    if b'"' not in group:
        yield from (line + b"\r\n" for line in group.split(b"\r\n")[:-1])
        return
    held = b""
    for line in group.split(b"\n")[:-1]:
        held += line + b"\n"
        # inside quotes a line end is part of a cell: there the count of quotes is odd
        if held.count(b'"') % 2 == 0 and held.endswith(b"\r\n"):
            yield held
            held = b""


def _boxes(report: Report) -> dict[Cell, BBox]:
    places = (place for reading in _readings(report) for place in reading.at)
    return {_cell(place): place.bbox for place in places if place.bbox}


def _cell(place: Place) -> Cell:
    return (place.page, place.line, place.column)


def _readings(report: Report) -> Iterator[Reading]:
    signature = report.signature
    yield report.title
    yield from (signature.date, signature.designation, signature.office, signature.name)
    for section in report.sections:
        yield section.title
        yield section.weight
        yield from (activity.title for activity in section.activities)
    for indicator in report.indicators():
        yield from (indicator.text, indicator.unit, indicator.weight, indicator.remark)
        yield from indicator.targets.values()
        yield from indicator.extra.values()
        yield from _nested(indicator.nested_tables)
    for orphan in report.orphans:
        yield from orphan.cells
        yield from _nested(orphan.nested_tables)


def _nested(tables: Iterable[NestedTable]) -> Iterator[Reading]:
    for table in tables:
        for row in (table.header, *table.rows):
            yield from row
