"""What a reader had to tell of a cell, under the name of the field that the cell became."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schemas.document import Ledger
from schemas.finding import Finding

CELL = re.compile(r"cell:(?P<line>\d+)/(?P<column>\d+)")
BAND = re.compile(r"indicator\.target\.(?P<band>.+)")


def addressed(findings: Iterable[Finding], ledger: Ledger) -> Iterator[Finding]:
    """Findings on `cell:LINE/COLUMN` with the ref of the field that the cell holds, if any."""
    fields: dict[str, str] | None = None
    for finding in findings:
        if not CELL.fullmatch(finding.ref):
            yield finding
            continue
        if fields is None:
            fields = {
                f"cell:{entry.line}/{entry.column}": f"{entry.ref}/{_field(entry.role)}"
                for entry in ledger.entries
                if entry.ref and "." in entry.role
            }
        ref = fields.get(finding.ref, finding.ref)
        yield finding.model_copy(
            update={
                "ref": ref,
                "message": finding.message.replace(finding.ref, ref),
                "message_bn": finding.message_bn.replace(finding.ref, ref),
            }
        )


def _field(role: str) -> str:
    band = BAND.fullmatch(role)
    return f"targets/{band['band']}" if band else role.partition(".")[2].replace(".", "/")
