"""Which values that were read from pictures may be accepted without a look, at a promised risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks._walk import all_readings
from schemas.finding import Code, Finding, Severity, report_finding
from schemas.reading import State
from schemas.report import Report

TYPED = 1.0
"""Confidence of what was never a picture."""


def unaccepted(report: Report, known: Iterable[Finding], least: float | None) -> Iterator[Finding]:
    """Tell each value below a confidence that no finding of doubt names yet.

    Args:
        report: all readings.
        known: what was told before.
        least: the confidence from which on values are accepted; None accepts nothing.
    """
    doubted = {
        finding.ref
        for finding in known
        if finding.code in (Code.LOW_CONFIDENCE, Code.READERS_DISAGREE, Code.CELL_LOST)
    }
    threshold = TYPED if least is None else least
    for owner, field, cell, near in all_readings(report):
        ref = f"{owner}/{field}"
        if cell.confidence < threshold and cell.state is not State.BLANK and ref not in doubted:
            yield report_finding(
                Code.LOW_CONFIDENCE,
                ref,
                at=cell.at or near,
                evidence={"raw": cell.raw, "accepted_from": threshold},
                confidence=f"{cell.confidence:.4f}",
            )


def once_told(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without the claims that a value is no date or no number where its readers do not agree.

    Which of two readings is right is then the question, and not what the form says.
    """
    known = tuple(findings)
    undecided = {
        finding.ref
        for finding in known
        if finding.code is Code.READERS_DISAGREE and finding.severity is Severity.ERROR
    }
    return tuple(
        finding
        for finding in known
        if finding.code not in (Code.DATE_INVALID, Code.NUMBER_INVALID)
        or finding.ref not in undecided
    )
