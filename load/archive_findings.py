"""What many reports tell together: one table for the whole output folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from load.atomic import replace_file
from load.findings import FIELDS as OF_ONE_REPORT
from load.indicators import identity
from load.invalid import OutputInvalid
from load.rows import cell_text, find_fault, header
from schemas.finding import Finding
from schemas.report import Report
from schemas.table import Field, Scalar

ARCHIVE_TABLE = "archive_findings"
ARCHIVE_FILE = f"{ARCHIVE_TABLE}.csv"

_OTHER = (
    Field("other_report_id", "string", "The report that it disagrees with, if it is one."),
    Field("other_ref", "string", "The cell there."),
    Field("other_raw", "string", "What stands in that cell."),
    Field("other_page", "integer", "Where that cell stands, from 1."),
    Field("other_line", "integer", "Its line (text) or grid row (other formats), from 1."),
    Field("other_column", "integer", "Its tab column (text) or grid column, from 1."),
)
ARCHIVE_FIELDS = (
    *(field for field in OF_ONE_REPORT if not field.name.startswith("source_")),
    *_OTHER,
    *(field for field in OF_ONE_REPORT if field.name.startswith("source_")),
)


@dataclass(frozen=True, slots=True)
class About:
    """What every row says of its report."""

    identity: tuple[Scalar, ...]
    file: str
    sha256: str


def about(report: Report) -> About:
    """What rows say of a report, kept while the others are read."""
    return About(identity(report), report.source.file, report.source.sha256)


def write_archive_findings(
    folder: Path, told: Iterable[tuple[str, Finding]], reports: Mapping[str, About]
) -> Path:
    """Write the table into an output folder, in one step.

    Raises:
        KeyError: a finding is about a report that is not among `reports`.
        OutputInvalid: a row breaks the Table Schema.
        OutputUnusable: it cannot be written.
    """
    path = folder / ARCHIVE_FILE
    rows = [archive_row(finding, reports[report_id]) for report_id, finding in told]
    lines = [[cell_text(value) for value in row] for row in rows]
    fault = find_fault(ARCHIVE_FIELDS, lines)
    if fault is not None:
        raise OutputInvalid(ARCHIVE_FILE, fault)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    with replace_file(path) as handle:
        handle.write(header(ARCHIVE_FIELDS) + text.getvalue().encode())
    return path


def archive_row(finding: Finding, of: About) -> tuple[Scalar, ...]:
    """One row, in the order of ARCHIVE_FIELDS."""
    place = finding.at[0] if finding.at else None
    evidence = finding.evidence or {}
    other = evidence.get("other")
    known: Mapping[str, JsonValue] = other if isinstance(other, dict) else {}
    return (
        *of.identity,
        finding.code,
        finding.severity,
        finding.ref,
        finding.message,
        finding.message_bn,
        None,
        place.page if place else None,
        place.line if place else None,
        place.column if place else None,
        json.dumps(evidence, ensure_ascii=False, allow_nan=False),
        *(_text(known.get(name)) for name in ("report_id", "ref", "raw")),
        *(_number(known.get(name)) for name in ("page", "line", "column")),
        of.file,
        of.sha256,
    )


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: JsonValue) -> int | None:
    return value if isinstance(value, int) else None
