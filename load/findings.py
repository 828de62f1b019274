"""One row per finding: what a person must be told, with place and proof."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pydantic import JsonValue

from load.indicators import IDENTITY, identity
from schemas.document import Ledger
from schemas.finding import Code, Severity
from schemas.reading import Value
from schemas.report import Report
from schemas.table import Field, Scalar

NAME = "findings"

FIELDS = (
    *IDENTITY,
    Field("code", "string", "The kind of finding; see docs/findings.md.", True, None, tuple(Code)),
    Field("severity", "string", "How much it matters.", True, None, tuple(Severity)),
    Field("ref", "string", "What it is about, such as indicator:2.2.5/targets/100."),
    Field("message", "string", "What was found, in English.", required=True),
    Field("message_bn", "string", "What was found, in Bangla.", required=True),
    Field("candidates", "string", "Readings a person could choose from: a JSON array, or empty."),
    Field("page", "integer", "Where it stands, from 1; the first place if there are several."),
    Field("line", "integer", "Its line (text) or grid row (other formats), from 1."),
    Field("column", "integer", "Its tab column (text) or grid column (other formats), from 1."),
    Field("evidence", "string", "The proof: a JSON object, or empty."),
    Field("source_file", "string", "The name of the file that was read.", required=True),
    Field("source_sha256", "string", "Its fingerprint.", True, "[0-9a-f]{64}"),
)


def rows(report: Report, ledger: Ledger) -> Iterable[tuple[Scalar, ...]]:
    """Yield one row per finding, in the order of the report."""
    del ledger
    for finding in report.findings:
        place = finding.at[0] if finding.at else None
        candidates = [_plain(value) for value in finding.candidates]
        yield (
            *identity(report),
            finding.code,
            finding.severity,
            finding.ref,
            finding.message,
            finding.message_bn,
            _json(candidates) if candidates else None,
            place.page if place else None,
            place.line if place else None,
            place.column if place else None,
            None if finding.evidence is None else _json(finding.evidence),
            report.source.file,
            report.source.sha256,
        )


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: Value) -> JsonValue:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value
