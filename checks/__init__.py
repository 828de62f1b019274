"""Looks at a report and says what a person must be told. Pure: no value is ever changed here."""

from __future__ import annotations

from functools import cache

from schemas.finding import Finding
from schemas.plugins import plugins
from schemas.ports import Check
from schemas.report import Report


@cache
def checks() -> tuple[Check, ...]:
    """All checks of this room, by name."""
    return plugins("checks", Check)


def check_report(report: Report) -> tuple[Finding, ...]:
    """Run every check; what the report's own findings already tell is not told again.

    The findings come in the order of the document, those about the whole of it first.
    """
    told = {(finding.code, finding.ref) for finding in report.findings}
    found = {
        (finding.code, finding.ref, finding.message, finding.at): finding
        for check in checks()
        for finding in check.check(report)
        if (finding.code, finding.ref) not in told
    }
    return tuple(sorted(found.values(), key=_position))


def _position(finding: Finding) -> tuple[int, int, int, str, str, str]:
    page, line, column = 0, 0, 0
    if finding.at:
        first = finding.at[0]
        page, line, column = first.page, first.line, first.column
    return page, line, column, finding.code, finding.ref, finding.message
