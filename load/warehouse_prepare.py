"""A report of a folder, proved and laid out: all that can be done without the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from load.report_json import output_path, parse
from load.warehouse_copy import encode_cells, encode_rows
from load.warehouse_fact_rows import Row
from load.warehouse_folder import Found
from load.warehouse_rows import report_rows


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows of one version of a report."""

    source: str
    """The SHA-256 of the file that it was read from."""
    dimensions: dict[str, tuple[Row, ...]]
    """Rows that the warehouse may have already."""
    report: Row
    """Without what only the warehouse can tell."""
    tables: dict[str, bytes]
    """The facts, ready to be copied."""


def prepare(found: Found, key: UUID) -> Prepared:
    """The rows of a report.

    Raises:
        ValueError: it is no report, not where it belongs, or not what its ledger says.
    """
    report = parse(found.content)
    if found.name != output_path(report):
        raise ValueError(f"It belongs to {output_path(report)}.")
    made = report_rows(report, key)
    tables = {name: encode_rows(rows, f"{key},") for name, rows in made.facts.items() if rows}
    tables["cell"] = encode_cells(report, key, found.cells)
    return Prepared(report.source.sha256, made.dimensions, made.report, tables)
