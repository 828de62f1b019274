"""Values that the reader itself was not sure of."""

from __future__ import annotations

from collections.abc import Iterator

from checks._walk import all_readings
from schemas.finding import Code, Finding, report_finding
from schemas.reading import State
from schemas.report import Report

CODES = (Code.LOW_CONFIDENCE,)
SURE = 0.8
"""Below this, values are shown to a person first: an achievement of 0.75 is one guess of two."""


def check(report: Report) -> Iterator[Finding]:
    """Tell each value that was read with little confidence."""
    for owner, field, cell, near in all_readings(report):
        if cell.confidence < SURE and cell.state in (State.VALUE, State.NONE):
            yield report_finding(
                Code.LOW_CONFIDENCE,
                f"{owner}/{field}",
                at=cell.at or near,
                evidence={"raw": cell.raw},
                confidence=f"{cell.confidence:.2f}",
            )
