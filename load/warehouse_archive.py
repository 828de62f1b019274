"""What many reports tell together, as rows of the warehouse, with the places in both reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from load.archive_findings import ARCHIVE_FIELDS, ARCHIVE_FILE
from load.rows import find_fault, header, parse_rows
from load.warehouse_folder import Declined
from load.warehouse_schema import Column, Reference, WarehouseTable, required, text
from schemas.finding import Code, Severity
from schemas.table import Scalar

AGAIN = "Run ogrogoti check again on the folder, then load."

ARCHIVE_FINDING = WarehouseTable(
    "archive_finding",
    "One row per finding between reports, as ogrogoti check wrote it before the last load.",
    (
        required("finding_key", "text", "A hash of what it says and of both places."),
        required("source_key", "text", "The SHA-256 of the file that it is about."),
        required("report_id", "text", "The report of that file."),
        required("severity", "text", "How grave it is.", tuple(Severity)),
        required("code", "text", "What kind of finding it is.", tuple(Code)),
        text("ref", "What it is about, such as indicator:2.2.5/targets/100."),
        required("message", "text", "What was found, in English."),
        required("message_bn", "text", "What was found, in Bangla."),
        text("evidence", "The proof: a JSON object."),
        Column("page", "integer", "Where it stands, from 1."),
        Column("line", "integer", "Its line (text) or grid row (other formats), from 1."),
        Column("grid_column", "integer", "Its tab column (text) or grid column, from 1."),
        text("other_report_id", "The report that it disagrees with, if it is one."),
        text("other_ref", "The cell there."),
        text("other_raw", "What stands in that cell."),
        Column("other_page", "integer", "Where that cell stands, from 1."),
        Column("other_line", "integer", "Its line (text) or grid row (other formats), from 1."),
        Column("other_grid_column", "integer", "Its tab column (text) or grid column, from 1."),
    ),
    ("finding_key",),
    (Reference(("source_key",), "source_document"),),
)

CALLED = {
    "source_key": "source_sha256",
    "grid_column": "column",
    "other_grid_column": "other_column",
}
"""Columns that are called otherwise in the file."""

_INTEGERS = {column.name for column in ARCHIVE_FINDING.columns if column.kind == "integer"}


def read_archive_findings(folder: Path) -> tuple[tuple[Scalar, ...], ...] | Declined | None:
    """The rows of a folder's findings between reports; None if it has no such file."""
    path = folder / ARCHIVE_FILE
    if not path.exists():
        return None
    head = header(ARCHIVE_FIELDS)
    try:
        content = path.read_bytes()
        lines = parse_rows(content.removeprefix(head))
    except (OSError, ValueError) as error:
        return Declined(ARCHIVE_FILE, f"It cannot be read: {error}.", AGAIN)
    fault = find_fault(ARCHIVE_FIELDS, lines)
    if not content.startswith(head) or fault:
        return Declined(ARCHIVE_FILE, f"It is damaged: {fault or 'other columns'}.", AGAIN)
    return tuple(dict.fromkeys(map(_row, lines)))


def _row(line: Iterable[str]) -> tuple[Scalar, ...]:
    texts = dict(zip((field.name for field in ARCHIVE_FIELDS), line, strict=True))
    values: list[Scalar] = []
    for column in ARCHIVE_FINDING.columns[1:]:
        told = texts[CALLED.get(column.name, column.name)] or None
        values.append(int(told) if told and column.name in _INTEGERS else told)
    key = hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:32]
    return (key, *values)
