"""A finding between reports: with the place in this one, and the place and text in the other."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import JsonValue

from schemas.archive import ArchiveCell, Extract
from schemas.finding import Code, Finding, Severity, report_finding

NOTHING = "–"
"""Stands for an empty cell, and for a row that is not there, in what people read."""

Told = tuple[str, Finding]
"""The report that a finding is about, and the finding."""


class Spot(NamedTuple):
    """A cell of a report of the archive."""

    extract: Extract
    ref: str
    cell: ArchiveCell

    def shown(self) -> dict[str, JsonValue]:
        """What a finding says of a cell."""
        at = self.cell.at
        return {
            "report_id": self.extract.report_id,
            "ref": self.ref,
            "raw": self.cell.raw,
            "page": at.page if at else None,
            "line": at.line if at else None,
            "column": at.column if at else None,
        }


def tell(
    code: Code,
    here: Spot,
    there: Spot | None,
    *,
    severity: Severity | None = None,
    evidence: dict[str, JsonValue] | None = None,
    **words: object,
) -> Told:
    """What must be told of a cell, with the cell of the other report that it disagrees with."""
    proof: dict[str, JsonValue] = {"raw": here.cell.raw, **(evidence or {})}
    if there is not None:
        proof["other"] = there.shown()
    return here.extract.report_id, report_finding(
        code,
        here.ref,
        at=(here.cell.at,) if here.cell.at else (),
        candidates=(),
        evidence=proof,
        severity=severity,
        **words,
    )


def as_printed(cell: ArchiveCell) -> str:
    """A cell for people."""
    return cell.raw.strip() if cell.raw and cell.raw.strip() else NOTHING
