"""The converted reports of an output folder, as checks between reports need them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from load import cells
from load.report_json import parse
from load.rows import parse_rows
from load.warehouse_folder import AGAIN, Declined, read_reports
from schemas.report import Report

NOTE = "note"
"""The role of notes below a table."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A converted report with what only its ledger tells."""

    report: Report
    notes: tuple[str, ...]


def open_reports(folder: Path) -> Iterator[Opened | Declined]:
    """The converted reports, one in memory at a time; those that cannot be read are told."""
    for found in read_reports(folder):
        if isinstance(found, Declined):
            yield found
            continue
        try:
            yield Opened(parse(found.content), _notes(found.cells))
        except (ValidationError, ValueError) as error:
            yield Declined(found.name, f"It cannot be read: {error}", AGAIN)


def _notes(content: bytes) -> tuple[str, ...]:
    # few reports have notes, and reading all cells of all reports takes as long as their JSON
    if f",{NOTE},".encode() not in content:
        return ()
    entries = cells.read_ledger(parse_rows(content)).entries
    return tuple(entry.raw for entry in entries if entry.role == NOTE)
